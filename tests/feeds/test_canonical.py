import datetime
import json
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.vectors import load, named, raw
from twinline.feeds import canonical
from twinline.feeds.errors import Malformed

VECTORS = load("canonical")
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4).filter(lambda value: depth(value) <= 8)


@pytest.mark.parametrize("vector", VECTORS["good"], ids=named)
def test_good_bytes_are_read_and_written_alike(vector):
    assert canonical.decode(raw(vector)) == vector["value"]
    assert canonical.encode(vector["value"]) == raw(vector)


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=named)
def test_bad_bytes_are_refused_with_their_reason(vector):
    with pytest.raises(Malformed) as refusal:
        canonical.decode(raw(vector))
    assert refusal.value.check == vector["check"]


def test_64_kib_is_allowed_and_one_byte_more_is_not():
    text = "x" * (VECTORS["largest"]["bytes"] - len('{"a":""}'))
    assert len(canonical.encode({"a": text})) == 65536
    with pytest.raises(Malformed, match="65,537 bytes"):
        canonical.encode({"a": text + "x"})


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal("1.5"),
        b"x",
        (1,),
        {1},
        {1: 2},
        datetime.date(2026, 1, 1),
        UUID(int=1),
        2**53,
        "\ud800",
        object(),
    ],
    ids=lambda value: "object" if type(value) is object else repr(value),
)
def test_what_json_has_not_cant_be_written(value):
    with pytest.raises(Malformed):
        canonical.encode({"a": value})


def test_a_value_that_holds_itself_is_refused():
    value: dict[str, object] = {}
    value["a"] = value
    with pytest.raises(Malformed):
        canonical.encode(value)


@settings(max_examples=100)
@given(OBJECTS)
def test_whatever_is_written_reads_back_as_it_was(value):
    assert canonical.decode(canonical.encode(value)) == value


@settings(max_examples=100)
@given(OBJECTS)
def test_the_standard_library_spells_it_alike(value):
    again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical.encode(value) == again.encode()


@settings(max_examples=100)
@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_any_bytes_are_either_refused_or_the_one_spelling(noise):
    try:
        value = canonical.decode(noise)
    except Malformed:
        return
    assert canonical.encode(value) == noise


def test_what_is_put_together_of_parts_is_no_longer_than_all_else():
    assert canonical.bounded(b"x" * canonical.MAX_BYTES)
    with pytest.raises(Malformed, match="65,536"):
        canonical.bounded(b"x" * (canonical.MAX_BYTES + 1))


def outcome(work):
    try:
        return work()
    except Malformed as fault:
        return fault.check


BODIES = st.dictionaries(KEYS | TEXT, VALUES, max_size=4)


@given(BODIES)
@settings(max_examples=200)
def test_a_body_in_any_spelling_is_written_as_it_would_be_within_an_entry_or_refused_with_it(value):
    spelled = json.dumps(value, indent=1, ensure_ascii=False).encode()
    assert outcome(lambda: b'{"body":%b}' % canonical.written(canonical.body(spelled))) == outcome(
        lambda: canonical.encode({"body": value})
    )


@given(st.dictionaries(st.text(st.sampled_from('aé":\\,{}'), max_size=4), TEXT, max_size=3))
@settings(max_examples=300)
def test_a_key_outside_ascii_is_found_whatever_stands_around_it(value):
    if all(map(str.isascii, value)):
        assert canonical.decode(canonical.encode(value)) == value
    else:
        with pytest.raises(Malformed) as found:
            canonical.encode(value)
        assert found.value.check == "key-not-ascii"
