"""GPX and GeoJSON from anywhere, read with limits: courses (points in order, with times where there are) and spots.

Files of receivers and of strangers: no document type, no entity, no more than so many bytes, points and levels. What
is no longitude and latitude is left out and counted, never guessed.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from twinline.line.errors import LineError
from twinline.sentences import Sentence

BYTES = 64 << 20
POINTS = 2_000_000
LEVELS = 32


class Unreadable(LineError):
    """A file that is refused; the sentence says why."""


@dataclass(slots=True)
class Course:
    """Points in order: degrees WGS 84, and seconds since 1970 in UTC (NaN where none was said).

    ``name`` and ``says`` (the properties of a GeoJSON feature) are the file's own words. ``planned``: a route of GPX,
    which says where somebody means to go.
    """

    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    time: list[float] = field(default_factory=list)
    name: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One named point."""

    lon: float
    lat: float
    name: str


@dataclass(slots=True)
class Shapes:
    """What a file holds; ``faulty`` counts points that were none."""

    courses: list[Course] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    faulty: int = 0

    @property
    def points(self) -> int:
        return sum(len(course.lon) for course in self.courses)


def read_shapes(content: bytes, name: str) -> Shapes:
    """Return what a GPX or GeoJSON file holds, told apart by its content. Raises ``Unreadable``."""
    if len(content) > BYTES:
        raise Unreadable(
            "too-long",
            Sentence(
                "{name} is {size:,} bytes long; up to {most:,} are read.", name=name, size=len(content), most=BYTES
            ),
        )
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return read_gpx(content, name)
    begins = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins == b"<":
        return read_gpx(content, name)
    if begins == b"{":
        return read_geojson(content, name)
    raise Unreadable("format", Sentence("{name} is neither GPX, GeoJSON nor GeoPackage.", name=name))


def read_gpx(content: bytes, name: str) -> Shapes:
    """Return tracks (each segment a course), routes and waypoints of GPX 1.0 or 1.1."""
    found = Shapes()
    course: Course | None = None
    depth = 0
    seen_root = False
    try:
        for event, element in ElementTree.iterparse(
            io.BytesIO(content.lstrip()), events=("start", "end"), forbid_dtd=True
        ):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                depth += 1
                if depth > LEVELS:
                    raise Unreadable(
                        "too-deep", Sentence("{name} is nested deeper than {most} levels.", name=name, most=LEVELS)
                    )
                if not seen_root and tag != "gpx":
                    raise Unreadable(
                        "format", Sentence("{name} is XML, but no GPX: its root is {root!r}.", name=name, root=tag[:40])
                    )
                seen_root = True
                if tag in ("trkseg", "rte"):
                    course = Course(planned=tag == "rte")
                    found.courses.append(course)
                continue
            depth -= 1
            if tag in ("trkpt", "rtept", "wpt"):
                _gpx_point(element, tag, course, found, name)
            if tag in ("trkpt", "rtept", "wpt", "trkseg", "rte", "trk"):
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable(
            "entities", Sentence("{name} declares a document type or entities; no receiver writes them.", name=name)
        ) from error
    except ElementTree.ParseError as error:
        raise Unreadable("broken", Sentence("{name} is broken: {why}.", name=name, why=str(error))) from error
    return found


def _gpx_point(element: Any, tag: str, course: Course | None, found: Shapes, name: str) -> None:
    point = _point(element.get("lon"), element.get("lat"))
    if point is None:
        found.faulty += 1
        return
    told = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in element}
    if tag == "wpt":
        _limit(found, len(found.spots), name)
        found.spots.append(Spot(*point, told.get("name", "")[:80]))
    elif course is not None:
        _add(course, point, _seconds(told.get("time", "")))
        if len(course.lon) % 10_000 == 0:
            _limit(found, found.points, name)


_TIMES = ("coordTimes", "times")


