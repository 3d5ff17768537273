"""Same event, once: links that both sides say, and what counts of the records they tie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from tests.ledger.cast import AWAY, BOTH, HOME, LAW, LINE, READERS, TWIN, act, wider
from tests.ledger.plain import Plain, both_sides_say_so, components
from tests.ledger.stories import affairs, found
from twinline.ledger import events
from twinline.ledger.acts import Act
from twinline.ledger.events import Part, confirmed_links, parts, readable_links
from twinline.ledger.fold import Standing
from twinline.ledger.timeline import standings

laws = settings(max_examples=100, deadline=None)

OURS = act("say", record="a", to=["la-xk"], x=1)
THEIRS = act("say", "la-xk", record="b", to=["vn-na"], x=2)
THIRD = act("say", "vn-na-bg", record="c", to=["la-xk"], x=3)


def link(author: str, of: Act, with_: Act, **more: Any) -> Act:
    return act("same_event", author, of, **{"other": with_.record, "summed": of.record, **more})


def placed(*acts: Act) -> dict[str, Part]:
    standing: dict[str, Standing] = {each.root.record: each for each in standings(acts, LAW)}
    return parts(standing, readable_links(standing, confirmed_links(acts), LAW.wider))


def same(*acts: Act) -> bool:
    told = placed(OURS, THEIRS, *acts)
    return told["a"].event == told["b"].event


def test_two_records_are_one_event_only_when_both_sides_say_so() -> None:
    ours, theirs = link("vn-na", OURS, THEIRS), link("la-xk", THEIRS, OURS)
    assert not same()
    assert not same(ours)
    assert not same(ours, link("vn-na-bg", OURS, THEIRS))
    assert same(ours, theirs)
    assert same(theirs, ours)


def test_either_side_undoes_it_and_may_say_it_again() -> None:
    ours, theirs = link("vn-na", OURS, THEIRS), link("la-xk", THEIRS, OURS)
    for author, said in (("vn-na", ours), ("la-xk", theirs)):
        undone = act("same_event", author, said, other="b" if said is ours else "a", undo=True)
        again = act("same_event", author, undone, other="b" if said is ours else "a", name="again")
        assert not same(ours, theirs, undone)
        assert same(ours, theirs, undone, again)


def test_of_two_last_words_of_a_side_the_undoing_one_stands() -> None:
    ours, theirs = link("vn-na", OURS, THEIRS), link("la-xk", THEIRS, OURS)
    assert not same(ours, theirs, link("vn-na-bg", OURS, THEIRS, undo=True))


def test_an_event_counts_once_and_once_within_each_side() -> None:
    acts = [
        OURS, THEIRS, THIRD, link("vn-na", OURS, THEIRS, summed="b"), link("la-xk", THEIRS, OURS, summed="b"),
        link("vn-na", THIRD, THEIRS, summed="b"), link("la-xk", THEIRS, THIRD, summed="b"),
    ]  # fmt: skip
    assert placed(*acts) == {
        "a": Part("a", summed=False, summed_own=True),
        "b": Part("a", summed=True, summed_own=True),
        "c": Part("a", summed=False, summed_own=False),
    }


def test_where_the_sides_name_different_records_the_smaller_id_is_summed() -> None:
    acts = [link("vn-na", OURS, THEIRS, summed="a"), link("la-xk", THEIRS, OURS, summed="b")]
    assert placed(OURS, THEIRS, *acts)["a"].summed
    assert placed(OURS, THEIRS, *acts[:1], link("la-xk", THEIRS, OURS, summed="a"))["a"].summed
    assert placed(OURS, THEIRS, link("vn-na", OURS, THEIRS, summed="b"), acts[1])["b"].summed


def test_a_record_that_no_longer_stands_leaves_the_event() -> None:
    acts = [OURS, THEIRS, link("vn-na", OURS, THEIRS, summed="b"), link("la-xk", THEIRS, OURS, summed="b")]
    assert placed(*acts)["a"].summed is False
    assert placed(*acts, act("withdraw", "la-xk", THEIRS))["a"] == Part("a", True, True)


def test_a_link_to_a_record_that_no_longer_stands_does_not_name_what_is_summed() -> None:
    third = act("say", "la-xk", record="c", to=["vn-na"], x=3)
    acts = [OURS, THEIRS, third, act("withdraw", "la-xk", THEIRS)]
    acts += [link("vn-na", OURS, THEIRS, summed="a"), link("la-xk", THEIRS, OURS, summed="a")]
    acts += [link("vn-na", OURS, third, summed="c"), link("la-xk", third, OURS, summed="c")]
    assert placed(*acts)["c"].summed
    assert not placed(*acts)["a"].summed


def test_records_are_one_event_only_where_the_readers_of_one_all_read_the_other() -> None:
    def readable(first: int, second: int) -> bool:
        ours = act("say", record="a", audience=first, to=["la-xk"], x=1)
        theirs = act("say", "la-xk", record="b", audience=second, to=["vn-na"], x=2)
        standing = {each.root.record: each for each in standings([ours, theirs], LAW)}
        return bool(readable_links(standing, {("a", "b"): "a"}, LAW.wider))

    for first, second in combinations(READERS, 2):
        nested = READERS[first] <= READERS[second] or READERS[second] <= READERS[first]
        assert readable(first, second) == readable(second, first) == nested
    assert not readable(HOME, AWAY)
    assert readable(HOME, BOTH)


def test_where_the_audiences_differ_the_record_with_more_readers_is_summed_whatever_is_named() -> None:
    ours = act("say", record="a", audience=TWIN, to=["la-xk"], x=1)
    theirs = act("say", "la-xk", record="b", audience=LINE, to=["vn-na"], x=2)
    acts = [ours, theirs, link("vn-na", ours, theirs, summed="a"), link("la-xk", theirs, ours, summed="a")]
    assert placed(*acts) == {"a": Part("a", False, True), "b": Part("a", True, True)}


def is_plain(acts: Sequence[Act]) -> bool:
    """Return whether the parts are those that the rules, asked slowly, give."""
    standing = {each.root.record: each for each in standings(acts, LAW)}
    told = parts(standing, readable_links(standing, events.confirmed_links(acts), LAW.wider))
    roots = {each.record: each for each in acts if each.act == "say"}
    how = {r: Plain(root, [a for a in acts if a.record == r]).standing() for r, root in roots.items()}
    alive = {r for r, standing_of in how.items() if standing_of in ("stated", "agreed", "disputed")}
    said = both_sides_say_so(acts)

    def linked(one: str, other: str) -> bool:
        readers = wider(roots[one].audience, roots[other].audience)
        return readers is not None and {one, other} <= alive and frozenset((one, other)) in said

    for group in components(set(roots), linked):
        if {told[r].event for r in group} != {min(group)}:
            return False
        if sum(told[r].summed for r in group) != 1:
            return False
        for side in {roots[r].side for r in group}:
            if sum(told[r].summed_own for r in group if roots[r].side == side) != 1:
                return False
        named: set[str] = set()
        for one, other in combinations(sorted(group), 2):
            if linked(one, other):
                a, b = roots[one].audience, roots[other].audience
                if a == b:
                    words = said[frozenset((one, other))]
                    named |= words if len(words) == 1 else {one}
                else:
                    named.add(one if wider(a, b) == a else other)
        if not told[min(named or group)].summed:
            return False
    return True


@laws
@given(affairs())
def test_events_are_the_connected_records_and_each_counts_once(acts: list[Act]) -> None:
    assert is_plain(acts)
    assert is_plain(acts[::-1])


def one_side_will_do(acts: Sequence[Act]) -> dict[tuple[str, str], str]:
    pairs = {(min(a.record, a.body["other"]), max(a.record, a.body["other"])): a for a in acts if a.act == "same_event"}
    return {pair: pair[0] for pair, a in pairs.items() if pair[0] != pair[1] and not a.body.get("undo")}


def undoing_needs_both(acts: Sequence[Act]) -> dict[tuple[str, str], str]:
    return confirmed_links([a for a in acts if not a.body.get("undo")])


@pytest.mark.parametrize("broken", [one_side_will_do, undoing_needs_both])
def test_a_broken_link_is_caught(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "confirmed_links", broken)
    assert found(affairs(), lambda acts: not is_plain(acts), start=6)


def test_a_whole_link_is_not_caught() -> None:
    assert not found(affairs(), lambda acts: not is_plain(acts), within=200)
