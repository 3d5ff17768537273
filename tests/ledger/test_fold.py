"""What stands of one record, told one rule at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from tests.ledger.cast import AWAY, LAW, LINE, act
from twinline.ledger.acts import Act
from twinline.ledger.fold import (
    AGREED,
    AGREED_ON_PAPER,
    DISPUTED,
    RELEASED,
    STATED,
    WITHDRAWN,
    Standing,
    by_record,
    fold,
    roots,
    waiting,
)


def stands(root: Act, *acts: Act) -> Standing:
    return fold(root, [root, *acts], LAW)


def hashes(acts: Iterable[Act]) -> set[bytes]:
    return {each.hash for each in acts}


SAID = act("say", to=["la-xk"], x=1)


def test_what_one_side_says_is_stated() -> None:
    assert stands(SAID) == Standing(SAID, SAID, STATED, versions=(SAID,))


def test_a_countersignature_of_the_counterpart_named_makes_it_agreed() -> None:
    assert stands(SAID, act("countersign", "la-xk", SAID)).standing == AGREED


def test_what_names_another_kind_than_the_record_s_says_nothing_of_it() -> None:
    signed = replace(act("countersign", "la-xk", SAID), kind="another")
    standing = stands(SAID, signed)
    assert (standing.standing, standing.ignored) == (STATED, (signed,))
    amended = replace(act("amend", "vn-na", SAID, to=["la-xk"], x=2), kind="another")
    assert stands(SAID, amended).tip == SAID


def test_a_rostered_superior_of_the_counterpart_may_agree_in_its_place() -> None:
    said = act("say", to=["la-xk-nh"], x=1)
    assert stands(said, act("countersign", "la-xk", said)).standing == AGREED


def test_one_under_the_counterpart_may_not() -> None:
    standing = stands(SAID, act("countersign", "la-xk-nh", SAID))
    assert standing.standing == STATED
    assert [(voice.author, voice.counts) for voice in standing.voices] == [("la-xk-nh", False)]


def test_a_signature_of_ones_own_side_is_seen_and_agrees_nothing_even_where_it_is_named() -> None:
    said = act("say", to=["la-xk", "vn-na-bg"], x=1)
    standing = stands(said, act("countersign", "vn-na-bg", said))
    assert standing.standing == STATED
    assert not standing.voices[0].counts


def test_a_record_that_names_nobody_is_never_agreed() -> None:
    said = act("say", to=[], x=1)
    assert stands(said, act("countersign", "la-xk", said)).standing == STATED


def test_a_dispute_beats_the_others_until_the_same_authors_later_word() -> None:
    said = act("say", to=["la-xk", "la-xk-nh"], x=1)
    agreed = act("countersign", "la-xk-nh", said)
    disputed = act("dispute", "la-xk", said)
    assert stands(said, agreed, disputed).standing == DISPUTED
    settled = act("countersign", "la-xk", disputed)
    assert stands(said, agreed, disputed, settled).standing == AGREED
    again = act("dispute", "la-xk", settled)
    assert stands(said, agreed, disputed, settled, again).standing == DISPUTED


def test_of_two_words_of_one_author_about_the_same_target_the_dispute_stands() -> None:
    assert stands(SAID, act("countersign", "la-xk", SAID), act("dispute", "la-xk", SAID)).standing == DISPUTED


def test_an_amendment_of_the_essentials_falls_back_to_stated() -> None:
    agreed = act("countersign", "la-xk", SAID)
    amended = act("amend", follows=SAID, to=["la-xk"], x=2)
    standing = stands(SAID, agreed, amended)
    assert (standing.standing, standing.tip, standing.versions) == (STATED, amended, (SAID, amended))
    assert stands(SAID, agreed, amended, act("countersign", "la-xk", amended)).standing == AGREED


def test_an_amendment_that_leaves_the_essentials_alone_stays_agreed() -> None:
    agreed = act("countersign", "la-xk", SAID)
    note = act("amend", follows=SAID, to=["la-xk"], x=1, n="a note")
    assert stands(SAID, agreed, note).standing == AGREED
    assert stands(SAID, agreed, note).tip == note


def test_going_back_to_the_essentials_once_agreed_is_not_agreed_again() -> None:
    agreed = act("countersign", "la-xk", SAID)
    changed = act("amend", follows=SAID, to=["la-xk"], x=2)
    back = act("amend", follows=changed, to=["la-xk"], x=1)
    assert stands(SAID, agreed, changed, back).standing == STATED


def test_a_dispute_falls_with_the_version_it_was_about() -> None:
    disputed = act("dispute", "la-xk", SAID)
    assert stands(SAID, disputed).standing == DISPUTED
    assert stands(SAID, disputed, act("amend", follows=SAID, to=["la-xk"], x=2)).standing == STATED


def test_a_withdrawal_is_final_and_beats_a_concurrent_amendment() -> None:
    withdrawn = act("withdraw", follows=SAID)
    amended = act("amend", follows=SAID, to=["la-xk"], x=2)
    later = act("amend", follows=amended, to=["la-xk"], x=3)
    agreed = act("countersign", "la-xk", later)
    assert stands(SAID, withdrawn, amended, later, agreed).standing == WITHDRAWN


def test_only_the_author_amends_and_withdraws() -> None:
    strangers = [act("amend", "la-xk", SAID, to=["la-xk"], x=9), act("withdraw", "vn-na-bg", SAID)]
    standing = stands(SAID, *strangers)
    assert (standing.standing, standing.tip) == (STATED, SAID)
    assert hashes(standing.ignored) == hashes(strangers)


def test_what_follows_an_ignored_act_changes_nothing() -> None:
    stranger = act("amend", "la-xk", SAID, to=["la-xk"], x=9)
    assert stands(SAID, stranger, act("countersign", "la-xk", stranger)).standing == STATED


def test_acts_to_another_audience_are_ignored() -> None:
    for audience in (LINE, AWAY):
        outside = [
            act("amend", follows=SAID, audience=audience, to=["la-xk"], x=2),
            act("withdraw", follows=SAID, audience=audience),
            act("countersign", "la-xk", SAID, audience=audience),
            act("dispute", "la-xk", SAID, audience=audience),
        ]
        standing = stands(SAID, *outside)
        assert (standing.standing, standing.tip) == (STATED, SAID)
        assert hashes(standing.ignored) == hashes(outside)


def test_of_two_versions_the_longer_chain_stands_and_both_are_flagged() -> None:
    one = act("amend", follows=SAID, to=["la-xk"], x=2, hash=b"\x01" * 32)
    other = act("amend", follows=SAID, to=["la-xk"], x=3, hash=b"\xff" * 32)
    longer = act("amend", follows=one, to=["la-xk"], x=4, hash=b"\x00" * 32)
    tied = stands(SAID, one, other)
    assert (tied.tip, tied.flags) == (other, ("rival_versions",))
    standing = stands(SAID, one, other, longer)
    assert (standing.tip, standing.flags, standing.versions) == (longer, ("rival_versions",), (SAID, one, longer))
    assert stands(SAID, one, longer).flags == ()


def test_words_about_a_version_that_lost_count_for_nothing() -> None:
    lost = act("amend", follows=SAID, to=["la-xk"], x=2, hash=b"\x01" * 32)
    won = act("amend", follows=SAID, to=["la-xk"], x=3, hash=b"\xff" * 32)
    assert stands(SAID, lost, won, act("countersign", "la-xk", lost)).standing == STATED


def test_an_answer_to_ones_own_answer_lengthens_no_chain_of_versions() -> None:
    """Rival versions are compared by versions: words said about one don't make it the longer."""
    low = act("amend", follows=SAID, to=["la-xk"], x=2, hash=b"\x01" * 32)
    high = act("amend", follows=SAID, to=["la-xk"], x=3, hash=b"\xff" * 32)
    words = [act("countersign", "la-xk", low)]
    words += [act("dispute", "la-xk", words[0])]
    assert stands(SAID, low, high, *words).tip == high


