"""Which segments can be nearest to some point of a square: a grid of candidates, so that a million points are quick.

A segment is left out of a square when one point of the line is at least as near to every point of the square. For a
point ``q`` and a place ``x`` of the segment, ``|p - q|² - |p - x|²`` is linear in ``p``: over a square it is greatest
in a corner. So it is enough to ask at the four corners whether the segment is no nearer than ``q``, and nothing that
could be nearest is lost. As ``q`` serve the nearest places to the centre and to each corner. Squares are cut in four
until they are small; each asks only the candidates of the square it was cut from.

Squares are flat, in a plane of their own; segments measure in theirs. Between planes whose latitudes are ``D`` metres
apart, a distance of up to ``D`` differs by at most ``tan(latitude) D² / radius``: a segment must be further away by
that much before it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinline.line.planes import SEMI_MAJOR, Floats, Indices, radii

CELL_M = 125.0
LEVELS = 8
"""The first squares are so many doublings larger than the cells: 32 km."""
REACH_M = 3_000.0
"""How far from the line cells are made; points beyond are searched segment by segment."""
SPOTS = ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1))
"""Centre and corners of a square, in half sides."""
PAIRS = 1 << 15
"""Pairs of square and segment looked at in one go."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cell ``(row, column)`` has its candidates, north to south, in ``segments[start : start + number]``."""

    west: float
    south: float
    per_lon: float
    per_lat: float
    columns: int
    rows: int
    start: Indices
    """Where each cell's list begins in ``segments``; -1 for a cell that wasn't made."""
    number: Indices
    segments: Indices

    def cells(self, lon: Floats, lat: Floats) -> tuple[Indices, NDArray[np.bool_]]:
        """Return the cell of each point (0 where there is none), and whether it has candidates."""
        column = np.floor((lon - self.west) * (self.per_lon / CELL_M))
        row = np.floor((lat - self.south) * (self.per_lat / CELL_M))
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        cell = np.where(inside, row * self.columns + column, 0).astype(np.int64)
        return cell, inside & (self.start[cell] >= 0)


@dataclass(frozen=True, slots=True)
class _Squares:
    """Squares of one size and their candidates: rows and columns counted in squares; lists as in ``Grid``."""

    column: Indices
    row: Indices
    number: Indices
    segments: Indices


def grid_over(lon: Floats, lat: Floats) -> Grid:
    """Return the grid of a polyline's segments (degrees WGS 84)."""
    per_lon, per_lat = (float(v[0]) for v in radii(np.array([(lat.min() + lat.max()) / 2])))
    west, south = lon.min() - 1.05 * REACH_M / per_lon, lat.min() - 1.05 * REACH_M / per_lat
    first = CELL_M * 2**LEVELS
    across = int(np.ceil(((lon.max() - west) * per_lon + 1.05 * REACH_M) / first))
    up = int(np.ceil(((lat.max() - south) * per_lat + 1.05 * REACH_M) / first))
    plane = _Plane(lon, lat, float(west), float(south), per_lon, per_lat)
    row, column = (v.ravel() for v in np.meshgrid(np.arange(up), np.arange(across), indexing="ij"))
    every = len(lon) - 1
    squares = _Squares(column, row, np.full(len(row), every), np.tile(np.arange(every), len(row)))
    squares = plane.pruned(squares, first)
    for level in range(LEVELS - 1, -1, -1):
        squares = plane.pruned(_cut_in_four(squares), CELL_M * 2**level)
    return _laid_out(squares, plane, across * 2**LEVELS, up * 2**LEVELS)


def _laid_out(squares: _Squares, plane: _Plane, columns: int, rows: int) -> Grid:
    start, number = np.full(columns * rows, -1, np.int64), np.zeros(columns * rows, np.int64)
    cell = squares.row * columns + squares.column
    start[cell] = np.cumsum(squares.number) - squares.number
    number[cell] = squares.number
    return Grid(
        plane.west, plane.south, plane.per_lon, plane.per_lat, columns, rows, start, number, squares.segments
    )  # fmt: skip


def _cut_in_four(squares: _Squares) -> _Squares:
    """Return the quarters, each with its square's candidates."""
    column = (2 * squares.column[:, None] + np.array([0, 1, 0, 1])).ravel()
    row = (2 * squares.row[:, None] + np.array([0, 0, 1, 1])).ravel()
    number = np.repeat(squares.number, 4)
    start = np.repeat(np.cumsum(squares.number) - squares.number, 4)
    return _Squares(column, row, number, squares.segments[_ranges(start, number)])


