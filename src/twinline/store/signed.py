"""Proving of every feed kept that it is what its author signed: leaves, tree, heads, and the receipts over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from twinline.feeds import checkpoints, genesis
from twinline.feeds import receipts as cosignatures
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey
from twinline.feeds.merkle import Frontier, leaf_hash
from twinline.sentences import Sentence, Text
from twinline.store import auditing, receipts
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger

CHUNK = 1000
Progress = Callable[[int, int], None]


@dataclass
class Verdict:
    """What a verification found. ``digest`` names the whole ledger: equal feeds, equal digest.

    ``alarms`` are no faults of this ledger, but of others: two histories of a feed, above all.
    """

    feeds: int = 0
    entries: int = 0
    records: int = 0
    receipts: int = 0
    quarantined: int = 0
    links: int = 0
    digest: str = ""
    faults: list[Text] = field(default_factory=list)
    alarms: list[Text] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


def feed(
    ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, verdict: Verdict, done: int, total: int,
    progress: Progress | None,
) -> int:  # fmt: skip
    """Check one feed's leaves, heads and receipts; return how many entries are done."""
    frontier, roots = Frontier(), {}
    sizes = _sizes(cursor, feed.id)
    key: PublicKey | None = None
    for position, hashed, raw in _leaves(cursor, feed.id):
        if position != frontier.size:
            verdict.faults.append(
                Sentence("feed {feed}: entry {entry} is missing", feed=feed.feed, entry=frontier.size)
            )
            return done
        if bytes(hashed) != leaf_hash(bytes(raw)):
            verdict.faults.append(
                Sentence(
                    "feed {feed}: entry {entry} is not the one whose hash was kept", feed=feed.feed, entry=position
                )
            )
        if position == 0:
            key = _genesis_key(ledger, cursor, feed, bytes(raw), verdict)
        frontier.append(leaf_hash(bytes(raw)))
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
        done += 1
        if progress and done % CHUNK == 0:
            progress(done, total * 2)
    verdict.entries += frontier.size
    if frontier != feed.frontier or frontier.size != feed.size:
        verdict.faults.append(Sentence("feed {feed}: its right edge does not follow from its entries", feed=feed.feed))
    for size, (note, root) in sizes.items():
        _head(feed, size, note, roots.get(size), key, verdict)
        if root != roots.get(size):
            verdict.faults.append(
                Sentence("feed {feed}: the root kept of its head at {size} is another", feed=feed.feed, size=size)
            )
    _receipts(ledger, cursor, feed, roots, verdict)
    return done


def _leaves(cursor: CursorWrapper, feed: int) -> Iterator[tuple[int, bytes, bytes]]:
    position = 0
    while True:
        cursor.execute(
            "SELECT position, hash, raw FROM store_entry WHERE feed_id = %s AND position >= %s "
            "ORDER BY position LIMIT %s",
            [feed, position, CHUNK],
        )
        rows = cursor.fetchall()
        yield from rows
        if len(rows) < CHUNK:
            return
        position = rows[-1][0] + 1


def _sizes(cursor: CursorWrapper, feed: int) -> dict[int, tuple[str, bytes]]:
    cursor.execute("SELECT size, note, root FROM store_checkpoint WHERE feed_id = %s ORDER BY size", [feed])
    return {int(size): (str(note), bytes(root)) for size, note, root in cursor.fetchall()}


def _genesis_key(
    ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, raw: bytes, verdict: Verdict
) -> PublicKey | None:
    try:
        told = genesis.read(raw)
    except FeedError as fault:
        verdict.faults.append(
            Sentence("feed {feed}: its beginning does not hold: {fault}", feed=feed.feed, fault=fault)
        )
        return None
    verdict.faults += auditing.feed_columns(ledger, cursor, feed, told)
    return told.node


def _head(feed: FeedRow, size: int, note: str, root: bytes | None, key: PublicKey | None, verdict: Verdict) -> None:
    try:
        checkpoint = checkpoints.open(note, key) if key else None
    except FeedError as fault:
        verdict.faults.append(
            Sentence("feed {feed}: its head at {size} does not hold: {fault}", feed=feed.feed, size=size, fault=fault)
        )
        return
    if checkpoint and (checkpoint.feed, checkpoint.size, checkpoint.root) != (feed.feed, size, root):
        verdict.faults.append(
            Sentence("feed {feed}: its head at {size} is signed over other entries", feed=feed.feed, size=size)
        )


def _receipts(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, roots: dict[int, bytes], verdict: Verdict) -> None:
    cursor.execute("SELECT size, node, side, at, line FROM store_receipt WHERE feed_id = %s", [feed.id])
    roster, of = ledger.roster(), receipts.Of(feed.feed, *feed.writer)
    for size, node, side, at, line in cursor.fetchall():
        verdict.receipts += 1
        known = roster.called(node)
        try:
            sound = (
                bool(known)
                and size in roots
                and side == receipts.side_of(roster, node, of, size)
                and at == cosignatures.check(line, checkpoints.Checkpoint(feed.feed, size, roots[size]), known[0].key)
            )
        except FeedError:
            sound = False
        if not sound:
            verdict.faults.append(Sentence("feed {feed}: a receipt at {size} does not hold", feed=feed.feed, size=size))