def test_an_act_whose_target_is_missing_waits() -> None:
    amended = act("amend", follows=SAID, to=["la-xk"], x=2)
    agreed = act("countersign", "la-xk", amended)
    assert stands(SAID, agreed).standing == STATED
    assert waiting([SAID, agreed]) == [agreed]
    assert stands(SAID, agreed, amended).standing == AGREED
    assert waiting([SAID, agreed, amended]) == []


def test_a_released_record_stands_no_more_for_itself() -> None:
    assert stands(SAID, act("released_as", follows=SAID, record_="b")).standing == RELEASED
    assert stands(SAID, act("released_as", "la-xk", SAID, record_="b")).standing == STATED


def test_an_act_this_version_does_not_know_changes_nothing() -> None:
    odd = act("bless", "la-xk", SAID)
    assert (stands(SAID, odd).standing, stands(SAID, odd).tip) == (STATED, SAID)


def test_a_record_id_used_again_by_another_changes_nothing_for_the_first() -> None:
    again = act("say", "la-xk", to=["vn-na"], x=7)
    agreed = act("countersign", "la-xk", SAID)
    acts = [SAID, again, agreed, act("withdraw", "la-xk", again)]
    assert hashes(roots(acts)) == hashes([SAID, again])
    assert fold(SAID, acts, LAW).standing == AGREED
    assert fold(again, acts, LAW).standing == WITHDRAWN


