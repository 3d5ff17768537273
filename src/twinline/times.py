"""Instants, civil days and partial dates.

An instant is an integer: milliseconds since the Unix epoch. A civil day is an
integer: days since 1970-01-01, of the calendar kept at UTC+07:00 on both sides
of the border. A date may be partial (``2022``, ``2022-08``): it is kept as said
and the interval of days is derived.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

BORDER_ZONE = timezone(timedelta(hours=7))
DAY_MS = 86_400_000
#: The last second of the year 9999: beyond it neither RFC 3339 nor a calendar has a word.
LAST_SECOND = 253_402_300_799
_EPOCH = date(1970, 1, 1)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})\Z")


class Days(NamedTuple):
    """A span of civil days, both ends included.

    ``shape`` tells an open end from no period at all: ``day``, ``interval``,
    ``open_start``, ``open_end`` or ``none``.
    """

    first: int | None
    last: int | None
    shape: str


NO_PERIOD = Days(None, None, "none")


def now_ms() -> int:
    """Return the present instant. Only views, commands and servers call this."""
    return time.time_ns() // 1_000_000


def rfc3339(ms: int) -> str:
    """Return an instant as RFC 3339 text at UTC+07:00, with milliseconds where there are any."""
    moment = clock(ms, BORDER_ZONE)
    text = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{text}.{ms % 1000:03d}+07:00" if ms % 1000 else f"{text}+07:00"


def clock(ms: int, zone: tzinfo) -> datetime:
    """Return an instant as a zone's clock shows it, to the second.

    Instants come from other nodes' clocks, which may say anything: what no calendar reaches is shown as its end.
    """
    if 0 <= ms // 1000 <= LAST_SECOND - 86_400:  # on any zone's clock: nearly always, and at half the cost
        return datetime.fromtimestamp(ms // 1000, zone)
    seconds = ms // 1000 + (zone.utcoffset(None) or timedelta()) // timedelta(seconds=1)
    first, last = (date.min - _EPOCH).days * 86_400, (date.max - _EPOCH).days * 86_400 + 86_399
    return datetime(1970, 1, 1, tzinfo=zone) + timedelta(seconds=min(max(seconds, first), last))


def from_rfc3339(text: str) -> int:
    """Return the instant of RFC 3339 text with a zone; ``ValueError`` if it is not that."""
    if not _INSTANT.match(text):
        raise ValueError(f"not a time with a zone: {text!r}")
    moment = datetime.fromisoformat(text)
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def day_of(ms: int) -> int:
    """Return the civil day of an instant."""
    return (ms + 7 * 3_600_000) // DAY_MS


def end_of_day(day: int) -> int:
    """Return the last instant (in milliseconds) of a civil day."""
    return (day + 1) * DAY_MS - 7 * 3_600_000 - 1


class YetToCome(ValueError):
    """A day that is yet to come: what will be known then nobody can say."""


def known_by(text: str, now: int) -> int:
    """Return the instant that ``--known-on`` means; a day is no later than the one that ``now`` lies in.

    ``YetToCome`` for a later day, ``ValueError`` for what is none and for a day before any node. An instant is taken as
    answers print it: what both sides held is known since the hour that a node wrote, whose clock may have been ahead.
    """
    at = parse_knowledge(text)
    if at < 0:
        raise ValueError(f"before any record: {text!r}")
    if "T" not in text and at > end_of_day(day_of(now)):
        raise YetToCome(text)
    return at


def parse_knowledge(text: str) -> int:
    """Return the instant that ``--known-on`` means: a day means its end at UTC+07:00."""
    if "T" in text:
        return from_rfc3339(text)
    return end_of_day(days_of(text)[1])


def days_of(text: str) -> tuple[int, int]:
    """Return the first and last civil day of a full or partial date; ``ValueError`` if it is none."""
    match = _PARTIAL.match(text)
    if not match:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return _number(date(year, 1, 1)), _number(date(year, 12, 31))
    if day is None:
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        return _number(first), _number(after) - 1
    exact = _number(date(year, month, day))
    return exact, exact


def first_of_quarter(day: int) -> int:
    """Return the first civil day of the quarter that a civil day lies in."""
    year, month, _ = map(int, iso(day).split("-"))
    return days_of(f"{year:04d}-{(month - 1) // 3 * 3 + 1:02d}")[0]


def span(start: str | None, end: str | None) -> Days:
    """Return the days of a period said as two partial dates, either of which may be missing."""
    if start is None and end is None:
        return NO_PERIOD
    first = days_of(start)[0] if start is not None else None
    last = days_of(end)[1] if end is not None else None
    if first is None:
        return Days(None, last, "open_start")
    if last is None:
        return Days(first, None, "open_end")
    return Days(first, last, "day" if first == last else "interval")


def iso(day: int) -> str:
    """Return a civil day as ``2022-08-05``; one that no calendar reaches as the calendar's end."""
    return date.fromordinal(min(max(day + _EPOCH.toordinal(), 1), date.max.toordinal())).isoformat()


def _number(day: date) -> int:
    return (day - _EPOCH).days
