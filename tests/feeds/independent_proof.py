"""A second implementation of the check of a proof file, from docs/format.md alone. It imports nothing of Twinline.

    python independent_proof.py PROOFFILE ROOT_FINGERPRINT ...

prints what each entry says, who signed it and who received it when, or refuses
the file in one sentence and exits 1.
"""

import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from independent_verifier import (
    Refused,
    b64,
    canonical,
    entry_fault,
    is_code,
    node_certificate,
    note,
    receipt,
    require,
    signed,
)
from independent_verifier import titled as titled_json


def fingerprint(key):
    text = hashlib.sha256(key).hexdigest()[:32].upper()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def fields(value, *names):
    require(isinstance(value, dict) and value.keys() == set(names), f"not exactly {', '.join(names)}")
    return value


def climb(leaf, at, size, path):
    """RFC 9162, section 2.1.3.2, word by word."""
    require(0 <= at < size, "a position beyond the head")
    fn, sn, r = at, size - 1, leaf
    for p in path:
        require(sn != 0, "a path too long")
        if fn % 2 == 1 or fn == sn:
            r = hashlib.sha256(b"\x01" + p + r).digest()
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            r = hashlib.sha256(b"\x01" + r + p).digest()
        fn, sn = fn // 2, sn // 2
    require(sn == 0, "a path too short")
    return r


def chains(told):
    """Return for each node id: node key, its certificate, the organisation's, the root key."""
    nodes = {}
    for one in told:
        fields(one, "root", "organisation", "key", "node")
        root = b64(one["root"])
        text = signed(one["key"], "twinline/1/root/" + one["organisation"], root)
        key = titled_json(text, "twinline/1 organisation certificate")
        node = node_certificate(one["node"], {key["organisation"]: [b64(key["key"])]})
        for code in (key["organisation"], one["organisation"]):
            require(code.split("-")[0] not in {"vn", "la"} - {key["side"].lower()}, "an organisation on the other side")
        node_id = hashlib.sha256(b64(node["node"])).hexdigest()
        require(node_id not in nodes, "a node twice")
        nodes[node_id] = (b64(node["node"]), node, key, root)
    return nodes


def leaf(one, keys):
    """Return the entry, who signed the heads over it, and the heads' texts with their receipts."""
    fields(one, "leaf", "position", "heads")
    raw = b64(one["leaf"])
    require(entry_fault(raw) is None, "not an entry")
    signers, feeds, sizes, heads = set(), set(), set(), []
    for head in one["heads"]:
        fields(head, "checkpoint", "path", "receipts")
        text, lines = note(head["checkpoint"])
        origin, size, root, rest = text.split("\n")
        (key,) = [key for key in keys if any(who == origin for who, _, _ in lines) and _signs(head, origin, key)][:1]
        require(rest == "" and size == str(int(size)) and origin.startswith("twinline/1/"), "not a checkpoint")
        found = climb(
            hashlib.sha256(b"\x00" + raw).digest(), one["position"], int(size), [b64(p) for p in head["path"]]
        )
        require(found == b64(root), "the path doesn't lead to the head")
        signers.add(key)
        feeds.add(origin)
        sizes.add(size)
        heads.append((text, head["receipts"]))
    require(len(signers) == len(feeds) == 1 and len(sizes) == len(heads), "heads of more than one feed, or none")
    return canonical(raw), signers.pop(), heads


def _signs(head, origin, key):
    try:
        return signed(head["checkpoint"], origin, key)
    except Refused:
        return False


def parents(statements, nodes):
    found = {}
    for one in statements:
        entry, root, heads = leaf(one, [root for _, _, _, root in nodes.values()])
        body = entry["body"]
        require((entry["act"], entry["kind"]) == ("roster", "roster"), "not a statement")
        require(body.get("statement") == "organisation", "not a statement of an organisation")
        require(is_code(body["parent"]) and body["organisation"] not in found, "a statement of no use")
        require(all(not receipts for _, receipts in heads), "a statement with receipts")
        side = next(key["side"] for _, _, key, known in nodes.values() if known == root)
        require(body["side"] == side, "a root that speaks for the other side")
        found[body["organisation"]] = body["parent"]
    return found


def verify(proof):
    """Return, for each entry: entry, organisation that signed, {organisation that received: time}; and the roots."""
    fields(proof, "format", "record", "entries", "statements", "certificates")
    require(proof["format"] == "twinline/1 proof", "not a proof")
    nodes = chains(proof["certificates"])
    above = parents(proof["statements"], nodes)
    keys = {node_id: key for node_id, (key, _, _, _) in nodes.items()}
    used, result, hashes = set(), [], []
    for one in proof["entries"]:
        entry, signer, heads = leaf(one, list(keys.values()))
        node_id = hashlib.sha256(signer).hexdigest()
        _, node, _, _ = nodes[node_id]
        require(entry["record"] == proof["record"] and entry["act"] != "roster", "an entry of another record")
        code, climbed = entry["author"], []
        while code != node["organisation"] and code in above and code not in climbed:
            climbed.append(code)
            code = above[code]
        require(entry["author"] in node["hosts"] and code == node["organisation"], "a node that doesn't speak for it")
        times = {}
        for text, lines in heads:
            for line in lines:
                who = line.split(" ")[1].removeprefix("twinline/1/node/")
                times[nodes[who][1]["organisation"]] = receipt(line, text, keys)
                used.add(who)
        used.add(node_id)
        hashes.append(hashlib.sha256(b"\x00" + b64(one["leaf"])).hexdigest())
        result.append((entry, node["organisation"], times))
    require(used == set(nodes), "a certificate of no use")
    first = [entry for entry, _, _ in result if entry["follows"] not in hashes]
    require(len(first) == 1 and first[0]["act"] in ("say", "amend"), "entries that don't hang together")
    require(len(set(hashes)) == len(hashes), "an entry twice")
    return result, {fingerprint(root) for _, _, _, root in nodes.values()}


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            told, roots = verify(json.load(file))
        require(roots <= set(sys.argv[2:]), "a root that was not given")
        for entry, by, times in told:
            print(entry["act"], entry["author"], entry["body"], by, times)
    except (Refused, KeyError, TypeError, ValueError) as error:
        sys.exit(f"refused: {error}")
