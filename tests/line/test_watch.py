"""Who was where, and when: the questions, against counting metre by metre."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twinline.line.intervals import length
from twinline.line.markers import Marker
from twinline.line.watch import (
    SLIVER_M,
    Walks,
    nobody_looks_after,
    not_inspected,
    not_walked_for,
    patrolled,
    planned_and_done,
)

STEP = SLIVER_M
WITHIN = (0, 30 * STEP)
#: Metres in steps that are no slivers: what is closed has tests of its own.
METRE, DAY = st.integers(0, 30).map(lambda step: step * STEP), st.integers(100, 110)
ROWS = st.lists(st.tuples(METRE, METRE, DAY, DAY, st.booleans(), st.booleans(), st.integers(0, 3)), max_size=8)


def tidy(rows):
    """Rows as they come: in order, somebody walked, one event one doing."""
    return [
        (min(a, b), max(a, b), min(x, y), max(x, y), vn or not la, la, 100 + i)
        for i, (a, b, x, y, vn, la, _) in enumerate(rows)
    ]


@given(ROWS, DAY, DAY)
def test_how_often_and_by_whom_each_metre_was_walked(rows, x, y):
    rows, period = tidy(rows), (min(x, y), max(x, y))
    found = patrolled(Walks.of(rows), WITHIN, period)
    inside = [r for r in rows if r[3] >= period[0] and r[2] <= period[1]]
    for metre in range(*WITHIN, STEP):
        over = [r for r in inside if r[0] <= metre < r[1]]
        (part,) = [p for p in found.parts if p.from_m <= metre < p.to_m]
        together = sum(r[4] and r[5] for r in over)
        assert part[2:] == (len(over), sum(r[4] for r in over), sum(r[5] for r in over), together)
    assert found.covered_m + length(found.gaps) == WITHIN[1]
    assert found.both_m <= min(found.vn_m, found.la_m)


@given(ROWS, st.permutations(range(8)))
def test_an_event_that_several_rows_tell_is_walked_once_where_any_of_them_says(rows, order):
    """In whatever order they come, against counting metre by metre; the control: apart they are more."""
    told = [(a, b, 100, 100, True, True, event) for a, b, *_, event in rows]
    told = [told[i] for i in order if i < len(told)]
    found, apart = (
        patrolled(Walks.of(each), WITHIN, (100, 100)) for each in (told, [(*r[:6], i) for i, r in enumerate(told)])
    )
    for metre in range(*WITHIN, STEP):
        over = [r[6] for r in told if r[0] <= metre < r[1]]
        (part,) = [p for p in found.parts if p.from_m <= metre < p.to_m]
        (more,) = [p for p in apart.parts if p.from_m <= metre < p.to_m]
        assert (part.times, more.times) == (len(set(over)), len(over))


@given(ROWS, st.randoms())
def test_an_event_of_which_rows_name_different_sides_counts_once_for_each(rows, chance):
    """However the rows lie, against counting metre by metre."""
    told = [(min(a, b), max(a, b), 100, 100, vn or not la, la, event) for a, b, *_, vn, la, event in rows]
    walks = Walks.of(told)
    order = list(range(len(walks)))
    chance.shuffle(order)
    found = patrolled(walks.where(np.array(order, np.int64)), WITHIN, (100, 100))
    for metre in range(*WITHIN, STEP):
        over = [r for r in told if r[0] <= metre < r[1]]
        (part,) = [p for p in found.parts if p.from_m <= metre < p.to_m]
        by = [{r[6] for r in over if says(r)} for says in (lambda r: True, lambda r: r[4], lambda r: r[5])]
        assert part[2:] == (*map(len, by), len({r[6] for r in over if r[4] and r[5]}))


def test_a_spot_told_of_an_event_that_the_other_side_walked_counts_for_nobody():
    rows = [(0, 500, 100, 100, False, True, 7), (400, 401, 100, 100, True, False, 7)]
    assert patrolled(Walks.of(rows), WITHIN, (100, 100)).parts[0][1:] == (500, 1, 0, 1, 0)
    # Negative control: two metres are a stretch
    rows[1] = (400, 402, *rows[1][2:])
    assert patrolled(Walks.of(rows), WITHIN, (100, 100)).parts[1] == (400, 402, 1, 1, 1, 0)


def test_two_sides_that_each_tell_one_event_count_once_together_and_once_each():
    """Negative control of the test above: the sum of what either side tells would be two."""
    rows = [(0, 100, 100, 100, True, False, 7), (50, 200, 100, 100, False, True, 7)]
    found = patrolled(Walks.of(rows), (0, 200), (100, 100))
    assert [tuple(part) for part in found.parts] == [(0, 50, 1, 1, 0, 0), (50, 100, 1, 1, 1, 0), (100, 200, 1, 0, 1, 0)]


def test_a_hundred_thousand_rows_of_pairs_are_counted():
    """One look at all rows for each pair would be five thousand million of them."""
    rows = [(i % 400 * STEP, (i % 400 + 2) * STEP, 100, 100, i % 2 == 0, i % 2 == 1, i // 2) for i in range(100_000)]
    assert patrolled(Walks.of(rows), (0, 402 * STEP), (100, 100)).covered_m == 401 * STEP


@given(ROWS, ROWS, st.integers(0, 30), st.integers(1, 30))
def test_a_plan_is_done_where_its_side_walked_on_its_days_however_long_a_walk_lasted(planned, rows, at, long):
    planned, rows = tidy(planned), tidy(rows)
    found = planned_and_done(Walks.of(planned), Walks.of(rows), (100, 110))
    expected = []
    for a, b, first, last, vn, la, _ in planned:
        own = [r for r in rows if ((r[4] and vn) or (r[5] and la)) and r[3] >= first and r[2] <= last]
        done = sum(any(r[0] <= metre < r[1] for r in own) for metre in range(a, b, STEP)) * STEP
        expected.append((a, b, first, last, done))
    assert sorted(found) == sorted(expected)
    a, b = at * STEP, (at + long) * STEP
    there = planned_and_done(Walks.of(planned), Walks.of(rows), (100, 110), (a, b))
    assert there == tuple(plan for plan in found if plan.to_m > a and plan.from_m < b)


@given(ROWS, st.integers(1, 12), DAY)
def test_what_neither_side_walked_for_so_many_days(rows, days, on):
    rows = tidy(rows)
    found = {
        m: since.day
        for since in not_walked_for(Walks.of(rows), WITHIN, days=days, on=on)
        for m in range(since.from_m, since.to_m, STEP)
    }
    for metre in range(*WITHIN, STEP):
        walked = [min(r[3], on) for r in rows if r[0] <= metre < r[1] and r[2] <= on]
        last = max(walked, default=None)
        if last is None or last <= on - days:
            assert found[metre] == last
        else:
            assert metre not in found


def test_a_joint_patrol_that_both_record_counts_once_over_all_that_either_tells():
    both = Walks.of(
        [(0, 100, 100, 100, True, True, 7), (50, 120, 100, 100, True, True, 7), (200, 220, 100, 100, True, False, 8)]
    )
    found = patrolled(both, WITHIN, (100, 100))
    assert [(p.from_m, p.to_m, p.times) for p in found.parts if p.times] == [(0, 120, 1), (200, 220, 1)]
    assert (found.together_m, found.both_m, found.la_m) == (120, 120, 120)


def test_a_stretch_is_looked_after_from_its_first_day_to_its_last():
    stretches = Walks.of([(0, 100, 100, 105, True, False, 1), (100, 600, 106, 200, False, True, 2)])
    assert nobody_looks_after(stretches, WITHIN, on=105) == ((100, 600),)
    assert nobody_looks_after(stretches, WITHIN, on=106) == ((0, 100),)


def test_a_marker_inspected_after_the_period_was_not_inspected_in_it():
    markers = [Marker("400", 5, False), Marker("401", 15, False), Marker("402", 25, False), Marker("403", 999, False)]
    found = not_inspected(markers, {"400": [95], "401": [101], "402": [120]}, WITHIN, (100, 110))
    assert [(each.marker.number, each.last) for each in found] == [("400", 95), ("402", None)]


def test_a_plan_is_done_as_far_as_its_side_walked_it_on_its_days():
    plans = Walks.of([(0, 10, 100, 102, True, False, 1), (20, 30, 104, 104, False, True, 2)])
    walks = Walks.of(
        [(2, 8, 101, 101, True, False, 3), (0, 10, 103, 103, True, False, 4), (20, 30, 104, 104, True, True, 5)]
    )
    done = planned_and_done(plans, walks, (100, 110))
    assert [each.done_m for each in done] == [6, 10]


def test_between_two_walks_that_meet_but_for_some_metres_there_is_no_gap():
    """A metre of rounding, or what a receiver is off by; the negative control is a gap that can be told."""
    for gap, told in ((1, False), (SLIVER_M - 1, False), (SLIVER_M, True)):
        walks = Walks.of([(0, 300, 100, 100, True, False, 1), (300 + gap, 600, 105, 105, False, True, 2)])
        found = patrolled(walks, WITHIN, (100, 110))
        assert found.gaps == (((300, 300 + gap),) if told else ())
        assert found.covered_m == 600 - gap * told
        old = not_walked_for(walks, WITHIN, days=8, on=110)
        assert [(each.from_m, each.to_m, each.day) for each in old] == (
            [(0, 300, 100), (300, 300 + gap, None)] if told else [(0, 300 + gap, 100)]
        )
        assert nobody_looks_after(walks, WITHIN, on=100) == ((300, 600),)
        lasting = Walks.of([(0, 300, 100, 200, True, False, 1), (300 + gap, 600, 100, 200, True, False, 2)])
        assert bool(nobody_looks_after(lasting, WITHIN, on=105)) is told


def test_a_gap_too_short_to_tell_is_closed_at_the_ends_of_the_line_too_and_never_where_nobody_was():
    walks = Walks.of([(3, 590, 100, 100, True, False, 1)])
    assert patrolled(walks, WITHIN, (100, 100)).parts == ((0, 600, 1, 1, 0, 0),)
    assert patrolled(Walks.of([]), (0, 5), (100, 100)).gaps == ((0, 5),)
    assert not_walked_for(Walks.of([]), (0, 5), days=3, on=100) == ((0, 5, None),)


def test_a_patrol_at_one_spot_covers_nothing_and_carries_out_a_plan_for_that_spot():
    spot = [(300, 301, 105, 105, True, False, 1)]
    assert patrolled(Walks.of(spot), WITHIN, (100, 110)).covered_m == 0
    assert not_walked_for(Walks.of(spot), WITHIN, days=3, on=106) == ((0, 600, None),)
    assert planned_and_done(Walks.of(spot), Walks.of(spot), (100, 110), (0, 1)) == ()
    assert planned_and_done(Walks.of(spot), Walks.of(spot), (100, 110))[0].done_m == 1
