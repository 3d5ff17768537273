"""The drawn map: what the strip shows, along the line as it runs, and no word over another."""

import re
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from twinline.line.axis import packaged_line
from twinline.line.strip import AGREED, BOTH, LA, NOT_AGREED, STATED, VN, WORDS, Mark
from twinline.line.strip.course import AWAY, LANES, METRES_PER_DEGREE, PITCH, TALL, WIDE, Plan, beside, draw_course
from twinline.line.strip.model import Walked
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.svg import width

SVG = "{http://www.w3.org/2000/svg}"
LINE = packaged_line()
GATES = [("gate-nam-can", "international", False), ("gate-tam-hop", "main", True), ("gate-ta-do", "secondary", False),
         ("gate-huoi-khe", "secondary", True), ("gate-cao-veu", "secondary", False)]  # fmt: skip
BARS = [
    Mark(150_000, 172_000, VN, "patrol", STATED, "", "/records/1", "Patrol"),
    Mark(172_000, 190_000, BOTH, "patrol", AGREED, "", "/records/2", "Joint patrol"),
    Mark(176_000, 186_000, LA, "plan", STATED, "", "/records/3", "Planned"),
    Mark(160_000, 180_000, VN, "stretch", NOT_AGREED, "", "/records/4", "Looked after"),
    Mark(181_000, 181_001, LA, "patrol", STATED, "", "/records/5", "Patrol at one spot"),
]


def short(code):
    return code.rsplit("-", 1)[-1].title()


def drawn(from_m=0, to_m=0, *, lang="en", tall=False, marks=(), walked=()):
    strip = standard_strip(
        WORDS[lang], short, gates=GATES, marks=marks, walked=walked, from_m=from_m, to_m=to_m, key="x"
    )
    return ElementTree.fromstring(draw_course(strip, LINE, tall=tall))


@pytest.mark.parametrize("tall", [False, True])
def test_patrols_plans_and_stretches_looked_after_are_links_along_the_line(tall):
    root = drawn(150_000, 190_000, tall=tall, marks=BARS)
    links = {a.get("aria-label").partition(" (")[0]: a for a in root.iter(SVG + "a")}
    assert {"Patrol", "Joint patrol", "Planned", "Looked after", "Patrol at one spot"} <= links.keys()

    def strokes(name, what):
        return [p for p in links[name].iter(SVG + "path") if what in (p.get("class") or "") or what in p.attrib]

    assert {g.get("class") for g in links["Joint patrol"].iter(SVG + "g")} == {"strip-vn", "strip-la"}
    assert not strokes("Joint patrol", "strip-course-hollow")  # solid: both confirm it
    assert len(strokes("Patrol", "strip-course-hollow")) == 1
    dashes = {
        name: strokes(name, "stroke-dasharray")[0].get("stroke-dasharray") for name in ("Planned", "Looked after")
    }
    assert len(set(dashes.values())) == 2
    assert not strokes("Patrol", "stroke-dasharray")
    assert not list(links["Patrol at one spot"].iter(SVG + "path"))
    assert len(list(links["Patrol at one spot"].iter(SVG + "circle"))) == 1


