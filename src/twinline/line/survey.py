"""A better survey becomes a version of the line: put in order, tied to the official kilometres, places carried over.

What was tied or placed on the old drawing is carried over by position: the point of the old drawing is located on the
new one. So published lengths go on being kept, and what can't be is said in the notes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from twinline.line import limits
from twinline.line.axis import Line
from twinline.line.calibration import Calibration, Pin, PublishedLength
from twinline.line.errors import LineError
from twinline.line.markers import Markers
from twinline.line.nearest import Segments
from twinline.line.places import Places
from twinline.line.planes import Floats
from twinline.line.shapes import Course, Shapes, Spot
from twinline.sentences import Sentence, packed, unpacked

FAR_M = 15_000.0
"""A survey further than this from the line in use is of another border."""
JOIN_M = 2_000.0
"""Pieces further apart than this don't make one line."""
LEAST_M = 0.01
SPIKE_M = 2_000.0
"""So far out to one point and back again, no border runs: the point is a slip."""
SCALES = (0.5, 2.0)
"""Official metres per drawn metre: a pin that asks for more or less than this is left out, and said."""
ENDS_M = 10_000.0
"""A survey must end this near to the ends of the line in use: they are known to about 5 km."""
MARKER_M = 300.0
_BEGINS = '{"lon":['
RIVERS = {"river", "stream", "water", "waterway", "sông", "suối", "thalweg", "ແມ່ນ້ຳ", "rivière"}


