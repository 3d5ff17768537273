"""The rows that the fold gives: a record's states and their facts.

Everything here can be made again from the log. The bulk of all entries are
first sayings nobody has answered yet; they take a short cut (``solo``) that
gives the same rows as the fold does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from twinline import text
from twinline.feeds import entries
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Law
from twinline.ledger.fold import LIVE, STATED
from twinline.ledger.knowledge import Steps
from twinline.ledger.timeline import Span, State
from twinline.records import registry
from twinline.store import feeds, meaning, receipts
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger
from twinline.store.rows import FactRow, RecordRow
from twinline.times import NO_PERIOD

_IN = 500  # parameters per IN list


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


INSERT_RECORD = _insert("store_record", RecordRow._fields)
INSERT_FACT = _insert("store_fact", FactRow._fields)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the projection needs it: the act, its feed and its header's short number."""

    act: Act
    feed: int
    number: int
    version: int


@dataclass
class Rows:
    """Rows to be written."""

    records: list[tuple[Any, ...]] = field(default_factory=list)
    facts: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, cursor: CursorWrapper) -> None:
        """Write all rows."""
        cursor.executemany(INSERT_RECORD, self.records)
        cursor.executemany(INSERT_FACT, self.facts)


def law(ledger: Ledger) -> Law:
    """Return what the fold must know of kinds and organisations."""
    roster = ledger.roster()

    def wider(first: int, second: int) -> int | None:
        with ledger.connection.cursor() as cursor:
            return feeds.wider(cursor, first, second)

    return Law(meaning.counterparts, meaning.essentials, roster.ever_above, wider)


def add(rows: Rows, told: Told, span: Span, *, solo: bool, number: int) -> None:
    """Add the rows of one state of a record."""
    state, act = span.state, span.state.version
    about = About(act.entry, told.feed, act.audience, act.side, solo, state.standing, state.part.event, *_marks(state))
    clocks = (span.arrived_from, span.arrived_to, span.held_from, span.held_to)
    _add(rows, state.record, state.root, act, told.version, number, about, clocks)


def add_solo(rows: Rows, entry: entries.Entry, number: int, feed: FeedRow, arrived: int, held: int | None) -> None:
    """Add the rows of a first saying that nobody has answered: those that the fold gives for it alone."""
    about = About(number, feed.id, feed.audience, feed.side, True, STATED, entry.record, 1, 1)
    clocks = (arrived, None, held, None)
    _add(rows, entry.record, entry.hash, entry, entry.version, short_number(entry), about, clocks)


class About(NamedTuple):
    """What a state's rows say beside the words of the version that stands."""

    entry: int
    feed: int
    audience: int
    side: str
    solo: bool
    standing: str
    event: str
    summed: int
    summed_own: int


def _marks(state: State) -> tuple[int, int]:
    return int(state.part.summed), int(state.part.summed_own)


def _add(
    rows: Rows, record: str, root: bytes, said: Act | entries.Entry, version: int, number: int, at: About,
    clocks: tuple[int | None, int | None, int | None, int | None],
) -> None:  # fmt: skip
    kind, author, about = said.kind, said.author, said.about
    body: dict[str, Any] = said.body if type(said.body) is dict else dict(said.body)
    known = meaning.readable(kind, version)
    days, spot = (registry.event_days(kind, body), registry.place(kind, body)) if known else (NO_PERIOD, None)
    code, m_from, m_to = meaning.where(spot)
    example = known and registry.is_example(body)
    entry, feed, audience, side, solo, standing, event, summed, summed_own = at
    rows.records.append(
        (
            record, root, entry, feed, solo, kind, author, about, side, audience, number, standing, event, code, m_from,
            m_to, days.first, days.last, example, search_text(body), *clocks,
        )
    )  # fmt: skip
    if not known or standing not in LIVE:
        return
    published = meaning.published_day(body)
    for (
        measure, cls, value, value_max, unit, qualifier, precision, when, stock, place, start, end, reference_set,
        member, counterpart, returned,
    ) in registry.facts_in(kind, body, about, days, spot):  # fmt: skip
        rows.facts.append(
            (
                record, entry, feed, solo, kind, measure, cls, unit, value, value_max, qualifier, precision, when.first,
                when.last, when.shape, stock, returned, place or code, m_from if start is None else start,
                m_to if end is None else end, author, about, side, counterpart, reference_set, member, example,
                published, audience, standing, event, summed, summed_own, *clocks,
            )
        )  # fmt: skip


