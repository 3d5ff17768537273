"""What both layouts draw alike: the line with its rivers and markers, gates, kilometres, the legend, the small map."""

from __future__ import annotations

import math
from collections.abc import Iterable

from twinline.line.strip.frame import Frame
from twinline.line.strip.marks import ALERT, BAR, DOT, SIGN, TIE, alert, bar, dot, hatch, shape_of
from twinline.line.strip.model import AGREED, LA, NOT_AGREED, STATED, VN, Gate, Strip
from twinline.line.strip.svg import el, group, link, text, width

BAND = 5.0
LEGEND_SIZE = 12.0
LEGEND_LINE = 22.0


RIBBON_LEAST, RIBBON_STEP, RIBBON_MOST = 6.0, 3.0, 21.0


def ribbon_height(times: int, most: int) -> float:
    """Return how far from the line a ribbon reaches: further where it was walked more often, and never too far.

    ``most``: how often what was walked most was, so that what was walked rarely can be told from it in a year too.
    """
    step = min(RIBBON_STEP, (RIBBON_MOST - RIBBON_LEAST) / max(most - 1, 1))
    return RIBBON_LEAST + step * (times - 1) if times else 0.0


def most_walked(strip: Strip) -> int:
    """Return how often either side walked what it walked most."""
    return max((max(part.vn, part.la) for part in strip.walked), default=0)


def ribbon(strip: Strip, frame: Frame) -> str:
    """Return what was walked, as a ribbon on each side of the line: where it is bare, nobody was."""
    drawn, most = "", most_walked(strip)
    for side, sign in SIGN.items():
        tops = [
            (part.from_m, part.to_m, ribbon_height(part.vn if side == VN else part.la, most))
            for part in strip.walked
            if frame.shows(part.from_m, part.to_m)
        ]
        shape = "".join(_run(frame, run, sign) for run in _runs(tops))
        drawn += el("path", d=shape, class_=f"strip-{side.lower()} strip-ribbon") if shape else ""
    return group(drawn, aria_hidden="true")


def _runs(tops: list[tuple[int, int, float]]) -> Iterable[list[tuple[int, int, float]]]:
    """Yield what hangs together, without the bare stretches."""
    run: list[tuple[int, int, float]] = []
    for top in tops:
        if run and (not top[2] or top[0] > run[-1][1]):
            yield run
            run = []
        if top[2]:
            run.append(top)
    if run:
        yield run


def _run(frame: Frame, run: list[tuple[int, int, float]], sign: int) -> str:
    """Return one ribbon as a path: out at its beginning, along the steps of how often, and back along the line."""
    spots = [(frame.span(run[0][0], run[0][1], 1.5)[0], 0.0)]
    for from_m, to_m, height in run:
        a, b = frame.span(from_m, to_m, 1.5)
        spots += [(a, sign * height), (b, sign * height)]
    spots.append((spots[-1][0], 0.0))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (frame.at(*spot) for spot in spots)) + "Z"


def the_line(strip: Strip, frame: Frame) -> str:
    """Return the border itself: one stroke, a wave behind it where part of it is a river, a bead for each marker.

    A marker's bead is filled where somebody inspected it in the period shown.
    """
    rivers = "".join(
        link("", river.title, wave(frame, *frame.span(river.from_m, river.to_m)))
        for river in strip.rivers
        if frame.shows(river.from_m, river.to_m)
    )
    line = frame.stroke(frame.start, 0, frame.end, 0, class_="strip-line", stroke_width="2.8", stroke_linecap="round")
    ends = "".join(
        frame.stroke(frame.along(at), -9, frame.along(at), 9, class_="strip-line", stroke_width="2.4")
        for at in (0, strip.length_m)
        if frame.from_m <= at <= frame.to_m
    )
    radius = 2.4 if _tick_room(strip, frame) > 20 else 1.7
    hit = min(11.0, _tick_room(strip, frame) / 2)  # as large as a finger needs, where beads stand apart
    beads = "".join(
        link(
            tick.href if strip.zoomed else "",
            tick.title if strip.zoomed else "",
            frame.disc(
                frame.along(tick.at_m), 0, radius, class_="strip-bead strip-bead-seen" if tick.seen else "strip-bead"
            ),
            frame.disc(frame.along(tick.at_m), 0, hit, class_="strip-hit", fill_opacity="0") if strip.zoomed else "",
        )
        for tick in strip.ticks
        if frame.from_m <= tick.at_m <= frame.to_m
    )
    named = strip.zoomed and any(tick.title for tick in strip.ticks)
    return (
        ribbon(strip, frame)
        + group(rivers, class_="strip-river")
        + group(line, ends, aria_hidden="true")
        + group(beads, aria_hidden=None if named else "true")
    )


