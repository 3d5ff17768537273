"""A figure of an earlier year for a place of today: what is counted with it is named."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.border import Border
from twinline.reports import commands
from twinline.reports.ledger_source import LedgerSource

ASKED = ("cases_all_offences", "--for", "self", "--as", "stated:VN", "--period", "2022")


def test_what_went_into_a_commune_is_counted_and_named(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"when": "2022-05-10", "place": "vn-na-xo-nam-can", "offence": "smuggling_goods", "cases": 11}
    border.vn.say("incident", {**old, "example": True}, to="self")
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))

    def told(*more: str) -> str:
        return (
            CliRunner().invoke(commands.figures, [*ASKED, "--lang", "vi", "--place", "vn-na-x-nam-can", *more]).output
        )

    assert "Xã Nậm Cắn [vn-na-xo-nam-can] → Xã Nậm Cắn [vn-na-x-nam-can]" in told("--recut")
    assert "→" not in told()
    assert [one["value"] for one in json.loads(told("--recut", "--json"))["counted"]] == ["11"]
    assert json.loads(told("--json"))["counted"] == []
    assert {"from": "vn-na-xo-nam-can", "to": "vn-na-x-nam-can"} in json.loads(told("--recut", "--json"))["merged"]
    assert "merged" not in json.loads(told("--json"))


def test_a_district_that_ended_is_said_to_have_ended_and_asked_by_what_it_became(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"when": "2026-02-10", "place": "vn-na-x-nam-can", "offence": "smuggling_goods", "cases": 7}
    border.vn.say("incident", {**new, "example": True}, to="self")
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(border.vn.ledger))

    def told(year: str, *more: str, place: str = "vn-na-d-ky-son") -> str:
        asked = [*ASKED[:-1], year, "--lang", "en", "--place", place, *more]
        return CliRunner().invoke(commands.figures, asked).output

    assert "[vn-na-d-ky-son] ended on 30 June 2025: what is recorded for the places it became is not counted." in told(
        "2026"
    )
    plain = json.loads(told("2026", "--json"))
    assert (plain["counted"], plain["place_ended"]) == ([], "2025-06-30")
    assert "Counted with what it became" in told("2026", "--recut")
    recut = json.loads(told("2026", "--recut", "--json"))
    assert [one["value"] for one in recut["counted"]] == ["7"]
    assert {"from": "vn-na-xo-nam-can", "to": "vn-na-x-nam-can"} in recut["merged"]
    # What is asked of a year before the place was says so, too: no record to count is no zero there.
    said = told("2022", place="vn-na-x-nam-can")
    assert "[vn-na-x-nam-can] began on 1 July 2025: what is recorded before for the places that went into it" in said
    assert json.loads(told("2022", "--json", place="vn-na-x-nam-can"))["place_began"] == "2025-07-01"
    # The controls: in a year that it saw to its end, and of a place that goes on, there is nothing to say.
    assert "began on" not in told("2022", "--recut", place="vn-na-x-nam-can")
    assert "began on" not in told("2026", place="vn-na-x-nam-can") + told("2022", place="vn-na")
    assert "ended on" not in told("2022")
    assert "ended on" not in told("2026", place="vn-na-x-nam-can")
    assert "place_ended" not in json.loads(told("2022", "--json"))