def _ranges(start: Indices, number: Indices) -> Indices:
    """Return ``start[0], start[0] + 1, ...``: so many from each start, one list after the other."""
    ends = np.cumsum(number)
    listed: Indices = np.arange(int(ends[-1]) if len(ends) else 0)
    listed += np.repeat(start - (ends - number), number)
    return listed


@dataclass(frozen=True, slots=True)
class _Plane:
    lon: Floats
    lat: Floats
    west: float
    south: float
    per_lon: float
    per_lat: float

    def pruned(self, squares: _Squares, size: float) -> _Squares:
        """Return the squares within reach of the line, with the candidates that each needs."""
        ends = np.cumsum(squares.number)
        kept: list[_Squares] = []
        first = 0
        while first < len(squares.number):
            before = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, before + PAIRS, side="right")))
            some = slice(first, last)
            part = _Squares(
                squares.column[some], squares.row[some], squares.number[some],
                squares.segments[before : ends[last - 1]],
            )  # fmt: skip
            kept.append(self._pruned(part, size))
            first = last
        return _Squares(*(np.concatenate([getattr(k, name) for k in kept]) for name in _Squares.__slots__))

    def _pruned(self, squares: _Squares, size: float) -> _Squares:
        number, s = squares.number, squares.segments
        starts = np.cumsum(number) - number
        lon = self.west + (squares.column + 0.5) * size / self.per_lon
        lat = self.south + (squares.row + 0.5) * size / self.per_lat
        per_lon, per_lat = radii(np.asarray(lat, np.float64))
        # Half the sides in this square's own plane: a degree is not as long at the north end as in the middle
        half_x, half_y = size / 2 / self.per_lon * per_lon, size / 2 / self.per_lat * per_lat
        lon, lat, to_x, to_y = (np.repeat(each, number) for each in (lon, lat, per_lon, per_lat))
        a_x, a_y = (self.lon[s] - lon) * to_x, (self.lat[s] - lat) * to_y
        d_x, d_y = (self.lon[s + 1] - self.lon[s]) * to_x, (self.lat[s + 1] - self.lat[s]) * to_y
        long_2 = d_x * d_x + d_y * d_y
        inverse, long = 1 / long_2, np.sqrt(long_2)
        bend = 1.05 * np.tan(np.radians(np.abs(self.lat).max())) / SEMI_MAJOR
        distances, near = [], []
        for turn_x, turn_y in SPOTS:
            v_x = np.repeat(turn_x * half_x, number) - a_x
            v_y = np.repeat(turn_y * half_y, number) - a_y
            along = np.clip((v_x * d_x + v_y * d_y) * inverse, 0, 1)
            v_x -= along * d_x
            v_y -= along * d_y
            distance = np.sqrt(v_x * v_x + v_y * v_y)
            at = _first_least(distance, starts, number)
            near.append((turn_x * half_x - v_x[at], turn_y * half_y - v_y[at], long[at]))
            distances.append(distance - bend * (distance + long) ** 2)
        needed = np.ones(len(s), bool)
        for q_x, q_y, q_long in near:
            nearer = np.zeros(len(s), bool)
            for distance, (turn_x, turn_y) in zip(distances, SPOTS, strict=True):
                if (turn_x, turn_y) != (0, 0):
                    to_q = np.hypot(turn_x * half_x - q_x, turn_y * half_y - q_y)
                    nearer |= distance < np.repeat(to_q + bend * (to_q + q_long) ** 2 + 0.01, number)
            needed &= nearer
        least = np.minimum.reduceat(distances[0], starts)
        reached = least <= REACH_M + np.hypot(half_x, half_y)
        needed &= np.repeat(reached, number)
        left = np.add.reduceat(needed, starts, dtype=np.int64)[reached]
        return _Squares(squares.column[reached], squares.row[reached], left, s[needed])


def _first_least(values: Floats, starts: Indices, number: Indices) -> Indices:
    """Return the place of the least of each list, the first of equals."""
    at = np.flatnonzero(values == np.repeat(np.minimum.reduceat(values, starts), number))
    found: Indices = at[np.searchsorted(at, starts)]
    return found