def test_acts_are_grouped_by_the_record_they_are_about() -> None:
    other = act("say", record="b")
    agreed = act("countersign", "la-xk", SAID)
    assert by_record([SAID, other, agreed]) == {"a": [SAID, agreed], "b": [other]}


def signed(follows: Act, **more: object) -> Act:
    return act("on_paper", "vn-na", follows, signed="2026-06-04", **more)


def test_what_its_author_says_was_signed_on_paper_stands_so_until_the_other_side_speaks() -> None:
    paper = signed(SAID)
    assert (stands(SAID, paper).standing, stands(SAID, paper).paper) == (AGREED_ON_PAPER, paper)
    assert stands(SAID, paper, act("countersign", "la-xk", SAID)).standing == AGREED
    assert stands(SAID, paper, act("dispute", "la-xk", SAID)).standing == DISPUTED
    assert stands(SAID, paper, act("withdraw", follows=SAID)).standing == WITHDRAWN


def test_nobody_elses_word_makes_it_agreed_on_paper() -> None:
    for author in ("vn-na-bg", "la-xk"):
        other = act("on_paper", author, SAID, signed="2026-06-04")
        assert (stands(SAID, other).standing, stands(SAID, other).paper) == (STATED, None)
    elsewhere = act("on_paper", "vn-na", SAID, audience=LINE, signed="2026-06-04")
    assert stands(SAID, elsewhere).standing == STATED
    alone = act("say", to=[], x=1)
    assert stands(alone, signed(alone)).standing == STATED


def test_a_paper_holds_for_the_version_that_was_signed() -> None:
    paper = signed(SAID)
    assert stands(SAID, paper, act("amend", follows=SAID, to=["la-xk"], x=1, n="a note")).paper == paper
    assert stands(SAID, paper, act("amend", follows=SAID, to=["la-xk"], x=2)).standing == STATED


def test_that_it_was_signed_can_be_taken_back_and_said_again() -> None:
    paper = signed(SAID)
    back = signed(paper, undo=True)
    assert stands(SAID, paper, back).standing == STATED
    assert stands(SAID, paper, back, signed(back, number="2")).standing == AGREED_ON_PAPER


def test_in_whatever_order_they_arrive_a_paper_and_what_follows_it_stand_the_same() -> None:
    paper = signed(SAID)
    amended = act("amend", follows=SAID, to=["la-xk"], x=1, n="a note")
    again = signed(paper, number="2")
    seen = act("countersign", "vn-na-bg", SAID)
    for acts, stood in (
        ([SAID, paper, amended, again, seen], AGREED_ON_PAPER),
        ([SAID, paper, signed(again, undo=True), again, seen], STATED),
        ([SAID, paper, act("dispute", "la-xk", SAID), again, seen], DISPUTED),
    ):
        assert {fold(SAID, list(order), LAW).standing for order in permutations(acts)} == {stood}
