"""The seven kinds of the line: what they accept, what they refuse, what they count."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.asking import facts, rules, sample, sums, without
from twinline import records
from twinline.records.rights import FORBIDDEN_FIELDS


def test_a_patrols_length_is_not_multiplied_by_those_who_walked() -> None:
    many = sums("patrol", sample("patrol", participants_vn=40))
    assert many["distance"] == sums("patrol", sample("patrol"))["distance"] == 14_700
    assert many["participants"] == 49_000


def test_the_days_of_a_patrol_are_not_joined() -> None:
    stretches = records.stretches("patrol", sample("patrol"))
    assert [(days.first, spot.marker, spot.to_marker) for days, spot in stretches] == [
        (20607, "405", "408"),
        (20608, "410", "412"),
    ]
    lengths = [fact for fact in facts("patrol", sample("patrol")) if fact.measure == "distance"]
    assert [(fact.days.first, fact.value) for fact in lengths] == [(20607, 8500), (20608, 6200)]


def test_a_length_said_for_the_whole_patrol_is_not_added_to_that_of_its_days() -> None:
    whole = sample("patrol", distance={"amount": "15", "unit": "km", "qualifier": "about"})
    assert sums("patrol", whole)["distance"] == 15_000


def test_a_planned_patrol_counts_as_planned_and_has_no_result_yet() -> None:
    planned = without(sample("patrol", stage="planned"), "walked", "markers", "findings", "minutes")
    assert sums("patrol", planned) == {"patrols_planned": 1000}
    assert records.stretches("patrol", planned) == []
    assert rules("patrol", sample("patrol", stage="planned"))[0] == ("walked", "planned_only")


@pytest.mark.parametrize(
    ("kind", "change", "field", "rule"),
    [
        ("patrol", {"counterparts": []}, "counterparts", "needs_counterpart"),
        ("patrol", {"type": "own"}, "minutes", "not_here"),
        ("patrol", {"when": "2026-06-03"}, "walked[1].day", "outside_period"),
        ("patrol", {"nothing_to_report": True}, "findings", "nothing_and_something"),
        ("patrol", {"called_off": "flood"}, "called_off", "not_here"),
        ("patrol", {"track": [[104.1, 19.4]]}, "track", "unknown_field"),
        (
            "patrol",
            {"walked": [{"day": "2026-06-03", "place": "vn-na", "track": "x"}]},
            "walked[0].track",
            "unknown_field",
        ),
        ("inspection", {"markers": [], "findings": []}, "nothing_to_report", "says_nothing"),
        ("inspection", {"findings": ["strangers_seen"]}, "findings[0]", "not_in_list"),
        ("inspection", {"markers": [{"number": "403", "condition": "ugly"}]}, "markers[0].condition", "not_in_list"),
        ("marker", {"number": "four"}, "number", "wrong_form"),
        ("marker", {"until": "2015"}, "until", "ends_before_it_begins"),
        ("stretch", {"households": 3}, "households", "points_at_someone"),
        ("stretch", {"members": ["N."]}, "members", "unknown_field"),
        ("stretch", {"entrusted_to": "vn-v-nowhere"}, "entrusted_to", "unknown_organisation"),
        ("crossing_count", {"place": {"marker": "406"}, "persons_to_la": 2}, "persons_to_la", "points_at_someone"),
        ("trail", {"code": "Huồi Pốc"}, "code", "wrong_form"),
        ("control_post", {"purpose": "other"}, "purpose", "not_in_list"),
    ],
)
def test_a_broken_record_is_refused_naming_the_field(kind: str, change: dict[str, Any], field: str, rule: str) -> None:
    assert (field, rule) in rules(kind, sample(kind, **change))


def test_an_inspection_with_nothing_to_report_needs_three_fields() -> None:
    body = {"when": "2026-06-05", "place": {"marker": "403"}, "nothing_to_report": True}
    assert [(fact.measure, fact.cls) for fact in facts("inspection", body)] == [("inspections", "nothing_to_report")]
    own = [name for name in records.KINDS["inspection"].fields if name in vars(records.KINDS["inspection"])]
    # Six at most are asked; what it belongs to, shows and adds in words is folded away.
    assert len(without(dict.fromkeys(own), "attachments", "sentences", "stretch")) <= 6


def test_nothing_to_report_and_a_leaning_marker_are_not_both_said() -> None:
    body = sample(
        "inspection", nothing_to_report=True, findings=[], markers=[{"number": "405", "condition": "leaning"}]
    )
    assert rules("inspection", body) == [("markers[0].condition", "nothing_and_something")]


def test_a_stretch_states_its_group_markers_households_and_persons_for_as_long_as_it_is_entrusted() -> None:
    stated = facts("stretch", sample("stretch", to="2026-12-31"))
    assert {fact.measure: fact.value for fact in stated} == {
        "self_management_groups": 1000,
        "stretch_markers": 2000,
        "stretch_households": 12_000,
        "stretch_persons": 27_000,
        "stretch_length": 3200,
    }
    assert {(fact.stock, fact.days.shape) for fact in stated} == {(True, "interval")}


def test_crossing_outside_a_gate_is_another_number_than_crossing_at_one() -> None:
    at_gate = sums("crossing_count", sample("crossing_count"))
    outside = sums("crossing_count", sample("crossing_count", place={"marker": "406"}))
    assert at_gate == {"crossings": 412_000, "vehicle_crossings": 78_000}
    assert outside == {"crossings_outside_gates": 412_000, "vehicle_crossings_outside_gates": 78_000}


@pytest.mark.parametrize("kind", ["trail", "crossing_count"])
def test_nothing_that_counts_crossings_can_point_to_an_offence_a_case_or_a_person(kind: str) -> None:
    fields = set(records.KINDS[kind].fields)
    assert fields.isdisjoint({"offence", "incident", "case", "persons", "handover", *FORBIDDEN_FIELDS})
