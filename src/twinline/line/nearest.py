"""Which segment of a polyline is nearest: exact, for one point or a million.

Distances are compared in a plane of each segment: metres east and north with the WGS 84 radii at its middle. That is
exact to 0.2 m for points within 2 km of the line, and to some 0.1 % of the distance further out. To the segment found
the distance is measured anew, a degree of longitude as long as it is midway: exact to a metre at 40 km. For many points
a grid says which segments can be nearest at all (``twinline.line.grid``): it only saves time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from twinline.line.grid import Grid, grid_over
from twinline.line.planes import Floats, Indices, radii

FEW = 64
"""Up to so many points the grid isn't worth making."""
BLOCK = 16_384
"""Points handled at a time: what fits the processor's cache."""


class Nearest(NamedTuple):
    """Per point: the nearest segment, how far along it (0 to 1), the distance in metres, and the cross product
    (positive to the left of the segment's direction)."""

    segment: Indices
    along: Floats
    distance: Floats
    cross: Floats


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
    def _midway(self) -> Floats:
        """One row per segment: metres per degree of lon at its start, and what half a degree further north adds."""
        per_lon, per_lat = radii(self.lat[:-1])
        return np.column_stack([per_lon, -per_lat * np.sin(np.radians(self.lat[:-1])) * np.radians(0.5)])

    @cached_property
    def _columns(self) -> tuple[Floats, ...]:
        """The same by column, the direction as a unit vector and the length: for comparing distances quickly."""
        lon, lat, per_lon, per_lat, east, north, inverse = self.table.T
        unit = np.sqrt(inverse)
        columns = (lon, lat, per_lon, per_lat, east * unit, north * unit, 1 / unit)
        return tuple(np.ascontiguousarray(column) for column in columns)

    def measure(self, lon: Floats, lat: Floats, segment: Indices) -> tuple[Floats, Floats, Floats]:
        """Return (distance, along, cross) of points to one given segment each."""
        a_lon, a_lat, _, per_lat, east, north, inverse = np.take(self.table, segment, axis=0).T
        per_lon, change = np.take(self._midway, segment, axis=0).T
        x, y = (lon - a_lon) * (per_lon + change * (lat - a_lat)), (lat - a_lat) * per_lat
        along = np.clip((x * east + y * north) * inverse, 0.0, 1.0)
        dx, dy = x - along * east, y - along * north
        return np.sqrt(dx * dx + dy * dy), along, east * y - north * x

    def distance_2(self, lon: Floats, lat: Floats, segment: Indices) -> Floats:
        """Return the squared distance of points to one given segment each."""
        a_lon, a_lat, per_lon, per_lat, unit_x, unit_y, long = (np.take(c, segment) for c in self._columns)
        x, y = (lon - a_lon) * per_lon, (lat - a_lat) * per_lat
        along = x * unit_x
        along += y * unit_y
        np.maximum(along, 0.0, out=along)
        np.minimum(along, long, out=along)
        x -= along * unit_x
        y -= along * unit_y
        x *= x
        y *= y
        x += y
        return x

    def nearest(self, lon: Floats, lat: Floats) -> Nearest:
        """Return the nearest segment of each point; of two equally near, the one further north."""
        if len(lon) <= FEW:
            found = self._search_all(lon, lat)
        else:
            found = np.empty(len(lon), np.int64)
            for first in range(0, len(lon), BLOCK):
                block = slice(first, first + BLOCK)
                found[block] = self._search_grid(lon[block], lat[block])
        out = Nearest(found, np.empty(len(lon)), np.empty(len(lon)), np.empty(len(lon)))
        for first in range(0, len(lon), BLOCK):
            block = slice(first, first + BLOCK)
            distance, out.along[block], out.cross[block] = self.measure(lon[block], lat[block], found[block])
            out.distance[block] = distance
        return out

    def _search_all(self, lon: Floats, lat: Floats) -> Indices:
        every = np.arange(len(self.lon) - 1)[None, :]
        found: Indices = np.argmin(self.distance_2(lon[:, None], lat[:, None], every), axis=1)
        return found

    def _search_grid(self, lon: Floats, lat: Floats) -> Indices:
        cell, near = self.grid.cells(lon, lat)
        found = np.zeros(len(lon), np.int64)
        if near.all():
            return self._best_of(lon, lat, cell)
        found[near] = self._best_of(lon[near], lat[near], cell[near])
        far = np.flatnonzero(~near)
        for first in range(0, len(far), FEW):
            some = far[first : first + FEW]
            found[some] = self._search_all(lon[some], lat[some])
        return found

    def _best_of(self, lon: Floats, lat: Floats, cell: Indices) -> Indices:
        """Return the nearest of each point's candidates: first for all, second for those that have one, and so on."""
        segments = self.grid.segments
        count = np.take(self.grid.number, cell)
        order = np.argsort(-count, kind="stable")
        lon, lat, start, count = lon[order], lat[order], self.grid.start[cell[order]], count[order]
        best = np.take(segments, start)
        least = np.full(len(lon), np.inf)
        for k in range(int(count[0]) if len(count) else 0):
            n = int(np.searchsorted(-count, -k, side="left"))
            candidate = np.take(segments, start[:n] + k)
            distance_2 = self.distance_2(lon[:n], lat[:n], candidate)
            better = distance_2 < least[:n]
            np.copyto(least[:n], distance_2, where=better)
            np.copyto(best[:n], candidate, where=better)
        out = np.empty(len(lon), np.int64)
        out[order] = best
        return out

    @cached_property
    def grid(self) -> Grid:
        """The grid, made when first needed."""
        return grid_over(self.lon, self.lat)
