"""The line as one axis: where points lie, checked against computations of another sort."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.line.lines import points_near
from twinline.line.axis import Line, line_from, packaged_line
from twinline.line.calibration import Calibration, Pin
from twinline.line.errors import LineError, NotACoordinate, OffTheLine

LINE = packaged_line()


def earth_xyz(lon, lat):
    """WGS 84 in three dimensions: knows nothing of local planes."""
    lam, phi = np.radians(lon), np.radians(lat)
    normal = 6378137.0 / np.sqrt(1 - 6.6943799901413e-3 * np.sin(phi) ** 2)
    return np.stack(
        [
            normal * np.cos(phi) * np.cos(lam),
            normal * np.cos(phi) * np.sin(lam),
            normal * (1 - 6.6943799901413e-3) * np.sin(phi),
        ],
        axis=-1,
    )


def brute_force(line, lon, lat):
    """Distance and chainage by chords through the earth, every point against every segment."""
    a = earth_xyz(line.lon[:-1], line.lat[:-1])
    u = earth_xyz(line.lon[1:], line.lat[1:]) - a
    chainages, distances = [], []
    for point in earth_xyz(lon, lat):
        t = np.clip(((point - a) * u).sum(1) / (u * u).sum(1), 0, 1)
        distance = np.linalg.norm(point - a - t[:, None] * u, axis=1)
        i = int(np.argmin(distance))
        distances.append(distance[i])
        chainages.append(line.chainage[i] + t[i] * (line.chainage[i + 1] - line.chainage[i]))
    return np.array(chainages), np.array(distances)


def test_the_packaged_line_has_the_official_length_and_the_drawn_vertices():
    assert LINE.length_m == 468_281
    assert len(LINE.lon) == 1499
    assert LINE.drawn[-1] == pytest.approx(434_411, abs=1)
    assert LINE.chainage[0] == 0
    assert LINE.chainage[-1] == 468_281


def test_locating_many_points_agrees_with_brute_force_on_the_globe_within_a_metre():
    lon, lat = points_near(LINE, 1_500, 2_000)
    found = LINE.locate(lon, lat)
    chainage, distance = brute_force(LINE, lon, lat)
    assert np.max(np.abs(found.offset - distance)) < 1
    elsewhere = np.abs(found.chainage - chainage) > 1.5  # two places as near as each other, within a metre
    other_lon, other_lat = LINE.point_at(found.chainage[elsewhere])
    there = np.linalg.norm(earth_xyz(other_lon, other_lat) - earth_xyz(lon[elsewhere], lat[elsewhere]), axis=1)
    assert np.all(np.abs(there - distance[elsewhere]) < 1)
    assert elsewhere.mean() < 0.01


def test_offset_and_chainage_are_within_a_metre_of_geodesics_on_the_ellipsoid():
    """PROJ's azimuthal equidistant plane around each fix keeps true distances from it; shapely finds the nearest."""
    pyproj, shapely = pytest.importorskip("pyproj"), pytest.importorskip("shapely")
    globe = pyproj.Geod(ellps="WGS84")
    lon, lat = points_near(LINE, 60, 2_000, seed=11)
    found = LINE.locate(lon, lat)
    for i in range(len(lon)):
        plane = pyproj.Proj(proj="aeqd", lat_0=lat[i], lon_0=lon[i], ellps="WGS84")
        course = shapely.LineString(np.column_stack(plane(LINE.lon, LINE.lat)))
        away = shapely.distance(course, shapely.Point(0, 0))
        assert found.offset[i] == pytest.approx(away, abs=1)
        there = LINE.point_at(found.chainage[i])
        assert globe.inv(lon[i], lat[i], *there)[2] == pytest.approx(away, abs=1)
        nearest = course.interpolate(shapely.line_locate_point(course, shapely.Point(0, 0)))
        at = np.interp(
            course.project(nearest),
            np.concatenate([[0], np.cumsum(np.hypot(*np.diff(np.array(course.coords), axis=0).T))]),
            LINE.chainage,
        )
        assert abs(found.chainage[i] - at) < 1.5 or away > 50  # two legs may be as near as each other to the metre


def test_around_a_pin_within_a_segment_kilometres_run_evenly_between_the_pins():
    """By geodesics from the vertex before: neither the spot nor its kilometre knows how the line computes them."""
    pyproj = pytest.importorskip("pyproj")
    globe = pyproj.Geod(ellps="WGS84")
    pins, off, as_before = LINE.calibration.pins[1:-1], [], []
    for pin in pins:
        i = int(np.searchsorted(LINE.drawn, pin.drawn_m, side="right")) - 1
        ahead, _, whole = globe.inv(LINE.lon[i], LINE.lat[i], LINE.lon[i + 1], LINE.lat[i + 1])
        for part in (0.1, 0.35, 0.5, 0.8):
            lon, lat, _ = globe.fwd(LINE.lon[i], LINE.lat[i], ahead, whole * part)
            drawn = LINE.drawn[i] + (LINE.drawn[i + 1] - LINE.drawn[i]) * part
            expected = float(LINE.calibration.official(drawn))
            off.append(abs(LINE.locate(lon, lat).chainage - expected))
            as_before.append(abs(np.interp(drawn, LINE.drawn, LINE.chainage) - expected))
            back = LINE.point_at(expected)
            assert globe.inv(lon, lat, *back)[2] < 1
    assert max(off) < 1
    assert max(as_before) > 5  # evenly between vertices it would not hold


