"""A period as somebody typed it on a page: its first and its last date, each a day, a month, a quarter or more."""

from __future__ import annotations

import re

from twinline.figures.calendars import CIVIL
from twinline.figures.calendars import period as named
from twinline.figures.errors import BadQuestion
from twinline.records.written import day
from twinline.times import days_of

Period = tuple[str | None, str | None]
#: ``Q1/2025``, as months are typed.
_PART = re.compile(r"([QH][1-4])/([0-9]{4})\Z")


def read(first: str, last: str, calendar: str = CIVIL) -> Period:
    """Return the two dates as records write them, in a reporting calendar.

    What can't be read is left out, and so is a last date before the first: see ``unread``.
    """
    since, until = _end(first, 0, calendar), _end(last, 1, calendar)
    if since and until and days_of(since)[0] > days_of(until)[1]:
        return since, None
    return since, until


def unread(first: str, last: str) -> tuple[str, ...]:
    """Return which of the two, as typed, the period that is shown takes no heed of."""
    return tuple(text for text, date in zip((first, last), read(first, last), strict=True) if text and date is None)


def _end(text: str, which: int, calendar: str) -> str | None:
    said = day(text).upper()
    part = _PART.match(said)
    try:
        return named(f"{part[2]}-{part[1]}" if part else said, calendar)[which] if said else None
    except BadQuestion:
        return None