def search_text(body: Mapping[str, Any]) -> str:
    """Return the words of a body, folded for search: no entry is altered for it."""
    words: list[str] = []
    _gather(body.values(), words)
    # Sorted, since a body just written and the same one read again may differ in the order of their keys.
    return text.fold(" ".join(sorted(words)))


def _gather(values: Iterable[Any], words: list[str]) -> None:
    for each in values:
        form = type(each)
        if form is str:
            words.append(each)
        elif form is dict:
            _gather(each.values(), words)
        elif form is list:
            _gather(each, words)


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
    told = {each.act.hash: each for each in _once(kept)}
    acts = [each.act for each in told.values()]
    rows = Rows()
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
    return _once(_kept_of(cursor, records))


def _once(kept: Iterable[Told]) -> list[Told]:
    """Return each entry once: what a node had said but not signed when it was restored stands in its fresh feed, too.

    It is known from the earliest moment at which any of its places tells it.
    """
    found: dict[bytes, Told] = {}
    for each in kept:
        first = found.setdefault(each.act.hash, each)
        if first is each:
            continue
        held = [moment for moment in (first.act.held, each.act.held) if moment is not None]
        act = replace(first.act, arrived=min(first.act.arrived, each.act.arrived), held=min(held, default=None))
        found[act.hash] = replace(first, act=act)
    return list(found.values())


def _kept_of(cursor: CursorWrapper, records: set[str]) -> list[Told]:
    found: list[Told] = []
    steps = receipts.Cache(cursor)
    codes = sorted(records)
    for start in range(0, len(codes), _IN):
        part = codes[start : start + _IN]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(
            "SELECT e.id, e.feed_id, e.position, e.raw, e.arrived, f.audience_id, f.side FROM store_entry e "  # noqa: S608
            f"JOIN store_feed f ON f.id = e.feed_id WHERE e.record IN ({marks}) AND e.quarantine = '' ORDER BY e.id",
            part,
        )
        found += [
            told(entries.read(bytes(raw)), number, feed, audience, side, arrived, steps.at(feed, position))
            for number, feed, position, raw, arrived, audience, side in cursor.fetchall()
        ]
    return found


def told(
    entry: entries.Entry, number: int, feed: int, audience: int, side: str, arrived: int, held: int | None
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
    return Told(act, feed, short_number(entry), entry.version)


def short_number(entry: entries.Entry) -> int:
    """Return the number its author gave a record for the radio; 0 if none."""
    number = entry.extra.get("number")
    return number if isinstance(number, int) and 0 < number < 2**31 else 0


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
        versions = sorted({row[2] for row in records})
        for begin in range(0, len(versions), _IN):
            some = versions[begin : begin + _IN]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {', '.join(FactRow._fields)} FROM store_fact WHERE entry_id IN ({marks})", some)  # noqa: S608
            rows.facts += cursor.fetchall()
    return rows


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
    for table, entry in (("store_record", "entry"), ("store_fact", "entry_id")):
        cursor.execute(
            f"UPDATE {table} SET {clock}_from = %s WHERE {entry} BETWEEN %s AND %s AND feed = %s AND solo",  # noqa: S608
            [moment, first, last, feed],
        )
    cursor.execute(
        "SELECT DISTINCT e.record FROM store_entry e WHERE e.feed_id = %s AND e.position >= %s AND e.position < %s "
        "AND EXISTS (SELECT 1 FROM store_record r WHERE r.record = e.record AND NOT r.solo)",
        [feed, low, high],
    )
    refresh(ledger, cursor, [record for (record,) in cursor.fetchall()])
