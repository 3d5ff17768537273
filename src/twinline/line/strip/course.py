"""The line as it really runs, north at the top: a plain map of what the strip shows, for paper and without script."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from twinline.line.axis import Line
from twinline.line.planes import Floats
from twinline.line.strip.frame import STEPS_M, Frame
from twinline.line.strip.lettering import Room
from twinline.line.strip.marks import ALERT, BAR, SIGN, TIE, Seat, Seating, alert, called, dot, seat, shape_of, sides_of
from twinline.line.strip.model import AGREED, LA, NOT_AGREED, VN, Gate, Mark, Strip, Tick, Walked
from twinline.line.strip.parts import gate_shape, kilometre, most_walked
from twinline.line.strip.svg import el, group, link, text, width
from twinline.line.strip.words import Words

Size = tuple[float, float]
Spot = tuple[float, float]
WIDE: Size = (1200.0, 480.0)
TALL: Size = (390.0, 440.0)
"""For a wide page and for a phone: what is written on it stays as large as it is there."""
MARGIN = 40.0
ASIDE, THIN, THICK = 2.5, 3.0, 9.0
"""How far from the line the ribbon of what was walked begins, and how wide it is."""
LANES, AWAY, PITCH, SHORT = 8, 16.0, 8.0, 9.0
"""How many marks lie side by side, how far the first from the line and each from the next; a shorter bar is a dot."""
STEP = 4.0
"""So many pixels lie between the spots by which a course beside the line is drawn."""
NUMBER, NAME, SIDE = 11.0, 12.0, 14.0
METRES_PER_DEGREE = 110_680.0


class Plan:
    """Metres of the line to pixels, so that a stretch of it fills the picture."""

    def __init__(self, line: Line, window: tuple[int, int], size: Size) -> None:
        self.line, self.window = line, window
        self.width, self.height = size
        (west, south), (east, north) = (edge(line.between(*window), axis=0).tolist() for edge in (np.min, np.max))
        self.squeeze = math.cos(math.radians((north + south) / 2))
        across, up = max((east - west) * self.squeeze, 1e-4), max(north - south, 1e-4)
        self.scale = min((self.width - 2 * MARGIN) / across, (self.height - 2 * MARGIN) / up)
        self.lon, self.lat = (east + west) / 2, (north + south) / 2
        inside = line.chainage[(line.chainage > window[0]) & (line.chainage < window[1])]
        stops = np.concatenate([[window[0]], inside, [window[1]]])
        course = np.array([self.pixels(*spot) for spot in zip(*line.point_at(stops), strict=True)])
        ways = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(course, axis=0).T))])
        even = np.linspace(0.0, ways[-1], max(2, round(ways[-1] / STEP)))
        self.border = np.column_stack([np.interp(even, ways, course[:, axis]) for axis in (0, 1)])
        """The line as it is drawn, in spots ``STEP`` pixels apart, and the metres of each."""
        self.metres = np.interp(even, ways, stops)

    def course(self, from_m: float, to_m: float) -> list[Spot]:
        """Return the line from one kilometre to another, as far as it is shown."""
        a, b = max(from_m, self.window[0]), min(to_m, self.window[1])
        return [self.pixels(lon, lat) for lon, lat in self.line.between(a, max(a, b)).tolist()]

    def spot(self, metres: float) -> Spot:
        return self.pixels(*self.line.point_at(min(max(metres, 0), self.line.length_m)))

    def beside(self, metres: float, away: float) -> Spot:
        """Return a spot so many pixels to the left of the way south, square to the way as it runs around there."""
        reach = 14 * METRES_PER_DEGREE / self.scale
        (ax, ay), (bx, by) = self.spot(metres - reach), self.spot(metres + reach)
        x, y = self.spot(metres)
        size = math.hypot(bx - ax, by - ay) or 1.0
        return x + away * (by - ay) / size, y - away * (bx - ax) / size

    def parallel(self, from_m: float, to_m: float, away: float) -> list[Spot]:
        """Return the course moved so many pixels to the left of the way south.

        It runs as the line runs over that width: what would turn back on itself within a bend is left out.
        """
        span = max(1, round(abs(away) / STEP))
        way = _shifted(self.border, span) - _shifted(self.border, -span)
        way /= np.maximum(np.hypot(*way.T), 1e-9)[:, None]
        at = np.arange(len(self.metres), dtype=float)
        first, last = np.interp([from_m, to_m], self.metres, at)
        at = np.concatenate([[first], at[(at > first) & (at < last)], [last]])
        course, way = (np.column_stack([np.interp(at, np.arange(len(each)), axis) for axis in each.T])
                       for each in (self.border, way))  # fmt: skip
        moved = course + away * np.column_stack([way[:, 1], -way[:, 0]])
        off = np.hypot(*(moved[:, None, :] - self.border[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        clear = off >= 0.8 * abs(away)
        kept: list[Spot] = []
        for (x, y), (east, south) in zip(moved[clear].tolist(), way[clear].tolist(), strict=True):
            if not kept or (x - kept[-1][0]) * east + (y - kept[-1][1]) * south > 0:
                kept.append((x, y))
        return kept

    def pixels(self, lon: float, lat: float) -> Spot:
        """Return the spot of the picture that a longitude and latitude have."""
        x = self.width / 2 + (lon - self.lon) * self.squeeze * self.scale
        return x, self.height / 2 - (lat - self.lat) * self.scale

    def degrees(self, x: float, y: float) -> Spot:
        """Return the longitude and latitude that a spot of the picture stands for."""
        lon = self.lon + (x - self.width / 2) / (self.squeeze * self.scale)
        return lon, self.lat + (self.height / 2 - y) / self.scale


def draw_course(strip: Strip, line: Line, *, tall: bool = False) -> str:
    """Return the map as one svg element: the line, what was walked beside it, markers, gates, and marks as links.

    ``tall`` is for a phone.
    """
    first, last = strip.window
    plan = Plan(line, (first, last), TALL if tall else WIDE)
    words, border = strip.words, plan.course(first, last)
    seating = seat(strip, _frame(plan, border), LANES)
    beads = [tick for tick in strip.ticks if first <= tick.at_m <= last]
    gates = [gate for gate in strip.gates if first <= gate.at_m <= last]
    room = Room(plan.width, plan.height)
    marks = "".join(_mark(plan, one, room, words) for one in seating.seats)
    shapes = (
        "".join(_walked(plan, part, most_walked(strip)) for part in strip.walked if part.to_m > first)
        + marks
        + _path(border, class_="strip-line", stroke_width="2.4", stroke_linejoin="round")
        + "".join(_bead(plan, tick) for tick in beads)
    )
    for x, y in _along(border, 12):
        room.take(x, y, 5, 5)
    for at_m, half in (*((gate.at_m, 9.0) for gate in gates), *((tick.at_m, 3.0) for tick in beads)):
        room.take(*plan.spot(at_m), half, half)
    key = f"{strip.key}-map-tall" if tall else f"{strip.key}-map"
    return el(
        "svg",
        el("title", text(words.title, 0, 0, 1).split(">", 1)[1].rsplit("<", 1)[0], id=key),
        shapes,
        _lettered(strip, plan, room, seating),
        "".join(_gate(plan, gate, room) for gate in gates),
        _numbers(plan, beads, room, 12 if tall else 30),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {plan.width:.0f} {plan.height:.0f}",
        class_="strip strip-map strip-map-tall" if tall else "strip strip-map",
        lang=words.lang,
        role="group" if any(mark.href for mark in strip.marks) else "img",
        aria_labelledby=key,
    )


def _shifted(spots: Floats, by: int) -> Floats:
    """Return for each spot the one so many further on; at the ends the course runs straight on."""
    at = np.arange(len(spots)) + by
    inside = np.clip(at, 0, len(spots) - 1)
    first, last = spots[min(1, len(spots) - 1)] - spots[0], spots[-1] - spots[max(len(spots) - 2, 0)]
    return np.asarray(
        spots[inside] + np.minimum(at, 0)[:, None] * first + np.maximum(at - len(spots) + 1, 0)[:, None] * last
    )


def _frame(plan: Plan, border: Sequence[Spot]) -> Frame:
    """Return the stretch along the line as it lies on the map; upright, as no label takes room beside a bar there."""
    return Frame(*plan.window, 0.0, max(_length(border), 1.0), 0.0, upright=True)


def _path(spots: Sequence[Spot], **attributes: object) -> str:
    """Return a stroke through some spots, nothing where there is but one."""
    if len(spots) < 2:
        return ""
    return el("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots), fill="none", **attributes)


def _along(spots: Sequence[Spot], step: float) -> Iterable[Spot]:
    """Yield spots on a course, no further than a step from each other."""
    for (ax, ay), (bx, by) in pairwise(spots):
        number = max(1, math.ceil(math.dist((ax, ay), (bx, by)) / step))
        yield from ((ax + (bx - ax) * i / number, ay + (by - ay) * i / number) for i in range(number))


def _walked(plan: Plan, part: Walked, most: int) -> str:
    """Return a stroke beside the line on each side that walked, wider where more often, as on the strip."""
    drawn = ""
    for side, times in ((VN, part.vn), (LA, part.la)):
        if times:
            wide = THIN + (THICK - THIN) * (times - 1) / max(most - 1, 4)
            beside = plan.parallel(part.from_m, part.to_m, (1 if side == VN else -1) * (ASIDE + wide / 2))
            tone = f"strip-{side.lower()} strip-course-walked"
            drawn += _path(beside, class_=tone, stroke="currentColor", stroke_width=round(wide, 1))
    return drawn


def _mark(plan: Plan, place: Seat, room: Room, words: Words) -> str:
    """Return a mark as a link: a bar along its stretch, a sign beside the middle of it; each on its side, in a lane.

    What is told of one spot, or would be too short to be seen, is a dot.
    """
    mark, shape, drawn = place.mark, shape_of(place.mark.kind), ""
    for side, spots in _courses(plan, place):
        if len(spots) > 1:
            drawn += group(_bar(mark, spots), class_=f"strip-{side.lower()}")
            for x, y in _along(spots, 12):
                room.take(x, y, 4, 4)
            continue
        ((x, y),) = spots
        room.take(x, y, 5, 5)
        here = Frame(0, 1, x, x + 1, y, upright=False)
        sign_of = alert(here, x, 0, mark.state) if shape == ALERT else dot(here, x, 0, mark.state)
        drawn += group(sign_of, class_="strip-alert" if shape == ALERT else f"strip-{(side or 'ink').lower()}")
    return link(mark.href, called(words, mark), drawn, class_=f"strip-mark strip-{mark.state}")


def _courses(plan: Plan, place: Seat) -> Iterator[tuple[str, list[Spot]]]:
    """Yield the sides that a mark is drawn on, with its course there; one spot where it is no bar.

    Within a bend the course of a lane may be short, or nothing, where the line itself is long enough.
    """
    mark, away = place.mark, AWAY + place.lane * PITCH
    first, last = max(mark.from_m, plan.window[0]), min(mark.to_m, plan.window[1])
    for side in _stands_on(mark):
        left = SIGN.get(side, 0) * away
        spots = plan.parallel(first, last, left) if shape_of(mark.kind) == BAR else []
        yield side, spots if _length(spots) >= SHORT else [plan.beside((first + last) / 2, left)]


def _length(spots: Sequence[Spot]) -> float:
    return sum(math.dist(*pair) for pair in pairwise(spots))


def _stands_on(mark: Mark) -> tuple[str, ...]:
    """Return the sides that a mark is drawn on; what ties both has one sign, on the line."""
    return ("",) if shape_of(mark.kind) == TIE else sides_of(mark)


class Beside(NamedTuple):
    """A mark on one side of the line, where the drawn map has it: a course, or one spot; degrees, longitude first."""

    mark: Mark
    side: str
    course: Sequence[Spot]


def beside(strip: Strip, line: Line, *, tall: bool = False) -> Iterator[Beside]:
    """Yield the marks as the drawn map has them, each on its side or sides and in its lane."""
    plan = Plan(line, strip.window, TALL if tall else WIDE)
    for place in seat(strip, _frame(plan, plan.course(*strip.window)), LANES).seats:
        for side, spots in _courses(plan, place):
            yield Beside(place.mark, side, [plan.degrees(*spot) for spot in spots])


def _bar(mark: Mark, spots: Sequence[Spot]) -> str:
    """Return a bar along a course: solid where both confirm it, else hollow; in dashes where they differ or planned."""
    tone: dict[str, object] = {"stroke": "currentColor", "stroke_linejoin": "round"}
    broken = "7 4" if mark.kind == "plan" else "12 5" if mark.state == NOT_AGREED else None
    drawn = _path(spots, stroke_width="4.4", stroke_dasharray=broken, **tone)
    if mark.state != AGREED:
        drawn += _path(spots, class_="strip-course-hollow", stroke_width="2", stroke_linejoin="round")
    return drawn + _path(spots, class_="strip-course-hit", stroke_width="12", stroke_opacity="0", **tone)


def _bead(plan: Plan, tick: Tick) -> str:
    x, y = plan.spot(tick.at_m)
    return el("circle", cx=x, cy=y, r=2.4, class_="strip-bead strip-bead-seen" if tick.seen else "strip-bead")


def _numbers(plan: Plan, beads: Sequence[Tick], room: Room, most: int) -> str:
    """Return the numbers of markers beside their beads: round ones, as many as have room."""
    every = next((n for n in (1, 2, 5, 10, 20) if len(beads) / n <= most), 20)
    drawn = ""
    for tick in beads:
        if not tick.number.isdigit() or int(tick.number) % every:
            continue
        place = room.place(*plan.spot(tick.at_m), width(tick.number, NUMBER), NUMBER, reach=6, most=0)
        if place:
            drawn += text(tick.number, *place, NUMBER, class_="strip-number strip-halo", text_anchor="middle")
    return group(drawn, aria_hidden="true")


def _gate(plan: Plan, gate: Gate, room: Room) -> str:
    x, y = plan.spot(gate.at_m)
    shape = gate_shape(Frame(0, 1, x, x + 1, y, upright=False), x, gate)
    place = room.place(x, y, width(gate.label, NAME) * 1.08, NAME, reach=12, most=6)
    name = text(gate.label, *place, NAME, class_="strip-gate-label strip-halo", text_anchor="middle") if place else ""
    return link(gate.href, gate.title or gate.label, shape, name, class_="strip-gate-mark")


def _lettered(strip: Strip, plan: Plan, room: Room, seating: Seating) -> str:
    """Return the two countries' names in their corners, how many marks have no room, and a scale."""
    words = strip.words
    drawn = text(words.la, 18, plan.height - 16, SIDE, class_="strip-la strip-tone strip-side")
    drawn += text(words.vn, plan.width - 18, 26, SIDE, class_="strip-vn strip-tone strip-side", text_anchor="end")
    if seating.left_out:
        drawn += text(words.more.format(n=seating.left_out), 18, 26, NAME, class_="strip-quiet")
    per_m = plan.scale / METRES_PER_DEGREE
    metres = max((step for step in STEPS_M if step * per_m <= plan.width / 6), default=STEPS_M[0])
    right, y = plan.width - 18, plan.height - 16
    left = right - metres * per_m
    drawn += el("path", d=f"M{left:.1f} {y - 4}V{y}H{right:.1f}V{y - 4}", class_="strip-scale", fill="none")
    said = f"{kilometre(strip, metres, metres)} {words.km}" if metres >= 1000 else f"{metres} m"
    drawn += text(said, right, y - 8, NUMBER, class_="strip-number", text_anchor="end")
    room.take(60, plan.height - 20, 60, 14)
    room.take(plan.width - 60, 20, 60, 14)
    room.take((left + right) / 2, y - 8, (right - left) / 2 + 8, 16)
    return drawn
