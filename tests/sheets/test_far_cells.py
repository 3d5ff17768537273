"""A workbook of two cells that lie far apart is refused before anybody makes room for all between them."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from tests.hostile.trying import MEMORY
from twinline.sheets import tables

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "the last cell there can be": FAR,
    "beyond the last": '<row r="4294967295"><c r="ZZZZ4294967295"><v>1</v></c></row>',
    "a row that says where it is, cells that don't": f'<row r="1048576">{"<c><v>1</v></c>" * 500}</row>',
    "many columns": f'<row r="2">{"<c><v>1</v></c>" * 500}</row>',
    "many cells, within rows and columns": '<row r="99999"><c r="OJ99999"><v>1</v></c></row>',
    "merged over all": '<row r="90000"><c r="C90000"><v>1</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:OJ90000"/></mergeCells><sheetData>',
    "called by no name": '<row r="2"><c r="7"><v>1</v></c></row>',
}  # fmt: skip


def workbook(cells: str, *, under: str = "") -> bytes:
    """Return a workbook of one cell and some more, written by hand; ``under`` names the sheet's part otherwise."""
    plain, sink = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        book.add_worksheet("a").write(0, 0, "x")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = text.replace("</sheetData>", f"{cells}</sheetData>")
            place = under or "worksheets/sheet1.xml"
            target.writestr(*(each.replace("worksheets/sheet1.xml", place) for each in (name, text)))
    return sink.getvalue()


@pytest.mark.parametrize("cells", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_in_a_sentence(cells: str) -> None:
    with pytest.raises(tables.BadSheet):
        tables.read(workbook(cells), "a.xlsx")


@pytest.mark.parametrize("under", ["worksheets/other.bin", "theme/x.xml", "Worksheets/Sheet1.xml"])
def test_wherever_the_sheet_lies(under: str) -> None:
    with pytest.raises(tables.BadSheet):
        tables.read(workbook(FAR, under=under), "a.xlsx")


def test_what_is_not_far_is_read() -> None:
    (one,) = tables.read(workbook('<row r="30"><c r="C30"><f>1+1</f><v>2</v></c></row>'), "a.xlsx")
    assert (len(one.rows), one.rows[29][2], one.formulas) == (30, 2.0, frozenset({(29, 2)}))


def test_without_that_look_the_process_ends() -> None:
    """The control, in a process of its own and with little memory."""
    code = (
        "import resource, sys; from twinline.sheets import tables\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
        "tables._looked_through = lambda *_: {}\n"
        "tables.read(sys.stdin.buffer.read(), 'a.xlsx')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], input=workbook(FAR), capture_output=True, check=False)
    assert ended.returncode < 0  # ended by a signal: no sentence was said
