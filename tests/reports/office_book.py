"""An office's own workbook as a spreadsheet saves it, with placeholders."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter


def book(cells: dict[str, str], *, merged: tuple[str, ...] = (), more: dict[str, bytes] | None = None,
         also: Callable[[Any], None] = lambda _: None) -> bytes:  # fmt: skip
    """Return a workbook as a spreadsheet saves it, its strings in a table of their own; parts more or others."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Báo cáo")
    for each in merged:
        sheet.merge_range(each, cells.pop(each.split(":")[0], ""))
    for name, text in cells.items():
        sheet.write_string(name, text, made.add_format({"num_format": "#,##0", "bold": True}))
    also(sheet)
    made.set_properties({"author": "Somebody"})
    made.close()
    with zipfile.ZipFile(out) as given:
        parts = {info.filename: given.read(info) for info in given.infolist()}
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {**parts, **(more or {})}.items():
            packed.writestr(name, data)
    return again.getvalue()


def monthly() -> bytes:
    """Return the workbook that stands as the example in docs/reports.md."""
    return book(
        {
            "A1": "{{ title }}, {{ period }}", "A2": "{{ drug_cases.label }}", "B2": "{{ drug_cases }}",
            "C2": "{{ drug_cases.la }}", "D2": "{{ seized_heroin }}",
            "A4": "{{ each month of drug_cases }}{{ month.name }}", "B4": "{{ month.vn }}", "C4": "{{ month.la }}",
            "A6": "{{ drug_cases.with_unit }}", "A7": "Người ký",
        },
        merged=("A1:D1", "A6:D6"),
    )  # fmt: skip
