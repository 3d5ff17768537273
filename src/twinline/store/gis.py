"""A list of records as GeoPackage, KML or GPX, as one reader may see it: for maps elsewhere.

What goes out is exactly what the list holds for that reader, in the order of the records' ids: one outside an audience
gets the same bytes as if the record did not exist, whenever the file is made. Coordinates are WGS 84, longitude and
latitude.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from twinline.line.places import Places, packaged_places
from twinline.line.strip.words import WORDS
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.sentences import Plural, Sentence
from twinline.store import meaning
from twinline.store.geopackage import Layer, write_geopackage
from twinline.store.reading import Row
from twinline.times import clock, iso
from twinline.tongues import told

FORMS = ("gpkg", "kml", "gpx")
TYPES = {
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "gpx": "application/gpx+xml",
}
#: A longer stretch says in which province or district it was, and is in the list without a course.
LONGEST_M = 60_000
CREDIT = "© OpenStreetMap contributors, ODbL 1.0"
GATES = Sentence("Border gates, about where each stands")
NOTICE = Sentence("Border line: {source}. Not a legal boundary.", source=CREDIT)
Points = Sequence[tuple[float, float]]
Titled = Callable[[Row], tuple[str, str]]
"""Gives the label of a record's kind and its title, in the reader's language."""
COLUMNS = (
    ("id", "TEXT"), ("kind", "TEXT"), ("kind_label", "TEXT"), ("title", "TEXT"), ("author", "TEXT"), ("side", "TEXT"),
    ("standing", "TEXT"), ("day_from", "DATE"), ("day_to", "DATE"), ("place", "TEXT"), ("km_from", "REAL"),
    ("km_to", "REAL"), ("off_m", "INTEGER"), ("example", "BOOLEAN"),
)  # fmt: skip
GATE_COLUMNS = (
    ("code", "TEXT"), ("name", "TEXT"), ("class", "TEXT"), ("counterpart", "TEXT"), ("km", "REAL"), ("sure", "BOOLEAN"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """A record with its place on the ground: a point, a course, or nothing."""

    course: Points
    values: tuple[object, ...]

    @property
    def is_point(self) -> bool:
        return len(self.course) == 1

    def value(self, name: str) -> object:
        return self.values[[column for column, _ in COLUMNS].index(name)]


def features(rows: Iterable[Row], places: Places, titled: Titled) -> list[Feature]:
    """Return the records of a list as features, in the order of their ids."""
    return [_feature(row, places, titled) for row in sorted(rows, key=lambda each: (each.record, each.author))]


def stood_since(rows: Iterable[Row]) -> str:
    """Return the instant (RFC 3339, UTC) from which this node knew a list as it stands; 1970 for one without records.

    It is the latest moment in the reader's own list, and the moment of making isn't told: that would make two files of
    the same list differ, and hide among its changes whether something else was said in between.
    """
    return utc(max((row.arrived for row in rows), default=0))


def utc(ms: int) -> str:
    """Return an instant (milliseconds since 1970) as GeoPackage (1.2, clause 1.1.1.1.1) and GPX (1.1) ask for it."""
    moment = clock(ms, UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{moment}.{ms % 1000:03d}Z"


def _feature(row: Row, places: Places, titled: Titled) -> Feature:
    label, title = titled(row)
    first, last = row.m_from, row.m_to
    values = (
        row.record, row.kind, label, title, row.author, row.side, row.standing,
        iso(row.day_from) if row.day_from is not None else None, iso(row.day_to) if row.day_to is not None else None,
        row.place or None, first / 1000 if first is not None else None, last / 1000 if last is not None else None,
        meaning.off_the_line(row.kind, row.version, row.body, places), int(row.example),
    )  # fmt: skip
    return Feature(_course(row, places), values)


def _course(row: Row, places: Places) -> Points:
    spot = registry.place(row.kind, dict(row.body)) if meaning.readable(row.kind, row.version) else None
    if spot is not None and spot.lon is not None and spot.lat is not None:
        return ((spot.lon / 1e7, spot.lat / 1e7),)
    if row.m_from is None:
        return ()
    last = row.m_from if row.m_to is None else row.m_to
    if last - row.m_from <= 1:
        lon, lat = places.line.point_at(min(row.m_from, places.line.length_m))
        return ((round(lon, 7), round(lat, 7)),)
    if last - row.m_from > LONGEST_M:
        return ()
    return tuple((round(float(x), 7), round(float(y), 7)) for x, y in places.line.between(row.m_from, last))


def notice(places: Places) -> Sentence:
    """Return whose drawing the border line of a file is."""
    if places is packaged_places():
        return NOTICE
    return Sentence(
        "Border line: survey {version}. Communes, gates and other markers: {source}. Not a legal boundary.",
        version=places.version[:16],
        source=CREDIT,
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under a list, in a reader's language: the line, its gates and markers, and since when the list stands.

    ``made``: an RFC 3339 instant in UTC.
    """

    places: Places
    made: str
    lang: str

    def told(self, sentence: Sentence) -> str:
        return told(sentence, self.lang)

    @property
    def notice(self) -> str:
        return self.told(notice(self.places))

    @property
    def border(self) -> list[tuple[float, float]]:
        course = self.places.line.between(0, self.places.line.length_m)
        return [(round(float(x), 7), round(float(y), 7)) for x, y in course]

    def spot(self, at_m: int) -> tuple[float, float]:
        lon, lat = self.places.line.point_at(at_m)
        return round(lon, 7), round(lat, 7)

    @property
    def gates(self) -> list[Feature]:
        """The border gates, about where each stands, with their class as the strip says it."""
        words, features = WORDS[self.lang], []
        for gate in packaged().gates.values():
            at, stands = self.places.gate_point(gate.code), gate.stands_as
            if at is not None and stands is not None:
                sort = words.gate_class(stands.sort)
                features.append(Feature((self.spot(at.chainage),), (
                    gate.code, gate.names.to(self.lang), f"{sort}, {words.planned}" if stands.planned else sort,
                    gate.counterpart_name, at.chainage / 1000, int(at.sure),
                )))  # fmt: skip
        return features


