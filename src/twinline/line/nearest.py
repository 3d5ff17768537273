"""Which segment of a polyline is nearest: exact, for one point or a million.

Distances are taken in a plane of each segment's own: metres east and north with the WGS 84 radii at its middle. That is
exact to 0.2 m for points within 2 km of the line, and to some 0.1 % of the distance further out.

For many points a grid of square cells lists, per cell, the segments that can be nearest to some point of it: with
``d`` the distance from the cell's centre to its nearest segment and ``r`` half the diagonal, these are the segments
nearer to the centre than ``d + 2 r``. Nothing is left out, so the grid only saves time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_3e-3
CELL_M = 250.0
COARSE = 16
REACH_M = 3_000.0
"""How far from the line cells are made; points beyond are searched segment by segment."""
FEW = 64
"""Up to so many points the grid isn't worth making."""
BLOCK = 16_384
"""Points handled at a time: what fits the processor's cache."""


def radii(lat: Floats) -> tuple[Floats, Floats]:
    """Return metres per degree of longitude and of latitude on the WGS 84 ellipsoid."""
    w = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    per_lat = np.radians(SEMI_MAJOR * (1 - ECCENTRICITY_2) / w**1.5)
    per_lon = np.radians(SEMI_MAJOR / np.sqrt(w)) * np.cos(np.radians(lat))
    return per_lon, per_lat


class Nearest(NamedTuple):
    """Per point: the nearest segment, how far along it (0 to 1), the distance in metres, and the cross product
    (positive to the left of the segment's direction)."""

    segment: Indices
    along: Floats
    distance: Floats
    cross: Floats


