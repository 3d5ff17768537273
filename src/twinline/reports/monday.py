"""The Monday sheet: what one page tells of a week, collected as plain values in no language.

Four things: the week on the line, what the other side awaits from us, what is coming, and what was done in the same
week of the year before. Each list is as long as the page has room for; how many more there are is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from twinline.ledger.deadlines import OPEN
from twinline.line import watch
from twinline.line.places import Places
from twinline.line.strip import Walked
from twinline.reports.calendar import Entry, entries
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.model import Source
from twinline.reports.strips import length, sort
from twinline.store import agenda, awaited, following, meaning, plans, reading, watching
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.times import day_of

#: How much of each list the page has room for.
AWAITED, COMING, DONE = 9, 13, 5
#: What is coming is told for so many days; a year is so many whole weeks; commitments are told so long before.
AHEAD_DAYS, YEAR_DAYS, OWED_DAYS = 28, 364, 60
MOST = 1_000
_DAYS = 7
_EPOCH_WEEKDAY = 3

Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something the other side awaits: ``answer``, ``owed``, ``task``, ``confirm`` or ``settle``; by when.

    ``at`` is an instant in milliseconds, ``day`` a civil day, ``number`` which task of a plan.
    """

    what: str
    row: Row
    at: int | None = None
    day: int | None = None
    late: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut(Generic[Each]):
    """The first of a list, and how many more there are."""

    shown: tuple[Each, ...]
    more: int

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return len(self.shown) + self.more


@dataclass(frozen=True, slots=True)
class Monday:
    """The sheet of a week for one organisation, as its readers know it at ``now`` (milliseconds).

    ``week`` and ``before`` are first and last civil day of the week and of the same week a year before. On the strip:
    what was walked and what happened in the week before (``happened``), and the patrols planned in this one.
    """

    organisation: str
    now: int
    week: tuple[int, int]
    before: tuple[int, int]
    awaited: Cut[Awaited]
    coming: Cut[Entry]
    done: Cut[Row]
    places: Places = field(compare=False, repr=False)
    walked: tuple[Walked, ...]
    happened: tuple[Row, ...]
    planned: tuple[Row, ...]
    patrols: int
    incidents: int
    sources: tuple[Source, ...]

    @property
    def example(self) -> bool:
        """Return whether anything on it is marked EXAMPLE."""
        rows = (*(one.row for one in self.awaited.shown), *self.done.shown, *self.happened, *self.planned)
        return any(row.example for row in rows) or any(one.example for one in self.coming.shown)


def week_of(day: int) -> tuple[int, int]:
    """Return the Monday and the Sunday of the week of a civil day."""
    monday = day - (day + _EPOCH_WEEKDAY) % _DAYS
    return monday, monday + _DAYS - 1


def monday_sheet(ledger: Ledger, reader: Reader, organisation: str, *, day: int, now: int) -> Monday:
    """Return the sheet of the week of a civil day, of what a reader may know; ``organisation`` is whose it is."""
    first, last = week_of(day)
    before = first - YEAR_DAYS, last - YEAR_DAYS
    owing = sorted(_awaited(ledger, reader, last, now), key=_pressing)
    told = {(one.row.record, one.what, one.number) for one in owing}
    coming = [one for one in entries(ledger, reader, first, first + AHEAD_DAYS - 1, now=now) if not _told(one, told)]
    found = watching.watched(ledger, reader)
    covered = watch.patrolled(found.walks, (0, found.places.line.length_m), (first - _DAYS, first - 1))
    happened = _rows(ledger, reader, first - _DAYS, first - 1, ("patrol", "activity", "incident"))
    planned = _rows(ledger, reader, first, last, ("patrol",))
    with LedgerSource(ledger).seen((organisation,), held=False) as seen:
        sources = seen.sources
    return Monday(
        organisation=organisation,
        now=now,
        week=(first, last),
        before=before,
        awaited=_cut(owing, AWAITED, _unread(ledger, reader)),
        coming=_cut(coming, COMING),
        done=_cut(agenda.done_about(ledger, reader, *before), DONE),
        places=found.places,
        walked=tuple(Walked(part.from_m, part.to_m, part.vn, part.la) for part in covered.parts if part.times),
        happened=tuple(one for one in happened if sort(one) in ("patrol", "incident") and length(one) is not None),
        planned=tuple(one for one in planned if sort(one) == "plan" and length(one) is not None),
        patrols=_events(one for one in happened if sort(one) == "patrol"),
        incidents=_events(one for one in happened if sort(one) == "incident"),
        sources=sources,
    )


