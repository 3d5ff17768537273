"""Proving that what is kept is sound: every feed against its signatures, every table against a rebuild."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries
from twinline.feeds.errors import FeedError
from twinline.feeds.merkle import leaf_hash
from twinline.line.places import Places
from twinline.sentences import Sentence
from twinline.store import (
    allowed,
    append,
    auditing,
    indexing,
    judging_again,
    peers,
    projection,
    receipts,
    settled,
    settling,
    signed,
    stating,
)
from twinline.store.feeds import FeedRow, all_feeds
from twinline.store.foresight import LEAVES, Foresight, ahead
from twinline.store.ledger import Ledger
from twinline.store.rows import FACT_WORDS, RECORD_WORDS
from twinline.store.signed import CHUNK, Progress, Verdict


def verify(ledger: Ledger, *, progress: Progress | None = None) -> Verdict:
    """Return whether every feed is what its author signed and every table what the log gives."""
    verdict = Verdict(alarms=[alarm.sentence for alarm in peers.alarms(ledger)])
    # A reader's transaction: the database is seen as of one moment, and nothing is written.
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        damaged = auditing.file(cursor)
        verdict.faults += damaged
        try:
            _verify_all(ledger, cursor, verdict, progress)
        except DatabaseError:
            if not damaged:
                raise
            transaction.set_rollback(True, using=ledger.alias)  # a damaged file is told already; nothing was written
    return verdict


def _verify_all(ledger: Ledger, cursor: CursorWrapper, verdict: Verdict, progress: Progress | None) -> None:
    total = _entries(cursor)
    done = 0
    heads = []
    for feed in all_feeds(cursor):
        done = signed.feed(ledger, cursor, feed, verdict, done, total, progress)
        heads.append((feed.feed, feed.size, feed.frontier.root()))
        verdict.feeds += 1
    verdict.digest = ledger_digest(heads)
    try:
        _verify_tables(ledger, cursor, verdict, total, progress)
    except (FeedError, LookupError, TypeError, ValueError) as fault:
        # Only an entry that the door would have put in quarantine can do that.
        verdict.faults.append(
            Sentence("an entry that is not in quarantine can't be read ({fault}); {heal}",
                     fault=repr(fault), heal=auditing.HEAL)
        )  # fmt: skip


def _verify_tables(
    ledger: Ledger, cursor: CursorWrapper, verdict: Verdict, total: int, progress: Progress | None
) -> None:
    """Compare every row that the fold fills with what the log gives."""
    records = facts = 0
    busy: set[str] = set()
    for names, rows in chain(_alone(ledger, cursor, verdict, busy), _together(ledger, cursor, busy)):
        verdict.records += len(names)
        records, facts = records + len(rows.records), facts + len(rows.facts)
        _compare(cursor, names, rows, verdict)
        if progress:
            progress(total + verdict.records, total * 2)
    expected = (("store_record", records), ("store_fact", facts), ("store_link", verdict.links))
    verdict.faults += auditing.totals(ledger, cursor, expected)


def digest(ledger: Ledger) -> str:
    """Return the ledger digest: SHA-256 over the sorted (feed, size, root)."""
    with ledger.connection.cursor() as cursor:
        return ledger_digest([(feed.feed, feed.size, feed.frontier.root()) for feed in all_feeds(cursor)])


def ledger_digest(heads: list[tuple[str, int, bytes]]) -> str:
    """Return SHA-256, in hex, over lines ``feed size root`` (root in hex), sorted by feed."""
    lines = (f"{feed} {size} {root.hex()}\n" for feed, size, root in sorted(heads))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def rebuild(ledger: Ledger, *, progress: Progress | None = None) -> int:
    """Make all tables that are only a cache anew from the log; return how many records there are."""
    with indexing.much(ledger), transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        total = _entries(cursor)
        cursor.execute("REINDEX")  # whatever an index has lost, the tables below are found by them all
        indexing.lay_aside(ledger, cursor)
        settled.forget(cursor)
        allowed.hold(cursor)
        settling.weigh_all(cursor, ledger.roster())
        for table in ("store_fact", "store_record", "store_link", "store_counter"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        records = 0
        busy: set[str] = set()
        for solos in _judged_anew(ledger, cursor, busy):
            solos.write(cursor)
            records += len(solos)
            if progress:
                progress(records, total)
        projection.refresh(ledger, cursor, busy)
        auditing.recount(ledger, cursor)
        cursor.execute("SELECT COUNT(DISTINCT record) FROM store_record")
        found = int(cursor.fetchone()[0])
    settled.settle(ledger, most=None)
    return found


def _entries(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT COUNT(*) FROM store_entry")
    return int(cursor.fetchone()[0])


def _judged_anew(ledger: Ledger, cursor: CursorWrapper, busy: set[str]) -> Iterator[projection.Solos]:
    """Judge every entry as if it arrived now, write the links that entries state, and yield who stands alone.

    The records that must be folded from more than one entry are added to ``busy``.
    """
    feeds = {feed.id: feed for feed in all_feeds(cursor)}
    law = {
        number: (append.hosts_of(ledger, feed), settling.bounds(cursor, ledger.roster(), feed))
        for number, feed in feeds.items()
    }
    steps, line = receipts.Cache(cursor), projection.own_line(ledger)
    for chunk in _chunks(cursor):
        read: list[tuple[Row, append.Leaf]] = []
        for row, stated in chunk:
            hosts, bounds = law[row[1]]
            raw = bytes(row[3])
            leaf = append.foreseen(raw, leaf_hash(raw), stated, hosts) if stated else append.leaf_of(raw, hosts)
            leaf = append.marked(leaf, row[2], bounds)
            if leaf.fault != row[6]:
                cursor.execute("UPDATE store_entry SET quarantine = %s WHERE id = %s", [leaf.fault, row[0]])
            if leaf.record is None or leaf.fault:
                continue
            cursor.executemany(append.INSERT_LINK, leaf.links(row[0]))
            read.append((row, leaf))
        yield from _solos(cursor, feeds, steps, read, busy, line)[1]


def _alone(
    ledger: Ledger, cursor: CursorWrapper, verdict: Verdict, busy: set[str]
) -> Iterator[tuple[set[str], projection.Rows]]:
    """Yield the rows, as the log gives them, of the records about which one entry alone speaks; note the others."""
    feeds = {feed.id: feed for feed in all_feeds(cursor)}
    steps, line = receipts.Cache(cursor), projection.own_line(ledger)
    judging = judging_again.Judging(ledger, cursor, feeds)
    for chunk in _chunks(cursor):
        verdict.quarantined += sum(1 for row, _ in chunk if row[6])
        read = [(row, _as_kept(bytes(row[3]), stated)) for row, stated in chunk if not row[6]]
        verdict.faults += judging.faults([row for row, _ in chunk], read)
        links, faults = auditing.entry_columns(cursor, read)
        verdict.links += links
        verdict.faults += faults
        rows = projection.Rows()
        names, found = _solos(cursor, feeds, steps, read, busy, line)
        for solos in found:
            rows.extend(solos.rows())
        yield names, rows


def _together(ledger: Ledger, cursor: CursorWrapper, busy: set[str]) -> Iterator[tuple[set[str], projection.Rows]]:
    """Yield the rows, as the log gives them, of the records that are folded from several entries, group by group."""
    while busy:
        group = projection.same_events(cursor, busy.pop())
        busy -= group
        for rows in projection.fold_rows(ledger, cursor, group):
            yield group, rows


Row = tuple[int, int, int, bytes, str, int, str]
"""An entry as kept: id, feed, position, bytes, record, when it arrived, why it is in quarantine."""


def _as_kept(raw: bytes, stated: stating.Stated | None) -> append.Leaf:
    """Return a leaf that isn't in quarantine, read here if it wasn't read ahead."""
    hashed = leaf_hash(raw)
    return append.Leaf(raw, hashed, None if stated else entries.read(raw, hashed), stated=stated)


def _chunks(cursor: CursorWrapper) -> Iterator[list[tuple[Row, stating.Stated | None]]]:
    """Yield all entries but the beginnings of feeds, in the order in which they were kept, and what was foreseen."""
    foresight = Foresight(LEAVES)
    cursor.execute("SELECT COUNT(*) FROM store_entry")
    foresight.expect(cursor.fetchone()[0])
    for chunk in ahead(_read_in_chunks(cursor), foresight):
        leaves = chunk.leaves
        yield list(zip(chunk.rows, foresight.told(leaves) or stating.plainly(leaves), strict=True))


@dataclass(frozen=True, slots=True)
class _Chunk:
    rows: list[Row]

    @property
    def leaves(self) -> list[bytes]:
        return [bytes(row[3]) for row in self.rows]


def _read_in_chunks(cursor: CursorWrapper) -> Iterator[_Chunk]:
    last = 0
    while True:
        cursor.execute(
            "SELECT id, feed_id, position, raw, record, arrived, quarantine FROM store_entry WHERE id > %s "
            "AND position > 0 ORDER BY id LIMIT %s",
            [last, CHUNK],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield _Chunk(rows)


def _solos(
    cursor: CursorWrapper, feeds: Mapping[int, FeedRow], steps: receipts.Cache,
    read: Sequence[tuple[Row, append.Leaf]], busy: set[str], line: Places | None,
) -> tuple[set[str], list[projection.Solos]]:  # fmt: skip
    """Return the records that stand alone among some entries, and their rows; the others are added to ``busy``."""
    told = [(row, leaf, leaf.record) for row, leaf in read if leaf.record is not None and leaf.act != "roster"]
    shared = append.spoken_of_twice(cursor, [record for _, _, record in told])
    busy |= shared
    names: set[str] = set()
    solos: dict[tuple[int, int], projection.Solos] = {}
    for row, leaf, record in told:
        if record in shared:
            continue
        if leaf.act != "say":
            busy.add(record)
            continue
        number, feed, position, arrived = row[0], row[1], row[2], row[5]
        if (feed, arrived) not in solos:
            solos[feed, arrived] = projection.Solos(feeds[feed], arrived)
        solos[feed, arrived].add(leaf.states(line), number, leaf.hash, steps.at(feed, position))
        names.add(record)
    return names, list(solos.values())


def _compare(cursor: CursorWrapper, names: set[str], rows: projection.Rows, verdict: Verdict) -> None:
    if not names or rows == projection.kept_alone(cursor, rows):
        return
    kept = projection.kept_rows(cursor, names)
    differing = _differing(kept.records, rows.records, RECORD_WORDS) | _differing(kept.facts, rows.facts, FACT_WORDS)
    for name in sorted(differing):
        verdict.faults.append(
            Sentence("record {record}: what is kept is not what the log gives; {heal}", record=name, heal=auditing.HEAL)
        )


def _differing(kept: list[tuple[Any, ...]], given: list[tuple[Any, ...]], at: int) -> set[str]:
    """Return the records (their names stand ``at``) of which some row is kept more or less often than it is given."""
    one, other = Counter(map(_plain, kept)), Counter(map(tuple, given))
    if one == other:
        return set()
    return {row[at] for row in (one - other) + (other - one)}


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row as it was given, whatever the database hands back for bytes."""
    if memoryview in map(type, row):
        return tuple(bytes(value) if type(value) is memoryview else value for value in row)
    return row
