"""Every report, in every form and language, tells the same numbers: each that was collected, as the form writes it."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.figures.fact_table import Row
from tests.reports.reports_world import World
from tests.reports.test_office import VIETNAM, sheets
from tests.reports.test_office_files import lines as paragraphs
from twinline.figures.catalogue import packaged
from twinline.figures.numbers import decimal_text
from twinline.reports.as_csv import as_csv
from twinline.reports.as_docx import as_docx
from twinline.reports.as_html import Links, as_html
from twinline.reports.as_json import as_json
from twinline.reports.as_pdf import laid_out
from twinline.reports.as_text import as_text
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.collect import joint_report
from twinline.reports.declared import NAMES, declared
from twinline.reports.model import Report
from twinline.reports.phrases import bare
from twinline.reports.words import LANGUAGES
from twinline.times import days_of

AT = days_of("2026-03-04")[0]
LINKS = Links(figure=lambda *_: "#", record=lambda record: f"#{record}")


def facts(name: str) -> Iterator[Row]:
    """Yield a fact of each side for each indicator of a report, each with a number that no other has."""
    number = 1000
    for indicator in packaged().chosen(declared(name).indicators):
        if indicator.counted is None or indicator.counted.selections[0].kind == "line_survey":
            continue  # a survey is read by its words, which these facts haven't
        one = indicator.counted.selections[0]
        for side in [one.side] if one.side else ["VN", "LA"]:
            number += 7
            yield Row(
                f"r{number}", number * 1000 + 250, kind=one.kind, measure=one.measure, cls=(*one.classes, "")[0],
                unit=indicator.units[0], day_from=AT, day_to=None if indicator.nature == "stock" else AT,
                shape="open_end" if indicator.nature == "stock" else "day", stock=indicator.nature == "stock",
                side=side, member=f"m{number}", standing="agreed" if side == "VN" else "stated",
            )  # fmt: skip


def report_of(name: str, more: int = 0) -> Report:
    rows = [replace(row, value=row.value + more) for row in facts(name)]
    return joint_report(World(rows), since="2026-03", until="2026-03", name=name)


def numbers(report: Report) -> list[Any]:
    found = [n for part in report.sections for row in part.rows for line in row.counted for n in line.voices.values()]
    assert len(found) > 5
    return found


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def told_by_words(report: Report, lang: str) -> dict[str, str]:
    """Return the forms in which a number is written as the language writes it."""
    return {
        "text": flat(as_text(report, lang)),
        "html": flat(as_html(report, lang, LINKS)),
        "pdf": flat(json.dumps(laid_out(report, lang), ensure_ascii=False)),
        "docx": flat(" | ".join(paragraphs(as_docx(report, lang, VIETNAM)))),
    }


def told_to_programs(report: Report, lang: str) -> dict[str, set[str]]:
    """Return the numbers of the forms that programs read."""
    rows = csv.DictReader(as_csv(report, lang).splitlines())
    cells = [cell for sheet in sheets(as_xlsx(report, lang)).values() for line in sheet for cell in line]
    return {
        "csv": {row["value"] for row in rows},
        "json": set(re.findall(r'"value":"([0-9.]+)"', as_json(report))),
        "xlsx": {decimal_text(round(float(cell) * 1000)) for cell in cells if isinstance(cell, int | float)},
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_form_tells_each_number_of_the_report(name: str, lang: str) -> None:
    report = report_of(name)
    for form, text in told_by_words(report, lang).items():
        lost = [n for n in numbers(report) if flat(bare(n, lang)) not in text]
        assert not lost, form
    for form, told in told_to_programs(report, lang).items():
        assert {decimal_text(n.value) for n in numbers(report)} <= told, form


def test_a_number_that_the_report_has_not_stands_in_no_form() -> None:
    report, other = report_of("joint"), report_of("joint", more=3_000_000)
    strange = {n.value for n in numbers(other)} - {n.value for n in numbers(report)}
    assert len(strange) > 20
    for told in told_to_programs(report, "en").values():
        assert not {decimal_text(value) for value in strange} & told
