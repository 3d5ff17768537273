"""GPX and GeoJSON from anywhere, read with limits: courses (points in order, with times where there are) and spots.

Files of receivers and of strangers: no document type, no entity, no more than so many bytes, points and levels. What
is no longitude and latitude is left out and counted, never guessed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, NoReturn

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from twinline.line.errors import LineError
from twinline.sentences import Sentence

BYTES = 32 << 20
#: Nearly three days of a fix each second.
POINTS = 250_000
LEVELS = 32
#: Parts that the receiver began anew.
COURSES = 2_000
#: Elements of XML, or brackets, commas and colons of JSON: some twelve for each point.
PIECES = 3_000_000
#: Bytes from one ``<`` to the next, and characters of one text that are read.
RUN, TEXT = 1 << 16, 200
_HEAD, _FEED = 1 << 10, 1 << 16
#: What may stand before the first sign: the marks of UTF-8 and UTF-16, the other half of a space in UTF-16, spaces.
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_LONG_RUN = re.compile(b"<[^<]{%d}" % RUN)


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
    begins = content[:4096].lstrip(_BEFORE)[:1]
    if begins == b"<":
        return read_gpx(content, name)
    if begins == b"{":
        return read_geojson(content, name)
    raise Unreadable("format", Sentence("{name} is neither GPX, GeoJSON nor GeoPackage.", name=name))


def read_gpx(content: bytes, name: str) -> Shapes:
    """Return tracks (each segment a course), routes and waypoints of GPX 1.0 or 1.1, read piece by piece.

    Nothing is kept of the file but its points. Raises ``Unreadable``.
    """
    reader = _Gpx(name)
    content = content.lstrip()
    try:
        parser = ElementTree.DefusedXMLParser(target=reader, forbid_dtd=True)
        parser.feed(content[:_HEAD])  # what is no GPX is told so first
        if _LONG_RUN.search(content):
            _too_much(name)
        for at in range(_HEAD, len(content), _FEED):
            parser.feed(content[at : at + _FEED])
        parser.close()
    except Unreadable:
        raise
    except DefusedXmlException as error:
        raise Unreadable(
            "entities", Sentence("{name} declares a document type or entities; no receiver writes them.", name=name)
        ) from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # the last two: encodings that there aren't
        raise broken(name, *getattr(error, "position", ())) from error
    return reader.found


class _Gpx:
    """What the parser of XML tells, as it comes: it keeps the point that is open, and the points that were."""

    def __init__(self, name: str) -> None:
        self.found = Shapes()
        self._name = name
        self._depth = self._pieces = self._points = 0
        self._planned: bool | None = None
        self._course: Course | None = None
        self._open: tuple[str, Any, Any] | None = None
        self._within: list[str] = []
        self._said: dict[str, str] = {}

    def start(self, tag: str, about: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        tag = tag.rpartition("}")[2]
        self._depth += 1
        self._pieces += 1
        self._bounded(tag)
        if self._open is not None:
            self._within.append(tag)
        elif tag in ("trkpt", "rtept", "wpt"):
            self._open, self._said = (tag, about.get("lon"), about.get("lat")), {}
        elif tag in ("trkseg", "rte"):
            self._planned, self._course = tag == "rte", None

    def _bounded(self, tag: str) -> None:
        if self._depth > LEVELS:
            raise Unreadable(
                "too-deep", Sentence("{name} is nested deeper than {most} levels.", name=self._name, most=LEVELS)
            )
        if self._pieces > PIECES:
            _too_much(self._name)
        if self._pieces == 1 and tag != "gpx":
            raise Unreadable(
                "format",
                Sentence("{name} is XML, but no GPX: its root is {root!r}.", name=self._name, root=tag[:40]),
            )

    def data(self, text: str) -> None:
        """Take a piece of text: of a point its time and name are read, and of these so much as is needed."""
        if len(self._within) == 1 and self._within[0] in ("time", "name"):
            said = self._said.get(self._within[0], "")
            if len(said) < TEXT:
                self._said[self._within[0]] = said + text[:TEXT]

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        if self._within:
            self._within.pop()
        elif self._open is not None:
            self._point(*self._open)
            self._open = None
        elif tag.rpartition("}")[2] in ("trkseg", "rte"):
            self._planned = self._course = None

    def close(self) -> None:
        """Take the end of the file."""

    def _point(self, tag: str, lon: object, lat: object) -> None:
        point = _point(lon, lat)
        if point is None:
            self.found.faulty += 1
        elif tag == "wpt":
            self.found.spots.append(Spot(*point, self._said.get("name", "").strip()[:80]))
            _limit(self.found, len(self.found.spots), self._name)
        elif self._planned is not None:
            if self._course is None:
                self._course = Course(planned=self._planned)
                _begin(self.found, self._course, self._name)
            _add(self._course, point, _seconds(self._said.get("time", "").strip()))
            self._points += 1
            _limit(self.found, self._points, self._name)


_TIMES = ("coordTimes", "times")


def read_geojson(content: bytes, name: str) -> Shapes:
    """Return lines and points of GeoJSON (RFC 7946: WGS 84, longitude first); areas are passed over.

    Where there is no line, points with a ``time`` each are one course: so loggers on phones write a track.

    Times are read from ``coordTimes`` or ``times`` of a feature's properties, or of its ``coordinateProperties``, as
    converters of GPX write them; of a point from ``time`` or ``timestamp``.
    """
    if sum(map(content.count, (b"[", b"{", b",", b":"))) > PIECES:
        _too_much(name)
    try:
        value = json.loads(content)  # in UTF-8, UTF-16 or UTF-32
    except json.JSONDecodeError as error:
        raise broken(name, error.lineno, error.colno) from error
    except ValueError as error:
        raise broken(name) from error
    except RecursionError as error:
        raise _too_deep(name) from error
    if not isinstance(value, dict):
        raise Unreadable("format", Sentence("{name} is neither GPX, GeoJSON nor GeoPackage.", name=name))
    crs = json.dumps(value.get("crs", ""))
    if value.get("crs") and not any(known in crs for known in ("CRS84", "4326", "4979")):
        raise Unreadable(
            "system",
            Sentence(
                "{name} is in another coordinate system, {system}: save it in EPSG:4326 (WGS 84).",
                name=name,
                system=_named(value["crs"]) or crs[:80],
            ),
        )
    found, logged = Shapes(), Course()
    for geometry, says in _geometries(value, {}, 0, name):
        _geometry(geometry, says, found, name)
        point = _pair(geometry["coordinates"]) if geometry.get("type") == "Point" else None
        if point and not math.isnan(time := _seconds(says.get("time") or says.get("timestamp"))):
            _add(logged, point, time)
    if not found.courses and len(logged.lon) > 1:
        found.courses.append(logged)
    return found


def _named(crs: Any) -> str:
    """Return what a coordinate system is called where the file names it, as GDAL does."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name[:80] if isinstance(name, str) else ""


