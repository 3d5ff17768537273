"""The rows that the fold gives: a record's states and their facts.

Everything here can be made again from the log. The bulk of all entries are
first sayings nobody has answered yet; they take a short cut (``solo``) that
gives the same rows as the fold does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries
from twinline.feeds.roster import Roster
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Law
from twinline.ledger.fold import LIVE, STATED
from twinline.ledger.knowledge import Steps
from twinline.ledger.timeline import Span
from twinline.line.places import Places
from twinline.store import feeds, lines, meaning, receipts, stating
from twinline.store.feeds import FeedRow
from twinline.store.inserting import insert
from twinline.store.ledger import Ledger
from twinline.store.rows import FACT_WORDS, RECORD_WORDS, FactRow, RecordRow
from twinline.store.stating import Stated

_IN = 500  # parameters per IN list
_STEP = 2000  # entries whose rows are rewritten by one statement


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


INSERT_RECORD = _insert("store_record", RecordRow._fields)
INSERT_FACT = _insert("store_fact", FactRow._fields)
_entry_of_record = itemgetter(RecordRow._fields.index("entry"))
_entry_of_fact = itemgetter(FactRow._fields.index("entry_id"))


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the projection needs it: the act, its feed and its header's short number."""

    act: Act
    feed: int
    number: int
    place: str
    """The id of its feed: what both nodes know it by."""


@dataclass
class Rows:
    """Rows to be written."""

    #: the line that records are placed on here, where it isn't the agreed one (``store.lines``)
    line: Places | None = None
    records: list[tuple[Any, ...]] = field(default_factory=list)
    facts: list[tuple[Any, ...]] = field(default_factory=list)

    def extend(self, more: Rows) -> None:
        """Add rows, in the order of the entries that they are about."""
        self.records = sorted([*self.records, *more.records], key=_entry_of_record)
        self.facts = sorted([*self.facts, *more.facts], key=_entry_of_fact)

    def write(self, cursor: CursorWrapper) -> None:
        """Write all rows."""
        cursor.executemany(INSERT_RECORD, self.records)
        cursor.executemany(INSERT_FACT, self.facts)


def law(ledger: Ledger, then: Roster | None = None) -> Law:
    """Return what the fold must know of kinds and organisations, by the roster as it is or as it was ``then``."""
    roster = then or ledger.roster()

    def wider(first: int, second: int) -> int | None:
        with ledger.connection.cursor() as cursor:
            return feeds.wider(cursor, first, second)

    return Law(meaning.counterparts, meaning.essentials, roster.ever_above, wider)


def add(rows: Rows, told: Told, span: Span, *, solo: bool, number: int) -> None:
    """Add the rows of one state of a record."""
    state, act, part = span.state, span.state.version, span.state.part
    words, facts = stating.columns(act, number, counted=state.standing in LIVE, line=rows.line)
    clocks = (span.arrived_from, span.arrived_to, span.held_from, span.held_to)
    rows.records.append(
        (
            *words, state.record, state.root, act.entry, told.feed, solo, act.side, act.audience, state.standing,
            part.event, *clocks,
        )
    )  # fmt: skip
    beside = (
        state.record, act.entry, told.feed, solo, act.side, act.audience, state.standing, part.event, int(part.summed),
        int(part.summed_own), *clocks,
    )  # fmt: skip
    rows.facts += [fact + beside for fact in facts]


class Solos:
    """First sayings in one feed that nobody has answered: they get the rows that the fold gives for each alone."""

    def __init__(self, feed: FeedRow, arrived: int) -> None:
        self._feed = feed
        self._arrived = arrived
        self._held: dict[int | None, Rows] = {}

    def add(self, told: Stated, entry: int, root: bytes, held: int | None) -> None:
        """Add a first saying: what it states, its number and hash, and since when both sides hold it."""
        rows = self._held.get(held)
        if rows is None:
            rows = self._held[held] = Rows()
        rows.records.append((*told.state, told.record, root, entry))
        beside = (told.record, entry)
        for fact in told.facts:
            rows.facts.append(fact + beside)

    def __len__(self) -> int:
        return sum(len(rows.records) for rows in self._held.values())

    def rows(self) -> Rows:
        """Return the rows, whole."""
        found = Rows()
        feed = self._feed
        for held, rows in self._held.items():
            clocks = (self._arrived, None, held, None)
            beside = (feed.id, True, feed.side, feed.audience, STATED)
            found.records += [(*row, *beside, row[RECORD_WORDS], *clocks) for row in rows.records]
            found.facts += [(*row, *beside, row[FACT_WORDS], 1, 1, *clocks) for row in rows.facts]
        return found

    def write(self, cursor: CursorWrapper) -> None:
        """Write the rows."""
        feed = self._feed
        side = feed.side.replace("'", "''")
        beside = (str(feed.id), "1", f"'{side}'", str(feed.audience), f"'{STATED}'")
        for held, rows in self._held.items():
            clocks = (str(self._arrived), "NULL", "NULL" if held is None else str(held), "NULL")
            record = (*range(RECORD_WORDS + 3), *beside, RECORD_WORDS, *clocks)
            insert(cursor, "store_record", RecordRow._fields, record, rows.records)
            fact = (*range(FACT_WORDS + 2), *beside, FACT_WORDS, "1", "1", *clocks)
            insert(cursor, "store_fact", FactRow._fields, fact, rows.facts)


