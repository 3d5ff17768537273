"""GeoPackage (OGC 12-128) by plain SQLite: read lines and points of a stranger's file, write lists of our own.

Files are written with ``user_version`` 10200: old and new programs open that without a word.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinline.line.shapes import POINTS, Course, Shapes, Spot, Unreadable, broken
from twinline.sentences import Sentence

BYTES = 1 << 30
MAGIC = b"SQLite format 3\x00"
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
WGS84 = 4326
_READ = (WGS84, 4979)  # the second has heights besides


def is_geopackage(path: Path) -> bool:
    """Return whether a file is an SQLite database, as every GeoPackage is."""
    with path.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC


def read_geopackage(path: Path) -> Shapes:
    """Return the lines and points of all feature tables in WGS 84. Raises ``Unreadable``; nothing is written to it."""
    if path.stat().st_size > BYTES:
        raise Unreadable(
            "too-long",
            Sentence(
                "{name} is {size:,} bytes long; up to {most:,} are read.",
                name=path.name,
                size=path.stat().st_size,
                most=BYTES,
            ),
        )
    found = Shapes()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_geometry_columns'").fetchone():
                raise Unreadable("format", Sentence("{name} is neither GPX, GeoJSON nor GeoPackage.", name=path.name))
            tables = database.execute(
                "SELECT g.table_name, g.column_name, s.organization_coordsys_id FROM gpkg_geometry_columns g "
                "JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
                "JOIN sqlite_master m ON m.name = g.table_name AND m.type = 'table'"
            ).fetchall()
            for table, column, code in tables:
                if code not in _READ:
                    raise Unreadable(
                        "system",
                        Sentence(
                            "{name} is in another coordinate system, {system}: save it in EPSG:4326 (WGS 84).",
                            name=path.name,
                            system=f"EPSG:{code}",
                        ),
                    )
                _table(database, str(table), str(column), found, path.name)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # A text in it that is no UTF-8 is no error of the database's.
        raise broken(path.name) from error
    return found


def _table(database: sqlite3.Connection, table: str, column: str, found: Shapes, name: str) -> None:
    quoted = '"' + table.replace('"', '""') + '"'
    cursor = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608  (a quoted name of the file's own table)
    columns = [each[0] for each in cursor.description]
    if column not in columns:
        raise _broken_table(name, table)
    at = columns.index(column)
    for row in cursor:
        says = {key: value for key, value in zip(columns, row, strict=True) if key != column}
        if not isinstance(row[at], bytes):
            continue
        try:
            _geometry(row[at], says, found)
        except (struct.error, IndexError, ValueError) as error:
            raise _broken_table(name, table) from error
        if found.points + len(found.spots) > POINTS:
            raise Unreadable("too-many", Sentence("{name} has more than {most:,} points.", name=name, most=POINTS))


def _broken_table(name: str, table: str) -> Unreadable:
    return Unreadable(
        "broken", Sentence("{name} is broken in its table {table!r}: export it again.", name=name, table=table[:80])
    )


def _geometry(blob: bytes, says: dict[str, Any], found: Shapes) -> None:
    if blob[:2] != b"GP":
        raise ValueError("no GeoPackage geometry")
    envelope = (blob[3] >> 1) & 7
    _wkb(blob, 8 + _ENVELOPES[envelope] if envelope in _ENVELOPES else len(blob), says, found)


def _wkb(blob: bytes, at: int, says: dict[str, Any], found: Shapes) -> int:
    """Read one geometry of well-known binary from ``at`` on; return where it ends."""
    order = "<" if blob[at] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
    kind, dimensions = code % 1000, {0: 2, 1: 3, 2: 3, 3: 4}.get(code // 1000 % 10, 2)
    if code & 0x80000000:
        kind, dimensions = code & 0xFF, 3
    at += 5
    if kind == 1:
        point = struct.unpack_from(f"{order}{dimensions}d", blob, at)
        if all(map(math.isfinite, point[:2])):
            called = next((str(says[key]) for key in ("number", "name", "ref") if says.get(key)), "")
            found.spots.append(Spot(point[0], point[1], called[:80]))
        return at + 8 * dimensions
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    at += 4
    if kind == 2:
        if count > (len(blob) - at) // (8 * dimensions):
            raise ValueError("more points than bytes")
        values = struct.unpack_from(f"{order}{count * dimensions}d", blob, at)
        lon, lat = list(values[::dimensions]), list(values[1::dimensions])
        if any(not (abs(x) <= 180 and abs(y) <= 90) for x, y in zip(lon, lat, strict=True)):
            raise ValueError("no degrees")
        found.courses.append(Course(lon, lat, [math.nan] * count, str(says.get("name") or "")[:80], says))
        return at + 8 * dimensions * count
    if kind not in (4, 5, 7):
        return len(blob)  # areas and curves are passed over
    for _ in range(count):
        if at >= len(blob):
            break
        at = _wkb(blob, at, says, found)
    return at


@dataclass(frozen=True, slots=True)
class Layer:
    """A table of features: ``shape`` is POINT or MULTILINESTRING, or empty for rows without geometry; each row has its
    geometry first, as parts of (lon, lat) points; ``columns`` are names and SQL types; ``style`` is a QML document."""

    name: str
    title: str
    shape: str
    columns: Sequence[tuple[str, str]]
    rows: Iterable[tuple[Sequence[Sequence[tuple[float, float]]], tuple[Any, ...]]]
    style: str = ""


def write_geopackage(path: Path, layers: Iterable[Layer], *, made: str) -> None:
    """Write a GeoPackage. The same layers and ``made`` (an RFC 3339 instant in UTC) give the same bytes."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(_SCHEMA.replace("{wgs84}", _WGS84_TEXT))
        database.execute("BEGIN")
        for layer in layers:
            _write(database, layer, made)
        database.execute("COMMIT")
        database.execute("VACUUM")