def words_of(root):
    """Return each word's box, by how wide this room reckons it and the middle of its small letters."""
    boxes = []
    for each in root.iter(SVG + "text"):
        wide, x, y, size = (
            width(each.text, float(each.get("font-size"))),
            *(float(each.get(a)) for a in ("x", "y", "font-size")),
        )
        left = {"middle": x - wide / 2, "end": x - wide}.get(each.get("text-anchor"), x)
        boxes.append((each.text, left, y - 0.7 * size, left + wide, y))
    return boxes


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("tall", [False, True])
def test_no_word_of_the_map_covers_another_at_any_zoom(lang, tall):
    windows = [
        (0, 0),
        *((a, a + wide) for wide in (100_000, 50_000, 20_000) for a in range(0, 468_281 - wide, wide // 2)),
    ]
    for window in windows:
        marks = BARS if lang == "en" else ()
        root = drawn(*window, lang=lang, tall=tall, marks=marks)
        _, _, across, up = map(float, root.get("viewBox").split())
        for (a, *one), (b, *other) in combinations(words_of(root), 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (window, a, b)
        for word, left, top, right, bottom in words_of(root):
            assert left >= 0, (window, word)
            assert right <= across, (window, word)
            assert top >= 0, (window, word)
            assert bottom <= up, (window, word)


def test_every_gate_is_named_on_the_whole_map():
    for tall in (False, True):
        said = [text for text, *_ in words_of(drawn(tall=tall))]
        assert {short(code) for code, _, _ in GATES} <= set(said)


@pytest.mark.parametrize("away", [4.0, AWAY, -AWAY, 60.0, -60.0])
@pytest.mark.parametrize("window", [(0, 468_281), (150_000, 200_000), (203_000, 203_500)])
def test_a_course_beside_the_line_stays_on_its_side_and_never_crosses_it(away, window):
    plan = Plan(LINE, window, WIDE)
    beside = np.array(plan.parallel(*window, away))
    assert len(beside) > 1
    off = np.hypot(*(beside[:, None, :] - plan.border[None, :, :]).transpose(2, 0, 1)).min(axis=1)
    assert off.min() >= 0.79 * abs(away)
    assert np.median(off) <= 1.01 * abs(away)


def test_what_was_walked_more_often_is_wider_and_two_stretches_meet():
    walked = [Walked(100_000, 120_000, 1, 0), Walked(120_000, 140_000, 8, 0)]
    ribbons = [
        p for p in drawn(90_000, 150_000, walked=walked).iter(SVG + "path") if "course-walked" in (p.get("class") or "")
    ]
    wide = [float(p.get("stroke-width")) for p in ribbons]
    assert wide[0] < wide[1]
    first, second = ([tuple(map(float, xy.split())) for xy in re.split("[ML]", p.get("d"))[1:]] for p in ribbons)
    assert np.hypot(first[-1][0] - second[0][0], first[-1][1] - second[0][1]) <= wide[1]


@pytest.mark.parametrize("window", [(0, 468_281), (150_000, 200_000), (203_000, 203_500)])
def test_the_scale_is_as_long_as_it_says(window):
    root = drawn(*window)
    (bar,) = [p.get("d") for p in root.iter(SVG + "path") if p.get("class") == "strip-scale"]
    left, right = float(bar[1:].split()[0]), float(re.search("H([0-9.]+)", bar)[1])
    (said,) = [text for text, *_ in words_of(root) if re.fullmatch(r"\d+ k?m", text)]
    metres = int(said.split()[0]) * (1000 if "km" in said else 1)
    assert (right - left) / Plan(LINE, window, WIDE).scale * METRES_PER_DEGREE == pytest.approx(metres, rel=0.01)


def test_a_map_drawn_elsewhere_has_each_mark_on_its_side_and_what_both_did_on_both():
    """The control: what one side did stands on that side alone, and what ties both on the line."""
    told = (
        Mark(160_000, 172_000, BOTH, "patrol", "agreed"),
        Mark(162_000, 174_000, VN, "plan"),
        Mark(168_000, 168_001, LA, "alert"),
        Mark(170_000, 170_001, BOTH, "twinning"),
    )
    strip = standard_strip(WORDS["en"], short, gates=(), marks=told, from_m=150_000, to_m=210_000, key="x")
    found = {(one.mark.kind, one.side): one.course for one in beside(strip, LINE)}
    assert set(found) == {("patrol", VN), ("patrol", LA), ("plan", VN), ("alert", LA), ("twinning", "")}
    assert [len(found[each]) > 1 for each in (("patrol", VN), ("plan", VN), ("alert", LA))] == [True, True, False]
    for (kind, side), course in found.items():
        sides = {LINE.locate(*spot).side for spot in course}
        assert kind == "twinning" or sides == {side}, kind
    off = {each: min(LINE.locate(*spot).offset for spot in course) for each, course in found.items()}
    assert off["plan", VN] > off["patrol", VN] > 100  # in a lane further out
    assert off["twinning", ""] < 1


@pytest.mark.parametrize("tall", [False, True])
@pytest.mark.parametrize("window", [(0, 468_281), (150_000, 200_000)])
def test_no_mark_is_lost_in_a_bend_or_beyond_the_picture(window, tall):
    """What has no room in a bend is a dot. The control: a lane has stretches of which nothing would be drawn."""
    plan, step = Plan(LINE, window, TALL if tall else WIDE), (window[1] - window[0]) // 40
    stretches = [(at, min(at + 2 * step, LINE.length_m)) for at in range(max(0, window[0] - step), window[1], step)]
    lost = 0
    for first, last in stretches:
        told = [Mark(first, last, side, "patrol", STATED, "", "/records/1") for side in (VN, LA) for _ in range(LANES)]
        strip = standard_strip(WORDS["en"], short, marks=told, from_m=window[0], to_m=window[1], key="x")
        shown = list(beside(strip, LINE, tall=tall))
        assert len(shown) == len(told)
        for x, y in (plan.pixels(*spot) for one in shown for spot in one.course):
            assert -AWAY * LANES < x < plan.width + AWAY * LANES
            assert -AWAY * LANES < y < plan.height + AWAY * LANES
        assert all(one.course for one in shown)
        links = [a for a in ElementTree.fromstring(draw_course(strip, LINE, tall=tall)).iter(SVG + "a")
                 if "strip-mark" in a.get("class")]  # fmt: skip
        assert len(links) == len(told)
        assert all(len(list(a.iter(SVG + "path"))) + len(list(a.iter(SVG + "circle"))) for a in links)
        aways = [side * (AWAY + PITCH * lane) for side in (1, -1) for lane in range(LANES)]
        lost += sum(not plan.parallel(max(first, window[0]), min(last, window[1]), away) for away in aways)
    assert lost
