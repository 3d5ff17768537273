"""The two commands, over a node in memory."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from fact_table import Row, returned
from reports_world import World

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


@pytest.mark.parametrize(("form", "begins"), [("text", "Rapport commun"), ("html", "<section"), ("json", "{")])
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
