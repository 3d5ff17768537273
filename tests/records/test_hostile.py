"""Whatever JSON is given, the answer is a list of findings: never an error, and a sentence for each."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline import records
from twinline.records import examples
from twinline.records.words import LANGUAGES

WORDS = st.sampled_from(
    ["", "x", "2022", "2022-08-32", "vn-na", "heroin", "3.5", "٣", "\u202e", "from", "{given}", "a\nb"]
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 2**60) | st.floats(allow_nan=False) | WORDS
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.sampled_from(["lon", "lat", "text"]), inner, max_size=4)
    ),
    max_leaves=8,
)
BODIES = {
    one.kind: one.body
    for one in [
        *examples.published_returns(),
        *examples.agreements(),
        *examples.twinnings(),
        *examples.gates(),
        *examples.events(),
        *examples.organisations(),
    ]
}


@given(data=st.data())
@settings(max_examples=100)
def test_any_value_in_any_field_is_judged(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(records.KINDS)))
    body = copy.deepcopy(BODIES.get(kind, {}))
    for _ in range(data.draw(st.integers(1, 3))):
        body[data.draw(st.sampled_from([*records.KINDS[kind].fields, "more"]))] = data.draw(JSON)
    body = records.normalise(kind, body)
    findings = records.validate(kind, body)
    for finding in findings:
        assert all(finding.sentence(lang) for lang in LANGUAGES)
    if not findings:
        assert isinstance(records.facts(kind, body), list)
        assert all(records.describe(kind, body, lang) is not None for lang in LANGUAGES)
        assert records.title(kind, body, "vi")


@given(body=JSON, act=st.sampled_from(sorted(records.ACTS)))
@settings(max_examples=100)
def test_any_body_of_an_act_is_judged(body: Any, act: str) -> None:
    for finding in records.validate_act(act, "activity", body, record="x"):
        assert finding.sentence()


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00", "a\nb", "\ufeffa", "\ud800"])
def test_a_line_holds_no_character_that_no_eye_sees(text: str) -> None:
    body = BODIES["agreement"] | {"number": text}
    assert [finding.rule for finding in records.validate("agreement", body)] == ["hidden_character"]


def test_a_note_may_have_lines() -> None:
    body = BODIES["agreement"] | {"note": {"language": "vi", "text": "một\nhai"}}
    assert records.validate("agreement", body) == []


def test_digits_of_other_scripts_are_not_numbers() -> None:
    body = BODIES["return"] | {"value": "\u0663"}
    assert [finding.rule for finding in records.validate("return", body)] == ["not_a_decimal"]
    body = BODIES["return"] | {"period": "\u0ed2\u0ed0\u0ed2\u0ed2"}
    assert [finding.rule for finding in records.validate("return", body)] == ["not_a_date"]
