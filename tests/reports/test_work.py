"""A figure of one organisation's work: with that of all below it, or without, by every door."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tests.border import Border, carry, incident
from twinline.reports import commands
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.words import LANGUAGES

GUARD, POST = "vn-na-bg", "vn-post-my-ly"
ASKED = ("drug_cases", "--period", "2022")


@pytest.fixture
def worked(border: Border, monkeypatch: pytest.MonkeyPatch) -> Border:
    """Cases of a command, of one of its posts, and of the police, and what was reported of the command."""
    for about, cases in ((GUARD, 3), (POST, 4), ("vn-na-police", 50)):
        border.vn.say("incident", incident(cases=cases), about=about)
    told = {"indicator": "drug_cases", "value": "7", "unit": "cases", "period": "2022", "place": "vn-na"}
    border.vn.say("return", {**told, "basis": "own", "example": True}, about=GUARD)
    carry(border.vn, border.la)
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))
    return border


def asked(*more: str) -> dict[str, Any]:
    found = CliRunner().invoke(commands.figures, [*ASKED, "--json", *more])
    assert found.exit_code == 0, found.output
    answer: dict[str, Any] = json.loads(found.output)
    return answer


def number(*more: str) -> list[str]:
    return [one["value"] for one in asked(*more)["counted"]]


def test_an_organisation_is_counted_with_and_without_those_under_it(worked: Border) -> None:
    assert number() == ["57"]
    assert number("--org", GUARD) == ["7"]
    assert number("--org", GUARD, "--alone") == ["3"]
    assert number("--org", POST) == number("--org", POST, "--alone") == ["4"]
    assert number("--org", "vn-na", "--alone") == [], "the province itself did nothing"
    behind = asked("--org", GUARD, "--alone", "--records")
    assert len(behind) == 1, "nothing of a post is listed, nor left out"


def test_what_was_reported_of_all_its_work_is_never_compared_with_its_own_alone(worked: Border) -> None:
    def difference(*more: str) -> str | None:
        every = ["--period", "2022", "--place", "vn-na", "--org", GUARD, "--json", *more]
        (told,) = json.loads(CliRunner().invoke(commands.figures, every).output)["returned"]
        found: str | None = told["difference"]
        return found

    assert difference() == "0"
    assert difference("--alone") is None
    # Beside a figure that was named stands what is counted of the work that it tells of itself: all of it.
    (own,) = asked("--org", GUARD, "--alone")["returned"]
    assert (own["counted"], own["difference"]) == ("7", "0")


def test_the_sentence_says_whose_work_it_is_without(worked: Border) -> None:
    said = {
        "vi": "(không kể các đơn vị trực thuộc)",
        "lo": "(ບໍ່ລວມອົງການທີ່ຂຶ້ນກັບ)",
        "en": "(without those under it)",
        "fr": "(sans ceux qui en relèvent)",
    }
    for lang in LANGUAGES:
        arguments = [*ASKED, "--org", GUARD, "--sentence", "--lang", lang]
        assert said[lang] in CliRunner().invoke(commands.figures, [*arguments, "--alone"]).output.splitlines()[0]
        assert said[lang] not in CliRunner().invoke(commands.figures, arguments).output


def test_alone_says_whose(worked: Border) -> None:
    refused = CliRunner().invoke(commands.figures, [*ASKED, "--alone"])
    assert refused.exit_code == 2
    assert "--alone goes with --org" in refused.output