class NoSurvey(LineError):
    """A file that can't become the line; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    lon: Floats
    lat: Floats
    river: bool | None


def surveyed(shapes: Shapes, base: Places, *, source: str) -> Places:
    """Return the places on the line that a file's courses draw, with its markers where it has them.

    Courses may come in any order and direction. A feature may say by a property ``kind`` (or ``type``, ``natural``,
    ``waterway``) that it runs in a river, or by ``kind: land`` that it doesn't. Points named like a marker and no
    further than 300 m from the line place that marker, and are sure. Raises ``NoSurvey``.
    """
    if shapes.faulty:
        raise NoSurvey(
            "faulty-points",
            Sentence(
                "{number:,} of its points are no longitude and latitude, or these are the wrong way round: mend them.",
                number=shapes.faulty,
            ),
        )
    pieces = _in_order([_piece(course) for course in shapes.courses if len(course.lon) >= 2], base)
    lon, lat, starts = _joined(pieces)
    _whole(lon, lat, base)
    segments = Segments(lon, lat)
    drawn = np.concatenate([[0.0], np.cumsum(1 / np.sqrt(segments.table[:, 6]))])
    bare = Line(
        lon, lat, drawn, Calibration((Pin(0.0, 0, "north end"), Pin(float(drawn[-1]), base.line.length_m, "south end")))
    )
    moved = _Mover(base.line, bare)
    calibration, left_out = _tied(moved, base.line.calibration)
    _refuse_spike(segments)
    far = [name for name, spot in _named(shapes, base.markers) if not _stands(bare, spot)]
    notes = limits.on_survey(calibration, source=source, drawn_m=float(drawn[-1]), left_out=left_out, far=far)
    rivers = tuple(
        (round(float(drawn[a])), round(float(drawn[b])))
        for piece, (a, b) in zip(pieces, starts, strict=True)
        if piece.river
    )
    line = Line(lon, lat, drawn, calibration, notes, rivers)
    moved = _Mover(base.line, line)
    places = Places(line, moved.table(base.table), base.markers)
    return replace(places, markers=_markers(shapes, moved, base.markers))


def _piece(course: Course) -> Piece:
    lon, lat = np.array(course.lon), np.array(course.lat)
    says = {
        str(course.says.get(key, "")).casefold()
        for key in ("kind", "type", "natural", "waterway")
        if key in course.says
    }
    river = True if says & RIVERS else False if says else None
    return Piece(lon, lat, river)


def _refuse_spike(line: Segments) -> None:
    """Raise ``NoSurvey`` where a line runs out to one point and back to where it was."""
    east, north = line.table[:, 4:6].T
    way = np.hypot(east, north)
    there_and_back = way[:-1] + way[1:]
    spikes = np.flatnonzero(
        (there_and_back > SPIKE_M) & (np.hypot(east[:-1] + east[1:], north[:-1] + north[1:]) < there_and_back / 10)
    )
    if len(spikes):
        at = int(spikes[0]) + 1
        raise NoSurvey(
            "spike",
            Sentence(
                "Its line runs {km} km out to one point ({lat}, {lon}) and straight back: take that point out.",
                km=f"{way[at - 1] / 1000:.1f}",
                lat=f"{line.lat[at]:.5f}",
                lon=f"{line.lon[at]:.5f}",
            ),
        )


def _in_order(pieces: Sequence[Piece], base: Places) -> list[Piece]:
    """Return the pieces from north to south, each running south."""
    if not pieces:
        raise NoSurvey("no-line", Sentence("There is no line in it, only points or areas."))
    found = []
    for piece in pieces:
        ends = base.line.locate(piece.lon[[0, -1]], piece.lat[[0, -1]])
        middle = base.line.locate(piece.lon, piece.lat)
        away = float(np.median(middle.offset))
        if away > FAR_M:
            raise NoSurvey(
                "elsewhere",
                Sentence(
                    "A piece of {points:,} points lies {away} km from the line in use: it is of another border, or "
                    "longitude and latitude are the wrong way round.",
                    points=len(piece.lon),
                    away=round(away / 1000),
                ),
            )
        first, last = (int(c) for c in ends.chainage)
        turned = piece if first <= last else Piece(piece.lon[::-1], piece.lat[::-1], piece.river)
        found.append((min(first, last), max(first, last), turned))
    found.sort(key=lambda each: each[0])
    for number, (before, after) in enumerate(pairwise(found), start=2):
        if before[1] - after[0] > JOIN_M:
            raise NoSurvey(
                "twice",
                Sentence(
                    "Piece {number} runs along {km} km that the piece before it runs along already: leave one of the "
                    "two out.",
                    number=number,
                    km=round((min(before[1], after[1]) - after[0]) / 1000, 1),
                ),
            )
    return [piece for *_, piece in found]


def _whole(lon: Floats, lat: Floats, base: Places) -> None:
    """Raise where a survey is of a part only: what it lacks would have no metres."""
    north, south = (
        round(_metres(lon[end], lat[end], base.line.lon[end], base.line.lat[end]) / 1000, 1) for end in (0, -1)
    )
    if north > ENDS_M / 1000:
        raise NoSurvey(
            "not-whole",
            Sentence("It begins {away} km from the northern end of the line: a survey must be of the whole line.",
                     away=north),
        )  # fmt: skip
    if south > ENDS_M / 1000:
        raise NoSurvey(
            "not-whole",
            Sentence("It ends {away} km from the southern end of the line: a survey must be of the whole line.",
                     away=south),
        )  # fmt: skip


def _joined(pieces: Sequence[Piece]) -> tuple[Floats, Floats, list[tuple[int, int]]]:
    """Return the vertices of all pieces as one line, points repeated left out, and where each piece lies in it."""
    lon: list[float] = []
    lat: list[float] = []
    spans = []
    for number, piece in enumerate(pieces):
        begin = max(len(lon) - 1, 0)
        for i, (x, y) in enumerate(zip(piece.lon.tolist(), piece.lat.tolist(), strict=True)):
            if lon:
                away = _metres(lon[-1], lat[-1], x, y)
                if away < LEAST_M:
                    continue
                if i == 0 and away > JOIN_M:
                    raise NoSurvey(
                        "missing-part",
                        Sentence(
                            "Piece {number} begins {away} km from the end of the one before it: a part of the line is "
                            "missing.",
                            number=number + 1,
                            away=round(away / 1000, 1),
                        ),
                    )
            lon.append(x)
            lat.append(y)
        spans.append((begin, len(lon) - 1))
    if len(lon) < 2:
        raise NoSurvey("no-line", Sentence("There is no line in it, only points or areas."))
    return np.round(lon, 7), np.round(lat, 7), spans


def _metres(a_lon: float, a_lat: float, b_lon: float, b_lat: float) -> float:
    east = (b_lon - a_lon) * 111_320 * math.cos(math.radians(a_lat))
    return math.hypot(east, (b_lat - a_lat) * 110_600)


@dataclass(frozen=True)
class _Mover:
    """Carries what lies on one drawing over to another, by position."""

    old: Line
    new: Line

    def drawn(self, metres: float) -> float:
        """Return the drawn metre of the new line nearest to one of the old; the ends stay the ends."""
        if metres <= 0:
            return 0.0
        if metres >= float(self.old.drawn[-1]):
            return float(self.new.drawn[-1])
        lon, lat = (np.interp(metres, self.old.drawn, values) for values in (self.old.lon, self.old.lat))
        found = self.new.segments.nearest(np.array([lon]), np.array([lat]))
        i, along = int(found.segment[0]), float(found.along[0])
        return float(self.new.drawn[i] + along * (self.new.drawn[i + 1] - self.new.drawn[i]))

    def away(self, metres: float) -> float:
        """Return how far the new line passes from a place of the old."""
        lon, lat = (np.interp(metres, self.old.drawn, values) for values in (self.old.lon, self.old.lat))
        return float(self.new.segments.nearest(np.array([lon]), np.array([lat])).distance[0])

    def table(self, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a table like data/places.json on the new drawing."""

        def over(metres: float) -> int:
            return round(self.drawn(metres))

        return {
            **table,
            "communes": [[code, over(a), over(b), half] for code, a, b, half in table["communes"]],
            "places": {
                code: [how, *([over(a), over(b)] for a, b in parts)] for code, (how, *parts) in table["places"].items()
            },
            "gates": {code: over(at) for code, at in table["gates"].items()},
        }


