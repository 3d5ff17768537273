"""What the calendar holds: what is due, ends, is planned or comes round again, and nothing a reader may not know."""

from __future__ import annotations

import pytest

from tests.border import Border, carry
from twinline.records import registry
from twinline.records.dated import OCCASIONS, told
from twinline.reports import calendar
from twinline.store import agenda
from twinline.store.reading import Reader
from twinline.times import day_of, days_of, from_rfc3339, iso

NOW = from_rfc3339("2026-01-05T09:00:00+07:00")
REQUEST = {
    "type": "request", "subject": "smuggling", "when": "2026-01-05", "counterparts": ["la-xk"], "answer_within": 48,
    "example": True,
}  # fmt: skip
TWINNING = {
    "level": "village", "units_a": ["vn-v-muong-phu"], "units_b": ["la-v-nam-tay"], "signed": "2024-02-29",
    "until": "2029-02", "status": "signed", "example": True,
}  # fmt: skip


def shown(border: Border, first: str, last: str, *, by: str = "", at: str = "vn") -> list[tuple[str, str, int]]:
    side = getattr(border, at)
    reader = Reader(frozenset({by})) if by else Reader.of_node(side.ledger)
    found = agenda.agenda(side.ledger, reader, days_of(first)[0], days_of(last)[1], now=NOW)
    return [(one.what, iso(one.first), one.number) for one in found]


def test_a_twinning_lapses_at_the_end_of_its_month_and_comes_round_every_year(border: Border) -> None:
    border.vn.say("twinning", TWINNING)
    assert shown(border, "2027", "2029") == [
        ("anniversary", "2027-02-28", 3), ("anniversary", "2028-02-29", 4), ("anniversary", "2029-02-28", 5),
        ("ends", "2029-02-28", 0),
    ]  # fmt: skip
    assert shown(border, "2024", "2024") == []
    assert told("anniversary", 3, "en") == "3 years since it was signed"
    assert told("anniversary", 1, "fr") == "un an depuis la signature"


def test_a_commitment_is_due_until_it_is_carried_out(border: Border) -> None:
    owed = border.vn.say("commitment", {
        "subject": "building", "building": "village_police_office", "owed_by": ["vn-na"], "owed_to": ["la-xk"],
        "level": "province", "owed": {"amount": "2", "unit": "buildings"}, "until": "2026-03", "example": True,
    }).record  # fmt: skip
    assert shown(border, "2026-03-31", "2026-03-31") == [("owed", "2026-03-31", 0)]
    border.vn.say("support", {
        "step": "delivered", "purpose": "offices", "when": "2026-02", "given_to": ["la-xk"], "level": "province",
        "building": "village_police_office", "buildings": 2, "fulfils": owed, "example": True,
    })  # fmt: skip
    assert shown(border, "2026-03", "2026-03") == []


def test_a_yearly_commitment_is_due_at_the_end_of_each_year_it_was_not_carried_out_in(border: Border) -> None:
    owed = border.vn.say("commitment", {
        "subject": "conference", "owed_by": ["vn-na", "la-xk"], "owed_to": ["vn-na", "la-xk"], "level": "province",
        "owed": {"amount": "1", "unit": "activities"}, "repeats": "yearly", "agreed": "2025-03-01",
        "until": "2028-06-30", "example": True,
    }).record  # fmt: skip
    border.vn.say("activity", {
        "type": "conference", "when": "2026-10-08", "level": "province", "fulfils": owed, "counterparts": ["la-xk"],
        "example": True,
    })  # fmt: skip
    assert [day for what, day, _ in shown(border, "2024", "2030") if what == "owed"] == [
        "2025-12-31", "2027-12-31", "2028-06-30"
    ]  # fmt: skip
    told_of = calendar.entries(border.vn.ledger, Reader.of_node(border.vn.ledger), *days_of("2028"), now=NOW)
    told_of += calendar.entries(border.vn.ledger, Reader.of_node(border.vn.ledger), *days_of("2027"), now=NOW)
    file = calendar.as_ics(told_of, "en", organisation="vn-na", absent={}).decode().splitlines()
    uids = [line for line in file if line.startswith("UID:")]
    assert len(uids) == len(set(uids))
    assert sum(".owed." in line for line in uids) == 2


