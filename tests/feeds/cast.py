"""The same few keys, nodes and entries in every test of feeds/: Nghệ An, Xieng Khouang, and a stranger."""

from __future__ import annotations

import hashlib
from typing import Any

from twinline.feeds import certificates, checkpoints, entries, genesis, ids, merkle
from twinline.feeds.keys import SigningKey

WRITTEN = "2026-11-23T10:00:00+07:00"
AGE = "age1" + "q" * 58


def key(name: str) -> SigningKey:
    """Return the key that always belongs to a name."""
    return SigningKey.from_seed(hashlib.sha256(f"twinline example key: {name}".encode()).digest())


ROOT, ORGANISATION, NODE = key("vn-na root"), key("vn-na organisation"), key("vn-na node")
LAO_ROOT, LAO_ORGANISATION, LAO_NODE = key("la-xk root"), key("la-xk organisation"), key("la-xk node")
STRANGER = key("stranger")


def node_certificate(**changes: Any) -> str:
    given: dict[str, Any] = {
        "node": NODE.public,
        "organisation": "vn-na",
        "hosts": ["vn-na", "vn-na-nam-can"],
        "age": AGE,
        "valid_from": WRITTEN,
        "key": ORGANISATION,
    }
    return certificates.certify_node(**{**given, **changes})


def records_genesis(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "key": NODE,
        "organisation": "vn-na",
        "certificate": node_certificate(),
        "audience": ["vn-na", "la-xk"],
        "lane": "routine",
        "nonce": bytes(16),
    }
    return genesis.write(**{**given, **changes})


def said(number: int = 1, **changes: Any) -> bytes:
    """Return an entry that says a record; each number gives another one."""
    identity = ids.from_parts(1_795_402_800_000 + number, number)
    given: dict[str, Any] = {
        "id": identity,
        "record": identity,
        "act": "say",
        "kind": "activity",
        "version": 1,
        "author": "vn-na",
        "about": "vn-na-nam-can",
        "follows": None,
        "written": WRITTEN,
        "body": {"note": {"language": "vi", "text": f"Đồn biên phòng {number}"}, "metres": "468281"},
    }
    return entries.write(**{**given, **changes})


def feed(count: int = 5, first: bytes | None = None) -> list[bytes]:
    """Return the leaves of a feed: its genesis and so many entries."""
    return [first or records_genesis(), *(said(number) for number in range(1, count + 1))]


def signed(leaves: list[bytes], signer: SigningKey = NODE) -> str:
    """Return the checkpoint of these leaves."""
    root = merkle.root([merkle.leaf_hash(leaf) for leaf in leaves])
    return checkpoints.sign(genesis.feed_id(leaves[0]), len(leaves), root, signer)
