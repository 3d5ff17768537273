from cast import LAO_NODE, NODE, ORGANISATION, feed, node_certificate, records_genesis, said, signed

from twinline.feeds import certificates, checkpoints, entries, genesis, merkle, receipts


def test_all():
    g = genesis.read(records_genesis())
    assert g.audience == ("la-xk", "vn-na")
    certificates.open_node(node_certificate(), ORGANISATION.public)
    e = entries.read(said())
    assert e.body["metres"] == "468281"
    leaves = feed()
    c = checkpoints.open(signed(leaves), NODE.public)
    assert c.root == merkle.root([merkle.leaf_hash(x) for x in leaves])
    line = receipts.cosign(c, LAO_NODE, 1_800_000_000)
    assert receipts.check(line, c, LAO_NODE.public) == 1_800_000_000
