"""What the exchange needs of the store, and the few values that pass between them.

The exchange never opens a table. It is given a ``Shelf``; the ledger's store is one, the tests have one in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar

from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Text

if TYPE_CHECKING:
    from twinline.exchange.cards import Card
    from twinline.exchange.have import Have

ROSTER, URGENT, ROUTINE = "roster", "urgent", "routine"


@dataclass(frozen=True, slots=True)
class OwnNode:
    """This node: its id and key, whom it speaks and reads for, how files for it are opened (the text of its age
    identity), the feed of its root's roster, whether it took over from an older node, the addresses it tells, and its
    certificate as strangers see it."""

    id: str
    key: SigningKey
    organisation: str
    hosts: tuple[str, ...]
    certificate: str
    age_identity: str
    roster: str = ""
    took_over: bool = False
    urls: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A node this one is paired with. ``hosts`` are the organisations it reads for, by the roster, now."""

    id: str
    name: str
    key: PublicKey
    organisation: str
    hosts: tuple[str, ...]
    age_recipient: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """One feed as kept here. ``size`` is that of its last signed checkpoint kept, leaf 0 included.

    ``type`` is ``records`` or ``roster``; ``lane`` ``urgent`` or ``routine``; ``node`` the id of the key that signs
    it (a node's, or a root's for a roster); ``own`` whether this node writes it.
    """

    id: str
    type: str
    lane: str
    node: str
    organisation: str
    audience: tuple[str, ...]
    size: int
    own: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """Leaves of one feed, in order from index ``first``, and its author's signed checkpoint at their end.

    Leaf 0 is the genesis. At most 1,024 leaves or 1 MiB (one leaf may always be in it).
    """

    feed: str
    first: int
    leaves: Sequence[bytes]
    checkpoint: str

    @property
    def size(self) -> int:
        """Return the size of the feed at the end of this batch."""
        return self.first + len(self.leaves)


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a batch: how many leaves were ``kept``, ``known``, ``waiting``, ``quarantined`` or ``refused``,
    and the sentences of those that need somebody's eye."""

    counts: Mapping[str, int]
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A node's cosignature of a feed's checkpoint: it held the feed up to ``size`` at ``at_s`` (Unix seconds)."""

    feed: str
    size: int
    root: bytes
    node: str
    at_s: int
    line: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that must not be: two histories of one feed, or a peer that holds more of our words than we do."""

    check: str
    feed: str
    node: str
    sentence: Text
    evidence: Mapping[str, str] = field(default_factory=dict)


Item = TypeVar("Item")


