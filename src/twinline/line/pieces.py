"""The pieces that a survey draws, put in order from north to south and joined to one line; what is none is refused."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twinline.line.crossings import KNOT_M
from twinline.line.errors import NoSurvey
from twinline.line.nearest import Segments
from twinline.line.places import Places
from twinline.line.planes import Floats
from twinline.line.shapes import Course
from twinline.sentences import Sentence

FAR_M = 15_000.0
"""A survey further than this from the line in use is of another border."""
JOIN_M = 2_000.0
"""Pieces further apart than this don't make one line."""
BESIDE_M = 50.0
"""Two pieces no further apart than this run along the same course."""
LEAST_M = 0.01
SPIKE_M = 2_000.0
"""So far out to one point and back again, no border runs: the point is a slip."""
ENDS_M = 10_000.0
"""A survey must end this near to the ends of the line in use: they are known to about 5 km."""
RIVERS = {"river", "stream", "water", "waterway", "sông", "suối", "thalweg", "ແມ່ນ້ຳ", "rivière"}


@dataclass(frozen=True, slots=True)
class Piece:
    lon: Floats
    lat: Floats
    river: bool | None


def piece_of(course: Course) -> Piece:
    lon, lat = np.array(course.lon), np.array(course.lat)
    says = {
        str(course.says.get(key, "")).casefold()
        for key in ("kind", "type", "natural", "waterway")
        if key in course.says
    }
    river = True if says & RIVERS else False if says else None
    return Piece(lon, lat, river)


def refuse_spike(line: Segments) -> None:
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


def refuse_twice(line: Segments, touch: tuple[int, int] | None) -> None:
    """Raise ``NoSurvey`` where a line comes to a place where it was before: two segments that ``touch``."""
    if touch is not None:
        walked = np.concatenate([[0.0], np.cumsum(1 / np.sqrt(line.table[:, 6]))]) / 1000
        raise NoSurvey(
            "comes-back",
            Sentence(
                "Its line comes twice to the same place ({lat}, {lon}), after {first} km and after {second} km: two "
                "pieces that overlap, or a loop. Leave one of the two ways out.",
                lat=f"{line.lat[touch[1]]:.5f}",
                lon=f"{line.lon[touch[1]]:.5f}",
                first=f"{walked[touch[0]]:.1f}",
                second=f"{walked[touch[1]]:.1f}",
            ),
        )


def in_order(pieces: Sequence[Piece], base: Places) -> list[Piece]:
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
        _refuse_overlap(before[2], after[2], number)
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


def _refuse_overlap(before: Piece, after: Piece, number: int) -> None:
    """Raise where a piece runs along the last of the one before it, be it some metres beside."""
    way = Segments(after.lon, after.lat)
    end = way.nearest(before.lon[-1:], before.lat[-1:])
    long = 1 / np.sqrt(way.table[:, 6])
    again = float(long[: end.segment[0]].sum() + end.along[0] * long[end.segment[0]])
    if again > KNOT_M and end.distance[0] < BESIDE_M:
        raise NoSurvey(
            "overlap",
            Sentence(
                "Piece {number} runs along the last {metres} m of the piece before it again: cut one of the two where "
                "the other ends ({lat}, {lon}).",
                number=number,
                metres=round(again),
                lat=f"{before.lat[-1]:.5f}",
                lon=f"{before.lon[-1]:.5f}",
            ),
        )


def refuse_part(lon: Floats, lat: Floats, base: Places) -> None:
    """Raise where a survey is of a part only: what it lacks would have no metres."""
    north, south = (
        round(_metres(lon[end], lat[end], base.line.lon[end], base.line.lat[end]) / 1000, 1) for end in (0, -1)
    )
    for away, said in (
        (north, Sentence("It begins {away} km from the northern end of the line: a survey must be of the whole line.",
                         away=north)),
        (south, Sentence("It ends {away} km from the southern end of the line: a survey must be of the whole line.",
                         away=south)),
    ):  # fmt: skip
        if away > ENDS_M / 1000:
            raise NoSurvey("not-whole", said)


def joined(pieces: Sequence[Piece]) -> tuple[Floats, Floats, list[tuple[int, int]], list[tuple[float, float, float]]]:
    """Return the vertices of all pieces as one line, points repeated left out, where each piece lies in it, and the
    gaps between them that are drawn straight over: latitude and longitude of where each begins, and its metres.
    """
    lon: list[float] = []
    lat: list[float] = []
    spans, gaps = [], []
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
                if i == 0 and away > BESIDE_M:
                    gaps.append((lat[-1], lon[-1], away))
            lon.append(x)
            lat.append(y)
        spans.append((begin, len(lon) - 1))
    if len(lon) < 2:
        raise NoSurvey("no-line", Sentence("There is no line in it, only points or areas."))
    return np.round(lon, 7), np.round(lat, 7), spans, gaps


def _metres(a_lon: float, a_lat: float, b_lon: float, b_lat: float) -> float:
    east = (b_lon - a_lon) * 111_320 * math.cos(math.radians(a_lat))
    return math.hypot(east, (b_lat - a_lat) * 110_600)
