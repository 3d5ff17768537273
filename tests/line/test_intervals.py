"""Laws of the interval algebra, against sets of whole metres."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line.intervals import coverage, gaps, intersection, latest, length, union

METRE = st.integers(0, 40)
INTERVALS = st.lists(st.tuples(METRE, METRE), max_size=12)
WITHIN = st.tuples(METRE, METRE)
laws = settings(max_examples=100, deadline=None)


def metres(intervals):
    return {m for a, b in intervals for m in range(a, b)}


def is_tidy(intervals):
    return all(a < b for a, b in intervals) and all(x[1] < y[0] for x, y in pairwise(intervals))


@laws
@given(INTERVALS)
def test_union_is_the_metres_of_all_and_tidy(given_intervals):
    together = union(given_intervals)
    assert metres(together) == metres(given_intervals)
    assert is_tidy(together)
    assert union(together) == together
    assert union(reversed(given_intervals)) == together


@laws
@given(INTERVALS, INTERVALS)
def test_intersection_is_the_metres_of_both(a, b):
    both = intersection(a, b)
    assert metres(both) == metres(a) & metres(b)
    assert is_tidy(both)
    assert intersection(b, a) == both


@laws
@given(INTERVALS, WITHIN)
def test_covered_and_gaps_share_out_the_whole(intervals, within):
    found = coverage(intervals, within)
    inside = metres([within])
    assert metres(found.covered) == metres(intervals) & inside
    assert metres(found.gaps) == inside - metres(intervals)
    assert is_tidy(found.covered)
    assert is_tidy(found.gaps)
    assert found.covered_m + found.gaps_m == len(inside)
    assert gaps(intervals, within) == found.gaps


@laws
@given(INTERVALS, WITHIN)
def test_depth_counts_how_often_each_metre_is_covered(intervals, within):
    found = coverage(intervals, within).depth
    times = {m: d for a, b, d in found for m in range(a, b)}
    assert times == {m: sum(a <= m < b for a, b in intervals) for m in metres([within])}
    assert sum((b - a) * d for a, b, d in found) == length(
        [(max(a, within[0]), min(b, within[1])) for a, b in intervals]
    )


def test_a_patrol_that_ends_where_the_next_begins_leaves_no_gap():
    assert union([(203_400, 207_000), (207_000, 211_000)]) == ((203_400, 211_000),)
    assert gaps([(203_400, 207_000), (207_001, 211_000)], (203_400, 211_000)) == ((207_000, 207_001),)


def test_nothing_walked_is_all_gap_and_nothing_asked_is_nothing():
    assert coverage([], (10, 20)).gaps == ((10, 20),)
    assert tuple(coverage([(0, 100)], (20, 20))) == ((), (), ())


@laws
@given(INTERVALS, WITHIN)
def test_edges_counted_into_metres_and_edges_sorted_find_the_same(intervals, within):
    """The same question a million times as large: there edges are sorted."""
    near = coverage(intervals, within)
    far = coverage([(a * 10**6, b * 10**6) for a, b in intervals], (within[0] * 10**6, within[1] * 10**6))
    assert [(a * 10**6, b * 10**6, times) for a, b, times in near.depth] == list(far.depth)
    assert [(a * 10**6, b * 10**6) for a, b in near.gaps] == list(far.gaps)


@laws
@given(INTERVALS, WITHIN)
def test_coverage_unpacks_as_covered_gaps_and_depth(intervals, within):
    found = coverage(np.array(intervals, np.int64).reshape(-1, 2), within)
    covered, left, depth = found
    assert (covered, left, depth) == (found.covered, found.gaps, found.depth)
    assert all(x[2] != y[2] for x, y in pairwise(depth))


WALKED = st.lists(st.tuples(METRE, METRE, st.integers(-5, 5)), max_size=12)


@laws
@given(WALKED, WITHIN, st.sampled_from([1, 10**6]))
def test_the_latest_day_over_each_metre_is_that_of_all_intervals_over_it(walked, within, stretched):
    """Both ways of looking: metre by metre, and stretched so far that edges are sorted."""
    found = latest(
        [(a * stretched, b * stretched) for a, b, _ in walked],
        [day for *_, day in walked],
        (within[0] * stretched, within[1] * stretched),
    )
    days = {m: day for a, b, day in found for m in range(a // stretched, b // stretched)}
    assert days == {m: max((d for a, b, d in walked if a <= m < b), default=None) for m in metres([within])}
    assert all(x[2] != y[2] and x[1] == y[0] for x, y in pairwise(found))


def test_many_walks_have_the_latest_day_that_painting_them_one_by_one_gives():
    rng = np.random.default_rng(5)
    starts, days = rng.integers(0, 5_000, 3_000), rng.integers(20_000, 20_365, 3_000)
    ends = starts + rng.integers(-5, 300, 3_000)
    painted = np.full(5_000, -1)
    for i in np.argsort(days, kind="stable"):
        painted[starts[i] : max(starts[i], ends[i])] = days[i]
    found = latest(np.column_stack([starts, ends]), days, (0, 5_000))
    seen = np.concatenate([np.full(b - a, -1 if day is None else day) for a, b, day in found])
    assert np.array_equal(seen, painted)
