"""Stretches of organisations, gates and markers: derived, in order, and never called sure."""

import csv
from importlib.resources import files
from itertools import pairwise

import pytest

from twinline.line import limits
from twinline.line.packaged import text
from twinline.line.places import REACH_M, marker_chainage, packaged_places, resolve

PLACES = packaged_places()
CALIBRATION = PLACES.line.calibration


def metres_of(code):
    return sum(part.to_m - part.from_m for part in PLACES.parts_of(code))


def test_the_21_communes_follow_one_another_from_end_to_end():
    stretches = [PLACES.interval_of(code) for code in PLACES.communes]
    assert len(stretches) == 21
    assert stretches[0].from_m == 0
    assert stretches[-1].to_m == 468_281
    assert all(north.to_m == south.from_m for north, south in pairwise(stretches))
    assert not any(stretch.sure for stretch in stretches)


@pytest.mark.parametrize("row", [r for r in CALIBRATION.lengths if r.keeps], ids=lambda r: r.code)
def test_a_published_length_that_the_calibration_keeps_holds_to_the_metre(row):
    if row.qualifier == "exact":
        assert metres_of(row.code) == row.official_m
    else:
        assert row.qualifier == "over"
        assert metres_of(row.code) > row.official_m


@pytest.mark.parametrize("row", [r for r in CALIBRATION.lengths if not r.keeps], ids=lambda r: r.code)
def test_a_published_length_that_does_not_hold_is_told_with_its_reason(row):
    assert metres_of(row.code) != row.official_m
    assert any(all(part in str(note) for part in (row.code, row.fact, row.why)) for note in PLACES.line.notes)


@pytest.mark.parametrize(("first", "last", "km", "fact", "here"), limits.APART)
def test_a_published_distance_between_markers_that_does_not_hold_is_told(first, last, km, fact, here):
    assert (marker_chainage(last) - marker_chainage(first)) / 1000 == pytest.approx(here, abs=0.05)
    assert any(fact in str(note) and f"{km:g}" in str(note) for note in PLACES.line.notes)


@pytest.mark.parametrize(("place", "number", "fact", "here"), limits.COUNTED)
def test_a_published_number_of_markers_that_does_not_hold_is_told(place, number, fact, here):
    (stretch,) = PLACES.parts_of(place)
    assert sum(stretch.from_m <= marker.chainage <= stretch.to_m for marker in PLACES.markers) == here
    assert any(fact in str(note) and str(number) in str(note) for note in PLACES.line.notes)


#: Facts of no stretch that a line could keep: the whole border of the two states, roundings of 468.281 km, lengths of
#: before 2016 (docs/line.md), the land part of Ky Son, and where a patrol or a marker was.
PASSED_OVER = {"national": "", "total": "lf-006 lf-008 lf-009 lf-011 lf-012 lf-013 lf-015 lf-016 lf-017 lf-014 lf-018",
               "district": "lf-020", "segment": "lf-039 lf-040 lf-041 lf-042 lf-043 lf-044",
               "marker": "lf-045 lf-046 lf-047 lf-048 lf-049"}  # fmt: skip


def test_every_published_fact_of_the_line_is_kept_or_told():
    rows = csv.DictReader(files("twinline.data").joinpath("line_facts.csv").read_text("utf-8").splitlines())
    kept = {row.fact for row in CALIBRATION.lengths if row.keeps}
    told = " ".join(str(note) for note in PLACES.line.notes)
    for row in rows:
        passed = row["kind"] == "national" or row["id"] in PASSED_OVER.get(row["kind"], "").split()
        assert (row["id"] in kept) + (row["id"] in told) + passed == 1, row


def test_land_and_river_add_up_where_both_are_published():
    for row in CALIBRATION.lengths:
        if row.land_m is not None:
            assert row.land_m + row.river_m == pytest.approx(row.official_m, abs=1)


def test_hua_phan_ends_at_its_published_length_and_the_provinces_share_the_line():
    parts = [PLACES.interval_of(code) for code in ("la-hp", "la-xk", "la-bk")]
    assert parts[0][:2] == (0, 122_703)
    assert parts[0].to_m == parts[1].from_m
    assert parts[1].to_m == parts[2].from_m
    assert parts[2].to_m == 468_281


