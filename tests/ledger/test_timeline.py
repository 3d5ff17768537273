"""What stood when: both clocks, against a fold at every instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.cast import LAW, act
from tests.ledger.plain import at
from tests.ledger.stories import affairs, found, stories
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Clock
from twinline.ledger.events import confirmed_links, parts, readable_links
from twinline.ledger.timeline import Span, State, solo, spans, standings

laws = settings(max_examples=100, deadline=None)


def states_at(acts: Sequence[Act], clock: Clock, moment: int) -> dict[str, State]:
    """Fold what is known at one moment, from nothing."""
    known = [a for a in acts if (since := a.known(clock)) is not None and since <= moment]
    standing = {each.root.record: each for each in standings(known, LAW)}
    placed = parts(standing, readable_links(standing, confirmed_links(known), LAW.wider))
    return {
        record: State(record, each.root.hash, each.tip, each.standing, placed[record])
        for record, each in standing.items()
    }


def is_plain(acts: Sequence[Act], told_spans: Sequence[Span]) -> bool:
    arrived = [(span.state, span.arrived_from, span.arrived_to) for span in told_spans]
    held = [(span.state, span.held_from, span.held_to) for span in told_spans]
    clocks: tuple[tuple[Clock, list[tuple[State, int | None, int | None]]], ...] = (
        ("arrived", arrived),
        ("held", held),
    )
    for clock, intervals in clocks:
        for moment in range(-1, 9):
            told = at(intervals, moment)  # type: ignore[arg-type]
            if {state.record: state for state in told} != states_at(acts, clock, moment):  # type: ignore[attr-defined]
                return False
            if len(told) != len({state.record for state in told}):  # type: ignore[attr-defined]
                return False
    return True


@laws
@given(stories() | affairs())
def test_both_clocks_tell_what_a_fold_at_every_instant_tells(acts: list[Act]) -> None:
    assert is_plain(acts, spans(acts, LAW))


@laws
@given(affairs(), st.randoms(use_true_random=False))
def test_the_order_in_which_acts_are_given_changes_no_span(acts: list[Act], random: object) -> None:
    shuffled = random.sample(acts, len(acts))  # type: ignore[attr-defined]
    assert sorted(spans(acts, LAW), key=repr) == sorted(spans(shuffled, LAW), key=repr)


@laws
@given(affairs())
def test_a_span_is_never_empty_and_never_changes_nothing(acts: list[Act]) -> None:
    for span in spans(acts, LAW):
        assert span.arrived_from is not None or span.held_from is not None
        for first, last in ((span.arrived_from, span.arrived_to), (span.held_from, span.held_to)):
            assert last is None or (first is not None and first < last)


def test_a_record_alone_takes_the_short_cut_to_the_same_state() -> None:
    said = act("say", arrived=3, held=None)
    assert spans([said], LAW) == [Span(solo(said), 3, None, None, None)]
    assert states_at([said], "arrived", 3) == {"a": solo(said)}


def test_an_agreement_is_known_to_both_only_when_both_held_it() -> None:
    said = act("say", arrived=1, held=4)
    agreed = act("countersign", "la-xk", said, arrived=2, held=6)
    known = [(span.state.standing, span.arrived_from, span.arrived_to, span.held_from, span.held_to)
             for span in spans([said, agreed], LAW)]  # fmt: skip
    assert known == [("stated", 1, 2, 4, 6), ("agreed", 2, None, 6, None)]


def test_clocks_that_tell_the_acts_in_another_order_give_spans_of_their_own() -> None:
    said = act("say", arrived=1, held=5)
    disputed = act("dispute", "la-xk", said, arrived=2, held=7)
    noted = act("amend", follows=said, to=["la-xk"], x=1, n=2, arrived=3, held=6)
    known = {(s.state.standing, s.state.version.hash, s.arrived_from, s.held_from)
             for s in spans([said, disputed, noted], LAW)}  # fmt: skip
    assert known == {
        ("stated", said.hash, 1, 5), ("disputed", said.hash, 2, None), ("disputed", noted.hash, 3, 7),
        ("stated", noted.hash, None, 6),
    }  # fmt: skip


def late(acts: Sequence[Act]) -> list[Span]:
    """A timeline that forgets to close a state on the clock of receipts."""
    return [replace(span, held_to=None) for span in spans(acts, LAW)]


def one_clock(acts: Sequence[Act]) -> list[Span]:
    """A timeline that takes one clock for the other."""
    return [Span(s.state, s.arrived_from, s.arrived_to, s.arrived_from, s.arrived_to) for s in spans(acts, LAW)]


@pytest.mark.parametrize("broken", [late, one_clock])
def test_a_broken_timeline_is_caught(broken: object) -> None:
    assert found(affairs(), lambda acts: not is_plain(acts, broken(acts)))  # type: ignore[operator]


def test_a_timeline_without_events_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "confirmed_links", lambda acts: {})
    assert found(affairs(), lambda acts: not is_plain(acts, spans(acts, LAW)))


def test_a_whole_timeline_is_not_caught() -> None:
    assert not found(affairs(), lambda acts: not is_plain(acts, spans(acts, LAW)), within=100)


@pytest.mark.parametrize("smallest", [b"\x00" * 32, b"\xff" * 32])
def test_a_record_id_used_again_takes_no_record_out_of_its_event(smallest: bytes) -> None:
    ours, theirs = act("say", record="a", to=["la-xk"], x=1), act("say", "la-xk", record="b", to=["vn-na"], x=2)
    one = act("same_event", "vn-na", ours, other="b", summed="b")
    two = act("same_event", "la-xk", theirs, other="a", summed="b")
    again = act("say", "la-xk", record="a", hash=smallest)
    alone = [span for span in spans([ours, theirs, one, two], LAW) if span.state.record == "a"]
    beside = [span for span in spans([ours, theirs, one, two, again], LAW) if span.state.root == ours.hash]
    assert beside == alone
    assert alone[-1].state.part.event == "a"
    assert not alone[-1].state.part.summed
