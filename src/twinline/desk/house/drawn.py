"""Strip and map of the line's page: what they show, which is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from twinline.access.models import User
from twinline.desk.house.asked import ZOOMS, Asked
from twinline.desk.house.strip import existing, gates, marks_of, named, on_page
from twinline.line import watch
from twinline.line.axis import Line
from twinline.line.places import Places
from twinline.line.strip import Mark, Strip, Walked, draw
from twinline.line.strip.course import beside, draw_course
from twinline.line.strip.marks import called
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.store import watching

_MARKED = {
    "patrols": "patrol",
    "plans": "plan",
    "stretches": "stretch",
    "incidents": "incident",
    "twinnings": "twinning",
}

#: So many marks are drawn of the stretch and the period shown; the rest is counted.
MOST = 240
#: So much of the line around a gate or a marker is shown where one is followed.
CLOSE_M = 2_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """What strip and map show: the same."""

    lang: str
    want: Asked
    places: Places
    marks: tuple[Mark, ...]
    walked: tuple[Walked, ...]
    seen: Mapping[str, str]
    more: int

    @classmethod
    def of(
        cls, user: User, lang: str, want: Asked, found: watching.Watched, covered: watch.Coverage, known: int | None
    ) -> Drawing:
        # Danger to life is no layer that is left out
        kinds = {"alert", *(kind for layer, kind in _MARKED.items() if layer in want.layers)}
        marks, more = marks_of(
            user, lang, kinds, most=MOST, since=want.first, until=want.last, known_on=known,
            within=(want.from_m, want.to_m),
        )  # fmt: skip
        walked = tuple(Walked(p.from_m, p.to_m, p.vn, p.la) for p in covered.parts if p.times)
        seen = {
            number: f"{reverse('desk:records')}?kind=inspection"
            for number, days in found.seen.items()
            if any(want.first <= day <= want.last for day in days)
        }
        return cls(
            lang, want, found.places, marks, walked if "walked" in want.layers else (),
            seen if "inspected" in want.layers else {}, more,
        )  # fmt: skip

    def address(self, code: str) -> str:
        """Return where a unit, a gate or a marker leads: to its stretch, or closer to its spot; nothing if unknown."""
        parts = self.places.parts_of(code)
        if not parts:
            gate = self.places.gate_point(code)
            return self._near(gate.chainage if gate else self.places.markers.chainage(code))
        first, last = parts[0].from_m, max(parts[0].to_m, parts[0].from_m + ZOOMS[-1])
        return replace(self.want, place="").address(a=first, b=last)

    def _near(self, at: int | None) -> str:
        if at is None:
            return ""
        half = min(CLOSE_M, self.want.to_m - self.want.from_m) // 2
        return replace(self.want, place="").address(a=max(at - half, 0), b=at + half)

    def strip(self, *, narrow: bool) -> Strip:
        made = standard_strip(
            WORDS[self.lang], named(self.lang), gates=tuple(gates()), marks=self.marks, walked=self.walked,
            seen=self.seen, from_m=self.want.from_m, to_m=self.want.to_m, narrow=narrow,
            key="tall" if narrow else "wide", address=self.address, places=self.places, exists=existing(self.want.last),
        )  # fmt: skip
        return replace(made, more=self.more)

    def drawn(self, *, narrow: bool) -> SafeString:
        return on_page(draw(self.strip(narrow=narrow)))

    def course(self) -> SafeString:
        """Return the drawn map twice: for a wide page and on paper, and for a phone."""
        strip, line = self.strip(narrow=False), self.places.line
        return on_page(draw_course(strip, line) + draw_course(strip, line, tall=True))

    def features(self, *, narrow: bool) -> Iterator[dict[str, Any]]:
        """Yield what the map shows as GeoJSON features: degrees, longitude first. ``narrow``: on a phone."""
        line, strip = self.places.line, self.strip(narrow=False)
        whole = line.between(0, line.length_m)
        metres = [0, *(int(m) for m in line.chainage[(line.chainage > 0) & (line.chainage < line.length_m)])]
        yield _feature("LineString", whole.round(6).tolist(), kind="border", metres=[*metres, line.length_m])
        for part in self.walked:
            course = line.between(part.from_m, part.to_m).round(6).tolist()
            yield _feature("LineString", course, kind="walked", vn=part.vn, la=part.la)
        for tick in strip.ticks:
            yield _feature("Point", _spot(line, tick.at_m), kind="marker", number=tick.number, seen=tick.seen,
                           title=tick.title, href=tick.href)  # fmt: skip
        for gate in strip.gates:
            yield _feature(
                "Point", _spot(line, gate.at_m), kind="gate", name=gate.label, title=gate.title, href=gate.href
            )
        for mark, side, course in beside(strip, line, tall=narrow):
            said = {
                "sort": mark.kind,
                "side": side,
                "state": mark.state,
                "title": called(WORDS[self.lang], mark),
                "href": mark.href,
            }
            spots = [[round(lon, 6), round(lat, 6)] for lon, lat in course]
            if len(spots) > 1:
                yield _feature("LineString", spots, kind="along", **said)
            else:
                yield _feature("Point", spots[0], kind="mark", **said)


def _feature(shape: str, coordinates: object, **said: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": coordinates}, "properties": said}


def _spot(line: Line, metres: float) -> list[float]:
    lon, lat = line.point_at(min(max(metres, 0), line.length_m))
    return [round(lon, 6), round(lat, 6)]
