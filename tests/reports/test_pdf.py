"""The report on paper: tagged, with its own fonts, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.figures.fact_table import Row
from tests.reports.reports_world import World, pressed
from twinline.reports import commands
from twinline.reports.as_pdf import as_pdf, laid_out
from twinline.reports.collect import joint_report
from twinline.reports.words import LANGUAGES

OURS = Row("ours", 3000, example=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_is_tagged_names_its_language_and_carries_its_fonts(lang: str) -> None:
    made = as_pdf(joint_report(World([OURS])), lang)
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    assert f"/Lang({lang})".encode() in made.replace(b" ", b"")
    assert b"NotoSans-Bold" in made
    assert (b"NotoSansLao" in made) == (lang == "lo")


def test_the_same_report_is_the_same_file_and_another_is_not() -> None:
    assert as_pdf(joint_report(World([OURS])), "lo") == as_pdf(joint_report(World([OURS])), "lo")
    assert as_pdf(joint_report(World([])), "lo") != as_pdf(joint_report(World([OURS])), "lo")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_the_report_tells_stands_on_the_page_with_room_for_both_signatures(lang: str) -> None:
    report = joint_report(pressed(OURS))
    told = laid_out(report, lang)
    assert sum(len(section["returned"]) for section in told["sections"]) == sum(
        len(row.returned) for section in report.sections for row in section.rows
    )
    assert len({side["whom"] for side in told["signatures"]}) == 2
    assert told["cut"][0] == "for line"


def test_nothing_counted_is_said_in_a_sentence_and_is_no_zero() -> None:
    told = laid_out(joint_report(World([])), "en")
    assert all(not section["counted"] for section in told["sections"])
    assert "No record to count: " in told["sections"][0]["silent"]


def test_the_command_writes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    world = World([OURS])
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    out = tmp_path / "report.pdf"
    done = CliRunner().invoke(commands.report, ["joint", "--format", "pdf", "--lang", "vi", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == as_pdf(joint_report(world), "vi")
