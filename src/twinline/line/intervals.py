"""Algebra of intervals of whole metres on the line.

An interval is ``(from_m, to_m)``: from the one up to, not including, the other. An empty one (``to_m <= from_m``) is
nothing and disappears. Any iterable of pairs may be given, in any order, overlapping or not; results are in order and
neither touch nor overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Interval = tuple[int, int]
Metres = NDArray[np.int64]


class Coverage(NamedTuple):
    """``covered`` and ``gaps`` share out ``within``; ``depth`` cuts it into ``(from_m, to_m, times)``, 0 included."""

    covered: tuple[Interval, ...]
    gaps: tuple[Interval, ...]
    depth: tuple[tuple[int, int, int], ...]

    @property
    def covered_m(self) -> int:
        return length(self.covered)

    @property
    def gaps_m(self) -> int:
        return length(self.gaps)


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the metres that lie in any of the intervals."""
    return _runs(*_steps(_pairs(intervals)), at_least=1)


def intersection(a: Iterable[Interval], b: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the metres that lie in both."""
    both = np.concatenate([_pairs(union(a)), _pairs(union(b))])
    return _runs(*_steps(both), at_least=2)


def gaps(intervals: Iterable[Interval], within: Interval) -> tuple[Interval, ...]:
    """Return the metres of ``within`` that lie in none of the intervals."""
    return coverage(intervals, within).gaps


def coverage(intervals: Iterable[Interval], within: Interval) -> Coverage:
    """Return what of ``within`` the intervals cover, what they leave, and how many times each stretch is covered."""
    if within[1] <= within[0]:
        return Coverage((), (), ())
    pairs = np.clip(_pairs(intervals), within[0], within[1])
    # ``within`` itself is added once, so that its ends are always among the steps; the depth is one less
    at, depth = _steps(np.concatenate([pairs[pairs[:, 1] > pairs[:, 0]], [within]]))
    pieces = tuple((int(a), int(b), int(d) - 1) for a, b, d in zip(at[:-1], at[1:], depth[:-1], strict=True))
    return Coverage(
        _runs(at, depth, at_least=2),
        tuple((a, b) for a, b, d in pieces if d == 0),
        pieces,
    )


def length(intervals: Iterable[Interval]) -> int:
    """Return the metres in the intervals, each metre as often as it lies in one."""
    pairs = _pairs(intervals)
    return int((pairs[:, 1] - pairs[:, 0]).sum())


def _pairs(intervals: Iterable[Interval]) -> Metres:
    given = intervals if isinstance(intervals, np.ndarray) else np.array(list(intervals), dtype=np.int64)
    pairs = given.reshape(-1, 2).astype(np.int64, copy=False)
    kept: Metres = pairs[pairs[:, 1] > pairs[:, 0]]
    return kept


def _steps(pairs: Metres) -> tuple[Metres, Metres]:
    """Return the places where the depth changes, ascending, and the depth from each on. Neighbours differ in depth."""
    edges = np.concatenate([pairs[:, 0], pairs[:, 1]])
    change = np.concatenate([np.ones(len(pairs), np.int64), -np.ones(len(pairs), np.int64)])
    at, which = np.unique(edges, return_inverse=True)
    total = np.bincount(which, weights=change, minlength=len(at)).astype(np.int64)
    changes = np.flatnonzero(total)
    return at[changes], np.cumsum(total[changes])


def _runs(at: Metres, depth: Metres, *, at_least: int) -> tuple[Interval, ...]:
    """Return the stretches where the depth is at least so much, touching ones as one."""
    deep = np.concatenate([[False], depth >= at_least, [False]])
    turns = np.flatnonzero(deep[1:] != deep[:-1])
    return tuple((int(at[a]), int(at[b])) for a, b in zip(turns[::2], turns[1::2], strict=True))
