"""What is due, ends, is planned or comes round again in a span of days, as a reader may know it.

What is over is left out: a commitment carried out, a plan that was walked or called off, a status that another took the
place of. One event that both sides tell stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twinline.ledger.deadlines import OPEN, Deadline
from twinline.records import registry
from twinline.records.cooperation import term_of
from twinline.records.dated import AT_THE_LATEST, Dated
from twinline.store import awaited, following, meaning, plans, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.times import Days, day_of, days_of, iso

#: A plan may be carried out so many days before or after its own.
NEAR_DAYS = 45
#: The kinds that have something for a calendar, and those of them of which only what happens in its days is read.
DATED = tuple(name for name, kind in registry.KINDS.items() if "dates" in vars(kind))
TOGETHER = ("activity", "patrol", "support", "pledge_round")
_BY_THEIR_DAYS = frozenset({"activity", "patrol"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something of one record on some days; ``what`` is a code of ``records.dated:OCCASIONS``.

    ``at`` is the instant in milliseconds where there is one, ``state`` how an answer stands (``ledger.deadlines``),
    ``number`` which stage or task it is, how many years have passed, or the last month (``202612``) of the term that
    something is owed in again.
    """

    what: str
    first: int
    last: int
    row: Row
    number: int = 0
    at: int | None = None
    state: str = ""


def agenda(ledger: Ledger, reader: Reader, first: int, last: int, *, now: int) -> list[Occasion]:
    """Return what a calendar shows of some civil days, the earliest first."""
    found = _by_records(ledger, reader, first, last, day_of(now))
    for one in _answers(ledger, reader, now):
        if first <= one.first <= last:
            _keep(found, one, ledger.node.side)
    return sorted(found.values(), key=lambda one: (one.first, one.at or 0, one.what, one.last, one.row.record))


def dated(ledger: Ledger, reader: Reader, first: int, last: int, *, today: int) -> list[Occasion]:
    """Return what records have in some civil days by their own words: no answer is among it."""
    return list(_by_records(ledger, reader, first, last, today).values())


def _by_records(ledger: Ledger, reader: Reader, first: int, last: int, today: int) -> dict[tuple[Any, ...], Occasion]:
    found: dict[tuple[Any, ...], Occasion] = {}
    for kind in DATED:
        rows = _rows(ledger, reader, kind, first, last)
        over = _over(kind, rows)
        for row in rows:
            for dated in registry.dates(row.kind, dict(row.body)):
                for one in _placed(row, dated, first, last):
                    if not _done(ledger, reader, one, over, today):
                        _keep(found, one, ledger.node.side)
    return found


def done_about(ledger: Ledger, reader: Reader, first: int, last: int) -> list[Row]:
    """Return what both sides did together, or one for the other, in some civil days, the earliest first.

    Asked of the same days a year ago, it is what may come round again.
    """
    found: dict[str, Row] = {}
    for kind in TOGETHER:
        for row in reading.records(ledger, reader, kind=kind, since=first, until=last, limit=None):
            told = meaning.readable(row.kind, row.version) and row.day_to is not None and row.day_to <= last
            if told and not (kind == "patrol" and not _walked_together(row)):
                key = row.event or row.record
                if key not in found or row.side == ledger.node.side:
                    found[key] = row
    return sorted(found.values(), key=lambda row: (row.day_from or 0, row.record))


def _walked_together(row: Row) -> bool:
    return row.body.get("type") == "joint" and row.body.get("stage", "walked") == "walked"


def _rows(ledger: Ledger, reader: Reader, kind: str, first: int, last: int) -> list[Row]:
    asked: dict[str, Any] = {}
    if kind in _BY_THEIR_DAYS:
        asked = {"since": first - NEAR_DAYS, "until": last + NEAR_DAYS}
    rows = reading.records(ledger, reader, kind=kind, limit=None, **asked)
    return [row for row in rows if meaning.readable(row.kind, row.version)]


def _placed(row: Row, dated: Dated, first: int, last: int) -> Iterator[Occasion]:
    """Yield a record's days as they fall into a span; a year as a whole falls on no day of a calendar."""
    days = dated.days
    start, end = days.first, days.last
    if dated.what == "owed" and dated.number:
        yield from _each_term(row, start, end, dated.number, first, last)
        return
    start, end = (start if start is not None else end), (end if end is not None else start)
    if dated.what in AT_THE_LATEST:
        start = end
    if start is None or end is None or end - start > NEAR_DAYS:
        return
    if dated.what == "anniversary":
        yield from _yearly(row, Days(start, end, days.shape), first, last)
    elif start <= last and end >= first:
        yield Occasion(dated.what, start, end, row, dated.number)


