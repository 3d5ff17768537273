"""Schema, words, facts and titles all come from the one declaration and agree with it."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from twinline import records
from twinline.records import examples, registry
from twinline.records.catalogue import labels_of, tally
from twinline.records.data import rows
from twinline.records.words import LANGUAGES

RECORDS = [
    one
    for source in (
        examples.published_returns,
        examples.agreements,
        examples.twinnings,
        examples.gates,
        examples.events,
        examples.organisations,
    )
    for one in source()
]
TRAIL = examples.Example(
    "place",
    "vn-na-x-nam-can",
    {
        "names": {"vi": "Đường mòn Huồi Pốc"},
        "type": "trail",
        "lies_in": "vn-na-x-nam-can",
        "place": {"chainage": 203400, "to_chainage": 204000, "line": "5f0c2a9e"},
        "exists": {"from": "2020"},
        "example": True,
    },
)
SAMPLES = [examples.Example(name, *kind.sample) for name, kind in records.KINDS.items() if kind.sample[0]]
RECORDS += SAMPLES
ONE_OF_EACH = {one.kind: one for one in [*reversed(RECORDS), TRAIL]}
WRONG: list[Any] = [None, 3.5, "", [], {}, "☃", {"x": 1}, [1], True, -1]
ID = "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2b"
OTHER = "0192f4a0-7c3e-7b11-8a2f-3c5d9e7f1a2c"


def accepts(kind: str, body: Any) -> bool:
    schema = jsonschema.Draft202012Validator(records.json_schema(kind))
    return bool(schema.is_valid(body))


def test_there_is_one_example_of_each_kind() -> None:
    assert set(ONE_OF_EACH) == set(records.KINDS)
    assert records.validate("place", TRAIL.body) == []
    assert records.is_example(TRAIL.body)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.kind)
def test_a_kinds_own_sample_is_right_and_marked_example(sample: examples.Example) -> None:
    assert [str(finding) for finding in records.validate(sample.kind, sample.body)] == []
    assert records.is_example(sample.body)
    assert records.packaged().organisation(sample.about)
    assert records.normalise(sample.kind, sample.body) == sample.body


@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_the_schema_is_one_and_accepts_what_is_right(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(records.json_schema(kind))
    assert all(accepts(kind, one.body) for one in RECORDS if one.kind == kind)


@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_what_the_schema_refuses_the_rules_refuse_too(kind: str) -> None:
    body = ONE_OF_EACH[kind].body
    refused = 0
    for name in [*records.KINDS[kind].fields, "more"]:
        for changed in [without(body, name), *({**body, name: wrong} for wrong in WRONG)]:
            if not accepts(kind, changed):
                refused += 1
                assert records.validate(kind, changed), changed
    assert refused > 50


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {one: value for one, value in body.items() if one != name}


@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_a_record_states_only_the_measures_its_kind_declares(kind: str) -> None:
    if kind != "return":
        made = [one for one in [*RECORDS, *SAMPLES, TRAIL] if one.kind == kind]
        stated = {fact.measure for one in made for fact in records.facts(kind, one.body, about=one.about)}
        assert stated
        assert stated <= set(records.KINDS[kind].measures)


@pytest.mark.parametrize("kind", sorted(records.KINDS))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_is_titled_and_described_in_each_language(kind: str, lang: str) -> None:
    body = ONE_OF_EACH[kind].body
    assert records.title(kind, body, lang)
    described = records.describe(kind, body, lang)
    assert len(described) == len(body)
    assert all(label and text and "{" not in text for label, text in described)


@pytest.mark.parametrize("declared", [*records.KINDS.values(), *records.ACTS.values()], ids=lambda one: one.name)
def test_every_label_stands_in_four_languages_and_lao_is_not_claimed_to_be_read(declared: Any) -> None:
    labels = [declared.label, *labels_of(declared)]
    assert [dict(one) for one in labels if len(one) != 4] == []
    reviewed = [one for one in labels if "lo" not in one.unreviewed]
    assert all(one["lo"] in REVIEWED_LAO for one in reviewed)


def test_the_tally_counts_what_is_read_in_each_language() -> None:
    counted = tally()
    assert len({total for _, total in counted.values()}) == 1
    assert all(0 < read < total for read, total in (counted["vi"], counted["lo"]))


REVIEWED_LAO = {row["lo"] for row in rows("terms") if row["lo_sure"] == "yes"}


def test_an_essential_is_what_happened_and_not_how_it_is_worded() -> None:
    body = ONE_OF_EACH["agreement"].body
    kept = records.essentials("agreement", body)
    assert {"names", "note", "source"}.isdisjoint(kept)
    assert {"type", "parties", "signed", "binds"} <= set(kept)


def test_a_record_is_normalised_before_it_is_said_and_nothing_else_changes() -> None:
    body = {"note": {"language": "lo", "text": "  ນຳ້ "}, "cases": 3, "joint": True, "x": [" a "]}
    before = copy.deepcopy(body)
    assert records.normalise("incident", body) == {
        "note": {"language": "lo", "text": "ນ້ຳ"},
        "cases": 3,
        "joint": True,
        "x": ["a"],
    }
    assert body == before


def test_a_joint_patrol_without_the_other_side_is_refused() -> None:
    findings = records.validate("activity", {"type": "joint_patrol", "when": "2024-12-30"})
    assert [(one.field, one.rule) for one in findings] == [("counterparts", "needs_counterpart")]


def test_topics_are_asked_of_sessions_only() -> None:
    body = {"type": "talks", "when": "2024", "topics": ["drugs"]}
    assert [(one.field, one.rule) for one in records.validate("activity", body)] == [("topics", "not_here")]
    assert not accepts("activity", body)
    assert accepts("activity", body | {"type": "awareness"})


def test_both_ends_of_a_twinning_are_of_different_sides() -> None:
    body = {"level": "village", "units_a": ["vn-v-cha-nga"], "units_b": ["vn-v-ta-do"]}
    assert [one.rule for one in records.validate("twinning", body)] == ["same_side"]


ACTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("withdraw", {"reason": "mistake"}, []),
    ("withdraw", {}, ["missing"]),
    ("withdraw", {"reason": "other"}, ["not_in_list"]),
    ("countersign", {}, []),
    ("countersign", {"note": {"language": "lo", "text": "ເຫັນດີ"}}, []),
    ("countersign", {"on_paper": True}, ["unknown_field"]),
    ("dispute", {"reason": "count_differs", "field": "quantities[0].amount"}, []),
    ("dispute", {"reason": "count_differs", "field": "Nobody!"}, ["wrong_form"]),
    ("same_event", {"other": OTHER, "summed": ID}, []),
    ("same_event", {"other": ID}, ["itself"]),
    ("same_event", {"other": OTHER, "summed": OTHER.replace("c", "d")}, ["one_of_the_two"]),
    ("same_event", {"other": OTHER, "undo": True}, []),
    ("translate", {"field": "note.text", "language": "vi", "text": "x"}, []),
    ("released_as", {"record": OTHER}, []),
    ("released_as", {"record": "1"}, ["not_a_record"]),
    ("vote", {}, ["unknown_act"]),
    ("amend", {"type": "talks", "when": "2024"}, []),
    ("amend", {"type": "talks"}, ["missing"]),
]


@pytest.mark.parametrize(("act", "body", "expected"), ACTS)
def test_an_act_is_judged_by_its_own_body(act: str, body: dict[str, Any], expected: list[str]) -> None:
    found = records.validate_act(act, "activity", body, record=ID)
    assert [one.rule for one in found] == expected
    assert all(one.sentence(lang) for one in found for lang in LANGUAGES)
    if act in records.ACTS and not expected:
        assert jsonschema.Draft202012Validator(records.act_schema(act)).is_valid(body)
        assert len(records.describe_act(act, body, "fr")) == len(body)


def test_french_puts_a_space_before_the_colon_where_a_record_shows_one() -> None:
    kind = registry.of_kind("twinning")
    shown = {lang: dict(registry.describe("twinning", kind.sample[1], lang)) for lang in ("vi", "fr")}
    (said,) = (text for text in shown["fr"].values() if "×" in text)
    assert "\u00a0: " in said
    # The control: other languages write none.
    assert not any("\u00a0:" in text for text in shown["vi"].values())
