"""What a roster says later: nodes and keys end or are stolen, organisations come after others."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.feeds import cast
from tests.feeds.world import (
    folded,
    key_of,
    lao_bodies,
    lao_certificate,
    roster_feed,
    stated,
    vietnamese_bodies,
)
from twinline.feeds import changes, genesis, roster
from twinline.feeds.changes import Good
from twinline.feeds.errors import Untrusted

NODE = cast.NODE.public.id
FEED, OTHER = "ab" * 32, "cd" * 32
ROOT = b"\x01" * 32


def vietnamese(*more):
    return roster_feed(cast.ROOT, "vn-na", [*vietnamese_bodies(), *more])


def lao(*more):
    return roster_feed(cast.LAO_ROOT, "la-xk", [*lao_bodies(), *more])


def checks(known):
    return [one.check for one in known.ignored]


def test_an_ended_node_is_out_of_service_and_its_word_stays():
    known = folded(vietnamese(changes.node_end_statement(NODE, "vn-na", {FEED: Good(3, ROOT)})), lao())
    assert not known.node(NODE).in_service
    assert known.spoke_for(NODE, "vn-na") == {"vn-na", "vn-na-nam-can"}
    assert known.nodes_of("vn-na") == ()
    assert known.good(NODE, "vn-na", FEED) is None
    assert known.ignored == ()


def test_a_node_certified_again_after_its_end_is_in_service():
    end = changes.node_end_statement(NODE, "vn-na", {})
    assert folded(vietnamese(end, roster.node_statement(cast.node_certificate())), lao()).node(NODE).in_service


def test_a_revocation_names_how_far_each_feed_was_good_and_nothing_else_is():
    (told,) = changes.revoke_statements(NODE, "vn-na", {FEED: Good(3, ROOT)}, "stolen")
    assert not any(name in told for name in ("from", "to", "on", "date", "when"))
    known = folded(vietnamese(told), lao())
    assert known.good(NODE, "vn-na", FEED) == Good(3, ROOT)
    assert known.good(NODE, "vn-na", OTHER) == Good(0, b"")
    assert known.good(cast.LAO_NODE.public.id, "la-xk", FEED) is None
    assert known.hosts(NODE) == frozenset()
    # Certifying a stolen key again doesn't make it good.
    again = folded(vietnamese(told, roster.node_statement(cast.node_certificate())), lao())
    assert again.good(NODE, "vn-na", OTHER) == Good(0, b"")


def test_a_long_revocation_is_said_in_several_statements():
    heads = {f"{n:064x}": Good(n + 1, ROOT) for n in range(2 * changes.MOST_HEADS + 1)}
    told = changes.revoke_statements(NODE, "vn-na", heads, "stolen")
    assert len(told) == 3
    known = folded(vietnamese(*told), lao())
    assert all(known.good(NODE, "vn-na", feed) == good for feed, good in heads.items())


def test_nobody_revokes_or_ends_another_sides_node():
    for told in (
        *changes.revoke_statements(NODE, "vn-na", {}, "stolen"),
        changes.node_end_statement(NODE, "vn-na", {}),
        changes.key_end_statement("vn-na", cast.ORGANISATION.public),
        changes.succession_statement("vn-na", [("la-xk", None)]),
        changes.reads_statement("vn-na-nam-can", "vn-na"),
    ):
        known = folded(vietnamese(), lao(told))
        assert known.node(NODE).in_service
        assert known.changes.successors == {}
        assert known.keys["vn-na"]
        assert checks(known) == ["scope"]


@pytest.mark.parametrize("certified_there", [False, True])
def test_a_root_takes_away_its_own_part_of_a_node_and_no_other(certified_there):
    there = [roster.node_statement(lao_certificate(node=cast.NODE.public))] if certified_there else []
    for told in (
        *changes.revoke_statements(NODE, "la-xk", {}, "stolen"),
        changes.node_end_statement(NODE, "la-xk", {}),
    ):
        known = folded(vietnamese(), lao(*there, told))
        assert known.node(NODE, "vn-na").in_service
        assert known.good(NODE, "vn-na", FEED) is None
        assert known.spoke_for(NODE, "vn-na") == {"vn-na", "vn-na-nam-can"}
        assert known.hosts(NODE) >= {"vn-na", "vn-na-nam-can"}
        if certified_there:
            assert not known.node(NODE, "la-xk").in_service
    # The control: of what the node does for la-xk the same revocation leaves nothing.
    gone = folded(vietnamese(), lao(*there, *changes.revoke_statements(NODE, "la-xk", {}, "stolen")))
    assert gone.good(NODE, "la-xk", FEED) == Good(0, b"")
    assert "la-xk" not in gone.hosts(NODE)


def test_nobody_ends_or_certifies_again_a_node_for_the_other_sides_organisation():
    end = changes.node_end_statement(NODE, "vn-na", {})
    back = roster.node_statement(cast.node_certificate())
    assert folded(vietnamese(end, back), lao(end)).node(NODE).in_service
    assert not folded(vietnamese(end), lao(back)).node(NODE).in_service


def test_an_ended_key_certifies_no_more_and_what_it_certified_before_stands():
    fresh = cast.STRANGER
    first = genesis.read(cast.records_genesis())
    rotated = [
        key_of("vn-na", "VN", fresh, cast.ROOT, "vn-na"),
        changes.key_end_statement("vn-na", cast.ORGANISATION.public),
    ]
    known = folded(vietnamese(*rotated), lao())
    assert known.keys["vn-na"] == (fresh.public,)
    assert known.certified(first).organisation == "vn-na"
    late = roster.node_statement(cast.node_certificate(node=cast.LAO_NODE.public))
    known = folded(vietnamese(*rotated, late), lao())
    assert (cast.LAO_NODE.public.id, "vn-na") not in known.nodes
    assert checks(known) == ["certificate"]
    forged = genesis.read(cast.records_genesis(certificate=cast.node_certificate(key=cast.LAO_ORGANISATION)))
    with pytest.raises(Untrusted):
        known.certified(forged)


def test_a_successor_reads_only_by_the_word_of_both_sides():
    asks = changes.reads_statement("vn-na", "vn-na-nam-can")
    acknowledges = changes.acknowledge_statement("vn-na", "vn-na-nam-can")
    assert folded(vietnamese(asks), lao()).changes.reads == frozenset()
    assert folded(vietnamese(), lao(acknowledges)).changes.reads == frozenset()
    assert folded(vietnamese(asks, acknowledges), lao()).changes.reads == frozenset()
    assert folded(vietnamese(asks), lao(acknowledges)).changes.reads == {("vn-na", "vn-na-nam-can")}


def test_who_answers_for_the_predecessor_lets_an_office_with_a_root_of_its_own_read_and_that_office_takes_nothing():
    pins = {cast.ROOT.public.id: "vn-na", cast.LAO_ROOT.public.id: "la-xk", cast.STRANGER.public.id: "vn-x"}
    apart = roster_feed(cast.STRANGER, "vn-x", [stated("vn-x", "VN")])
    given, taken = changes.reads_statement("vn-x", "vn-na-nam-can"), changes.reads_statement("vn-x", "vn-na")
    acknowledges = [changes.acknowledge_statement("vn-x", code) for code in ("vn-na-nam-can", "vn-na")]
    assert folded(vietnamese(given), lao(*acknowledges), apart, pins=pins).changes.reads == {("vn-x", "vn-na-nam-can")}
    # The controls: the heir itself can't take, nor is one of the other side, or one that nobody states, given anything.
    thief = roster_feed(cast.STRANGER, "vn-x", [stated("vn-x", "VN"), taken])
    assert folded(vietnamese(), lao(*acknowledges), thief, pins=pins).changes.reads == frozenset()
    for heir in ("la-xk", "vn-nobody"):
        both = changes.reads_statement(heir, "vn-na"), changes.acknowledge_statement(heir, "vn-na")
        known = folded(vietnamese(both[0]), lao(both[1]), apart, pins=pins)
        assert known.changes.asked == frozenset()
        assert "scope" in checks(known)


def test_a_superior_of_earlier_days_stays_one_for_what_was_said_then():
    known = folded(
        vietnamese(stated("vn-na-d", "VN", "vn-na"), stated("vn-x", "VN", "vn-na-d"), stated("vn-x", "VN", "vn-na")),
        lao(),
    )
    assert known.superiors("vn-x") == ("vn-na",)
    assert known.ever_above("vn-x") == ("vn-na", "vn-na-d")


def test_a_roster_that_continues_another_says_the_same_again_and_undoes_nothing():
    old_bodies = [*vietnamese_bodies(), stated("vn-na-d", "VN", "vn-na")]
    old = roster_feed(cast.ROOT, "vn-na", [*old_bodies, {**stated("vn-na-d", "VN", "vn-na"), "to": "2025-06-30"}])
    # Restored from a copy that didn't hold the last statement yet.
    head = genesis.Head(genesis.feed_id(old.leaves[0]), len(old_bodies) + 1, ROOT)
    fresh = roster_feed(cast.ROOT, "vn-na", old_bodies, continues=[head], nonce=bytes([7]) * 16)
    known = folded(old, fresh, lao())
    assert known.organisations["vn-na-d"].valid_to == "2025-06-30"
    assert folded(fresh, lao()).organisations["vn-na-d"].valid_to is None
    read = [feed.read() for feed in (old, fresh, lao())]
    pins = {cast.ROOT.public.id: "vn-na", cast.LAO_ROOT.public.id: "la-xk"}
    assert len({repr(roster.fold(pins, order)) for order in permutations(read)}) == 1
