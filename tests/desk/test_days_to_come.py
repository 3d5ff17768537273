"""What has been can't lie ahead: such a day is kept as it was said, marked on the record, and waits to be looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tests.border import Border, carry, incident
from tests.desk.officers import Officer
from tests.desk.test_what_waits import listed
from twinline.records import registry
from twinline.store import here, marking
from twinline.store.commands.reading import show
from twinline.store.reading import Reader
from twinline.times import DAY_MS, day_of, iso, now_ms

PATROL = {"type": "joint", "place": {"marker": "405", "to_marker": "408"}, "counterparts": ["la-xk"], "example": True}
SUPPORT = {"purpose": "hunger_poverty", "given_to": ["la-xk"], "value": {"amount": "30000000", "unit": "VND"},
           "counterparts": ["la-xk"], "example": True}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


def said(border: Border, kind: str, body: dict[str, Any], off: int) -> list[str]:
    """Return what marks a record of ours, told of a day so many days off, bears at the other side."""
    border.clock.now = now_ms()
    when = iso(day_of(border.clock.now) + off)
    record = border.vn.say(kind, {**body, "when": when}).record
    carry(border.vn, border.la)
    return [one.sentence("en") for one in marking.untimely(border.la.view(record))]


@pytest.mark.parametrize("off", [-400, 0, 1])
def test_what_has_been_bears_no_mark(border: Border, off: int) -> None:
    assert said(border, "incident", incident(), off) == []


def test_a_day_to_come_is_named(border: Border) -> None:
    (told,) = said(border, "incident", incident(), 36_500)
    assert told.startswith("when (when): 21")
    assert "check the day, above all its year" in told


@pytest.mark.parametrize(
    ("kind", "body", "odd"),
    [
        ("patrol", {**PATROL, "stage": "planned"}, False),
        ("patrol", PATROL, True),
        ("support", {**SUPPORT, "step": "pledged"}, False),
        ("support", {**SUPPORT, "step": "delivered"}, True),
    ],
)
def test_a_plan_and_a_promise_may_lie_ahead(border: Border, kind: str, body: dict[str, Any], odd: bool) -> None:
    assert bool(said(border, kind, body, 30)) is odd


def test_no_term_is_taken_for_what_has_been() -> None:
    assert {"gate_status", "stretch", "control_post", "twinning", "reporting_round"}.isdisjoint(registry.OF_THE_PAST)


def test_it_stays_marked_when_its_day_has_come_and_when_it_was_answered(border: Border) -> None:
    border.clock.now = now_ms()
    record = border.vn.say("incident", incident(when=iso(day_of(border.clock.now) + 30))).record
    carry(border.vn, border.la)
    border.clock.now += 40 * DAY_MS
    border.la.countersign(record)
    assert len(marking.untimely(border.la.view(record))) == 1
    assert marking.still_ahead(border.la.ledger, Reader.of_node(border.la.ledger), border.clock.now) == []


def test_both_desks_are_told_and_right_it_is_told_no_more(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    border.clock.now = now_ms()
    body = incident(when=iso(day_of(border.clock.now) + 365))
    record = border.vn.say("incident", body).record
    fine = border.vn.say("incident", incident()).record
    carry(border.vn, border.la)
    lan = Officer(border.vn, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger))
    assert listed(lan)["ahead"][0] == 1
    assert "had not come yet when this was said" in lan.get(f"/records/{record}/")[1]
    assert "had not come yet" not in lan.get(f"/records/{fine}/")[1]
    boun = Officer(border.la, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger))
    assert listed(boun)["ahead"][0] == 1
    border.vn.amend(record, incident())
    assert "ahead" not in listed(lan)


def test_programs_and_the_command_line_are_told(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    border.clock.now = now_ms()
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    for when, odd in ((iso(day_of(border.clock.now) + 365), True), ("2022-06-03", False)):
        record = border.vn.say("incident", incident(when=when)).record
        told = CliRunner().invoke(show, [record], catch_exceptions=False).stdout
        assert ("had not come yet" in told) is odd
        assert json.loads(CliRunner().invoke(show, [record, "--json"]).stdout)["day_to_come"] is odd
