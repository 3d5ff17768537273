"""The calendar of a month, and the same as a file, each as an officer may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from twinline.access.models import User
from twinline.desk import telling
from twinline.desk.house import here
from twinline.desk.house.rows import begun, row
from twinline.desk.monthly import Day, Entry, Listed, Month
from twinline.records.holidays import buddhist_years, unknown
from twinline.reports import calendar as told
from twinline.store import agenda
from twinline.store.here import still, this_ledger
from twinline.times import day_of, days_of, iso, rfc3339

#: How many entries a day of the grid shows, and how much of last year is listed.
IN_A_CELL, DONE = 3, 10
#: The file reaches so many days back and ahead.
BEHIND_DAYS, AHEAD_DAYS = 31, 400
#: The language whose readers count years by the Buddhist era too.
OF_THE_ERA = "lo"


@still()
def calendar(user: User, lang: str, *, month: str, now: int) -> Month | None:
    """Return a month (``2026-11``) of the calendar, or None where that is no month."""
    try:
        first, last = days_of(month)
    except ValueError:
        return None
    if len(month) != len("2026-11") or not 1900 < int(month[:4]) < 2200:
        return None
    start = first - date.fromisoformat(iso(first)).weekday()
    end = last + 6 - date.fromisoformat(iso(last)).weekday()
    ledger, reader = this_ledger(), here.reader_of(user)
    found = told.entries(ledger, reader, start, end, now=now)
    whole = [one for one in found if (one.first, one.last) == (first, last)]
    placed = [one for one in found if not _is_month(one)]
    year, number = int(month[:4]), int(month[5:])
    before = days_of(f"{year - 1:04}-{number:02}")
    done = agenda.done_about(ledger, reader, *before)
    return Month(
        month=month,
        before=f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}",
        after=f"{year + (number == 12):04}-{number % 12 + 1:02}",
        era=buddhist_years(year, number) if lang == OF_THE_ERA else "",
        weekdays=tuple(telling.weekdays(lang)),
        weeks=tuple(
            tuple(_day(placed, day, lang, inside=first <= day <= last, today=day == day_of(now)) for day in week)
            for week in (range(monday, monday + 7) for monday in range(start, end, 7))
        ),
        days=tuple(_list(placed, first, last, lang)),
        some_day=tuple(_entry(one, lang) for one in whole),
        last_year=f"{year - 1:04}-{number:02}",
        done=tuple(row(one, lang) for one in done[:DONE]),
        done_more=max(0, len(done) - DONE),
        done_address=f"{reverse('desk:records')}?{urlencode({'since': iso(before[0]), 'until': iso(before[1])})}",
        unknown=", ".join(one.names.to(lang) for one in unknown(year)),
    )


@still()
def calendar_file(user: User, lang: str, *, now: int) -> bytes:
    """Return the calendar from a month ago to a year ahead as an iCalendar file."""
    first, last = day_of(now) - BEHIND_DAYS, day_of(now) + AHEAD_DAYS
    found = told.entries(this_ledger(), here.reader_of(user), first, last, now=now)
    return told.as_ics(found, lang, organisation=user.organisation, absent=told.absent(first, last))


def _is_month(one: told.Entry) -> bool:
    """Return whether something was said of a month, and of no day in it."""
    return one.last != one.first and (one.first, one.last) == days_of(iso(one.first)[:7])


def _day(found: Sequence[told.Entry], day: int, lang: str, *, inside: bool, today: bool) -> Day:
    here_ = [one for one in found if one.first <= day <= one.last]
    shown = here_ if len(here_) <= IN_A_CELL else here_[: IN_A_CELL - 1]
    return Day(
        number=int(iso(day)[8:]),
        anchor=f"d-{iso(day)}",
        inside=inside,
        today=today,
        off=any(one.holiday is not None and one.holiday.off for one in here_),
        entries=tuple(_entry(one, lang) for one in shown),
        more=len(here_) - len(shown),
    )


def _list(found: Sequence[told.Entry], first: int, last: int, lang: str) -> Iterator[Listed]:
    """Yield the days of the month on which something begins; what began before it stands on its first day."""
    begins: dict[int, list[told.Entry]] = {}
    for one in found:
        if one.last >= first and one.first <= last:
            begins.setdefault(max(one.first, first), []).append(one)
    for day, group in sorted(begins.items()):
        name = begun(telling.weekday(date(1970, 1, 1) + timedelta(days=day), lang))
        yield Listed(anchor=f"d-{iso(day)}", name=name, entries=tuple(_entry(one, lang) for one in group))


def _entry(one: told.Entry, lang: str) -> Entry:
    occasion = one.occasion
    return Entry(
        label=one.label(lang),
        title=begun(one.title(lang)),
        href=reverse("desk:record", args=[occasion.row.record]) if occasion else "",
        clock=rfc3339(one.at)[11:16] if one.at is not None else "",
        until=telling.short_day(one.last, lang) if one.last != one.first and not _is_month(one) else "",
        state=occasion.state if occasion else "",
        side=_side(one),
        festival=occasion is None,
        example=one.example,
    )


def _side(one: told.Entry) -> str:
    """Return the side whose festival it is, or who said it; empty where it is of both."""
    if one.holiday is not None:
        return one.holiday.sides[0] if len(one.holiday.sides) == 1 else ""
    assert one.occasion is not None
    return "" if one.occasion.row.standing == "agreed" else one.occasion.row.side
