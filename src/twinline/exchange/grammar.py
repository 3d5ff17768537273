"""What a parcel may hold, in which order: ``have`` frames, batches of feeds, receipts.

A batch is an optional ``genesis`` frame, an optional ``entries`` frame and a ``checkpoint`` frame, all of one feed.
Frames of a kind not known here are passed over: a newer node may send more than this one understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.exchange import blobs, hexes
from twinline.exchange.frames import Frame, malformed
from twinline.exchange.shelf import Batch
from twinline.feeds import genesis
from twinline.sentences import Sentence

MAX_BATCH = 1024
MAX_ENTRY = 65_536
_ID = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class HaveLines:
    """One payload of what the sender has: of the list called ``of``, whole or changed since ``since``.

    ``heard`` names the list of the reader's that the sender holds, ``unjudged`` organisations (with commas) that said
    something to the reader which it isn't sent: it hasn't paired with their side.
    """

    payload: bytes
    of: str = ""
    since: str = ""
    heard: str = ""
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Leaves of a feed from ``first`` on without their checkpoint: they lie aside until it comes. Nothing is judged."""

    feed: str
    first: int
    leaves: list[bytes]


@dataclass(frozen=True, slots=True)
class Ask:
    """The sender doesn't hold the list to which changes were told: it asks for the whole."""


@dataclass(frozen=True, slots=True)
class ReceiptNote:
    """Cosignatures of one checkpoint: a note of its text and their lines. Nothing in it is verified."""

    feed: str
    size: int
    note: bytes


Item = HaveLines | Batch | Part | Ask | ReceiptNote | blobs.Want | blobs.Blob


@dataclass(slots=True)
class _Open:
    """A batch whose checkpoint hasn't come yet."""

    feed: str
    first: int
    leaves: list[bytes]


def items(stream: Iterable[Frame]) -> Iterator[Item]:
    """Yield what the frames say, in order. Raises ``Damaged`` where they are against the format."""
    pending: _Open | None = None
    for frame in stream:
        if frame.kind in ("genesis", "entries"):
            pending = _leaves(frame, pending)
        elif frame.kind == "checkpoint":
            yield _batch(frame, pending)
            pending = None
        elif pending is not None:
            raise malformed(frame.kind, Sentence("it stands between a feed's entries and their checkpoint"))
        elif frame.kind == "have":
            yield HaveLines(frame.payload, *(_optional(frame, field) for field in ("of", "since", "heard", "unjudged")))
        elif frame.kind == "part":
            yield _part(frame)
        elif frame.kind == "ask":
            yield Ask()
        elif frame.kind == "receipts":
            yield ReceiptNote(_feed(frame), frame.number("size"), frame.payload)
        elif frame.kind in blobs.KINDS:
            yield blobs.item(frame)
        elif frame.kind == "manifest":
            raise malformed("manifest", Sentence("there is a second one"))
    if pending is not None:
        raise malformed("entries", Sentence("their checkpoint is missing"))


def spell(batch: Batch, *, terse: bool = False) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield a batch as frames (kind, payload, header fields): genesis if it begins the feed, entries, checkpoint.

    With ``terse`` the hex digits of entries are sent as bytes (``hexes``).
    """
    entries = batch.leaves
    if batch.first == 0:
        yield "genesis", entries[0], {"feed": batch.feed}
        entries = entries[1:]
    if entries:
        payload, fields = _spelled(entries, terse=terse)
        yield "entries", payload, {"feed": batch.feed, "first": max(batch.first, 1), "count": len(entries), **fields}
    yield "checkpoint", batch.checkpoint.encode(), {"feed": batch.feed, "size": batch.size}


def spell_part(
    feed: str, first: int, leaves: Sequence[bytes], *, terse: bool = False
) -> tuple[str, bytes, dict[str, Any]]:
    """Return leaves without their checkpoint as a frame. Leaf 0 stands alone, as it is."""
    payload, fields = (leaves[0], {}) if first == 0 else _spelled(leaves, terse=terse)
    return "part", payload, {"feed": feed, "first": first, "count": len(leaves), **fields}


def _spelled(leaves: Sequence[bytes], *, terse: bool) -> tuple[bytes, dict[str, Any]]:
    """Return leaves as a payload, and how long the lines in it are where bytes stand after them."""
    lines = b"\n".join(leaves) + b"\n"
    parts = hexes.taken_out(lines) if terse else None
    return (lines, {}) if parts is None else (b"".join(parts), {"lines": len(parts[0])})


def _optional(frame: Frame, field: str) -> str:
    return frame.text(field) if field in frame.header else ""


def _part(frame: Frame) -> Part:
    feed, first = _feed(frame), frame.number("first")
    if first == 0:
        if frame.number("count") != 1:
            raise malformed("part", Sentence("leaf 0 doesn't stand alone"))
        return Part(feed, 0, [frame.payload])
    return Part(feed, first, _lines(frame))


def _lines(frame: Frame) -> list[bytes]:
    """Return the leaves in a frame, one to a line."""
    first, count, lines = frame.number("first"), frame.number("count"), frame.payload
    if "lines" in frame.header:
        length = frame.number("lines")
        lines = hexes.put_back(lines[:length], lines[length:])
    leaves = lines.split(b"\n")
    if leaves.pop() or len(leaves) != count or not 1 <= count <= MAX_BATCH or first < 1:
        raise malformed(frame.kind, Sentence("they aren't as many lines as announced"))
    if max(map(len, leaves)) > MAX_ENTRY or not all(leaves):
        raise malformed(frame.kind, Sentence("an entry is empty or over {most:,} bytes", most=MAX_ENTRY))
    return leaves


def _leaves(frame: Frame, pending: _Open | None) -> _Open:
    feed = _feed(frame)
    if frame.kind == "genesis":
        if pending is not None or genesis.feed_id(frame.payload) != feed:
            raise malformed("genesis", Sentence("it isn't the beginning of the feed it names"))
        return _Open(feed, 0, [frame.payload])
    first, leaves = frame.number("first"), _lines(frame)
    if pending is None:
        return _Open(feed, first, leaves)
    if pending.feed != feed or first != 1 or len(pending.leaves) != 1 or pending.first != 0:
        raise malformed("entries", Sentence("they don't follow the genesis before them"))
    pending.leaves.extend(leaves)
    return pending


def _batch(frame: Frame, pending: _Open | None) -> Batch:
    feed, size = _feed(frame), frame.number("size")
    if pending is None or pending.feed != feed or pending.first + len(pending.leaves) != size:
        raise malformed("checkpoint", Sentence("it isn't at the end of the entries before it"))
    return Batch(feed, pending.first, pending.leaves, _text(frame))


def _feed(frame: Frame) -> str:
    feed = frame.text("feed")
    if not _ID.match(feed):
        raise malformed(frame.kind, Sentence("'feed' isn't 64 hex digits"))
    return feed


def _text(frame: Frame) -> str:
    try:
        return frame.payload.decode()
    except UnicodeDecodeError as error:
        raise malformed(frame.kind, Sentence("it isn't UTF-8")) from error
