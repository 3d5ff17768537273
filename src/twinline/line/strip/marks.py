"""Marks: what happened and what holds on the line, told by shape and texture before colour.

Whole and solid: both sides agree. Whole and hollow (hatched): one side states it. Split in two: not yet agreed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from twinline.line.strip.frame import Frame
from twinline.line.strip.layout import Lanes, first_free, spread
from twinline.line.strip.model import AGREED, BOTH, LA, NOT_AGREED, VN, Mark, Strip
from twinline.line.strip.svg import el, group, link, text, width
from twinline.line.strip.words import Words

BAR, DOT, TIE, ALERT = "bar", "dot", "tie", "alert"
SHAPES = {
    "plan": BAR,
    "patrol": BAR,
    "joint_patrol": BAR,
    "stretch": BAR,
    "activity": BAR,
    "twinning": TIE,
    "alert": ALERT,
}
SIGN = {VN: 1, LA: -1}
BAR_LEAST, DOT_ROOM, TIE_ROOM, GATE_ROOM = 7.0, 11.0, 10.0, 13.0
TIE_REACH, TIE_END = 17.0, 3.4
RADIUS = 4.2
LABEL_SIZE = 12.0
Pair = tuple[float, float]


def shape_of(kind: str) -> str:
    return SHAPES.get(kind, DOT)


def sides_of(mark: Mark) -> tuple[str, ...]:
    return (VN, LA) if mark.side == BOTH else (mark.side,)


@dataclass(frozen=True, slots=True)
class Seat:
    """A mark's place: ``a`` to ``b`` along, in a lane; ``label_at`` where its label begins, if it is written."""

    mark: Mark
    a: float
    b: float
    lane: int
    label_at: float | None = None


@dataclass(frozen=True, slots=True)
class Seating:
    """All seats, in the order in which they are read: north to south. ``lanes``: how many each side needs."""

    seats: tuple[Seat, ...]
    lanes: dict[str, int]
    left_out: int


def seat(strip: Strip, frame: Frame, cap: int) -> Seating:
    """Return where each mark goes. Bars lie nearest the line, what both sides did nearest of all."""
    shown = sorted((m for m in strip.marks if frame.shows(m.from_m, m.to_m)), key=lambda m: (m.from_m, m.to_m))
    lanes = {VN: Lanes(cap), LA: Lanes(cap)}
    seats: dict[int, Seat] = {}
    bars = [i for i, m in enumerate(shown) if shape_of(m.kind) == BAR]
    for i in sorted(bars, key=lambda i: shown[i].side != BOTH):
        wish = _wish(strip, frame, shown[i])
        _take(seats, i, wish, first_free([lanes[side] for side in sides_of(shown[i])], wish.low, wish.high))
    taken = {side: len(each.taken) for side, each in lanes.items()}
    for i, mark in enumerate(shown):
        if shape_of(mark.kind) in (DOT, ALERT):
            wish, start = _wish(strip, frame, mark), max(taken[side] for side in sides_of(mark))
            _take(seats, i, wish, first_free([lanes[side] for side in sides_of(mark)], wish.low, wish.high, start))
    ties = [i for i, m in enumerate(shown) if shape_of(m.kind) == TIE]
    # What has no room along the line is counted with what has none in the lanes
    ties = ties[: int((frame.end - frame.start) / TIE_ROOM)]
    seats.update(zip(ties, _ties([shown[i] for i in ties], strip, frame), strict=True))
    order = tuple(seats[i] for i in sorted(seats))
    return Seating(order, {side: len(each.taken) for side, each in lanes.items()}, len(shown) - len(order) + strip.more)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A seat without a lane; ``low`` to ``high`` is what it takes with its label."""

    seat: Seat
    low: float
    high: float


def _take(seats: dict[int, Seat], i: int, wish: _Wish, lane: int | None) -> None:
    if lane is not None:
        seats[i] = replace(wish.seat, lane=lane)


def _wish(strip: Strip, frame: Frame, mark: Mark) -> _Wish:
    a, b = frame.span(mark.from_m, mark.to_m, BAR_LEAST)
    if shape_of(mark.kind) != BAR:
        middle = min(max((a + b) / 2, frame.start + DOT_ROOM / 2), frame.end - DOT_ROOM / 2)
        a, b = middle - DOT_ROOM / 2, middle + DOT_ROOM / 2
    if not (strip.zoomed and mark.label) or frame.upright:
        return _Wish(Seat(mark, a, b, 0), a, b)
    wide = width(mark.label, LABEL_SIZE) + 6
    if shape_of(mark.kind) == BAR:
        label_at = max(frame.start, min(a, frame.end - wide))
    else:
        label_at = b + 4 if b + wide <= frame.end else a - wide + 1
    return _Wish(Seat(mark, a, b, 0, label_at), min(a, label_at), max(b, label_at + wide))


def _beside_gate(strip: Strip, frame: Frame, middle: float) -> float:
    """Return a spot along the line, moved clear of a gate that stands there."""
    for gate in (frame.along(gate.at_m) for gate in strip.gates):
        if abs(gate - middle) < GATE_ROOM:
            further = middle >= gate and gate + GATE_ROOM + TIE_ROOM / 2 <= frame.end
            return gate + GATE_ROOM if further else gate - GATE_ROOM
    return middle


def _ties(marks: list[Mark], strip: Strip, frame: Frame) -> list[Seat]:
    """Return ties in the middle of their stretches, beside a gate there, and moved aside where several would meet."""
    wanted = [_beside_gate(strip, frame, sum(frame.span(m.from_m, m.to_m)) / 2) for m in marks]
    order = sorted(range(len(marks)), key=lambda i: wanted[i])
    centres = spread([wanted[i] for i in order], [TIE_ROOM] * len(marks), frame.start, frame.end)
    at = dict(zip(order, centres, strict=True))
    return [Seat(mark, at[i] - TIE_ROOM / 2, at[i] + TIE_ROOM / 2, 0) for i, mark in enumerate(marks)]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels across: where the lanes begin on each side, one lane's pitch, a bar's height, how far a tie reaches."""

    first: dict[str, float]
    pitch: float = 12.0
    bar: float = 7.0
    tie: float = TIE_REACH
    sign: float = 0.0
    """How much further out a dot or a triangle stands than a bar of its lane: clear of the words over the bars."""


