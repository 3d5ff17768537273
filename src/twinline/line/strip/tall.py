"""The strip upright, for a phone: north at the top, Laos at the left, Viet Nam at the right, as on a map."""

from __future__ import annotations

from twinline.line.strip import parts
from twinline.line.strip.frame import Frame
from twinline.line.strip.layout import spread
from twinline.line.strip.marks import SIGN, TIE, Sizes, draw_seat, seat, shape_of
from twinline.line.strip.model import LA, VN, Band, Gate, Strip
from twinline.line.strip.svg import el, folded, group, link, text, width

WIDTH = 390.0
TOP = 46.0
LENGTH = 1_060.0
LANES = 4
LABEL, ROW = 13.0, 20.0
MAP = 74.0
LINE_X = 168.0
LA_BAND, VN_BAND = 86.0, 78.0
NUMBERS_X, SCALE_X = 34.0, 40.0
LABEL_X = LINE_X + VN_BAND + parts.BAND + 14


class Tall:
    """One upright strip being drawn."""

    def __init__(self, strip: Strip) -> None:
        self.strip = strip
        first, last = strip.window
        self.frame = Frame(first, last, TOP, TOP + LENGTH, LINE_X, upright=True)
        self.gates = [g for g in strip.gates if first <= g.at_m <= last]
        self.seating = seat(strip, self.frame, LANES)
        self.sizes = Sizes({VN: 24.0, LA: 34.0}, pitch=12.0)

    def draw(self) -> tuple[str, float]:
        """Return everything within the svg element, and the height."""
        below, end = self._below(self.frame.end + 24)
        ties = [(s.a + s.b) / 2 for s in self.seating.seats if shape_of(s.mark.kind) == TIE]
        near_gates = [self.frame.along(g.at_m) for g in self.gates]
        return (
            group(self._axis(), aria_hidden="true")
            + group(self._side_words())
            + self._provinces()
            + self._right_column()
            + parts.the_line(self.strip, self.frame)
            + self._marks()
            + group(*(self._gate_shape(gate) for gate in self.gates))
            + parts.marker_numbers(self.strip, self.frame, -9, 40, [*ties, *near_gates])
            + below,
            end,
        )

    def _marks(self) -> str:
        drawn = "".join(draw_seat(self.strip, self.frame, place, self.sizes) for place in self.seating.seats)
        role = "list" if any(s.mark.href for s in self.seating.seats) else None
        return group(drawn, role=role, class_="strip-marks")

    def _axis(self) -> str:
        frame, step = self.frame, self.frame.step(70)
        drawn = el("line", x1=SCALE_X, x2=SCALE_X, y1=frame.start, y2=frame.end, class_="strip-scale")
        for metres in frame.stops(step // 10):
            long = 8 if metres % step == 0 else 5 if metres % (step // 2) == 0 else 3
            y = frame.along(metres)
            drawn += el("line", x1=SCALE_X, x2=SCALE_X + long, y1=y, y2=y, class_="strip-scale")
        stops = [m for m in frame.stops(step) if min(frame.along(m) - frame.start, frame.end - frame.along(m)) > 30]
        for metres in [frame.from_m, *stops, frame.to_m]:
            exact = parts.kilometre(self.strip, metres, step)
            shown = exact if width(exact, 12) <= NUMBERS_X else parts.kilometre(self.strip, round(metres, -2), step)
            drawn += text(shown, NUMBERS_X, frame.along(metres) + 4, 12, class_="strip-number", text_anchor="end")
        words = self.strip.words
        drawn += text(f"{words.north} · {words.km}", 6, TOP - 18, 12, class_="strip-number")
        return drawn + text(words.south, 6, frame.end + 22, 12, class_="strip-number")

    def _side_words(self) -> str:
        words = self.strip.words
        la = text(words.la, LINE_X - 26, TOP - 18, 14, class_="strip-la strip-tone strip-side", text_anchor="end")
        return la + text(words.vn, LINE_X + 26, TOP - 18, 14, class_="strip-vn strip-tone strip-side")

    def _bands(self, side: str) -> list[Band]:
        """Return the bands shown: communes on the Vietnamese side; in Laos districts where they leave nothing bare."""
        shown = [b for b in self.strip.bands if b.side == side and self.frame.shows(b.from_m + 1, b.to_m - 1)]
        levels = {band.level for band in shown}
        first, last = self.frame.from_m, self.frame.to_m
        fine = [min(b.to_m, last) - max(b.from_m, first) for b in shown if b.level == min(levels)]
        whole = sum(fine) >= last - first
        level = (min if side == VN or whole else max)(levels, default=0)
        return sorted((b for b in shown if b.level == level), key=lambda b: b.from_m)

    def _band_box(self, band: Band, index: int) -> str:
        a, b = self.frame.span(band.from_m, band.to_m)
        near = VN_BAND if band.side == VN else -LA_BAND
        far = near + SIGN[band.side] * parts.BAND
        return self.frame.box(a + 0.5, max(b - 0.5, a + 1), near, far, class_=parts.band_tone(band.side, index))

    def _provinces(self) -> str:
        """Return the Lao bands, each with its name written along it in the middle of its stretch."""
        drawn = ""
        for i, band in enumerate(self._bands(LA)):
            a, b = self.frame.span(band.from_m, band.to_m)
            x, y = LINE_X - LA_BAND - parts.BAND - 9, (a + b) / 2
            turn = f"rotate(-90 {x:.0f} {y:.0f})"
            label = text(band.label, x, y, LABEL, class_="strip-label", text_anchor="middle", transform=turn)
            named = label if width(band.label, LABEL) <= b - a else ""
            drawn += link(band.href, band.title or band.label, self._band_box(band, i), named, class_="strip-unit")
        return group(drawn, class_="strip-bands-la")

    def _right_column(self) -> str:
        """Return communes and gates with their names in one column, spread so that none covers another."""
        bands = self._bands(VN)
        things: list[tuple[float, Band | Gate, int]] = []
        for i, band in enumerate(bands):
            a, b = self.frame.span(band.from_m, band.to_m)
            things.append(((a + b) / 2, band, i))
        things += [(self.frame.along(gate.at_m), gate, 0) for gate in self.gates]
        things.sort(key=lambda thing: (thing[0] // 6, isinstance(thing[1], Gate)))
        sizes = [34.0 if isinstance(thing, Gate) and thing.word else ROW for _, thing, _ in things]
        centres = spread([at for at, _, _ in things], sizes, self.frame.start - 8, self.frame.end + 8)
        drawn = ""
        for (at, thing, i), centre in zip(things, centres, strict=True):
            drawn += (
                self._gate_label(thing, at, centre) if isinstance(thing, Gate) else self._unit(thing, i, at, centre)
            )
        return group(drawn, class_="strip-bands-vn")

    def _unit(self, band: Band, index: int, at: float, centre: float) -> str:
        leader = self._leader(LINE_X + VN_BAND + parts.BAND + 1, at, centre)
        size = min(LABEL, LABEL * (WIDTH - LABEL_X - 4) / width(band.label, LABEL))
        label = text(band.label, LABEL_X, centre + 4.5, size, class_="strip-label")
        return link(
            band.href, band.title or band.label, self._band_box(band, index), leader, label, class_="strip-unit"
        )

    def _leader(self, x: float, at: float, centre: float) -> str:
        d = f"M{x:.1f} {at:.1f}H{LINE_X + VN_BAND + parts.BAND + 2:.1f}L{LABEL_X - 4:.1f} {centre:.1f}"
        return el("path", d=d, class_="strip-leader", fill="none")

    def _gate_label(self, gate: Gate, at: float, centre: float) -> str:
        leader = self._leader(LINE_X + 11, at, centre)
        first = centre - 8 if gate.word else centre
        drawn = leader + text(gate.label, LABEL_X, first + 4, LABEL, class_="strip-gate-label")
        if gate.word:
            drawn += " " + text(gate.word, LABEL_X, centre + 10.5, 11.5, class_="strip-quiet")
        return link(gate.href, gate.title or f"{gate.label}, {gate.word}", drawn, class_="strip-gate-mark")

    def _gate_shape(self, gate: Gate) -> str:
        return group(parts.gate_shape(self.frame, self.frame.along(gate.at_m), gate), aria_hidden="true")

    def _below(self, top: float) -> tuple[str, float]:
        words = self.strip.words
        legend, tall = parts.legend(self.strip, self.frame, 14, top + 20, WIDTH - MAP - 24)
        course = parts.small_map(self.strip, WIDTH - MAP - 12, top + 14, MAP)
        end = max(top + 20 + tall, top + MAP + 20 if course else 0)
        if self.seating.left_out:
            legend += text(words.more.format(n=self.seating.left_out), 14, end + 12, 12, class_="strip-quiet")
            end += 20
        notice = ""
        for line in folded(words.attribution, 11, WIDTH - 28):
            end += 17
            notice += text(line, 14, end, 11, class_="strip-quiet")
        return legend + notice + course, end + 14
