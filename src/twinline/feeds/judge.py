"""The judge of feeds: known state and bytes in, new state and entries out, or a refusal.

Two sorts of wrong are kept apart. A tree or signature that doesn't hold refuses
the whole batch. An entry that its author did sign, but that breaks the rules of
entries, is quarantined alone: it stays a leaf of the tree and the feed goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twinline.feeds import checkpoints, entries, genesis, merkle
from twinline.feeds.checkpoints import Checkpoint
from twinline.feeds.entries import Entry
from twinline.feeds.errors import SEND_AGAIN, FeedError, Malformed, Refused
from twinline.feeds.genesis import Genesis
from twinline.feeds.keys import PublicKey
from twinline.feeds.merkle import Frontier
from twinline.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A leaf that its author signed and that is no sound entry; kept and shown, never counted."""

    raw: bytes
    hash: bytes
    reason: Malformed


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed: its genesis, and the right edge of its tree.

    The frontier is never changed in place: ``extend`` gives a new state.
    """

    genesis: Genesis
    size: int
    frontier: Frontier

    @property
    def feed(self) -> str:
        """Return the feed's id."""
        return self.genesis.feed

    @property
    def root(self) -> bytes:
        """Return the root of the tree so far."""
        return self.frontier.root()


def begin(first_leaf: bytes, *, feed: str | None = None) -> FeedState:
    """Return the state of a feed of which only leaf 0 is known.

    ``feed`` is the id under which it was announced. Raises ``Refused``. No
    checkpoint is verified yet: nothing counts as said before ``extend`` has one.
    """
    try:
        first = genesis.read(first_leaf)
    except FeedError as error:
        raise _refused(error, Sentence("feed {feed}, leaf 0", feed=genesis.feed_id(first_leaf))) from error
    if feed is not None and first.feed != feed:
        raise Refused(
            "feed-id",
            Sentence("The first leaf belongs to feed {feed}, not to the one announced.", feed=first.feed),
            where=Sentence("feed {feed}, leaf 0", feed=feed),
            remedy=SEND_AGAIN,
        )
    return resume(first, Frontier.of([merkle.leaf_hash(first_leaf)]))


def resume(first: Genesis, frontier: Frontier) -> FeedState:
    """Return the state that was kept: a genesis and a frontier."""
    return FeedState(first, frontier.size, frontier)


def extend(
    state: FeedState,
    leaves: Sequence[bytes],
    checkpoint_note: str,
    proof: Sequence[bytes] = (),
) -> tuple[FeedState, list[Entry | Quarantined]]:
    """Return the state after a batch, and its leaves as entries, in order.

    The checkpoint is signed by the feed's node and covers exactly the batch,
    or goes further and ``proof`` shows that it is consistent with the batch.
    Raises ``Refused`` if signature, size, root or proof don't hold.
    """
    grown, hashes = grow(state, leaves, checkpoint_note, proof)
    roster = state.genesis.type == "roster"
    return grown, [read(leaf, hashed, roster=roster) for leaf, hashed in zip(leaves, hashes, strict=True)]


def grow(
    state: FeedState, leaves: Sequence[bytes], checkpoint_note: str, proof: Sequence[bytes] = ()
) -> tuple[FeedState, list[bytes]]:
    """Return the state after a batch, and the hashes of its leaves, none of which is read; raises as ``extend``."""
    checkpoint = _open(state, checkpoint_note)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    frontier = state.frontier.copy()
    for leaf in hashes:
        frontier.append(leaf)
    _check_tree(state, frontier, checkpoint, proof)
    return FeedState(state.genesis, frontier.size, frontier), hashes


def confirm(state: FeedState, checkpoint_note: str) -> Checkpoint:
    """Return a checkpoint that covers exactly what is known; ``Refused`` if it doesn't.

    With the check ``root`` it is the author's, who then signed another history.
    """
    checkpoint = _open(state, checkpoint_note)
    _check_tree(state, state.frontier, checkpoint, ())
    return checkpoint


def contradicts(one: str, other: str, public: PublicKey) -> bool:
    """Return whether two checkpoints by one node prove that it keeps two histories of a feed.

    Same feed, same size, different roots, both validly signed. Raises
    ``BadSignature`` or ``Malformed`` if either isn't by this key: then they prove nothing.
    """
    first, second = checkpoints.open(one, public), checkpoints.open(other, public)
    return (first.feed, first.size) == (second.feed, second.size) and first.root != second.root


def entries_of(judged: Iterable[Entry | Quarantined]) -> list[Entry]:
    """Return the sound entries of a judged batch."""
    return [leaf for leaf in judged if isinstance(leaf, Entry)]


def _open(state: FeedState, note: str) -> Checkpoint:
    where = Sentence("feed {feed}, checkpoint", feed=state.feed)
    try:
        checkpoint = checkpoints.open(note, state.genesis.node)
    except FeedError as error:
        raise _refused(error, where) from error
    if checkpoint.feed != state.feed:
        raise Refused(
            "other-feed",
            Sentence("The checkpoint is of feed {feed}.", feed=checkpoint.feed),
            where=where,
            remedy=SEND_AGAIN,
        )
    return checkpoint


def _check_tree(state: FeedState, grown: Frontier, checkpoint: Checkpoint, proof: Sequence[bytes]) -> None:
    first = state.size if state.size < grown.size else 0
    where = Sentence("feed {feed}, leaves {first} to {last}", feed=state.feed, first=first, last=grown.size - 1)
    if checkpoint.size < grown.size:
        raise Refused(
            "size",
            Sentence("The checkpoint covers {size} leaves and {here} are here.", size=checkpoint.size, here=grown.size),
            where=where,
            remedy=Sentence("Ask the sender for the newer checkpoint."),
        )
    root = grown.root()
    if checkpoint.size == grown.size:
        if proof or checkpoint.root != root:
            raise Refused(
                "root",
                Sentence(
                    "The leaves don't give the root that the author signed: one was changed, removed, added or moved, "
                    "or the author keeps two histories."
                ),
                where=where,
                remedy=SEND_AGAIN,
            )
        return
    if not merkle.check_consistency(grown.size, root, checkpoint.size, checkpoint.root, proof):
        raise Refused(
            "proof",
            Sentence("Nothing shows that these leaves lead to the signed root at {size}.", size=checkpoint.size),
            where=where,
            remedy=Sentence("Ask the sender for the rest of the leaves, or for a proof."),
        )


def read(leaf: bytes, hashed: bytes, *, roster: bool) -> Entry | Quarantined:
    """Return what a leaf of a feed says, ``roster`` or not, or why it goes into quarantine."""
    try:
        entry = entries.read(leaf, hashed)
        if (entry.act == "roster") is not roster:
            raise Malformed(
                "act",
                Sentence("The act {act} doesn't belong in this type of feed.", act=entry.act),
                where="entry",
            )
    except Malformed as reason:
        return Quarantined(leaf, hashed, reason)
    return entry


def _refused(error: FeedError, where: Sentence) -> Refused:
    return Refused(error.check, error.told, where=where, remedy=error.to_do or SEND_AGAIN)
