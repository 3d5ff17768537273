"""Packing: what a message, or one parcel for a stick, carries to a peer, written frame by frame.

Nothing is packed that the store hasn't on disk, and nothing of a feed that the peer may not see. Rosters and what is
urgent come first, before anything is done that grows with what else is waiting.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, BinaryIO

from twinline.exchange import blobs, conversation, grammar, have, message
from twinline.exchange.conversation import Step
from twinline.exchange.have import NOTHING, FeedHave, Have
from twinline.exchange.manifest import Manifest
from twinline.exchange.message import Limits
from twinline.exchange.parcel import CHUNK, LEVEL, Packed, Packer
from twinline.exchange.shelf import ROSTER, URGENT, Batch, FeedInfo, Peer, Receipt, Shelf
from twinline.feeds import checkpoints, notes
from twinline.feeds.keys import to_base64

MAX_CONTENT = 256 << 20
NONCE = 12
LEAST = 2048
"""Entries shorter than this together aren't torn apart."""

Progress = Callable[[int], None]
FrameParts = tuple[str, bytes, dict[str, Any]]


class _Flush:
    """What stands before this goes in a parcel of its own, so that it is there before the rest."""


Item = FrameParts | Batch | _Flush


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
    attachments; ``left`` what wasn't put in: entries and bytes by lane.
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
    """A message with its length and SHA-256 known: its bytes lie in a spool and may be asked for again."""

    message: Message
    spool: BinaryIO
    size: int
    _sha256: bytes

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
    packing = _Packing(shelf, peer, step, at_ms, theirs, progress, doubted=doubted)
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
    packing = _Packing(
        shelf, peer, step, at_ms, theirs, progress,
        full=lambda: packer.size >= max_content, piece=lambda: max_content - packer.size, doubted=doubted,
    )  # fmt: skip
    if step.have:
        for payload in have.encode(packing.ours()):
            packer.add("have", payload)
    for item in packing.items():
        if isinstance(item, Batch):
            for kind, payload, fields in grammar.spell(item):
                packer.add(kind, payload, **fields)
        elif not isinstance(item, _Flush):
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


def known(shelf: Shelf, peer: Peer, feeds: Iterable[FeedInfo]) -> dict[str, FeedHave]:
    """Return what a peer surely has of these feeds: what it last said, and what its receipts show since."""
    told = shelf.told(peer.id) or {}
    receipted = shelf.all_receipt_sizes()
    surely = {feed.id: conversation.supposed(told.get(feed.id), receipted.get(feed.id, {}), peer) for feed in feeds}
    return {feed_id: has for feed_id, has in surely.items() if has is not None}


class _Composing:
    """One message being written: frames gathered into parcels, each signed and squeezed."""

    def __init__(self, made: Message, packing: _Packing, squeezer: message.Squeezer, heard: Heard | None) -> None:
        self._made, self._packing, self._squeezer, self._heard = made, packing, squeezer, heard
        self._content = message.Content()
        self._part = 0
        self._batches = 0
        packing.full = lambda: squeezer.spent or squeezer.room() <= 0
        packing.piece = squeezer.longest

    def pieces(self) -> Iterator[bytes]:
        told = self._packing.step.have
        for item in self._packing.items():
            if isinstance(item, _Flush):
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

    def _frame(self, item: FrameParts) -> Iterator[bytes]:
        kind, payload, fields = item
        # A picture doesn't get any shorter.
        room = self._squeezer.longest() if kind == blobs.BLOB else self._squeezer.room()
        if self._content.size and self._content.size + len(payload) > room:
            yield self._end(last=False)
        self._content.add(kind, payload, fields)
        self._made.carried += 1
        self._made.attached += len(payload) * (kind == blobs.BLOB)
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
                self._packing.cut = True
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
            made.left = packing.left()
        about = _placed(made.about, self._part, last=last, more=packing.more, left=made.left or None)
        raw = self._content.signed(about, packing.shelf.own.key)
        self._content, self._part = message.Content(), self._part + 1
        out = self._squeezer.squeeze(raw, last=last)
        made.size = self._squeezer.given
        return out


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


