"""What was ridden or driven is told from what was walked, whatever the receiver's noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.line import pace
from twinline.line.axis import packaged_line
from twinline.line.planes import radii
from twinline.line.shapes import Course, Shapes
from twinline.line.tracks import NoTrack, walked

LINE = packaged_line()
MORNING = 1_780_448_400.0  # 2026-06-03, 08:00 at the border


def went(kmh, *, every=5, noise=5.0, drift=0.0, minutes=20, start=203_400, seed=1, begins=MORNING):
    """Return the course of a receiver carried along the line; its noise in metres a direction, drifting for seconds."""
    draw = np.random.default_rng(seed)
    time = np.arange(0, minutes * 60, every, dtype=float)
    lon, lat = (np.asarray(each) for each in LINE.point_at(start + time * kmh / 3.6))
    off = draw.normal(size=(2, len(time))) * noise
    kept = np.exp(-every / drift) if drift else 0.0
    for i in range(1, len(time)):
        off[:, i] = kept * off[:, i - 1] + np.sqrt(1 - kept**2) * off[:, i]
    per_lon, per_lat = radii(lat)
    return Course((lon + off[0] / per_lon).tolist(), (lat + off[1] / per_lat).tolist(), (begins + time).tolist())


def read(*courses, **named):
    return walked(Shapes(list(courses)), LINE, **named)


@given(
    st.floats(0, 7), st.floats(1, 30), st.floats(3, 15), st.sampled_from([0.0, 10.0, 60.0]), st.floats(1, 20),
    st.integers(1_000, 460_000), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_a_track_that_was_walked_is_never_called_driven(kmh, every, noise, drift, minutes, start, seed):
    minutes = max(minutes, every / 20)
    course = went(kmh, every=every, noise=noise, drift=drift, minutes=minutes, start=start, seed=seed)
    assert read(course).dropped["driven"] == 0


@pytest.mark.parametrize("every", [1, 8, 30])
@pytest.mark.parametrize("noise", [0, 15])
def test_what_was_driven_at_50_km_an_hour_is_refused_with_and_without_noise(every, noise):
    for ridden in (False, True):
        with pytest.raises(NoTrack, match=r"faster than (12|36) km/h"):
            read(went(50, every=every, noise=noise, start=236_000), ridden=ridden)


def test_a_boat_or_a_motorcycle_counts_where_it_is_said_and_only_there():
    boat = went(24, minutes=15)
    with pytest.raises(NoTrack, match="say that the patrol went by boat or motorcycle"):
        read(boat)
    assert read(boat, ridden=True).walks[0].length_m == pytest.approx(6_000, abs=200)


def test_the_ride_home_is_dropped_and_the_walk_before_it_stays():
    walk, ride = went(4, minutes=60), went(40, minutes=12, start=207_400, begins=MORNING + 3_600)
    both = Course(walk.lon + ride.lon, walk.lat + ride.lat, walk.time + ride.time)
    found = read(both)
    assert found.dropped["driven"] == pytest.approx(144, abs=15)
    assert found.walks[0].length_m == pytest.approx(4_000, abs=400)
    assert read(walk).dropped["driven"] == 0


def test_a_stop_at_a_barrier_is_no_walk_and_a_minute_under_a_cliff_no_drive():
    there, still, on = went(40, minutes=10), went(0, minutes=2, start=210_067), went(40, minutes=10, start=210_067)
    time = MORNING + 5 * np.arange(len(there.lon) + len(still.lon) + len(on.lon))
    stopping = Course(there.lon + still.lon + on.lon, there.lat + still.lat + on.lat, time.tolist())
    with pytest.raises(NoTrack, match="264 of 264"):
        read(stopping)
    walk = went(4, minutes=20)
    walk.lat[60:72] = [lat + 90 / 110_700 for lat in walk.lat[60:72]]
    assert read(walk).dropped["driven"] == 0


@pytest.mark.parametrize("minutes", [1, 1.5, 2, 3])
@pytest.mark.parametrize("every", [1, 5, 20])
def test_a_short_ride_within_a_walk_is_found(minutes, every):
    """A median of five minutes is deaf to it: one minute that no noise explains speaks alone."""
    walk = went(4, minutes=30, every=every)
    far = 40 / 3.6 * minutes * 60
    ride = went(40, minutes=minutes, every=every, start=205_400, begins=MORNING + 1_800)
    on = went(4, minutes=30, every=every, start=205_400 + far, begins=MORNING + 1_800 + minutes * 60)
    found = read(Course(walk.lon + ride.lon + on.lon, walk.lat + ride.lat + on.lat, walk.time + ride.time + on.time))
    assert found.dropped["driven"] >= len(ride.lon) - 30 / every
    walked_m = sum(b - a for one in found.walks for a, b in one.stretches)
    assert walked_m < 4_000 + 300  # of the ride no more than noise may make


def test_a_pause_parts_what_was_walked_from_what_was_driven():
    walk, ride = went(4, minutes=60), went(40, minutes=2, start=207_400, begins=MORNING + 3_600 + pace.PAUSE_S + 60)
    lon, lat, time = (np.array(getattr(walk, name) + getattr(ride, name)) for name in ("lon", "lat", "time"))
    assert np.flatnonzero(pace.faster_than(pace.WALKED_M_S, lon, lat, time)).tolist() == list(range(720, 744))


def test_two_fixes_say_no_more_than_their_way_less_the_noise():
    lon, lat = (np.asarray(each) for each in LINE.point_at(np.array([203_400.0, 203_600.0])))
    assert not pace.faster_than(pace.WALKED_M_S, lon, lat, np.array([0.0, 40.0])).any()
    assert pace.faster_than(pace.WALKED_M_S, lon, lat, np.array([0.0, 10.0])).all()
    assert not pace.faster_than(pace.WALKED_M_S, lon[:1], lat[:1], np.array([0.0])).any()
