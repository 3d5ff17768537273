"""An exchange from both ends: two parcels each way at most, however they travel."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from twinline.exchange import applying, blobs, conversation, packing, parcel
from twinline.exchange.applying import Applied
from twinline.exchange.errors import Damaged, NotAParcel
from twinline.exchange.have import Have
from twinline.exchange.parcel import Opened, Packed
from twinline.exchange.shelf import Peer, Shelf
from twinline.feeds.keys import PublicKey

MAX_ROUNDS = 1000

Clock = Callable[[], int]
Post = Callable[[Packed], BinaryIO]
"""Takes a parcel to the peer and returns its answer, a seekable file; raises ``Unreachable`` or ``NotAuthentic``."""
Progress = Callable[[int], None]


@dataclass(slots=True)
class Exchanged:
    """What came of an exchange: the parcels that arrived, bytes each way, round trips, and whether more is waiting."""

    applied: list[Applied] = field(default_factory=list)
    sent: int = 0
    sent_entries: int = 0
    received: int = 0
    trips: int = 0
    more: bool = False


def exchange(shelf: Shelf, peer: Peer, post: Post, clock: Clock, *, progress: Progress | None = None) -> Exchanged:
    """Return what came of exchanging with a peer through ``post``.

    Two round trips whatever is missing, save that parcels of over 256 MiB are sent in several.
    """
    talk = _Talk(shelf, peer, post, clock, progress)
    left = blobs.outstanding(shelf, peer)
    for _ in range(MAX_ROUNDS):
        talk.result.more = talk.round()
        # Records first. Then attachments, mouthful by mouthful, as long as that brings them further.
        before, left = left, blobs.outstanding(shelf, peer)
        if not talk.result.more and (not left or left == before):
            break
    return talk.result


def answer(shelf: Shelf, source: BinaryIO, clock: Clock, *, sender: str, progress: Progress | None = None) -> Packed:
    """Return the parcel that answers a request in a seekable file, once all it brought is kept.

    ``sender`` is the node that signed the HTTP request. Raises a ``ParcelRefused``.
    """
    opened = open_parcel(shelf, source)
    step = conversation.ANSWERS.get(opened.manifest.step)
    if step is None or opened.manifest.sender != sender:
        raise NotAParcel("step", "This parcel isn't a request of this conversation.")
    peer = sender_of(shelf, opened)
    applied = applying.apply(opened, shelf, peer, at_ms=clock(), progress=progress)
    peer = sender_of(shelf, opened)  # its roster may have come in this parcel
    return packing.pack(
        shelf, peer, step, at_ms=clock(), theirs=applied.theirs, in_reply_to=opened.manifest.nonce,
        doubted=applied.doubted, progress=progress,
    )  # fmt: skip


def open_parcel(shelf: Shelf, source: BinaryIO) -> Opened:
    """Return the parcel in a seekable file if it is sound, for this node, and by a paired one."""

    def key_of(node_id: str) -> PublicKey | None:
        peer = shelf.peer(node_id)
        return peer.key if peer is not None else None

    def introduced(node_id: str, certificate: str) -> PublicKey | None:
        peer = shelf.introduced(node_id, certificate)
        return peer.key if peer is not None else None

    return parcel.unpack(source, reader=shelf.own.id, key_of=key_of, introduced=introduced)


def sender_of(shelf: Shelf, opened: Opened) -> Peer:
    """Return the paired node that an opened parcel is from."""
    peer = shelf.peer(opened.manifest.sender)
    if peer is None:
        raise Damaged("sender", "The sender of this parcel was removed while it was read.")
    return peer


@dataclass(slots=True)
class _Talk:
    """The asking side of a conversation."""

    shelf: Shelf
    peer: Peer
    post: Post
    clock: Clock
    progress: Progress | None
    result: Exchanged = field(default_factory=Exchanged)

    def round(self) -> bool:
        """Do one round of at most two trips; return whether either side has more to send."""
        first = self._pack(conversation.REQUEST_1)
        got = self._trip(first)
        second = self._pack(conversation.REQUEST_2, theirs=got.theirs, doubted=got.doubted)
        if not second.carried:
            second.close()
            return got.manifest.more
        self._trip(second)
        return got.manifest.more or second.manifest.more

    def _pack(self, step: conversation.Step, *, theirs: Have | None = None, doubted: Collection[str] = ()) -> Packed:
        return packing.pack(
            self.shelf, self.peer, step, at_ms=self.clock(), theirs=theirs, doubted=doubted, progress=self.progress
        )

    def _trip(self, request: Packed) -> Applied:
        try:
            source = self.post(request)
        finally:
            request.close()
        self.result.sent += request.size
        self.result.sent_entries += request.entries
        self.result.trips += 1
        with source:
            opened = open_parcel(self.shelf, source)
            about = opened.manifest
            if about.sender != self.peer.id or about.in_reply_to != request.manifest.nonce:
                sentence = f"{self.peer.name} answered something else than what was asked; try again."
                raise NotAParcel("in-reply-to", sentence)
            self.result.received += source.seek(0, 2)
            applied = applying.apply(opened, self.shelf, self.peer, at_ms=self.clock(), progress=self.progress)
        self.result.applied.append(applied)
        return applied
