"""An office's own workbook (XLSX): opened as hostile as a letter is, its cells with placeholders, rows repeated.

Strings that hold placeholders are moved from the table of shared strings into their cells when it is opened, so that a
sheet's part holds all that is filled in it. What is put in a cell alone is a number where it is one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.dom.minidom import Document, Element

from twinline.figures.errors import BadQuestion
from twinline.reports.office.marked import BROKEN, MARK
from twinline.reports.office.opened import (
    FAULTS,
    TYPES,
    cleaned,
    elements,
    judge_pictures,
    outside,
    refused,
    removed,
    tree,
    unpacked,
)
from twinline.reports.office.opened import written as as_part
from twinline.reports.wordml import R
from twinline.sentences import Sentence

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml\Z")
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme\d*\.xml|xl/worksheets/sheet\d+\.xml"
    r"|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/drawings/drawing\d+\.xml|xl/drawings/_rels/drawing\d+\.xml\.rels"
    r"|xl/media/[\w.-]+\.(?:png|jpe?g|gif)"
)
_DROPPED = re.compile(
    r"docProps/(?:app|custom)\.xml|docProps/thumbnail\.\w+|customXml/.*|xl/(?:calcChain|metadata)\.xml|xl/persons/.*"
    r"|xl/printerSettings/.*|.*/"
)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: What a sheet can do without: it rests on cells that may move, or leads elsewhere.
_TAKEN_OUT = frozenset({
    "dimension", "conditionalFormatting", "dataValidations", "hyperlinks", "autoFilter", "rowBreaks", "calcPr",
    "legacyDrawing", "fileSharing", "extLst", "webPublishing",
})  # fmt: skip
_OBJECTS = frozenset({"oleObjects", "controls", "tableParts", "externalReferences", "pivotCaches"})
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
#: So many rows a sheet has at most.
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with placeholders: what stands between each pair of brackets, and the whole text."""

    cell: Element
    text: str
    said: tuple[str, ...]
    broken: bool

    @property
    def name(self) -> str:
        """Return which cell it is: ``B7``."""
        return str(self.cell.getAttribute("r"))

    def near(self) -> tuple[Cell, ...]:
        """Return the cells with placeholders of its row, itself among them."""
        row: Any = self.cell.parentNode
        return tuple(cells(row))


def is_book(data: bytes) -> bool:
    """Return whether an office's file is a workbook, by the name of its main part."""
    with suppress(*FAULTS), zipfile.ZipFile(io.BytesIO(data)) as book:
        return BOOK in book.namelist()
    return False


