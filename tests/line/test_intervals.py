"""Laws of the interval algebra, against sets of whole metres."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line.intervals import coverage, gaps, intersection, length, union

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
    assert coverage([(0, 100)], (20, 20)) == ((), (), ())
