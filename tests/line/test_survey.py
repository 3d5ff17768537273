"""A better survey becomes a version of the line: lengths hold, places are carried over, what can’t be is said."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line import survey
from twinline.line.crossings import KNOT_M, met
from twinline.line.places import packaged_places
from twinline.line.planes import radii
from twinline.line.shapes import Unreadable, read_shapes

BASE = packaged_places()


def course(shift=3e-4, *, first=0, last=None, step=1):
    """The packaged course, a vertex between each two and a few metres beside it, as a finer survey would be."""
    lon, lat = BASE.line.lon[first:last:step], BASE.line.lat[first:last:step]
    at = np.arange(0, len(lon) - 0.5, 0.5)
    turn = np.arange(len(at))
    lon, lat = (np.interp(at, np.arange(len(v)), v) for v in (lon, lat))
    return [[float(x), float(y)] for x, y in zip(lon + shift * np.sin(turn), lat + shift * np.cos(turn), strict=True)]


def geojson(*lines, points=(), **says):
    features = [
        {
            "type": "Feature",
            "properties": each.get("says", {}),
            "geometry": {"type": "LineString", "coordinates": each["at"]},
        }
        for each in lines
    ]
    features += [
        {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": list(at)}}
        for name, at in points
    ]
    return read_shapes(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "survey.geojson")


def surveyed(*lines, points=()):
    return survey.surveyed(
        geojson(*({"at": each} if isinstance(each, list) else each for each in lines), points=points),
        BASE,
        source="survey",
    )


def test_a_finer_survey_keeps_the_published_lengths_and_has_a_version_of_its_own():
    places = surveyed(course())
    assert places.line.version != BASE.line.version
    assert places.line.length_m == 468_281
    hua_phan, tri_le = places.interval_of("la-hp"), places.interval_of("vn-na-x-tri-le")
    assert hua_phan.to_m - hua_phan.from_m == 122_703
    assert tri_le.to_m - tri_le.from_m == 18_530
    ky_son = places.interval_of("vn-na-d-ky-son")
    assert ky_son.to_m - ky_son.from_m == 203_409
    assert any("Surveyed: survey" in str(note) for note in places.line.notes)
    assert any("44.968" in str(note) for note in places.line.notes)


def test_pieces_in_any_order_and_direction_are_one_line_from_north_to_south():
    whole = course()
    parts = surveyed(whole[1_500:], list(reversed(whole[:1_501])))
    assert parts.line.version == surveyed(whole).line.version


def test_stretches_said_to_run_in_a_river_are_known_as_such():
    whole = course()
    river = {"at": whole[1_000:1_401], "says": {"kind": "river"}}
    places = surveyed(whole[:1_001], river, whole[1_400:])
    ((a, b),) = places.line.rivers
    assert a == pytest.approx(places.line.drawn[1_000], abs=1)
    assert b == pytest.approx(places.line.drawn[1_400], abs=1)
    assert places.line.version != surveyed(whole).line.version


def test_a_marker_of_the_survey_is_sure_and_the_others_stand_between():
    whole = course()
    at = tuple(whole[1_200])
    places = surveyed(whole, points=[("Mốc 400", at), ("well", at), ("9999", at)])
    there = places.line.locate(*at).chainage
    assert places.markers.chainage("400") == there
    by_number = {marker.number: marker for marker in places.markers}
    assert by_number["400"].sure
    assert not by_number["401"].sure
    chainages = [marker.chainage for marker in places.markers]
    assert chainages == sorted(chainages)


def test_markers_that_contradict_each_other_are_refused_and_one_far_from_the_line_is_said():
    whole = course()
    near, south = tuple(whole[1_200]), tuple(whole[1_300])
    with pytest.raises(survey.NoSurvey, match="401 stands north of 400"):
        surveyed(whole, points=[("Mốc 400", south), ("Mốc 401", near)])
    with pytest.raises(survey.NoSurvey, match="Marker 400 stands in it at two places"):
        surveyed(whole, points=[("400", near), ("400", south)])
    places = surveyed(whole, points=[("400", near), ("401", (south[0] + 0.2, south[1]))])
    assert list(places.markers.surveyed) == ["400"]
    assert any(str(note).endswith("from its line: markers 401.") for note in places.line.notes)


def test_what_was_written_is_read_back_the_same():
    places = surveyed(course(), points=[("400", course()[1_200])])
    again = survey.read(survey.written(places))
    assert (again.version, again.line.version, again.line.notes) == (
        places.version,
        places.line.version,
        places.line.notes,
    )
    assert again.parts_of("la-xk") == places.parts_of("la-xk")


def test_a_pin_that_does_not_fit_is_left_out_and_said():
    """A survey that cuts off all bends of one stretch: its kilometres there would count for more than twice."""
    whole = course(0.0)
    short = whole[:400] + whole[1_100:]
    places = surveyed(short)
    assert places.line.length_m == 468_281
    assert any("Not kept on this survey" in str(note) for note in places.line.notes)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "no line"),
        ([[[106.0, 10.0], [106.5, 10.5]]], "km from the line in use"),
        ([course()[:900], course()[1_200:]], "a part of the line is missing"),
        ([course()[:60]], "of the whole line"),
        ([[[x + 0.02 * (-1) ** i, y] for i, (x, y) in enumerate(course())]], "are official"),
        ([course()[400:]], "begins 4.* km from the northern end"),
        ([course()[:-400]], "from the southern end"),
        ([course(), course()[900:1_000]], "runs along .* km that the piece before it runs along already"),
    ],
)
def test_what_can_not_be_the_line_is_refused_with_the_reason(lines, reason):
    with pytest.raises(survey.NoSurvey, match=reason):
        surveyed(*lines)


def test_a_survey_with_a_point_that_is_none_is_refused_whole():
    turned = [[y, x] for x, y in course()]
    with pytest.raises(survey.NoSurvey, match="wrong way round"):
        surveyed(turned)


def test_a_survey_that_runs_out_to_one_point_and_straight_back_is_refused():
    """The control: the same line without that point, and one with a point 500 m aside, are taken."""
    at = course()
    middle = len(at) // 2
    east = at[middle][0] + 0.1
    with pytest.raises(survey.NoSurvey, match="straight back"):
        surveyed([*at[:middle], [east, at[middle][1]], *at[middle:]])
    surveyed(at)
    aside = [at[middle][0] + 0.005, at[middle][1]]
    surveyed([*at[:middle], aside, *at[middle:]])


def shifted(points, metres):
    return [[x + metres / 104_700, y] for x, y in points]


@pytest.mark.parametrize("beside", [0, 5])
def test_pieces_that_overlap_are_refused_however_little(beside):
    """Forty points of a dense survey are 400 m: less than the gap that may lie between two pieces."""
    whole = course(1e-5)
    at = np.linspace(600, 607, 101)
    dense = np.column_stack([np.interp(at, np.arange(len(whole)), v) for v in np.transpose(whole)]).tolist()
    north, south = [*whole[:600], *dense[:70]], [*shifted(dense[30:], beside), *whole[608:]]
    with pytest.raises(survey.NoSurvey, match=r"Piece 2 runs along the last \d+ m of the piece before it again"):
        surveyed(north, south)
    surveyed([*whole[:600], *dense[:70]], [*dense[69:], *whole[608:]])  # the control: where they meet, they are one


def test_a_line_that_comes_back_to_where_it_was_is_refused_with_the_place():
    whole = course(1e-5)
    again = [*whole[:640], *whole[600:]]
    x, y = whole[1_000]
    turn = np.linspace(0, 2 * np.pi, 30)
    ring = [[x + 0.004 * (np.cos(a) - 1), y + 0.004 * np.sin(a)] for a in turn]
    for slip in (again, [*whole[:1_000], *ring, *whole[1_000:]]):
        with pytest.raises(survey.NoSurvey, match=r"comes twice to the same place \(\d+\.\d{5}, 10"):
            surveyed(slip)


def test_loops_too_short_to_be_a_second_way_are_kept_and_told_with_the_place():
    """The control: a line without one says nothing of them."""
    whole = course(1e-5)

    def ring(at):
        x, y = whole[at]
        return [[x + 0.0001 * (np.cos(a) - 1), y + 0.0001 * np.sin(a)] for a in np.linspace(0, 2 * np.pi, 12)]

    told = [
        str(note)
        for note in surveyed([*whole[:900], *ring(900), *whole[900:1_200], *ring(1_200), *whole[1_200:]]).line.notes
    ]
    (said,) = [note for note in told if note.startswith("Loops of less than 100 m")]
    assert said.endswith(f" 2, the first at {whole[900][1]:.5f}, {whole[900][0]:.5f}.")
    assert not [note for note in surveyed(whole).line.notes if str(note).startswith("Loops")]


def test_a_gap_between_two_pieces_that_is_drawn_straight_over_is_told_with_the_place():
    """The control: pieces that meet say nothing of it; a wider gap is refused."""
    whole = course()
    (said,) = [
        str(note)
        for note in surveyed(whole[:900], whole[904:1_400], whole[1_400:]).line.notes
        if str(note).startswith("Gaps")
    ]
    assert ": 2, of up to " in said
    assert said.endswith(f", the first at {whole[899][1]:.5f}, {whole[899][0]:.5f}.")
    assert not [n for n in surveyed(whole[:901], whole[900:]).line.notes if str(n).startswith("Gaps")]


def test_another_coordinate_system_is_refused_by_its_name_and_wgs_84_with_heights_is_none():
    def drawn(name):
        system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{name}"}}
        shape = {"type": "LineString", "coordinates": [[*at, 800.5] for at in course()]}
        return read_shapes(json.dumps({**shape, "crs": system}).encode(), "survey.geojson")

    with pytest.raises(Unreadable, match="coordinate system, urn:ogc:def:crs:EPSG::3405: save it"):
        drawn(3405)
    assert survey.surveyed(drawn(4979), BASE, source="survey").version == surveyed(course()).version


@given(st.lists(st.tuples(st.floats(-3_000, 3_000), st.floats(-3_000, 3_000)), min_size=3, max_size=30, unique=True))
@settings(max_examples=60, deadline=None)
def test_where_a_line_meets_itself_is_found_as_by_comparing_all_pairs(points):
    """By shapely, and no nearer than a knot; a bend that comes near itself without meeting it is none."""
    shapely = pytest.importorskip("shapely")
    x, y = np.transpose(points)
    lon, lat = 105 + x / 105_242, 19 + y / 110_660
    metres = np.column_stack([lon * radii(np.array([(lat.min() + lat.max()) / 2]))[0], lat * 110_660])
    steps = [shapely.LineString(pair) for pair in pairwise(metres)]
    walked = np.concatenate([[0], np.cumsum([step.length for step in steps])])
    near = {(i, j) for j in range(len(steps)) for i in range(j) if steps[i].distance(steps[j]) == 0}
    near = {(i, j) for i, j in near if walked[j] - walked[i + 1] > 2 * KNOT_M}
    found = met(lon, lat).again
    assert found is not None or not near
    if found is not None:
        assert steps[found[0]].distance(steps[found[1]]) < 1e-6