def opened(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office's workbook by name, cleaned; ``BadQuestion`` for what isn't taken."""
    try:
        parts = unpacked(data, _KEPT, _DROPPED)
        _of_one_kind(parts)
        kept = dict(cleaned(parts, _without))
        _moved(kept)
        return kept
    except BadQuestion:
        raise
    except FAULTS as error:
        raise refused(
            Sentence("it isn't a sound XLSX file."), Sentence("Open it in a spreadsheet and save it as XLSX again.")
        ) from error


def cells(told: Document | Element) -> Iterator[Cell]:
    """Yield every cell in which a placeholder stands, in order."""
    for each in elements(told):
        if _is(each, "c") and "{{" in (text := _text(each)):
            yield Cell(each, text, tuple(MARK.findall(text)), BROKEN.search(text) is not None)


def put(cell: Cell, values: Sequence[str], number: str | None = None) -> None:
    """Put texts in the place of each placeholder of a cell, in order; ``number`` in the place of the whole."""
    element, texts = cell.cell, iter(values)
    for child in list(element.childNodes):
        element.removeChild(child)
    if number is not None:
        element.removeAttribute("t")
        element.appendChild(_made(element, "v", number))
        return
    _say(element, MARK.sub(lambda _: next(texts), cell.text))


def repeated(told: Document, row: Any, times: int) -> list[Element]:
    """Put a row of a sheet there so many times, and return them; what stands below moves down, with merged cells."""
    at, body = int(row.getAttribute("r")), row.parentNode
    if times > MOST_ROWS:
        raise refused(Sentence("a list in it is too long for a sheet."), Sentence("Ask for a shorter period."))
    for below in [each for each in body.childNodes if _is(each, "row") and int(each.getAttribute("r")) > at]:
        _number(below, int(below.getAttribute("r")) + times - 1)
    rows = [row, *(row.cloneNode(deep=True) for _ in range(times - 1))]
    after = row.nextSibling
    for offset, each in enumerate(rows[1:], start=1):
        body.insertBefore(each, after)
        _number(each, at + offset)
    for merged in [each for each in elements(told) if _is(each, "mergeCell")]:
        _moved_merge(merged, at, times)
    return rows


def added(told: Document, lines: Sequence[str]) -> None:
    """Put lines more at the end of a sheet, each in a row of its own."""
    body: Any = next(each for each in elements(told) if _is(each, "sheetData"))
    last = max((int(each.getAttribute("r")) for each in body.childNodes if _is(each, "row")), default=0)
    for number, line in enumerate(lines, start=last + 2):
        row, cell = _made(body, "row"), _made(body, "c")
        row.setAttribute("r", str(number))
        cell.setAttribute("r", f"A{number}")
        _say(cell, line)
        row.appendChild(cell)
        body.appendChild(row)


def _is(node: Any, *names: str) -> bool:
    return getattr(node, "namespaceURI", None) == S and node.localName in names


def _text(cell: Element) -> str:
    if cell.getAttribute("t") != "inlineStr":
        return ""
    return "".join(_own(each) for each in elements(cell) if _is(each, "t") and not _phonetic(each))


def _phonetic(element: Any) -> bool:
    return _is(element.parentNode, "rPh")


def _own(element: Any) -> str:
    texts = (element.TEXT_NODE, element.CDATA_SECTION_NODE)
    return "".join(node.data for node in element.childNodes if node.nodeType in texts)


def _made(near: Element, name: str, text: str = "") -> Element:
    document: Any = near.ownerDocument
    prefix = near.tagName.rpartition(":")[0]
    made: Element = document.createElementNS(S, f"{prefix}:{name}" if prefix else name)
    if text:
        made.appendChild(document.createTextNode(text))
    return made


def _say(cell: Element, text: str) -> None:
    cell.setAttribute("t", "inlineStr")
    inside, piece = _made(cell, "is"), _made(cell, "t", text)
    piece.setAttribute("xml:space", "preserve")
    inside.appendChild(piece)
    cell.appendChild(inside)


def _number(row: Any, number: int) -> None:
    row.setAttribute("r", str(number))
    for each in row.childNodes:
        if _is(each, "c") and (found := _CELL.match(each.getAttribute("r"))):
            each.setAttribute("r", f"{found[1]}{number}")


def _moved_merge(merged: Element, at: int, times: int) -> None:
    """Move merged cells below a row that was repeated, widen those around it, and repeat those in it."""
    ends = [_CELL.match(one) for one in merged.getAttribute("ref").split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        raise refused(Sentence("its merged cells can't be read."), Sentence("Save it as XLSX again."))
    (left, top), (right, foot) = ends[0].groups(), ends[1].groups()
    more = times - 1
    if int(top) == int(foot) == at:
        for offset in range(1, times):
            again: Any = merged.cloneNode(deep=True)
            again.setAttribute("ref", f"{left}{at + offset}:{right}{at + offset}")
            merged.parentNode.insertBefore(again, merged.nextSibling)
        return
    first = int(top) + (more if int(top) > at else 0)
    merged.setAttribute("ref", f"{left}{first}:{right}{int(foot) + (more if int(foot) >= at else 0)}")


def _of_one_kind(parts: Mapping[str, bytes]) -> None:
    told = tree(parts[TYPES])
    kinds = {each.getAttribute("PartName"): each.getAttribute("ContentType") for each in elements(told)}
    if any("macro" in kind.casefold() or "vba" in kind.casefold() for kind in kinds.values()):
        raise refused(Sentence("it has a macro in it."), Sentence("Save it as XLSX without macros."))
    if BOOK not in parts or kinds.get(f"/{BOOK}") != _TYPE:
        raise refused(Sentence("it is no XLSX file."), Sentence("Give one that a spreadsheet saved as XLSX."))
    judge_pictures(parts)


def _without(told: Document, name: str, parts: Mapping[str, bytes]) -> bool:
    gone, changed, elsewhere = [], False, outside(name, parts)
    for each in elements(told):
        if _is(each, *_OBJECTS) or each.localName in ("OLEObject", "graphicFrame"):
            raise refused(
                Sentence("it holds a table object, a chart or something embedded ({what}).", what=each.localName),
                Sentence("Make plain cells of it, or put a picture in its place."),
            )
        if _is(each, "f") and SHEETS.match(name):
            cell: Any = each.parentNode
            raise refused(
                Sentence("it has a formula in {cell}: a sum would pass over what is silent, or only said as about.",
                         cell=cell.getAttribute("r")),
                Sentence("Write the figure itself there."),
            )  # fmt: skip
        if _is(each, "row", "c") and not each.getAttribute("r"):
            raise refused(Sentence("its cells don't say where they are."), Sentence("Save it as XLSX again."))
        moves = _is(each, "definedName") and each.getAttribute("name") != "_xlnm.Print_Titles"
        # Spreadsheets write the folder that a file lay in there, with the name of its user.
        own = each.localName == "AlternateContent"
        if _is(each, *_TAKEN_OUT) or moves or own or (elsewhere and each.getAttributeNS(R, "id") in elsewhere):
            gone.append(each)
        elif _is(each, "pageSetup") and each.hasAttributeNS(R, "id"):
            each.removeAttributeNS(R, "id")  # a printer's settings
            changed = True
    return removed(gone) or changed


def _moved(parts: dict[str, bytes]) -> None:
    """Move strings with placeholders out of the table of strings into the cells that show them."""
    if STRINGS not in parts:
        return
    strings = tree(parts[STRINGS])
    every = [each for each in elements(strings) if _is(each, "si")]
    texts = ["".join(_own(one) for one in elements(each) if _is(one, "t") and not _phonetic(one)) for each in every]
    asked = {number for number, text in enumerate(texts) if "{{" in text}
    if not asked:
        return
    for name in [each for each in parts if SHEETS.match(each)]:
        told, changed = tree(parts[name]), False
        for cell in [each for each in elements(told) if _is(each, "c") and each.getAttribute("t") == "s"]:
            number = int("".join(_own(each) for each in elements(cell) if _is(each, "v")) or -1)
            if number in asked:
                for child in list(cell.childNodes):
                    cell.removeChild(child)
                _say(cell, texts[number])
                changed = True
        if changed:
            parts[name] = as_part(told)
    for number in asked:
        for child in list(every[number].childNodes):
            every[number].removeChild(child)
        every[number].appendChild(_made(every[number], "t"))
    parts[STRINGS] = as_part(strings)
