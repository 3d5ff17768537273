"""Which place of a polyline is nearest: exact, for one point or a million.

A segment is straight in longitude and latitude, as GeoJSON says (RFC 7946). Near the line all of a point's candidates
are compared in the plane of the point itself, so that two segments that meet say the same of the vertex between them,
and with the length of a degree midway: to a millimetre of the geodesic. For points further than ``REACH_M`` the
straight way through the earth is compared, which is longest and shortest where the geodesic is. For many points a grid
says which segments can be nearest at all (``twinline.line.grid``): it only saves time.

Of two places as near as each other the first along the line is taken. As near means: nearer by less than ``ALIKE`` of
the square of the distance, or a millimetre on the line itself; below that the digits of a degree decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twinline.line.chords import Chords, chords_of
from twinline.line.grid import REACH_M, Grid, grid_over
from twinline.line.planes import Around, Floats, Indices, around, radii

FEW = 64
"""Up to so many points the grid isn't worth making."""
BLOCK = 16_384
"""Points handled at a time: what fits the processor's cache."""
ALIKE = 1e-10
ALIKE_DEG_2 = 1e-16
"""A millimetre, in degrees of latitude squared."""


class Nearest(NamedTuple):
    """Per point: the nearest segment, how far along it (0 to 1), the distance in metres, the cross product (positive
    to the left of the segment's direction), and whether the point lies past the segment's start or end."""

    segment: Indices
    along: Floats
    distance: Floats
    cross: Floats
    past: NDArray[np.bool_]