def _yearly(row: Row, days: Days, first: int, last: int) -> Iterator[Occasion]:
    """Yield the anniversaries of a day or month that fall into a span."""
    begun, until = iso(days.first or 0), row.body.get("until")
    ends = days_of(until)[1] if isinstance(until, str) else None
    for year in range(int(iso(first)[:4]), int(iso(last)[:4]) + 1):
        start, end = _again(year, begun[4:] if days.first == days.last else begun[4:7])
        passed = year - int(begun[:4])
        if passed > 0 and start <= last and end >= first and (ends is None or start <= ends):
            yield Occasion("anniversary", start, end, row, passed)


def _each_term(
    row: Row, begun: int | None, ended: int | None, months: int, first: int, last: int
) -> Iterator[Occasion]:
    """Yield the days of a span by whose end something is owed anew: the last of each term, or of the commitment."""
    day = max(first, begun) if begun is not None else first
    while True:
        start, end = term_of(day, months)
        due = min(end, ended) if ended is not None else end
        if due > last or (ended is not None and start > ended):
            return
        if due >= first:
            yield Occasion("owed", due, due, row, int(iso(end)[:7].replace("-", "")))
        day = end + 1


def _again(year: int, said: str) -> tuple[int, int]:
    """Return the days of a day or month in a year: a leap day is the 28th of February where there is none."""
    try:
        return days_of(f"{year}{said}")
    except ValueError:
        return days_of(f"{year}-02-28")


def _over(kind: str, rows: Iterable[Row]) -> Mapping[str, int] | frozenset[str]:
    """Return what shows that something of a kind is over: plans carried out, or since when a newer status holds."""
    if kind == "patrol":
        return frozenset(str(row.body["plan"]) for row in rows if "plan" in row.body)
    newest: dict[str, int] = {}
    for row in rows:
        begun = registry.event_days(row.kind, dict(row.body)).first
        if (subject := _subject(row)) and begun is not None:
            newest[subject] = max(begun, newest.get(subject, begun))
    return newest


def _subject(row: Row) -> str:
    """Return whose status a record tells, empty where it tells none: a newer one of the same takes its place."""
    if row.kind == "programme_status":
        return f"{row.body['commune']} {row.body['reference_set']}"
    if row.kind == "gate_status":
        return str(row.body["place"].get("gate", ""))
    return ""


def _done(ledger: Ledger, reader: Reader, one: Occasion, over: Mapping[str, int] | frozenset[str], today: int) -> bool:
    row = one.row
    if one.what == "held":
        # What took place is a record of the past; a calendar shows what is coming.
        return one.last < today
    if one.what == "owed":
        return following.fulfilment(ledger, reader, row, day=one.first).done
    if one.what in ("task", "review"):
        told = plans.progress(ledger, reader, row, today=today)
        return (told.tasks if one.what == "task" else told.reviews)[one.number - 1].over
    if one.what == "planned":
        return row.record in over
    if subject := _subject(row):
        begun = registry.event_days(row.kind, dict(row.body)).first
        assert isinstance(over, Mapping)
        return begun is not None and over.get(subject, begun) > begun
    return False


def _answers(ledger: Ledger, reader: Reader, now: int) -> Iterator[Occasion]:
    """Yield the answers that are due: ours to requests addressed to those who read, and those our side awaits."""
    for row, due in awaited.open_requests(ledger, reader, now=now):
        if due.due is None or due.state not in OPEN:
            continue
        if row.side == ledger.node.side:
            yield _answer("awaited", row, due)
        elif awaited.addressed(ledger, reader, row):
            yield _answer("to_answer", row, due)


def _answer(what: str, row: Row, due: Deadline) -> Occasion:
    assert due.due is not None
    day = day_of(due.due)
    return Occasion(what, day, day, row, at=due.due, state=due.state)


def _keep(found: dict[tuple[Any, ...], Occasion], one: Occasion, side: str) -> None:
    """Keep an occasion, once for an event that both sides tell: in the words of ours."""
    key = (one.row.event or one.row.record, one.what, one.first, one.last, one.number)
    if key not in found or (one.row.side == side and found[key].row.side != side):
        found[key] = one
