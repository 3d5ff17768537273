"""Packing: what one parcel to a peer carries, written frame by frame.

Nothing is packed that the store hasn't on disk, and nothing of a feed that the peer may not see.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import groupby

from twinline.exchange import blobs, conversation, grammar, have
from twinline.exchange.conversation import Step
from twinline.exchange.have import NOTHING, FeedHave, Have
from twinline.exchange.manifest import Manifest
from twinline.exchange.parcel import LEVEL, Packed, Packer
from twinline.exchange.shelf import ROSTER, URGENT, FeedInfo, Peer, Receipt, Shelf
from twinline.feeds import checkpoints, notes
from twinline.feeds.keys import to_base64

MAX_CONTENT = 256 << 20

Progress = Callable[[int], None]


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
    """Return a parcel for a peer, in a spool of the shelf's.

    ``theirs`` is what the peer has just said that it has; without it, what it last said and its receipts decide.
    ``doubted`` are the feeds of which it just brought another history.
    A parcel stops at ``max_content`` bytes before compression and says so (``more``).
    """
    shelf.seal(at_ms=at_ms)
    feeds = conversation.shared(shelf.feeds_for(peer), peer, shelf.line_members())
    packing = _Packing(shelf, peer, Packer(shelf.spool(), level=level), max_content, progress)
    if step.have:
        packing.have(feeds)
    told = theirs if theirs is not None else known(shelf, peer, feeds)
    heard = theirs is not None or bool(told)
    for feed in feeds:
        # Of a feed of which the other has another history the whole is shown, so that it can see both.
        packing.feed(feed, FeedHave(0) if feed.id in doubted else told.get(feed.id), step, heard)
    packing.blobs(step)
    about = Manifest(
        sender=shelf.own.id,
        reader=peer.id,
        created=at_ms,
        nonce=to_base64(secrets.token_bytes(16)),
        step=step.name,
        frames=0,
        size=0,
        sha256="",
        in_reply_to=in_reply_to,
        more=packing.more,
        # On a stick it may reach somebody who hasn't our newest roster yet.
        certificate=shelf.own.certificate if step is conversation.BUNDLE else None,
    )
    return packing.packer.finish(about, shelf.own.key)


def known(shelf: Shelf, peer: Peer, feeds: Iterable[FeedInfo]) -> dict[str, FeedHave]:
    """Return what a peer surely has of these feeds: what it last said, and what its receipts show since."""
    told = shelf.told(peer.id) or {}
    surely = {feed.id: conversation.supposed(told.get(feed.id), shelf.receipt_sizes(feed.id), peer) for feed in feeds}
    return {feed_id: has for feed_id, has in surely.items() if has is not None}


class _Packing:
    """One parcel being written."""

    def __init__(self, shelf: Shelf, peer: Peer, packer: Packer, max_content: int, progress: Progress | None) -> None:
        self._shelf = shelf
        self._peer = peer
        self._max = max_content
        self._progress = progress
        self.packer = packer
        self.more = False

    def have(self, feeds: Iterable[FeedInfo]) -> None:
        """Write what we have of these feeds."""
        ours = {feed.id: FeedHave(feed.size, self._receipts_held(feed)) for feed in feeds}
        for payload in have.encode(ours):
            self.packer.add("have", payload)

    def feed(self, feed: FeedInfo, told: FeedHave | None, step: Step, heard: bool) -> None:
        """Write what the peer lacks of one feed, and the receipts it lacks up to there."""
        held = (told or NOTHING).size
        # A node that took over from an older one is known by what its own roster says: that goes first of all.
        first = feed.lane == URGENT or (feed.type == ROSTER and feed.own and self._shelf.own.took_over)
        wanted = step.entries and (first or not step.urgent_only)
        after = conversation.lacks(feed, told, self._peer, heard=heard) if wanted else None
        if after is not None:
            held = self._batches(feed.id, after)
        if step.receipts and held:
            self._receipts(feed, (told or NOTHING).receipts, held)

    def blobs(self, step: Step) -> None:
        """Write, after all records, which attachments are lacked here, and pieces of those that the peer lacks."""
        for kind, payload, fields in blobs.frames(self._shelf, self._peer, step.name):
            if self.more or self.packer.size + len(payload) > self._max:
                break
            self.packer.add(kind, payload, **fields)

    def _batches(self, feed_id: str, after: int) -> int:
        """Write batches of a feed; return up to which size the peer will have it."""
        for batch in self._shelf.batches(feed_id, after):
            if self.packer.size >= self._max:
                self.more = True
                break
            for kind, payload, fields in grammar.spell(batch):
                self.packer.add(kind, payload, **fields)
            after = batch.size
            if self._progress is not None:
                self._progress(len(batch.leaves))
        return after

    def _receipts_held(self, feed: FeedInfo) -> Mapping[str, int]:
        sizes = self._shelf.receipt_sizes(feed.id)
        return {node: size for node, size in sizes.items() if self._takes_part(feed, node)}

    def _takes_part(self, feed: FeedInfo, node: str) -> bool:
        """Return whether a node's receipts on a feed go to this peer.

        A roster has no audience: who else received it, and so who pairs with whom, is nobody's business.
        """
        return feed.type != ROSTER or node in (self._peer.id, self._shelf.own.id)

    def _receipts(self, feed: FeedInfo, told: Mapping[str, int], up_to: int) -> None:
        # A peer keeps its own receipts before it sends them: it never lacks one.
        receipts = (
            receipt
            for receipt in self._shelf.receipts(feed.id, after=told, up_to=up_to)
            if receipt.node != self._peer.id and self._takes_part(feed, receipt.node)
        )
        for size, group in groupby(receipts, key=lambda receipt: receipt.size):
            self.packer.add("receipts", receipt_note(list(group)), feed=feed.id, size=size)


def receipt_note(receipts: list[Receipt]) -> bytes:
    """Return the note of a checkpoint's text and the cosignature lines of receipts, all of one checkpoint."""
    one = receipts[0]
    note = checkpoints.Checkpoint(one.feed, one.size, one.root).text + "\n"
    for receipt in receipts[: notes.MAX_SIGNATURES]:
        note = notes.attach(note, receipt.line)
    return note.encode()