def _geometries(value: Any, says: Mapping[str, Any], level: int, name: str) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if level > LEVELS:
        raise _too_deep(name)
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
    _begin(found, course, name)
    _limit(found, found.points, name)


def _begin(found: Shapes, course: Course, name: str) -> None:
    found.courses.append(course)
    if len(found.courses) > COURSES:
        raise Unreadable("too-many", Sentence("{name} falls into more than {most:,} parts.", name=name, most=COURSES))


def broken(name: str, line: int | None = None, column: int | None = None) -> Unreadable:
    """Return the refusal of a file that isn't what it begins as, with the place where reading it ended, if known."""
    if line is None:
        return Unreadable("broken", Sentence("{name} is broken: export it again.", name=name))
    where = Sentence(
        "{name} is broken in line {line}, at character {column}: export it again.", name=name, line=line, column=column
    )
    return Unreadable("broken", where)


def _too_deep(name: str) -> Unreadable:
    return Unreadable("too-deep", Sentence("{name} is nested deeper than {most} levels.", name=name, most=LEVELS))


def _too_much(name: str) -> NoReturn:
    raise Unreadable("too-many", Sentence("{name} holds more than a track: export the track alone.", name=name))


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
    """Return a time as seconds since 1970; NaN for what is none.

    RFC 3339, without a zone in UTC, as GPX says; or a number of seconds or, as telephones count, milliseconds.
    """
    if isinstance(text, int | float) and not isinstance(text, bool) and abs(text) < 1e14:
        return float(text) if abs(text) < 1e11 else text / 1000
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
