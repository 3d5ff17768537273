"""Silence is visible: whose words a figure could rest on, up to when, and who has long been silent."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.border import MINUTE, Border, Clock, Side, carry, incident
from twinline.reports import commands
from twinline.reports.as_html import Links, as_html
from twinline.reports.as_json import as_json
from twinline.reports.as_text import as_text
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.words import LANGUAGES
from twinline.times import rfc3339

DAY = 24 * 60 * MINUTE
LINKS = Links(figure=lambda *asked: "", record=lambda record: "")


def told(side: Side, **asked: object) -> dict[str, tuple[str | None, bool]]:
    report = json.loads(as_json(joint_report(LedgerSource(side.ledger), **asked)))
    return {one["organisation"]: (one["known_up_to"], one["silent"]) for one in report["sources"]}


def wait(border: Border, days: int) -> None:
    border.clock.now += days * DAY


@pytest.fixture
def spoken(border: Border) -> Border:
    border.vn.say("incident", incident())
    border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    return border


def test_each_source_is_named_with_up_to_when_it_is_known_alike_on_both_nodes(spoken: Border) -> None:
    found = told(spoken.vn)
    assert found == told(spoken.la)
    assert set(found) == {"la-xk", "vn-na"}
    assert all(known and not silent for known, silent in found.values())


def test_a_source_silent_for_thirty_days_marks_every_report_and_figure(spoken: Border) -> None:
    wait(spoken, 29)
    spoken.vn.say("incident", incident(persons=4))
    carry(spoken.vn, spoken.la)
    assert not told(spoken.vn)["la-xk"][1]  # the control: a day less is not silence
    wait(spoken, 2)
    spoken.vn.say("incident", incident(persons=5))
    carry(spoken.vn, spoken.la)
    for side in (spoken.vn, spoken.la):
        report = joint_report(LedgerSource(side.ledger))
        assert [one.organisation for one in report.sources if one.silent] == ["la-xk"]
        assert "! Silent: nothing from Xieng Khouang since 5 January 2026" in as_text(report, "en")
        assert all('class="silent"' in as_html(report, lang, LINKS) for lang in LANGUAGES)
    spoken.la.say("incident", incident(counterparts=["vn-na"]))
    carry(spoken.vn, spoken.la)
    assert not told(spoken.vn)["la-xk"][1]


def test_asked_as_known_on_a_later_day_both_are_silent_and_the_cut_says_so_again(spoken: Border) -> None:
    later = spoken.clock.now + 40 * DAY
    assert all(silent for _, silent in told(spoken.vn, known_on=later).values())
    printed = as_json(joint_report(LedgerSource(spoken.vn.ledger), known_on=later))
    spoken.la.say("incident", incident(counterparts=["vn-na"]))
    carry(spoken.vn, spoken.la)
    from twinline.reports import cuts

    assert as_json(joint_report(LedgerSource(spoken.la.ledger), cut=cuts.read(printed))) == printed


def test_who_has_a_node_and_has_said_nothing_is_named_as_well(border: Border) -> None:
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    assert told(border.vn)["la-xk"] == (None, True)
    assert told(border.vn)["vn-na"][1] is False


def test_what_an_author_dates_in_the_future_is_known_up_to_the_instant_asked(spoken: Border) -> None:
    spoken.la.clock = Clock(spoken.clock.now + 400 * DAY)
    spoken.la.say("incident", incident(counterparts=["vn-na"]))
    carry(spoken.vn, spoken.la)
    at = spoken.la.clock.now + DAY
    assert told(spoken.vn, known_on=at)["la-xk"][0] < rfc3339(at)
    assert told(spoken.vn, known_on=spoken.clock.now)["vn-na"][1] is False


def test_a_figure_names_its_sources_in_every_language(spoken: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "source_for", lambda folder: LedgerSource(spoken.vn.ledger))
    wait(spoken, 31)
    spoken.vn.say("incident", incident(persons=5))
    carry(spoken.vn, spoken.la)
    said = {"vi": "Thiếu tin: ", "lo": "ຂາດຂໍ້ມູນ: ", "en": "Silent: ", "fr": "Silence"}
    for lang, mark in said.items():
        printed = CliRunner().invoke(commands.figures, ["drug_cases", "--lang", lang]).output
        assert f"! {mark}" in printed
    program = json.loads(CliRunner().invoke(commands.figures, ["drug_cases", "--json"]).output)
    assert [one["organisation"] for one in program["sources"] if one["silent"]] == ["la-xk"]