def _tied(moved: _Mover, old: Calibration) -> tuple[Calibration, list[Pin]]:
    """Return the old pins on the new drawing, and those left out that can't be kept."""
    carried = [
        Pin(round(moved.drawn(pin.drawn_m), 3), pin.official_m, pin.at, pin.why) for pin in old.pins
    ]  # fmt: skip
    carried[0] = replace(carried[0], drawn_m=0.0)
    carried[-1] = replace(carried[-1], drawn_m=round(float(moved.new.drawn[-1]), 3))
    kept, left_out = [carried[0]], []
    for pin in carried[1:-1]:
        ahead = carried[-1]
        if _fits(kept[-1], pin) and _fits(pin, ahead):
            kept.append(pin)
        else:
            left_out.append(pin)
    kept.append(carried[-1])
    if not _fits(kept[-2], kept[-1]):
        raise NoSurvey(
            "length",
            Sentence(
                "Its line is {drawn} km long where {official} km are official: it must have half to twice that.",
                drawn=round(float(moved.new.drawn[-1]) / 1000, 1),
                official=old.length_m / 1000,
            ),
        )
    lengths = tuple(_length(each, bool(left_out)) for each in old.lengths)
    return Calibration(tuple(kept), lengths), left_out


def _length(length: PublishedLength, lacks_a_pin: bool) -> PublishedLength:
    """Return a published length, no longer kept where a pin it may hang on was left out."""
    if not lacks_a_pin or not length.keeps or length.code == "vn-na":
        return length
    return replace(length, keeps=False, why=limits.NO_PIN.pattern)


def _fits(a: Pin, b: Pin) -> bool:
    drawn, official = b.drawn_m - a.drawn_m, b.official_m - a.official_m
    return drawn > 0 and official > 0 and SCALES[0] <= official / drawn <= SCALES[1]


def _markers(shapes: Shapes, moved: _Mover, old: Markers) -> Markers:
    """Return the markers: those the file places, sure; the others between them, as before."""
    official = {
        number: round(float(moved.new.calibration.official(moved.drawn(_drawn_of(moved.old, at)))))
        for number, at in old.knots
    }
    surveyed = _placed(shapes, moved.new, old)
    # A guess must give way where a survey would run against it
    for whole, at in ((float(n), at) for n, at in surveyed.items() if n.isdigit()):
        for guess in [g for g, there in official.items() if (g - whole) * (there - at) <= 0]:
            del official[guess]
        official[whole] = at
    return Markers(tuple(sorted(official.items())), old.first, old.last, old.stakes, surveyed)