class Shelf(Protocol):
    """The store, as the exchange sees it. Whatever it returns to be sent is on disk already."""

    @property
    def own(self) -> OwnNode:
        """Return this node."""

    def peers(self) -> Sequence[Peer]:
        """Return the nodes this one is paired with, by name."""

    def peer(self, node_id: str) -> Peer | None:
        """Return one paired node, or ``None``. A node revoked or removed is none."""

    def revoked(self, node_id: str) -> bool:
        """Return whether every organisation that certified a node has said that its key is in wrong hands."""

    def introduced(self, node_id: str, certificate: str) -> Peer | None:
        """Return a node that no roster names yet, if the organisation of a paired one certified it; else ``None``.

        So a restored node can bring the roster that names it. From now on ``peer`` knows it, too.
        """

    def pin(self, card: Card, *, urls: Sequence[str], name: str | None, at_ms: int, in_place: bool = False) -> Peer:
        """Trust a card whose fingerprint somebody compared: pin its root, keep its roster feed and the peer.

        With ``in_place`` its root takes the place of the one pinned, which says nothing more.

        ``urls`` are the operator's choice, never the card's. Calling it again sets them and the name anew.
        """

    def unpair(self, node_id: str) -> bool:
        """Stop exchanging with a node; what was kept stays. Return whether it was there."""

    def seal(self, *, at_ms: int, urgent: bool = False, step: int | None = None) -> None:
        """Sign every own head that has leaves beyond its last checkpoint, cosign it, and keep both durably.

        With ``urgent`` only the heads of rosters and urgent feeds; with ``step`` heads so many leaves apart, too.

        Checkpoints are made at least every 1,024 leaves or 1 MiB, so that ``batches`` can cut there.
        """

    def feeds_for(self, peer: Peer, *, unsigned: bool = False) -> Iterable[FeedInfo]:
        """Return the feeds kept here that a peer may see: those addressed to it, and rosters.

        With ``unsigned`` their sizes count what was said since the last signed head, too: to look at, not to send.
        Words of ``unjudged`` organisations aren't among them: it would refuse them at every contact.
        """

    def unjudged(self, peer: Peer) -> Sequence[str]:
        """Return who said something to a peer which it can't judge: it hasn't paired with their side.

        By its own list it holds no roster of theirs; once it has, it is sent what they said.
        """

    def feed(self, feed_id: str) -> FeedInfo | None:
        """Return one feed kept here, or ``None``."""

    def line_members(self) -> frozenset[str]:
        """Return every organisation rostered by a pinned root (the meaning of the audience ``line``)."""

    def batches(self, feed_id: str, after: int) -> Iterator[Batch]:
        """Yield what a reader that holds ``after`` leaves lacks, a batch for every signed checkpoint kept beyond it.

        None is left out: receipts are about them, and whoever holds a feed holds all its checkpoints.
        """

    def append_batch(self, batch: Batch, *, sender: str, at_ms: int, cosigned: Sequence[str] = ()) -> Appended:
        """Judge and keep a batch, its checkpoint and this node's receipt for it, in one durable transaction.

        ``cosigned`` are receipt lines over its checkpoint that came with it; they are kept in the same one.

        Leaves kept already are compared, not kept again. Raises a ``FeedError`` (nothing of this batch is kept)
        for a wrong signature or tree, a gap, an unknown root, or two histories of one feed.
        """

    def ahead(self, items: Iterable[Item], swift: Callable[[], bool]) -> Iterator[Item]:
        """Yield what a message brings, unchanged and in order; those to come may be read a little before their turn.

        ``swift`` tells whether the next is worth waiting for while others wait to be kept.
        """

    def root(self, feed_id: str, size: int) -> bytes | None:
        """Return the root of a feed kept here at any size it has, or ``None`` if it is shorter or unknown."""

    def evidence(self, batch: Batch) -> Mapping[str, str] | None:
        """Return what shows that a batch and the feed kept here are two histories by one author; or ``None``."""

    def evidence_by_receipt(self, feed_id: str, size: int, note: str) -> Mapping[str, str] | None:
        """Return what shows that a receipt is of another history than the one kept here; or ``None``."""

    def receipt_sizes(self, feed_id: str) -> Mapping[str, int]:
        """Return, for each node that receipted this feed, the largest size it receipted."""

    def all_receipt_sizes(self) -> Mapping[str, Mapping[str, int]]:
        """Return ``receipt_sizes`` of every feed that has receipts, asked for once."""

    def weight(self, feed_id: str, after: int) -> int:
        """Return how many bytes the leaves of a feed from a position on are."""

    def receipts(self, feed_id: str, *, after: Mapping[str, int], up_to: int) -> Iterable[Receipt]:
        """Return receipts of a feed with a size beyond ``after`` of their node (0 if absent) and at most ``up_to``,
        by size, then node."""

    def keep_receipts(self, receipts: Sequence[Receipt], *, at_ms: int) -> int:
        """Keep receipts already checked, durably; return how many were new."""

    def node_key(self, node_id: str) -> PublicKey | None:
        """Return the key of any node known by a pinned root's roster (or this one), or ``None``."""

    def node_hosts(self, node_id: str) -> frozenset[str]:
        """Return the organisations that a node reads for or once read for, by the roster; empty if it is unknown."""

    def node_organisations(self, node_id: str) -> frozenset[str]:
        """Return the organisations whose node it is or was, by the roster; empty if it is unknown."""

    def heirs(self) -> Mapping[str, str]:
        """Return of each retired root known here the root that took its place, by their ids."""

    def much(self) -> AbstractContextManager[None]:
        """Return a block during which very much may arrive."""

    def all_has_come(self) -> None:
        """Do now what was put off within such a block until all has arrived."""

    # What lies aside

    def asides(self, node_id: str) -> Mapping[str, int]:
        """Return how many leaves of each feed a peer brought without their checkpoint, beyond what is kept."""

    def aside(self, node_id: str, feed_id: str) -> Sequence[bytes]:
        """Return the leaves of a feed that lie aside, the first of them at the size kept."""

    def put_aside(self, node_id: str, feed_id: str, leaves: Sequence[bytes]) -> None:
        """Keep leaves of a feed aside, after those there, until their checkpoint comes."""

    def drop_aside(self, node_id: str, feed_id: str) -> None:
        """Forget what lies aside of a feed."""

    # What was told

    def said(self, node_id: str) -> Sequence[Have]:
        """Return the lists last told to a peer of what is had here, the latest first; at most two."""

    def keep_said(self, node_id: str, have: Have) -> None:
        """Keep what a peer was just told."""

    def told(self, node_id: str) -> Have | None:
        """Return what a peer last said that it has, or ``None``."""

    def keep_told(self, node_id: str, have: Have, *, created_ms: int, at_ms: int) -> None:
        """Keep what a peer said at ``created_ms`` that it has, unless a later word of it is kept."""

    def failures(self, node_id: str) -> int:
        """Return how many times in a row a peer wasn't reached, or not to the end."""

    def note_reached(self, node_id: str, *, at_ms: int) -> None:
        """Note that an exchange with a peer came to its end."""

    def note_sent(self, node_id: str, *, at_ms: int) -> None:
        """Note that all that was here at a time was given to a peer, over a link or in a file for a stick."""

    def note_failed(self, node_id: str) -> None:
        """Note that a peer wasn't reached, or not to the end."""

    def note_heard(self, node_id: str, *, at_ms: int) -> None:
        """Note that a peer called and was understood."""

    def note_contact(self, node_id: str, result: str, *, at_ms: int) -> None:
        """Note that we spoke with a peer, and what came of it in one sentence."""

    def keep_alarm(self, alarm: Alarm, *, at_ms: int) -> None:
        """Keep evidence of something that must not be; the same twice is kept once."""

    def forked(self) -> frozenset[str]:
        """Return the feeds of which two histories were found: evidence of it is kept here."""

    def spool(self) -> BinaryIO:
        """Return an empty temporary file in the node's own folder, gone when closed."""
