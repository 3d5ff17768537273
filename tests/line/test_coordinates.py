"""One box for a place, typed in any of the ways people write it."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line.coordinates import NotAPlace, place_from
from twinline.line.mgrs import from_mgrs, from_utm

HERE = {"lon": 1040801200, "lat": 194512300}


@pytest.mark.parametrize(
    "typed",
    [
        "19.45123, 104.08012",
        "19,45123; 104,08012",
        "104.08012 19.45123",
        "19.45123,104.08012",
        "19.45123N 104.08012E",
        "104.08012 Đ, 19.45123 B",
        " 19.45123°  104.08012° ",
        "19,45123, 104,08012",
        "19,45123,104,08012",
        "19.45123/104.08012",
        "vĩ độ 19,45123, kinh độ 104,08012",
        "Kinh độ: 104,08012 Đông; vĩ độ: 19,45123 Bắc",
        "lat 19.45123 lon 104.08012",
        "longitude = 104.08012, latitude = 19.45123",
        "104,08012° Est 19,45123° Nord",
        "ລາຕິຈູດ 19.45123 ລອງຈິຈູດ 104.08012",
        "(19.45123, 104.08012)",
        "19,45123; 104,08012.",
        "Vĩ độ 19,45123 – Kinh độ 104,08012",
        "Tọa độ: 19,45123; 104,08012",
        "ພິກັດ 19,45123; 104,08012",
        "GPS 19.45123, 104.08012",
        "Coordonnées : 19,45123 ; 104,08012",
        "(WGS84: 19.45123, 104.08012)",
    ],
)
def test_decimal_degrees_are_read_as_people_write_them(typed):
    assert place_from(typed) == HERE


@pytest.mark.parametrize(
    "typed",
    [
        "19°27'04.4\"N 104°04'48.4\"E",
        "໑໙°໒໗'໐໔.໔\"ເໜືອ ໑໐໔°໐໔'໔໘.໔\"ຕາເວັນອອກ",
        "19°27’04,4” B, 104°04’48,4” Đ",
        "N19°27'04.4\" E104°04'48.4\"",
        "104°04′48.4″E 19°27′04.4″N",
        "19 27 04.4 N, 104 04 48.4 E",
        "N 19 27 04,4 E 104 04 48,4",
        "19o27'04,4\"B; 104o04'48,4\"Đ",
        "19 độ 27 phút 4,4 giây Bắc, 104 độ 4 phút 48,4 giây Đông",
        "19°27'04,4\" vĩ độ Bắc, 104°04'48,4\" kinh độ Đông",
        "19 ອົງສາ 27 ລິບດາ 4.4 ພິລິບດາ ເໜືອ, 104 ອົງສາ 4 ລິບດາ 48.4 ພິລິບດາ ຕາເວັນອອກ",
        "19 degrés 27 minutes 4,4 secondes nord, 104 degrés 4 minutes 48,4 secondes est",
        "19 deg 27 min 4.4 sec N, 104 deg 4 min 48.4 s E",
        "19˚27′04.4″N 104˚04′48.4″E",
    ],
)
def test_degrees_minutes_and_seconds_are_read(typed):
    assert place_from(typed) == {"lon": 1040801111, "lat": 194512222}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mốc 412 + 350 m", {"marker": "412", "metres": 350}),
        ("Mốc số 412+350", {"marker": "412", "metres": 350}),
        ("ຫຼັກໝາຍ 412 - 20 ແມັດ", {"marker": "412", "metres": -20}),
        ("ຫລັກໝາຍ 412", {"marker": "412"}),
        ("ຫຼັກໝາຍ ໔໑໒ + ໓໕໐ ມ", {"marker": "412", "metres": 350}),
        ("borne frontière 412 + 350 m", {"marker": "412", "metres": 350}),
        ("borne n° 412 + 350 m", {"marker": "412", "metres": 350}),
        ("marker 425/1", {"marker": "425/1"}),
        ("borne 391(2)", {"marker": "391(2)"}),
        ("412", {"marker": "412"}),
        ("cột mốc 412 + 0,35 km", {"marker": "412", "metres": 350}),
        ("mốc 412 − 1 200 m", {"marker": "412", "metres": -1200}),
        ("Marker no. 412 + 350 m", {"marker": "412", "metres": 350}),
    ],
)
def test_a_marker_and_metres_are_read_in_four_languages(typed, said):
    assert place_from(typed) == said


@pytest.mark.parametrize("typed", ["mốc 405 – 412", "405-412", "bornes 405 à 412", "ຫຼັກໝາຍ 405 ຫາ 412",
                                   "từ mốc 405 đến mốc 412"])  # fmt: skip
def test_two_markers_are_a_stretch_as_pages_write_it_and_never_metres(typed):
    """What follows a dash is metres only where that is said."""
    assert place_from(typed) == {"marker": "405", "to_marker": "412"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("km 171,2", {"chainage": 171_200}),
        ("171.2 km", {"chainage": 171_200}),
        ("lý trình 171+200", {"chainage": 171_200}),
        ("ກມ 171,2", {"chainage": 171_200}),
        ("PK 171", {"chainage": 171_000}),
        ("km 171+200 – 175+000", {"chainage": 171_200, "to_chainage": 175_000}),
        ("km 175 đến km 171,2", {"chainage": 171_200, "to_chainage": 175_000}),
    ],
)
def test_a_kilometre_of_the_line_is_read_as_pages_write_it(typed, said):
    assert place_from(typed) == said


@pytest.mark.parametrize(
    "typed", ["", "hello", "91 91 91", "19°70'N 104°E", "19N 20N", "412 +", "99QXX12", "500, 700", "412, 350",
              "19.45 N 104.08 N", "vĩ độ 19 Đông, 104", "km", "km stone 412", "ຫຼັກກິໂລ 412", "19:70:00N 104:00:00E",
              "geo:104.1", "geo:19.4,104.1;crs=epsg:3405",
              "tọa độ", "GPS:", "350 m past marker 412", "X: 104,08 Y: 19,4511"]
)  # fmt: skip
def test_what_is_no_place_is_refused_with_the_forms_that_are_taken(typed):
    with pytest.raises(NotAPlace, match="marker 412"):
        place_from(typed)


@pytest.mark.parametrize("typed", ["mốc 412 + 1.200 m", "marker 412, 1,200 m", "19 27 04, 104 04 48", "12 13 14 15"])
def test_what_can_be_read_in_two_ways_is_refused_saying_so(typed):
    """Negative control of what is taken: with the metres or the signs written so, each is a place."""
    with pytest.raises(NotAPlace, match="can be read in two ways"):
        place_from(typed)
    assert place_from("mốc 412 + 1200 m") == {"marker": "412", "metres": 1200}


@pytest.mark.parametrize("typed", ["19:27:04.4N 104:04:48.4E", "19:27:04,4 B; 104:04:48,4 Đ", "104:04:48.4, 19:27:04.4",
                                   "N 19:27:04.4, E 104:04:48.4"])  # fmt: skip
def test_degrees_with_colons_are_read(typed):
    assert place_from(typed) == {"lon": 1040801111, "lat": 194512222}


@pytest.mark.parametrize("typed", ["geo:19.45123,104.08012", "geo:19.45123,104.08012,1204.5;u=35",
                                   "GEO:19.45123,104.08012;crs=wgs84", "geo:19.45123,104.08012?z=15"])  # fmt: skip
def test_a_place_that_a_telephone_passes_on_is_read(typed):
    assert place_from(typed) == HERE


@pytest.mark.parametrize(
    ("south", "north"),
    [
        ("marker 412, 350 m", "marker 412 - 350 m"),
        ("350 m south of marker 412", "350 m north of the marker 412"),
        ("cách mốc 412 350 m về phía nam", "cách mốc số 412, 350 m về phía bắc"),
        ("mốc 412, 350 m hướng nam", "350 m về phía bắc mốc 412"),
        ("ຫ່າງຈາກຫຼັກ 412 350 ແມັດ ທາງໃຕ້", "ຫຼັກໝາຍ 412, 350 ແມັດ ທາງທິດເໜືອ"),
        ("350 m au sud de la borne 412", "repère 412, 350 m vers le nord"),
        ("repère frontalier 412 + 350 m", "borne frontalière 412 - 350 m"),
        ("cọc mốc biên giới 412 + 350m", "boundary pillar no. 412 - 350 m"),
        ("cột mốc 412, cách 350 m về phía nam", "từ mốc 412 đi 350 m về hướng bắc"),
        ("cách mốc 412 về phía nam 350 m", "mốc 412 về phía bắc 350 m"),
        ("ຫຼັກ 412 ໄປທາງໃຕ້ 350 ແມັດ", "ຫ່າງຈາກຫຼັກ 412 ໄປທາງທິດເໜືອ 350 ແມັດ"),
        ("à 350 m au sud de la borne 412", "borne 412, à 350 m au nord"),
        ("ເສົາຫຼັກເຂດແດນ ໔໑໒, ໓໕໐ ມ", "ຫຼັກປັກປັນ 412 - 350 ມ"),
    ],
)
def test_metres_south_or_north_of_a_marker_are_read_in_words(south, north):
    assert place_from(south) == {"marker": "412", "metres": 350}
    assert place_from(north) == {"marker": "412", "metres": -350}


@pytest.mark.parametrize("typed", ["1, " * 5_000, "19.43, 104.12; " * 1_000, "1 - " * 5_000])
def test_a_text_as_long_as_a_book_is_refused_without_being_tried_at_each_of_its_commas(typed):
    """Each place to try is as long as the text: without a limit memory grows with the square of its length."""
    tracemalloc.start()
    try:
        with pytest.raises(NotAPlace):
            place_from(typed)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_place_among_many_spaces_is_one():
    assert place_from(" " * 5_000 + "19.43," + " " * 5_000 + "104.12") == place_from("19.43, 104.12")


@given(st.floats(-75, 78), st.floats(-180, 179.9))
@settings(max_examples=60, deadline=None)
def test_utm_agrees_with_proj_to_the_millimetre(lat, lon):
    pyproj = pytest.importorskip("pyproj")
    zone = int((lon + 180) // 6) + 1
    to = pyproj.Proj(proj="utm", zone=zone, south=lat < 0, ellps="WGS84")
    back = from_utm(zone, *to(lon, lat), south=lat < 0)
    assert np.allclose(back, (lon, lat), atol=1e-8)


@pytest.mark.parametrize(
    "typed",
    ["border marker #412 plus 350 m", "mốc quốc giới số 412 cộng 350 m", "ຫຼັກໝາຍເຂດແດນ ເລກທີ 412 ບວກ 350 ແມັດ",
     "borne-frontière numéro 412 plus 350 mètres"]
)  # fmt: skip
def test_metres_from_a_marker_are_read_in_words_of_the_four_languages(typed):
    assert place_from(typed) == {"marker": "412", "metres": 350}


@pytest.mark.parametrize(
    "typed",
    [
        "từ mốc 405 đến mốc 412",
        "từ cột mốc 405 tới cột mốc 412",
        "ຈາກຫຼັກ 405 ຫາຫຼັກ 412",
        "from marker 405 to marker 412",
        "de la borne 405 à la borne 412",
    ],
)
def test_from_one_marker_to_another_is_read_in_the_four_languages(typed):
    assert place_from(typed) == {"marker": "405", "to_marker": "412"}


def test_a_square_of_the_grid_wider_than_a_kilometre_is_no_place():
    """The control: one of a kilometre is."""
    assert place_from("48Q UG 51 53")["lon"] == pytest.approx(1_035_851_600, abs=100)
    for wide in ("48Q UG", "48Q UG 5 5"):
        with pytest.raises(NotAPlace):
            place_from(wide)


def test_a_grid_reference_names_the_middle_of_its_square():
    assert from_mgrs("48Q UG 51234 53456") == pytest.approx(from_utm(48, 351_234.5, 2_153_456.5))
    assert from_mgrs("48QUG55") == pytest.approx(from_utm(48, 355_000, 2_155_000))
    assert place_from("48q ug 5123 5345")["lon"] == pytest.approx(1_035_826_000, abs=1_000)
    assert from_mgrs("4QFJ1234567890") == pytest.approx((-157.916, 21.4095), abs=1e-3)
    for wrong in ("48QUG123", "61QUG55", "48QJG55", "48IUG55", "48QUG512345678901"):
        assert from_mgrs(wrong) is None
