"""An office's workbook filled from a report: the same cut, the same numbers, the same words as every other form."""

from __future__ import annotations

from collections.abc import Mapping
from xml.dom.minidom import Document

from twinline.figures.numbers import decimal_text
from twinline.reports.claims import claim
from twinline.reports.letters import Letter, name_of
from twinline.reports.model import Report
from twinline.reports.office.filled import Filling
from twinline.reports.office.opened import tree, written
from twinline.reports.office.placeholders import EACH, Placeholder, placeholder
from twinline.reports.office.sheets import SHEETS, Cell, added, cells, opened, put, repeated
from twinline.reports.packed import packed
from twinline.reports.wordml import CORE, core


def filled_book(report: Report, lang: str, letter: Letter, data: bytes) -> bytes:
    """Return an office's workbook with its placeholders filled from a report; it was judged before (``judged.asked``).

    A cell that holds one exact figure and nothing else is a number. What every report has to say stands at the end of
    the first sheet, where the workbook has no place of its own for it.
    """
    parts = opened(data)
    filling = Filling(report, lang, letter)
    sheets = {name: tree(parts[name]) for name in sorted(parts) if SHEETS.match(name)}
    for told in sheets.values():
        _fill(told, filling)
    if lines := list(filling.unsaid()):
        added(next(iter(sheets.values())), lines)
    parts |= {name: written(told) for name, told in sheets.items()}
    if CORE in parts:
        office = name_of(report, letter.office, lang)
        parts[CORE] = core(report.title[lang], office, lang, claim(report, lang)).encode()
    return packed(parts)


def _fill(told: Document, filling: Filling) -> None:
    for one in list(cells(told)):
        each = next((asked for said in one.said if (asked := placeholder(said)).sort == "each"), None)
        if each is not None:
            of = filling.rows_of(each)
            row = one.cell.parentNode
            for copy, values in zip(repeated(told, row, len(of)), of, strict=True):
                for near in list(cells(copy)):
                    _put(near, filling, values)
    for one in list(cells(told)):
        _put(one, filling, {})


def _put(one: Cell, filling: Filling, values: Mapping[str, str]) -> None:
    asked = [placeholder(said) for said in one.said]
    texts = [_text(each, filling, values) for each in asked]
    alone = one.text.strip() == f"{{{{{one.said[0]}}}}}"
    put(one, texts, _number(asked[0], filling, values) if alone else None)


def _number(asked: Placeholder, filling: Filling, values: Mapping[str, str]) -> str | None:
    """Return what a cell holds where it is one exact number, with a decimal point."""
    if asked.sort in EACH:
        return values.get(f"{asked.name}#")
    exact = filling.exact(asked)
    return None if exact is None else decimal_text(exact)


def _text(asked: Placeholder, filling: Filling, values: Mapping[str, str]) -> str:
    if asked.sort == "each":
        return ""
    if asked.sort in EACH:
        return "".join(filling.clean([values[asked.name]]))
    return "\n".join(filling.clean(filling.value(asked)))
