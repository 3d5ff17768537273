"""What a round asks: its terms one after the other, by when each is due, and of which units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from twinline.records.cooperation import months_between
from twinline.records.fields.dates import days
from twinline.times import days_of, iso


class Term(NamedTuple):
    """One period that a round asks about, by its first and last civil day, and the day by whose end answers are due."""

    first: int
    last: int
    due: int

    @property
    def period(self) -> dict[str, str]:
        """Return the period as a record says it, by its exact days."""
        return {"from": iso(self.first), "to": iso(self.last)}


def later(day: int, months: int) -> int:
    """Return the day so many months after a civil day; in a month too short for it, the last."""
    said = date.fromisoformat(iso(day))
    at = said.year * 12 + said.month - 1 + months
    first, last = days_of(f"{at // 12:04d}-{at % 12 + 1:02d}")
    return min(first + said.day - 1, last)


def terms(body: Mapping[str, Any], first: int | None, last: int) -> Iterator[Term]:
    """Yield the terms of a round that share a day with a span of days, the earliest first; ``first`` None: from the
    beginning."""
    begun, ended, due = days(body["period"]).first, days(body["period"]).last, int(body["due_days"])
    assert begun is not None
    assert ended is not None
    months = months_between(body)
    until = days(body["until"]).last if "until" in body else None
    number, start, end = 0, begun, ended
    while start <= last and (until is None or start <= until):
        if first is None or end >= first:
            yield Term(start, end, end + due)
        if not months:
            return
        number += 1
        start = later(begun, number * months)
        end = later(begun, (number + 1) * months) - 1


def asked(body: Mapping[str, Any], term: Term) -> list[str]:
    """Return the units that a round asks for a term: those whose own days share one with it."""
    found = []
    for one in body["units"]:
        begins = days(one["from"]).first if "from" in one else None
        ends = days(one["to"]).last if "to" in one else None
        if (begins is None or begins <= term.last) and (ends is None or ends >= term.first):
            found.append(one["unit"])
    return found