def written(form: str, found: Sequence[Feature], places: Places, *, made: str, lang: str) -> bytes:
    """Return a list as one file. ``made``: an RFC 3339 instant in UTC; the same list, ``made`` and ``lang``, the same
    bytes."""
    return {"gpkg": _geopackage, "kml": _kml, "gpx": _gpx}[form](found, Ground(places, made, lang))


def _geopackage(found: Sequence[Feature], ground: Ground) -> bytes:
    def rows(wanted: Callable[[Feature], bool]) -> list[tuple[Sequence[Points], tuple[object, ...]]]:
        return [([each.course] if each.course else [], each.values) for each in found if wanted(each)]

    version = (ground.places.version, ground.places.line.version)
    markers = [
        ([(ground.spot(marker.chainage),)], (marker.number, marker.chainage / 1000, int(marker.sure)))
        for marker in ground.places.markers
    ]
    layers = [
        Layer("points", ground.told(Sentence("Records at one place")), "POINT", COLUMNS, rows(lambda f: f.is_point),
              _style("circle")),
        Layer("stretches", ground.told(Sentence("Records along a stretch")), "MULTILINESTRING", COLUMNS,
              rows(lambda f: len(f.course) > 1), _style("")),
        Layer("elsewhere", ground.told(Sentence("Records without a place on the line")), "", COLUMNS,
              rows(lambda f: not f.course)),
        Layer("border", ground.notice, "MULTILINESTRING", [("version", "TEXT"), ("line", "TEXT")],
              [([ground.border], version)],
              _plain(_symbol("0", "", "21,34,42", 0.6))),
        Layer("gates", ground.told(GATES), "POINT", GATE_COLUMNS,
              [([each.course], each.values) for each in ground.gates],
              _plain(_symbol("0", "diamond", "21,34,42", 0.3))),
        Layer("markers", ground.told(Sentence("Border markers, about where each stands")), "POINT",
              [("number", "TEXT"), ("km", "REAL"), ("sure", "BOOLEAN")], markers,
              _plain(_symbol("0", "circle", "255,255,255", 0.3))),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.gpkg"
        write_geopackage(path, layers, made=ground.made)
        return path.read_bytes()


_SIDES = (("VN", "11,92,115"), ("LA", "134,86,10"))
_HEAD = '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM"><qgis version="3.22.0" styleCategories="Symbology">'


def _style(shape: str) -> str:
    """Return a QML style: each side in its colour, as on the desk."""
    categories = "".join(
        f'<category render="true" symbol="{i}" value="{side}" label="{side}"/>' for i, (side, _) in enumerate(_SIDES)
    )
    symbols = "".join(_symbol(str(i), shape, colour, 0.9) for i, (_, colour) in enumerate(_SIDES))
    return (
        f'{_HEAD}<renderer-v2 type="categorizedSymbol" attr="side"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2></qgis>"
    )


def _plain(symbol: str) -> str:
    """Return a QML style: one symbol for all."""
    return f'{_HEAD}<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2></qgis>'


def _symbol(name: str, shape: str, colour: str, width: float) -> str:
    if shape:
        options = {"color": f"{colour},255", "name": shape, "size": "2.4", "outline_color": "21,34,42,255"}
        kind, layer = "marker", "SimpleMarker"
    else:
        options = {"line_color": f"{colour},255", "line_width": str(width), "line_width_unit": "MM"}
        kind, layer = "line", "SimpleLine"
    said = "".join(f'<prop k="{key}" v="{value}"/>' for key, value in options.items())
    return f'<symbol name="{name}" type="{kind}" alpha="1"><layer class="{layer}" enabled="1">{said}</layer></symbol>'


def _kml(found: Sequence[Feature], ground: Ground) -> bytes:
    styles = "".join(
        f'<Style id="{side}"><LineStyle><color>ff{_backwards(colour)}</color><width>4</width></LineStyle>'
        f"<IconStyle><color>ff{_backwards(colour)}</color></IconStyle></Style>"
        for side, colour in _SIDES
    )
    marks = "".join(
        _placemark(f"r-{each.value('id')}", each.value("title"), str(each.value("side")), COLUMNS, each)
        for each in found
    )
    gates = "".join(_placemark(str(each.values[0]), each.values[1], "", GATE_COLUMNS, each) for each in ground.gates)
    border = (
        f"<Placemark><name>{_text(ground.told(Sentence('The border')))}</name>"
        f"<LineString><coordinates>{_coordinates(ground.border)}</coordinates></LineString></Placemark>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>Twinline</name><description>{escape(ground.notice)} {ground.made}</description>{styles}{border}"
        f"<Folder><name>{_text(ground.told(GATES))}</name>{gates}</Folder>"
        f"<Folder><name>{_text(ground.told(Sentence('Records')))}</name>{marks}</Folder></Document></kml>\n"
    ).encode()


def _placemark(key: str, name: object, style: str, columns: Sequence[tuple[str, str]], each: Feature) -> str:
    data = "".join(
        f"<Data name={quoteattr(column)}><value>{_text(value)}</value></Data>"
        for (column, _), value in zip(columns, each.values, strict=True)
        if value is not None
    )
    shape = ""
    if each.course:
        kind = "Point" if each.is_point else "LineString"
        shape = f"<{kind}><coordinates>{_coordinates(each.course)}</coordinates></{kind}>"
    styled = f"<styleUrl>#{_text(style)}</styleUrl>" if style else ""
    return (
        f"<Placemark id={quoteattr(key)}><name>{_text(name)}</name>{styled}"
        f"<ExtendedData>{data}</ExtendedData>{shape}</Placemark>"
    )


def _gpx(found: Sequence[Feature], ground: Ground) -> bytes:
    placed = [each for each in found if each.course]
    points = "".join(_waypoint(each.course[0], _told(each)) for each in placed if each.is_point)
    gates = "".join(_waypoint(each.course[0], _gate_told(each, ground)) for each in ground.gates)
    tracks = "".join(
        f"<trk>{_told(each)}<trkseg>"
        + "".join(f'<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in each.course)
        + "</trkseg></trk>"
        for each in placed
        if not each.is_point
    )
    without = ground.told(
        Plural(
            "{number:,} record without a place is not in this file.",
            "{number:,} records without a place are not in this file.",
            len(found) - len(placed),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="Twinline" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<metadata><desc>{escape(ground.notice)} {escape(without)}</desc>"
        f"<time>{ground.made}</time></metadata>{points}{gates}{tracks}</gpx>\n"
    ).encode()


def _waypoint(spot: tuple[float, float], said: str) -> str:
    return f'<wpt lat="{spot[1]}" lon="{spot[0]}">{said}</wpt>'


def _gate_told(each: Feature, ground: Ground) -> str:
    """Return what a waypoint says of a gate: its type tells it from a record."""
    _, name, sort, *_ = each.values
    about = ground.told(Sentence("about here: no coordinates of it were published"))
    return f"<name>{_text(name)}</name><desc>{_text(sort)}; {_text(about)}</desc><type>gate</type>"


def _told(each: Feature) -> str:
    days = " – ".join(sorted({str(d) for d in (each.value("day_from"), each.value("day_to")) if d}))
    return (
        f"<name>{_text(each.value('title'))}</name><desc>{_text(days)}</desc><type>{_text(each.value('kind'))}</type>"
    )


def _coordinates(course: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{lon},{lat}" for lon, lat in course)


def _backwards(colour: str) -> str:
    """Return red, green and blue as KML writes them: blue first, in hexadecimal."""
    return "".join(f"{int(part):02x}" for part in reversed(colour.split(",")))


def _text(value: object) -> str:
    """Return a value as XML text; a sign that XML can't hold is left out."""
    return escape("".join(c for c in str(value) if c >= " " or c in "\n\t"))
