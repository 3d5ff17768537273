"""The border line as one axis: official metres from its northern end, in both directions.

The side of a point follows from the way the line runs: from north to south, Viet Nam lies to its left, Laos to
its right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twinline.line import limits, packaged
from twinline.line.calibration import Calibration, calibration_from
from twinline.line.errors import LineError, NotACoordinate, OffTheLine
from twinline.line.nearest import Nearest, Segments
from twinline.line.planes import Floats, radii
from twinline.sentences import Sentence, Text


class Located(NamedTuple):
    """Where a point lies by the line: numbers for one point, arrays for many.

    ``chainage``: official metres from the northern end, 0 to the line's length. ``offset``: metres to the line.
    ``side``: "VN", "LA", or "" on the line itself. ``beyond``: the nearest place is an end of the line and the point
    lies past it; its side is then counted from the end's direction drawn on.
    """

    chainage: Any
    offset: Any
    side: Any
    beyond: Any


@dataclass(frozen=True)
class Line:
    """One version of the line: its drawn vertices, their drawn measure, and the calibration to official metres.

    ``lon``, ``lat`` in degrees WGS 84 and ``drawn`` in metres, from north to south. Raises ``LineError`` if the three
    don't fit together. ``version`` names data and calibration by digest.
    """

    lon: Floats
    lat: Floats
    drawn: Floats
    calibration: Calibration
    notes: tuple[Text, ...] = field(default=())
    rivers: tuple[tuple[int, int], ...] = field(default=())
    """Stretches known to run in a river, in metres as drawn; where none is known, none is claimed."""

    def __post_init__(self) -> None:
        if not (len(self.lon) == len(self.lat) == len(self.drawn) >= 2 and np.all(np.diff(self.drawn) > 0)):
            raise LineError(
                "line",
                Sentence(
                    "a line needs two vertices or more, each with longitude, latitude and measure, measures ascending"
                ),
            )

    @property
    def length_m(self) -> int:
        return self.calibration.length_m

    @cached_property
    def chainage(self) -> Floats:
        """Official metres of each vertex."""
        return self.calibration.official(self.drawn)

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) over the vertices, their measure and the pins."""
        content: dict[str, Any] = {
            "lon": np.rint(self.lon * 1e7).astype(np.int64).tolist(),
            "lat": np.rint(self.lat * 1e7).astype(np.int64).tolist(),
            "drawn_mm": np.rint(self.drawn * 1e3).astype(np.int64).tolist(),
            "pins": [[round(pin.drawn_m * 1e3), pin.official_m] for pin in self.calibration.pins],
        }
        if self.rivers:
            content["rivers"] = [list(stretch) for stretch in self.rivers]
        return hashlib.sha256(json.dumps(content, separators=(",", ":"), sort_keys=True).encode()).hexdigest()

    @cached_property
    def segments(self) -> Segments:
        return Segments(self.lon, self.lat)

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> Located:
        """Return where points in degrees WGS 84 lie by the line: nearest place, distance to it, side.

        Points past an end get the end's chainage. Of two places equally near, the northern one. Raises
        ``NotACoordinate`` naming the first point that isn't one.
        """
        lons, lats = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
        shape = lons.shape
        flat_lon, flat_lat = lons.ravel(), lats.ravel()
        wrong = ~((np.abs(flat_lon) <= 180) & (np.abs(flat_lat) <= 90))
        if wrong.any():
            i = int(np.argmax(wrong))
            raise NotACoordinate(
                "not-a-coordinate",
                Sentence(
                    "point {i}: ({lon}, {lat}) is not longitude and latitude in degrees",
                    i=i,
                    lon=flat_lon[i],
                    lat=flat_lat[i],
                ),
            )
        found = self.segments.nearest(flat_lon, flat_lat)
        # As drawn first: a pin may lie within a segment, and the scale changes there.
        along = self.calibration.official(self.drawn[found.segment] + found.along * np.diff(self.drawn)[found.segment])
        side, beyond = self._sides(flat_lon, flat_lat, found)
        answer = Located(np.rint(along).astype(np.int64), found.distance, side, beyond)
        if shape == ():
            return Located(int(answer.chainage[0]), float(answer.offset[0]), str(side[0]), bool(beyond[0]))
        return Located(*(part.reshape(shape) for part in answer))

    def _sides(self, lon: Floats, lat: Floats, found: Nearest) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
        """Return side and ``beyond``. At a bend the nearest place is a vertex, and one segment alone can mislead: there
        the sum of both segments' directions decides."""
        left = found.cross.copy()
        last = len(self.lon) - 2
        at_start, at_end = found.along <= 0.0, found.along >= 1.0
        bends = np.flatnonzero((at_start & (found.segment > 0)) | (at_end & (found.segment < last)))
        vertex = found.segment[bends] + at_end[bends]
        _, _, per_lon, per_lat, east, north, inverse = self.segments.table.T
        unit_east, unit_north = east * np.sqrt(inverse), north * np.sqrt(inverse)
        x = (lon[bends] - self.lon[vertex]) * per_lon[vertex]
        y = (lat[bends] - self.lat[vertex]) * per_lat[vertex]
        sum_east = unit_east[vertex - 1] + unit_east[vertex]
        sum_north = unit_north[vertex - 1] + unit_north[vertex]
        left[bends] = sum_east * y - sum_north * x
        side = np.where(left > 0, "VN", np.where(left < 0, "LA", ""))
        side[found.distance == 0] = ""
        ends = (at_start & (found.segment == 0)) | (at_end & (found.segment == last))
        return side, ends & found.past & (found.distance > 0)

    def point_at(self, chainage: ArrayLike) -> tuple[Any, Any]:
        """Return (longitude, latitude) in degrees of official metres: numbers for one, arrays for many.

        Raises ``OffTheLine`` for what lies before 0 or past the line's length.
        """
        metres = np.asarray(chainage, np.float64)
        self._check(metres)
        drawn = self.calibration.drawn(metres)
        lon, lat = (np.interp(drawn, self.drawn, values) for values in (self.lon, self.lat))
        return (float(lon), float(lat)) if metres.shape == () else (lon, lat)

    def between(self, from_m: float, to_m: float) -> Floats:
        """Return the line from one chainage to another as rows of (longitude, latitude), both ends included.

        With ``from_m`` greater than ``to_m`` the rows lead north. Equal ends give one row. Raises ``OffTheLine``.
        """
        first, last = sorted((float(from_m), float(to_m)))
        inside = self.chainage[(self.chainage > first) & (self.chainage < last)]
        stops = np.unique(np.concatenate([[first], inside, [last]]))
        lon, lat = self.point_at(stops)
        rows = np.column_stack([lon, lat])
        return rows if from_m <= to_m else rows[::-1]

    def _check(self, metres: Floats) -> None:
        wrong = ~((metres >= 0) & (metres <= self.length_m))
        if wrong.any():
            given = np.atleast_1d(metres)[int(np.argmax(np.atleast_1d(wrong)))]
            raise OffTheLine(
                "off-the-line",
                Sentence(
                    "{given} m is not on the line, which has 0 to {length} m from north to south",
                    given=f"{given:g}",
                    length=self.length_m,
                ),
            )


def line_from(border: Mapping[str, Any], pins: Mapping[str, Any]) -> Line:
    """Return the line that tables like data/border.json and data/pins.toml state."""
    lon, lat = (np.cumsum(border[axis]) / 1e7 for axis in ("lon", "lat"))
    drawn = np.cumsum(border["drawn_mm"]) / 1e3
    calibration = calibration_from(pins)
    return Line(lon, lat, drawn, calibration, limits.on_packaged(calibration))


@cache
def packaged_line() -> Line:
    """Return the line that ships with the product. Not a legal boundary: see data/NOTICE."""
    return line_from(packaged.border(), packaged.pins())


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return metres per degree of longitude and of latitude at a latitude."""
    per_lon, per_lat = radii(np.array([lat]))
    return float(per_lon[0]), float(per_lat[0])
