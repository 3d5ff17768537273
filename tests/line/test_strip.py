"""The strip as drawn: whole, escaped, reachable by keyboard, told by shape before colour, nothing covering anything."""

import re
from dataclasses import fields, replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line.places import packaged_places
from twinline.line.strip import AGREED, BOTH, LA, NOT_AGREED, STATED, VN, WORDS, Mark, draw, stylesheet
from twinline.line.strip.layout import Lanes, Wish, first_free, in_rows, spread
from twinline.line.strip.standard import standard_strip

SVG = "{http://www.w3.org/2000/svg}"
GATES = [("gate-nam-can", "international", False), ("gate-tam-hop", "main", True), ("gate-buoc-mu", "local", False)]
PATROL = Mark(177_000, 189_000, BOTH, "patrol", AGREED, "406–409", "/records/1", "Joint patrol, markers 406 to 409")
NOTICE = Mark(200_000, 200_001, LA, "incident", STATED, "", "/records/2", "Incident")


def short(code):
    return code.rsplit("x-", 1)[-1].replace("-", " ").title()


def strip(lang="en", **given_values):
    return standard_strip(WORDS[lang], short, gates=GATES, **given_values)


def tree(drawing):
    return ElementTree.fromstring(drawing)


def texts(drawing):
    return [element.text for element in tree(drawing).iter(SVG + "text")]


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_commune_province_and_gate_is_named_in_every_language_and_layout(lang, narrow):
    shown = texts(draw(strip(lang, narrow=narrow, marks=[PATROL, NOTICE])))
    for code in (*packaged_places().communes, "la-hp", "la-xk", "la-bk", *(code for code, _, _ in GATES)):
        assert short(code) in shown
    assert WORDS[lang].vn in shown
    assert WORDS[lang].la in shown


@pytest.mark.parametrize("narrow", [False, True])
def test_a_gate_is_called_as_it_is_written_beside_it(narrow):
    """Whoever speaks to the machine says what stands there (WCAG 2.2, 2.5.3): the words of its name, in that order."""
    for link in tree(draw(strip(narrow=narrow))).iter():
        if link.get("class") != "strip-gate-mark":
            continue
        written = "".join(link.itertext()).removeprefix(link.find(SVG + "title").text)
        assert re.sub(r"[,:\s]+", " ", written).strip() in re.sub(r"[,:\s]+", " ", link.get("aria-label"))


def test_the_longest_names_still_find_room():
    shown = texts(
        draw(
            standard_strip(
                WORDS["fr"],
                lambda code: f"{short(code)}",
                gates=[(g, "secondary", True) for g in packaged_places().table["gates"]],
            )
        )
    )
    for gate in packaged_places().table["gates"]:
        assert short(gate) in shown


def test_a_page_may_forbid_inline_style_and_script():
    drawing = draw(strip(marks=[PATROL, NOTICE]))
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|javascript:|https?://(?!www\.w3\.org/2000/svg)", drawing)
    assert "<style>" in draw(strip(), standalone=True)
    assert not re.search(r"url\(|@import|italic", stylesheet())


def test_names_that_look_like_markup_are_written_not_obeyed():
    hostile = '"><script>alert(1)</script>'
    mark = replace(PATROL, label=hostile, title=hostile, href=f"/records/{hostile}")
    drawing = draw(standard_strip(WORDS["en"], lambda code: hostile, marks=[mark], from_m=170_000, to_m=200_000))
    assert "<script" not in drawing
    assert hostile in texts(drawing)


