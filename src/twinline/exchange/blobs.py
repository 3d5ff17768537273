"""Attachments on their way: what a node lacks (``want`` frames), and pieces of it (``blob`` frames), after all records.

A parcel names only files that some record names which both sides may see. Over
the network they come in pieces as long as the message's parcels are, so that a
cut link loses no more than that. Who asks brings, behind its records, the files
that these name without waiting to be asked for them, once: so they cost no round
trip. A file for a stick holds all that the reader isn't known to have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from twinline.exchange.frames import Frame, malformed
from twinline.exchange.shelf import Peer, Shelf
from twinline.sentences import Sentence

WANT, BLOB = "want", "blob"
KINDS = frozenset((WANT, BLOB))
#: One frame, and all frames of a message over the network, in bytes; no piece is cut shorter than the least for want
#: of room.
PIECE = 128 << 10
MOST = 64 << 20
LEAST = 512
MOST_WANTED = 2000
#: The steps that tell what is lacked, and those that bring it: never before the records. The first message of all
#: waits for nothing that grows with them.
TELLING = frozenset(("response-1", "request-2", "response-2", "bundle"))
BRINGING = frozenset(("request-2", "response-2", "bundle"))

_LINE = re.compile(rb"([0-9a-f]{64}) (0|[1-9][0-9]{0,8})\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
FrameParts = tuple[str, bytes, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Want:
    """What the sender lacks: hash of each file, and how much of it it has."""

    lacks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Blob:
    """A piece of a file, from ``offset`` on."""

    sha256: str
    offset: int
    data: bytes


class BlobShelf(Protocol):
    """Attachments as kept, as the exchange sees them. ``hosts`` are those for whom the other node reads."""

    def wanted(self, hosts: Collection[str]) -> Mapping[str, int]:
        """Return what is lacked here and a node could have: how much of each is here; the smallest first."""

    def piece(self, hosts: Collection[str], sha256: str, offset: int, most: int) -> tuple[int, bytes] | None:
        """Return a file's length and the bytes from ``offset`` on, if it is here and a node may have it."""

    def take(self, hosts: Collection[str], sha256: str, offset: int, data: bytes) -> bool:
        """Keep a piece durably if it is wanted and follows what is here; return whether it got further."""

    def keep_lacked(self, node_id: str, lacks: Mapping[str, int]) -> None:
        """Keep what a node says that it lacks."""

    def told_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        """Return what a node last said that it lacks and may have."""

    def supposed_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        """Return what a node surely or probably lacks: what it last said, and what it can't know of yet."""

    def expected_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        """Return what a node last said that it lacks, and what it can't know of yet and was never sent unasked."""

    def note_offered(self, node_id: str, sha256: str) -> None:
        """Note that a node is sent a file that it didn't ask for."""


def of(shelf: Shelf) -> BlobShelf | None:
    """Return where a shelf keeps attachments, if it does."""
    return getattr(shelf, "blobs", None)


def item(frame: Frame) -> Want | Blob:
    """Return what a ``want`` or ``blob`` frame says. Raises ``Damaged`` where it is against the format."""
    if frame.kind == WANT:
        found = [_LINE.match(line) for line in frame.payload.splitlines()]
        lacks = {match[1].decode(): int(match[2]) for match in found if match}
        if len(lacks) != len(found) or len(found) > MOST_WANTED:
            raise malformed(WANT, Sentence("a line isn't a hash with a length, or too many are"))
        return Want(lacks)
    sha256 = frame.text("sha256")
    if not _SHA256.match(sha256) or not 0 < len(frame.payload) <= PIECE:
        raise malformed(BLOB, Sentence("it is no piece of a file"))
    return Blob(sha256, frame.number("offset"), frame.payload)


def frames(shelf: Shelf, peer: Peer, step: str, room: Callable[[], int] = lambda: PIECE) -> Iterator[FrameParts]:
    """Yield the frames that a message of a step ends with: what is lacked here, then pieces of what the peer lacks.

    ``room`` says, before each piece, how long it may be.
    """
    kept = of(shelf)
    if kept is None:
        return
    if step in TELLING and (lacks := kept.wanted(peer.hosts)):
        lines = [f"{sha256} {have}\n" for sha256, have in lacks.items()][:MOST_WANTED]
        yield WANT, "".join(lines).encode(), {}
    if step in BRINGING:
        yield from _pieces(kept, peer, step, room)


def _pieces(kept: BlobShelf, peer: Peer, step: str, room: Callable[[], int]) -> Iterator[FrameParts]:
    stick = step == "bundle"
    ways = {"bundle": kept.supposed_lacked, "request-2": kept.expected_lacked}
    left = MOST
    for sha256, have in ways.get(step, kept.told_lacked)(peer.id, peer.hosts).items():
        at, size = have, have + 1
        while at < size and (stick or left > 0):
            fits = min(PIECE, room())
            if fits < LEAST:
                return
            found = kept.piece(peer.hosts, sha256, at, fits if stick else min(fits, left))
            if found is None or not found[1]:
                break
            size, data = found
            if at == 0 and step == "request-2":
                kept.note_offered(peer.id, sha256)
            yield BLOB, data, {"sha256": sha256, "offset": at}
            at += len(data)
            left -= len(data)


def take(shelf: Shelf, peer: Peer, piece: Blob) -> int:
    """Keep a piece that a peer brought; return how many bytes it has if it got something further."""
    kept = of(shelf)
    taken = kept is not None and kept.take(peer.hosts, piece.sha256, piece.offset, piece.data)
    return len(piece.data) if taken else 0


def keep_lacked(shelf: Shelf, peer: Peer, step: str, lacks: Mapping[str, int]) -> None:
    """Keep what a peer told that it lacks; whose message could have said so and doesn't lacks nothing."""
    kept = of(shelf)
    if kept is not None and step in TELLING:
        kept.keep_lacked(peer.id, lacks)


def unfinished(shelf: Shelf, peer: Peer, *, moved: bool) -> bool:
    """Return whether going on may bring files further: some are here that the peer asks for, or lacked and on the move.

    What nobody has is lacked for ever; what the peer asks for is brought, though none went in the round that asked: it
    was sent unasked before, on a link that was cut.
    """
    return left(shelf, peer) > 0 or (moved and (kept := of(shelf)) is not None and bool(kept.wanted(peer.hosts)))


def asked(shelf: Shelf, peer: Peer) -> Mapping[str, int]:
    """Return what a peer last said that it lacks and may have: hash, and how much of it it has."""
    kept = of(shelf)
    return kept.told_lacked(peer.id, peer.hosts) if kept is not None else {}


def left(shelf: Shelf, peer: Peer) -> int:
    """Return how many bytes of files that a peer last said that it lacks are still to be brought."""
    kept = of(shelf)
    if kept is None:
        return 0
    found = ((kept.piece(peer.hosts, sha256, have, 1), have) for sha256, have in asked(shelf, peer).items())
    return sum(max(piece[0] - have, 0) for piece, have in found if piece)
