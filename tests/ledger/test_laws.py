"""Laws of the fold, against the rules written a second time; each with a broken fold that it must catch."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.cast import LAW, act
from tests.ledger.plain import Plain
from tests.ledger.stories import found, stories
from twinline.ledger import fold as ledger_fold
from twinline.ledger.acts import Act
from twinline.ledger.fold import Standing, fold, waiting
from twinline.ledger.timeline import spans

laws = settings(max_examples=100, deadline=None)
Fold = Callable[[Sequence[Act]], Standing]


def folded(acts: Sequence[Act]) -> Standing:
    """Return what stands of the record first said by the first of these acts."""
    return fold(acts[0], acts, LAW)


def is_plain(acts: Sequence[Act], of: Fold) -> bool:
    plain, standing = Plain(acts[0], acts), of(acts)
    return (standing.standing, standing.tip, standing.versions) == (
        plain.standing(), plain.tip(), tuple(plain.chain(plain.tip()))
    ) and {voice.author: voice.act for voice in standing.voices} == plain.last_words()  # fmt: skip


def catches(broken: Fold, law: Callable[[Sequence[Act], Fold], bool]) -> bool:
    """Return whether a law finds a story in which a broken fold fails."""
    return found(stories(), lambda acts: not law(acts, broken))


@laws
@given(stories())
def test_the_fold_gives_what_the_rules_say(acts: list[Act]) -> None:
    assert is_plain(acts, folded)


def any_order(acts: Sequence[Act], of: Fold, seed: int = 0) -> bool:
    root, rest = acts[0], list(acts[1:])
    random.Random(seed).shuffle(rest)
    return of([root, *rest]) == of(acts) == of([root, *rest[::-1]])


@laws
@given(stories(), st.integers(0, 9))
def test_any_order_of_arrival_folds_to_the_same(acts: list[Act], seed: int) -> None:
    assert any_order(acts, folded, seed)
    shuffled = random.Random(seed).sample(acts, len(acts))
    assert fold(acts[0], shuffled, LAW) == folded(acts)


@laws
@given(stories(), st.data())
def test_what_follows_something_missing_waits_and_changes_nothing_until_it_comes(
    acts: list[Act], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(acts))
    left = [each for each in acts if each is not gone]
    if gone is acts[0]:
        assert waiting(left) == left
        return
    plain = Plain(acts[0], left)
    reached = [each for each in left if each.hash in plain.at]
    assert fold(acts[0], reached, LAW) == replace(folded(left), ignored=fold(acts[0], reached, LAW).ignored)
    waits = {each.hash for each in left if each.hash not in plain.at and each.follows not in plain.at}
    assert {each.hash for each in waiting(left)} == waits
    assert folded([*left, gone]) == folded(acts)


@laws
@given(stories(), stories())
def test_nothing_said_later_undoes_a_withdrawal(acts: list[Act], more: list[Act]) -> None:
    withdrawn = act("withdraw", follows=acts[0], name="last")
    told = [*acts, withdrawn, *(replace(each, follows=each.follows or withdrawn.hash) for each in more[1:])]
    assert folded(told).standing == "withdrawn"


@laws
@given(stories(), stories())
def test_another_audience_changes_nothing(acts: list[Act], more: list[Act]) -> None:
    outside = [
        replace(each, audience=99, hash=each.hash + b"x", follows=acts[0].hash)
        for each in more[1:]
        if each.act in ("amend", "withdraw", "countersign", "dispute")
    ]
    assert replace(folded([*acts, *outside]), ignored=()) == replace(folded(acts), ignored=())


@laws
@given(stories(), stories())
def test_a_record_id_used_again_changes_nothing_for_the_first(acts: list[Act], more: list[Act]) -> None:
    other = {each.hash: each.hash + b"other" for each in more}
    again = [
        replace(each, hash=other[each.hash], follows=other.get(each.follows or b""), author="la-xk", side="LA")
        for each in more
    ]
    assert folded([*acts, *again]) == folded(acts)
    states = [span for span in spans([*acts, *again], LAW) if span.state.root == acts[0].hash]
    assert [(s.state.version, s.state.standing, s.arrived_from, s.arrived_to, s.held_from, s.held_to) for s in states] \
        == [(s.state.version, s.state.standing, s.arrived_from, s.arrived_to, s.held_from, s.held_to)
            for s in spans(acts, LAW)]  # fmt: skip


@pytest.mark.parametrize("times", [1, 2])
@laws
@given(acts=stories())
def test_an_act_told_twice_counts_once(times: int, acts: list[Act]) -> None:
    told_again = folded([*acts, *acts[1:] * times])
    assert replace(told_again, ignored=()) == replace(folded(acts), ignored=())


def test_a_fold_that_goes_by_arrival_is_caught() -> None:
    def last_arrived(acts: Sequence[Act]) -> Standing:
        versions = [each for each in acts if each.act in ("say", "amend")]
        return replace(folded(acts), tip=versions[-1])

    assert catches(last_arrived, any_order)


def without(name: str, value: object) -> Fold:
    def broken(acts: Sequence[Act]) -> Standing:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger_fold, name, value)
            return folded(acts)

    return broken


BROKEN = {
    "anybody amends and withdraws": without("_may", lambda act, root: act.audience == root.audience),
    "any audience will do": without("_may", lambda act, root: act.act not in ("amend", "withdraw", "released_as")
                                    or act.author == root.author),
    "a countersignature survives every amendment": without(
        "_bearing", lambda tip, chain, law: {each.hash for each in chain}),
    "no countersignature survives an amendment": without("_bearing", lambda tip, chain, law: {tip.hash}),
    "the first word counts": without("_later", lambda act, other, tree: False),
    "the larger hash is the later word": without("_later", lambda act, other, tree: act.hash > other.hash),
    "a dispute yields to any countersignature": without(
        "_standing", lambda verbs, voices: "agreed" if any(v.counts and v.verb == "countersign" for v in voices)
        else "disputed" if any(v.counts for v in voices) else "stated"),
    "an own side's signature counts": without(
        "_standing", lambda verbs, voices: "agreed" if voices else "stated"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_fold_is_caught(name: str) -> None:
    assert catches(BROKEN[name], is_plain)


def test_a_whole_fold_is_not_caught() -> None:
    assert not found(stories(), lambda acts: not is_plain(acts, folded), within=200)
