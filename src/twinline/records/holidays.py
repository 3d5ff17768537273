"""Festivals and public holidays of both countries (``data/holidays.toml``), on the civil days they fall on.

A festival by the moon whose day in a year isn't known has none: no date is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twinline.records.data import declared
from twinline.records.fields.dates import BUDDHIST_ERA
from twinline.records.lunar import lunar_day
from twinline.records.words import LANGUAGES, Labels, words
from twinline.times import days_of, iso


@dataclass(frozen=True, slots=True)
class Holiday:
    """One festival in one year: whose it is, on which sides it is a public holiday, its first and last civil day."""

    code: str
    sides: tuple[str, ...]
    off: tuple[str, ...]
    names: Labels
    first: int
    last: int
    source: str

    @property
    def what(self) -> str:
        """Return what it is, as a code of ``dated.OCCASIONS``."""
        if not self.off:
            return "festival"
        return "holiday_both" if len(self.off) > 1 else f"holiday_{self.off[0].lower()}"

    @property
    def year(self) -> int:
        """Return the civil year it begins in."""
        return int(iso(self.first)[:4])


def holidays(first: int, last: int) -> list[Holiday]:
    """Return the festivals that touch a span of civil days, the earliest first."""
    years = range(int(iso(first)[:4]), int(iso(last)[:4]) + 1)
    found = [one for year in years for one in _of_year(year) if one.first <= last and one.last >= first]
    return sorted(found, key=lambda one: (one.first, one.code))


def unknown(year: int) -> list[Holiday]:
    """Return the festivals whose day in a year isn't known here, each with the days of that year."""
    known, days = {one.code for one in _of_year(year)}, days_of(str(year))
    return [_holiday(said, *days) for said in _declared() if said["code"] not in known]


def buddhist_years(year: int, month: int) -> str:
    """Return the year of the Buddhist era in a month, as counted in Laos: it changes at the Lao New Year in April.

    Up to then offices write either; both are told.
    """
    era = year + BUDDHIST_ERA
    return str(era) if month > 4 else f"{era - 1}/{era}"


@cache
def _of_year(year: int) -> tuple[Holiday, ...]:
    return tuple(_found(year))


def _found(year: int) -> Iterator[Holiday]:
    for said in _declared():
        first = _first(said, year)
        if first is not None:
            yield _holiday(said, first, first + said.get("days", 1) - 1)


def _holiday(said: Mapping[str, Any], first: int, last: int) -> Holiday:
    names = _names(said)
    return Holiday(said["code"], tuple(said["sides"]), tuple(said["off"]), names, first, last, said["source"])


def _first(said: Mapping[str, Any], year: int) -> int | None:
    if "lunar" in said:
        month, day = (int(part) for part in said["lunar"].split("-"))
        return lunar_day(year, month, day)
    day_said = said.get("day") or said["known"].get(str(year))
    return days_of(f"{year}-{day_said}")[0] if day_said else None


def _names(said: Mapping[str, Any]) -> Labels:
    return words(**{lang: said["names"][lang] for lang in LANGUAGES})


def _declared() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = declared("holidays")["holiday"]
    return found


def all_names() -> list[Labels]:
    """Return the names of all festivals: to count which are read."""
    return [_names(said) for said in _declared()]
