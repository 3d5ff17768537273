"""The columns beside the log: whether each says what the signed bytes beside it say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.feeds.genesis import Genesis
from twinline.sentences import Sentence
from twinline.store import append
from twinline.store.feeds import ROSTER, FeedRow, codes_of
from twinline.store.ledger import Ledger

#: The short numbers given so far, as our own records tell them.
COUNTERS = (
    "SELECT r.author, r.audience, MAX(r.number) FROM store_record r JOIN store_feed f ON f.id = r.feed "
    "WHERE f.organisation = %s AND r.number > 0 GROUP BY r.author, r.audience"
)
HEAL = Sentence("run 'twinline rebuild'")


def file(cursor: CursorWrapper) -> list[Sentence]:
    """Return what SQLite finds wrong with the database's file: pages out of order, an index that misses a row.

    Source: https://sqlite.org/pragma.html#pragma_integrity_check
    """
    cursor.execute("PRAGMA integrity_check(1)")
    found = str(cursor.fetchone()[0])
    if found == "ok":
        return []
    return [
        Sentence("the database's file is damaged ({found}): look at the disk, then {heal}; where that doesn't mend it, "
                 "bring the node back from a backup with 'twinline restore'", found=found, heal=HEAL)
    ]  # fmt: skip


def feed_columns(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, told: Genesis) -> list[Sentence]:
    """Return which columns of a feed say something else than its beginning does."""
    ours = ledger.node.root_public().id if told.type == ROSTER else ledger.node.id
    pairs = {
        "id": (feed.feed, told.feed),
        "type": (feed.type, told.type),
        "node": (feed.node, told.node.id),
        "organisation": (feed.organisation, told.organisation),
        "audience": (codes_of(cursor, feed.audience), tuple(told.audience)),
        "lane": (feed.lane, told.lane),
        # Several rosters may be by our root: the one of this node, and those it continues.
        "ownership": (feed.own, told.node.id == ours if told.type != ROSTER or feed.own else False),
    }
    if told.type != ROSTER:  # the side of a root is known only once its own roster is kept
        pairs["side"] = (feed.side, ledger.roster().side(told.organisation) or "")
    return [
        Sentence("feed {feed}: its {name} is not what its beginning says", feed=feed.feed, name=name)
        for name, (one, other) in pairs.items() if one != other
    ]  # fmt: skip


def entry_columns(
    cursor: CursorWrapper, read: Sequence[tuple[tuple[Any, ...], append.Leaf]]
) -> tuple[int, list[Sentence]]:
    """Return how many links these entries (id first, record fifth in their rows) state, and what is kept otherwise."""
    faults = [
        Sentence("entry {entry}: it is filed under record {record}, but is about {other}",
                 entry=row[0], record=row[4], other=leaf.record) for row, leaf in read
        if row[4] != leaf.record
    ]  # fmt: skip
    if not read:
        return 0, faults
    said = {link for row, leaf in read for link in leaf.links(row[0])}
    cursor.execute(
        "SELECT entry, verb, record, other FROM store_link WHERE entry BETWEEN %s AND %s",
        [read[0][0][0], read[-1][0][0]],
    )
    kept = cursor.fetchall()
    for entry, *_ in sorted(said - set(kept)):
        faults.append(Sentence("entry {entry}: the link it states is not kept; {heal}", entry=entry, heal=HEAL))
    for entry, *_ in sorted(set(kept) - said):
        faults.append(Sentence("entry {entry}: it states no such link as is kept; {heal}", entry=entry, heal=HEAL))
    return len(said), faults


def recount(ledger: Ledger, cursor: CursorWrapper) -> None:
    """Count the short numbers anew: our organisation's words may have come back from a peer."""
    cursor.execute("DELETE FROM store_counter")
    cursor.execute(
        f"INSERT INTO store_counter (author, audience, last) {COUNTERS}",
        [ledger.node.organisation],
    )


def count_up(cursor: CursorWrapper, feed: FeedRow, leaves: Iterable[append.Leaf]) -> None:
    """Note the short numbers of our own organisation's words that come back, so that none is given twice."""
    last: dict[str, int] = {}
    for leaf in leaves:
        if leaf.act == "say" and not leaf.fault:
            author, number = leaf.numbered()
            last[author] = max(last.get(author, 0), number)
    for author, number in last.items():
        cursor.execute("SELECT last FROM store_counter WHERE author = %s AND audience = %s", [author, feed.audience])
        row = cursor.fetchone()
        if number > (int(row[0]) if row else 0):
            cursor.execute("DELETE FROM store_counter WHERE author = %s AND audience = %s", [author, feed.audience])
            cursor.execute(
                "INSERT INTO store_counter (author, audience, last) VALUES (%s, %s, %s)",
                [author, feed.audience, number],
            )


def totals(ledger: Ledger, cursor: CursorWrapper, expected: Iterable[tuple[str, int]]) -> list[Sentence]:
    """Return which tables hold more or fewer rows than the log gives, and whether short numbers are counted right."""
    faults = []
    for table, rows in expected:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
        kept = int(cursor.fetchone()[0])
        if kept != rows:
            faults.append(
                Sentence("table {table}: {kept:,} rows are kept, the log gives {rows:,}; {heal}",
                         table=table, kept=kept, rows=rows, heal=HEAL)
            )  # fmt: skip
    cursor.execute(COUNTERS, [ledger.node.organisation])
    given = sorted(cursor.fetchall())
    cursor.execute("SELECT author, audience, last FROM store_counter")
    if sorted(cursor.fetchall()) != given:
        faults.append(
            Sentence("table {table}: the short numbers given are not those of the log; {heal}",
                     table="store_counter", heal=HEAL)
        )  # fmt: skip
    return faults