def test_a_plan_s_stages_tasks_and_reviews_each_have_their_day(border: Border) -> None:
    border.vn.say("joint_plan", {
        "subject": "drugs", "parties": ["vn-na", "la-xk"], "signed": "2026-01-02", "until": "2026-12-31",
        "stages": [{"from": "2026-01-02", "to": "2026-06"}, {"from": "2026-07", "to": "2026-12-31"}],
        "tasks": [{"whose": "both", "what": "awareness", "by": "2026-06-30"}, {"whose": "LA", "what": "information"}],
        "reviews": ["2026-07-15"], "example": True,
    })  # fmt: skip
    found = shown(border, "2026-06", "2026-12")
    assert ("stage_ends", "2026-06-30", 1) in found
    assert ("task", "2026-06-30", 1) in found
    assert ("review", "2026-07-15", 1) in found
    assert ("ends", "2026-12-31", 0) in found
    assert "stage_begins" not in [what for what, day, _ in found if day == "2026-01-02"]


def test_a_planned_patrol_stands_until_it_is_walked_or_called_off(border: Border) -> None:
    plan = {"type": "joint", "when": "2026-01-20", "place": {"marker": "405", "to_marker": "408"}, "stage": "planned",
            "counterparts": ["la-xk"], "example": True}  # fmt: skip
    planned = border.vn.say("patrol", plan)
    called_off = border.vn.say("patrol", {**plan, "when": "2026-01-22"})
    assert [what for what, _, _ in shown(border, "2026-01", "2026-01")] == ["planned", "planned"]
    walked = {**plan, "when": "2026-01-21", "stage": "walked", "plan": planned.record, "participants_vn": 8}
    border.vn.say("patrol", walked)
    border.vn.amend(called_off.record, {**plan, "when": "2026-01-22", "stage": "called_off", "called_off": "weather"})
    assert shown(border, "2026-01", "2026-01") == []


def test_a_status_ends_after_a_year_unless_another_took_its_place(border: Border) -> None:
    status = {
        "commune": "vn-na-x-nam-can", "status": "cleaned", "from": "2025-02-01",
        "reference_set": "drug_free_programme_communes", "example": True,
    }  # fmt: skip
    gate = {"place": {"gate": "gate-nam-can"}, "status": "closed", "from": "2026-01-10", "until": "2026-01-31",
            "counterparts": ["la-xk"], "example": True}  # fmt: skip
    border.vn.say("programme_status", status)
    border.vn.say("gate_status", gate)
    assert shown(border, "2026-01", "2026-02-10") == [("ends", "2026-01-31", 0), ("ends", "2026-01-31", 0)]
    border.vn.say("programme_status", {**status, "status": "kept_clean", "from": "2026-01-15"})
    border.vn.say("gate_status", {**gate, "status": "open", "from": "2026-01-20", "until": "2026-03-01"})
    assert shown(border, "2026-01", "2026-02-10") == []


def test_the_end_of_a_control_post_a_stretch_and_a_liaison_office_is_in_the_calendar(border: Border) -> None:
    for kind in ("control_post", "stretch", "liaison_office"):
        border.vn.say(kind, HIDDEN[kind])
    assert shown(border, "2026-02", "2026-02") == [
        ("ends", "2026-02-11", 0), ("ends", "2026-02-12", 0), ("ends", "2026-02-13", 0)
    ]  # fmt: skip


def test_an_answer_is_due_from_the_receipt_on_and_each_desk_says_whose_it_is(border: Border) -> None:
    border.vn.say("notice", REQUEST, to="twin:la-xk")
    assert shown(border, "2026", "2026") == []
    carry(border.vn, border.la)
    ((what, day, _),) = shown(border, "2026", "2026")
    assert what == "awaited"
    assert shown(border, "2026", "2026", at="la") == [("to_answer", day, 0)]
    # Whoever reads for nobody that it names isn't asked to answer.
    assert shown(border, "2026", "2026", at="la", by="la-bk") == []


def test_what_both_sides_tell_of_one_event_stands_once_in_our_words(border: Border) -> None:
    talks = {"type": "talks", "when": "2026-01-20", "counterparts": ["la-xk"], "example": True}
    ours = border.vn.say("activity", talks)
    theirs = border.la.say("activity", {**talks, "counterparts": ["vn-na"]})
    carry(border.vn, border.la)
    assert len(shown(border, "2026-01", "2026-01")) == 2
    border.vn.same_event(ours.record, theirs.record)
    border.la.same_event(theirs.record, ours.record)
    carry(border.vn, border.la)
    assert len(shown(border, "2026-01", "2026-01")) == 1
    first, last = days_of("2026-01-20")
    (one,) = agenda.agenda(border.vn.ledger, Reader.of_node(border.vn.ledger), first, last, now=NOW)
    assert one.row.record == ours.record


