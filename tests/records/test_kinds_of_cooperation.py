"""Commitments, plans, twinnings, support, pledges, notices, gates and the liaison office: right and wrong ones."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from twinline import records
from twinline.records import liveliness
from twinline.records.gazetteer import packaged
from twinline.records.liveliness import Done
from twinline.records.messages import MESSAGES
from twinline.records.messages_typed import for_typed
from twinline.records.registry import completed, crossing, lane, skips_release
from twinline.times import days_of


def sample(kind: str, **changes: Any) -> dict[str, Any]:
    body = {**records.KINDS[kind].sample[1], **changes}
    return {name: value for name, value in body.items() if value is not None}


def rules(kind: str, **changes: Any) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in records.validate(kind, sample(kind, **changes))]


@pytest.mark.parametrize(
    ("kind", "changes", "field", "rule"),
    [
        ("commitment", {"owed_to": ["vn-na"]}, "owed_to", "needs_other_side"),
        ("commitment", {"until": "2025"}, "until", "ends_before_it_begins"),
        ("commitment", {"fulfilled": 3}, "fulfilled", "unknown_field"),
        ("joint_plan", {"parties": ["la-hp-sam-to"]}, "parties", "needs_other_side"),
        ("joint_plan", {"tasks": [{"whose": "VN", "what": "drugs", "stage": 9}]}, "tasks[0].stage", "not_a_stage"),
        ("twinning", {"status": "lapsed", "until": None}, "until", "needs_until"),
        ("twinning", {"status": "active"}, "status", "not_in_list"),
        (
            "twinning",
            {"unit_types": [{"unit": "la-coy-216", "type": "border_company"}]},
            "unit_types[0].unit",
            "not_among_units",
        ),
        ("support", {"goods": None, "value": None}, "goods", "needs_amount"),
        ("support", {"buildings": 2}, "building", "missing"),
        ("pledge_round", {"village": "vn-post-na-loi"}, "village", "not_a_community"),
        ("pledge_round", {"asked": 90}, "asked", "unknown_field"),
        ("pledge_round", {"refused": 3}, "refused", "unknown_field"),
        ("notice", {"type": "reply"}, "answer_within", "not_here"),
        ("notice", {"type": "reply", "answer_within": None}, "answers", "missing"),
        ("notice", {"subject": "politics"}, "subject", "not_in_list"),
        ("notice", {"subject": "other"}, "subject", "not_in_list"),
        ("notice", {"person": "N."}, "person", "unknown_field"),
        ("notice", {"counterparts": None}, "counterparts", "needs_addressee"),
        ("notice", {"answer_within": 9999}, "answer_within", "too_long_a_time"),
        ("gate_status", {"place": "vn-na"}, "place", "needs_gate"),
        ("gate_status", {"status": "hours"}, "hours", "missing"),
        ("liaison_office", {"seat_la": "vn-na"}, "seat_la", "wrong_side"),
        ("activity", {"topics": ["beliefs"]}, "topics[0]", "not_in_list"),
    ],
)
def test_what_does_not_fit_is_named(kind: str, changes: dict[str, Any], field: str, rule: str) -> None:
    assert rules(kind, **changes) == [(field, rule)]
    assert rules(kind) == []


def measures(kind: str, **changes: Any) -> dict[tuple[str, str], int]:
    return {(one.measure, one.cls): one.value for one in records.facts(kind, sample(kind, **changes), author="vn-na")}


def test_a_twinning_that_is_only_proposed_twins_nobody() -> None:
    assert measures("twinning", status="proposed") == {("twinnings_proposed", "village"): 1000}


def test_one_record_of_posts_with_companies_and_a_station_counts_each_for_what_it_is() -> None:
    posts = ["thong-thu", "hanh-dich", "tri-le", "nhon-mai", "my-ly", "keng-du", "na-loi", "thanh-thuy"]
    others = ["la-coy-216", "la-coy-217", "la-coy-221", "la-coy-222", "la-coy-224", "la-coy-251", "la-coy-252"]
    posts, others = [f"vn-post-{one}" for one in posts], [*others, "la-post-nam-on"]
    pairs = [{"a": a, "b": b} for a, b in zip(posts, others, strict=True)]
    ours = {"level": "post_company", "units_a": posts, "units_b": others, "pairs": pairs}
    turned = [{"a": one["b"], "b": one["a"]} for one in pairs]
    theirs = {"level": "post_company", "units_a": others, "units_b": posts, "pairs": turned}
    for body in (ours, theirs):
        told = completed("twinning", body)
        assert records.validate("twinning", told) == []
        assert completed("twinning", told) is told
        assert units(told) == {"border_post": 8, "border_company": 7, "border_police_post": 1}
    # What was said before a record told this of single units counts as it did.
    assert units(ours) == {"border_post": 8, "border_company": 8}


def test_what_the_author_says_of_a_unit_stands_and_a_place_may_stand_for_its_union() -> None:
    said = sample("twinning", type_b=None, unit_types=[{"unit": "la-c-nong-het-tay", "type": "village"}])
    assert completed("twinning", said) is said
    union = sample("twinning", level="women_union", type_b=None)
    assert completed("twinning", union) is union
    assert units(union) == {"women_union": 2}


def units(body: dict[str, Any]) -> dict[str, int]:
    return dict(Counter(one.cls for one in records.facts("twinning", body) if one.measure == "twinned_units"))


def test_a_handover_of_support_does_not_count_its_building_twice() -> None:
    handed = {"type": "handover", "building": "school", "topics": None}
    assert ("buildings_handed_over", "school") in measures("activity", **handed)
    told = measures("activity", **handed, support="0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b")
    assert ("buildings_handed_over", "school") not in told


def test_what_carries_a_commitment_out_names_it() -> None:
    ident = "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b"
    body = sample("activity", fulfils=ident)
    (done,) = [one for one in records.facts("activity", body) if one.measure == "delivered"]
    assert (done.member, done.unit, done.value) == (ident, "sessions", 1000)
    assert records.links("activity", body) == (("fulfils", ident),)


def test_one_district_with_two_makes_two_pairs() -> None:
    pairs = {one.member for one in records.facts("joint_plan", sample("joint_plan")) if one.measure == "plan_pairs"}
    assert pairs == {"vn-na-d-que-phong|la-hp-sam-to", "vn-na-d-que-phong|la-hp-muong-quan"}


def test_an_alert_goes_ahead_and_only_one_about_danger_to_life_skips_the_right() -> None:
    alert = sample("notice", type="alert", answer_within=None)
    assert lane("notice", alert) == lane("gate_status", sample("gate_status")) == "urgent"
    assert lane("notice", sample("notice")) == "routine"
    assert not skips_release("notice", alert)
    assert skips_release("notice", {**alert, "danger_to_life": True})
    assert not skips_release("gate_status", sample("gate_status"))


def test_few_households_or_those_of_a_village_do_not_cross() -> None:
    commune = sample("pledge_round", village="vn-na-xo-nam-can")
    assert crossing("pledge_round", commune) == []
    assert [one.rule for one in crossing("pledge_round", {**commune, "households": 4})] == ["few_stay_home"]
    assert [one.rule for one in crossing("pledge_round", sample("pledge_round"))] == ["village_stays_home"]


TODAY = days_of("2026-06-01")[0]


@pytest.mark.parametrize(
    ("changes", "done", "stage"),
    [
        ({"status": "proposed"}, [], "proposed"),
        ({}, [], "signed"),
        ({}, [Done("activity", "talks", TODAY - 10)], "active"),
        ({}, [Done("activity", "talks", TODAY - 400)], "signed"),
        ({"renewed": ["2026-01-15"]}, [], "renewed"),
        ({"until": "2026-05-31"}, [Done("activity", "talks", TODAY - 10)], "lapsed"),
        ({"status": "lapsed"}, [], "lapsed"),
    ],
)
def test_the_stage_of_a_twinning_follows_from_its_dates_and_what_belongs_to_it(
    changes: dict[str, Any], done: list[Done], stage: str
) -> None:
    assert liveliness.stage(sample("twinning", **changes), done, TODAY) == stage


def test_a_promise_is_kept_by_what_carries_it_out_in_the_last_year() -> None:
    done = [Done("activity", "talks", TODAY), Done("activity", "talks", TODAY - 370), Done("support", "", TODAY - 1)]
    promises = [{"what": "regular_talks", "times": 2}, {"what": "aid"}, {"what": "rescue"}]
    found = [(one.what, one.promised, one.done, one.counted) for one in liveliness.kept(promises, done, TODAY)]
    assert found == [("regular_talks", 2, 1, True), ("aid", None, 1, True), ("rescue", None, 0, False)]


def test_a_commitment_is_named_by_who_owes_it_and_to_whom() -> None:
    owed = {"subject": "training", "owed_by": ["vn-na"], "owed_to": ["la-xk"], "level": "province"}
    assert records.title("commitment", owed, "en") == "training · Nghe An · Xieng Khouang"
    mutual = {**owed, "owed_by": ["vn-na", "la-xk"], "owed_to": ["la-xk", "vn-na"]}
    assert records.title("commitment", mutual, "en") == "training · Nghe An, Xieng Khouang"


def test_how_many_pieces_of_information_is_as_exact_as_it_was_said() -> None:
    body = sample("notice", items=5200, qualifier="more_than", offence="drug_trafficking")
    assert {fact.qualifier for fact in records.facts("notice", body, author="vn-na") if "items" in fact.measure} == {
        "more_than"
    }
    assert [records.KINDS["notice"].shown("items", body, lang, packaged()) for lang in ("en", "vi")] == [
        "more than 5,200",
        "hơn 5.200",
    ]
    plain = sample("notice", items=5200)
    assert {fact.qualifier for fact in records.facts("notice", plain, author="vn-na")} == {"exact"}
    assert records.KINDS["notice"].shown("items", plain, "en", packaged()) == "5,200"


def test_whoever_types_is_told_no_name_that_a_program_has_for_a_field() -> None:
    fields = {name for kind in records.KINDS.values() for name in kind.fields} | {"qualifier"}
    for language in ("vi", "lo"):  # in the others some names of fields are words of the language
        found = {
            rule for rule in MESSAGES if fields & set(re.findall(r"(?<!\{)\b[a-z_]{5,}", for_typed(rule).to(language)))
        }
        assert found <= {"not_a_place"}  # whoever types a place has boxes for its parts
    # The control: a program is told which field.
    assert "counterparts" in MESSAGES["needs_addressee"].to("vi")
