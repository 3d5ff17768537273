"""A better survey becomes a version of the line: put in order, tied to the official kilometres, places carried over.

What was tied or placed on the old drawing is carried over by position: the point of the old drawing is located on the
new one. So published lengths go on being kept, and what can't be is said in the notes.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from twinline.line import limits
from twinline.line.axis import Line
from twinline.line.calibration import Calibration, Pin, PublishedLength
from twinline.line.carrying import Mover, carried_markers, named, stands, tied
from twinline.line.crossings import met
from twinline.line.errors import LineError, NoSurvey
from twinline.line.markers import Markers
from twinline.line.nearest import Segments
from twinline.line.pieces import FAR_M, in_order, joined, piece_of, refuse_part, refuse_spike, refuse_twice
from twinline.line.places import Places
from twinline.line.shapes import Shapes
from twinline.sentences import Sentence, packed, unpacked

_BEGINS = '{"lon":['


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
    pieces = in_order([piece_of(course) for course in shapes.courses if len(course.lon) >= 2], base)
    lon, lat, starts, gaps = joined(pieces)
    refuse_part(lon, lat, base)
    segments = Segments(lon, lat)
    drawn = np.concatenate([[0.0], np.cumsum(1 / np.sqrt(segments.table[:, 6]))])
    bare = Line(
        lon, lat, drawn, Calibration((Pin(0.0, 0, "north end"), Pin(float(drawn[-1]), base.line.length_m, "south end")))
    )
    moved = Mover(base.line, bare)
    calibration, left_out = tied(moved, base.line.calibration)
    refuse_spike(segments)
    again, knots = met(lon, lat)
    refuse_twice(segments, again)
    far = [name for name, spot in named(shapes, base.markers) if not stands(bare, spot)]
    notes = limits.on_survey(
        calibration,
        source=source,
        drawn_m=float(drawn[-1]),
        left_out=left_out,
        far=far,
        knots=[(float(lat[at]), float(lon[at])) for at in knots],
        gaps=gaps,
    )
    rivers = tuple(
        (round(float(drawn[a])), round(float(drawn[b])))
        for piece, (a, b) in zip(pieces, starts, strict=True)
        if piece.river
    )
    line = Line(lon, lat, drawn, calibration, notes, rivers)
    moved = Mover(base.line, line)
    places = Places(line, moved.table(base.table), base.markers)
    return replace(places, markers=carried_markers(shapes, moved, base.markers))


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
