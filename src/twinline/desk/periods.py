"""A period as somebody typed it on a page: its first and its last date, each a day, a month, a quarter or more."""

from __future__ import annotations

import re

from twinline.figures.calendars import CIVIL
from twinline.figures.calendars import period as named
from twinline.figures.errors import BadQuestion
from twinline.records.written import day
from twinline.sentences import Sentence, Text
from twinline.times import days_of

Period = tuple[str | None, str | None]
#: ``Q1/2025``, as months are typed.
_PART = re.compile(r"([QH][1-4])/([0-9]{4})\Z")


class Unread(BadQuestion):
    """A date as typed that no period begins or ends with; ``which`` of the two: ``first`` or ``last``."""

    def __init__(self, which: str, sentence: Text) -> None:
        super().__init__("period", sentence)
        self.which = which


def read(first: str, last: str, calendar: str = CIVIL) -> Period:
    """Return the two dates as records write them, in a reporting calendar.

    Raises ``Unread`` where one can't be read, or the last is before the first.
    """
    since, until = _end("first", first, calendar), _end("last", last, calendar)
    if since and until and days_of(since)[0] > days_of(until)[1]:
        raise Unread("last", Sentence("The period ends before it begins; exchange its two days."))
    return since, until


def _end(which: str, text: str, calendar: str) -> str | None:
    said = day(text).upper()
    part = _PART.match(said)
    try:
        return named(f"{part[2]}-{part[1]}" if part else said, calendar)[which == "last"] if said else None
    except BadQuestion as error:
        told = error.told
        raise Unread(which, told.filled(text=text) if isinstance(told, Sentence) else told) from None
