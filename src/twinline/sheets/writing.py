"""Writing sheets: the template of a kind, and any list of records, as XLSX or CSV. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from twinline.records import registry
from twinline.records.kind import Kind
from twinline.sentences import Sentence
from twinline.sheets.cells import FORMULA_SIGNS, choices, shown
from twinline.sheets.columns import EXACT_PARTS, Column, beside, cells_of, columns
from twinline.store import meaning
from twinline.store.reading import Row
from twinline.tongues import told

#: Excel asks for semicolons where the comma stands for the decimals.
SEPARATORS = {"vi": ";", "lo": ";", "fr": ";", "en": ","}
STANDINGS = {
    "stated": Sentence("stated"),
    "on_paper": Sentence("agreed on paper, by its author’s word"),
    "agreed": Sentence("agreed"),
    "disputed": Sentence("not yet agreed"),
    "withdrawn": Sentence("withdrawn"),
    "released": Sentence("released"),
}
_LISTS = Sentence("Lists")
OPTIONS = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True,
    "in_memory": True,
}  # fmt: skip
#: So many rows of a template take a value from a list.
_LISTED_ROWS = 5_000
_NARROW, _WIDE = 14, 30


def template(kind: str, lang: str, form: str) -> bytes:
    """Return an empty sheet of a kind in a language: ``form`` is ``xlsx`` or ``csv``."""
    declared = registry.of_kind(kind)
    chosen = columns(declared)
    heads = [_header(column, lang) for column in chosen]
    if form == "csv":
        return _csv([heads], lang)
    return _workbook(declared, chosen, heads, (), lang)


def export(kind: str, rows: Sequence[Row], lang: str, form: str) -> bytes:
    """Return records of a kind as a sheet that reads back: one row a record, as it stands, with who said it."""
    declared = registry.of_kind(kind)
    readable = [row for row in rows if meaning.readable(row.kind, row.version)]
    filled = [cells_of(declared, row.body) for row in readable]
    chosen = _needed(declared, filled)
    heads = [*(_header(column, lang) for column in chosen), *beside(lang)]
    lines = (
        [*(shown(column, cells.get(column.path), lang) for column in chosen), *_beside(row, lang)]
        for cells, row in zip(filled, readable, strict=True)
    )
    if form == "csv":
        return _csv([heads, *lines], lang)
    return _workbook(declared, chosen, heads, lines, lang)


def _needed(kind: type[Kind], filled: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Return the columns that hold all that the records say, however long their lists are."""
    listed: dict[str, int] = {}
    exact = set()
    for cells in filled:
        for path in cells:
            name, bracket, rest = path.partition("[")
            if bracket:
                listed[name] = max(listed.get(name, 0), int(rest.partition("]")[0]) + 1)
            if path.rpartition(".")[2] in EXACT_PARTS:
                exact.add(path)
    return columns(kind, listed=listed, exact=sorted(exact))


def _header(column: Column, lang: str) -> str:
    return f"{column.headers[lang]} *" if column.required else column.headers[lang]


def _beside(row: Row, lang: str) -> list[str]:
    return [row.record, row.author, told(STANDINGS.get(row.standing, Sentence("stated")), lang)]


def _csv(lines: Iterable[Sequence[Any]], lang: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATORS[lang], lineterminator="\r\n")
    for line in lines:
        writer.writerow([_csv_cell(cell, lang) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Any, lang: str) -> str:
    if isinstance(cell, float):
        text = format(cell, ".3f").rstrip("0").rstrip(".")
        return text if lang == "en" else text.replace(".", ",")
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _workbook(
    kind: type[Kind], chosen: Sequence[Column], heads: Sequence[str], lines: Iterable[Sequence[Any]], lang: str
) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    # The same records give the same bytes, whenever they are written.
    book.set_properties({"created": datetime(2000, 1, 1), "title": kind.plural.to(lang)})  # noqa: DTZ001 no zone in it
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_title(kind.plural.to(lang)))
    lists = book.add_worksheet(_title(told(_LISTS, lang)))
    sheet.freeze_panes(1, 0)
    ranges = _lists(lists, chosen, lang)
    for number in range(len(heads)):
        column = chosen[number] if number < len(chosen) else None
        plain = column is None or column.sort not in ("count", "decimal")
        sheet.set_column(number, number, _WIDE if plain and number else _NARROW, text if plain else None)
    for number, head in enumerate(heads):
        sheet.write_string(0, number, head, bold)
    for number, column in enumerate(chosen):
        if column.hint(lang):
            sheet.write_comment(0, number, column.hint(lang))
        if column.path in ranges:
            sheet.data_validation(
                1,
                number,
                _LISTED_ROWS,
                number,
                {"validate": "list", "source": ranges[column.path], "error_type": "warning"},
            )
    for row, line in enumerate(lines, start=1):
        for number, cell in enumerate(line):
            if isinstance(cell, int | float):
                sheet.write_number(row, number, cell)
            elif cell != "":
                sheet.write_string(row, number, cell, text)
    lists.hide()
    book.close()
    return out.getvalue()


def _lists(sheet: Any, chosen: Sequence[Column], lang: str) -> dict[str, str]:
    """Write the closed lists, a column each, and return where the list of each column stands."""
    offered: dict[tuple[str, ...], int] = {}
    ranges = {}
    for column in chosen:
        words = tuple(choices(column, lang))
        if words:
            place = offered.setdefault(words, len(offered))
            letters = xlsxwriter.utility.xl_col_to_name(place)
            ranges[column.path] = f"='{sheet.get_name()}'!${letters}$1:${letters}${len(words)}"
    longest = max((len(words) for words in offered), default=0)
    for row in range(longest):
        for words, place in offered.items():
            if row < len(words):
                sheet.write_string(row, place, words[row])
    return ranges


def _title(text: str) -> str:
    """Return a sheet's title: 31 characters, without those that XLSX forbids."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in text)[:31].strip("'")
