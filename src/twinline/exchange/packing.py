"""Packing: what is selected for a peer, written frame by frame as a message, or as one parcel for a stick."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from twinline.exchange import blobs, conversation, grammar, have, message
from twinline.exchange.conversation import Step
from twinline.exchange.have import FeedHave, Have
from twinline.exchange.manifest import NONCE, Manifest
from twinline.exchange.message import Limits
from twinline.exchange.parcel import CHUNK, LEVEL, Packed, Packer
from twinline.exchange.selecting import Flush, FrameParts, Progress, Selection
from twinline.exchange.shelf import Batch, Peer, Shelf
from twinline.feeds.keys import to_base64

MAX_CONTENT = 256 << 20
LEAST = 2048
"""Entries shorter than this together aren't torn apart."""
THIN = 1 << 20
"""A message that may not be longer is one of a thin or dear way."""
SIGNED = 700
"""About so many bytes a parcel's manifest takes."""
MOST_UNJUDGED = 20
"""So many organisations are named at most of which a peer isn't sent what they said."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the other side's last message said about our own lists: which one it holds, and whether it asks for all."""

    of: str = ""
    ask: bool = False


@dataclass(slots=True)
class Told:
    """What a message tells of this node: the list, which one it changes, which of theirs is held; ask for theirs."""

    have: dict[str, FeedHave] = field(default_factory=dict)
    since: Have | None = None
    heard: str = ""
    ask: bool = False