def read_geojson(content: bytes, name: str) -> Shapes:
    """Return lines and points of GeoJSON (RFC 7946: WGS 84, longitude first); areas are passed over.

    Where there is no line, points with a ``time`` each are one course: so loggers on phones write a track.

    Times are read from ``coordTimes`` or ``times`` of a feature's properties, or of its ``coordinateProperties``, as
    converters of GPX write them.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken", Sentence("{name} is broken: {why}.", name=name, why=str(error)[:120])) from error
    if not isinstance(value, dict):
        raise Unreadable("format", Sentence("{name} is neither GPX, GeoJSON nor GeoPackage.", name=name))
    crs = json.dumps(value.get("crs", ""))
    if value.get("crs") and not any(known in crs for known in ("CRS84", "4326")):
        raise Unreadable(
            "system",
            Sentence(
                "{name} is in another coordinate system, {system}: save it in EPSG:4326 (WGS 84).",
                name=name,
                system=crs[:80],
            ),
        )
    found, logged = Shapes(), Course()
    for geometry, says in _geometries(value, {}, 0, name):
        _geometry(geometry, says, found, name)
        point = _pair(geometry["coordinates"]) if geometry.get("type") == "Point" else None
        if point and not math.isnan(time := _seconds(says.get("time"))):
            _add(logged, point, time)
    if not found.courses and len(logged.lon) > 1:
        found.courses.append(logged)
    return found


def _geometries(value: Any, says: Mapping[str, Any], level: int, name: str) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if level > LEVELS:
        raise Unreadable("too-deep", Sentence("{name} is nested deeper than {most} levels.", name=name, most=LEVELS))
    if not isinstance(value, dict):
        return
    parts = value.get("features") if value.get("type") == "FeatureCollection" else value.get("geometries")
    if isinstance(parts, list):
        for part in parts:
            yield from _geometries(part, says, level + 1, name)
    elif value.get("type") == "Feature":
        own = value.get("properties")
        yield from _geometries(value.get("geometry"), own if isinstance(own, dict) else {}, level + 1, name)
    elif "coordinates" in value:
        yield value, says


def _geometry(geometry: Mapping[str, Any], says: Mapping[str, Any], found: Shapes, name: str) -> None:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return
    if kind == "Point":
        point = _pair(coordinates)
        if point is None:
            found.faulty += 1
        else:
            called = next((str(says[key]) for key in ("number", "name", "ref") if says.get(key)), "")
            found.spots.append(Spot(*point, called[:80]))
    elif kind in ("LineString", "MultiLineString"):
        lines = [coordinates] if kind == "LineString" else coordinates
        each = says.get("coordinateProperties")
        told = (on[key] for on in (says, each) if isinstance(on, Mapping) for key in _TIMES if key in on)
        times: Any = next(told, [])
        per_line = times if kind == "MultiLineString" else [times]
        for i, line in enumerate(lines):
            if isinstance(line, list):
                own = per_line[i] if isinstance(per_line, list) and i < len(per_line) else []
                _line(line, own if isinstance(own, list) else [], says, found, name)


def _line(line: list[Any], times: list[Any], says: Mapping[str, Any], found: Shapes, name: str) -> None:
    course = Course(says=says, name=str(says.get("name") or "")[:80])
    for i, each in enumerate(line):
        point = _pair(each)
        if point is None:
            found.faulty += 1
        else:
            _add(course, point, _seconds(times[i]) if i < len(times) else math.nan)
    found.courses.append(course)
    _limit(found, found.points, name)


def _add(course: Course, point: tuple[float, float], time: float) -> None:
    course.lon.append(point[0])
    course.lat.append(point[1])
    course.time.append(time)


def _pair(value: Any) -> tuple[float, float] | None:
    return _point(value[0], value[1]) if isinstance(value, list) and len(value) >= 2 else None


def _point(lon: Any, lat: Any) -> tuple[float, float] | None:
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError, OverflowError):
        return None
    # 0, 0 is what receivers write without a fix
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 and (x, y) != (0.0, 0.0) else None


def _seconds(text: Any) -> float:
    """Return an RFC 3339 time as seconds since 1970; NaN for what is none. Without a zone UTC is meant, as GPX says."""
    if not isinstance(text, str) or not text:
        return math.nan
    try:
        told = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return math.nan
    return (told if told.tzinfo else told.replace(tzinfo=timezone.utc)).timestamp()  # noqa: UP017


def _limit(found: Shapes, points: int, name: str) -> None:
    if points > POINTS:
        raise Unreadable("too-many", Sentence("{name} has more than {most:,} points.", name=name, most=POINTS))
