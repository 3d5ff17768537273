"""A report as XLSX: figures as numbers to go on with, lists, charts that the sheet draws. No cell is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from twinline.figures.numbers import decimal_text
from twinline.records.reference_sets import named_set
from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.as_text import width as columns
from twinline.reports.claims import claim
from twinline.reports.language import unit_name
from twinline.reports.model import VOICES, Chart, CountedLine, Number, Report, Row, Section
from twinline.reports.more_phrases import (
    chart_category,
    gaps,
    listing_more,
    listing_title,
    promised_what,
    record_line,
    watch_pairs,
)
from twinline.reports.packed import repacked
from twinline.reports.phrases import (
    asked,
    bare,
    label,
    notes,
    period,
    remarks,
    silences,
    sources,
    standing,
    told_by,
    versions,
    voice_word,
    warnings,
    whose,
)
from twinline.reports.words import word

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_NUMBER = "#,##0.###"
#: How high a line of text is, in points.
_HIGH = 15
_NAME, _TEXT, _FIGURE, _SHORT = 36, 21, 10, 11
_TONES = {"vn": "#0b5c73", "la": "#f8f0e2", "first": "#52616a", "second": "#ffffff", "third": "#d8dedf"}
_EDGES = {"vn": "#0b5c73", "la": "#86560a"}
#: A chart takes so many rows of a sheet.
_CHART_ROWS = 16

Cell = str | float | None
Line = Sequence[Cell]


def as_xlsx(report: Report, lang: str) -> bytes:
    """Return the report as a workbook in a language: what is counted, what is reported, lists, charts, sources."""
    return _Book(report, lang).made()


class _Book:
    """One workbook while it is written."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self.lang = report, lang
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, _OPTIONS)
        # The same report gives the same bytes, whenever it is written.
        made = datetime(2000, 1, 1)  # noqa: DTZ001 no zone
        self.book.set_properties({"created": made, "title": report.title[lang], "keywords": claim(report, lang)})
        font = {"font_name": "Phetsarath OT"} if lang == "lo" else {}
        plain = {**font, "valign": "top"}
        self.bold = self.book.add_format({**plain, "bold": True, "text_wrap": True, "bottom": 1})
        self.title = self.book.add_format({**plain, "bold": True, "font_size": 14})
        self.text = self.book.add_format({**plain, "text_wrap": True, "num_format": "@"})
        self.figure = self.book.add_format({**plain, "num_format": _NUMBER, "align": "right"})
        self.names: set[str] = set()
        self.widths: dict[str, Sequence[int]] = {}

    def made(self) -> bytes:
        self._counted()
        if any(row.returned for section in self.report.sections for row in section.rows):
            self._returned()
        if any(each.records for section in self.report.sections for each in section.listings):
            self._records()
        if any(section.watch for section in self.report.sections):
            self._line()
        if any(section.charts for section in self.report.sections):
            self._charts()
        self._sources()
        self.book.close()
        return repacked(self.out.getvalue())

    def _sheet(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self.book.add_worksheet(_sheet_name(name, self.names))
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for i, wide in enumerate(widths):
            sheet.set_column(i, i, wide)
        self.widths[sheet.get_name()] = [*widths, *[_FIGURE] * 6]
        return sheet

    def _table(self, sheet: Any, row: int, heads: Line, lines: Iterable[Line]) -> int:
        """Write a head and lines from a row on, and return the row after the last."""
        for i, head in enumerate(heads):
            sheet.write_string(row, i, str(head or ""), self.bold)
        self._high_enough(sheet, row, heads)
        for line in lines:
            row += 1
            self._high_enough(sheet, row, line)
            for i, cell in enumerate(line):
                if isinstance(cell, float):
                    sheet.write_number(row, i, cell, self.figure)
                elif cell:
                    sheet.write_string(row, i, cell, self.text)
        return row + 1

    def _high_enough(self, sheet: Any, row: int, line: Line) -> None:
        """Make a row as high as its longest text needs where it is folded."""
        wide = self.widths[sheet.get_name()]
        folds = [-(-columns(cell) // (wide[i] - 1)) for i, cell in enumerate(line) if isinstance(cell, str)]
        if max(folds, default=1) > 1:
            sheet.set_row(row, _HIGH * max(folds))

    def _counted(self) -> None:
        lang, report = self.lang, self.report
        heads = [
            word("section", lang), word("indicator", lang), word("unit", lang),
            *(voice_word(voice, lang) for voice in VOICES), word("not_yet_agreed", lang), word("last_year", lang),
            word("promised", lang), word("reference_set", lang), word("example", lang), word("remarks", lang),
        ]  # fmt: skip
        sheet = self._sheet(word("counted", lang), [_TEXT, _NAME, _SHORT, *[_FIGURE] * 7, _SHORT, _SHORT, 32])
        sheet.write_string(0, 0, report.title[lang], self.title)
        row = 1
        for name, value in asked(report, lang):
            sheet.write_string(row, 0, name, self.text)
            sheet.write_string(row, 1, value, self.text)
            row += 1
        for silence in silences(report.sources, report.name_of, lang):
            sheet.write_string(row, 0, silence)
            row += 1
        row += 1
        sheet.freeze_panes(row + 1, 2)
        sheet.repeat_rows(row)
        self._table(sheet, row, heads, self._counted_lines())

    def _counted_lines(self) -> Iterator[Line]:
        for section in self.report.sections:
            for row in section.rows:
                if row.indicator.counted is None:
                    continue
                name = label(row, self.report, self.lang)
                if not row.counted:
                    yield [section.title[self.lang], name, *[None] * 10, word("nothing_counted", self.lang)]
                for line in row.counted:
                    yield [section.title[self.lang], name, *self._cells(line, row)]

    def _cells(self, line: CountedLine, row: Row) -> Line:
        lang, report = self.lang, self.report
        said = list(warnings(line, report, lang))
        if line.promised is not None and row.promise is not None:
            said.insert(0, named(word("promised", lang), promised_what(line, row.promise, lang), lang))
        return [
            unit_name(line.unit, lang, report.catalogue),
            *(_cell(line.voices.get(voice), lang) for voice in VOICES),
            float(decimal_text(line.not_yet_agreed)) if "joint" in line.voices else None,
            _cell(line.last_year, lang), _cell(line.promised, lang), named_set(line.reference_set, lang),
            word("example", lang) if line.example else None, "; ".join(said),
        ]  # fmt: skip

    def _returned(self) -> None:
        lang = self.lang
        names = ("section", "indicator", "figure", "unit", "period", "place", "about", "source", "standing", "remarks")
        sheet = self._sheet(
            word("returned", lang), [_TEXT, _NAME, _FIGURE, _SHORT, _TEXT, _TEXT, _TEXT, _TEXT, _TEXT, _NAME]
        )
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        self._table(
            sheet, 0, [*(word(name, lang) for name in names), "URL", word("record", lang)], self._returned_lines()
        )

    def _returned_lines(self) -> Iterator[Line]:
        lang, report = self.lang, self.report
        for section in report.sections:
            for row in section.rows:
                for line in row.returned:
                    yield [
                        section.title[lang], label(row, report, lang), _cell(line.number, lang),
                        unit_name(line.unit, lang, report.catalogue), period(line, row, lang),
                        report.place_of(line, lang), whose(line, report, lang), told_by(line, lang),
                        standing(line, lang), "; ".join(remarks(line, report, lang)), line.url, line.record,
                    ]  # fmt: skip

    def _records(self) -> None:
        lang = self.lang
        sheet = self._sheet(word("listed", lang), [_NAME, 90, 40])
        heads = [word("indicator", lang), word("listed", lang), word("record", lang)]
        lines: list[Line] = []
        for section in self.report.sections:
            for each in section.listings:
                title = listing_title(each, lang)
                lines += [[title, record_line(one, self.report, lang), one.record] for one in each.records]
                if each.more:
                    lines.append([title, listing_more(each, lang)])
        sheet.freeze_panes(1, 0)
        self._table(sheet, 0, heads, lines)

    def _line(self) -> None:
        lang = self.lang
        sheet = self._sheet(word("watched", lang), [_NAME, _NAME])
        row = 0
        for watch in (section.watch for section in self.report.sections if section.watch):
            row = self._table(sheet, row, [word("watched", lang), ""], watch_pairs(watch, self.report, lang)) + 1
            heads = [word("stretch", lang), word("watch_gaps", lang)]
            row = self._table(sheet, row, heads, gaps(watch, lang)) + 1
            row = self._table(sheet, row, [word("watch_unseen", lang)], [[number] for number in watch.unseen]) + 1

    def _charts(self) -> None:
        sheet = self._sheet(word("charts", self.lang), [_NAME, _FIGURE, _FIGURE, _FIGURE])
        row = 0
        for section in self.report.sections:
            for chart in section.charts:
                row = self._chart(sheet, row, chart, section)

    def _chart(self, sheet: Any, row: int, chart: Chart, section: Section) -> int:
        lang = self.lang
        title = f"{chart.title[lang]} ({unit_name(chart.unit, lang, self.report.catalogue)})"
        sheet.write_string(row, 0, title, self.title)
        lines = [
            [chart_category(chart, i, lang), *(_thousandths(one.values[i]) for one in chart.series)]
            for i in range(len(chart.categories))
        ]
        heads = [word(chart.of, lang), *(one.name[lang] for one in chart.series)]
        after = self._table(sheet, row + 1, heads, lines)
        drawn = self.book.add_chart({"type": "column" if chart.of == "month" else "bar"})
        name = sheet.get_name().replace("'", "''")
        for i, one in enumerate(chart.series, start=1):
            drawn.add_series({
                "name": f"='{name}'!{xl_range_abs(row + 1, i, row + 1, i)}",
                "categories": f"='{name}'!{xl_range_abs(row + 2, 0, after - 1, 0)}",
                "values": f"='{name}'!{xl_range_abs(row + 2, i, after - 1, i)}",
                "fill": {"color": _TONES[one.tone]}, "border": {"color": _EDGES.get(one.tone, "#52616a")},
            })  # fmt: skip
        drawn.set_title({"name": title, "overlay": False, "name_font": {"size": 11}})
        drawn.set_legend({"position": "bottom"})
        drawn.set_size({"width": 620, "height": 300})
        sheet.insert_chart(row + 1, 5, drawn, {"description": named(section.title[lang], title, lang)})
        return max(after, row + 1 + _CHART_ROWS) + 1

    def _sources(self) -> None:
        lang, report = self.lang, self.report
        sheet = self._sheet(word("sources", lang), [_NAME, 90])
        rows = [*sources(report.sources, report.name_of, lang), *versions(report, lang)]
        row = self._table(sheet, 0, [word("sources", lang), ""], rows) + 1
        for note in notes(report, lang):
            sheet.write_string(row, 0, note)
            row += 1
        self._table(sheet, row + 1, [word("cut", lang)], [])
        for i, line in enumerate(cuts.lines(report.cut), start=row + 2):
            sheet.write_string(i, 0, line)


def _cell(said: Number | None, lang: str) -> Cell:
    """Return an exact number as one; another with its qualifier, as text: it is none to go on counting with."""
    if said is None:
        return None
    exact = said.qualifier == "exact" and said.value_max is None
    return _thousandths(said.value) if exact else bare(said, lang)


def _thousandths(value: int | None) -> Cell:
    return None if value is None else float(decimal_text(value))


def _sheet_name(text: str, taken: set[str]) -> str:
    """Return a sheet's name: 31 characters, without those that XLSX forbids, and none twice."""
    bare_name = "".join(" " if sign in "[]:*?/\\" else sign for sign in text)[:31].strip("' ")
    name, number = bare_name, 2
    while name.casefold() in taken:
        name, number = f"{bare_name[:28]} {number}", number + 1
    taken.add(name.casefold())
    return name
