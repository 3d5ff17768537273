"""Selecting: what of all that is kept goes to a peer at one step of a conversation, in which order.

Nothing is chosen that the store hasn't on disk, and nothing of a feed that the peer may not see. Rosters and what is
urgent come first, before anything is done that grows with what else is waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from twinline.exchange import blobs, conversation
from twinline.exchange.conversation import BUNDLE, Step
from twinline.exchange.have import NOTHING, FeedHave, Have
from twinline.exchange.shelf import ROSTER, URGENT, Batch, FeedInfo, Peer, Receipt, Shelf
from twinline.feeds import checkpoints, notes

Progress = Callable[[int], None]
FrameParts = tuple[str, bytes, dict[str, Any]]


#: So many new entries stand under one head where a message may carry little: they count as soon as they are there.
THIN = 32


class Flush:
    """What stands before this goes in a parcel of its own, so that it is there before the rest."""


Item = FrameParts | Batch | Flush


def known(shelf: Shelf, peer: Peer, feeds: Iterable[FeedInfo]) -> dict[str, FeedHave]:
    """Return what a peer surely has of these feeds: what it last said, and what its receipts show since."""
    told = shelf.told(peer.id) or {}
    receipted = shelf.all_receipt_sizes()
    surely = {feed.id: conversation.supposed(told.get(feed.id), receipted.get(feed.id, {}), peer) for feed in feeds}
    return {feed_id: has for feed_id, has in surely.items() if has is not None}


class Selection:
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
        thin: bool = False,
    ) -> None:
        self.shelf, self.peer, self.step, self.theirs = shelf, peer, step, theirs
        self._at_ms = at_ms
        self._progress = progress
        self.full, self.piece = full, piece
        self._doubted = doubted
        # Where it can be answered the other history is asked for; a stick shows by itself which one is kept here.
        self._forked = shelf.forked() if step is BUNDLE else frozenset[str]()
        self._thin = thin
        self.more = False
        #: up to which leaf a batch was put in that is too long for the message
        self.cut: int | None = None
        self.lying = 0
        self.urgent_now = True
        self._waits: list[tuple[FeedInfo, int]] = []
        self._feeds: list[FeedInfo] = []
        self._sealed = False
        self._told = False
        self._roots: frozenset[str] = frozenset()
        self._heirs: Mapping[str, str] = {}
        self._receipted: Mapping[str, Mapping[str, int]] = {}

    def items(self) -> Iterator[Item]:
        """Yield what the peer lacks: rosters and urgent feeds first, then the rest, with the receipts it lacks."""
        self.shelf.seal(at_ms=self._at_ms, urgent=True)
        feeds = self._seen()
        self._receipted = self.shelf.all_receipt_sizes()
        told = self.theirs if self.theirs is not None else known(self.shelf, self.peer, feeds)
        self._told = self.theirs is not None or bool(told)
        self._roots, self._heirs = conversation.roots_kept(feeds, told), self.shelf.heirs()
        for feed in feeds:
            if _first(feed):
                yield from self._feed(feed, told.get(feed.id))
        if not self.step.urgent_only:
            yield Flush()
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
        once_seen = self._once_seen(ours.keys(), receipted)
        return {feed: FeedHave(0, aside=count) for feed, count in asides.items()} | once_seen | ours

    def _once_seen(self, listed: Collection[str], receipted: Mapping[str, Mapping[str, int]]) -> dict[str, FeedHave]:
        """Return what the peer itself signed for, of feeds that it may see no more.

        It holds them still, and would offer them at each contact. What came since isn't told.
        """
        return {
            feed_id: FeedHave(up_to, {node: min(size, up_to) for node, size in sizes.items()})
            for feed_id, sizes in receipted.items()
            if feed_id not in listed and (up_to := sizes.get(self.peer.id))
            if (feed := self.shelf.feed(feed_id)) is not None and feed.type != ROSTER
        }

    def left(self) -> dict[str, tuple[int, int]]:
        """Return what wasn't put in: entries and bytes by lane."""
        found: dict[str, tuple[int, int]] = {}
        for feed, after in self._waits:
            entries, size = found.get(feed.lane, (0, 0))
            found[feed.lane] = (entries + feed.size - max(after, 1), size + self.shelf.weight(feed.id, max(after, 1)))
        return found

    def _all(self) -> list[FeedInfo]:
        if not self._sealed:
            self.shelf.seal(at_ms=self._at_ms, step=THIN if self._thin else None)
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
        # by our card, unless this node took over from the one whose card that was, or we know the other by a short
        # card: then it knows us by one too, and can't say anything to us before it has heard for whom we read.
        by_no_card = self.shelf.own.took_over or not self.peer.hosts
        known_by = feed.type == ROSTER and (self._told or (feed.own and by_no_card))
        wanted = self.step.entries and (feed.lane == URGENT or known_by or not self.step.urgent_only)
        wanted = wanted and not (feed.type == ROSTER and conversation.is_silent(feed.node, self._heirs, self._roots))
        after = conversation.lacks(feed, told, self.peer, heard=self._told, roots=self._roots) if wanted else None
        # Each batch is followed by the receipts on it: what both sides hold is then known as soon as it is kept.
        receipts = self._receipts(feed, self._receipts_told(feed, told or NOTHING))
        if self.step.receipts:
            yield from receipts.up_to(held)
        if after is not None:
            for batch in self._batches(feed, after, held):
                yield batch
                if self.step.receipts:
                    yield from receipts.up_to(batch.size)

    def _receipts_told(self, feed: FeedInfo, told: FeedHave) -> Mapping[str, int]:
        """Return which receipts a peer has, save the author's last on a feed of which two histories were found.

        The peer may have that one over another history: what the author signed of the one kept here convinces it.
        """
        if feed.id not in self._forked:
            return told.receipts
        last = self._receipted.get(feed.id, {}).get(feed.node, 0)
        return {**told.receipts, feed.node: min(told.receipts.get(feed.node, 0), max(last - 1, 0))}

    def _attachments(self) -> Iterator[FrameParts]:
        """Yield, after all records, which attachments are lacked here, and pieces of those that the peer lacks."""
        if not self.more:
            yield from blobs.frames(self.shelf, self.peer, self.step.name, self.piece)

    def _batches(self, feed: FeedInfo, after: int, held: int) -> Iterator[Batch]:
        """Yield the batches of a feed from a leaf on; ``held`` is how many of its leaves the peer has and counts."""
        for batch in () if self.full() else self.shelf.batches(feed.id, after):
            if self.full():
                break
            yield batch
            if self.cut is not None:
                after = self.cut
                break
            after = held = batch.size
            if self._progress is not None:
                self._progress(len(batch.leaves))
        if after < feed.size:
            self.more = True
            self._waits.append((feed, after))
            self.lying += max(after - max(held, 1), 0)

    def _held(self, feed: FeedInfo, sizes: Mapping[str, int]) -> Mapping[str, int]:
        return {node: size for node, size in sizes.items() if self._takes_part(feed, node)}

    def _takes_part(self, feed: FeedInfo, node: str) -> bool:
        """Return whether a node's receipts on a feed go to this peer.

        A roster has no audience: who else received it, and so who pairs with whom, is nobody's business. What the
        two organisations' own nodes received is, and an earlier one's receipt says it too: its heir gives none anew.
        """
        own = self.shelf.own
        if feed.type != ROSTER or node in (self.peer.id, own.id):
            return True
        return not self.shelf.node_organisations(node).isdisjoint((self.peer.organisation, own.organisation))

    def _receipts(self, feed: FeedInfo, told: Mapping[str, int]) -> _Receipts:
        """Return the receipts on a feed that the peer lacks, to be had by size."""
        ours = self._held(feed, self._receipted.get(feed.id, {}))
        # A peer keeps its own receipts before it sends them: it never lacks one, but of another history of its words.
        itself = self.peer.id if feed.id not in self._forked else ""
        if all(size <= told.get(node, 0) for node, size in ours.items() if node != itself):
            return _Receipts(())
        return _Receipts(
            receipt
            for receipt in self.shelf.receipts(feed.id, after=told, up_to=feed.size)
            if receipt.node != itself and self._takes_part(feed, receipt.node)
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
