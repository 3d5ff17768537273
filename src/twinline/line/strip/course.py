"""The line as it really runs, north at the top: a plain map of what the strip shows, for paper and without script."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

from twinline.line.strip.frame import Frame
from twinline.line.strip.marks import ALERT, BAR, TIE, alert, dot, seat, shape_of, sides_of
from twinline.line.strip.model import AGREED, BOTH, LA, NOT_AGREED, VN, Gate, Mark, Strip, Walked
from twinline.line.strip.parts import gate_shape
from twinline.line.strip.svg import el, group, link, text

Size = tuple[float, float]
WIDE: Size = (1200.0, 480.0)
TALL: Size = (390.0, 440.0)
"""For a wide page and for a phone: what is written on it stays as large as it is there."""
MARGIN = 34.0
ASIDE = 4.5
LANES, AWAY, PITCH, SHORT = 4, 15.0, 7.0, 9.0
"""How many bars lie side by side, how far the first from the line and each from the next; what is shorter is a dot."""
Course = Callable[[float, float], Iterable[tuple[float, float]]]
"""Gives (longitude, latitude) from one chainage to another."""


class Plan:
    """Degrees to pixels, so that a stretch fills the picture."""

    def __init__(self, spots: list[tuple[float, float]], size: Size) -> None:
        self.width, self.height = size
        lons, lats = [lon for lon, _ in spots], [lat for _, lat in spots]
        self.squeeze = math.cos(math.radians(sum(lats) / len(lats)))
        across, up = max((max(lons) - min(lons)) * self.squeeze, 1e-4), max(max(lats) - min(lats), 1e-4)
        self.scale = min((self.width - 2 * MARGIN) / across, (self.height - 2 * MARGIN) / up)
        self.lon, self.lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = self.width / 2 + (lon - self.lon) * self.squeeze * self.scale
        return x, self.height / 2 - (lat - self.lat) * self.scale


def draw_course(strip: Strip, course: Course, *, tall: bool = False) -> str:
    """Return the map as one svg element: the line, what was walked beside it, markers, gates, and marks as links.

    ``tall`` is for a phone.
    """
    first, last = strip.window
    spots = list(course(first, last))
    plan = Plan(spots, TALL if tall else WIDE)
    words = strip.words
    beads = [tick for tick in strip.ticks if first <= tick.at_m <= last]
    every = next((n for n in (1, 2, 5, 10, 20) if len(beads) / n <= (12 if tall else 30)), 20)
    inside = (
        "".join(_walked(plan, part, course, (first, last)) for part in strip.walked)
        + _bars(plan, strip, course)
        + _path([plan.at(*spot) for spot in spots], class_="strip-line", stroke_width="2.4", stroke_linejoin="round")
        + "".join(_bead(plan, course, tick.at_m, tick.seen) for tick in beads)
        + "".join(
            _number(plan, course, tick.at_m, tick.number)
            for tick in beads
            if tick.number.isdigit() and int(tick.number) % every == 0
        )
        + "".join(_gate(plan, course, gate) for gate in strip.gates if first <= gate.at_m <= last)
        + "".join(_mark(plan, course, mark) for mark in strip.marks if mark.to_m >= first and mark.from_m <= last)
    )
    sides = text(words.la, 18, plan.height - 16, 14, class_="strip-la strip-tone strip-side")
    sides += text(words.vn, plan.width - 18, 26, 14, class_="strip-vn strip-tone strip-side", text_anchor="end")
    key = f"{strip.key}-map-tall" if tall else f"{strip.key}-map"
    return el(
        "svg",
        el("title", text(words.title, 0, 0, 1).split(">", 1)[1].rsplit("<", 1)[0], id=key),
        inside,
        sides,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {plan.width:.0f} {plan.height:.0f}",
        class_="strip strip-map strip-map-tall" if tall else "strip strip-map",
        lang=words.lang,
        role="group" if any(mark.href for mark in strip.marks) else "img",
        aria_labelledby=key,
    )


def _path(spots: list[tuple[float, float]], **attributes: object) -> str:
    return el("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots), fill="none", **attributes)


def _walked(plan: Plan, part: Walked, course: Course, window: tuple[int, int]) -> str:
    """Return a stroke beside the line on each side that walked: to the left of the way south lies Viet Nam."""
    a, b = max(part.from_m, window[0]), min(part.to_m, window[1])
    if b <= a:
        return ""
    spots = [plan.at(*spot) for spot in course(a, b)]
    drawn = ""
    for side, times, turn in ((VN, part.vn, 1), (LA, part.la, -1)):
        if times:
            wide = min(3 + 1.5 * times, 9)
            beside = _beside(spots, turn * (ASIDE + wide / 2 - 2))
            drawn += _path(
                beside, class_=f"strip-{side.lower()} strip-course-walked", stroke="currentColor", stroke_width=wide
            )
    return drawn


def _bars(plan: Plan, strip: Strip, course: Course) -> str:
    """Return what was walked, planned or is looked after: along its stretch, on its side, each in a lane of its own.

    What is told of one spot, or is too short to be seen, is a dot.
    """
    first, last = strip.window
    # Upright, as no label takes room beside a bar here
    frame = Frame(first, last, 0.0, plan.width, 0.0, upright=True)
    drawn = ""
    for one in seat(strip, frame, LANES).seats:
        mark, away = one.mark, AWAY + one.lane * PITCH
        if shape_of(mark.kind) != BAR:
            continue
        spots = [plan.at(*spot) for spot in course(max(mark.from_m, first), min(mark.to_m, last))]
        inside = ""
        for side in sides_of(mark):
            if sum(math.dist(*pair) for pair in pairwise(spots)) < SHORT:
                (x, y), aside = spots[len(spots) // 2], away if side == VN else -away
                shape = dot(Frame(0, 1, x, x + 1, y, upright=False), x + aside, 0, mark.state)
            else:
                shape = _stroke(mark, _beside(spots, away if side == VN else -away))
            inside += group(shape, class_=f"strip-{side.lower()}")
        drawn += link(mark.href, mark.title, inside, class_=f"strip-mark strip-{mark.state}")
    return drawn


def _stroke(mark: Mark, spots: list[tuple[float, float]]) -> str:
    """Return a bar along a course: solid where both confirm it, else hollow; in dashes where they differ or planned."""
    tone: dict[str, object] = {"stroke": "currentColor", "stroke_linejoin": "round"}
    solid = mark.state == AGREED
    broken = "7 4" if mark.kind == "plan" else "12 5" if mark.state == NOT_AGREED else None
    drawn = _path(spots, stroke_width="4.4", stroke_dasharray=broken, **tone)
    if not solid:
        drawn += _path(spots, class_="strip-course-hollow", stroke_width="2", stroke_linejoin="round")
    return drawn + _path(spots, class_="strip-course-hit", stroke_width="12", stroke_opacity="0", **tone)


def _beside(spots: list[tuple[float, float]], away: float) -> list[tuple[float, float]]:
    """Return a course moved to the left of its way by some pixels; bends too small for that are left out."""
    few = [spots[0]]
    for spot in spots[1:-1]:
        if math.dist(spot, few[-1]) >= abs(away):
            few.append(spot)
    few += spots[1:][-1:]
    moved = []
    for i, (x, y) in enumerate(few):
        (ax, ay), (bx, by) = few[max(i - 1, 0)], few[min(i + 1, len(few) - 1)]
        size = math.hypot(bx - ax, by - ay) or 1.0
        moved.append((x + away * (by - ay) / size, y - away * (bx - ax) / size))
    return moved


def _spot(plan: Plan, course: Course, metres: float) -> tuple[float, float]:
    return plan.at(*next(iter(course(metres, metres))))


def _bead(plan: Plan, course: Course, metres: int, seen: bool) -> str:
    x, y = _spot(plan, course, metres)
    return el("circle", cx=x, cy=y, r=2.4, class_="strip-bead strip-bead-seen" if seen else "strip-bead")


def _number(plan: Plan, course: Course, metres: int, number: str) -> str:
    x, y = _spot(plan, course, metres)
    return text(number, x - 8, y + 15, 11, class_="strip-number strip-halo", text_anchor="end")


def _gate(plan: Plan, course: Course, gate: Gate) -> str:
    x, y = _spot(plan, course, gate.at_m)
    shape = gate_shape(Frame(0, 1, x, x + 1, y, upright=False), x, gate)
    left = x > plan.width - 90
    name = text(
        gate.label, x - 13 if left else x + 13, y - 9, 12, class_="strip-gate-label strip-halo",
        text_anchor="end" if left else None,
    )  # fmt: skip
    return link(gate.href, gate.title or gate.label, shape, name, class_="strip-gate-mark")


def _mark(plan: Plan, course: Course, mark: Mark) -> str:
    """Return a mark as a sign beside the middle of its stretch; what is a stretch is drawn as walked already."""
    shape = shape_of(mark.kind)
    if shape == BAR:
        return ""
    x, y = _spot(plan, course, (mark.from_m + mark.to_m) / 2)
    away = {VN: 16.0, LA: -16.0, BOTH: 0.0}[mark.side] if shape != TIE else 0.0
    frame = Frame(0, 1, x, x + 1, y, upright=False)
    drawn = alert(frame, x + away, 0, mark.state) if shape == ALERT else dot(frame, x + away, 0, mark.state)
    tone = "strip-alert" if shape == ALERT else f"strip-{(mark.side or 'ink').lower()}"
    return link(mark.href, mark.title, group(drawn, class_=tone), class_=f"strip-mark strip-{mark.state}")
