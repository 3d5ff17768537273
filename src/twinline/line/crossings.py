"""Where a polyline comes to a place where it was before: it crosses itself, or runs along itself again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twinline.line.planes import Floats, Indices, radii

KNOT_M = 100.0
"""A loop shorter than this is the unrest of a receiver, not a second way."""
CROWD = 500
"""So many steps in one square are looked at no closer: a line that goes on comes to no place so often."""


_NEXT_M = 0.01
"""No more than this lies between two steps of which one goes on where the other ends."""


class Met(NamedTuple):
    """``again``: the first two segments that meet with more than ``KNOT_M`` of line between.

    ``knots``: of each loop that is shorter the first vertex.
    """

    again: tuple[int, int] | None
    knots: tuple[int, ...]


def met(lon: Floats, lat: Floats) -> Met:
    """Return where a line comes back to where it was, and its loops that are too short to be a second way.

    Squares twice as wide as a step is long say which steps can meet: what is far apart is never compared.
    """
    per_lon, per_lat = radii(np.array([(lat.min() + lat.max()) / 2]))
    x, y = (lon - lon.min()) * per_lon[0], (lat - lat.min()) * per_lat[0]
    long = np.hypot(np.diff(x), np.diff(y))
    side = max(2 * float(long.mean()), 1.0)
    number = np.maximum(1, np.ceil(long / side)).astype(np.int64)
    segment = np.repeat(np.arange(len(long)), number)
    part = (np.arange(len(segment)) - np.repeat(np.cumsum(number) - number, number)) / number[segment]
    at = np.append(segment + part, len(long))
    every = np.arange(len(lon))
    steps = np.column_stack([np.interp(at, every, x), np.interp(at, every, y)])
    walked = np.interp(at, every, np.concatenate([[0.0], np.cumsum(long)]))
    pairs = [np.empty((0, 2), np.int64)]
    for first, second in _neighbours(steps, side):
        meet = (walked[second] - walked[first + 1] > _NEXT_M) & _meet(steps, first, second)
        pairs.append(np.column_stack([first[meet], second[meet]]))
    first, second = np.unique(np.concatenate(pairs), axis=0).T
    far = walked[second] - walked[first + 1] > KNOT_M
    again = np.flatnonzero(far)[:1]
    # What meets in one loop several times, as where it crosses itself at a vertex, is one
    ends = np.maximum.accumulate(second[~far])
    begins = first[~far][np.append(True, first[~far][1:] > ends[:-1])[: len(ends)]]
    return Met(
        (int(segment[first[again[0]]]), int(segment[second[again[0]]])) if len(again) else None,
        tuple((segment[begins] + 1).tolist()),
    )


def _neighbours(steps: Floats, side: float) -> list[tuple[Indices, Indices]]:
    """Return pairs of steps (the earlier first) that share a square, in lists of bearable length."""
    low, high = (np.floor(f(steps[:-1], steps[1:]) / side).astype(np.int64) for f in (np.minimum, np.maximum))
    width = int(high[:, 0].max()) + 1
    cells, which = [], []
    for right in (0, 1):  # a step no longer than a square lies in at most two columns and two rows
        for up in (0, 1):
            column, row = np.minimum(low[:, 0] + right, high[:, 0]), np.minimum(low[:, 1] + up, high[:, 1])
            cells.append(row * width + column)
            which.append(np.arange(len(steps) - 1))
    once = np.unique(np.column_stack([np.concatenate(cells), np.concatenate(which)]), axis=0)
    cell, step = once.T
    # Within a square each step is paired with the next, the next but one, and so on
    ends = np.searchsorted(cell, cell, side="right")
    pairs: list[tuple[Indices, Indices]] = []
    left = np.arange(len(step))
    for further in range(1, CROWD):
        left = left[left + further < ends[left]]
        if not len(left):
            break
        pairs.append((step[left], step[left + further]))
    return pairs


def _meet(steps: Floats, first: Indices, second: Indices) -> NDArray[np.bool_]:
    """Return which pairs of steps cross, touch or lie on one another."""
    a, b, c, d = steps[first], steps[first + 1], steps[second], steps[second + 1]
    apart = (np.minimum(a, b) > np.maximum(c, d)) | (np.minimum(c, d) > np.maximum(a, b))
    across = _turn(a, b, c) * _turn(a, b, d) <= 0
    across &= _turn(c, d, a) * _turn(c, d, b) <= 0
    touching: NDArray[np.bool_] = across & ~apart.any(axis=1)
    return touching


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    turn: Floats = np.sign((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))
    return turn
