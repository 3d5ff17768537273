"""The two commands, over a node in memory."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from fact_table import Row, returned
from reports_world import World, pressed

from twinline.figures.answer import ask
from twinline.figures.beside import beside
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.figures.small import packaged_tree
from twinline.reports import commands

CONTESTED = Row("a", 2000, place="vn-na-d-ky-son", standing="disputed")
WORLD = World([CONTESTED, Row("b", 3000), returned("c", "drug_cases", 9000)])


@pytest.fixture(autouse=True)
def node(monkeypatch):
    monkeypatch.setattr(commands, "source_for", lambda folder: WORLD)


def run(command, *arguments):
    return CliRunner().invoke(command, arguments)


def test_figures_are_counted_and_what_was_returned_stands_beside():
    done = run(commands.figures, "drug_cases")
    assert done.exit_code == 0
    assert "Counted from records: 5 cases" in done.output
    assert "Figures reported: 9 cases" in done.output


def test_figures_for_programs_are_decimal_strings():
    told = json.loads(run(commands.figures, "drug_cases", "--json", "--place", "vn-na-d-ky-son").output)
    assert [(row["value"], row["not_yet_agreed"]) for row in told["counted"]] == [("2", "2")]
    assert told["returned"] == []


def test_the_records_behind_a_figure_are_listed():
    told = json.loads(run(commands.figures, "drug_cases", "--records", "--json").output)
    assert [(row["record"], row["value"]) for row in told] == [("a", "2"), ("b", "3")]


def test_two_days_stand_side_by_side_with_what_changed_and_why(monkeypatch):
    day = 86_400_000
    world = World(
        [
            Row("a", 2000, held_to=5 * day, arrived_to=5 * day),
            Row("a", 5000, held_from=5 * day, arrived_from=5 * day, entry_id=2),
            Row("b", 3000, entry_id=3),
            returned("c", "drug_cases", 9000, held_from=5 * day, arrived_from=5 * day, entry_id=4),
        ]
    )
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    asked = ("drug_cases", "--known-on", "1970-01-09", "--against", "1970-01-02")
    lines = run(commands.figures, *asked).output.splitlines()
    assert lines[1:] == [
        "As known on: 2 January 1970",
        "  Counted from records: 5 cases",
        "As known on: 9 January 1970",
        "  Counted from records: 8 cases",
        "  Figures reported: 9 cases · to 8 January 2022, start not given · Nghe An · c",
        "What changed:",
        "  +3 cases  amended by its author  Nghe An  a",
        "  +9 cases  Figures reported: new: not known then  Nghe An  c",
    ]
    told = json.loads(run(commands.figures, *asked, "--json").output)
    assert [(each["record"], each["before"], each["after"]) for each in told["changes"]] == [
        ("a", "2", "5"),
        ("c", None, "9"),
    ]
    assert "nothing changed" in run(commands.figures, *asked[:3], "--against", "1970-01-09").output
    assert run(commands.figures, *asked, "--records").exit_code == 2
    assert run(commands.figures, *asked[:1], "--against", "June").exit_code == 2


def test_what_is_counted_for_the_same_stands_beside_what_was_reported():
    inside = Row("a", 2000, place="vn-na-d-ky-son", about="vn-na")
    more = {"day_from": 19000, "day_to": 19000, "shape": "day", "entry_id": 2}
    world = World([inside, Row("b", 3000), returned("c", "drug_cases", 9000, place="vn-na-d-ky-son", **more)])
    question = Question(("drug_cases",), (1,))
    (row,) = ask(question, packaged(), world.execute).returned
    found = beside(row, question, packaged(), world.execute, world.under)
    assert found is not None
    assert found.figure is not None
    assert (found.figure.value, found.difference) == (2000, -7000)


def test_a_part_above_its_whole_is_said_though_only_the_part_was_asked(monkeypatch):
    world = World([returned("a", "drug_cases", 9000), returned("b", "cases_all_offences", 5000, entry_id=2)])
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    assert "is above its whole" in run(commands.figures, "drug_cases").output
    assert "is above its whole" not in run(commands.figures, "cases_all_offences").output


FEW = {"measure": "persons", "unit": "persons", "place": "vn-na-xo-my-ly"}


def test_a_small_number_of_a_commune_is_told_only_to_who_said_it(monkeypatch):
    world = World([Row("a", 2000, **FEW)])
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    monkeypatch.setattr(world, "under", lambda code: tuple(packaged_tree().under(code)))
    asked = ("drug_offenders_arrested", "--place")
    for place in ("vn-na-xo-my-ly", "vn-na-xo-muong-tip"):  # it, and its neighbour, of which nothing is known
        said = run(commands.figures, *asked, place).output
        assert "Counted from records: not shown\n" in said
        assert "Not shown: persons and households" in said
        told = json.loads(run(commands.figures, *asked, place, "--json").output)["counted"][0]
        assert (told["value"], told["qualifier"], told["facts"]) == (None, "hidden", None)
        assert json.loads(run(commands.figures, *asked, place, "--records", "--json").output) == []
        assert ": not shown, " in run(commands.figures, *asked, place, "--sentence").output
    assert "2 persons" in run(commands.figures, *asked, "vn-na").output


def test_a_report_hides_a_small_number_of_a_commune_in_every_form(monkeypatch):
    few = returned("r", "drug_offenders_arrested", 3000, unit="persons", place="vn-na-xo-my-ly")
    monkeypatch.setattr(commands, "source_for", lambda folder: World([few, Row("b", 3000)]))
    for form in ("text", "html", "csv"):
        said = run(commands.report, "joint", "--format", form).output
        assert "3 persons" not in said
        assert "not shown" in said or "hidden" in said
    rows = [row for section in json.loads(run(commands.report, "joint", "--json").output)["sections"]
            for row in section["rows"] if row["indicator"] == "drug_offenders_arrested"]  # fmt: skip
    assert [(line["value"], line["qualifier"]) for row in rows for line in row["returned"]] == [(None, "hidden")]


@pytest.mark.parametrize("options", [(), ("--sentence",)], ids=["figures", "sentence"])
def test_what_is_only_reported_and_was_not_says_so(options):
    """Zero and silence never look alike, and silence is not an empty page."""
    assert "no figure reported" in run(commands.figures, "neighbour_provinces", *options).output
    assert "no figure reported" not in run(commands.figures, "drug_cases", *options).output


def test_all_indicators_can_be_named():
    assert "border_length  Border length" in run(commands.figures, "--list").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drug_dreams"], "no indicator named"),
        (["drug_cases", "--as", "everyone"], "stated:VN"),
        (["drug_cases", "--from", "June"], "needs dates"),
        (["drug_cases", "--known-on", "yesterday"], "RFC 3339"),
        (["drug_cases", "--for", ","], "for: line"),
        (["--records"], "one indicator"),
    ],
)
def test_a_question_without_meaning_is_refused_in_one_sentence(arguments, said):
    done = run(commands.figures, *arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(("form", "begins"), [("text", "Rapport commun"), ("html", "<!doctype html>"), ("json", "{")])
def test_the_report_comes_in_three_forms(form, begins, tmp_path):
    printed = run(commands.report, "joint", "--lang", "fr", "--format", form)
    assert printed.output.startswith(begins)
    run(commands.report, "joint", "--lang", "fr", "--format", form, "--out", str(tmp_path / "report"))
    assert (tmp_path / "report").read_text("utf-8") == printed.output


def test_json_of_the_report_is_the_same_however_it_is_asked_for():
    assert run(commands.report, "joint", "--json").output == run(commands.report, "joint", "--format", "json").output


def test_an_unknown_report_is_refused():
    done = run(commands.report, "minutes")
    assert done.exit_code == 2
    assert "no report named" in done.output


@pytest.mark.parametrize("words", [["--period", "2565"], ["--from", "2565-01", "--to", "2565-06"]])
def test_a_year_of_the_buddhist_era_is_told_and_not_answered_with_nothing(words):
    done = run(commands.figures, "drug_cases", *words)
    assert done.exit_code == 2
    assert "2022" in done.output
    assert "Buddhist" in done.output


def persons(record, place, value):
    return Row(record, value, place=place, measure="persons", unit="persons")


def cubed(tmp_path, monkeypatch, *options, form=".csv"):
    told = [CONTESTED, Row("b", 3000, day_from=19031, day_to=19031), persons("p", "vn-na-xo-my-ly", 2000)]
    world = World([*told, returned("c", "drug_cases", 9000)])
    world.spool = tmp_path / "spool"
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    file = tmp_path / f"cube{form}"
    done = run(commands.figures, "--cube", str(file), *options)
    return done, file


def test_the_whole_cube_is_written_by_month_and_place_without_small_numbers(tmp_path, monkeypatch):
    done, file = cubed(tmp_path, monkeypatch, "--json")
    assert json.loads(done.output)["cells"] == 2
    rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert rows[1:3] == [
        "incident,cases,cases,2022-01,vn-na-d-ky-son,2,,exact,2,1",
        "incident,cases,cases,2022-02,vn-na,3,,exact,0,1",
    ]
    assert "incident,persons,,,vn-na-xo-my-ly,,,hidden,," in rows[3:]


@pytest.mark.parametrize(
    "options", [["--place", "la-xk-nong-het"], ["--as", "agreed"], ["--org", "la-xk"]], ids=["place", "basis", "org"]
)
def test_duckdb_asked_for_a_word_that_none_of_its_facts_has_finds_nothing_and_does_not_fail(
    tmp_path, monkeypatch, options
):
    pytest.importorskip("duckdb", reason="the extra engine is not installed")
    _, file = cubed(tmp_path, monkeypatch, *options)
    plain = file.read_bytes()
    assert cubed(tmp_path, monkeypatch, *options, "--engine", "duckdb")[0].exit_code == 0
    assert file.read_bytes() == plain


def test_duckdb_writes_the_same_cube_and_leaves_nothing_behind(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="the extra engine is not installed")
    _, file = cubed(tmp_path, monkeypatch)
    plain = file.read_bytes()
    assert cubed(tmp_path, monkeypatch, "--engine", "duckdb")[0].exit_code == 0
    assert file.read_bytes() == plain
    _, parquet = cubed(tmp_path, monkeypatch, "--engine", "duckdb", form=".parquet")
    found = duckdb.sql(f"SELECT month, value FROM '{parquet}' WHERE value IS NOT NULL ORDER BY month").fetchall()
    assert [(month, str(value)) for month, value in found] == [("2022-01", "2.000"), ("2022-02", "3.000")]
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_cube_that_makes_no_sense_is_refused_and_nothing_is_written(tmp_path, monkeypatch):
    for form, options in ((".xls", ()), (".csv", ("drug_cases",)), (".csv", ("--records",))):
        done, file = cubed(tmp_path, monkeypatch, *options, form=form)
        assert done.exit_code == 2
        assert not file.exists()


def test_a_report_as_a_file_is_a_page_for_any_screen_and_links_to_nothing_that_is_not_there():
    page = run(commands.report, "joint", "--lang", "lo", "--period", "2022", "--format", "html").output
    assert '<html lang="lo">' in page
    assert '<meta charset="utf-8">' in page
    assert "prefers-color-scheme: dark" in page
    for told in ('class="lying"', 'class="upright"', "data-label="):
        assert told in page
    assert all(address.startswith("http") for address in re.findall(r'href="([^"]*)"', page))


def test_what_several_read_says_that_units_may_be_missing_and_what_one_office_reads_does_not():
    for command in (commands.report, commands.figures):
        name = "joint" if command is commands.report else "drug_cases"
        assert "that is no zero" in run(command, name).output
        assert "that is no zero" in run(command, name, "--for", "vn-na,la-xk").output
        assert "that is no zero" not in run(command, name, "--for", "vn-na").output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("joint", "--number", "5/BC"), "'twinline report issue'"),
        (("joint", "--release"), "'twinline report issue'"),
        (("joint", "--audience", "self"), "'twinline report issue'"),
        (("joint", "--title", "Tháng"), "'twinline report new'"),
        (("list", "--number", "5/BC"), "'twinline report issue'"),
    ],
)
def test_what_is_meant_for_another_act_is_refused_and_not_left_out_in_silence(monkeypatch, words, told):
    monkeypatch.setattr(commands, "source_for", lambda folder: pressed())
    refused = CliRunner().invoke(commands.report, list(words))
    assert refused.exit_code == 2
    assert told in refused.output
    assert CliRunner().invoke(commands.report, ["joint", "--audience", "line"]).exit_code == 0, "control"
