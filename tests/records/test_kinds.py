"""Each kind accepts what the border says and refuses what it doesn't, naming the field."""

from __future__ import annotations

from typing import Any

import pytest

from twinline import records

SEIZURE: dict[str, Any] = {
    "when": "2022-06-03",
    "place": {"organisation": "vn-na-xo-nam-can", "marker": "405", "metres": 200},
    "offence": "drug_trafficking",
    "persons": 2,
    "quantities": [{"what": "heroin", "amount": "3", "unit": "cakes"}],
    "joint": True,
    "special_case": True,
    "counterparts": ["la-coy-221"],
}


def rules(kind: str, body: Any) -> list[tuple[str, str]]:
    return [(finding.field, finding.rule) for finding in records.validate(kind, body)]


def measures(kind: str, body: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(fact.measure, fact.cls): fact.value for fact in records.facts(kind, body, author="vn-post-nam-can-qt")}


def test_a_joint_seizure_is_right_and_states_its_facts() -> None:
    assert rules("incident", SEIZURE) == []
    assert measures("incident", SEIZURE) == {
        ("cases", "drug_trafficking"): 1000,
        ("persons", "drug_trafficking"): 2000,
        ("special_cases", "drug_trafficking"): 1000,
        ("special_persons", "drug_trafficking"): 2000,
        ("seized", "heroin"): 3000,
        ("joint_cases", "drug_trafficking"): 1000,
        ("joint_persons", "drug_trafficking"): 2000,
        ("joint_special_cases", "drug_trafficking"): 1000,
        ("joint_special_persons", "drug_trafficking"): 2000,
        ("joint_seized", "heroin"): 3000,
    }


def test_an_incident_of_one_side_states_nothing_joint() -> None:
    own = {name: value for name, value in SEIZURE.items() if name != "joint"}
    assert not [measure for measure, _ in measures("incident", own) if measure.startswith("joint")]


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"name_of_suspect": "N."}, "name_of_suspect", "unknown_field"),
        ({"offence": "other"}, "offence", "not_in_list"),
        ({"offence": ["drug_trafficking"]}, "offence", "not_in_list"),
        ({"when": "2565-06-03"}, "when", "buddhist_year"),
        ({"when": "2022-02-30"}, "when", "not_a_date"),
        ({"when": {"from": "2022-06", "to": "2022-05"}}, "when", "ends_before_it_begins"),
        ({"persons": 2.0}, "persons", "not_a_count"),
        ({"persons": True}, "persons", "not_a_count"),
        ({"persons": -1}, "persons", "not_a_count"),
        ({"place": {"lon": 1041234567}}, "place.lat", "missing"),
        ({"place": {"marker": "405", "gate": "gate-nam-can"}}, "place", "two_positions"),
        ({"place": "vn-na-nowhere"}, "place", "unknown_organisation"),
        ({"place": {"home": "x"}}, "place.home", "unknown_field"),
        ({"quantities": [{"what": "heroin", "amount": 3, "unit": "cakes"}]}, "quantities[0].amount", "not_a_decimal"),
        ({"quantities": [{"what": "heroin", "amount": "3,5", "unit": "kg"}]}, "quantities[0].amount", "not_a_decimal"),
        ({"counterparts": []}, "counterparts", "needs_counterpart"),
        ({"counterparts": ["la-coy-221", "la-coy-221"]}, "counterparts[1]", "twice"),
        ({"note": {"language": "vi", "text": "x" * 501}}, "note.text", "too_long"),
        ({"note": "x"}, "note", "not_a_part"),
    ],
)
def test_a_broken_incident_is_refused_naming_the_field(change: dict[str, Any], field: str, rule: str) -> None:
    assert rules("incident", SEIZURE | change) == [(field, rule)]


def test_what_a_class_does_not_count_is_refused() -> None:
    body = {"when": "2022", "offence": "unlawful_entry_exit", "vehicles": 1}
    assert rules("incident", body) == [("vehicles", "not_counted_for_class")]


@pytest.mark.parametrize("body", [None, [], "x", 3])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert rules("incident", body) == [("", "not_an_object")]


def test_an_unknown_kind_is_refused_by_name() -> None:
    assert rules("wanted", {}) == [("", "unknown_kind")]


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_each_finding_is_a_sentence_in_each_language(lang: str) -> None:
    (finding,) = records.validate("incident", SEIZURE | {"when": "2565"})
    sentence = finding.sentence(lang)
    assert "2022" in sentence
    assert "2565" in sentence
    assert "{" not in sentence


def test_five_thousand_and_more_keeps_its_qualifier() -> None:
    body = {
        "indicator": "information_items_exchanged",
        "value": "5200",
        "unit": "items",
        "qualifier": "more_than",
        "period": {"from": "2012-01-01", "to": "2022-08"},
        "place": "vn-na",
        "basis": "own",
    }
    assert rules("return", body) == []
    (fact,) = records.facts("return", body, author="vn-na-bg")
    assert (fact.measure, fact.value, fact.qualifier, fact.returned) == (
        "information_items_exchanged",
        5_200_000,
        "more_than",
        True,
    )
    assert (
        records.title("return", body, "en") == "information items exchanged · more than 5,200 items · Nghe An · "
        "1 January 2012 – August 2022"
    )


def test_the_three_sorts_of_missing_end_stay_three() -> None:
    shapes = [records.event_days("return", {"period": said}).shape for said in ({"to": "2022"}, {"from": "2022"}, {})]
    assert shapes == ["open_start", "open_end", "none"]