def test_two_strips_on_one_page_share_no_id():
    ids = [set(re.findall(r'\bid="([^"]+)"', draw(strip(key=key)))) for key in ("home", "record")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_every_mark_is_a_named_link_in_order_from_north_to_south():
    root = tree(draw(strip(marks=[NOTICE, PATROL])))
    links = [a for a in root.iter(SVG + "a") if a.get("href", "").startswith("/records/")]
    assert [(a.get("href"), a.get("aria-label")) for a in links] == [
        ("/records/1", "Joint patrol, markers 406 to 409 (Confirmed by both)"),
        ("/records/2", "Incident (Laos: Stated by one side)"),
    ]
    assert root.get("role") == "group"
    labels = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert labels[root.get("aria-labelledby")] == WORDS["en"].title
    assert "468" in labels[root.get("aria-describedby")]


def test_without_links_the_strip_is_one_picture():
    assert tree(draw(strip())).get("role") == "img"


def without_colour(drawing):
    return re.sub(r"strip-(agreed|stated|disputed|vn|la)\b", "", drawing)


@pytest.mark.parametrize("kind", ["patrol", "incident", "twinning", "alert"])
@pytest.mark.parametrize("side", [VN, LA])
def test_states_differ_by_shape_before_colour(kind, side):
    words = replace(WORDS["en"], agreed="", stated="", not_agreed="")
    shapes = []
    for state in (AGREED, STATED, NOT_AGREED):
        root = tree(draw(replace(strip(marks=[Mark(100_000, 140_000, side, kind, state, "", "#", "x")]), words=words)))
        mark = next(a for a in root.iter(SVG + "a") if a.get("href") == "#")
        shapes.append(without_colour(ElementTree.tostring(mark, "unicode")))
    if kind == "alert":  # what is confirmed is solid; the rest is hollow: an alert is not argued about
        assert shapes[0] != shapes[1]
    else:
        assert all(a != b for a, b in combinations(shapes, 2))


def test_red_is_for_danger_to_life_alone():
    assert "strip-alert" not in draw(strip(marks=[PATROL, NOTICE]))
    assert "strip-alert" in draw(strip(marks=[replace(NOTICE, kind="alert")]))


def test_a_window_shows_what_lies_in_it_and_only_that():
    shown = texts(draw(strip(marks=[PATROL, NOTICE], from_m=170_000, to_m=192_000)))
    assert "406–409" in shown
    assert "Nam Can" in shown
    assert "Keng Du" not in shown
    assert "407" in shown


@pytest.mark.parametrize("window", [(0, 500), (468_281, 468_281), (500_000, 0), (-5, 10), (177_000, 177_001)])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_closest_and_oddest_windows_are_drawn(window, narrow):
    tree(draw(strip(marks=[PATROL], from_m=window[0], to_m=window[1], narrow=narrow)))


def test_marks_past_the_lanes_are_counted_not_hidden():
    crowd = [Mark(100_000, 300_000, VN, "patrol", STATED, "", "#", f"{i}") for i in range(12)]
    assert WORDS["en"].more.format(n=4) in texts(draw(strip(marks=crowd)))


def test_kilometres_are_written_the_readers_way():
    assert "km 468.281  South" in texts(draw(strip("en")))
    assert "km 468,281  Sud" in texts(draw(strip("fr")))


def test_every_language_has_every_word():
    for words in WORDS.values():
        assert all(getattr(words, field.name) for field in fields(words))


#: What the last digit of a number may be off, in pixels.
ROUNDING = 1e-6
WISHES = st.lists(
    st.builds(
        lambda a, half, width: Wish(a, a - half, a + half, width),
        st.floats(50, 1150),
        st.floats(0, 40),
        st.floats(10, 120),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(WISHES)
def test_labels_in_rows_cover_neither_each_other_nor_a_leader(wishes):
    placed = [(w, p) for w, p in zip(wishes, in_rows(tuple(wishes), 3, 0, 1200), strict=True) if p]
    for (a, p), (b, q) in combinations(placed, 2):
        if p.row == q.row:
            assert abs(p.middle - q.middle) >= (a.width + b.width) / 2 - ROUNDING
        inner, outer = ((a, p), q) if p.row < q.row else ((b, q), p)
        if p.row != q.row:
            assert abs(inner[1].middle - outer.anchor) >= inner[0].width / 2 - ROUNDING
    for wish, place in placed:
        assert abs(place.middle - place.anchor) <= wish.width / 2 + 0.001
        assert place.middle - wish.width / 2 >= -ROUNDING
        assert place.middle + wish.width / 2 <= 1200 + ROUNDING


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(5, 40)), max_size=15))
def test_what_is_spread_does_not_overlap_and_keeps_its_order(things):
    things = sorted(things)
    centres = spread([at for at, _ in things], [size for _, size in things], 0, 1000)
    for (a, b), ((_, size_a), (_, size_b)) in zip(pairwise(centres), pairwise(things), strict=True):
        assert b - a >= (size_a + size_b) / 2 - ROUNDING
    alone = spread([500.0], [20.0], 0, 1000)
    assert alone == [500.0]


def test_what_both_sides_did_takes_one_lane_on_both():
    vn, la = Lanes(2), Lanes(2)
    assert first_free([vn], 0, 10) == 0
    assert first_free([vn, la], 5, 15) == 1
    assert first_free([la], 5, 15) == 0
    assert first_free([vn], 5, 15) is None


def test_the_units_of_the_day_are_drawn_on_both_sides_and_those_that_share_a_stretch_together():
    places = packaged_places()
    before = {*places.derived("became"), *places.derived("communes")}

    def then(code):
        return code in before or not code.startswith("vn-na-x-")

    def units(side, level, **asked):
        return [b for b in strip(**asked).bands if (b.side, b.level) == (side, level)]

    assert [len(units(VN, 0)), len(units(VN, 1)), len(units(LA, 1))] == [21, 0, 3]
    assert sum(b.label.count(",") + 1 for b in units(VN, 0, exists=then)) == 27
    assert len({b.label for b in units(VN, 1, exists=then)}) == 6
    assert {b.label for b in units(LA, 0)} >= {short("la-xk-nong-het"), short("la-hp-sam-to")}
    for earlier in units(VN, 0, exists=then):
        assert (earlier.from_m, earlier.to_m) in {(b.from_m, b.to_m) for b in units(VN, 0)}