def test_what_took_place_is_no_longer_coming_but_is_told_a_year_later(border: Border) -> None:
    border.vn.say("activity", {"type": "talks", "when": "2025-01-07", "counterparts": ["la-xk"], "example": True})
    border.vn.say("patrol", {"type": "own", "when": "2025-01-08", "place": {"marker": "405"}, "example": True})
    assert shown(border, "2025-01", "2025-01") == []
    reader = Reader.of_node(border.vn.ledger)
    found = agenda.done_about(border.vn.ledger, reader, *days_of("2025-01"))
    assert [row.kind for row in found] == ["activity"]
    assert agenda.done_about(border.vn.ledger, reader, *days_of("2025-02")) == []


HIDDEN = {
    "twinning": TWINNING,
    "agreement": registry.of_kind("agreement").sample[1] | {"signed": "2025-02-10", "until": "2026-02-20"},
    "commitment": registry.of_kind("commitment").sample[1] | {"until": "2026-02"},
    "notice": REQUEST,
    "activity": {"type": "talks", "when": "2026-02-03", "counterparts": ["la-xk"], "example": True},
    "gate_status": registry.of_kind("gate_status").sample[1] | {"from": "2026-02-01", "until": "2026-02-05"},
    "joint_plan": registry.of_kind("joint_plan").sample[1]
    | {"stages": [{"from": "2026-02-01", "to": "2026-02-28"}], "tasks": [], "reviews": ["2026-02"]},
    "patrol": {"type": "joint", "when": "2026-02-03", "place": {"marker": "405"}, "stage": "planned",
               "counterparts": ["la-xk"], "example": True},
    "stretch": registry.of_kind("stretch").sample[1] | {"from": "2025-02-01", "to": "2026-02-11"},
    "control_post": registry.of_kind("control_post").sample[1] | {"from": "2025-02-01", "to": "2026-02-12"},
    "liaison_office": registry.of_kind("liaison_office").sample[1] | {"opened": "2015", "until": "2026-02-13"},
    "reporting_round": {name: value for name, value in registry.of_kind("reporting_round").sample[1].items()
                        if name != "repeats"} | {"period": "2026-01"},
    "programme_status": registry.of_kind("programme_status").sample[1] | {"from": "2025-02-10", "until": "2026-02-09"},
}  # fmt: skip


def test_what_a_reader_may_not_know_changes_no_byte(border: Border) -> None:
    """Twin worlds: one has hidden records of every kind with a day in the calendar, the other none."""
    assert set(HIDDEN) == {*agenda.DATED, "notice"}
    border.vn.say("twinning", {**TWINNING, "signed": "2025-02-07"})
    border.vn.say("activity", {"type": "talks", "when": "2026-02-03", "counterparts": ["la-xk"], "example": True})
    carry(border.vn, border.la)
    stranger, first, last = Reader(frozenset({"vn-na-bg"})), *days_of("2026-02")

    def seen() -> tuple[bytes, ...]:
        ledger = border.vn.ledger
        found = calendar.entries(ledger, stranger, first, last, now=NOW)
        told = [calendar.as_ics(found, lang, organisation="vn-na", absent={}) for lang in ("vi", "lo")]
        done = agenda.done_about(ledger, stranger, *days_of("2026"))
        return (*told, calendar.as_json(found, {}), repr([row.record for row in done]).encode())

    before = seen()
    assert b"talks" not in before[0]
    assert before[2].count(b'"record"') == 2
    for kind, body in HIDDEN.items():
        border.vn.say(kind, body, to="twin:la-xk")
    carry(border.vn, border.la)
    assert seen() == before
    # The control: to everyone on the line, the same records are seen.
    for kind, body in HIDDEN.items():
        border.vn.say(kind, body)
    assert seen() != before


@pytest.mark.parametrize("what", OCCASIONS)
def test_every_occasion_has_words_in_four_languages(what: str) -> None:
    assert all(told(what, 2, lang) and "{" not in told(what, 2, lang) for lang in ("vi", "lo", "en", "fr"))


def test_a_day_is_the_civil_one_at_the_border() -> None:
    assert iso(day_of(NOW)) == "2026-01-05"