def wave(frame: Frame, a: float, b: float, height: float = 6.5, length: float = 20.0) -> str:
    """Return a sinuous stroke from ``a`` to ``b`` along the line."""
    number = max(2, 2 * round((b - a) / length))
    step = (b - a) / number
    x, y = frame.at(a, 0)
    d = f"M{x:.1f} {y:.1f}"
    for i in range(number):
        turn = height if i % 2 == 0 else -height
        (cx, cy), (x, y) = frame.at(a + (i + 0.5) * step, 1.6 * turn), frame.at(a + (i + 1) * step, 0)
        d += f"Q{cx:.1f} {cy:.1f} {x:.1f} {y:.1f}"
    return el("path", d=d, fill="none")


def gate_shape(frame: Frame, along: float, gate: Gate) -> str:
    """Return a gate by class: double diamond, diamond, square, ring; broken edge when only planned."""
    x, y = frame.at(along, 0)
    edge = {"class_": "strip-gate", "stroke_dasharray": "2 1.6" if gate.planned else None}
    if gate.cls == "international":
        return _diamond(x, y, 9.5, **edge) + _diamond(x, y, 5, class_="strip-gate-core")
    if gate.cls == "main":
        return _diamond(x, y, 7.5, **edge)
    if gate.cls == "secondary":
        return el("rect", x=x - 5, y=y - 5, width="10", height="10", **edge)
    return el("circle", cx=x, cy=y, r="4.6", **edge)


def _diamond(x: float, y: float, size: float, **attributes: object) -> str:
    return el(
        "path",
        d=f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y:.1f}L{x:.1f} {y + size:.1f}L{x - size:.1f} {y:.1f}Z",
        **attributes,
    )


def marker_numbers(strip: Strip, frame: Frame, across: float, least: float, taken: Iterable[float]) -> str:
    """Return marker numbers under the line: round ones, as many as have room, none where something else stands."""
    crowded = list(taken)
    every = next((n for n in (1, 2, 5, 10, 20, 50) if n * _tick_room(strip, frame) >= least), 50)
    drawn = ""
    for tick in strip.ticks:
        along = frame.along(tick.at_m)
        if not tick.number.isdigit() or int(tick.number) % every or not frame.start <= along <= frame.end:
            continue
        if any(abs(along - other) < (15 if frame.upright else 25) for other in crowded):
            continue
        crowded.append(along)
        x, y = frame.at(along, across)
        drawn += text(tick.number, x, y + 4, 11, class_="strip-number strip-halo", text_anchor=_anchor(frame))
    return group(drawn, aria_hidden="true")


def _anchor(frame: Frame) -> str:
    return "end" if frame.upright else "middle"


def _tick_room(strip: Strip, frame: Frame) -> float:
    inside = [frame.along(t.at_m) for t in strip.ticks if frame.from_m <= t.at_m <= frame.to_m]
    return (inside[-1] - inside[0]) / (len(inside) - 1) if len(inside) > 1 else math.inf


def kilometre(strip: Strip, metres: int, step: int) -> str:
    """Return metres as kilometres in the reader's way of writing, with the decimals that ``step`` needs."""
    decimals = 0 if step % 1_000 == 0 and metres % 1_000 == 0 else 1 if step % 100 == 0 and metres % 100 == 0 else 3
    return f"{metres / 1_000:.{decimals}f}".replace(".", strip.words.decimal)


def legend_entries(strip: Strip, frame: Frame) -> list[tuple[str, str]]:
    """Return (kind, word) of what is on this strip and needs a word."""
    words, shown = strip.words, [m for m in strip.marks if frame.shows(m.from_m, m.to_m)]
    shapes, states = {shape_of(m.kind) for m in shown}, {m.state for m in shown}
    entries = [(AGREED, words.agreed), (STATED, words.stated), (NOT_AGREED, words.not_agreed)]
    entries = [entry for entry in entries if entry[0] in states]
    shape_words = [(BAR, words.patrol), (DOT, words.incident), (TIE, words.twinning), (ALERT, words.alert)]
    entries = [entry for entry in shape_words if entry[0] in shapes] + entries
    if strip.walked:
        entries.append(("walked", words.walked))
    if strip.ticks:
        entries.append(("marker", words.marker))
    if any(tick.seen for tick in strip.ticks if frame.from_m <= tick.at_m <= frame.to_m):
        entries.append(("seen", words.inspected))
    if any(frame.shows(r.from_m, r.to_m) for r in strip.rivers):
        entries.append(("river", words.river))
    return entries


