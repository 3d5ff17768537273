"""When: full or partial dates and periods, kept as said."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from twinline.records.fields.base import Field
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels, words
from twinline.times import NO_PERIOD, Days, days_of, span

DATE_PATTERN = r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
MOMENT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
_is_moment = re.compile(MOMENT_PATTERN.removesuffix("$")).fullmatch
FIRST_YEAR, LAST_YEAR = 1900, 2200
BUDDHIST_ERA = 543
_days_of = lru_cache(maxsize=4096)(days_of)


class Date(Field):
    """A full or partial date: ``2022``, ``2022-08``, ``2022-08-05``."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        check_date(value, at, found, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is str and _is_date(value)

    def form(self) -> dict[str, Any]:
        return {"type": "string", "pattern": DATE_PATTERN}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_date(value, lang)


class When(Field):
    """A date, or a period of two dates.

    ``"2022-08-05"`` is a day and ``"2022-08"`` some time in that month;
    ``{"from": …, "to": …}`` a period, an end left out is open, and ``{}`` says
    that no period was given: three different things.
    """

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if isinstance(value, str):
            check_date(value, at, found, self.label)
        elif not isinstance(value, dict):
            found.add(at, "not_a_period", value, self.label)
        else:
            self._check_period(value, at, found)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return _is_date(value) if type(value) is str else super().fits(value, lookup)

    def _check_period(self, value: dict[str, Any], at: str, found: Found) -> None:
        sound = True
        for name, date in value.items():
            if name not in ("from", "to"):
                found.add(f"{at}.{name}", "unknown_field", date, self.label)
            else:
                sound = check_date(date, f"{at}.{name}", found, self.label) and sound
        if sound and "from" in value and "to" in value and _days_of(value["from"])[0] > _days_of(value["to"])[1]:
            found.add(at, "ends_before_it_begins", f"{value['from']} – {value['to']}", self.label)

    def form(self) -> dict[str, Any]:
        date = {"type": "string", "pattern": DATE_PATTERN}
        return {
            "oneOf": [date, {"type": "object", "properties": {"from": date, "to": date}, "additionalProperties": False}]
        }

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_when(value, lang)


@lru_cache(maxsize=8192)
def _is_date(value: str) -> bool:
    return check_date(value, "", Found(), NO_PERIOD_SAID)


class Moment(Field):
    """A minute of a civil day at UTC+07:00: ``2022-08-05T14:30``."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, str) or not _is_moment(value):
            found.add(at, "not_a_moment", value, self.label)
        else:
            check_date(value[:10], at, found, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is str and _is_moment(value) is not None and _is_date(value[:10])

    def form(self) -> dict[str, Any]:
        return {"type": "string", "pattern": MOMENT_PATTERN}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return f"{shown_date(value[:10], lang)}, {value[11:]}"


def minutes_between(first: str, last: str) -> int:
    """Return how many minutes lie between two right moments; below zero if the second comes first."""
    whole = _days_of(last[:10])[0] - _days_of(first[:10])[0]
    return whole * 1440 + _minute(last) - _minute(first)


def _minute(moment: str) -> int:
    return int(moment[11:13]) * 60 + int(moment[14:16])


def check_date(value: Any, at: str, found: Found, label: Labels) -> bool:
    """Add what is wrong with a date to ``found``; return whether it is right."""
    try:
        _days_of(value)
        year = int(value[:4]) if value.isascii() else 0
    except (ValueError, TypeError):
        found.add(at, "not_a_date", value, label)
        return False
    if FIRST_YEAR <= year <= LAST_YEAR:
        return True
    if FIRST_YEAR <= year - BUDDHIST_ERA <= LAST_YEAR:
        found.add(at, "buddhist_year", value, label, year=year - BUDDHIST_ERA)
    else:
        found.add(at, "not_a_date", value, label)
    return False


def days(value: Any) -> Days:
    """Return the civil days of a right value of ``When`` or ``Date``; None and ``{}`` are no period."""
    if isinstance(value, str):
        return _days(value)
    return span(value.get("from"), value.get("to")) if value else NO_PERIOD


@lru_cache(maxsize=8192)
def _days(value: str) -> Days:
    first, last = days_of(value)
    return Days(first, last, "day" if first == last else "interval")


def period(start: Any, end: Any) -> Days:
    """Return the days between two partial dates of a body, either of which may be missing."""
    return span(start, end)


MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
}
SINCE = words(vi="từ {day}", lo="ນັບແຕ່ {day}", en="since {day}", fr="depuis {day}")
UNTIL = words(vi="đến {day}", lo="ຮອດ {day}", en="up to {day}", fr="jusqu’à {day}")
NO_PERIOD_SAID = words(vi="không nêu kỳ", lo="ບໍ່ໄດ້ບອກໄລຍະ", en="no period given", fr="sans période")


def shown_date(text: str, lang: str) -> str:
    """Return a partial date as it is read: ``22 July 2022``, ``22/07/2022``, ``août 2022``."""
    parts = text.split("-")[::-1]
    if lang in MONTHS and len(parts) > 1:
        parts[-2] = MONTHS[lang][int(parts[-2]) - 1]
        parts[0] = parts[0].lstrip("0")
        return " ".join(parts)
    return "/".join(parts)


def shown_when(value: Any, lang: str) -> str:
    """Return a date or period as it is read."""
    if isinstance(value, str):
        return shown_date(value, lang)
    start, end = value.get("from"), value.get("to")
    if start and start == end:
        return shown_date(start, lang)
    if start and end:
        return f"{shown_date(start, lang)} – {shown_date(end, lang)}"
    if not start and not end:
        return NO_PERIOD_SAID.to(lang)
    return (SINCE if start else UNTIL).to(lang).format(day=shown_date(start or end, lang))
