"""Which stretch of the line an organisation has, and what chainage a record's place means.

All stretches here are derived (data/places.json says how): none is a boundary, so ``sure`` is false throughout. They
answer "about where", never "whose".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from twinline.line import packaged
from twinline.line.axis import Line, packaged_line
from twinline.line.errors import LineError
from twinline.line.markers import Markers, markers_from

REACH_M = 40_000.0
"""No border commune reaches further (data/commune_boxes.csv): a point beyond has no kilometre of the line."""
Interval = tuple[int, int]
"""Official metres from ``from`` up to, not including, ``to``; a point is one metre long."""


class Stretch(NamedTuple):
    """A stretch of the line in official metres, and whether somebody published it."""

    from_m: int
    to_m: int
    sure: bool


class GatePoint(NamedTuple):
    chainage: int
    sure: bool


@dataclass(frozen=True)
class Places:
    """Stretches of organisations and points of gates and markers, on one line."""

    line: Line
    table: Mapping[str, Any]
    markers: Markers

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) over the line's version, the derived stretches and the markers."""
        content: dict[str, Any] = {"line": self.line.version, "places": self.table, "markers": self.markers.knots}
        if self.markers.surveyed:
            content["surveyed"] = dict(self.markers.surveyed)
        return hashlib.sha256(json.dumps(content, separators=(",", ":"), sort_keys=True).encode()).hexdigest()

    @cached_property
    def communes(self) -> tuple[str, ...]:
        """The border communes of today, from north to south."""
        return tuple(row[0] for row in self.table["communes"])

    def derived(self, how: str) -> tuple[str, ...]:
        """Return those whose stretch was derived in a way: ``became``, ``communes``, ``faces`` (see the table)."""
        return tuple(code for code, (told, *_) in self.table["places"].items() if told == how)

    @cached_property
    def _drawn(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        drawn: dict[str, tuple[tuple[int, int], ...]] = {code: ((a, b),) for code, a, b, _ in self.table["communes"]}
        for code, (_, *stretches) in self.table["places"].items():
            drawn[code] = tuple((a, b) for a, b in stretches)
        return drawn

    def parts_of(self, code: str) -> tuple[Stretch, ...]:
        """Return the stretches of an organisation from north to south; none if it is unknown or not on the line."""
        return tuple(Stretch(self._official(a), self._official(b), False) for a, b in self._drawn.get(code, ()))

    def interval_of(self, code: str) -> Stretch | None:
        """Return an organisation's stretch, or None if it is unknown, not on the line, or in several parts.

        A district in two parts (Tuong Duong, before 2025-07-01) has no single stretch: ask ``parts_of``.
        """
        parts = self.parts_of(code)
        return parts[0] if len(parts) == 1 else None

    def gate_point(self, code: str) -> GatePoint | None:
        """Return about where a gate lies: within its commune's stretch; None for an unknown gate."""
        drawn = self.table["gates"].get(code)
        return None if drawn is None else GatePoint(self._official(drawn), False)

    def _official(self, drawn: float) -> int:
        return round(float(self.line.calibration.official(min(drawn, float(self.line.drawn[-1])))))

    def resolve(self, place: Mapping[str, Any]) -> Interval | None:
        """Return the interval of official metres that a record's place means, or None if it has none on this line.

        Forms: ``{"organisation": code}``; ``{"gate": code}``; ``{"marker": "412", "metres": 350}`` with an optional
        ``marker_to``; ``{"lon": int, "lat": int}`` in 1e-7 degrees, up to ``REACH_M`` from the line;
        ``{"chainage": m, "line": version}`` with an optional ``to``. A chainage on another version of the line, an
        unknown code, an unpublished marker and a place off the line (``{}``: talks in Vinh) are None. A point is one
        metre long.
        """
        try:
            return self._resolve(place)
        except LineError:
            return None

    def _resolve(self, place: Mapping[str, Any]) -> Interval | None:
        if "chainage" in place:
            if place.get("line", self.line.version) != self.line.version:
                return None
            return self._interval(int(place["chainage"]), int(place.get("to", place["chainage"])))
        if "lon" in place and "lat" in place:
            found = self.line.locate(place["lon"] / 1e7, place["lat"] / 1e7)
            return self._interval(int(found.chainage), int(found.chainage)) if found.offset <= REACH_M else None
        if "marker" in place:
            first = self.markers.chainage(place["marker"], int(place.get("metres", 0)))
            last = self.markers.chainage(place["marker_to"]) if "marker_to" in place else first
            return None if first is None or last is None else self._interval(first, last)
        if "gate" in place:
            gate = self.gate_point(place["gate"])
            return None if gate is None else self._interval(gate.chainage, gate.chainage)
        stretch = self.interval_of(place.get("organisation", ""))
        return None if stretch is None else (stretch.from_m, stretch.to_m)

    def _interval(self, a: int, b: int) -> Interval | None:
        first, last = sorted((a, b))
        if first < 0 or last > self.line.length_m:
            return None
        if first == last:
            first = min(first, self.line.length_m - 1)
            last = first + 1
        return first, last


def places_on(line: Line, table: Mapping[str, Any], pins: Mapping[str, Any]) -> Places:
    """Return the places and markers that tables like data/places.json and data/pins.toml give on a line."""
    bare = Places(line, table, Markers((), 0, 0, {}))
    stretches = {row[0]: bare.parts_of(row[0])[0][:2] for row in table["communes"]}
    return Places(line, table, markers_from(pins, stretches))


@cache
def packaged_places() -> Places:
    """Return the places that ship with the product, on the packaged line."""
    return places_on(packaged_line(), packaged.places(), packaged.pins())


def interval_of(code: str) -> Stretch | None:
    """``Places.interval_of`` on the packaged line."""
    return packaged_places().interval_of(code)


def resolve(place: Mapping[str, Any]) -> Interval | None:
    """``Places.resolve`` on the packaged line."""
    return packaged_places().resolve(place)


def marker_chainage(number: str, metres: int = 0) -> int | None:
    """Return about where a marker or stake stands on the packaged line, ``metres`` further south, or None."""
    return packaged_places().markers.chainage(number, metres)
