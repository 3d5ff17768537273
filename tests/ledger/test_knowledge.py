"""From when did both sides hold an entry? Against every receipt asked for every position, clocks running backwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.plain import held_since
from tests.ledger.stories import found
from twinline.ledger.knowledge import Receipt, Steps, held_by_both

laws = settings(max_examples=200, deadline=None)
NODES = (("vn-1", "VN"), ("vn-2", "VN"), ("la-1", "LA"), ("la-2", "LA"))
Told = tuple[str, str, int, int]


@st.composite
def told(draw: Callable[..., object]) -> list[Told]:
    """Return receipts of four nodes of two sides; one per node and size, at any moment (clocks jump)."""
    found = draw(st.dictionaries(st.tuples(st.sampled_from(NODES), st.integers(1, 6)), st.integers(0, 9), max_size=10))
    return [(node, side, size, at) for ((node, side), size), at in found.items()]  # type: ignore[attr-defined]


def steps(receipts: Sequence[Told]) -> Steps:
    return held_by_both(Receipt(node, side, size, at) for node, side, size, at in receipts)


def is_plain(receipts: Sequence[Told], of: Callable[[Sequence[Told]], Steps]) -> bool:
    known = of(receipts)
    return all(known.at(position) == held_since(receipts, position) for position in range(8))


@laws
@given(told())
def test_held_by_both_is_what_every_receipt_says(receipts: list[Told]) -> None:
    assert is_plain(receipts, steps)


@laws
@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_receipts_changes_nothing(receipts: list[Told], random: object) -> None:
    assert steps(random.sample(receipts, len(receipts))) == steps(receipts)  # type: ignore[attr-defined]


@laws
@given(told())
def test_an_earlier_entry_is_never_known_later_than_a_later_one(receipts: list[Told]) -> None:
    known = steps(receipts)
    moments = [known.at(position) for position in range(8)]
    shown = [moment for moment in moments if moment is not None]
    assert shown == sorted(shown)
    assert moments == [*shown, *[None] * (8 - len(shown))]


@laws
@given(told(), st.none() | st.integers(-1, 10))
def test_the_size_at_a_moment_is_the_number_of_entries_held_then(receipts: list[Told], moment: int | None) -> None:
    known = steps(receipts)
    held = [p for p in range(8) if (at := known.at(p)) is not None and (moment is None or at <= moment)]
    assert known.size_at(moment) == len(held)


def test_one_side_alone_shows_nothing() -> None:
    assert steps([("vn-1", "VN", 5, 1), ("vn-2", "VN", 5, 2)]).at(0) is None


def test_the_earliest_node_of_a_side_counts() -> None:
    receipts = [("vn-1", "VN", 5, 1), ("la-1", "LA", 5, 9), ("la-2", "LA", 3, 4)]
    assert [steps(receipts).at(position) for position in (0, 2, 3, 4, 5)] == [4, 4, 9, 9, None]


def test_a_clock_set_back_makes_nothing_known_before_what_came_before_it() -> None:
    receipts = [("vn-1", "VN", 2, 1), ("vn-1", "VN", 4, 2), ("la-1", "LA", 2, 8), ("la-1", "LA", 4, 3)]
    assert [steps(receipts).at(position) for position in range(5)] == [8, 8, 8, 8, None]
    assert (steps(receipts).size_at(7), steps(receipts).size_at(8)) == (0, 4)


def unclamped(receipts: Sequence[Told]) -> Steps:
    """Take each receipt at its word."""
    sizes = sorted({size for _, _, size, _ in receipts})
    moments, found = [], []
    for size in sizes:
        firsts = [
            min((at for _, s, n, at in receipts if s == side and n >= size), default=None) for side in ("VN", "LA")
        ]
        known = [first for first in firsts if first is not None]
        if len(known) == 2:
            found.append(size)
            moments.append(max(known))
    return Steps(tuple(found), tuple(moments))


def first_side(receipts: Sequence[Told]) -> Steps:
    """Know it as soon as one side has it."""
    doubled = [(node, side, size, at) for node, _, size, at in receipts for side in ("VN", "LA")]
    return steps(doubled)


@pytest.mark.parametrize("broken", [unclamped, first_side])
def test_a_broken_knowledge_is_caught(broken: Callable[[Sequence[Told]], Steps]) -> None:
    assert found(told(), lambda receipts: not is_plain(receipts, broken))


def test_a_whole_knowledge_is_not_caught() -> None:
    assert not found(told(), lambda receipts: not is_plain(receipts, steps), within=500)