def draw_seat(strip: Strip, frame: Frame, place: Seat, sizes: Sizes) -> str:
    """Return one mark as a list item with its link, a wide invisible shape to hit, and its label."""
    mark, shape = place.mark, shape_of(place.mark.kind)
    if shape == TIE:
        inside = _tie(frame, place, sizes.tie) + _hit(frame, place, -sizes.tie - 4, sizes.tie + 4)
    else:
        inside = ""
        for side in sides_of(mark):
            inside += _on_side(strip, frame, place, side, sizes)
    if place.label_at is not None:
        side = sides_of(mark)[0]
        outside = sizes.bar / 2 + 9 if shape == BAR else sizes.sign
        near = SIGN[side] * (sizes.first[side] + place.lane * sizes.pitch + sizes.bar / 2 + outside)
        # One moved back from the edge ends where it must, however wide this reader's letters are.
        moved = place.label_at < place.a
        along = (frame.end if shape == BAR else place.a - 4) if moved else place.label_at
        x, y = frame.at(along, near)
        anchor = "end" if moved else None
        inside += text(mark.label, x, y + LABEL_SIZE * 0.36, LABEL_SIZE, class_="strip-mark-label", text_anchor=anchor)
    drawn = link(mark.href, called(strip.words, mark), inside, class_=f"strip-mark strip-{mark.state}")
    return group(drawn, role="listitem") if mark.href else drawn


def called(words: Words, mark: Mark) -> str:
    """Return what a mark is called for who doesn't see its shape: its title, how far off, whose word, its standing."""
    if not mark.title:
        return ""
    state = {AGREED: words.agreed, NOT_AGREED: words.not_agreed}.get(mark.state, words.stated)
    side = {VN: words.vn, LA: words.la}.get(mark.side, "") if mark.state != AGREED else ""
    title = f"{mark.title}, {mark.off}" if mark.off else mark.title
    return f"{title} ({f'{side}: ' if side else ''}{state})"


def _on_side(strip: Strip, frame: Frame, place: Seat, side: str, sizes: Sizes) -> str:
    sign, mark, shape = SIGN[side], place.mark, shape_of(place.mark.kind)
    near = sizes.first[side] + place.lane * sizes.pitch + (0.0 if shape == BAR else sizes.sign)
    middle = sign * (near + sizes.bar / 2)
    along = (place.a + place.b) / 2
    if shape == BAR:
        drawn = bar(
            frame, (place.a, place.b), (sign * near, sign * (near + sizes.bar)), mark.state, hatch(strip.key, side)
        )
    elif shape == ALERT:
        drawn = alert(frame, along, middle, mark.state)
    else:
        drawn = dot(frame, along, middle, mark.state)
    tone = "strip-alert" if shape == ALERT else f"strip-{side.lower()}"
    hit = _hit(frame, place, sign * (near - 2), sign * (near + sizes.bar + 3))
    return group(drawn, hit, class_=f"{tone} strip-shape")


