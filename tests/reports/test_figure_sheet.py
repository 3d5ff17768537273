"""A figure as a workbook: of any period, territory and work the same number as by the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.border import Border, carry, incident
from tests.reports.test_office import sheets
from twinline.reports import commands
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.words import LANGUAGES

PLACE, POST = "vn-na-xo-my-ly", "vn-post-my-ly"
QUESTIONS = (
    (), ("--period", "2022"), ("--period", "2022-06"), ("--period", "2022", "--calendar", "vn-report"),
    ("--place", PLACE), ("--place", "vn-na-x-my-ly", "--recut"), ("--org", "vn-na-bg"),
    ("--org", "vn-na-bg", "--alone"),
    ("--period", "2022", "--place", PLACE, "--org", POST),
)  # fmt: skip
WORDS = {3: "held:VN", 4: "held:LA", 5: "agreed", 6: "joint"}


@pytest.fixture
def worked(border: Border, monkeypatch: pytest.MonkeyPatch) -> Border:
    """Cases of two posts on some days of 2022, and of the other side."""
    for when, place, about, cases in (
        ("2022-05-10", PLACE, "vn-na-bg", 3), ("2022-06-20", PLACE, POST, 4),
        ("2022-12-20", "vn-na-xo-keng-du", POST, 9),
    ):  # fmt: skip
        border.vn.say("incident", incident(when=when, place=place, cases=cases), about=about)
    border.la.say("incident", incident(when="2022-06-01", place="la-xk", cases=5, counterparts=["vn-na"]))
    carry(border.vn, border.la)
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))
    return border


def asked(*more: str) -> Result:
    return CliRunner().invoke(commands.figures, ["drug_cases", "cases_all_offences", *more])


def row(file: Path, label: str) -> list[object]:
    first = next(iter(sheets(file.read_bytes()).values()))
    return next((line for line in first if str(line[1]).startswith(label)), [""] * 13)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_the_workbook_tells_each_word_as_the_command_does(
    worked: Border, tmp_path: Path, question: tuple[str, ...]
) -> None:
    file = tmp_path / "figures.xlsx"
    assert asked(*question, "--sheet", str(file)).exit_code == 0
    told = row(file, "Drug cases")
    for column, word in WORDS.items():
        counted = json.loads(asked(*question, "--as", word, "--json").output)["counted"]
        number = next((float(one["value"]) for one in counted if one["indicator"] == "drug_cases"), "")
        assert told[column] == number, word


def test_the_workbook_says_of_where_whose_and_when_it_is_in_each_language(worked: Border, tmp_path: Path) -> None:
    file = tmp_path / "figures.xlsx"
    for lang in LANGUAGES:
        question = ["--place", "vn-na-x-my-ly", "--recut", "--org", "vn-na-bg", "--alone", "--period", "2022"]
        assert asked(*question, "--lang", lang, "--sheet", str(file)).exit_code == 0
        head = [line[1] for line in next(iter(sheets(file.read_bytes()).values()))[1:6]]
        assert all(head), lang
        assert "(" in str(head[1]), "with the places of another time"
        assert "(" in str(head[2]), "without those under it"
        assert "2022" in str(head[3])


def test_what_a_workbook_can_not_tell_is_refused(worked: Border, tmp_path: Path) -> None:
    file = tmp_path / "figures.xlsx"
    for more in (["--as", "agreed"], ["--published-by", "2022"], ["--records"], ["--place", "vn-nowhere"]):
        assert asked(*more, "--sheet", str(file)).exit_code != 0
        assert not file.exists()
