"""docs/operations.md: the limits of what is taken in are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinline.access import doors, programs
from twinline.line import shapes
from twinline.records import attachments
from twinline.reports.office import opened
from twinline.sheets import tables
from twinline.store import geopackage, scans, stripping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
_MB, _MIB = 1_000_000, 1 << 20


def rows() -> list[str]:
    """Return what stands in the code, as the page says it."""
    return [
        f"{attachments.LARGEST // _MB} MB, {stripping.MOST_POINTS // _MB} million points; "
        f"{attachments.MOST} to a record",
        f"{attachments.LARGEST // _MB} MB, {scans.MOST_PAGES} pages",
        f"{tables.LARGEST // _MB} MB, unpacked {tables.LARGEST_UNPACKED // _MB} MB; {tables.MOST_SHEETS} sheets, "
        f"{tables.MOST_ROWS:,} rows, {tables.MOST_COLUMNS} columns, {tables.MOST_CELLS // 1_000_000} million cells",
        f"| {shapes.BYTES // _MIB} MiB (a GeoPackage, by command alone: {geopackage.BYTES // _MIB:,} MiB); "
        f"{shapes.POINTS:,} points, {shapes.COURSES:,} parts |",
        f"{opened.LARGEST // _MB} MB, unpacked {opened.LARGEST_UNPACKED // _MB} MB",
        f"{programs.MOST_A_MINUTE} a minute for each key",
        f"{doors.MOST_A_MINUTE:,} a minute for each session",
    ]


def test_the_limits_that_are_written_down_are_those_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a limit that changes is missed."""
    text = PAGE.read_text(encoding="utf-8")
    assert [row for row in rows() if row not in text] == []
    monkeypatch.setattr(tables, "MOST_COLUMNS", 401)
    assert len([row for row in rows() if row not in text]) == 1
