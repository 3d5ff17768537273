"""What answers what, what carries out what, and when an answer is due: on two nodes, whatever came first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.border import Border, Side, carry
from twinline.ledger.deadlines import HOUR_MS
from twinline.store import awaited, following, reading, traces, verifying
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.times import days_of, iso
from twinline.tongues import speaking

REQUEST: dict[str, Any] = {
    "type": "request", "subject": "smuggling", "when": "2026-01-05", "answer_within": 48, "counterparts": ["la-xk"],
    "example": True,
}  # fmt: skip
OWED: dict[str, Any] = {
    "subject": "building", "building": "village_police_office", "owed_by": ["vn"], "owed_to": ["la"],
    "level": "ministry", "owed": {"amount": "287", "unit": "buildings"}, "example": True,
}  # fmt: skip


def reply(to: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "reply", "subject": "smuggling", "when": "2026-01-06", "answers": to, "counterparts": ["vn-na"],
        "example": True, **more,
    }  # fmt: skip


def handover(commitment: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        "type": "handover", "when": "2026-02-01", "building": "village_police_office", "buildings": number,
        "level": "province", "fulfils": commitment, "counterparts": ["la-xk"], "example": True, **more,
    }  # fmt: skip


def thread(side: Side, record: str, now: int | None = None) -> following.Thread:
    return following.thread(side.ledger, Reader.of_node(side.ledger), record, now=now or side.clock())


def fulfilment(side: Side, record: str, on: str = "2026-02-01") -> following.Fulfilment:
    day = days_of(on)[0]
    return following.fulfilment(side.ledger, Reader.of_node(side.ledger), side.view(record).row, day=day)


def sound(*sides: Side) -> bool:
    return all(verifying.verify(side.ledger).sound for side in sides)


def test_a_request_and_its_reply_are_one_thread_on_both_nodes(border: Border) -> None:
    asked = border.vn.say("notice", REQUEST, to="twin:la-xk").record
    assert thread(border.vn, asked).deadlines[asked].state == "on_its_way"
    carry(border.vn, border.la)
    due = thread(border.vn, asked).deadlines[asked]
    assert due.state == "waiting"
    assert due.due == due.received + 48 * HOUR_MS
    answer = border.la.say("notice", reply(asked), to="twin:vn-na").record
    carry(border.vn, border.la)
    seen = [[row.record for row in thread(side, asked).rows] for side in (border.vn, border.la)]
    assert seen == [[asked, answer]] * 2
    assert [thread(side, answer).deadlines for side in (border.vn, border.la)] == [
        thread(border.vn, asked).deadlines
    ] * 2
    assert thread(border.la, asked).deadlines[asked].state == "answered"
    assert sound(border.vn, border.la)


def test_the_time_runs_from_the_receipt_and_not_from_the_writing(border: Border) -> None:
    asked = border.vn.say("notice", REQUEST, to="twin:la-xk").record
    border.clock.now += 30 * 24 * HOUR_MS
    carry(border.vn, border.la)
    due = thread(border.vn, asked).deadlines[asked]
    assert due.state == "waiting"
    later = {
        hours: thread(border.vn, asked, due.received + hours * HOUR_MS).deadlines[asked].state for hours in (40, 60, 97)
    }
    assert later == {40: "remind", 60: "overdue", 97: "escalated"}


def test_a_reply_that_comes_before_what_it_answers_waits_for_it(border: Border) -> None:
    missing = "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b"
    early = border.la.say("notice", reply(missing), to="twin:vn-na").record
    carry(border.vn, border.la)
    seen = thread(border.vn, early)
    assert [row.record for row in seen.rows] == [early]
    assert seen.missing == (missing,)
    assert border.vn.standing(early) == "stated"
    assert sound(border.vn)


def test_pledged_and_delivered_stand_each_at_its_own_level_and_make_no_rate(border: Border) -> None:
    owed = border.vn.say("commitment", OWED, author="vn-na").record
    border.vn.say("activity", handover(owed, 5))
    border.vn.say("activity", handover(owed, 4))
    carry(border.vn, border.la)
    for side in (border.vn, border.la):
        found = fulfilment(side, owed)
        assert (found.pledged, found.level) == (287_000, "ministry")
        assert [(each.value, each.level) for each in found.delivered] == [(9_000, "province")]
        assert found.open is None
    assert sound(border.vn, border.la)


def test_what_is_delivered_at_the_level_that_owes_it_is_subtracted(border: Border) -> None:
    owed = border.vn.say("commitment", {**OWED, "owed_by": ["vn-na"], "owed_to": ["la-xk"], "level": "province"}).record
    assert fulfilment(border.vn, owed).open == 287_000
    first = border.vn.say("activity", handover(owed, 9)).record
    assert fulfilment(border.vn, owed).open == 278_000
    border.vn.amend(first, handover(owed, 10))
    assert fulfilment(border.vn, owed).open == 277_000
    border.vn.withdraw(first)
    assert fulfilment(border.vn, owed).open == 287_000
    assert sound(border.vn)


def test_what_both_sides_recorded_is_delivered_once(border: Border) -> None:
    owed = border.vn.say("commitment", {**OWED, "level": "province"}).record
    carry(border.vn, border.la)
    ours = border.vn.say("activity", handover(owed, 9)).record
    theirs = border.la.say("activity", handover(owed, 9, counterparts=["vn-na"])).record
    carry(border.vn, border.la)
    assert fulfilment(border.vn, owed).open == 269_000
    border.vn.same_event(ours, theirs)
    border.la.same_event(theirs, ours)
    carry(border.vn, border.la)
    assert [fulfilment(side, owed).open for side in (border.vn, border.la)] == [278_000] * 2


def test_what_was_linked_at_home_means_the_same_after_both_are_released(border: Border) -> None:
    owed = border.vn.say("commitment", OWED, to="self").record
    done = border.vn.say("activity", handover(owed, 9), to="self").record
    with pytest.raises(StoreError, match="Release that one to them first"):
        release(border.vn, done)
    released = release(border.vn, owed)
    assert fulfilment(border.vn, released).delivered[0].value == 9_000
    crossed = release(border.vn, done)
    assert border.vn.view(crossed).row.body["fulfils"] == released
    carry(border.vn, border.la)
    assert fulfilment(border.la, released).delivered[0].value == 9_000
    assert owed not in str(border.la.view(crossed).row.body)


def release(side: Side, record: str) -> str:
    from twinline.store import acting

    return acting.release(side.ledger, [side.view(record)], ("line",), now=side.clock())[0].record


def test_a_link_tells_nobody_of_a_record_they_cannot_see(border: Border) -> None:
    narrow = border.vn.say("commitment", OWED, to="twin:la-xk").record
    with pytest.raises(StoreError, match="can see"):
        border.vn.say("activity", handover(narrow, 9), to="line")
    assert border.vn.say("activity", handover(narrow, 9), to="twin:la-xk").record


def test_a_village_s_pledges_cross_as_those_of_its_commune(border: Border) -> None:
    body = {"village": "vn-v-tien-tieu", "when": "2025-06-12", "topic": "drugs", "households": 64, "example": True}
    with pytest.raises(StoreError, match="commune or village cluster"):
        border.vn.say("pledge_round", body, to="line")
    with pytest.raises(StoreError, match="fewer than 5"):
        border.vn.say("pledge_round", {**body, "village": "vn-na-xo-nam-can", "households": 4}, to="line")
    home = border.vn.say("pledge_round", body, to="self").record
    crossed = release(border.vn, home)
    carry(border.vn, border.la)
    assert border.la.view(crossed).row.body["village"] == "vn-na-xo-nam-can"
    assert not border.la.sees(home)


def test_an_alert_goes_in_the_urgent_lane(border: Border) -> None:
    status = {"place": {"gate": "gate-nam-can"}, "status": "closed", "from": "2026-04-14", "example": True}
    said = border.vn.say("gate_status", status)
    assert traces.trace(border.vn.ledger, Reader.of_node(border.vn.ledger), said.record)[0].lane == "urgent"
    calm = border.vn.say("notice", REQUEST)
    assert traces.trace(border.vn.ledger, Reader.of_node(border.vn.ledger), calm.record)[0].lane == "routine"


def test_a_rebuild_gives_the_same_links(border: Border) -> None:
    owed = border.vn.say("commitment", OWED).record
    border.vn.say("activity", handover(owed, 9))
    before = fulfilment(border.vn, owed)
    verifying.rebuild(border.vn.ledger)
    assert fulfilment(border.vn, owed) == before
    assert sound(border.vn)
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_link WHERE verb = 'fulfils'")
    assert not sound(border.vn)


def test_the_command_follows_a_commitment_and_a_request(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    from click.testing import CliRunner

    from twinline.store.commands import following as command

    monkeypatch.setattr(command, "ledger", lambda: border.vn.ledger)
    owed = border.vn.say("commitment", OWED).record
    border.vn.say("activity", handover(owed, 9))
    asked = border.vn.say("notice", REQUEST).record
    told = [json.loads(CliRunner().invoke(command.follow, [record, "--json"]).stdout) for record in (owed, asked)]
    assert told[0]["fulfilment"] == [
        {"pledged": "287", "unit": "buildings", "level": "ministry", "left": None},
        {"delivered": "9", "unit": "buildings", "level": "province"},
    ]
    assert told[1]["thread"] == [
        {
            "record": asked, "answers": None,
            "due": {"state": "on_its_way", "hours": 48, "received": None, "due": None, "answered": None},
        }
    ]  # fmt: skip
    with speaking("vi"):
        read = [CliRunner().invoke(command.follow, [record, "--lang", "vi"]).stdout for record in (owed, asked)]
    assert "đã cam kết: 287 công trình (cấp bộ)" in read[0]
    assert "đã thực hiện: 9 công trình (cấp tỉnh)" in read[0]
    assert "đang gửi đi" in read[1]
    assert "on its way" not in read[1]


def test_a_question_and_its_answer_wait_for_no_confirmation(border: Border) -> None:
    asked = border.vn.say("notice", REQUEST, to="twin:la-xk").record
    informed = {name: said for name, said in REQUEST.items() if name != "answer_within"} | {"type": "inform"}
    told = border.vn.say("notice", informed, to="twin:la-xk").record
    carry(border.vn, border.la)
    border.la.say("notice", reply(asked), to="twin:vn-na")
    carry(border.la, border.vn)

    def waiting(side: Side) -> list[str]:
        reader = Reader.of_node(side.ledger)
        return [one.record for one in reading.records(side.ledger, reader, **awaited.to_confirm(side.ledger, reader))]

    assert waiting(border.vn) == []
    # The control: what the other side tells without asking is confirmed, as anything else.
    assert waiting(border.la) == [told]


def test_what_is_owed_every_year_is_set_against_that_year_alone(border: Border) -> None:
    each_year = {
        "subject": "conference", "owed_by": ["vn-na", "la-xk"], "owed_to": ["vn-na", "la-xk"], "level": "province",
        "owed": {"amount": "1", "unit": "activities"}, "repeats": "yearly", "agreed": "2023-05", "example": True,
    }  # fmt: skip
    owed = border.vn.say("commitment", each_year).record
    held = {"type": "conference", "level": "province", "fulfils": owed, "counterparts": ["la-xk"], "example": True}
    border.vn.say("activity", {**held, "when": "2024-11-20"})
    border.vn.say("activity", {**held, "when": "2025"})
    assert [fulfilment(border.vn, owed, year).done for year in ("2023", "2024", "2025", "2026")] == [
        False, True, True, False
    ]  # fmt: skip
    row = border.vn.view(owed).row
    due = [iso(day) for day in following.due_days(row, days_of("2026-03-01")[0])]
    assert due == ["2025-12-31", "2026-12-31"]
    # What is owed once stands against all that was ever delivered.
    once = border.vn.say("commitment", {**each_year, "repeats": "once", "until": "2026-06"}).record
    border.vn.say("activity", {**held, "when": "2024-11-20", "fulfils": once})
    assert fulfilment(border.vn, once, "2026").done
    assert [iso(day) for day in following.due_days(border.vn.view(once).row, days_of("2026")[0])] == ["2026-06-30"]


def test_a_repeated_commitment_begins_with_the_term_it_was_agreed_in_and_ends_with_its_last_day(border: Border) -> None:
    def due(on: str, **more: str) -> list[str]:
        body = {"subject": "regular_talks", "owed_by": ["vn-na"], "owed_to": ["la-xk"], "level": "province",
                "owed": {"amount": "1", "unit": "activities"}, "example": True, **more}  # fmt: skip
        row = border.vn.view(border.vn.say("commitment", body).record).row
        return [iso(day) for day in following.due_days(row, days_of(on)[0])]

    assert due("2026-02-10", repeats="quarterly", agreed="2026-02-01") == ["2026-03-31"]
    assert due("2026-05-10", repeats="quarterly", agreed="2026-02-01") == ["2026-03-31", "2026-06-30"]
    assert due("2026-08-10", repeats="half_yearly", agreed="2025", until="2026-09-15") == ["2026-06-30", "2026-09-15"]
    assert due("2027-02-10", repeats="half_yearly", agreed="2025", until="2026-09-15") == ["2026-09-15"]
    assert due("2027-08-10", repeats="half_yearly", agreed="2025", until="2026-09-15") == []
    assert due("2026-12-31", repeats="monthly", agreed="2026-12-31") == ["2026-12-31"]
    # Nobody said since when: what was owed before isn't known.
    assert due("2026-05-10", repeats="yearly") == ["2026-12-31"]