def test_the_drawn_measure_is_the_geodesic_length_of_the_drawing():
    pyproj = pytest.importorskip("pyproj")
    long = pyproj.Geod(ellps="WGS84").line_length(LINE.lon, LINE.lat)
    assert LINE.drawn[-1] == pytest.approx(long, abs=1)


def test_few_points_and_many_points_are_located_alike():
    lon, lat = points_near(LINE, 300, 6_000)
    together = LINE.locate(lon, lat)
    apart = [LINE.locate(x, y) for x, y in zip(lon, lat, strict=True)]
    assert [one.chainage for one in apart] == together.chainage.tolist()
    assert [one.side for one in apart] == together.side.tolist()
    assert [one.beyond for one in apart] == together.beyond.tolist()


def test_scalars_give_scalars_and_arrays_keep_their_shape():
    one = LINE.locate(104.08, 19.45)
    assert isinstance(one.chainage, int)
    assert isinstance(one.side, str)
    assert LINE.locate(np.full((2, 3), 104.08), 19.45).chainage.shape == (2, 3)


def test_vinh_lies_in_vietnam_and_phonsavan_in_laos():
    assert LINE.locate(105.69, 18.68).side == "VN"
    assert LINE.locate(103.2, 19.45).side == "LA"
    on_it = LINE.point_at(LINE.chainage[700])
    assert LINE.locate(*on_it).side == ""


@given(st.integers(1, 468_280), st.sampled_from(["VN", "LA"]))
@settings(max_examples=100, deadline=None)
def test_a_step_to_the_left_of_the_way_south_is_in_vietnam(chainage, side):
    lon, lat = LINE.point_at(float(chainage))
    ahead = LINE.point_at(min(chainage + 0.5, 468_281))
    east, north = (ahead[0] - lon) * 104_700, (ahead[1] - lat) * 110_680
    turn = 0.05 if side == "VN" else -0.05  # metres, to the left or right
    size = np.hypot(east, north)
    found = LINE.locate(lon - turn * north / size / 104_700, lat + turn * east / size / 110_680)
    assert found.side == side
    assert abs(found.chainage - chainage) <= 1


def test_past_an_end_a_point_gets_the_end_and_is_said_to_be_beyond():
    north = LINE.locate(104.96, 20.08)
    south = LINE.locate(105.2, 18.55)
    assert (north.chainage, north.beyond) == (0, True)
    assert (south.chainage, south.beyond) == (468_281, True)
    assert not LINE.locate(104.08, 19.45).beyond


@given(st.floats(0, 468_281), st.floats(0, 468_281))
@settings(max_examples=60, deadline=None)
def test_between_leads_from_one_chainage_to_the_other_along_the_line(a, b):
    rows = LINE.between(a, b)
    assert tuple(rows[0]) == pytest.approx(LINE.point_at(a))
    assert tuple(rows[-1]) == pytest.approx(LINE.point_at(b))
    assert LINE.between(b, a)[::-1] == pytest.approx(rows)


def test_what_is_off_the_line_or_no_coordinate_is_refused_naming_it():
    with pytest.raises(OffTheLine, match="468282 m"):
        LINE.point_at(468_282)
    with pytest.raises(OffTheLine):
        LINE.between(-1, 5)
    with pytest.raises(NotACoordinate, match="point 1"):
        LINE.locate([104.0, np.nan], [19.0, 19.0])
    with pytest.raises(NotACoordinate):
        LINE.locate(1041600000, 196900000)
    with pytest.raises(LineError):
        Line(LINE.lon, LINE.lat[:-1], LINE.drawn, LINE.calibration)


def test_the_version_follows_from_vertices_and_pins_alone():
    table = {"lon": [1050000000, 100], "lat": [190000000, -100], "drawn_mm": [0, 1500]}
    pins = {"pin": [{"drawn_m": d, "official_m": o, "at": "", "why": ""} for d, o in ((0.0, 0), (1.5, 2))]}
    line = line_from(table, pins)
    pins["pin"][1]["why"] = "another reason"
    assert line_from(table, pins).version == line.version
    pins["pin"][1]["official_m"] = 3
    assert line_from(table, pins).version != line.version
    assert len(LINE.version) == 64


def test_pins_that_run_back_are_refused():
    for a, b in pairwise([Pin(0, 5), Pin(1, 5)]):
        with pytest.raises(LineError, match="doesn't follow"):
            Calibration((a, b))
