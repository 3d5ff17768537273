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
