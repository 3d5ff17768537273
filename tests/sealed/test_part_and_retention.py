"""What a part must say of itself, when it ends, and that a wrong clock destroys nothing."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.sealed import words
from twinline.sealed.part import Part, Unfit, checked
from twinline.sealed.retention import TRUSTED_STEP_MS, Doubt, Kept, decide
from twinline.times import DAY_MS, day_of

TODAY = 20_700
NOW = TODAY * DAY_MS
GOOD = Part(person="suspect", basis="fact", purpose="investigation", ends=TODAY + 300, name="A")


def refused(**change: object) -> str:
    with pytest.raises(Unfit) as fault:
        checked(msgspec.structs.replace(GOOD, **change), kind="incident", today=TODAY)
    return fault.value.where


def test_a_part_with_class_basis_purpose_and_end_is_kept() -> None:
    assert checked(GOOD, kind="incident", today=TODAY) is GOOD


@pytest.mark.parametrize("field", ["person", "basis", "purpose"])
def test_a_part_without_class_basis_or_purpose_is_refused(field: str) -> None:
    assert refused(**{field: ""}) == field


def test_an_end_beyond_the_longest_of_its_class_is_refused() -> None:
    assert refused(ends=TODAY + words.LONGEST["suspect"] + 1) == "ends"
    assert refused(ends=TODAY) == "ends"


def test_a_part_that_says_nothing_is_refused() -> None:
    assert refused(name=" ") == "statement"


def test_a_full_date_of_birth_is_not_asked_and_not_taken() -> None:
    assert refused(born="1990-01-01") == "born"


@pytest.mark.parametrize("kind", ["patrol", "twinning", "return", "crossing_count"])
def test_only_casework_has_personal_parts(kind: str) -> None:
    with pytest.raises(Unfit, match="only casework"):
        checked(GOOD, kind=kind, today=TODAY)


@pytest.mark.parametrize("field", ["religion", "ethnicity", "dân_tộc", "photo", "score"])
def test_a_field_that_must_not_be_is_refused_by_name(field: str) -> None:
    raw = msgspec.json.encode({**msgspec.to_builtins(GOOD), field: "x"})
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(raw, type=Part)


DAYS = st.integers(TODAY - 400, TODAY + 400)
KEPT = st.lists(
    st.builds(Kept, st.text("ab", min_size=1, max_size=3), DAYS, st.none() | DAYS), unique_by=lambda kept: kept.part
)


@given(KEPT)
def test_what_is_due_is_erased_and_nothing_else(parts: list[Kept]) -> None:
    decision = decide(parts, now=NOW, last_run=NOW - DAY_MS, peer_word=NOW)
    today = day_of(NOW)
    assert set(decision.erase) == {p.part for p in parts if p.ends < today and (p.held_to is None or p.held_to < today)}


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        (NOW + 3_653 * DAY_MS, Doubt.JUMPED),
        (0, Doubt.WENT_BACK),
        (NOW + TRUSTED_STEP_MS + DAY_MS, Doubt.JUMPED),
    ],
)
def test_a_clock_that_jumped_erases_nothing_and_says_so(now: int, doubt: Doubt) -> None:
    decision = decide([Kept("a", TODAY - 9)], now=now, last_run=NOW, peer_word=NOW)
    assert decision.erase == ()
    assert decision.doubt is doubt


def test_a_first_run_with_a_wrong_clock_needs_a_peers_word() -> None:
    wrong = NOW + 3_653 * DAY_MS
    assert decide([Kept("a", TODAY + 9)], now=wrong, last_run=None, peer_word=NOW).doubt is Doubt.ALONE
    assert decide([Kept("a", TODAY + 9)], now=wrong, last_run=None, peer_word=None).erase == ()


def test_a_person_who_confirms_the_clock_lets_erasing_go_on() -> None:
    decision = decide([Kept("a", TODAY - 9)], now=NOW, last_run=NOW - 300 * DAY_MS, peer_word=None, confirmed=True)
    assert decision.erase == ("a",)


def test_a_part_on_hold_outlives_its_end_until_the_hold_ends() -> None:
    held = Kept("a", TODAY - 9, held_to=TODAY + 9)
    assert decide([held], now=NOW, last_run=NOW, peer_word=NOW).due == ()
    assert decide([held], now=NOW + 10 * DAY_MS, last_run=NOW, peer_word=NOW).due == ("a",)