def own_line(ledger: Ledger) -> Places | None:
    """Return the line in use at this node, or None where it is the agreed one."""
    places = lines.in_use(ledger)
    return None if places is lines.base() else places


def refresh(ledger: Ledger, cursor: CursorWrapper, records: Iterable[str]) -> None:
    """Fold again the records named and all that share an event with them, and rewrite their rows."""
    left = set(records)
    while left:
        group = same_events(cursor, left.pop())
        left -= group
        _forget(cursor, group)
        rows = Rows()
        for rows_of in fold_rows(ledger, cursor, group):
            rows.records += rows_of.records
            rows.facts += rows_of.facts
        rows.write(cursor)


def fold_rows(ledger: Ledger, cursor: CursorWrapper, group: set[str]) -> Iterator[Rows]:
    """Yield the rows of some records, closed under *same event*, made anew from the log."""
    kept = _kept_of(cursor, group)
    told = {each.act.hash: each for each in once(kept)}
    acts = [each.act for each in told.values()]
    rows = Rows(own_line(ledger))
    alone = len(kept) == 1 and acts[0].act == "say"
    spans = timeline.spans(acts, law(ledger)) if not alone else [solo_span(acts[0])]
    for span in spans:
        version = told[span.state.version.hash]
        add(rows, version, span, solo=alone, number=told[span.state.root].number)
    yield rows


def solo_span(act: Act) -> Span:
    return Span(timeline.solo(act), act.arrived, None, act.held, None)


def told_of(ledger: Ledger, cursor: CursorWrapper, records: set[str]) -> list[Told]:
    """Return all that was told about some records and is not quarantined, each entry once."""
    return once(_kept_of(cursor, records))


def once(kept: Iterable[Told]) -> list[Told]:
    """Return each entry once: what a node had said but not signed when it was restored stands in its fresh feed, too.

    It is known from the earliest moment at which any of its places tells it. Where these have several audiences, it is
    said to that of the smallest feed id, wherever it came first.
    """
    places: dict[bytes, list[Told]] = {}
    for each in kept:
        places.setdefault(each.act.hash, []).append(each)
    return [found[0] if len(found) == 1 else _one_of(found) for found in places.values()]


def _one_of(places: list[Told]) -> Told:
    alike = len({each.act.audience for each in places}) == 1
    first = places[0] if alike else min(places, key=lambda each: each.place)
    held = [each.act.held for each in places if each.act.held is not None]
    act = replace(first.act, arrived=min(each.act.arrived for each in places), held=min(held, default=None))
    return replace(first, act=act)


def _kept_of(cursor: CursorWrapper, records: set[str]) -> list[Told]:
    found: list[Told] = []
    steps = receipts.Cache(cursor)
    codes = sorted(records)
    for start in range(0, len(codes), _IN):
        part = codes[start : start + _IN]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(
            "SELECT e.id, e.feed_id, f.feed, e.position, e.raw, e.arrived, f.audience_id, f.side FROM store_entry e "  # noqa: S608
            f"JOIN store_feed f ON f.id = e.feed_id WHERE e.record IN ({marks}) AND e.quarantine = '' ORDER BY e.id",
            part,
        )
        found += [
            told(entries.read(bytes(raw)), number, feed, place, audience, side, arrived, steps.at(feed, position))
            for number, feed, place, position, raw, arrived, audience, side in cursor.fetchall()
        ]
    return found


def told(
    entry: entries.Entry, number: int, feed: int, place: str, audience: int, side: str, arrived: int, held: int | None
) -> Told:
    """Return an entry as the projection needs it."""
    act = Act(
        hash=entry.hash,
        entry=number,
        record=entry.record,
        act=entry.act,
        kind=entry.kind,
        author=entry.author,
        side=side,
        about=entry.about,
        audience=audience,
        follows=bytes.fromhex(entry.follows) if entry.follows else None,
        body=entry.body,
        arrived=arrived,
        held=held,
        version=entry.version,
    )
    return Told(act, feed, stating.short_number(entry), place)


def same_events(cursor: CursorWrapper, record: str) -> set[str]:
    """Return a record with all that any act calls the same event, confirmed or not."""
    group, queue = {record}, [record]
    while queue:
        current = queue.pop()
        cursor.execute(
            "SELECT record, other FROM store_link WHERE verb = 'same_event' AND (record = %s OR other = %s)",
            [current, current],
        )
        for pair in cursor.fetchall():
            for each in pair:
                if each not in group:
                    group.add(each)
                    queue.append(each)
    return group


