"""Incidents followed up, cases, seizures, exhibits, handovers and statuses in a programme."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.records.asking import facts, rules, sample, sums, without
from twinline import records
from twinline.records.kinds.handover import GROUNDS_FOR
from twinline.times import days_of

ID = "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b"


@pytest.mark.parametrize(
    ("kind", "change", "field", "rule"),
    [
        ("incident", {"first_report": "2026-06-02T09:00"}, "first_report", "ends_before_it_begins"),
        ("incident", {"aware": "2026-06-03 05:40"}, "aware", "not_a_moment"),
        ("incident", {"aware": "2026-06-31T05:40"}, "aware", "not_a_date"),
        ("incident", {"aware": "2569-06-03T05:40"}, "aware", "buddhist_year"),
        ("incident", {"closed": {"on": "2026-05-01", "ground": "settled"}}, "closed.on", "ends_before_it_begins"),
        ("incident", {"closed": {"on": "2026-07-01"}}, "closed.ground", "missing"),
        ("incident", {"case": ID, "routes": 1}, "routes", "told_in_case"),
        ("incident", {"confidence": "dangerous person"}, "confidence", "not_in_list"),
        ("case", {"wanted": 5}, "wanted", "part_exceeds_whole"),
        ("case", {"wanted_dangerous": 2}, "wanted_dangerous", "part_exceeds_whole"),
        ("case", {"offence": "unlawful_entry_exit"}, "offence", "not_in_list"),
        ("case", {"counterparts": []}, "counterparts", "needs_counterpart"),
        ("case", {"suspects": ["N."]}, "suspects", "unknown_field"),
        ("seizure", {"goods": []}, "goods", "empty"),
        ("seizure", {"goods": [{"what": "heroin", "amount": "52"}]}, "goods[0].unit", "missing"),
        ("exhibit", {"custody": []}, "custody", "empty"),
        ("programme_status", {"commune": "vn-v-tien-tieu"}, "commune", "not_a_commune"),
        ("programme_status", {"until": "2027-04-01"}, "until", "lapses"),
        ("programme_status", {"renews": ID}, "evidence", "needs_evidence"),
        ("programme_status", {"rank": 3}, "rank", "unknown_field"),
    ],
)
def test_a_broken_record_is_refused_naming_the_field(kind: str, change: dict[str, Any], field: str, rule: str) -> None:
    assert rules(kind, sample(kind, **change)) == [(field, rule)]


@pytest.mark.parametrize(("at", "cls"), [("2026-06-04T05:40", "in_time"), ("2026-06-04T05:41", "late")])
def test_a_first_report_is_in_time_up_to_24_hours_after_becoming_known(at: str, cls: str) -> None:
    stated = facts("incident", sample("incident", first_report=at))
    assert [fact.cls for fact in stated if fact.measure == "first_reports"] == [cls]


def test_crossing_outside_a_gate_is_counted_and_nothing_rests_on_it() -> None:
    body = {"when": "2026-06-03", "offence": "unlawful_entry_exit", "persons": 9}
    assert rules("incident", body) == []
    assert rules("incident", body | {"case": ID}) == [("case", "count_only")]
    assert rules("incident", body | {"closed": {"on": "2026-07", "ground": "administrative"}}) == [
        ("closed", "count_only")
    ]


def test_an_incident_of_before_stands_as_it_did() -> None:
    before = {
        "when": "2022-06-03",
        "offence": "drug_retail",
        "joint": True,
        "routes": 1,
        "counterparts": ["la-coy-221"],
    }
    assert rules("incident", before) == []
    assert sums("incident", before) == {"cases": 1000, "joint_cases": 1000, "routes_eliminated": 1000}


def test_a_special_case_counts_as_a_case_with_its_suspects_unless_its_incidents_do() -> None:
    alone = sums("case", sample("case"))
    assert (alone["cases"], alone["persons"], alone["special_cases"], alone["routes_eliminated"]) == (
        1000,
        4000,
        1000,
        1000,
    )
    apart = sums("case", sample("case", incidents_apart=True))
    assert apart == Counter(
        {
            name: value
            for name, value in alone.items()
            if name not in ("cases", "persons", "joint_cases", "joint_persons", "vehicles")
        }
    )


def test_cakes_stay_cakes_and_a_rounded_number_of_pills_stays_rounded() -> None:
    stated = {(fact.measure, fact.cls): fact for fact in facts("seizure", sample("seizure"))}
    cakes, pills = stated["seized", "heroin"], stated["seized", "synthetic_drugs"]
    assert (cakes.value, cakes.unit, cakes.qualifier) == (52_000, "cakes", "exact")
    assert (pills.value, pills.unit, pills.qualifier, pills.precision) == (48_000_000, "pills", "rounded", 1_000_000)
    assert {fact.unit for fact in stated.values()} == {"cakes", "pills", "seizures"}


def test_goods_that_an_incident_lists_are_not_counted_again() -> None:
    assert sums("seizure", sample("seizure", incident=ID)) == {"seizures": 1000}


STEP = {"on": "2026-06-10", "step": "moved", "held_by": "vn-na-police"}


@pytest.mark.parametrize(
    ("more", "broken"),
    [
        ([], []),
        ([STEP], []),
        ([STEP | {"on": "2026-06-04"}], ["custody[3]"]),
        ([STEP | {"step": "taken"}], ["custody[3]"]),
        ([STEP | {"step": "destroyed"}, STEP | {"on": "2026-06-11"}], ["custody[4]"]),
        ([STEP | {"on": "2026-06"}], []),
    ],
)
def test_a_chain_of_custody_goes_by_date_and_ends_once(more: list[dict[str, Any]], broken: list[str]) -> None:
    body = sample("exhibit")
    assert rules("exhibit", body | {"custody": [*body["custody"], *more]}) == [(at, "chain_broken") for at in broken]


def test_a_chain_begins_with_the_taking() -> None:
    body = sample("exhibit")
    assert rules("exhibit", body | {"custody": body["custody"][1:]}) == [("custody[0]", "chain_broken")]


@pytest.mark.parametrize("question", ["non_return", "protection", "minority"])
@pytest.mark.parametrize("what", ["citizens", "suspects"])
def test_a_handover_that_leaves_a_question_unanswered_is_refused(question: str, what: str) -> None:
    body = HANDED[what]
    assert rules("handover", body) == []
    assert rules("handover", without(body, question)) == [(question, "unanswered")]


HANDED = {
    "citizens": sample("handover"),
    "suspects": sample("handover", what="suspects", ground="legal_assistance_treaty", offence="drug_trafficking"),
}


@pytest.mark.parametrize(
    ("what", "change", "field", "rule"),
    [
        ("citizens", {"non_return": "found"}, "non_return", "not_handed_over"),
        ("suspects", {"non_return": "found"}, "non_return", "not_handed_over"),
        ("suspects", {"protection": "through_services"}, "protection", "not_handed_over"),
        ("citizens", {"protection": "through_services"}, "persons", "points_at_someone"),
        ("suspects", {"offence": "unlawful_entry_exit"}, "offence", "not_in_list"),
        ("suspects", {"ground": "own_wish"}, "ground", "not_in_list"),
        ("citizens", {"ground": "crossed_the_border"}, "ground", "not_in_list"),
        ("citizens", {"counterparts": []}, "counterparts", "needs_counterpart"),
    ],
)
def test_a_handover_that_must_not_be_is_refused(what: str, change: dict[str, Any], field: str, rule: str) -> None:
    assert rules("handover", HANDED[what] | change) == [(field, rule)]


def test_suspects_are_handed_over_for_an_offence_and_never_for_crossing() -> None:
    assert rules("handover", without(HANDED["suspects"], "offence")) == [("offence", "missing")]
    grounds = {ground for several in GROUNDS_FOR.values() for ground in several}
    assert not [ground for ground in grounds if "cross" in ground or "entry" in ground or "exit" in ground]


def test_how_many_are_under_protection_is_stated_nowhere() -> None:
    body = without(HANDED["citizens"] | {"protection": "through_services"}, "persons")
    assert sums("handover", body) == {"handovers": 1000}


def test_a_status_ends_after_twelve_months_by_itself() -> None:
    stock = next(fact for fact in facts("programme_status", sample("programme_status")) if fact.stock)
    assert (stock.days.first, stock.days.last) == (days_of("2026-04-01")[0], days_of("2027-03-31")[0])
    leap = records.event_days("programme_status", sample("programme_status", **{"from": "2024-02-29"}))
    assert leap.last == days_of("2025-02-27")[0]


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("drug_free_programme_communes", "các xã trong chương trình xã sạch về ma túy"),
        ("level_ministry", "cấp bộ"),
        ("communes_of_our_own", "communes_of_our_own"),
    ],
)
def test_a_reference_set_is_read_in_words_and_an_offices_own_as_its_code(code: str, read: str) -> None:
    told = dict(records.describe("programme_status", sample("programme_status", reference_set=code), "vi"))
    assert told["tập hợp đối chiếu"] == read


def test_a_status_is_counted_among_its_own_set_and_the_commune_is_asked() -> None:
    stated = facts("programme_status", sample("programme_status"))
    assert {fact.reference_set for fact in stated} == {"drug_free_programme_communes"}
    assert "vn-na-x-nam-can" in records.counterparts("programme_status", sample("programme_status"))
