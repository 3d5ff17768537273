"""The report on paper: tagged, with its own fonts, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner

from tests.figures.fact_table import Row
from tests.reports.reports_world import World, pressed
from twinline.reports import commands
from twinline.reports.as_pdf import as_pdf, laid_out
from twinline.reports.as_strip import on_paper
from twinline.reports.collect import joint_report
from twinline.reports.declared import NAMES
from twinline.reports.on_paper import drawing
from twinline.reports.words import LANGUAGES
from twinline.times import days_of

FONTS = files("twinline.reports") / "fonts"
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


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_printed_in_lao_with_what_is_drawn_in_it(name: str) -> None:
    at = days_of("2026-03-04")[0]
    facts = [
        replace(OURS, day_from=at, day_to=at),
        Row("t", kind="activity", measure="people_to_people", cls="", unit="activities", day_from=at, day_to=at),
    ]
    report = joint_report(World(facts), since="2026-03", until="2026-03", name=name)
    drawn = [chart["drawn"] for section in laid_out(report, "lo")["sections"] for chart in section["charts"]]
    drawn += [section["strip"] for section in laid_out(report, "lo")["sections"] if section["strip"]]
    assert drawn
    assert all("<text" not in each["svg"] for each in drawn)
    assert as_pdf(report, "lo").startswith(b"%PDF-")


def test_lao_words_left_inside_a_drawing_would_make_no_tagged_pdf(tmp_path: Path) -> None:
    words = '<text y="9" font-family="Noto Sans Lao">ຫົວພັນ</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">{words}</svg>'
    page = tmp_path / "page.typ"
    page.write_text('#set document(title: "t")\n#image(bytes(sys.inputs.svg), format: "svg", alt: "t")', "utf-8")
    asked = {"font_paths": [str(FONTS)], "ignore_system_fonts": True, "pdf_standards": ["ua-1"], "format": "pdf"}
    with pytest.raises(typst.TypstError):
        typst.compile(str(page), sys_inputs={"svg": svg}, **asked)
    told = drawing(svg)
    assert [word["text"] for word in told["words"]] == ["ຫົວພັນ"]
    assert typst.compile(str(page), sys_inputs={"svg": told["svg"]}, **asked)


def test_the_strip_on_paper_has_its_colours_written_out_and_is_light() -> None:
    css = on_paper()
    assert "var(--strip-" not in css
    assert "#1b2226" in css
    assert "#e9edef" not in css
    assert "@media" not in css


def test_the_command_writes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    world = World([OURS])
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    out = tmp_path / "report.pdf"
    done = CliRunner().invoke(commands.report, ["joint", "--format", "pdf", "--lang", "vi", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == as_pdf(joint_report(world), "vi")


def test_the_strip_lies_along_a_page_of_its_own_so_that_its_words_can_be_read() -> None:
    drawn = joint_report(World([OURS]), since="2026-03", until="2026-03", name="line")
    lying, upright = b"/MediaBox[0 0 841.8898 595.2756]", b"/MediaBox[0 0 595.2756 841.8898]"
    made = as_pdf(drawn, "vi").replace(b"/MediaBox [", b"/MediaBox[")
    assert made.count(lying) == 1
    assert made.count(upright) > 1
    assert lying not in as_pdf(joint_report(World([OURS])), "vi").replace(b"/MediaBox [", b"/MediaBox[")
    strip = next(section["strip"] for section in laid_out(drawn, "vi")["sections"] if section["strip"])
    room = 841.89 - 30 / 25.4 * 72
    assert min(word["size"] for word in strip["words"]) * room / strip["across"] > 6  # points
