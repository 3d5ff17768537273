"""Periods as offices name them, in a reporting calendar: from a month, quarter, half-year or year to exact days."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from twinline.figures.errors import BadQuestion
from twinline.records.fields.dates import BUDDHIST_ERA, FIRST_YEAR, LAST_YEAR
from twinline.sentences import Sentence
from twinline.times import days_of, iso

CIVIL = "civil"
_NAMED = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})|Q([1-4])|H([12])))?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class Shift:
    """A period begins on ``day`` of the month ``months_before`` the one it is named for; years up to ``to``."""

    day: int
    months_before: int
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A reporting calendar: how its periods begin, years apart where they do otherwise, its label and its source."""

    name: str
    shift: Shift
    years: tuple[Shift, ...]
    label: Mapping[str, str]
    source: str

    def span(self, year: int, month: int, months: int) -> tuple[str, str]:
        """Return the first and last day of the period named for ``months`` months from ``month`` on, as dates."""
        shift = self._shift(year, months)
        following = _begin(year, month + months, shift)
        return _begin(year, month, shift), iso(days_of(following)[0] - 1)

    def _shift(self, year: int, months: int) -> Shift:
        if months > 1:  # a quarter and a half are parts of the year that they are named for; a month is itself
            return next((one for one in self.years if one.to is None or year <= one.to), self.shift)
        return self.shift


@lru_cache(maxsize=1)
def calendars() -> Mapping[str, Calendar]:
    """Return the calendars that come with the product, by name; read once."""
    told = tomllib.loads(files("twinline.figures").joinpath("calendars.toml").read_text("utf-8"))
    return {
        name: Calendar(
            name,
            Shift(one["day"], one["months_before"]),
            tuple(Shift(year["day"], year["months_before"], year.get("to")) for year in one.get("years", [])),
            one["label"],
            one["source"],
        )
        for name, one in told.items()
    }


def named(calendar: str) -> Calendar:
    """Return a calendar by its name; raises ``BadQuestion`` where there is none such."""
    known = calendars().get(calendar)
    if known is None:
        raise BadQuestion(
            "calendar",
            Sentence(
                "There is no calendar named {name!r}; there are: {known}.", name=calendar, known=sorted(calendars())
            ),
        )
    return known


def period(text: str, calendar: str = CIVIL) -> tuple[str | None, str | None]:
    """Return the first and last date that a period means: full or partial, ``None`` where it is open.

    ``2022-06-03``, ``2022-06``, ``2022-Q1``, ``2022-H1`` and ``2022`` mean themselves, ``2021..2022-Q1`` all from the
    first to the last, ``2012..`` since, ``..2022-08`` up to. In a calendar other than the civil one these are exact
    days. Raises ``BadQuestion`` for anything else, and for a calendar that there isn't.
    """
    known = named(calendar)
    first, between, last = text.partition("..")
    if not between:
        return _one(text, known)
    start = _one(first, known)[0] if first else None
    end = _one(last, known)[1] if last else None
    if start is None and end is None:
        raise _bad(text)
    return start, end


def of_the_common_era(text: str) -> None:
    """Raise ``BadQuestion`` for a date or period, as typed, in a year of the Buddhist era or before all records."""
    year = int(text[:4]) if text[:4].isdecimal() else FIRST_YEAR
    if year < FIRST_YEAR:
        raise _bad(text)
    if year > LAST_YEAR and year - BUDDHIST_ERA >= FIRST_YEAR:
        raise BadQuestion(
            "buddhist-year",
            Sentence(
                "{text!r} looks like a year of the Buddhist era: write {year}.", text=text, year=year - BUDDHIST_ERA
            ),
        )


def _one(text: str, calendar: Calendar) -> tuple[str, str]:
    of_the_common_era(text)
    if _DAY.match(text):
        _checked(text)
        return text, text
    named = _NAMED.match(text)
    if named is None:
        raise _bad(text)
    year, month, quarter, half = int(named[1]), named[2], named[3], named[4]
    if month:
        _checked(text)
        first, months = int(month), 1
    elif quarter:
        first, months = 3 * int(quarter) - 2, 3
    elif half:
        first, months = 6 * int(half) - 5, 6
    else:
        first, months = 1, 12
    if calendar.name != CIVIL:
        return calendar.span(year, first, months)
    if months == 12:
        return text, text
    return f"{year:04d}-{first:02d}", f"{year:04d}-{first + months - 1:02d}"


def _begin(year: int, month: int, shift: Shift) -> str:
    at = year * 12 + month - 1 - shift.months_before
    return f"{at // 12:04d}-{at % 12 + 1:02d}-{shift.day:02d}"


def _checked(text: str) -> None:
    try:
        days_of(text)
    except ValueError:
        raise _bad(text) from None


def _bad(text: str) -> BadQuestion:
    return BadQuestion(
        "period",
        Sentence(
            "{text!r} is no period: give a day, 2022-06, 2022-Q1, 2022-H1, 2022, two of them with .. between, or one "
            "with .. before or after.",
            text=text,
        ),
    )
