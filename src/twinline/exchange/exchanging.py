"""An exchange from both ends: two messages each way at most, however they travel."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from twinline.exchange import blobs, conversation, have, message, packing, parcel, waiting
from twinline.exchange.applying import Applied, Applying
from twinline.exchange.errors import Damaged, DictionaryUnknown, NotAParcel, RevokedSender
from twinline.exchange.have import Have
from twinline.exchange.message import Limits, Source
from twinline.exchange.packing import Heard, Message, Spooled
from twinline.exchange.parcel import Opened
from twinline.exchange.shelf import Peer, Shelf
from twinline.exchange.standing import Standing
from twinline.feeds.keys import PublicKey
from twinline.sentences import Sentence

MAX_ROUNDS = 1000
MAX_REQUEST = 256 << 20
SMALL_REQUEST = 4 << 10
#: What a request and an answer that bring nothing take, about: their heads, manifests and lists.
TRIP = 1600

Clock = Callable[[], int]
Post = Callable[[Spooled], Source]
"""Takes a message to the peer and returns its answer as it comes; raises ``Unreachable`` or ``NotAuthentic``."""
Progress = Callable[[int], None]


@dataclass(slots=True)
class Exchanged:
    """What came of an exchange: what arrived, bytes each way, round trips, and whether more is waiting.

    ``left`` is what a budget kept back there, ``left_here`` here (``None`` where nothing was kept back): entries and
    bytes by lane. ``lying`` is how many entries the other side has that count there once the end of their batch has
    come. ``peer`` is who was met, as known afterwards.
    """

    applied: list[Applied] = field(default_factory=list)
    sent: int = 0
    sent_entries: int = 0
    received: int = 0
    trips: int = 0
    more: bool = False
    left: dict[str, tuple[int, int]] = field(default_factory=dict)
    left_here: dict[str, tuple[int, int]] | None = None
    lying: int = 0
    peer: Peer | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How to exchange: on a link that was cut before (``careful``: small parcels, small requests), and with how many
    bytes at most, the heads of requests and answers counted."""

    careful: bool = False
    budget: int | None = None


def exchange(
    shelf: Shelf,
    peer: Peer,
    post: Post,
    clock: Clock,
    *,
    manner: Manner | None = None,
    progress: Progress | None = None,
) -> Exchanged:
    """Return what came of exchanging with a peer through ``post``.

    Two round trips whatever is missing, save that requests of over 256 MiB, and those on a careful link, are several.
    """
    talk = _Talk(shelf, peer, post, clock, manner or Manner(), progress)
    with shelf.much():
        for number in range(MAX_ROUNDS):
            talk.attached = 0
            talk.result.more = talk.round(number)
            # Records first. Then attachments, as long as that brings some of them further and others are left.
            if talk.spent or not (talk.result.more or blobs.unfinished(shelf, peer, moved=talk.attached > 0)):
                break
            # Whoever sends what isn't taken, or takes what it doesn't keep, is not talked to without end.
            if not talk.standing.further(shelf, talk.peer, talk.result.applied):
                break
    talk.result.peer = talk.peer
    return talk.result


def answer(
    shelf: Shelf,
    source: Source,
    clock: Clock,
    *,
    sender: str,
    known_dictionary: bool = True,
    whole: Callable[[], None] = lambda: None,
    progress: Progress | None = None,
) -> Message:
    """Return the message that answers a request, once all that the request brought is kept, parcel by parcel.

    ``sender`` is the node that signed the HTTP request; ``whole`` is called when all parcels are there, and raises
    if the request isn't what was signed. The answer is made while it is read. Raises a ``ParcelRefused``.
    """
    parcels = open_message(shelf, source)
    opened = next(parcels)  # there is one, or a reason why not was raised
    first = opened.manifest
    if conversation.ANSWERS.get(first.step) is None or first.sender != sender:
        raise NotAParcel("step", Sentence("This parcel isn't a request of this conversation."))
    peer = sender_of(shelf, opened)
    applying = Applying(shelf, peer, clock(), progress)
    with shelf.much():
        for _ in applying.take_all(chain([opened], parcels)):
            pass
    whole()
    applied = applying.finish()
    before, peer = peer, shelf.peer(peer.id) or peer  # its roster may have come in this message
    shelf.note_heard(peer.id, at_ms=clock())
    step = conversation.ANSWERS[first.step]
    if applied.unknown and step is conversation.RESPONSE_1:
        step = conversation.ASKING_1
    limits = Limits(min(first.first or message.FIRST, message.FIRST), first.at_most)
    made = packing.compose(
        shelf, peer, step, at_ms=clock(), theirs=applied.theirs, heard=packing.Heard(applied.heard, applied.asked),
        ask=applied.unknown, in_reply_to=first.nonce, doubted=applied.doubted, limits=limits,
        known_dictionary=known_dictionary, progress=progress,
        # What it may see is known only now, and an answer of receipts doesn't carry it: the asker begins again.
        again=step is conversation.RESPONSE_2 and peer.hosts != before.hosts,
    )  # fmt: skip
    return _remembering(shelf, peer, made) if step.have else made