@dataclass(frozen=True)
class Segments:
    """The segments of one polyline, ready to be searched."""

    lon: Floats
    lat: Floats

    @cached_property
    def table(self) -> Floats:
        """One row per segment: its start, metres per degree of lon and lat, metres east and north, 1 / length²."""
        per_lon, per_lat = radii((self.lat[1:] + self.lat[:-1]) / 2)
        east, north = np.diff(self.lon) * per_lon, np.diff(self.lat) * per_lat
        return np.column_stack([self.lon[:-1], self.lat[:-1], per_lon, per_lat, east, north, 1 / (east**2 + north**2)])

    @cached_property
    def _columns(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Where each segment starts and how far it leads, in degrees."""
        return self.lon[:-1].copy(), self.lat[:-1].copy(), np.diff(self.lon), np.diff(self.lat)

    def distance_2(self, lon: Floats, lat: Floats, near: Around, segment: Indices) -> Floats:
        """Return the squared distance of points to one given segment each, in degrees of latitude at the point."""
        x, y, east, north = (np.take(column, segment) for column in self._columns)
        x, y, east = (x - lon) * near.wide, y - lat, east * near.wide
        along = x * east
        along += y * north
        long_2 = east * east
        long_2 += north * north
        along /= long_2
        np.maximum(along, -1.0, out=along)
        np.minimum(along, 0.0, out=along)
        east *= along
        x -= east
        y -= along * north
        lean = near.lean * y
        swell = near.swell * y
        x *= x
        y *= y
        lean *= x
        swell *= y
        x += y
        x += lean
        x += swell
        return x

    def measure(self, lon: Floats, lat: Floats, segment: Indices) -> Nearest:
        """Return how points lie by one given segment each, none further than ``REACH_M``."""
        near = around(lat)
        a_lon, a_lat, d_lon, d_lat = (np.take(column, segment) for column in self._columns)
        east, north = d_lon * near.wide, d_lat
        from_x, from_y = (a_lon - lon) * near.wide, a_lat - lat
        long_2 = east * east + north * north
        along = -(from_x * east + from_y * north) / long_2
        # Degrees are shorter further north: the nearest place lies a little north of the foot in the plane
        x, y = from_x + along * east, from_y + along * north
        along -= near.lean * x * (y * east + x * north / 2) / long_2
        past = (along < -1e-9) | (along > 1 + 1e-9)
        np.clip(along, 0.0, 1.0, out=along)
        x, y = from_x + along * east, from_y + along * north
        distance_2 = x * x * (1 + near.lean * y) + y * y * (1 + near.swell * y)
        cross = (north * from_x - east * from_y) * near.metres**2
        return Nearest(segment, along, np.sqrt(distance_2) * near.metres, cross, past)

    def nearest(self, lon: Floats, lat: Floats) -> Nearest:
        """Return the nearest place to each point; of two as near as each other, the first along the line."""
        parts = [self._nearest(lon[i : i + BLOCK], lat[i : i + BLOCK], len(lon)) for i in range(0, len(lon), BLOCK)]
        return Nearest(*(np.concatenate(each) for each in zip(*parts, strict=True))) if parts else _NONE

    def _nearest(self, lon: Floats, lat: Floats, of: int) -> Nearest:
        if of <= FEW:
            found, within = self._search_all(lon, lat), self._within(lon, lat)
        else:
            found, within = self._search_grid(lon, lat)
        out = self.measure(lon, lat, found)
        far = np.flatnonzero(~within | ~(out.distance <= REACH_M))
        if len(far):
            out.segment[far], out.along[far], out.distance[far], out.past[far] = self._chords.nearest(
                lon[far], lat[far]
            )
            out.cross[far] = self.measure(lon[far], lat[far], out.segment[far]).cross
        return out

    def _search_all(self, lon: Floats, lat: Floats) -> Indices:
        every = np.arange(len(self.lon) - 1)[None, :]
        near = Around(*(each[:, None] for each in around(lat)))
        distance_2 = self.distance_2(lon[:, None], lat[:, None], near, every)
        alike = distance_2.min(axis=1, keepdims=True) * (1 + ALIKE) + ALIKE_DEG_2
        found: Indices = np.argmax(distance_2 <= alike, axis=1)
        return found

    def _within(self, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        """Return which points lie so near the line's box that a plane of theirs can say anything of it."""
        east = (lon > self.lon.min() - 1) & (lon < self.lon.max() + 1)
        within: NDArray[np.bool_] = east & (lat > self.lat.min() - 1) & (lat < self.lat.max() + 1)
        return within

    def _search_grid(self, lon: Floats, lat: Floats) -> tuple[Indices, NDArray[np.bool_]]:
        """Return the nearest segment, and which points lie where the grid has candidates."""
        cell, within = self.grid.cells(lon, lat)
        if within.all():
            return self._best_of(lon, lat, cell), within
        found = np.zeros(len(lon), np.int64)
        found[within] = self._best_of(lon[within], lat[within], cell[within])
        return found, within

    def _best_of(self, lon: Floats, lat: Floats, cell: Indices) -> Indices:
        """Return the nearest of each point's candidates: first for all, second for those that have one, and so on."""
        segments = self.grid.segments
        count = np.take(self.grid.number, cell)
        order = np.argsort(-count, kind="stable")
        lon, lat, start, count = lon[order], lat[order], self.grid.start[cell[order]], count[order]
        near = around(lat)
        best = np.take(segments, start)
        least = np.full(len(lon), np.inf)
        for k in range(int(count[0]) if len(count) else 0):
            n = int(np.searchsorted(-count, -k, side="left"))
            candidate = np.take(segments, start[:n] + k)
            distance_2 = self.distance_2(lon[:n], lat[:n], Around(*(each[:n] for each in near)), candidate)
            better = distance_2 < least[:n]
            distance_2 *= 1 - ALIKE
            distance_2 -= ALIKE_DEG_2
            np.copyto(least[:n], distance_2, where=better)
            np.copyto(best[:n], candidate, where=better)
        out = np.empty(len(lon), np.int64)
        out[order] = best
        return out

    @cached_property
    def grid(self) -> Grid:
        """The grid, made when first needed."""
        return grid_over(self.lon, self.lat)

    @cached_property
    def _chords(self) -> Chords:
        return chords_of(self.lon, self.lat)


_NONE = Nearest(np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0), np.empty(0, bool))