def test_a_commune_of_before_july_2025_has_the_stretch_of_what_it_became():
    assert PLACES.interval_of("vn-na-xo-mai-son") == PLACES.interval_of("vn-na-x-nhon-mai")


def test_tuong_duong_lay_in_two_parts_so_it_has_no_single_stretch():
    assert PLACES.interval_of("vn-na-d-tuong-duong") is None
    assert len(PLACES.parts_of("vn-na-d-tuong-duong")) == 2


def test_two_names_that_differ_by_one_accent_are_two_places():
    assert PLACES.interval_of("vn-post-nam-can-qt") != PLACES.interval_of("vn-post-nam-can-s")


def test_markers_run_from_north_to_south_and_lie_in_the_places_they_are_published_for():
    found = [marker.chainage for marker in PLACES.markers]
    assert found == sorted(found)
    for number, code in (("358", "thong-thu"), ("372", "que-phong"), ("383", "nhon-mai"), ("404", "nam-can")):
        stretch = PLACES.interval_of(f"vn-na-x-{code}")
        assert stretch.from_m <= marker_chainage(number) < stretch.to_m
    assert marker_chainage("412", 350) == marker_chainage("412") + 350
    assert marker_chainage("425") < marker_chainage("425/1") < marker_chainage("425/3") < marker_chainage("426")
    assert marker_chainage("391(2)") == marker_chainage("391")


@pytest.mark.parametrize("number", ["357", "463", "", "abc", "4o1"])
def test_a_marker_that_is_not_published_has_no_place(number):
    assert marker_chainage(number) is None


def test_every_form_of_a_place_gives_an_interval():
    lon, lat = PLACES.line.point_at(179_089)
    assert resolve({"organisation": "vn-na-x-keng-du"}) == (125_414, 155_323)
    assert resolve({"marker": "412", "metres": 350}) == (marker_chainage("412", 350), marker_chainage("412", 350) + 1)
    assert resolve({"marker": "409", "marker_to": "406"}) == (marker_chainage("406"), marker_chainage("409"))
    assert resolve({"lon": round(lon * 1e7), "lat": round(lat * 1e7)}) == (179_089, 179_090)
    assert resolve({"chainage": 1_000, "to": 2_000, "line": PLACES.line.version}) == (1_000, 2_000)
    assert resolve({"chainage": 468_281}) == (468_280, 468_281)
    assert resolve({"gate": "gate-nam-can"}) is not None


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"organisation": "vn-v-nowhere"},
        {"marker": "999"},
        {"chainage": 1_000, "line": "another survey"},
        {"chainage": 468_282},
        {"lon": 99_990_000_000, "lat": 0},
    ],
)
def test_a_place_off_the_line_or_on_another_version_of_it_has_no_interval(place):
    assert resolve(place) is None


def test_the_notice_names_source_licence_and_that_it_is_no_legal_boundary():
    notice = text("NOTICE")
    assert "OpenStreetMap contributors" in notice
    assert "Open Database License (ODbL) 1.0" in notice
    assert "What it is not: a legal boundary" in notice


def test_a_point_further_than_any_border_commune_reaches_has_no_kilometre():
    """The control: Muong Xen, in a border commune, has one; nor has what lies past the end."""
    there = {
        "Muong Xen": (104.123, 19.405),
        "Vinh": (105.69, 18.67),
        "Phonsavan": (103.2, 19.45),
        "Lak Sao": (104.97, 18.19),
    }
    on = packaged_places()
    found = {name: on.resolve({"lon": round(lon * 1e7), "lat": round(lat * 1e7)}) for name, (lon, lat) in there.items()}
    assert [name for name, interval in found.items() if interval] == ["Muong Xen"]


def test_the_reach_of_the_line_takes_in_every_border_commune():
    for box in csv.DictReader(files("twinline.data").joinpath("commune_boxes.csv").read_text("utf-8").splitlines()):
        corners = [(float(box[x]), float(box[y])) for x in ("min_lon", "max_lon") for y in ("min_lat", "max_lat")]
        assert max(packaged_places().line.locate(*corner).offset for corner in corners) < REACH_M
