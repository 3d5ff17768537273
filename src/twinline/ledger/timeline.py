"""What stood when: the states of some records that are folded together, on both clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from twinline.ledger.acts import Act, Clock, Law
from twinline.ledger.events import Part, confirmed_links, parts, readable_links
from twinline.ledger.fold import Standing, fold, roots


class State(NamedTuple):
    """What a record says and how it stands, while nothing about it changes."""

    record: str
    root: bytes
    version: Act
    standing: str
    part: Part


@dataclass(frozen=True, slots=True)
class Span:
    """A state and from when to when it held on each clock (``None`` at the end: it still does).

    ``held_from`` is ``None`` where the receipts don't show (yet) that both sides held it.
    """

    state: State
    arrived_from: int | None
    arrived_to: int | None
    held_from: int | None
    held_to: int | None


def solo(act: Act) -> State:
    """Return the state of a record about which only its first saying is known."""
    return State(act.record, act.hash, act, "stated", Part(act.record, True, True))


def spans(acts: Sequence[Act], law: Law) -> list[Span]:
    """Return all states of the records concerned, in order.

    ``acts`` are all acts about a set of records closed under *same event*.
    Both clocks run through the same states in ordinary work; then one span
    carries both. Where they differ, each gets its own.
    """
    arrived = _run(acts, law, "arrived")
    held = _run(acts, law, "held")
    found: list[Span] = []
    rest = list(held)
    for state, first, last in arrived:
        twin = next((each for each in rest if each[0] == state), None)
        if twin is not None:
            rest.remove(twin)
        found.append(Span(state, first, last, twin[1] if twin else None, twin[2] if twin else None))
    found.extend(Span(state, None, None, first, last) for state, first, last in rest)
    return found


def standings(acts: Sequence[Act], law: Law) -> list[Standing]:
    """Return what stands of each record, given the acts known."""
    return [fold(root, [act for act in acts if act.record == root.record], law) for root in roots(acts)]


def _run(acts: Sequence[Act], law: Law, clock: Clock) -> list[tuple[State, int, int | None]]:
    """Return the states in order of beginning, each with its interval on one clock."""
    moments = sorted({moment for act in acts if (moment := act.known(clock)) is not None})
    open_states: dict[bytes, tuple[State, int]] = {}
    closed: list[tuple[State, int, int | None]] = []
    for moment in moments:
        known = [act for act in acts if (at := act.known(clock)) is not None and at <= moment]
        now = {state.root: state for state in _states(known, law)}
        for root, state in now.items():
            before = open_states.get(root)
            if before is not None and before[0] == state:
                continue
            if before is not None:
                closed.append((before[0], before[1], moment))
            open_states[root] = (state, moment)
    closed.extend((state, since, None) for state, since in open_states.values())
    return sorted(closed, key=lambda each: (each[1], each[0].record, each[0].root))


def _states(acts: Sequence[Act], law: Law) -> Iterable[State]:
    found = standings(acts, law)
    if not found:
        return
    if len(found) == 1 and len(acts) == 1:
        yield solo(found[0].root)
        return
    links = confirmed_links(acts)
    chosen: dict[str, Standing] = {}
    for standing in found:
        chosen.setdefault(standing.root.record, standing)
    placed = parts(chosen, readable_links(chosen, links, law.wider))
    for standing in found:
        record = standing.root.record
        part = placed[record]
        if chosen[record] is not standing:
            # A record id used again makes two roots of one name: each has its part as if the other weren't there.
            own = {**chosen, record: standing}
            part = parts(own, readable_links(own, links, law.wider))[record]
        yield State(record, standing.root.hash, standing.tip, standing.standing, part)