class Grid(NamedTuple):
    west: float
    south: float
    per_lon: float
    per_lat: float
    columns: int
    rows: int
    start: Indices
    """Where each cell's list begins in ``segments``; -1 for a cell that wasn't made."""
    number: Indices
    """How many candidates each cell has."""
    segments: Indices


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

    def measure(self, lon: Floats, lat: Floats, segment: Indices) -> tuple[Floats, Floats, Floats]:
        """Return (squared distance, along, cross) of points to one given segment each."""
        a_lon, a_lat, per_lon, per_lat, east, north, inverse = np.moveaxis(self.table[segment], -1, 0)
        x, y = (lon - a_lon) * per_lon, (lat - a_lat) * per_lat
        along = np.clip((x * east + y * north) * inverse, 0.0, 1.0)
        dx, dy = x - along * east, y - along * north
        return dx * dx + dy * dy, along, east * y - north * x

    def nearest(self, lon: Floats, lat: Floats) -> Nearest:
        """Return the nearest segment of each point; of two equally near, the one further north."""
        if len(lon) <= FEW:
            return self._search_all(lon, lat)
        out = Nearest(np.empty(len(lon), np.int64), np.empty(len(lon)), np.empty(len(lon)), np.empty(len(lon)))
        for first in range(0, len(lon), BLOCK):
            block = slice(first, first + BLOCK)
            for whole, part in zip(out, self._search_grid(lon[block], lat[block]), strict=True):
                whole[block] = part
        return out

    def _search_all(self, lon: Floats, lat: Floats) -> Nearest:
        every = np.arange(len(self.lon) - 1)
        distance_2, _, _ = self.measure(lon[:, None], lat[:, None], every[None, :])
        return self._answer(lon, lat, np.argmin(distance_2, axis=1))

    def _answer(self, lon: Floats, lat: Floats, segment: Indices) -> Nearest:
        distance_2, along, cross = self.measure(lon, lat, segment)
        return Nearest(segment, along, np.sqrt(distance_2), cross)

    def _search_grid(self, lon: Floats, lat: Floats) -> Nearest:
        grid = self.grid
        column = np.floor((lon - grid.west) * (grid.per_lon / CELL_M))
        row = np.floor((lat - grid.south) * (grid.per_lat / CELL_M))
        on_grid = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
        cell = np.where(on_grid, row * grid.columns + column, 0).astype(np.int64)
        start = np.where(on_grid, grid.start[cell], -1)
        found = np.zeros(len(lon), np.int64)
        near = np.flatnonzero(start >= 0)
        found[near] = self._best_of(lon[near], lat[near], start[near], grid.number[cell[near]])
        far = np.flatnonzero(start < 0)
        for first in range(0, len(far), FEW):
            some = far[first : first + FEW]
            found[some] = self._search_all(lon[some], lat[some]).segment
        return self._answer(lon, lat, found)

    def _best_of(self, lon: Floats, lat: Floats, start: Indices, count: Indices) -> Indices:
        """Return the nearest of each point's candidates: first for all, second for those that have one, and so on."""
        segments = self.grid.segments
        order = np.argsort(-count, kind="stable")
        lon, lat, start, count = lon[order], lat[order], start[order], count[order]
        best = segments[start]
        least = np.full(len(lon), np.inf)
        for k in range(int(count[0]) if len(count) else 0):
            n = int(np.searchsorted(-count, -k, side="left"))
            candidate = segments[start[:n] + k]
            distance_2, _, _ = self.measure(lon[:n], lat[:n], candidate)
            better = distance_2 < least[:n]
            least[:n] = np.where(better, distance_2, least[:n])
            best[:n] = np.where(better, candidate, best[:n])
        out = np.empty(len(lon), np.int64)
        out[order] = best
        return out

    @cached_property
    def grid(self) -> Grid:
        """The grid, made when first needed."""
        middle = np.array([(self.lat.min() + self.lat.max()) / 2])
        per_lon, per_lat = (float(v[0]) for v in radii(middle))
        west, south = self.lon.min() - REACH_M / per_lon, self.lat.min() - REACH_M / per_lat
        columns = int(np.ceil((self.lon.max() - west) * per_lon / CELL_M + REACH_M / CELL_M))
        rows = int(np.ceil((self.lat.max() - south) * per_lat / CELL_M + REACH_M / CELL_M))
        empty = np.zeros(0, np.int64)
        frame = Grid(float(west), float(south), per_lon, per_lat, columns, rows, empty, empty, empty)
        return self._filled(frame)

    def _filled(self, frame: Grid) -> Grid:
        """Return the grid with candidates: by coarse squares of 16 x 16 cells first, then cell by cell within them."""
        start = np.full(frame.columns * frame.rows, -1, np.int64)
        count = np.zeros(frame.columns * frame.rows, np.int64)
        every = np.arange(len(self.lon) - 1)
        lists: list[Indices] = []
        total = 0
        for row in range(0, frame.rows, COARSE):
            for column in range(0, frame.columns, COARSE):
                size = COARSE * CELL_M
                few, least = self._candidates(frame, np.array([column]), np.array([row]), size, every)
                if least[0] > REACH_M + size * np.sqrt(0.5):
                    continue
                rows, columns = (
                    np.arange(n, min(n + COARSE, end)) for n, end in ((row, frame.rows), (column, frame.columns))
                )
                r, c = (v.ravel() for v in np.meshgrid(rows, columns, indexing="ij"))
                kept, distance = self._candidates(frame, c, r, CELL_M, np.flatnonzero(few[0]))
                kept &= (distance <= REACH_M)[:, None]
                cells, which = np.nonzero(kept)
                number = kept.sum(axis=1)
                made = number > 0
                ids = (r * frame.columns + c)[made]
                count[ids] = number[made]
                start[ids] = total + np.concatenate([[0], np.cumsum(number[made])[:-1]])
                lists.append(np.flatnonzero(few[0])[which])
                total += len(cells)
        return frame._replace(start=start, number=count, segments=np.concatenate(lists))

    def _candidates(
        self, frame: Grid, column: Indices, row: Indices, size: float, among: Indices
    ) -> tuple[NDArray[np.bool_], Floats]:
        """Return which segments can be nearest to some point of each square, and the centre's distance to the line."""
        lon = np.asarray(frame.west + (column * CELL_M + size / 2) / frame.per_lon, np.float64)
        lat = np.asarray(frame.south + (row * CELL_M + size / 2) / frame.per_lat, np.float64)
        distance_2, _, _ = self.measure(lon[:, None], lat[:, None], among[None, :])
        distance: Floats = np.sqrt(distance_2)
        least = distance.min(axis=1)
        # 1 % more, for a cell isn't quite square in the planes of the segments
        return distance <= (least + 2 * size * np.sqrt(0.5) * 1.01)[:, None], least
