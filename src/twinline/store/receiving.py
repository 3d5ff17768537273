"""Taking in what a peer carried: judged, kept and receipted in one transaction, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import audiences, checkpoints, genesis, judge
from twinline.feeds import receipts as cosignatures
from twinline.feeds.errors import FeedError, Refused
from twinline.sentences import Sentence
from twinline.store import (
    append,
    auditing,
    feeds,
    history,
    indexing,
    projection,
    receipts,
    settling,
    stating,
    succession,
)
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger
from twinline.store.stating import Stated


@dataclass(slots=True)
class Received:
    """What became of a batch: outcomes by name, and the feed's size now."""

    feed: str
    size: int
    outcomes: dict[str, int] = field(default_factory=dict)


def receive(
    ledger: Ledger,
    feed_id: str,
    first: int,
    leaves: Sequence[bytes],
    checkpoint: str,
    cosigned: Sequence[str],
    *,
    now: int,
    stated: Sequence[Stated | None] | None = None,
) -> Received:
    """Judge and keep a batch of a feed, then receipt it; on disk when this returns.

    ``leaves`` are those from position ``first`` on, ``checkpoint`` the author's
    note over the size they reach, ``cosigned`` receipt lines over that size.
    Leaves already kept are known; their checkpoint is checked all the same. ``stated`` is what was worked out ahead of
    each leaf, as far as it was.
    Raises ``Refused`` and changes nothing where the batch isn't the author's, or the feed isn't ours to read.
    """
    indexing.between(ledger)
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed_id)
        told = _genesis(ledger, row, cursor, feed_id, first, leaves)
        fresh_feed = row is None
        if row is None:
            row = feeds.begin(cursor, leaves[0], own=False, side=ledger.roster().side(told.organisation) or "", now=now)
        if first > row.size:
            raise Refused(
                "gap",
                Sentence("Entries {first} to {last} are missing.", first=row.size, last=first - 1),
                where=Sentence("feed {feed}", feed=feed_id),
                remedy=Sentence("Exchange again."),
            )
        known = row.size - first
        _compare(cursor, row, first, leaves[:known])
        fresh = leaves[known:]
        if not fresh and not fresh_feed:
            _check_again(cursor, row, told, first + len(leaves), checkpoint)
            return Received(feed_id, row.size, {append.KNOWN: len(leaves)})
        if row.own:
            raise Refused(
                "own-ahead",
                Sentence("The sender has more of our own words than we: {fresh} from {first} on.",
                         fresh=len(fresh), first=row.size),
                where=Sentence("feed {feed}", feed=feed_id),
                remedy=Sentence("This node may be an older copy of itself: stop, and recover it."),
            )  # fmt: skip
        state, hashes = judge.grow(judge.resume(told, row.frontier), fresh, checkpoint)
        hosts = append.hosts_of(ledger, row)
        head = checkpoints.Checkpoint(feed_id, state.size, state.root)
        position, before = row.size, ledger.roster()
        row.frontier, row.size = state.frontier, state.size
        row.save(cursor)
        cursor.execute(
            "INSERT INTO store_checkpoint (feed_id, size, root, note) VALUES (%s, %s, %s, %s)",
            [row.id, row.size, head.root, checkpoint],
        )
        bounds = settling.bounds(cursor, ledger.roster(), row)
        judged = [
            append.marked(_judged(leaf, hashed, plain, row, hosts), position + i, bounds)
            for i, (leaf, hashed, plain) in enumerate(zip(fresh, hashes, _stated(row, fresh, stated), strict=True))
        ]
        lines = _sound_receipts(ledger, row, head, cosigned)
        mine = cosignatures.cosign(head, ledger.node.key, now // 1000)
        lines.append((row.size, ledger.node.id, ledger.node.side, now // 1000, mine))
        late = receipts.anybody_late(cursor, row.id, position, [node for _, node, _, _, _ in lines])
        known_before = receipts.steps(cursor, row.id) if late else None
        receipts.keep(cursor, row.id, lines)
        held = receipts.steps_from(cursor, row.id, position)
        outcomes = append.keep(
            ledger, cursor, row, judged, first=position, now=now,
            held=[held.at(position + i) for i in range(len(judged))],
        )  # fmt: skip
        if known_before is not None:
            projection.held_anew(ledger, cursor, row.id, known_before, receipts.steps(cursor, row.id))
        if row.type == feeds.ROSTER:
            settling.settle(ledger, cursor, before, ledger.roster())
        elif bounds != append.Bounds():
            settling.settle_feed(ledger, cursor, row)
        if row.organisation == ledger.node.organisation:
            auditing.count_up(cursor, row, judged)
    again = known - fresh_feed  # the beginning of a feed that is new here was not known
    counted = {append.KNOWN: again} if again else {}
    for outcome in outcomes:
        counted[outcome] = counted.get(outcome, 0) + 1
    return Received(feed_id, row.size, counted)


def _stated(row: FeedRow, fresh: Sequence[bytes], ahead: Sequence[Stated | None] | None) -> Sequence[Stated | None]:
    """Return what the new leaves of a batch plainly state, as far as that wasn't worked out ahead of it."""
    if row.type == feeds.ROSTER:
        return [None] * len(fresh)
    return stating.plainly(fresh) if ahead is None else ahead[len(ahead) - len(fresh) :]


def _judged(
    leaf: bytes, hashed: bytes, stated: Stated | None, row: FeedRow, hosts: frozenset[str] | None
) -> append.Leaf:
    if stated is not None:
        return append.foreseen(leaf, hashed, stated, hosts)
    return append.judged(judge.read(leaf, hashed, roster=row.type == feeds.ROSTER), hosts)


def keep_receipts(ledger: Ledger, feed_id: str, size: int, lines: Sequence[str], *, now: int) -> int:
    """Keep receipts over a checkpoint that we have, and what they make known; return how many were new."""
    return keep_all_receipts(ledger, feed_id, {size: lines}, now=now)


def keep_all_receipts(ledger: Ledger, feed_id: str, lines: Mapping[int, Sequence[str]], *, now: int) -> int:
    """Keep receipts of one feed, by the size they are over, and what they make known; return how many were new.

    Those over a size of which no checkpoint is kept, and those that don't hold, are left out. What they make known
    is worked out once, however many there are.
    """
    # No savepoint within a transaction that is open already: SQLite would hold in memory every page as it was before.
    atomic = transaction.atomic(using=ledger.alias, savepoint=False)
    with atomic, ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed_id)
        if row is None:
            return 0
        found: list[tuple[int, str, str, int, str]] = []
        for size, told in lines.items():
            cursor.execute("SELECT root FROM store_checkpoint WHERE feed_id = %s AND size = %s", [row.id, size])
            head = cursor.fetchone()
            if head is not None:
                found += _sound_receipts(ledger, row, checkpoints.Checkpoint(feed_id, size, bytes(head[0])), told)
        before = receipts.steps(cursor, row.id)
        new = receipts.keep(cursor, row.id, found)
        if new:
            projection.held_anew(ledger, cursor, row.id, before, receipts.steps(cursor, row.id))
            history.take_times(ledger, cursor, row, sorted(lines))
        return new


def _genesis(
    ledger: Ledger, row: FeedRow | None, cursor: CursorWrapper, feed_id: str, first: int, leaves: Sequence[bytes]
) -> genesis.Genesis:
    """Return how a feed begins, once we know that its node may speak and that we may read."""
    where = f"feed {feed_id}"
    if row is not None:
        cursor.execute("SELECT raw FROM store_entry WHERE feed_id = %s AND position = 0", [row.id])
        told = genesis.read(bytes(cursor.fetchone()[0]))
    elif first == 0 and leaves:
        told = judge.begin(leaves[0], feed=feed_id).genesis
    else:
        raise Refused(
            "unknown-feed", Sentence("Its beginning has not arrived."), where=where, remedy=Sentence("Exchange again.")
        )
    if told.type == "roster":
        if told.node.id not in ledger.pinned_roots():
            if told.node.id in succession.heirs(cursor):
                raise Refused(
                    "retired-root", Sentence("Another root took its place: it says nothing more."), where=where,
                    remedy=Sentence("What it had said stays."),
                )  # fmt: skip
            raise Refused(
                "unpinned-root", Sentence("Nobody compared the fingerprint of its root."), where=where,
                remedy=Sentence("Pair with that side first."),
            )  # fmt: skip
        return told
    ledger.roster().certified(told)
    if not audiences.may_read(told.audience, ledger.reads_for(), ledger.line()):
        raise Refused("not-addressed", Sentence("It is not addressed to an organisation of this node."), where=where)
    return told


def _compare(cursor: CursorWrapper, row: FeedRow, first: int, leaves: Sequence[bytes]) -> None:
    """Refuse a second history: what a feed said at a position it said for good."""
    if not leaves:
        return
    cursor.execute(
        "SELECT raw FROM store_entry WHERE feed_id = %s AND position >= %s AND position < %s ORDER BY position",
        [row.id, first, first + len(leaves)],
    )
    for i, (raw,) in enumerate(cursor.fetchall()):
        if bytes(raw) != leaves[i]:
            raise Refused(
                "two-histories",
                Sentence("Entry {entry} differs from the one kept.", entry=first + i),
                where=Sentence("feed {feed}", feed=row.feed),
                remedy=Sentence("Show both to the other side."),
            )  # fmt: skip


def _check_again(cursor: CursorWrapper, row: FeedRow, told: genesis.Genesis, size: int, note: str) -> None:
    """Refuse a checkpoint over leaves that are all kept already, unless its author signed it over exactly these."""
    cursor.execute("SELECT note FROM store_checkpoint WHERE feed_id = %s AND size = %s", [row.id, size])
    kept = cursor.fetchone()
    if kept is None or kept[0] != note:
        judge.confirm(judge.resume(told, feeds.tree_at(cursor, row, size)), note)


def _sound_receipts(
    ledger: Ledger, row: FeedRow, checkpoint: checkpoints.Checkpoint, lines: Sequence[str]
) -> list[tuple[int, str, str, int, str]]:
    """Return those receipt lines that a rostered node signed; others prove nothing and are left out."""
    roster, of = ledger.roster(), receipts.Of(row.feed, *row.writer)
    found: list[tuple[int, str, str, int, str]] = []
    for line in lines:
        try:
            node = cosignatures.read(line).node
            known = roster.called(node)
            if not known:
                continue
            at = cosignatures.check(line, checkpoint, known[0].key)
        except FeedError:
            continue
        side = receipts.side_of(roster, node, of, checkpoint.size)
        found.append((checkpoint.size, node, side, at, line))
    return found