def legend(strip: Strip, frame: Frame, left: float, top: float, right: float) -> tuple[str, float]:
    """Return the legend in lines from ``left`` to ``right``, and the height it takes."""
    x, y, drawn = left, top, ""
    entries = legend_entries(strip, frame)
    last_shape = next((kind for kind, _ in reversed(entries) if kind in (BAR, DOT, TIE, ALERT)), "")
    for kind, word in entries:
        room = 28 + width(word, LEGEND_SIZE)
        if x > left and x + room > right:
            x, y = left, y + LEGEND_LINE
        drawn += _glyph(strip, kind, x, y + 8) + text(word, x + 26, y + 12.4, LEGEND_SIZE, class_="strip-quiet")
        x += room + (36 if kind == last_shape else 20)
    return group(drawn, class_="strip-legend"), (y - top + LEGEND_LINE if drawn else 0.0)


def _glyph(strip: Strip, kind: str, x: float, y: float) -> str:
    lying = Frame(0, 20, x, x + 20, y, upright=False)
    tone = "strip-ink"
    if kind == BAR:
        drawn = bar(lying, (x, x + 20), (-3.5, 3.5), AGREED, "")
    elif kind in (AGREED, STATED, NOT_AGREED):
        texture = hatch(strip.key, "ink")
        drawn = bar(lying, (x, x + 10), (-3.5, 3.5), kind, texture) + dot(lying, x + 16, 0, kind, 3.8)
    elif kind == DOT:
        drawn = dot(lying, x + 10, 0, AGREED)
    elif kind == ALERT:
        drawn, tone = alert(lying, x + 10, 0, AGREED), "strip-alert"
    elif kind == TIE:
        drawn = lying.stroke(x + 10, -8, x + 10, 8, stroke="currentColor", stroke_width="1.6")
        drawn += lying.disc(x + 10, 7, 3, fill="currentColor") + lying.disc(x + 10, -7, 3, fill="currentColor")
    elif kind == "walked":
        drawn = el("path", d=f"M{x} {y}v-5h7v-4h6v4h7v5Z", class_="strip-vn strip-ribbon")
        drawn += el("path", d=f"M{x} {y}v5h9v3h11v-8Z", class_="strip-la strip-ribbon")
        drawn += lying.stroke(x, 0, x + 20, 0, class_="strip-line", stroke_width="2.4")
    elif kind == "seen":
        drawn = lying.stroke(x, 0, x + 20, 0, class_="strip-line", stroke_width="2.4")
        drawn += lying.disc(x + 10, 0, 3.0, class_="strip-bead strip-bead-seen")
    elif kind == "marker":
        drawn = lying.stroke(x, 0, x + 20, 0, class_="strip-line", stroke_width="2.4")
        drawn += lying.disc(x + 10, 0, 2.4, class_="strip-bead")
    else:
        drawn = group(wave(lying, x, x + 20, 4, 10), class_="strip-river")
        drawn += lying.stroke(x, 0, x + 20, 0, class_="strip-line", stroke_width="2.4")
    return group(drawn, class_=tone, aria_hidden="true")


def small_map(strip: Strip, x: float, y: float, size: float) -> str:
    """Return the true course of the line, north at the top, what the strip shows of it drawn strong."""
    if len(strip.outline) < 2:
        return ""
    lons, lats = [p[1] for p in strip.outline], [p[2] for p in strip.outline]
    squeeze = math.cos(math.radians(sum(lats) / len(lats)))
    scale = size / max(max(lats) - min(lats), (max(lons) - min(lons)) * squeeze)

    def course(first: int, last: int) -> str:
        spots = [
            f"{x + (lon - min(lons)) * squeeze * scale:.1f} {y + (max(lats) - lat) * scale:.1f}"
            for at, lon, lat in strip.outline
            if first <= at <= last
        ]
        return "M" + "L".join(spots) if len(spots) > 1 else ""

    first, last = strip.window
    whole = el("path", d=course(0, strip.length_m), fill="none", class_="strip-course")
    seen = course(first, last)
    strong = el("path", d=seen, fill="none", class_="strip-course-seen") if seen else ""
    if last - first < strip.length_m / 40:
        _, lon, lat = min(strip.outline, key=lambda spot: abs(spot[0] - (first + last) / 2))
        spot = x + (lon - min(lons)) * squeeze * scale, y + (max(lats) - lat) * scale
        strong = el("circle", cx=spot[0], cy=spot[1], r="3.5", class_="strip-course-seen strip-ground")
    vn = text("VN", x + size * 0.62, y + size * 0.4, 11, class_="strip-vn strip-tone")
    la = text("LA", x + size * 0.12, y + size * 0.86, 11, class_="strip-la strip-tone")
    return group(whole, strong, vn, la, aria_hidden="true")


def band_tone(side: str, index: int) -> str:
    return f"strip-{side.lower()} strip-band strip-band-{'ab'[index % 2]}"


def side_word(strip: Strip, side: str) -> str:
    return {VN: strip.words.vn, LA: strip.words.la}[side]
