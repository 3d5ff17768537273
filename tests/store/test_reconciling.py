"""Two nodes told the same month: what is proposed as one event, and what the sheet confirms in one act."""

from __future__ import annotations

import pytest

from tests.border import Border, Side, carry, incident
from twinline.records.registry import of_kind
from twinline.store import pairing, pairwords, reconciling
from twinline.store.errors import StoreError
from twinline.store.pairing import Found
from twinline.store.reading import Reader
from twinline.times import days_of
from twinline.tongues import LANGUAGES

LONG_AGO, LATER = days_of("2022-05-01")[0], days_of("2022-07-31")[1]


def proposals(side: Side, **asked: object) -> Found:
    return pairing.proposals(side.ledger, Reader.of_node(side.ledger), **asked)  # type: ignore[arg-type]


def sheet(side: Side) -> reconciling.Sheet:
    return reconciling.sheet(side.ledger, Reader.of_node(side.ledger), "2022-06")


def confirm(side: Side, **more: object) -> int:
    reader = Reader.of_node(side.ledger)
    return len(reconciling.confirm(side.ledger, reader, "2022-06", now=side.clock(), **more))  # type: ignore[arg-type]


def theirs(**more: object) -> dict[str, object]:
    return incident(counterparts=["vn-na"], **more)


def test_what_both_told_is_proposed_with_the_reason_and_links_nothing(border: Border) -> None:
    ours, other = border.vn.say("incident", incident()), border.la.say("incident", theirs())
    carry(border.vn, border.la)
    (found,) = proposals(border.vn, since=LONG_AGO, until=LATER).proposals
    assert {found.first, found.second} == {ours.record, other.record}
    assert "same_counts" in [reason.code for reason in found.reasons]
    assert border.vn.view(ours.record).same_event == ()
    assert proposals(border.la, record=other.record).proposals[0].second == ours.record


def test_what_a_reader_may_not_read_is_not_proposed(border: Border) -> None:
    border.vn.say("incident", incident(), to="self")
    other = border.la.say("incident", theirs())
    carry(border.vn, border.la)
    assert proposals(border.vn, record=other.record).proposals != ()
    assert proposals(border.la, record=other.record).proposals == ()
    stranger = pairing.proposals(border.vn.ledger, Reader(frozenset({"la-bk"})), record=other.record)
    assert stranger.proposals == ()


def test_a_pair_that_our_side_has_answered_is_not_proposed_again(border: Border) -> None:
    ours, other = border.vn.say("incident", incident()), border.la.say("incident", theirs())
    carry(border.vn, border.la)
    border.vn.same_event(ours.record, other.record)
    assert proposals(border.vn, record=ours.record).proposals == ()
    carry(border.vn, border.la)
    (found,) = proposals(border.la, record=other.record).proposals
    assert found.reasons[0].code == "said_by_the_other_side"
    border.la.same_event(other.record, ours.record, undo=True)
    assert proposals(border.la, record=other.record).proposals == ()


def test_a_patrol_as_an_activity_and_one_of_the_new_kind_are_one_event(border: Border) -> None:
    old = {"type": "joint_patrol", "when": "2022-06-03", "place": {"marker": "405", "to_marker": "406"},
           "participants_vn": 12, "participants_la": 9, "counterparts": ["la-xk"], "example": True}  # fmt: skip
    new = {**old, "type": "joint", "counterparts": ["vn-na"]}
    first = border.vn.say("activity", old)
    border.la.say("patrol", new)
    carry(border.vn, border.la)
    assert len(proposals(border.vn, record=first.record).proposals) == 1


def test_a_month_side_by_side_shows_what_is_equal_what_differs_and_what_one_told_alone(border: Border) -> None:
    border.vn.say("incident", incident())
    border.la.say("incident", theirs())
    border.vn.say("incident", incident(when="2022-06-10"))
    border.la.say("incident", theirs(when="2022-06-10", persons=4))
    border.vn.say("incident", incident(when="2022-06-20"))
    border.la.say("incident", theirs(when="2022-06-25"))
    border.vn.say("incident", incident(when="2022-05-03"))
    border.vn.say("incident", incident(when="2022-06-21"), to="self")
    carry(border.vn, border.la)
    for side in (border.vn, border.la):
        assert [line.state for line in sheet(side).lines] == ["equal", "differs", "only_ours", "only_theirs"]
    (differing,) = sheet(border.vn).of("differs")
    assert [(one.what, one.first, one.second) for one in differing.differences] == [
        ("persons", (3000, "exact"), (4000, "exact"))
    ]


def test_all_that_is_equal_is_confirmed_in_one_act_and_counts_once(border: Border) -> None:
    said = [border.la.say("incident", theirs(when=day)).record for day in ("2022-06-03", "2022-06-10")]
    for day in ("2022-06-03", "2022-06-10"):
        border.vn.say("incident", incident(when=day))
    carry(border.vn, border.la)
    assert confirm(border.vn) == 4
    assert confirm(border.la) == 4
    carry(border.vn, border.la)
    assert [border.la.standing(record) for record in said] == ["agreed", "agreed"]
    assert [line.state for line in sheet(border.vn).lines] == ["agreed", "agreed"]
    assert all(line.tied for line in sheet(border.la).lines)
    assert confirm(border.vn) == 0


def test_one_click_that_meets_a_record_changed_meanwhile_says_nothing_at_all(border: Border) -> None:
    first = border.la.say("incident", theirs()).record
    second = border.la.say("incident", theirs(when="2022-06-10")).record
    border.vn.say("incident", incident())
    border.vn.say("incident", incident(when="2022-06-10"))
    carry(border.vn, border.la)
    ticked = [first, second]
    border.la.amend(second, theirs(when="2022-06-10", persons=7))
    carry(border.vn, border.la)
    with pytest.raises(StoreError, match="no longer equal"):
        confirm(border.vn, only=ticked)
    assert border.vn.standing(first) == "stated"
    assert confirm(border.vn, only=[first]) == 2
    assert [line.state for line in sheet(border.vn).lines] == ["differs", "agreed"]


def test_a_month_is_written_like_2026_06(border: Border) -> None:
    for wrong in ("2026", "June", "2026-13", "2026-06-01"):
        with pytest.raises(StoreError, match="not a month"):
            reconciling.sheet(border.vn.ledger, Reader.of_node(border.vn.ledger), wrong)


def test_what_one_side_asks_the_other_is_no_event_that_both_were_to_tell(border: Border) -> None:
    asked = {
        "type": "request",
        "subject": "smuggling",
        "when": "2022-06-03",
        "counterparts": ["la-xk"],
        "example": True,
    }
    border.vn.say("notice", asked)
    alone = border.vn.say("incident", incident())
    carry(border.vn, border.la)
    assert [line.ours.record for line in sheet(border.vn).of("only_ours") if line.ours] == [alone.record]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_those_who_took_part_on_both_sides_are_not_called_by_the_kind(lang: str) -> None:
    called = {name: pairwords.measure(name, "patrol", lang) for name in ("participants", "participants_vn", "patrols")}
    assert len(set(called.values())) == 3
    assert called["patrols"] == of_kind("patrol").label.to(lang)