def _awaited(ledger: Ledger, reader: Reader, last: int, now: int) -> Iterator[Awaited]:
    """Yield what the other side awaits from those who read: answers, commitments, differences, confirmations.

    Of what they would have confirmed as much as the page has room for: it has no day, so it stands last.
    """
    ours, today = ledger.node.side, day_of(now)
    for row, due in awaited.open_requests(ledger, reader, now=now):
        if row.side != ours and awaited.addressed(ledger, reader, row):
            late = due.due is not None and due.due < now and due.state in OPEN
            yield Awaited("answer", row, at=due.due, late=late)
    for row in reading.records(ledger, reader, kind="commitment", limit=None):
        if not meaning.readable(row.kind, row.version):
            continue
        near = [day for day in following.due_days(row, today) if day <= last + OWED_DAYS]
        if near and awaited.answers_for(ledger, reader.organisations, row.body["owed_by"]):
            left = [day for day in near if not following.fulfilment(ledger, reader, row, day=day).done]
            yield from (Awaited("owed", row, day=day, late=day < today) for day in left[:1])
    for row, task in plans.owed_by(ledger, reader, ours, today, last + OWED_DAYS):
        yield Awaited("task", row, day=task.due, late=task.due is not None and task.due < today, number=task.number)
    for row in reading.records(ledger, reader, side=ours, standing="disputed", limit=None):
        yield Awaited("settle", row)
    for row in reading.records(ledger, reader, **awaited.to_confirm(ledger, reader), limit=AWAITED):
        yield Awaited("confirm", row)


def _pressing(one: Awaited) -> tuple[int, int, int, str, str]:
    """Return the order of what is awaited: late first, then by its day, then what has none."""
    day = one.day if one.day is not None else day_of(one.at) if one.at is not None else None
    return (0 if one.late else 1 if day is not None else 2, day or 0, one.at or 0, one.what, one.row.record)


def _told(one: Entry, told: set[tuple[str, str, int]]) -> bool:
    """Return whether something in the calendar stands among what the other side awaits already."""
    as_awaited = {"to_answer": "answer", "owed": "owed", "task": "task"}.get(one.what, "")
    if one.occasion is None:
        return False
    number = one.occasion.number if as_awaited == "task" else 0
    return (one.occasion.row.record, as_awaited, number) in told


def _rows(ledger: Ledger, reader: Reader, first: int, last: int, kinds: Iterable[str]) -> list[Row]:
    return [
        row
        for kind in kinds
        for row in reading.records(ledger, reader, kind=kind, since=first, until=last, limit=MOST)
        if meaning.readable(row.kind, row.version)
    ]


def _events(rows: Iterable[Row]) -> int:
    """Return how many events some records tell: what both sides tell counts once."""
    return len({row.event or row.record for row in rows})


def _unread(ledger: Ledger, reader: Reader) -> int:
    """Return how many wait for a confirmation beside those that there may be room for."""
    return max(0, reading.count(ledger, reader, **awaited.to_confirm(ledger, reader)) - AWAITED)


def _cut(found: list[Each], most: int, beside: int = 0) -> Cut[Each]:
    return Cut(tuple(found[:most]), max(0, len(found) - most) + beside)
