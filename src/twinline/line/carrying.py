"""What lies on one drawing of the line carried over to another, by position: pins, stretches, gates and markers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from twinline.line import limits
from twinline.line.axis import Line
from twinline.line.calibration import Calibration, Pin, PublishedLength
from twinline.line.errors import NoSurvey
from twinline.line.markers import Markers
from twinline.line.shapes import Shapes, Spot
from twinline.sentences import Sentence

SCALES = (0.5, 2.0)
"""Official metres per drawn metre: a pin that asks for more or less than this is left out, and said."""
MARKER_M = 300.0


@dataclass(frozen=True)
class Mover:
    """Carries what lies on one drawing over to another, by position."""

    old: Line
    new: Line

    def drawn(self, metres: float) -> float:
        """Return the drawn metre of the new line nearest to one of the old; the ends stay the ends."""
        if metres <= 0:
            return 0.0
        if metres >= float(self.old.drawn[-1]):
            return float(self.new.drawn[-1])
        lon, lat = (np.interp(metres, self.old.drawn, values) for values in (self.old.lon, self.old.lat))
        found = self.new.segments.nearest(np.array([lon]), np.array([lat]))
        i, along = int(found.segment[0]), float(found.along[0])
        return float(self.new.drawn[i] + along * (self.new.drawn[i + 1] - self.new.drawn[i]))

    def away(self, metres: float) -> float:
        """Return how far the new line passes from a place of the old."""
        lon, lat = (np.interp(metres, self.old.drawn, values) for values in (self.old.lon, self.old.lat))
        return float(self.new.segments.nearest(np.array([lon]), np.array([lat])).distance[0])

    def table(self, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a table like data/places.json on the new drawing."""

        def over(metres: float) -> int:
            return round(self.drawn(metres))

        return {
            **table,
            "communes": [[code, over(a), over(b), half] for code, a, b, half in table["communes"]],
            "places": {
                code: [how, *([over(a), over(b)] for a, b in parts)] for code, (how, *parts) in table["places"].items()
            },
            "gates": {code: over(at) for code, at in table["gates"].items()},
        }


def tied(moved: Mover, old: Calibration) -> tuple[Calibration, list[Pin]]:
    """Return the old pins on the new drawing, and those left out that can't be kept."""
    carried = [
        Pin(round(moved.drawn(pin.drawn_m), 3), pin.official_m, pin.at, pin.why) for pin in old.pins
    ]  # fmt: skip
    carried[0] = replace(carried[0], drawn_m=0.0)
    carried[-1] = replace(carried[-1], drawn_m=round(float(moved.new.drawn[-1]), 3))
    kept, left_out = [carried[0]], []
    for pin in carried[1:-1]:
        ahead = carried[-1]
        if _fits(kept[-1], pin) and _fits(pin, ahead):
            kept.append(pin)
        else:
            left_out.append(pin)
    kept.append(carried[-1])
    if not _fits(kept[-2], kept[-1]):
        raise NoSurvey(
            "length",
            Sentence(
                "Its line is {drawn} km long where {official} km are official: it must have half to twice that.",
                drawn=round(float(moved.new.drawn[-1]) / 1000, 1),
                official=old.length_m / 1000,
            ),
        )
    lengths = tuple(_length(each, bool(left_out)) for each in old.lengths)
    return Calibration(tuple(kept), lengths), left_out


def _length(length: PublishedLength, lacks_a_pin: bool) -> PublishedLength:
    """Return a published length, no longer kept where a pin it may hang on was left out."""
    if not lacks_a_pin or not length.keeps or length.code == "vn-na":
        return length
    return replace(length, keeps=False, why=limits.NO_PIN.pattern)


def _fits(a: Pin, b: Pin) -> bool:
    drawn, official = b.drawn_m - a.drawn_m, b.official_m - a.official_m
    return drawn > 0 and official > 0 and SCALES[0] <= official / drawn <= SCALES[1]


def carried_markers(shapes: Shapes, moved: Mover, old: Markers) -> Markers:
    """Return the markers: those the file places, sure; the others between them, as before."""
    official = {
        number: round(float(moved.new.calibration.official(moved.drawn(_drawn_of(moved.old, at)))))
        for number, at in old.knots
    }
    surveyed = _placed(shapes, moved.new, old)
    # A guess must give way where a survey would run against it
    for whole, at in ((float(n), at) for n, at in surveyed.items() if n.isdigit()):
        for guess in [g for g, there in official.items() if (g - whole) * (there - at) <= 0]:
            del official[guess]
        official[whole] = at
    return Markers(tuple(sorted(official.items())), old.first, old.last, old.stakes, surveyed)


def _placed(shapes: Shapes, line: Line, old: Markers) -> dict[str, int]:
    """Return where the points named like markers place them; raises ``NoSurvey`` where they contradict each other."""
    found: dict[str, int] = {}
    for number, spot in named(shapes, old):
        if not stands(line, spot):
            continue
        at = int(line.locate(spot.lon, spot.lat).chainage)
        if abs(found.setdefault(number, at) - at) > 1:
            raise NoSurvey("marker-twice", Sentence("Marker {number} stands in it at two places.", number=number))
    whole = sorted((int(number), at) for number, at in found.items() if number.isdigit())
    for (north, above), (south, below) in pairwise(whole):
        if above > below:
            raise NoSurvey(
                "markers",
                Sentence(
                    "Its markers don't stand in the order of their numbers from north to south: {south} stands north "
                    "of {north}.",
                    north=north,
                    south=south,
                ),
            )
    return found


def stands(line: Line, spot: Spot) -> bool:
    """Return whether a point is near enough to the line to be a marker of it."""
    at = line.locate(spot.lon, spot.lat)
    return bool(at.offset <= MARKER_M and not at.beyond)


def named(shapes: Shapes, old: Markers) -> Iterator[tuple[str, Spot]]:
    for spot in shapes.spots:
        number = spot.name.removeprefix("Mốc").removeprefix("mốc").strip()
        if old.is_number(number):
            yield number, spot


def _drawn_of(line: Line, official: int) -> float:
    pins = line.calibration.pins
    return float(np.interp(official, [p.official_m for p in pins], [p.drawn_m for p in pins]))