def _remembering(shelf: Shelf, peer: Peer, made: Message) -> Message:
    """Keep what an answer told of us as soon as it is told: the peer may hold it from then on."""
    pieces = made._pieces

    def kept() -> Iterator[bytes]:
        done = False
        for piece in pieces:
            if made.told.have and not done:
                shelf.keep_said(peer.id, made.told.have)
                done = True
            yield piece

    made._pieces = kept()
    return made


def open_message(shelf: Shelf, source: Source) -> Iterator[Opened]:
    """Yield the parcels of a message as they arrive, if each is sound, for this node, and by a paired one."""
    return message.opened(source, message.Reading(shelf.own.id, _keys_of(shelf), _introduced(shelf), shelf.spool))


def _keys_of(shelf: Shelf) -> Callable[[str], PublicKey | None]:
    def key_of(node_id: str) -> PublicKey | None:
        peer = shelf.peer(node_id)
        if peer is None and shelf.revoked(node_id):
            raise RevokedSender(
                "revoked",
                Sentence(
                    "This parcel is from a node whose key is in wrong hands: its organisation revoked it ({sender}…). "
                    "Nothing was taken. Don't pair with it; tell that organisation where the parcel came from.",
                    sender=node_id[:16],
                ),
            )
        return peer.key if peer is not None else None

    return key_of


def _introduced(shelf: Shelf) -> Callable[[str, str], PublicKey | None]:
    def introduced(node_id: str, certificate: str) -> PublicKey | None:
        peer = shelf.introduced(node_id, certificate)
        return peer.key if peer is not None else None

    return introduced


def open_parcel(shelf: Shelf, source: BinaryIO) -> Opened:
    """Return the parcel in a seekable file if it is sound, for this node, and by a paired one."""
    return parcel.unpack(source, reader=shelf.own.id, key_of=_keys_of(shelf), introduced=_introduced(shelf))


def sender_of(shelf: Shelf, opened: Opened) -> Peer:
    """Return the paired node that an opened parcel is from."""
    peer = shelf.peer(opened.manifest.sender)
    if peer is None:
        raise Damaged("sender", Sentence("The sender of this parcel was removed while it was read."))
    return peer


