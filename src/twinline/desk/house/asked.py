"""What the address of the line's page asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from twinline.desk import filling, knowledge
from twinline.store import lines
from twinline.store.here import this_ledger
from twinline.text import whole
from twinline.times import day_of, days_of, iso, now_ms

LAYERS = ("walked", "patrols", "plans", "stretches", "incidents", "twinnings", "inspected")
AFAR = frozenset(LAYERS) - {"patrols", "stretches"}
"""What is shown of the whole line unless something else is asked for: there the ribbon tells of all patrols."""
NEAR_M = 60_000
ZOOMS = (100_000, 50_000, 20_000, 5_000, 2_000, 500)
LONGEST_DAYS = 36_500
#: Periods that reach further are taken for a slip of the pen: beside them there are months to go to.
EARLIEST, LATEST = days_of("1900")[0], days_of("2199-11")[1]
#: Without another wish a stretch that nobody walked for so many days is overdue.
PATROL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: metres, civil days, layers, days without a patrol, and as known when."""

    from_m: int
    to_m: int
    first: int
    last: int
    month: str
    layers: frozenset[str]
    chosen: bool
    days: int
    known_on: str
    place: str
    unread: bool = False
    """Whether a day that was given can't be read: then it isn't held to, and the page says so."""

    @property
    def typed_first(self) -> str:
        """The beginning of the period as a date may be given: its month, or its first day."""
        return self.month or iso(self.first)

    @property
    def typed_last(self) -> str:
        return self.month or iso(self.last)

    def address(self, **other: object) -> str:
        """Return the address of the page with something else asked for."""
        said = {
            "a": self.from_m, "b": self.to_m, "month": self.month, "days": self.days, "known_on": self.known_on,
            "place": self.place, **other,
        }  # fmt: skip
        if not self.month:
            said = {"since": iso(self.first), "until": iso(self.last), **said}
        if other.get("month"):
            said.pop("since", None), said.pop("until", None)
        query = [(name, value) for name, value in said.items() if value != ""]
        query += [("layer", layer) for layer in LAYERS if self.chosen and layer in self.layers]
        return f"{reverse('desk:line')}?{urlencode(query)}"


def usual_period() -> tuple[int, int]:
    """Return the days that are shown unless others are asked for: a year up to today."""
    today = day_of(now_ms())
    return today - 364, today


def asked(given: Mapping[str, str], layers: Sequence[str]) -> Asked:
    """Return what an address asks for; what makes no sense is taken for what is usual."""
    length = lines.in_use(this_ledger()).line.length_m
    first_m, last_m = _metres(given, length)
    month, (first, last) = given.get("month", ""), usual_period()
    unread = False
    try:
        if month:
            first, last = days_of(month)
        else:
            first = days_of(filling.day(given["since"]))[0] if given.get("since") else first
            last = days_of(filling.day(given["until"]))[1] if given.get("until") else last
    except ValueError:
        month, (first, last), unread = "", usual_period(), True
    if first > last:
        first, last = last, first
    if first < EARLIEST or last > LATEST:
        month, (first, last), unread = "", usual_period(), True
    known_on = given.get("known_on", "")
    if known_on and knowledge.instant(known_on) is None:
        known_on, unread = "", True
    days = whole(given.get("days", ""), digits=5) or 0
    chosen = frozenset(layer for layer in layers if layer in LAYERS)
    layers_shown = frozenset(LAYERS) if last_m - first_m <= NEAR_M else AFAR
    wanted = days if 0 < days <= LONGEST_DAYS else PATROL_DAYS
    return Asked(
        first_m, last_m, first, last, month, chosen or layers_shown, bool(chosen), wanted, known_on,
        given.get("place", ""), unread,
    )  # fmt: skip


def _metres(given: Mapping[str, str], length: int) -> tuple[int, int]:
    """Return the stretch asked for, at least 500 m of it."""
    places = lines.in_use(this_ledger())
    parts = places.parts_of(given.get("place", "")) if given.get("place") and not given.get("a") else ()
    if parts:
        return min(part.from_m for part in parts), max(part.to_m for part in parts)
    a, b = (int(given[name][:12]) if given.get(name, "").isdecimal() else None for name in ("a", "b"))
    first = min(max(a or 0, 0), length - ZOOMS[-1])
    last = length if b is None else min(max(b, first + ZOOMS[-1]), length)
    return first, last
