"""How exhibits, seizures, shifts, bulletins and counts go on: what is missing is named, and by nobody's typing."""

from __future__ import annotations

from typing import Any

from tests.border import Border, Side, carry, incident
from twinline.records import registry
from twinline.store import onward
from twinline.store.reading import Reader
from twinline.times import days_of

TODAY = days_of("2026-11-27")[0]


def sample(kind: str, **more: Any) -> dict[str, Any]:
    return {**registry.of_kind(kind).sample[1], **more}


def steps(side: Side, record: str, on: str = "2026-11-27") -> list[tuple[str, bool]]:
    found = onward.steps(side.ledger, Reader.of_node(side.ledger), side.view(record).row, days_of(on)[0])
    return [(one.what, one.late) for one in found]


def waits(side: Side, on: str = "2026-11-27") -> list[tuple[str, str]]:
    found = onward.waiting(side.ledger, Reader.of_node(side.ledger), days_of(on)[0])
    return [(row.kind, step.what) for row, step in found]


def kept(*custody: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    steps_ = [{"on": on, "step": step, "held_by": by} for on, step, by in custody]
    return sample("exhibit", custody=steps_, **more)


def test_an_exhibit_has_a_holder_until_it_is_returned_or_destroyed(border: Border) -> None:
    taken = ("2026-06-03", "taken", "vn-na-bg"), ("2026-06-05", "moved", "vn-na-police")
    exhibit = border.vn.say("exhibit", kept(*taken, ("2026-06-09", "examined", "vn-na-police"))).record
    (held,) = onward.steps(border.vn.ledger, Reader.of_node(border.vn.ledger), border.vn.view(exhibit).row,
                           days_of("2026-07-01")[0])  # fmt: skip
    assert (held.what, held.who, held.day) == ("kept_by", "vn-na-police", days_of("2026-06-05")[0])
    assert waits(border.vn, "2026-12-05") == []
    assert waits(border.vn, "2026-12-06") == [("exhibit", "no_step")]
    border.vn.amend(exhibit, kept(*taken, ("2026-12-01", "destroyed", "vn-na-police")))
    assert steps(border.vn, exhibit, "2027-12-06") == [("ended", False)]
    assert waits(border.vn, "2027-12-06") == []


def test_an_exhibit_of_a_closed_case_waits_at_once_on_both_nodes(border: Border) -> None:
    case = border.vn.say("case", sample("case", closed={"on": "2026-06-20", "ground": "prosecuted"})).record
    still = border.vn.say("case", {key: said for key, said in sample("case").items() if key != "closed"}).record
    border.vn.say("exhibit", kept(("2026-06-03", "taken", "vn-na-bg"), case=case))
    border.vn.say("exhibit", kept(("2026-06-03", "taken", "vn-na-bg"), case=still, number="2"))
    carry(border.vn, border.la)
    assert waits(border.vn, "2026-06-19") == []
    assert waits(border.vn, "2026-06-20") == waits(border.la, "2026-06-20") == [("exhibit", "case_closed")]


def test_a_seizure_waits_for_a_case_an_incident_or_an_exhibit(border: Border) -> None:
    one = border.vn.say("seizure", sample("seizure", when="2026-09-01")).record
    border.vn.say("seizure", sample("seizure", when={"from": "2012-01-01", "to": "2026-08"}))  # a total, not a seizure
    border.vn.say("seizure", sample("seizure", when="2026-09-02", case=border.vn.say("case", sample("case")).record))
    assert waits(border.vn, "2026-09-30") == []
    assert waits(border.vn, "2026-10-01") == [("seizure", "no_case")]
    exhibit = border.vn.say("exhibit", kept(("2026-09-01", "taken", "vn-na-bg"), seizure=one)).record
    assert waits(border.vn, "2026-10-01") == []
    reader = Reader.of_node(border.vn.ledger)
    assert [row.record for row in onward.naming(border.vn.ledger, reader, border.vn.view(one).row)] == [exhibit]
    assert steps(border.vn, one) == []


def test_what_a_shift_hands_on_waits_until_a_later_shift_of_the_same_seat_is_told(border: Border) -> None:
    shift = border.vn.say("liaison_shift", sample("liaison_shift", when="2026-03-04", handed_on=2)).record
    assert waits(border.vn, "2026-03-05") == []
    assert waits(border.vn, "2026-03-06") == [("liaison_shift", "not_taken_over")]
    border.vn.say("liaison_shift", sample("liaison_shift", when="2026-03-05", side="LA", seat="la-hp-blo-sam-to"))
    assert waits(border.vn, "2026-03-06") == [("liaison_shift", "not_taken_over")]
    border.vn.say("liaison_shift", sample("liaison_shift", when="2026-03-05"))
    assert waits(border.vn, "2026-03-06") == []
    assert steps(border.vn, shift) == [("handed_on", False), ("after", False)]


def test_a_bulletin_is_due_in_the_term_after_the_last_while_its_office_stands(border: Border) -> None:
    office = border.vn.say("liaison_office", sample("liaison_office")).record
    last = border.vn.say("liaison_bulletin", sample("liaison_bulletin", period="2026-02", office=office)).record
    assert steps(border.vn, last, "2026-04-10") == [("due", False)]
    assert waits(border.vn, "2026-04-11") == [("liaison_bulletin", "missed")]
    assert waits(border.vn, "2026-09-11") == []  # it has stopped: nobody is asked for ever
    border.vn.amend(office, sample("liaison_office", until="2026-02-28"))
    assert waits(border.vn, "2026-04-11") == []
    quarter = border.la.say(
        "liaison_bulletin", sample("liaison_bulletin", period={"from": "2026-01", "to": "2026-03"})
    ).record
    assert steps(border.la, quarter, "2026-07-10") == [("due", False)]
    assert waits(border.la, "2026-07-11") == [("liaison_bulletin", "missed")]


def test_a_gate_that_was_counted_month_after_month_and_is_no_longer_is_named(border: Border) -> None:
    def counted(day: str, gate: str = "gate-nam-can") -> str:
        return border.vn.say("crossing_count", sample("crossing_count", when=day, place={"gate": gate})).record

    counted("2026-08-31", "gate-thanh-thuy")  # once is no habit
    counted("2026-07-15")
    last = counted("2026-08-15")
    assert waits(border.vn, "2026-10-10") == []
    assert waits(border.vn, "2026-10-11") == [("crossing_count", "missed")]
    assert steps(border.vn, last, "2026-10-11") == [("before", False), ("missed", True)]
    counted("2026-09-30")
    assert waits(border.vn, "2026-10-11") == []


def test_a_marker_that_was_not_sound_waits_until_somebody_looks_at_it_again(border: Border) -> None:
    def looked(day: str, **markers: str) -> str:
        seen = [{"number": number.lstrip("m"), "condition": how} for number, how in markers.items()]
        return border.vn.say("inspection", sample("inspection", when=day, markers=seen, findings=[])).record

    first = looked("2026-06-05", m403="sound", m404="overgrown", m405="not_reached", m406="leaning")
    assert waits(border.vn, "2026-06-18") == []
    assert waits(border.vn, "2026-06-19") == [("inspection", "unsound")]
    assert steps(border.vn, first, "2026-06-06") == [("unsound", False)]
    looked("2026-07-01", m404="sound")
    looked("2026-07-02", m406="not_reached")
    (left,) = onward.steps(border.vn.ledger, Reader.of_node(border.vn.ledger), border.vn.view(first).row, TODAY)
    assert onward.found_told(left, "en") == "marker 406: leaning"
    looked("2026-07-20", m406="fallen")
    assert steps(border.vn, first) == []
    assert waits(border.vn, "2026-08-03") == [("inspection", "unsound")]
    looked("2026-08-04", m406="sound")
    assert waits(border.vn, "2026-11-27") == []


def test_an_incident_that_is_followed_waits_until_it_is_closed_or_part_of_a_case(border: Border) -> None:
    def said(**more: Any) -> str:
        return border.vn.say("incident", {**incident(when="2026-03-01"), **more}).record

    said()  # a count: nobody said that it is followed
    followed = said(aware="2026-03-01T05:40", first_report="2026-03-01T08:00")
    said(aware="2026-03-01T05:40", case=border.vn.say("case", sample("case", when="2026-03-01")).record)
    assert waits(border.vn, "2026-05-29") == []
    assert waits(border.vn, "2026-05-30") == [("incident", "still_open")]
    closed = {"on": "2026-06-01", "ground": "prosecuted"}
    border.vn.amend(followed, {**incident(when="2026-03-01"), "aware": "2026-03-01T05:40", "closed": closed})
    assert waits(border.vn, "2026-06-30") == []
