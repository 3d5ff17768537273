"""From the bytes of a file to tables of cells; what is no plain table is named, never run.

XLSX by calamine, which reads values and runs nothing; CSV with its byte order mark, separator and encoding found out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from twinline.sentences import Problem, Sentence

LARGEST = 20_000_000
LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 400
MOST_SHEETS = 20
#: Cells of all sheets up to the last one of each, and merged ones: while they are read so many take some hundred MB.
MOST_CELLS = 10_000_000
MOST_MERGED = 1_000_000
_CELL = re.compile(r"([A-Za-z]{1,7})(\d{1,10})")
_ENCODINGS = ("utf-8-sig", "cp1258")


class BadSheet(Problem):
    """A file that can't be read as a spreadsheet."""


@dataclass(frozen=True)
class Table:
    """One sheet: its rows from the first, and the cells (row, column; from 0) that are merged or hold a formula.

    ``comma`` is true of a CSV that separates by something else, so that a comma in a number is a decimal comma.
    """

    name: str
    rows: list[list[Any]]
    merged: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    comma: bool = False


def read(data: bytes, name: str) -> list[Table]:
    """Return the visible sheets of a file; ``BadSheet`` says why it can't be read."""
    if len(data) > LARGEST:
        raise BadSheet(
            "too-large", Sentence("{name} is larger than {limit:,} bytes: split it.", name=name, limit=LARGEST)
        )
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data, name)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise _neither(name)
    return [_comma_separated(data, name)]


def _workbook(data: bytes, name: str) -> list[Table]:
    import python_calamine

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise BadSheet(
                    "too-large", Sentence("{name} unpacks to more than {limit:,} bytes.", name=name,
                                          limit=LARGEST_UNPACKED),
                )  # fmt: skip
            places = _places(packed)
            formulas = _looked_through(packed, name, {place: title for title, place in places.items()})
            book = python_calamine.load_workbook(io.BytesIO(data))
            visible = [one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")]
            tables = []
            for title in visible[:MOST_SHEETS]:
                sheet = book.get_sheet_by_name(title)
                rows = sheet.to_python(skip_empty_area=False)
                merged = frozenset(
                    (row, column)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                    for row in range(top, min(bottom, len(rows) - 1) + 1)
                    for column in range(left, min(right, MOST_COLUMNS) + 1)
                )
                tables.append(Table(title, rows, merged, formulas.get(places.get(title, ""), frozenset())))
            return tables
    except BadSheet:
        raise
    except (
        zipfile.BadZipFile,
        python_calamine.CalamineError,
        OSError,
        ValueError,
        expat.ExpatError,
        KeyError,
        RuntimeError,  # packed by a way or a version that zipfile doesn't know, or with a password
        zlib.error,
        EOFError,
    ) as error:
        raise BadSheet(
            "not-a-sheet", Sentence("{name} can't be read as XLSX: {error}.", name=name, error=str(error))
        ) from error


def _looked_through(
    packed: zipfile.ZipFile, name: str, titles: dict[str, str]
) -> dict[str, frozenset[tuple[int, int]]]:
    """Return by part the cells that hold a formula: their values were counted elsewhere, and nobody sees from what.

    Raises ``BadSheet`` where a sheet reaches further than we read.

    The reader makes room for every cell up to the last one before it tells how many there are: two cells, one of them
    in row 1,048,576 and column XFD, would end the process. Each part that a sheet's cells may stand in is looked at,
    whatever it is called and wherever the workbook says that it lies.
    """
    cells = merged = 0
    formulas: dict[str, frozenset[tuple[int, int]]] = {}
    for part in packed.infolist():
        if b"sheetData" not in packed.read(part):
            continue
        height = width = row = column = 0
        found = set()
        for tag, attributes in _tags(packed, part):
            kind = tag.rpartition(":")[2]
            if kind == "row":
                row, column = int(attributes.get("r", row + 1)), 0
            elif kind == "c":
                row, column = _last(attributes["r"]) if "r" in attributes else (max(row, 1), column + 1)
                height, width = max(height, row), max(width, column)
            elif kind == "f" and column:
                found.add((row - 1, column - 1))
            elif kind == "mergeCell":
                (top, left), (bottom, right) = (_last(one) for one in (attributes.get("ref", "").split(":") * 2)[:2])
                merged += max(0, bottom - top + 1) * max(0, min(right, MOST_COLUMNS + 1) - left + 1)
            if height > MOST_ROWS or width > MOST_COLUMNS:
                raise _too_long(titles.get(part.filename, part.filename))
        formulas[part.filename] = frozenset(found)
        cells += height * width
        if cells > MOST_CELLS or merged > MOST_MERGED:
            raise BadSheet("too-large", Sentence(
                "{name} has more than {cells:,} cells up to the last one, or {merged:,} merged ones: split it.",
                name=name, cells=MOST_CELLS, merged=MOST_MERGED,
            ))  # fmt: skip
    return formulas


def _last(cell: str) -> tuple[int, int]:
    """Return row and column of a cell's name, from 1."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(f"no cell is called {cell[:20]!r}")
    row, column = _position(found[0].upper())
    return row + 1, column + 1


def _too_long(title: str) -> BadSheet:
    return BadSheet(
        "too-large",
        Sentence("The sheet {title!r} has more than {rows:,} rows or {columns} columns: split it.",
                 title=title, rows=MOST_ROWS, columns=MOST_COLUMNS),
    )  # fmt: skip


def _places(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return the file of each sheet inside the package, by its title."""
    targets: dict[str, str] = {}
    for tag, attributes in _tags(packed, "xl/_rels/workbook.xml.rels"):
        if tag.endswith("Relationship"):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {
        attributes.get("name", ""): targets.get(attributes.get("r:id", ""), "")
        for tag, attributes in _tags(packed, "xl/workbook.xml")
        if tag.endswith("sheet")
    }


def _tags(packed: zipfile.ZipFile, place: str | zipfile.ZipInfo) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the opening tags of an XML file. Entities of its own are refused: they can blow up or reach outside."""
    found: list[tuple[str, dict[str, str]]] = []

    def refuse(*_: Any) -> None:
        raise ValueError("it declares entities of its own")

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag, attributes))
    parser.EntityDeclHandler = refuse
    with packed.open(place) as source:
        while chunk := source.read(1 << 16):
            parser.Parse(chunk, False)
            yield from found
            found.clear()
    parser.Parse(b"", True)
    yield from found


def _position(cell: str) -> tuple[int, int]:
    """Return row and column, from 0, of a cell's name: ``B7`` is (6, 1)."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1


def _comma_separated(data: bytes, name: str) -> Table:
    text = _decoded(data, name)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    else:
        separator = max(";,\t", key=first.count)
    csv.field_size_limit(100_000)
    try:
        rows: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text), delimiter=separator, strict=True):
            rows.append(list(row))
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _too_long(name)
    except csv.Error as error:
        raise BadSheet(
            "not-a-sheet", Sentence("{name} can't be read as CSV: {error}.", name=name, error=str(error))
        ) from error
    return Table(name, rows, comma=separator != ",")


def _decoded(data: bytes, name: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _neither(name)


def _neither(name: str) -> BadSheet:
    return BadSheet("not-a-sheet", Sentence("{name} is neither XLSX nor CSV: save it as one of them.", name=name))


def column_letter(number: int) -> str:
    """Return the letters of a column, from 0: 0 is ``A``, 27 is ``AB``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