def kept_rows(cursor: CursorWrapper, names: set[str]) -> Rows:
    """Return the rows kept of some records."""
    rows = Rows()
    codes = sorted(names)
    for start in range(0, len(codes), _IN):
        part = codes[start : start + _IN]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(f"SELECT {', '.join(RecordRow._fields)} FROM store_record WHERE record IN ({marks})", part)  # noqa: S608
        records = cursor.fetchall()
        rows.records += records
        versions = sorted({_entry_of_record(row) for row in records})
        for begin in range(0, len(versions), _IN):
            some = versions[begin : begin + _IN]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {', '.join(FactRow._fields)} FROM store_fact WHERE entry_id IN ({marks})", some)  # noqa: S608
            rows.facts += cursor.fetchall()
    return rows


def kept_alone(cursor: CursorWrapper, like: Rows) -> Rows:
    """Return the rows kept of records that stand alone, from the first to the last of the entries of some rows."""
    found = Rows()
    if like.records:
        ends = [_entry_of_record(like.records[0]), _entry_of_record(like.records[-1])]
        found.records = _alone_between(cursor, "store_record", "entry", RecordRow._fields, ends)
        found.facts = _alone_between(cursor, "store_fact", "entry_id", FactRow._fields, ends)
    return found


def _alone_between(
    cursor: CursorWrapper, table: str, entry: str, columns: Sequence[str], ends: Sequence[int]
) -> list[tuple[Any, ...]]:
    cursor.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE {entry} BETWEEN %s AND %s AND solo ORDER BY {entry}, id",  # noqa: S608
        ends,
    )
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _forget(cursor: CursorWrapper, group: set[str]) -> None:
    for record in group:
        cursor.execute(
            "DELETE FROM store_fact WHERE entry_id IN (SELECT entry FROM store_record WHERE record = %s)", [record]
        )
        cursor.execute("DELETE FROM store_record WHERE record = %s", [record])


def held_anew(ledger: Ledger, cursor: CursorWrapper, feed: int, before: Steps, after: Steps) -> None:
    """Rewrite from when both sides held a feed's entries, where new receipts tell it."""
    for low, high, moment in _changed(before, after):
        known_between(ledger, cursor, feed, low, high, moment, clock="held")


def _changed(before: Steps, after: Steps) -> Iterator[tuple[int, int, int]]:
    """Yield from when the entries from ``low`` up to ``high`` are held by both, where that changed."""
    start: tuple[int, int, int] | None = None
    first = 0
    for size, moment in zip(after.sizes, after.moments, strict=True):
        for low, high, known in _pieces(before, first, size):
            if known == moment:
                continue
            if start is not None and start[1:] == (low, moment):
                start = (start[0], high, moment)
                continue
            if start is not None:
                yield start
            start = (low, high, moment)
        first = size
    if start is not None:
        yield start


def _pieces(steps: Steps, first: int, last: int) -> Iterator[tuple[int, int, int | None]]:
    """Yield the parts of ``first`` to ``last`` over which ``steps`` is constant, with its value."""
    low = first
    within = steps.sizes[bisect_right(steps.sizes, first) : bisect_left(steps.sizes, last)]
    for size in [*within, last]:
        yield low, size, steps.at(low)
        low = size


def known_between(
    ledger: Ledger, cursor: CursorWrapper, feed: int, low: int, high: int, moment: int, *, clock: str
) -> None:
    """Rewrite from when a feed's entries in some positions are known on one clock (``held`` or ``arrived``)."""
    cursor.execute(
        "SELECT MIN(id), MAX(id) FROM store_entry WHERE feed_id = %s AND position >= %s AND position < %s",
        [feed, low, high],
    )
    first, last = cursor.fetchone()
    if first is None:
        return
    alone = 0
    # Step by step: a statement that rewrites very many rows holds in memory what they were before.
    for start in range(first, last + 1, _STEP):
        for table, entry in (("store_record", "entry"), ("store_fact", "entry_id")):
            cursor.execute(
                f"UPDATE {table} SET {clock}_from = %s WHERE {entry} BETWEEN %s AND %s AND feed = %s AND solo",  # noqa: S608
                [moment, start, min(start + _STEP - 1, last), feed],
            )
            alone += cursor.rowcount if table == "store_record" else 0
    if alone == high - max(low, 1):  # each entry but the feed's beginning is a record's only one
        return
    cursor.execute(
        "SELECT DISTINCT e.record FROM store_entry e WHERE e.feed_id = %s AND e.position >= %s AND e.position < %s "
        "AND EXISTS (SELECT 1 FROM store_record r WHERE r.record = e.record AND NOT r.solo)",
        [feed, low, high],
    )
    refresh(ledger, cursor, [record for (record,) in cursor.fetchall()])