@dataclass(slots=True)
class _Talk:
    """The asking side of a conversation."""

    shelf: Shelf
    peer: Peer
    post: Post
    clock: Clock
    manner: Manner
    progress: Progress | None
    result: Exchanged = field(default_factory=Exchanged)
    known_dictionary: bool = True
    heard: Heard | None = None
    attached: int = 0
    _more: bool = False
    standing: Standing = field(default_factory=Standing)

    @property
    def spent(self) -> bool:
        """Return whether the budget is used up."""
        return self.manner.budget is not None

    def round(self, number: int) -> bool:
        """Do one round of at most two trips; return whether either side has more to send."""
        self.result.left_here, self.result.lying = None, 0  # what an earlier round left may have gone since
        got = self._trip(conversation.REQUEST_1, Limits(self._first, self._left()))
        if got is None:
            return False
        self.result.left = dict(got.manifest.left or {})
        if got.unknown or got.asked:
            self.heard = Heard("", ask=got.asked)
            return True
        self.heard = None
        if (left := self._left()) is not None and left < TRIP:
            return got.manifest.more or bool(waiting.left(self.shelf, self.peer))
        most = SMALL_REQUEST << min(number, 16) if self.manner.careful else MAX_REQUEST
        limits = Limits(self._first, most if left is None else min(most, max(left - TRIP, 1)))
        meanwhile = (lambda: None) if got.manifest.more else self.shelf.all_has_come
        more = self._trip(conversation.REQUEST_2, limits, theirs=got.theirs, doubted=got.doubted, meanwhile=meanwhile)
        return got.manifest.more or (more is not None and (self._more or more.manifest.more))

    @property
    def _first(self) -> int:
        small = self.manner.careful or (self.manner.budget is not None and self.manner.budget < message.FIRST)
        return message.SMALL_FIRST if small else message.FIRST

    def _most(self) -> int | None:
        """Return how long an answer may be: an eighth of what is left is for the receipts on it."""
        left = self._left()
        return None if left is None else max(left - left // 8 - TRIP, 1)

    def _left(self) -> int | None:
        if self.manner.budget is None:
            return None
        return max(self.manner.budget - self.result.sent - self.result.received, 1)

    def _trip(
        self,
        step: conversation.Step,
        limits: Limits,
        *,
        theirs: Have | None = None,
        doubted: Collection[str] = (),
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Applied | None:
        """Send a message and apply its answer; ``None`` if there was nothing to send (only asked first)."""
        request = self._write(step, limits, theirs, doubted)
        request.meanwhile = meanwhile
        with contextlib.closing(request):
            self._more = request.message.more
            if step is conversation.REQUEST_2 and not request.message.carried:
                return None
            try:
                source = self.post(request)
            except DictionaryUnknown:
                self.known_dictionary = False
                return self._trip(step, limits, theirs=theirs, doubted=doubted, meanwhile=meanwhile)
            self.result.trips += 1
            with contextlib.closing(_Counted(source, self.result)) as counted:
                self.result.sent += request.size + getattr(source, "head_sent", 0)
                self.result.received += getattr(source, "head_received", 0)
                applied = self._apply(request.message, counted)
        self.peer = self.shelf.peer(self.peer.id) or self.peer  # its roster may have come in this answer
        self.result.sent_entries += request.message.entries
        if step is conversation.REQUEST_2 and request.message.more:
            self.result.left_here, self.result.lying = request.message.left, request.message.lying
        self.attached += applied.attached + request.message.attached
        # A sound answer shows that the peer keeps what it was told, though it tells no list itself.
        if request.message.told.have:
            self.shelf.keep_said(self.peer.id, request.message.told.have)
        self.result.applied.append(applied)
        return applied

    def _write(self, step: conversation.Step, limits: Limits, theirs: Have | None, doubted: Collection[str]) -> Spooled:
        made = packing.compose(
            self.shelf, self.peer, step, at_ms=self.clock(), theirs=theirs, heard=self.heard, doubted=doubted,
            limits=limits, wish=Limits(self._first, self._most()), known_dictionary=self.known_dictionary,
            progress=self.progress,
        )  # fmt: skip
        return packing.spooled(made, self.shelf.spool())

    def _apply(self, request: Message, source: Source) -> Applied:
        applying = Applying(self.shelf, self.peer, self.clock(), self.progress)
        for _ in applying.take_all(self._answering(request, source)):
            self._remember(request, applying)
        while source.read(1 << 16):
            pass
        return applying.finish()

    def _answering(self, request: Message, source: Source) -> Iterator[Opened]:
        """Yield the parcels of an answer, if each is one to this request."""
        for opened in open_message(self.shelf, source):
            about = opened.manifest
            if about.sender != self.peer.id or about.in_reply_to != request.nonce:
                raise NotAParcel(
                    "in-reply-to",
                    Sentence("{name} answered something else than what was asked; try again.", name=self.peer.name),
                )
            yield opened

    def _remember(self, request: Message, applying: Applying) -> None:
        """Keep what the peer was told of us as soon as it says that it holds it, even if the rest is cut off."""
        told = request.told.have
        if told and applying.heard and applying.heard == have.digest(told):
            self.shelf.keep_said(self.peer.id, told)


class _Counted:
    """An answer whose bytes are counted as they come."""

    def __init__(self, source: Source, result: Exchanged) -> None:
        self._source = source
        self._result = result

    def read(self, size: int, /) -> bytes:
        found = self._source.read(size)
        self._result.received += len(found)
        return found

    def close(self) -> None:
        getattr(self._source, "close", lambda: None)()
