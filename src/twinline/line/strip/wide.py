"""The strip lying: north at the left, Viet Nam above, Laos below."""

from __future__ import annotations

from twinline.line.strip import parts
from twinline.line.strip.frame import Frame
from twinline.line.strip.layout import Placed, Wish, in_rows
from twinline.line.strip.marks import BAR, SIGN, TIE, TIE_END, TIE_REACH, Seating, Sizes, draw_seat, seat, shape_of
from twinline.line.strip.model import LA, VN, Band, Gate, Strip
from twinline.line.strip.svg import el, group, link, text, width

WIDTH = 1200.0
MARGIN = 26.0
LANES, LANE = 8, 12.0
LABEL, ROW = 13.0, 19.0
GATE_LABEL = 12.0
MAP = 74.0


class Wide:
    """One lying strip being drawn: measures first, from the line outward, then everything in reading order."""

    def __init__(self, strip: Strip) -> None:
        self.strip = strip
        first, last = strip.window
        self.frame = Frame(first, last, MARGIN, WIDTH - MARGIN, 0.0, upright=False)
        self.gates = [g for g in strip.gates if first <= g.at_m <= last]
        self.seating: Seating = seat(strip, self.frame, LANES)
        self.gate_places = self._place_gates()
        pitch = self._pitch()
        self.sizes = Sizes(self._lane_starts(), pitch=pitch, sign=6.0 if pitch > LANE else 0.0)
        self.bands = {side: self._levels(side) for side in (VN, LA)}
        self.reach = {side: self._reach(side) for side in (VN, LA)}
        self.middle = (30 if self._name_over() else 8) + self.reach[VN]
        self.frame = Frame(first, last, MARGIN, WIDTH - MARGIN, self.middle, upright=False)

    def _place_gates(self) -> tuple[Placed | None, ...]:
        wishes = []
        for gate in self.gates:
            along = self.frame.along(gate.at_m)
            wide = max(width(gate.label, GATE_LABEL) * 1.05, width(gate.word, 11))
            wishes.append(Wish(along, along, along, wide))
        return in_rows(tuple(wishes), 2, 4, WIDTH - 4, gap=12)

    def _lane_starts(self) -> dict[str, float]:
        rows = max((p.row + 1 for p in self.gate_places if p), default=0)
        return {VN: 26 + rows * 32, LA: 22 + self._numbers()}

    def _numbers(self) -> float:
        """Return how far under the line the markers' numbers stand: clear of the ribbon and of what ties both sides."""
        most = parts.most_walked(self.strip)
        deepest = max((parts.ribbon_height(part.la, most) for part in self.strip.walked), default=0.0)
        tied = any(shape_of(each.mark.kind) == TIE for each in self.seating.seats)
        return max(16.0, deepest + 9, TIE_REACH + TIE_END + 10 if tied else 0.0)

    def _pitch(self) -> float:
        """Return a lane's pitch: room for a bar's label outside it when zoomed in."""
        labelled = any(s.label_at is not None and shape_of(s.mark.kind) == BAR for s in self.seating.seats)
        return 26.0 if labelled else LANE

    def _lanes_end(self, side: str) -> float:
        lanes = self.seating.lanes[side]
        end = self.sizes.first[side] + lanes * self.sizes.pitch
        return end + (4 + self.sizes.sign if lanes else 2 if side == VN else -8)

    def _levels(self, side: str) -> list[tuple[list[Band], tuple[Placed | None, ...]]]:
        shown = [b for b in self.strip.bands if b.side == side and self.frame.shows(b.from_m + 1, b.to_m - 1)]
        levels = []
        for level in sorted({band.level for band in shown}):
            bands = sorted((b for b in shown if b.level == level), key=lambda b: b.from_m)
            wishes = []
            for band in bands:
                a, b = self.frame.span(band.from_m, band.to_m)
                wishes.append(Wish((a + b) / 2, a + 2, b - 2, width(band.label, LABEL)))
            levels.append((bands, in_rows(tuple(wishes), 4, self._label_start(side), WIDTH - 4)))
        return levels

    def _label_start(self, side: str) -> float:
        """Return where labels may begin: on the Lao side the country's own name stands before them."""
        return MARGIN + width(self.strip.words.la, 14) * 1.1 + 12 if side == LA else 4.0

    def _name_over(self) -> bool:
        """Return whether the country's name needs a row of its own, over the names of communes."""
        if not self.bands[VN]:
            return True
        bands, places = self.bands[VN][-1]
        top = max((p.row for p in places if p), default=0)
        needed = MARGIN + width(self.strip.words.vn, 14) * 1.1 + 12
        return any(
            p is not None and p.row == top and p.middle - width(b.label, LABEL) / 2 < needed
            for b, p in zip(bands, places, strict=True)
        )

    def _level_height(self, places: tuple[Placed | None, ...]) -> float:
        rows = max((p.row + 1 for p in places if p), default=0)
        return parts.BAND + 8 + rows * ROW

    def _reach(self, side: str) -> float:
        return self._lanes_end(side) + sum(self._level_height(places) for _, places in self.bands[side]) + 6

    def draw(self) -> tuple[str, float]:
        """Return everything within the svg element, and the height."""
        bottom = self.middle + self.reach[LA] + 12
        below, end = self._below(bottom + 30)
        return (
            group(self._grid(bottom), self._axis(bottom), aria_hidden="true")
            + group(self._side_words())
            + "".join(self._side(side) for side in (VN, LA))
            + parts.the_line(self.strip, self.frame)
            + self._marks()
            + group(*(self._gate(g, p) for g, p in zip(self.gates, self.gate_places, strict=True)))
            + parts.marker_numbers(self.strip, self.frame, -self._numbers(), 34, ())
            + below,
            end,
        )

    def _marks(self) -> str:
        drawn = "".join(draw_seat(self.strip, self.frame, place, self.sizes) for place in self.seating.seats)
        role = "list" if any(s.mark.href for s in self.seating.seats) else None
        return group(drawn, role=role, class_="strip-marks")

    def _grid(self, bottom: float) -> str:
        step = self.frame.step(70)
        top = self.middle - self._lanes_end(VN)
        return "".join(
            el("line", x1=x, x2=x, y1=top, y2=bottom, class_="strip-grid")
            for x in (self.frame.along(m) for m in self.frame.stops(step))
        )

    def _axis(self, y: float) -> str:
        """Return the kilometre scale, like the edge of a map."""
        frame, step = self.frame, self.frame.step(70)
        drawn = el("line", x1=frame.start, x2=frame.end, y1=y, y2=y, class_="strip-scale")
        for metres in frame.stops(step // 10):
            long = 8 if metres % step == 0 else 5 if metres % (step // 2) == 0 else 3
            x = frame.along(metres)
            drawn += el("line", x1=x, x2=x, y1=y, y2=y + long, class_="strip-scale")
        words = self.strip.words
        first, last = (parts.kilometre(self.strip, m, step) for m in (frame.from_m, frame.to_m))
        ends = f"{words.north}  {words.km} {first}", f"{words.km} {last}  {words.south}"
        drawn += text(ends[0], frame.start, y + 21, 12, class_="strip-number")
        drawn += text(ends[1], frame.end, y + 21, 12, class_="strip-number", text_anchor="end")
        for metres in frame.stops(step):
            x, shown = frame.along(metres), parts.kilometre(self.strip, metres, step)
            half = width(shown, 12) / 2 + 8
            if frame.start + width(ends[0], 12) <= x - half and x + half <= frame.end - width(ends[1], 12):
                drawn += text(shown, x, y + 21, 12, class_="strip-number", text_anchor="middle")
        return drawn

    def _side_words(self) -> str:
        """Return the two countries' names: at the very top, and before the names of the Lao provinces."""
        words = self.strip.words
        below = self.middle + self.reach[LA] - 6 - ROW / 2
        top = 18 if self._name_over() else self.middle - self.reach[VN] + 6 + ROW / 2 + 3
        vn = text(words.vn, MARGIN, top, 14, class_="strip-vn strip-tone strip-side")
        return vn + text(words.la, MARGIN, below + 3, 14, class_="strip-la strip-tone strip-side")

    def _side(self, side: str) -> str:
        near, drawn = self._lanes_end(side), ""
        for bands, places in self.bands[side]:
            for i, (band, place) in enumerate(zip(bands, places, strict=True)):
                drawn += self._band(band, place, i, SIGN[side], near)
            near += self._level_height(places)
        return group(drawn, class_=f"strip-bands-{side.lower()}")

    def _band(self, band: Band, place: Placed | None, index: int, sign: int, near: float) -> str:
        frame = self.frame
        a, b = frame.span(band.from_m, band.to_m)
        far = near + parts.BAND
        drawn = frame.box(
            a + 0.5, max(b - 0.5, a + 1), sign * near, sign * far, class_=parts.band_tone(band.side, index)
        )
        if place:
            middle = far + 6 + place.row * ROW + LABEL * 0.5
            if place.row:
                drawn += frame.stroke(
                    place.anchor, sign * (far + 2), place.anchor, sign * (middle - LABEL * 0.62), class_="strip-leader"
                )
            x, y = frame.at(place.middle, sign * middle)
            drawn += text(band.label, x, y + LABEL * 0.36, LABEL, class_="strip-label", text_anchor="middle")
        return link(band.href, band.title or band.label, drawn, class_="strip-unit")

    def _gate(self, gate: Gate, place: Placed | None) -> str:
        frame = self.frame
        along = frame.along(gate.at_m)
        drawn = parts.gate_shape(frame, along, gate)
        if place:
            base = 26 + place.row * 32
            drawn += frame.stroke(along, 11, along, base - 3, class_="strip-leader")
            x, y = frame.at(place.middle, base)
            drawn += text(
                gate.label, x, y - 14.5, GATE_LABEL, class_="strip-gate-label strip-halo", text_anchor="middle"
            )
            # The blank keeps the two apart where the words are read aloud, or said to open the gate.
            drawn += " " + text(gate.word, x, y - 1, 11, class_="strip-quiet strip-halo", text_anchor="middle")
        return link(gate.href, gate.title or f"{gate.label}, {gate.word}", drawn, class_="strip-gate-mark")

    def _below(self, top: float) -> tuple[str, float]:
        """Return legend, attribution and the small map, and where they end."""
        words, left = self.strip.words, MARGIN
        map_left = WIDTH - MARGIN - MAP
        legend, tall = parts.legend(self.strip, self.frame, left, top + 10, map_left - 30)
        end = top + 10 + tall
        if self.seating.left_out:
            more = words.more.format(n=self.seating.left_out)
            legend += text(more, left, end + 12, 12, class_="strip-quiet")
            end += 20
        notice = text(words.attribution, left, end + 14, 11, class_="strip-quiet")
        course = parts.small_map(self.strip, map_left, top + 6, MAP)
        return legend + notice + course, max(end + 24, top + MAP + 14 if course else 0)