def _write(database: sqlite3.Connection, layer: Layer, made: str) -> None:
    if not layer.shape:
        _write_attributes(database, layer, made)
        return
    columns = ", ".join(f'"{name}" {kind}' for name, kind in layer.columns)
    database.execute(f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY, geom {layer.shape}, {columns})')
    marks = ", ".join("?" * (len(layer.columns) + 1))
    names = ", ".join(f'"{name}"' for name, _ in layer.columns)
    west, south, east, north = math.inf, math.inf, -math.inf, -math.inf

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal west, south, east, north
        for parts, values in layer.rows:
            spots = [spot for part in parts for spot in part]
            for x, y in spots:
                west, east, south, north = min(west, x), max(east, x), min(south, y), max(north, y)
            yield (_blob(layer.shape, parts) if spots else None, *values)

    database.executemany(f'INSERT INTO "{layer.name}" (geom, {names}) VALUES ({marks})', rows())  # noqa: S608
    box = (west, south, east, north) if west <= east else (None,) * 4
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
        (layer.name, layer.name, layer.title, made, *box),
    )
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (layer.name, layer.shape))
    if layer.style:
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) "
            "VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
            (layer.name, layer.name, layer.style, made),
        )


def _write_attributes(database: sqlite3.Connection, layer: Layer, made: str) -> None:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in layer.columns)
    database.execute(f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY, {columns})')
    marks = ", ".join("?" * len(layer.columns))
    names = ", ".join(f'"{name}"' for name, _ in layer.columns)
    values = (row for _, row in layer.rows)
    database.executemany(f'INSERT INTO "{layer.name}" ({names}) VALUES ({marks})', values)  # noqa: S608
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, ?, ?, NULL, NULL, NULL, NULL, NULL)",
        (layer.name, layer.name, layer.title, made),
    )


def _blob(shape: str, parts: Sequence[Sequence[tuple[float, float]]]) -> bytes:
    head = b"GP\x00\x01" + struct.pack("<i", WGS84)
    if shape == "POINT":
        return head + struct.pack("<BIdd", 1, 1, *parts[0][0])
    lines = [part for part in parts if len(part) > 1]
    body = struct.pack("<BII", 1, 5, len(lines))
    for part in lines:
        body += struct.pack("<BII", 1, 2, len(part)) + b"".join(struct.pack("<dd", x, y) for x, y in part)
    return head + body


_WGS84_TEXT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('WGS 84', 4326, 'EPSG', 4326, '{wgs84}', 'longitude and latitude in degrees'),
  ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', ''), ('Undefined geographic', 0, 'NONE', 0, 'undefined', '');
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name),
  UNIQUE (table_name), FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT,
  f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT, ui TEXT, update_time DATETIME);
INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES ('layer_styles', 'attributes',
  'layer_styles', '1970-01-01T00:00:00Z');
"""
