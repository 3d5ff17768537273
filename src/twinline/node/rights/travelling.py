"""Finding every field of what travels between nodes: cards, parcels and what stands in them, each made and read back.

A new node's own card shows little of it: it was never moved, and has revoked nothing. So all that a roster may state is
written by those who write it, and every sort of frame with all that may stand in its head.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from twinline.exchange import frames, grammar, manifest
from twinline.exchange.frames import Frame
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.manifest import Manifest
from twinline.exchange.views import signed_card
from twinline.feeds import changes, entries, genesis, ids, keys
from twinline.feeds.changes import Good
from twinline.store.ledger import Ledger
from twinline.times import rfc3339

Found = tuple[str, str, str, str]
_ID = "0" * 64
#: The heads of frames of which a card has none.
_HEADS = {
    "manifest": (),
    "have": ("of", "since", "heard", "unjudged"),
    "ask": (),
    "receipts": ("feed", "size"),
    "want": (),
    "blob": ("sha256", "offset"),
}


def everything(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield the fields of a parcel, of a pairing card, and of all that a roster states."""
    for field, sort in _paths(json.loads(_entry(now).raw)):
        yield "parcel: entry", field, sort, "parcel"
    for field, sort in _paths(_note(manifest.sign(_manifest(now), keys.SigningKey.generate()))):
        yield "parcel: manifest", field, sort, "parcel"
    stream = io.BytesIO(signed_card(LedgerShelf(ledger), at_ms=now))
    while (one := frames.read(stream)) is not None:
        yield from frame(one)
    for body in _statements():
        yield from _statement(body)
    head = genesis.Head(_ID, 1, bytes(32))
    leaf = genesis.write(
        key=keys.SigningKey.generate(), organisation="vn-na", certificate=None, audience=(), lane="routine",
        type="roster", continues=[head],
    )  # fmt: skip
    yield from frame(Frame("genesis", {}, leaf, b""))
    kind, _, fields = grammar.spell_part(_ID, 1, [_entry(now).raw], terse=True)
    for sort, names in {**_HEADS, kind: tuple(fields), "entries": tuple(fields)}.items():
        yield from frame(Frame(sort, dict.fromkeys(("bytes", "frame", *names)), b"", b""))


def _statements() -> list[dict[str, Any]]:
    """Return what a roster may state beyond a new node's own."""
    good, key = {_ID: Good(1, bytes(32))}, keys.SigningKey.generate().public
    return [
        changes.node_end_statement(_ID, "vn-na", good),
        *changes.revoke_statements(_ID, "vn-na", good, "stolen"),
        *changes.former_host_statements(_ID, "vn-na", ["vn-na"], good),
        changes.key_end_statement("vn-na", key),
        changes.succession_statement("vn-na", [("vn-na", None)]),
        changes.reads_statement("vn-na", "vn-na"),
        changes.acknowledge_statement("vn-na", "vn-na"),
    ]


def _statement(body: Mapping[str, Any]) -> Iterator[Found]:
    for field, sort in _paths(dict(body)):
        yield f"roster: {body.get('statement', '')}", field, sort, "parcel"


def frame(frame: Frame) -> Iterator[Found]:
    """Yield the fields of one frame's head, and of what stands in it; entries are those of a roster."""
    for name in frame.header:
        yield f"parcel: frame {frame.kind}", name, "json", "parcel"
    if frame.kind == "entries":
        for line in frame.payload.splitlines():
            yield from _statement(json.loads(line)["body"])
    elif frame.kind in ("card", "genesis"):
        for field, sort in _paths(_note(frame.payload.decode())):
            yield f"parcel: {frame.kind}", field, sort, "parcel"


def _note(text: str) -> dict[str, Any]:
    """Return what a signed note says in JSON."""
    line = next(each for each in text.splitlines() if each.startswith("{"))
    return dict(json.loads(line))


def _paths(told: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for name, value in told.items():
            yield f"{at}{name}", "json"
            if name != "body":
                yield from _paths(value, f"{at}{name}.")
            if isinstance(value, str) and value.startswith("twinline/1 ") and "\n{" in value:
                yield from _paths(_note(value), f"{at}{name}.")
    elif isinstance(told, list):
        for value in told:
            yield from _paths(value, f"{at.removesuffix('.')}[].")


def _entry(now: int) -> entries.Entry:
    name = ids.new_id(now)
    return entries.make(
        id=name, record=name, act="say", kind="incident", version=1, author="vn-na", about="vn-na", follows=None,
        written=rfc3339(now), body={}, intended=("la-xk", "vn-na"), extra={"number": 1},
    )  # fmt: skip


def _manifest(now: int) -> Manifest:
    return Manifest(
        sender="0" * 64, reader="1" * 64, created=now, nonce="n", step="bundle", frames=0, size=0, sha256="2" * 64,
        left={"routine": (0, 0), "urgent": (0, 0)}, first=1, at_most=1,
    )  # fmt: skip
