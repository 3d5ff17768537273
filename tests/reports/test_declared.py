"""Reports as declarations: those that come with the product, those of a node's own, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.figures.fact_table import Row
from tests.reports.reports_world import World
from twinline.figures.errors import BadQuestion
from twinline.reports import own
from twinline.reports.as_json import as_json
from twinline.reports.as_text import as_text
from twinline.reports.collect import joint_report
from twinline.reports.declared import NAMES, RESERVED, declared, every, packaged
from twinline.reports.judging import judged, line_of
from twinline.reports.words import LANGUAGES, packaged_text

OURS = Row("ours", 3000, example=True)
SOUND = """title = { en = "Patrols" }
intro = { en = "What was walked." }

[[sections]]
name = "walks"
title = { en = "Walks" }
indicators = [
  "joint_patrols",
  "drug_cases",
]

[[sections.charts]]
sort = "months"
indicators = ["drug_cases"]
title = { en = "By month" }
"""


def faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, str(fault.sentence)) for fault in judged("walks", text, ())[1]]


@pytest.mark.parametrize("name", NAMES)
def test_every_packaged_report_holds_and_has_its_words_in_four_languages(name: str) -> None:
    report = packaged(name)
    texts = [report.title, report.intro, *(text for each in report.sections for text in (each.title, each.intro))]
    texts += [chart.title for section in report.sections for chart in section.charts]
    assert all(text[lang] for text in texts for lang in LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_told_and_is_the_same_wherever_the_same_is_held(name: str) -> None:
    here, there = (joint_report(World(rows), name=name) for rows in ([OURS], [OURS]))
    assert as_json(here) == as_json(there)
    assert here.title["en"] in as_text(here, "en")
    assert as_json(here) != as_json(joint_report(World([]), name=name)) or name in ("twinnings", "line")


def test_a_report_names_the_declaration_it_was_made_by() -> None:
    digests = {joint_report(World([]), name=name).declaration for name in NAMES}
    assert len(digests) == len(NAMES)


def test_a_report_of_the_nodes_own_stands_beside_the_packaged_ones() -> None:
    world = World([OURS])
    world.own["walks"] = SOUND
    assert [one.name for one in every(world)] == [*NAMES, "walks"]
    text = as_text(joint_report(world, name="walks"), "fr")
    assert "Patrols" in text  # the only language it has stands in for the others
    assert "3 affaires" in text


def test_one_that_does_not_hold_is_named_with_its_faults_and_cannot_be_told() -> None:
    world = World([])
    world.own["walks"] = SOUND.replace("joint_patrols", "joint_parades")
    assert "joint_parades" in str(every(world)[-1].faults)
    with pytest.raises(BadQuestion, match="walks, line 8"):
        joint_report(world, name="walks")


def test_a_sound_declaration_has_no_fault() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("there", "instead", "line", "said"),
    [
        ('"drug_cases",\n]', '"drug_dreams",\n]', 9, "there is no indicator 'drug_dreams'"),
        ('"drug_cases",\n]', '"joint_patrols",\n]', 8, "stands there twice"),
        ('name = "walks"', 'name = "walks"\nrank = true', 6, "'rank' means nothing here"),
        ('sort = "months"', 'sort = "pie"', 13, "there is no chart 'pie'"),
        ('["drug_cases"]', '["drug_offenders_arrested"]', 14, "counts people"),
        ('["drug_cases"]', '["border_length"]', 14, "only reported"),
        ('title = { en = "Walks" }', "", 4, "title is missing"),
        ('title = { en = "Patrols" }', 'title = { de = "Streifen" }', 1, "none of the languages"),
        ('title = { en = "Patrols" }', 'title = { en = "Patrols }', 1, "isn't TOML"),
        ('title = { en = "Patrols" }', f"title = {'[' * 20_000}", 15, "isn't TOML"),
        ('title = { en = "Patrols" }', f"title = {'9' * 5_000}", 15, "isn't TOML"),
        ('intro = { en = "What was walked." }', 'promised = { walks = "runs" }', 2, "no indicator 'walks'"),
    ],
)
def test_each_fault_is_one_sentence_with_its_line_and_what_to_do(
    there: str, instead: str, line: int, said: str
) -> None:
    assert there in SOUND
    found = [(at, told) for at, told in faults(SOUND.replace(there, instead, 1)) if said in told]
    assert [at for at, _ in found] == [line]
    assert found[0][1].startswith(f"walks, line {line}: ")
    assert found[0][1].endswith(".")


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    broken = SOUND.replace("joint_patrols", "parades").replace('sort = "months"', 'sort = "pie"')
    assert [line for line, _ in faults(broken)] == [8, 13]


def test_the_line_of_the_second_of_two_sections_is_found() -> None:
    lines = ["[[sections]]", 'name = "a"', "[[sections]]", 'name = "b"']
    assert line_of(lines, ("sections", 1, "name")) == 4
    assert line_of(lines, ("sections", 0, "name")) == 2


def test_the_line_of_a_table_that_means_nothing_is_found() -> None:
    lines = ['title = "a"', "[[xsections]]", 'name = "a"', "[more]", "x = 1"]
    assert [line_of(lines, (name,)) for name in ("title", "xsections", "more", "nothing")] == [1, 2, 4, 1]


def test_a_file_that_is_no_report_at_all_is_refused_in_one_sentence() -> None:
    assert len(faults("")) > 0
    assert faults("x" * 200_000) == [
        (1, "walks, line 1: It is longer than any report. Keep what belongs to one report.")
    ]


def test_a_new_report_begins_with_a_declaration_that_holds(tmp_path: Path) -> None:
    file = own.begin(tmp_path, "patrols-2026")
    assert own.names(tmp_path) == ("patrols-2026",)
    found = declared("patrols-2026", lambda name: own.text(tmp_path, name))
    assert found.indicators
    assert file.read_text("utf-8") == packaged_text("new.toml")
    assert "#" in packaged_text("new.toml")


@pytest.mark.parametrize("name", [*NAMES, *RESERVED, "../escape", "Patrols", "", "a" * 41, "con.toml"])
def test_a_name_that_cannot_be_a_report_is_refused_and_writes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadQuestion, match="can't name a report"):
        own.begin(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = own.begin(tmp_path, "patrols")
    file.write_text(SOUND, encoding="utf-8")
    with pytest.raises(BadQuestion, match="is there already"):
        own.begin(tmp_path, "patrols")
    assert file.read_text("utf-8") == SOUND


def test_a_file_that_is_not_text_is_said_to_be_so(tmp_path: Path) -> None:
    own.begin(tmp_path, "patrols").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadQuestion, match="can't be read as text"):
        own.text(tmp_path, "patrols")
