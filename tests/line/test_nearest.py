"""Which place of the line is nearest: against geodesics of PROJ, on lines that bend near themselves, close or cross."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.lines import dense, made_of, points_near
from twinline.line.axis import Line, packaged_line
from twinline.line.calibration import Calibration, Pin
from twinline.line.planes import radii

LINE = packaged_line()


def by_geodesics(line, lon, lat):
    """Distance and metres as drawn of the nearest place, by PROJ alone: the segments that can be it are searched for
    the shortest geodesic, place by place of the straight way in longitude and latitude."""
    globe = pytest.importorskip("pyproj").Geod(ellps="WGS84")
    d_lon, d_lat, long = np.diff(line.lon), np.diff(line.lat), np.diff(line.drawn)
    found = []
    for x, y in zip(lon, lat, strict=True):
        to_start = globe.inv(np.full(len(line.lon), x), np.full(len(line.lat), y), line.lon, line.lat)[2]
        some = np.flatnonzero(np.minimum(to_start[:-1], to_start[1:]) - 1.01 * long <= to_start.min())

        def away(part, some=some, x=x, y=y):
            place = line.lon[some] + part * d_lon[some], line.lat[some] + part * d_lat[some]
            return globe.inv(np.full(len(some), x), np.full(len(some), y), *place)[2]

        first, last = np.zeros(len(some)), np.ones(len(some))
        for _ in range(45):
            before, after = last - 0.618034 * (last - first), first + 0.618034 * (last - first)
            nearer = away(before) < away(after)
            first, last = np.where(nearer, first, before), np.where(nearer, after, last)
        parts = np.stack([(first + last) / 2, np.zeros(len(some)), np.ones(len(some))])
        distances = np.stack([away(part) for part in parts])
        which, segment = np.unravel_index(np.argmin(distances), distances.shape)
        drawn = line.drawn[some[segment]] + parts[which, segment] * long[some[segment]]
        found.append((distances[which, segment], drawn))
    return tuple(np.array(each) for each in zip(*found, strict=True))


def off_geodesics(line, lon, lat, distance, drawn, places):
    """How far offsets, and metres along, are from PROJ's, in metres. Of two places that PROJ itself finds as near as
    each other to a millimetre (five centimetres beyond 3 km), either is right."""
    globe = pytest.importorskip("pyproj").Geod(ellps="WGS84")
    expected, at = by_geodesics(line, lon, lat)
    there = globe.inv(lon, lat, np.interp(places, line.drawn, line.lon), np.interp(places, line.drawn, line.lat))[2]
    as_near = there - expected < np.where(expected > 3_000, 0.05, 0.001)
    return np.abs(distance - expected), np.where(as_near & (np.abs(places - at) > 50), 0, np.abs(places - at))


def ours(line, lon, lat):
    found = line.segments.nearest(lon, lat)
    return found.distance, line.drawn[found.segment] + found.along * np.diff(line.drawn)[found.segment]


def in_planes_of_the_segments(line, lon, lat):
    """As it was: each segment compared in a plane of its own middle."""
    per_lon, per_lat = radii((line.lat[1:] + line.lat[:-1]) / 2)
    east, north = np.diff(line.lon) * per_lon, np.diff(line.lat) * per_lat
    x, y = (lon[:, None] - line.lon[:-1]) * per_lon, (lat[:, None] - line.lat[:-1]) * per_lat
    part = np.clip((x * east + y * north) / (east**2 + north**2), 0, 1)
    distance = np.hypot(x - part * east, y - part * north)
    least, row = np.argmin(distance, axis=1), np.arange(len(lon))
    return distance[row, least], line.drawn[least] + part[row, least] * np.diff(line.drawn)[least]


@pytest.mark.parametrize(("away", "seed"), [(1_000, 20), (2_500, 21), (15_000, 22), (39_000, 23)])
def test_places_are_within_a_metre_of_geodesics_near_the_line_and_far_from_it(away, seed):
    lon, lat = points_near(LINE, 150, away, seed=seed)
    off, along = off_geodesics(LINE, lon, lat, *ours(LINE, lon, lat), ours(LINE, lon, lat)[1])
    assert max(off) < 0.05
    assert max(along) < 0.6


def test_a_plane_for_each_segment_would_not_do():
    """Negative control of the test above: what it asks doesn't hold in planes of the segments' own."""
    lon, lat = points_near(LINE, 150, 15_000, seed=22)
    distance, drawn = in_planes_of_the_segments(LINE, lon, lat)
    off, along = off_geodesics(LINE, lon, lat, distance, drawn, drawn)
    assert max(off) > 0.3
    assert max(along) > 3


def without_a_grid(line, lon, lat):
    """The nearest segments, asked for twenty points at a time: for so few every segment is looked at."""
    few = [slice(i, i + 20) for i in range(0, len(lon), 20)]
    return np.concatenate([line.segments.nearest(lon[some], lat[some]).segment for some in few])


@pytest.mark.parametrize("number", [2, 40, 4_000])
def test_the_grid_leaves_nothing_out_however_dense_the_line(number):
    """Every point against every segment, without a grid: exactly the same segment, northern one of equals."""
    line = dense(LINE, number)
    lon, lat = points_near(line, 400, 4_500, seed=number)
    assert np.array_equal(line.segments.nearest(lon, lat).segment, without_a_grid(line, lon, lat))


def test_a_grid_that_leaves_out_one_candidate_is_found_out():
    """Negative control of the test above."""
    line = dense(LINE, 400)
    lon, lat = points_near(line, 400, 2_000)
    grid = line.segments.grid
    object.__setattr__(grid, "segments", np.where(grid.segments == 200, 201, grid.segments))
    assert not np.array_equal(line.segments.nearest(lon, lat).segment, without_a_grid(line, lon, lat))


def test_on_a_line_that_closes_to_a_loop_the_first_passage_counts():
    """A ring run from its northern point anticlockwise, back to where it began: the shared point is kilometre 0."""
    turn = np.linspace(0, 2 * np.pi, 721)
    ring = made_of(105 - 0.02 * np.sin(turn), 19 + 0.02 * np.cos(turn))
    lon, lat = ring.lon[0], ring.lat[0]
    assert ring.locate(lon, lat).chainage == 0
    assert ring.locate(ring.lon[360], ring.lat[360]).chainage == pytest.approx(ring.length_m / 2, abs=1)
    many = ring.locate(np.full(100, 105.0), np.full(100, 19.0 - 1e-6))
    assert set(many.side.tolist()) == {"VN"}  # within the ring: left of the way
    assert many.chainage.tolist() == [ring.locate(105.0, 19.0 - 1e-6).chainage] * 100


def test_on_a_line_that_crosses_itself_the_crossing_belongs_to_the_first_passage():
    cross = made_of([105.0, 105.02, 105.02, 105.0], [19.0, 19.0, 19.02, 18.98])
    at = cross.locate(105.01, 19.0)
    assert at.chainage == pytest.approx(0.01 * 105_242, abs=20)
    assert at.offset < 2


def test_a_river_bend_that_comes_near_itself_is_told_apart_in_bulk_as_one_by_one():
    """An S of 60 m between the legs, 800 points between them."""
    x, y = np.array([0, 3000, 3000, 0, 0, 3000]), np.array([0, 0, -60, -60, -120, -120])
    bend = made_of(105 + x / 105_300, 19 + y / 110_660)
    rng = np.random.default_rng(2)
    lon, lat = 105 + rng.uniform(0, 3000, 800) / 105_300, 19 + rng.uniform(-130, 10, 800) / 110_660
    found = bend.locate(lon, lat)
    legs = np.searchsorted([-90, -30], (lat - 19) * 110_660)  # 2 north, 1 middle, 0 south
    east = (lon - 105) * 105_300
    expected = np.select([legs == 2, legs == 1], [east, 3060 + (3000 - east)], 6120 + east)
    clear = (east > 60) & (east < 2940) & (np.abs(np.abs((lat - 19) * 110_660 + 60) - 30) > 1)
    assert np.max(np.abs(found.chainage - expected)[clear]) < 2
    assert [bend.locate(*p).chainage for p in zip(lon[:50], lat[:50], strict=True)] == found.chainage[:50].tolist()


def test_a_bend_that_comes_near_itself_is_told_apart():
    """A hairpin: down one leg, 100 m across, up the other."""
    x, y = 0.001, 0.01
    lon, lat = np.array([105.0, 105.0, 105.0 + x, 105.0 + x]), np.array([19.0, 19.0 - y, 19.0 - y, 19.0])
    hairpin = Line(lon, lat, np.array([0.0, 1107, 1212, 2319]), Calibration((Pin(0, 0), Pin(2319, 2319))))
    first, second = hairpin.locate(105.0 + 0.1 * x, 18.995), hairpin.locate(105.0 + 0.9 * x, 18.995)
    assert first.chainage == pytest.approx(553, abs=2)
    assert second.chainage == pytest.approx(1766, abs=2)
    assert first.side == second.side == "VN"
    assert hairpin.locate(105.0 - x, 18.985).side == "LA"  # nearest to the corner itself
    assert hairpin.locate(105.0 + x / 2, 18.995).chainage == pytest.approx(553, abs=2)  # equally near: the northern one


STEPS = st.lists(st.tuples(st.floats(20, 3_000), st.floats(-2.6, 2.6)), min_size=2, max_size=25)


def river(steps):
    """A course of such lengths (metres) and turns (radians), from a point of the border."""
    heading = 4.0 + np.cumsum([turn for _, turn in steps])
    long = np.array([metres for metres, _ in steps])
    x, y = (np.concatenate([[0], np.cumsum(long * way)]) for way in (np.cos(heading), np.sin(heading)))
    return made_of(104.5 + x / 104_700, 19.3 + y / 110_680)


@given(STEPS, st.floats(0, 40_000), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_however_a_river_winds_places_are_within_a_metre_of_geodesics(steps, away, seed):
    line = river(steps)
    lon, lat = points_near(line, 12, away, seed=seed)
    distance, drawn = ours(line, lon, lat)
    off, along = off_geodesics(line, lon, lat, distance, drawn, drawn)
    assert max(off) < 0.1
    assert max(along) < 1


CHANCE = np.random.default_rng(5)
HALF, NORTH = CHANCE.uniform(0.001, 0.009, 200), 19.1 - CHANCE.uniform(0, 0.02, 200)
"""Half the degrees between two legs, and the latitude of a point in the middle of them."""


def legs_named():
    """Which of two legs as near as each other is named, on courses down one (0), across and up the other (2)."""
    named = []
    for wide, north in zip(HALF, NORTH, strict=True):
        legs = made_of(104.7 + np.array([-1.3, -1, 1, 1.3]) * wide, [19.1, 19.0, 19.0, 19.1])
        named.append(int(legs.segments.nearest(np.array([104.7]), np.array([north])).segment[0]))
    return set(named)


def test_of_two_legs_as_near_as_each_other_the_first_along_the_line_is_named():
    assert legs_named() == {0}


def test_without_that_rule_the_digits_of_degrees_would_decide(monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr("twinline.line.nearest.ALIKE", 0.0)
    monkeypatch.setattr("twinline.line.nearest.ALIKE_DEG_2", 0.0)
    assert legs_named() == {0, 2}


def test_half_a_centimetre_nearer_is_nearer():
    """The rule for legs as near as each other is no wider than it must be."""
    legs = made_of([104.995, 104.995, 105.005, 105.005], [19.1, 19.0, 19.0, 19.1])
    step = 0.0025 / 105_300
    lat = np.linspace(19.05, 19.1, 100)
    assert set(legs.segments.nearest(np.full(100, 105 - step), lat).segment.tolist()) == {0}
    assert set(legs.segments.nearest(np.full(100, 105 + step), lat).segment.tolist()) == {2}


def test_a_point_on_the_other_side_of_the_world_has_a_place_too():
    found = LINE.locate([-75.0, 180.0, 0.0], [-19.0, 0.0, 90.0])
    assert np.all(found.offset > 7_000_000)
    assert np.all((found.chainage >= 0) & (found.chainage <= LINE.length_m))