class _Packing:
    """What goes to a peer at one step, in order."""

    def __init__(
        self,
        shelf: Shelf,
        peer: Peer,
        step: Step,
        at_ms: int,
        theirs: Have | None,
        progress: Progress | None,
        full: Callable[[], bool] = lambda: False,
        piece: Callable[[], int] = lambda: blobs.PIECE,
        doubted: Collection[str] = (),
    ) -> None:
        self.shelf, self.peer, self.step, self.theirs = shelf, peer, step, theirs
        self._at_ms = at_ms
        self._progress = progress
        self.full, self.piece = full, piece
        self._doubted = doubted
        self.more = False
        self.cut = False
        self.urgent_now = True
        self._waits: list[tuple[FeedInfo, int]] = []
        self._feeds: list[FeedInfo] = []
        self._sealed = False
        self._told = False
        self._receipted: Mapping[str, Mapping[str, int]] = {}

    def items(self) -> Iterator[Item]:
        """Yield what the peer lacks: rosters and urgent feeds first, then the rest, with the receipts it lacks."""
        self.shelf.seal(at_ms=self._at_ms, urgent=True)
        feeds = self._seen()
        self._receipted = self.shelf.all_receipt_sizes()
        told = self.theirs if self.theirs is not None else known(self.shelf, self.peer, feeds)
        self._told = self.theirs is not None or bool(told)
        for feed in feeds:
            if _first(feed):
                yield from self._feed(feed, told.get(feed.id))
        if not self.step.urgent_only:
            yield _Flush()
        self.urgent_now = False
        if not self.step.urgent_only and (self.step.entries or self.step.receipts):
            feeds = self._all()
            self._receipted = self.shelf.all_receipt_sizes()
            for feed in feeds:
                if not _first(feed):
                    yield from self._feed(feed, told.get(feed.id))
        yield from self._attachments()

    def ours(self) -> dict[str, FeedHave]:
        """Return what we have of the feeds that the peer may see."""
        feeds = self._feeds if self.step.urgent_only and self._feeds else self._all()
        receipted, asides = self.shelf.all_receipt_sizes(), self.shelf.asides(self.peer.id)
        ours = {
            feed.id: FeedHave(feed.size, self._held(feed, receipted.get(feed.id, {})), asides.get(feed.id, 0))
            for feed in feeds
        }
        return {feed: FeedHave(0, aside=count) for feed, count in asides.items()} | ours

    def left(self) -> dict[str, tuple[int, int]]:
        """Return what wasn't put in: entries and bytes by lane."""
        found: dict[str, tuple[int, int]] = {}
        for feed, after in self._waits:
            entries, size = found.get(feed.lane, (0, 0))
            found[feed.lane] = (entries + feed.size - max(after, 1), size + self.shelf.weight(feed.id, max(after, 1)))
        return found

    def _all(self) -> list[FeedInfo]:
        if not self._sealed:
            self.shelf.seal(at_ms=self._at_ms)
            self._sealed = True
            self._feeds = self._seen()
        return self._feeds

    def _seen(self) -> list[FeedInfo]:
        self._feeds = conversation.shared(self.shelf.feeds_for(self.peer), self.peer, self.shelf.line_members())
        return self._feeds

    def _feed(self, feed: FeedInfo, told: FeedHave | None) -> Iterator[Item]:
        """Yield what the peer lacks of one feed, and the receipts it lacks up to there."""
        if feed.id in self._doubted:
            # Of a feed of which the other has another history the whole is shown, so that it can see both.
            told = NOTHING
        held = (told or NOTHING).size
        # Rosters go early: a node that was restored is known by what its own says. Whom we never heard from has ours
        # by our card, unless this node took over from the one whose card that was.
        known_by = feed.type == ROSTER and (self._told or (feed.own and self.shelf.own.took_over))
        wanted = self.step.entries and (feed.lane == URGENT or known_by or not self.step.urgent_only)
        after = conversation.lacks(feed, told, self.peer, heard=self._told) if wanted else None
        # Each batch is followed by the receipts on it: what both sides hold is then known as soon as it is kept.
        receipts = self._receipts(feed, (told or NOTHING).receipts)
        if self.step.receipts:
            yield from receipts.up_to(held)
        if after is not None:
            for batch in self._batches(feed, after):
                yield batch
                if self.step.receipts:
                    yield from receipts.up_to(batch.size)

    def _attachments(self) -> Iterator[FrameParts]:
        """Yield, after all records, which attachments are lacked here, and pieces of those that the peer lacks."""
        if not self.more:
            yield from blobs.frames(self.shelf, self.peer, self.step.name, self.piece)

    def _batches(self, feed: FeedInfo, after: int) -> Iterator[Batch]:
        for batch in () if self.full() else self.shelf.batches(feed.id, after):
            if self.full():
                break
            yield batch
            if self.cut:
                break
            after = batch.size
            if self._progress is not None:
                self._progress(len(batch.leaves))
        if after < feed.size:
            self.more = True
            self._waits.append((feed, after))

    def _held(self, feed: FeedInfo, sizes: Mapping[str, int]) -> Mapping[str, int]:
        return {node: size for node, size in sizes.items() if self._takes_part(feed, node)}

    def _takes_part(self, feed: FeedInfo, node: str) -> bool:
        """Return whether a node's receipts on a feed go to this peer.

        A roster has no audience: who else received it, and so who pairs with whom, is nobody's business.
        """
        return feed.type != ROSTER or node in (self.peer.id, self.shelf.own.id)

    def _receipts(self, feed: FeedInfo, told: Mapping[str, int]) -> _Receipts:
        """Return the receipts on a feed that the peer lacks, to be had by size."""
        ours = self._held(feed, self._receipted.get(feed.id, {}))
        if all(size <= told.get(node, 0) for node, size in ours.items() if node != self.peer.id):
            return _Receipts(())
        # A peer keeps its own receipts before it sends them: it never lacks one.
        return _Receipts(
            receipt
            for receipt in self.shelf.receipts(feed.id, after=told, up_to=feed.size)
            if receipt.node != self.peer.id and self._takes_part(feed, receipt.node)
        )


class _Receipts:
    """Receipts on a feed, by size, given out as far as a reader has come."""

    def __init__(self, receipts: Iterable[Receipt]) -> None:
        self._by_size = groupby(receipts, key=lambda receipt: receipt.size)
        self._next: FrameParts | None = None

    def up_to(self, size: int) -> Iterator[FrameParts]:
        """Yield the frames of those up to a size that weren't given out yet."""
        while self._next is not None or self._step():
            if self._next is None or self._next[2]["size"] > size:
                return
            found, self._next = self._next, None
            yield found

    def _step(self) -> bool:
        for size, group in self._by_size:
            found = list(group)
            self._next = "receipts", receipt_note(found), {"feed": found[0].feed, "size": size}
            return True
        return False


def _first(feed: FeedInfo) -> bool:
    return feed.type == ROSTER or feed.lane == URGENT


def receipt_note(receipts: list[Receipt]) -> bytes:
    """Return the note of a checkpoint's text and the cosignature lines of receipts, all of one checkpoint."""
    one = receipts[0]
    note = checkpoints.Checkpoint(one.feed, one.size, one.root).text + "\n"
    for receipt in receipts[: notes.MAX_SIGNATURES]:
        note = notes.attach(note, receipt.line)
    return note.encode()
