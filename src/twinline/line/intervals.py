"""Algebra of intervals of whole metres on the line.

An interval is ``(from_m, to_m)``: from the one up to, not including, the other. An empty one (``to_m <= from_m``) is
nothing and disappears. Any iterable of pairs may be given, in any order, overlapping or not; results are in order and
neither touch nor overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Interval = tuple[int, int]
Metres = NDArray[np.int64]
NEVER = -(1 << 62)
DENSE = 8
"""Up to so many metres of the stretch per interval, edges are counted into metres instead of sorted."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """How often each metre of a stretch is covered: ``times[i]`` from ``at[i]`` up to ``at[i + 1]``.

    ``covered`` and ``gaps`` share the stretch out; ``depth`` cuts it into ``(from_m, to_m, times)``, 0 included,
    neighbours differing. The tuples are made when asked for. Unpacks as ``covered, gaps, depth``.
    """

    at: Metres
    times: Metres

    @cached_property
    def covered(self) -> tuple[Interval, ...]:
        return _runs(self.at, self.times, at_least=1)

    @cached_property
    def gaps(self) -> tuple[Interval, ...]:
        return _runs(self.at, 1 - self.times, at_least=1)

    @cached_property
    def depth(self) -> tuple[tuple[int, int, int], ...]:
        return tuple(zip(self.at[:-1].tolist(), self.at[1:].tolist(), self.times.tolist(), strict=True))

    @property
    def covered_m(self) -> int:
        return int(np.diff(self.at)[self.times > 0].sum())

    @property
    def gaps_m(self) -> int:
        return int(np.diff(self.at)[self.times == 0].sum())

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter((self.covered, self.gaps, self.depth))


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
    """Return what of ``within`` the intervals cover, what they leave, and how many times each stretch is covered.

    Metres are whole: where there are many intervals for the stretch, their edges are counted into its metres, which
    costs n; else they are sorted, n log n. An array of two columns is taken as it is.
    """
    first, last = within
    if last <= first:
        return Coverage(np.zeros(0, np.int64), np.zeros(0, np.int64))
    given = _given(intervals)
    if last - first <= DENSE * max(len(given), 1_000):
        change = edges(given, within)
        change[0] += 1 << 40  # never 0, so that the stretch's own ends are among the steps
        change[-1] = 1
        at = np.flatnonzero(change)
        times = np.cumsum(change[at[:-1]]) - (1 << 40)
        return Coverage(at + first, times)
    pairs = np.clip(given, first, last)
    at, depth = _steps(np.concatenate([pairs[pairs[:, 1] > pairs[:, 0]], [within]]))
    return Coverage(at, depth[:-1] - 1)


def edges(intervals: Iterable[Interval], within: Interval) -> Metres:
    """Return by how much more intervals cover each metre of ``within`` than the one before it, its end included."""
    first, last = within
    given = _given(intervals)
    starts, ends = np.clip(given[:, 0], first, last), np.clip(given[:, 1], first, last)
    # An empty interval, or one that runs back, would count against others: its end is taken for its start
    change = np.bincount(starts - first, minlength=last - first + 1)
    change -= np.bincount(np.maximum(starts, ends) - first, minlength=last - first + 1)
    return change


def latest(intervals: Iterable[Interval], days: ArrayLike, within: Interval) -> tuple[tuple[int, int, int | None], ...]:
    """Return ``within`` cut into ``(from_m, to_m, day)``: the latest day of the intervals over it, None where none is.

    ``days`` are whole numbers, one per interval; neighbours differ. Cost: n log n in the intervals.
    """
    first, last = within
    if last <= first:
        return ()
    given, when = _given(intervals), np.asarray(days, np.int64)
    starts, ends = np.clip(given[:, 0], first, last), np.clip(given[:, 1], first, last)
    some = ends > starts
    starts, ends, when = starts[some], ends[some], when[some]
    if last - first <= DENSE * len(starts):
        at, low, high = np.arange(first, last + 1), starts - first, ends - first
    else:
        at = np.unique(np.concatenate([starts, ends, np.array([first, last])]))
        low, high = np.searchsorted(at, starts), np.searchsorted(at, ends)
    best = _greatest(low, high, when, len(at) - 1)
    turns = np.flatnonzero(np.concatenate([[True], best[1:] != best[:-1]]))
    edges = [*at[turns].tolist(), last]
    return tuple(
        (a, b, None if day == NEVER else day)
        for a, b, day in zip(edges[:-1], edges[1:], best[turns].tolist(), strict=True)
    )


def _greatest(low: Metres, high: Metres, values: Metres, size: int) -> Metres:
    """Return per place 0 to ``size`` the greatest value of the ranges ``low`` up to ``high`` over it.

    A range is the union of two that are a power of two long; from the longest down, each hands its value to its halves.
    """
    if not len(low):
        return np.full(size, NEVER)
    power = np.frexp((high - low).astype(np.float64))[1] - 1
    level = np.full(size, NEVER)
    for k in range(int(power.max()), -1, -1):
        this = power == k
        np.maximum.at(level, low[this], values[this])
        np.maximum.at(level, high[this] - (1 << k), values[this])
        if k:
            half = 1 << (k - 1)
            level[half:] = np.maximum(level[half:], level[:-half].copy())
    return level


def length(intervals: Iterable[Interval]) -> int:
    """Return the metres in the intervals, each metre as often as it lies in one."""
    pairs = _pairs(intervals)
    return int((pairs[:, 1] - pairs[:, 0]).sum())


def _given(intervals: Iterable[Interval]) -> Metres:
    given = intervals if isinstance(intervals, np.ndarray) else np.array(list(intervals), dtype=np.int64)
    return given.reshape(-1, 2).astype(np.int64, copy=False)


def _pairs(intervals: Iterable[Interval]) -> Metres:
    pairs = _given(intervals)
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
    edges = at[turns].tolist()
    return tuple(zip(edges[::2], edges[1::2], strict=True))
