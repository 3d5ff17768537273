"""Which segments can be nearest to some point of a square: a grid of candidates, so that a million points are quick.

A segment is left out of a square when one point of the line is at least as near to every point of the square. For a
point ``q`` and a place ``x`` of the segment, ``|p - q|² - |p - x|²`` is linear in ``p``: over a square it is greatest
in a corner. So it is enough to ask at the four corners whether the segment is no nearer than ``q``, and nothing that
could be nearest is lost. As ``q`` serve the nearest places to the centre and to each corner. Squares are cut in four
until they are small; each asks only the candidates of the square it was cut from.

A square is flat, with the length of a degree at its middle; the search takes that midway between point and place. The
square of a distance ``d`` from a point of the square differs by at most ``2 tan(latitude) / radius`` of its ``d²`` for
each metre between the two latitudes: at most half the square and half of ``d``. So a segment is left out only if in
each corner the difference of the squares is more than both may be wrong in their worst corner.
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
        inverse = 1 / (d_x * d_x + d_y * d_y)
        half = np.hypot(half_x, half_y)
        squared, near = [], []
        for turn_x, turn_y in SPOTS:
            v_x = np.repeat(turn_x * half_x, number) - a_x
            v_y = np.repeat(turn_y * half_y, number) - a_y
            along = np.clip((v_x * d_x + v_y * d_y) * inverse, 0, 1)
            v_x -= along * d_x
            v_y -= along * d_y
            squared.append(v_x * v_x + v_y * v_y)
            at = _first_least(squared[-1], starts, number)
            near.append((turn_x * half_x - v_x[at], turn_y * half_y - v_y[at]))
        corners = [(turn_x * half_x, turn_y * half_y) for turn_x, turn_y in SPOTS[1:]]
        doubt = self._doubt(np.maximum.reduce(squared[1:]), np.repeat(half, number))
        needed = np.ones(len(s), bool)
        for q_x, q_y in near:
            to_q = [(x - q_x) ** 2 + (y - q_y) ** 2 for x, y in corners]
            spared = doubt + np.repeat(self._doubt(np.maximum.reduce(to_q), half) + 1.0, number)
            nearer = np.zeros(len(s), bool)
            for distance_2, from_corner in zip(squared[1:], to_q, strict=True):
                nearer |= distance_2 - spared < np.repeat(from_corner, number)
            needed &= nearer
        least = np.sqrt(np.minimum.reduceat(squared[0], starts))
        reached = least <= 1.001 * REACH_M + half
        needed &= np.repeat(reached, number)
        left = np.add.reduceat(needed, starts, dtype=np.int64)[reached]
        return _Squares(squares.column[reached], squares.row[reached], left, s[needed])

    def _doubt(self, distance_2: Floats, half: Floats) -> Floats:
        """Return by how much squared distances from a square may differ between its plane and the search's."""
        bend = 1.05 * np.tan(np.radians(np.abs(self.lat).max())) / SEMI_MAJOR
        doubt: Floats = bend * distance_2 * (2 * half + np.sqrt(distance_2))
        return doubt


def _first_least(values: Floats, starts: Indices, number: Indices) -> Indices:
    """Return the place of the least of each list, the first of equals."""
    at = np.flatnonzero(values == np.repeat(np.minimum.reduceat(values, starts), number))
    found: Indices = at[np.searchsorted(at, starts)]
    return found