def _hit(frame: Frame, place: Seat, near: float, far: float) -> str:
    spare = max(0.0, (20 - (place.b - place.a)) / 2)
    return frame.box(place.a - spare, place.b + spare, near, far, class_="strip-hit", fill_opacity="0")


def hatch(key: str, side: str) -> str:
    return f"url(#{key}-hatch-{side.lower()})"


def hatches(key: str) -> str:
    """Return the texture of what one side states: in each side's colour, and in ink for the legend."""
    lines = "M-1 1L1 -1M0 5L5 0M4 6L6 4"
    return "".join(
        el(
            "pattern",
            el("path", d=lines, stroke="currentColor", stroke_width="1.1", fill="none"),
            id=f"{key}-hatch-{side}",
            class_=f"strip-{side}",
            width="5",
            height="5",
            patternUnits="userSpaceOnUse",
        )
        for side in ("vn", "la", "ink")
    )


def bar(frame: Frame, ends: Pair, across: Pair, state: str, texture: str) -> str:
    """Return a bar: solid, hatched, or two open halves with a gap."""
    (a, b), (near, far) = ends, across
    if state == AGREED:
        return frame.box(a, b, near, far, fill="currentColor", rx="1.5")
    edge: dict[str, Any] = {"stroke": "currentColor", "stroke_width": "1.2"}
    if state == NOT_AGREED:
        gap = min(5.0, (b - a) / 3)
        middle = (a + b) / 2
        left = [(middle - gap / 2, near), (a, near), (a, far), (middle - gap / 2, far)]
        right = [(middle + gap / 2, near), (b, near), (b, far), (middle + gap / 2, far)]
        halves = "".join(frame.path(half, fill="none", **edge) for half in (left, right))
        return frame.box(a, b, near, far, class_="strip-ground") + halves
    return frame.box(a, b, near, far, class_="strip-ground") + frame.box(a, b, near, far, fill=texture, rx="1", **edge)


def dot(frame: Frame, along: float, across: float, state: str, radius: float = RADIUS) -> str:
    """Return a dot: a disc, a ring, or a ring in two halves."""
    if state == AGREED:
        return frame.disc(along, across, radius, fill="currentColor")
    edge: dict[str, Any] = {"stroke": "currentColor", "stroke_width": "1.7"}
    if state == NOT_AGREED:
        x, y = frame.at(along, across)
        r, gap = radius - 0.4, 1.5
        arcs = f"M{x - gap:.1f} {y - r:.1f}A{r} {r} 0 0 0 {x - gap:.1f} {y + r:.1f}"
        arcs += f"M{x + gap:.1f} {y - r:.1f}A{r} {r} 0 0 1 {x + gap:.1f} {y + r:.1f}"
        return el("path", d=arcs, fill="none", **edge)
    return frame.disc(along, across, radius - 0.6, class_="strip-ground", **edge)


def alert(frame: Frame, along: float, across: float, state: str) -> str:
    """Return the triangle that only danger to life has."""
    x, y = frame.at(along, across)
    solid = state == AGREED
    triangle = el(
        "path",
        d=f"M{x:.1f} {y - 6.5:.1f}L{x + 6.5:.1f} {y + 5:.1f}H{x - 6.5:.1f}Z",
        fill="currentColor" if solid else None,
        class_="" if solid else "strip-ground",
        stroke="currentColor",
        stroke_width="1.6",
        stroke_linejoin="round",
    )
    sign = el("path", d=f"M{x:.1f} {y - 2.6:.1f}V{y + 1:.1f}M{x:.1f} {y + 2.6:.1f}V{y + 3.4:.1f}", stroke_width="1.6")
    return triangle + group(sign, class_="strip-on-alert" if solid else "strip-in-alert")


def _tie(frame: Frame, place: Seat, reach: float) -> str:
    """Return a stitch across the line: each end in its side's colour, whole where that side stands behind it."""
    mark, along = place.mark, (place.a + place.b) / 2
    drawn = ""
    for side in (VN, LA):
        sign = SIGN[side]
        stated = mark.state not in (AGREED, NOT_AGREED)
        speaks = mark.state == AGREED or (stated and mark.side == side)
        start = 4.0 if mark.state == NOT_AGREED else 0.0
        thread = frame.stroke(
            along,
            sign * start,
            along,
            sign * (reach - 3),
            stroke="currentColor",
            stroke_width="1.6",
            stroke_dasharray=None if speaks or (stated and mark.side == BOTH) else "2 2",
        )
        end = AGREED if speaks else "hollow"
        drawn += group(
            thread, dot(frame, along, sign * reach, end, TIE_END), class_=f"strip-{side.lower()} strip-shape"
        )
    return drawn