@dataclass(slots=True)
class Message:
    """A message to a peer, made while it is read. ``entries``, ``carried`` and ``more`` are right once it has ended.

    ``carried`` counts the frames that bring something beside what the sender has, ``attached`` the bytes of
    attachments; ``left`` what wasn't put in: entries and bytes by lane; ``lying`` the entries that the other side has,
    with this message, and doesn't count yet, since the end of their batch is still to come.
    """

    about: Manifest
    told: Told
    dictionary: bool
    _pieces: Iterator[bytes]
    entries: int = 0
    carried: int = 0
    attached: int = 0
    size: int = 0
    more: bool = False
    left: dict[str, tuple[int, int]] = field(default_factory=dict)
    lying: int = 0

    @property
    def nonce(self) -> str:
        return self.about.nonce

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes, once."""
        return message.chunks(self._pieces)

    def close(self) -> None:
        """End it, read to its end or not."""
        if isinstance(self._pieces, Generator):
            self._pieces.close()


@dataclass(slots=True)
class Spooled:
    """A message with its length and SHA-256 known: its bytes lie in a spool and may be asked for again.

    ``meanwhile`` is what its sender has to do while the other side reads it; who carries it may leave it undone.
    """

    message: Message
    spool: BinaryIO
    size: int
    _sha256: bytes
    meanwhile: Callable[[], None] = lambda: None

    def sha256(self) -> bytes:
        return self._sha256

    def chunks(self) -> Iterator[bytes]:
        self.spool.seek(0)
        while chunk := self.spool.read(CHUNK):
            yield chunk

    def close(self) -> None:
        self.spool.close()


def spooled(made: Message, spool: BinaryIO) -> Spooled:
    """Return a message written whole into a spool."""
    digest, size = hashlib.sha256(), 0
    for chunk in made.chunks():
        digest.update(chunk)
        spool.write(chunk)
        size += len(chunk)
    return Spooled(made, spool, size, digest.digest())


def compose(
    shelf: Shelf,
    peer: Peer,
    step: Step,
    *,
    at_ms: int,
    theirs: Have | None = None,
    heard: Heard | None = None,
    ask: bool = False,
    in_reply_to: str | None = None,
    doubted: Collection[str] = (),
    limits: Limits | None = None,
    wish: Limits | None = None,
    known_dictionary: bool = True,
    again: bool = False,
    progress: Progress | None = None,
) -> Message:
    """Return a message to a peer; nothing is sealed or read before its bytes are asked for.

    ``theirs`` is what the peer has just said that it has; without it, what it last said and its receipts decide.
    ``doubted`` are the feeds of which it just brought another history.
    ``heard`` says which of our lists it holds, ``ask`` that we don't hold the one it changed; ``wish`` is told for
    the answer. ``again``: there is more than this message may carry, since the peer's roster has just come.
    """
    about = Manifest(
        sender=shelf.own.id,
        reader=peer.id,
        created=at_ms,
        nonce=to_base64(secrets.token_bytes(NONCE)),
        step=step.name,
        frames=0,
        size=0,
        sha256="",
        in_reply_to=in_reply_to,
        first=wish.first if wish and wish.first != message.FIRST else None,
        at_most=wish.at_most if wish else None,
    )
    told = Told(ask=ask)
    made = Message(about, told, known_dictionary, iter(()))
    thin = limits is not None and limits.at_most is not None and limits.at_most < THIN
    packing = Selection(shelf, peer, step, at_ms, theirs, progress, doubted=doubted, thin=thin)
    packing.more = again
    squeezer = message.Squeezer(limits or Limits(), known=known_dictionary)
    made._pieces = _Composing(made, packing, squeezer, heard).pieces()
    return made


def pack(
    shelf: Shelf,
    peer: Peer,
    step: Step,
    *,
    at_ms: int,
    theirs: Have | None = None,
    in_reply_to: str | None = None,
    doubted: Collection[str] = (),
    max_content: int = MAX_CONTENT,
    level: int = LEVEL,
    progress: Progress | None = None,
) -> Packed:
    """Return one parcel for a peer (for a stick), in a spool of the shelf's; plain zstd, no dictionary.

    A parcel stops at ``max_content`` bytes before compression and says so (``more``).
    """
    packer = Packer(shelf.spool(), level=level)
    packing = Selection(
        shelf, peer, step, at_ms, theirs, progress,
        full=lambda: packer.size >= max_content, piece=lambda: max_content - packer.size, doubted=doubted,
    )  # fmt: skip
    if step.have:
        for payload in have.encode(packing.ours()):
            packer.add("have", payload, **_unjudged(shelf, peer))
    for item in packing.items():
        if isinstance(item, Batch):
            for kind, payload, fields in grammar.spell(item):
                packer.add(kind, payload, **fields)
        elif not isinstance(item, Flush):
            kind, payload, fields = item
            packer.add(kind, payload, **fields)
    about = Manifest(
        sender=shelf.own.id,
        reader=peer.id,
        created=at_ms,
        nonce=to_base64(secrets.token_bytes(NONCE)),
        step=step.name,
        frames=0,
        size=0,
        sha256="",
        in_reply_to=in_reply_to,
        more=packing.more,
        # On a stick it may reach somebody who hasn't our newest roster yet.
        certificate=shelf.own.certificate if step is conversation.BUNDLE else None,
    )
    return packer.finish(about, shelf.own.key)


class _Composing:
    """One message being written: frames gathered into parcels, each signed and squeezed."""

    def __init__(self, made: Message, packing: Selection, squeezer: message.Squeezer, heard: Heard | None) -> None:
        self._made, self._packing, self._squeezer, self._heard = made, packing, squeezer, heard
        self._content = message.Content()
        self._part = 0
        self._batches = 0
        self._pictures = 0
        packing.full = lambda: squeezer.spent or squeezer.room() <= 0
        packing.piece = self._longest_piece

    def pieces(self) -> Iterator[bytes]:
        told = self._packing.step.have
        for item in self._packing.items():
            if isinstance(item, Flush):
                if self._batches:
                    yield self._end(last=False)
                continue
            if told and not self._packing.urgent_now:
                self._tell()
                told = False
            yield from self._batch(item) if isinstance(item, Batch) else self._frame(item)
        if told:
            self._tell()
        yield self._end(last=True)

    def _tell(self) -> None:
        """Write what we have: what changed since a list that the peer holds, or all of it."""
        made, packing = self._made, self._packing
        shelf, peer = packing.shelf, packing.peer
        told = made.told
        told.have, told.since = packing.ours(), self._base()
        theirs = shelf.told(peer.id) if packing.theirs is None else packing.theirs
        fields = {"of": have.digest(told.have)}
        if theirs is not None:
            fields["heard"] = have.digest(theirs)
        lines: Have = told.have
        if told.since is not None:
            fields["since"] = have.digest(told.since)
            lines = have.changes(told.since, told.have)
        fields |= _unjudged(shelf, peer)
        for payload in have.encode(lines):
            self._content.add("have", payload, fields)
        if told.ask:
            self._content.add("ask", b"", {})

    def _base(self) -> Have | None:
        """Return the list of ours that the peer holds, as far as we know."""
        said = self._packing.shelf.said(self._packing.peer.id)
        if self._heard is None:
            return said[0] if said else None
        if self._heard.ask:
            return None
        return next((each for each in said if have.digest(each) == self._heard.of), None)

    def _longest_piece(self) -> int:
        """Return how long a piece of a file may be: what stands in the parcel under way counts against the message."""
        spare = self._squeezer.spare
        if spare is None:
            return self._squeezer.longest()
        waiting = self._pictures + self._squeezer.guessed(self._content.size - self._pictures)
        return max(min(self._squeezer.longest(), spare - waiting - SIGNED), 0)

    def _frame(self, item: FrameParts) -> Iterator[bytes]:
        kind, payload, fields = item
        # A picture doesn't get any shorter.
        room = self._squeezer.longest() if kind == blobs.BLOB else self._squeezer.room()
        if self._content.size and self._content.size + len(payload) > room:
            yield self._end(last=False)
        self._content.add(kind, payload, fields)
        self._made.carried += 1
        self._made.attached += len(payload) * (kind == blobs.BLOB)
        self._pictures += len(payload) * (kind == blobs.BLOB)
        self._made.entries += fields.get("count", 0)

    def _batch(self, batch: Batch) -> Iterator[bytes]:
        """Write a batch; where it is too long for a parcel, its beginning goes ahead to lie aside."""
        first, leaves = batch.first, list(batch.leaves)
        self._batches += 1
        while len(leaves) > 1 and _length(leaves) > max(room := self._squeezer.room(), LEAST):
            if self._content.size > room // 2:
                yield self._end(last=False)
                continue
            taken = _fitting(leaves, room - self._content.size, alone=first == 0)
            yield from self._frame(grammar.spell_part(batch.feed, first, leaves[:taken], terse=self._made.dictionary))
            first, leaves = first + taken, leaves[taken:]
            if self._content.size >= room * 3 // 4:
                yield self._end(last=False)
            if self._packing.full():
                self._packing.cut = first
                return
        if self._content.size and self._content.size + _length(leaves) > self._squeezer.room():
            yield self._end(last=False)
        rest = Batch(batch.feed, first, leaves, batch.checkpoint)
        for kind, payload, fields in grammar.spell(rest, terse=self._made.dictionary):
            self._content.add(kind, payload, fields)
            self._made.carried += 1
            self._made.entries += fields.get("count", 0)

    def _end(self, *, last: bool) -> bytes:
        made, packing = self._made, self._packing
        made.more = packing.more
        if last and packing.more:
            made.left, made.lying = packing.left(), packing.lying
        about = _placed(made.about, self._part, last=last, more=packing.more, left=made.left or None)
        raw = self._content.signed(about, packing.shelf.own.key)
        self._content, self._part, self._pictures = message.Content(), self._part + 1, 0
        out = self._squeezer.squeeze(raw, last=last)
        made.size = self._squeezer.given
        return out


def _unjudged(shelf: Shelf, peer: Peer) -> dict[str, str]:
    """Return who said something that a peer isn't sent, as a field of the list: the first few."""
    codes = shelf.unjudged(peer)[:MOST_UNJUDGED]
    return {"unjudged": ",".join(codes)} if codes else {}


def _length(leaves: Sequence[bytes]) -> int:
    return sum(map(len, leaves)) + len(leaves)


def _placed(
    about: Manifest, part: int, *, last: bool, more: bool, left: Mapping[str, tuple[int, int]] | None
) -> Manifest:
    """Return the manifest of one parcel of a message; what is wished for is said once."""
    wish = {} if part == 0 else {"first": None, "at_most": None}
    return replace(about, part=part, last=last, more=more, left=left, **wish)  # type: ignore[arg-type]


def _fitting(leaves: Sequence[bytes], room: int, *, alone: bool) -> int:
    """Return how many leaves fit into so many bytes, at least one; leaf 0 stands alone."""
    if alone:
        return 1
    taken = length = 0
    for leaf in leaves[:-1]:
        length += len(leaf) + 1
        if taken and length > room:
            break
        taken += 1
    return max(taken, 1)
