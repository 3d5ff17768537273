"""Same event, once: what is proposed, what isn't, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.ledger.pairing import Account, Proposal, compared, differences, matched, propose
from twinline.times import NO_PERIOD, Days

DAY = 20_607


def days(first: int = DAY, last: int | None = None) -> Days:
    return Days(first, first if last is None else last, "day" if last is None else "interval")


OURS = Account(
    record="a", side="VN", family="incident", days=days(), m_from=203_400, m_to=203_401,
    classes=frozenset({"drug_trafficking"}),
    counts={("cases", "cases"): (1000, "exact"), ("persons", "persons"): (3000, "exact")},
    named=frozenset({"la-xk"}), speakers=frozenset({"vn-na"}), event="a",
)  # fmt: skip
THEIRS = replace(OURS, record="b", side="LA", named=frozenset({"vn-na"}), speakers=frozenset({"la-xk"}), event="b")


def reasons(**change: Any) -> list[str]:
    return [reason.code for reason in compared(OURS, replace(THEIRS, **change))]


def test_two_accounts_of_one_seizure_are_proposed_with_every_reason() -> None:
    assert propose([THEIRS, OURS]) == [Proposal("a", "b", compared(OURS, THEIRS))]
    assert reasons() == ["same_days", "same_class", "same_place", "same_counts", "names_the_other"]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ({"days": days(DAY + 1)}, "days_apart"),
        ({"days": days(DAY - 2, DAY + 27)}, "within"),
        ({"days": days(DAY, DAY + 1)}, "days_apart"),
    ],
)
def test_a_day_apart_or_a_month_that_holds_the_day_may_be_the_same_time(change: dict[str, Any], first: str) -> None:
    assert reasons(**change)[0] == first


@pytest.mark.parametrize(
    "change",
    [
        {"side": "VN"},
        {"family": "activity"},
        {"event": "a"},
        {"days": days(DAY + 2)},
        {"days": NO_PERIOD},
        {"days": days(DAY - 200, DAY + 200)},
        {"classes": frozenset({"illegal_logging"})},
        {"m_from": 250_000, "m_to": 250_001},
        {"counts": {("persons", "persons"): (4000, "exact")}, "named": frozenset(), "speakers": frozenset({"la-hp"})},
    ],
)
def test_what_differs_in_side_sort_time_class_or_place_is_no_proposal(change: dict[str, Any]) -> None:
    assert reasons(**change) == []


def test_that_both_tell_one_case_is_no_reason() -> None:
    single = {("cases", "cases"): (1000, "exact")}
    ours, theirs = replace(OURS, counts=single), replace(THEIRS, counts=single)
    assert "same_counts" not in [reason.code for reason in compared(ours, theirs)]


def test_a_place_two_kilometres_off_is_near_and_a_province_is_no_place() -> None:
    assert "near" in reasons(m_from=205_000, m_to=205_001)
    assert "same_place" not in reasons(m_from=0, m_to=400_000)


def test_what_is_equal_has_no_difference_and_an_unsaid_number_is_one() -> None:
    assert differences(OURS, THEIRS) == []
    other = replace(THEIRS, days=days(DAY + 1), counts={("cases", "cases"): (1000, "exact")})
    assert [(one.what, one.first, one.second) for one in differences(OURS, other)] == [
        ("days", None, None),
        ("persons", (3000, "exact"), None),
    ]


def test_more_than_three_is_not_three() -> None:
    vague = replace(THEIRS, counts={**THEIRS.counts, ("persons", "persons"): (3000, "more_than")})
    assert [one.what for one in differences(OURS, vague)] == ["persons"]


def test_each_record_is_matched_once_with_the_best_founded_first() -> None:
    weaker = replace(THEIRS, record="c", event="c", days=days(DAY + 1), counts={})
    found = propose([OURS, THEIRS, weaker])
    assert [each.second for each in found] == ["b", "c"]
    assert [each.second for each in matched(found)] == ["b"]


accounts = st.lists(
    st.builds(
        Account, record=st.uuids().map(str), side=st.sampled_from(("VN", "LA")),
        family=st.sampled_from(("incident", "activity")),
        days=st.integers(0, 9).map(days), m_from=st.none() | st.integers(0, 9000),
        classes=st.sampled_from((frozenset(), frozenset({"x"}), frozenset({"y"}))),
        counts=st.dictionaries(
            st.just(("persons", "persons")), st.tuples(st.sampled_from((1000, 2000)), st.just("exact"))
        ),
        named=st.sampled_from((frozenset(), frozenset({"vn-na", "la-xk"}))),
        speakers=st.sampled_from((frozenset({"vn-na"}), frozenset({"la-xk"}))),
    ),
    max_size=8,
)  # fmt: skip


@given(accounts)
def test_the_order_in_which_records_arrive_changes_no_proposal(told: list[Account]) -> None:
    assert propose(told) == propose(told[::-1])


@given(accounts)
def test_every_proposal_is_of_both_sides_and_says_why_whichever_is_asked_first(told: list[Account]) -> None:
    by_id = {one.record: one for one in told}
    for each in propose(told):
        first, second = by_id[each.first], by_id[each.second]
        assert {first.side, second.side} == {"VN", "LA"}
        assert len(each.reasons) >= 3
        assert {reason.code for reason in compared(second, first)} == {reason.code for reason in each.reasons}
