"""A proof of one record as two sides tell it, and what becomes of it where somebody changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from tests.feeds import cast
from tests.feeds.world import key_of, lao_certificate, rosters, stated
from twinline.feeds import checkpoints, genesis, ids, merkle, proofs, receipts
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import SigningKey, to_base64
from twinline.feeds.proofs import Chain, Head, Leaf, Proof

MOMENT = 1_795_402_800
FIRST = cast.said(2, author="vn-na-nam-can")


def _following(number: int, follows: bytes, **changes: Any) -> bytes:
    identity = ids.from_parts(1_795_402_900_000 + number, number)
    record = ids.from_parts(1_795_402_800_002, 2)
    return cast.said(number, id=identity, record=record, follows=merkle.leaf_hash(follows).hex(), **changes)


AMENDED = _following(7, FIRST, act="amend", author="vn-na-nam-can")
CONFIRMED = _following(8, AMENDED, act="countersign", author="la-xk", body={})
WORDS = [cast.records_genesis(), cast.said(1), FIRST, cast.said(3), AMENDED, cast.said(4), cast.said(5)]
ANSWERS = [
    cast.records_genesis(
        key=cast.LAO_NODE, organisation="la-xk", certificate=lao_certificate(), audience=["la-xk", "vn-na"]
    ),
    cast.said(6, author="la-xk"),
    CONFIRMED,
]


def head(leaves: list[bytes], at: int, size: int, signer: SigningKey, readers: list[SigningKey]) -> Head:
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves[:size]]
    checkpoint = checkpoints.Checkpoint(genesis.feed_id(leaves[0]), size, merkle.root(hashes))
    return Head(
        checkpoints.sign(checkpoint.feed, size, checkpoint.root, signer),
        tuple(to_base64(part) for part in merkle.inclusion_proof(hashes, at)),
        tuple(receipts.cosign(checkpoint, reader, MOMENT + size) for reader in readers),
    )


def leaf(leaves: list[bytes], at: int, *heads: Head) -> Leaf:
    return Leaf(to_base64(leaves[at]), at, heads)


def chain(root: SigningKey, code: str, side: str, key: SigningKey, node: str) -> Chain:
    return Chain(root.public.base64, code, key_of(code, side, key, root, code)["certificate"], node)


VIETNAMESE = chain(cast.ROOT, "vn-na", "VN", cast.ORGANISATION, cast.node_certificate())
LAO = chain(cast.LAO_ROOT, "la-xk", "LA", cast.LAO_ORGANISATION, lao_certificate())
SAID = leaf(
    WORDS, 4, head(WORDS, 4, 5, cast.NODE, [cast.NODE]), head(WORDS, 4, 7, cast.NODE, [cast.LAO_NODE])
)  # fmt: skip
ANSWERED = leaf(ANSWERS, 2, head(ANSWERS, 2, 3, cast.LAO_NODE, [cast.LAO_NODE, cast.NODE]))
ROSTER = rosters()[0].leaves
UNDER = leaf(ROSTER, 2, head(ROSTER, 2, len(ROSTER), cast.ROOT, []))


def good() -> Proof:
    return Proof(proofs.FORMAT, ids.from_parts(1_795_402_800_002, 2), (SAID, ANSWERED), (UNDER,), (VIETNAMESE, LAO))


def changed(**changes: Any) -> Proof:
    return msgspec.structs.replace(good(), **changes)


def said(**changes: Any) -> Proof:
    """Return the proof with something about the Vietnamese entry changed."""
    return changed(entries=(msgspec.structs.replace(SAID, **changes), ANSWERED))


def headed(**changes: Any) -> Proof:
    return said(heads=(msgspec.structs.replace(SAID.heads[0], **changes), SAID.heads[1]))


def under(body: dict[str, Any], signer: SigningKey = cast.ROOT, kind: str = "roster") -> Proof:
    from tests.feeds.world import roster_feed

    begin, said = roster_feed(signer, "vn-na", [body]).leaves
    leaves = [begin, said.replace(b'"kind":"roster"', f'"kind":"{kind}"'.encode())]
    return changed(statements=(leaf(leaves, 1, head(leaves, 1, 2, signer, [])),))


def wrong() -> dict[str, Proof]:
    stranger = head(WORDS, 4, 5, cast.STRANGER, [])
    other_root = chain(cast.STRANGER, "la-xk", "LA", cast.LAO_ORGANISATION, lao_certificate())
    return {
        "another format": changed(format="twinline/2 proof"),
        "another record named": changed(record=ids.from_parts(1, 1)),
        "no entry": changed(entries=()),
        "an entry twice": changed(entries=(SAID, SAID, ANSWERED)),
        "the entry beside it": said(leaf=to_base64(WORDS[3])),
        "one letter of an entry": said(leaf=to_base64(AMENDED.replace("ồ".encode(), "ố".encode()))),
        "another position": said(position=3),
        "a position beyond the head": said(position=5),
        "the path of another entry": headed(path=head(WORDS, 3, 5, cast.NODE, []).path),
        "a path too short": headed(path=SAID.heads[0].path[:-1]),
        "a path too long": headed(path=(*SAID.heads[0].path, SAID.heads[0].path[0])),
        "the path to another head": headed(path=SAID.heads[1].path),
        "a head signed by a stranger": said(heads=(stranger,)),
        "a head of the other side's feed": said(heads=(SAID.heads[0], *ANSWERED.heads)),
        "a head twice": said(heads=(SAID.heads[0], SAID.heads[0])),
        "no head": said(heads=()),
        "a receipt on another head": headed(receipts=SAID.heads[1].receipts),
        "a receipt by a stranger": said(heads=(head(WORDS, 4, 5, cast.NODE, [cast.STRANGER]),)),
        "an author for whom no statement says that the node may speak": changed(statements=()),
        "a statement by a stranger": under(stated("vn-na-nam-can", "VN", "vn-na"), cast.STRANGER),
        "a statement about the other side": under(stated("la-hp", "LA", "la-xk")),
        "a statement of another kind": under(stated("vn-na-nam-can", "VN", "vn-na"), kind="notice"),
        "a statement under nobody": under(stated("vn-na-nam-can", "VN", "")),
        "a statement under somebody else": under(stated("vn-na-nam-can", "VN", "vn-ht")),
        "a certificate missing": changed(certificates=(VIETNAMESE,)),
        "a certificate too many": changed(entries=(leaf(WORDS, 4, SAID.heads[0]),)),
        "a certificate twice": changed(certificates=(VIETNAMESE, LAO, LAO)),
        "a root that signed nothing": changed(
            certificates=(VIETNAMESE, msgspec.structs.replace(LAO, root=cast.STRANGER.public.base64))
        ),
        "a root of the other side": changed(certificates=(
            VIETNAMESE, Chain(
                cast.ROOT.public.base64, "vn-na",
                key_of("la-xk", "LA", cast.LAO_ORGANISATION, cast.ROOT, "vn-na")["certificate"], lao_certificate(),
            ),
        )),
        "certificates of two organisations": changed(
            certificates=(VIETNAMESE, msgspec.structs.replace(other_root, node=cast.node_certificate()))
        ),
    }  # fmt: skip


def vectors() -> dict[str, Any]:
    return {
        "roots": [key.public.fingerprint for key in (cast.ROOT, cast.LAO_ROOT)],
        "good": plain(good()),
        "bad": [{"name": name, "proof": plain(proof), "check": check(proof)} for name, proof in wrong().items()],
    }


def plain(proof: Proof) -> Any:
    return msgspec.to_builtins(proof)


def check(proof: Proof, judge: Callable[[Proof], object] = proofs.check) -> str:
    try:
        judge(proofs.read(proofs.write(proof)))
    except FeedError as error:
        return error.check
    raise AssertionError("this proof should have been refused")