def _placed(shapes: Shapes, line: Line, old: Markers) -> dict[str, int]:
    """Return where the points named like markers place them; raises ``NoSurvey`` where they contradict each other."""
    found: dict[str, int] = {}
    for number, spot in _named(shapes, old):
        if not _stands(line, spot):
            continue
        at = int(line.locate(spot.lon, spot.lat).chainage)
        if abs(found.setdefault(number, at) - at) > 1:
            raise NoSurvey("marker-twice", Sentence("Marker {number} stands in it at two places.", number=number))
    whole = sorted((int(number), at) for number, at in found.items() if number.isdigit())
    for (north, above), (south, below) in pairwise(whole):
        if above > below:
            raise NoSurvey(
                "markers",
                Sentence(
                    "Its markers don't stand in the order of their numbers from north to south: {south} stands north "
                    "of {north}.",
                    north=north,
                    south=south,
                ),
            )
    return found


def _stands(line: Line, spot: Spot) -> bool:
    """Return whether a point is near enough to the line to be a marker of it."""
    at = line.locate(spot.lon, spot.lat)
    return bool(at.offset <= MARKER_M and not at.beyond)


def _named(shapes: Shapes, old: Markers) -> Iterator[tuple[str, Spot]]:
    for spot in shapes.spots:
        number = spot.name.removeprefix("Mốc").removeprefix("mốc").strip()
        if old.is_number(number):
            yield number, spot


def _drawn_of(line: Line, official: int) -> float:
    pins = line.calibration.pins
    return float(np.interp(official, [p.official_m for p in pins], [p.drawn_m for p in pins]))


def written(places: Places) -> str:
    """Return line and places as text (JSON), for a node to keep: read by ``read``."""
    line = places.line
    return json.dumps(
        {
            "lon": np.rint(line.lon * 1e7).astype(np.int64).tolist(),
            "lat": np.rint(line.lat * 1e7).astype(np.int64).tolist(),
            "drawn_mm": np.rint(line.drawn * 1e3).astype(np.int64).tolist(),
            "pins": [[pin.drawn_m, pin.official_m, pin.at, pin.why] for pin in line.calibration.pins],
            "lengths": [
                [x.code, x.official_m, x.keeps, x.qualifier, x.land_m, x.river_m, x.fact, x.why]
                for x in line.calibration.lengths
            ],
            "notes": [packed(note) for note in line.notes],
            "rivers": line.rivers,
            "table": places.table,
            "markers": {
                "knots": places.markers.knots, "first": places.markers.first, "last": places.markers.last,
                "stakes": dict(places.markers.stakes), "surveyed": dict(places.markers.surveyed),
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip


def handed_over(text: str, base: Places) -> Places | None:
    """Return the line and places of a file that another node wrote, ``None`` if it isn't such a file.

    Raises ``NoSurvey`` where it is one and can't be read, or is of another border than ``base``.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith(_BEGINS):
        return None
    try:
        found = read(text)
        found.communes, found.markers.chainage(str(found.markers.first))
        for code in found.table["places"]:
            found.parts_of(code)
        away = float(np.median(base.line.locate(found.line.lon, found.line.lat).offset))
    except (LineError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as e:
        raise NoSurvey(
            "broken",
            Sentence("It begins like a survey written by 'twinline line give', but can't be read: get it anew."),
        ) from e
    if found.line.length_m != base.line.length_m or away > FAR_M:
        raise NoSurvey("elsewhere", Sentence("It is a survey of another line, or of another official length."))
    return found


def read(text: str) -> Places:
    """Return the line and places that ``written`` wrote."""
    told = json.loads(text)
    lon, lat = (np.array(told[axis], np.float64) / 1e7 for axis in ("lon", "lat"))
    pins = tuple(Pin(float(d), int(o), at, why) for d, o, at, why in told["pins"])
    calibration = Calibration(pins, tuple(PublishedLength(*row) for row in told["lengths"]))
    rivers = tuple((int(a), int(b)) for a, b in told["rivers"])
    line = Line(
        lon,
        lat,
        np.array(told["drawn_mm"], np.float64) / 1e3,
        calibration,
        tuple(unpacked(note) for note in told["notes"]),
        rivers,
    )
    m = told["markers"]
    knots = tuple((float(n), int(at)) for n, at in m["knots"])
    return Places(line, told["table"], Markers(knots, m["first"], m["last"], m["stakes"], m["surveyed"]))
