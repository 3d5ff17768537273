from itertools import permutations

import pytest

from tests.feeds import cast
from tests.feeds.world import (
    folded,
    key_of,
    lao_bodies,
    lao_certificate,
    lao_world,
    roster_feed,
    rosters,
    stated,
    vietnamese_bodies,
)
from twinline.feeds import genesis, roster
from twinline.feeds.errors import Untrusted


def checks(known):
    return [one.check for one in known.ignored]


def lao(*more):
    return roster_feed(cast.LAO_ROOT, "la-xk", [*lao_bodies(), *more])


def vietnamese(*more):
    return roster_feed(cast.ROOT, "vn-na", [*vietnamese_bodies(), *more])


def test_both_sides_state_their_own_organisations_keys_and_nodes():
    known = folded()
    assert known.line_members == {"vn-na", "vn-na-nam-can", "la-xk"}
    assert (known.side("vn-na-nam-can"), known.side("la-xk"), known.side("la-hp")) == ("VN", "LA", None)
    assert known.superiors("vn-na-nam-can") == ("vn-na",)
    assert known.hosts(cast.NODE.public.id) == {"vn-na", "vn-na-nam-can"}
    assert known.hosts(cast.STRANGER.public.id) == frozenset()
    assert known.node(cast.LAO_NODE.public.id).age == cast.AGE
    assert [node.id for node in known.nodes_of("vn-na-nam-can")] == [cast.NODE.public.id]
    assert known.ignored == ()


def test_a_feed_is_certified_through_a_pinned_root_only():
    first = genesis.read(cast.records_genesis())
    assert folded().certified(first).organisation == "vn-na"
    with pytest.raises(Untrusted, match="comparing fingerprints"):
        folded(pins={cast.LAO_ROOT.public.id: "la-xk"}).certified(first)
    forged = genesis.read(cast.records_genesis(certificate=cast.node_certificate(key=cast.STRANGER)))
    with pytest.raises(Untrusted):
        folded().certified(forged)
    with pytest.raises(Untrusted):
        folded().certified(rosters()[0].read()[0])


def test_the_order_of_feeds_changes_nothing():
    feeds = [feed.read() for feed in rosters()]
    pins = {cast.ROOT.public.id: "vn-na", cast.LAO_ROOT.public.id: "la-xk"}
    assert len({repr(roster.fold(pins, order)) for order in permutations(feeds)}) == 1


def test_a_root_that_isnt_pinned_says_nothing():
    assert folded(pins={}) == roster.Roster()
    assert folded(pins={cast.ROOT.public.id: "vn-ht"}) == roster.Roster()


@pytest.mark.parametrize("side", ["LA", "VN"])
def test_a_root_cant_state_an_organisation_of_the_other_side(side):
    known = folded(rosters()[0], lao(stated("vn-na-nam-can", side)))
    assert known.organisations["vn-na-nam-can"].side == "VN"
    assert known.organisations["vn-na-nam-can"].root == cast.ROOT.public.id
    assert checks(known) == ["side"]


def test_a_root_cant_vouch_for_a_key_or_node_of_the_other_side():
    key = key_of("vn-na", "VN", cast.STRANGER, cast.LAO_ROOT, "la-xk")
    node = roster.node_statement(cast.node_certificate(node=cast.STRANGER.public, key=cast.STRANGER))
    known = folded(rosters()[0], lao(key, node))
    assert known.keys["vn-na"] == (cast.ORGANISATION.public,)
    assert known.hosts(cast.STRANGER.public.id) == frozenset()
    assert checks(known) == ["scope", "scope"]


def test_a_key_that_another_root_signed_is_ignored():
    known = folded(vietnamese(key_of("vn-na", "VN", cast.STRANGER, cast.STRANGER, "vn-na")), lao_world())
    assert checks(known) == ["unsigned"]


def test_a_node_that_its_organisation_didnt_sign_is_ignored():
    forged = cast.node_certificate(node=cast.STRANGER.public, key=cast.STRANGER)
    known = folded(vietnamese(roster.node_statement(forged)), lao_world())
    assert known.node(cast.STRANGER.public.id) is None
    assert checks(known) == ["certificate"]


def test_a_node_hosts_its_organisation_and_those_under_it_only():
    wide = lao_certificate(hosts=["la-xk", "vn-na"])
    known = folded(rosters()[0], lao(roster.node_statement(wide)))
    assert known.hosts(cast.LAO_NODE.public.id) == {"la-xk"}
    assert checks(known) == ["hosts"]


def test_certifying_a_node_of_the_other_side_takes_nothing_from_it():
    taken = lao_certificate(node=cast.NODE.public, age=cast.AGE[:-1] + "p")
    known = folded(rosters()[0], lao(roster.node_statement(taken)))
    assert known.node(cast.NODE.public.id, "vn-na").age == cast.AGE
    assert known.node(cast.NODE.public.id) is None
    assert known.hosts(cast.NODE.public.id) == {"vn-na", "vn-na-nam-can", "la-xk"}
    assert known.spoke_for(cast.NODE.public.id, "vn-na") == {"vn-na", "vn-na-nam-can"}
    assert known.by_root(cast.NODE.public.id, cast.ROOT.public.id).organisation == "vn-na"


def test_a_later_statement_replaces_an_earlier_one():
    moved = cast.node_certificate(hosts=["vn-na"])
    closed = roster.organisation_statement(
        organisation="vn-na-nam-can", side="VN", parent="vn-na", name={"en": "Nam Can"}, valid_to="2025-06-30"
    )
    known = folded(vietnamese(roster.node_statement(moved), closed), lao_world())
    assert known.hosts(cast.NODE.public.id) == {"vn-na"}
    assert known.organisations["vn-na-nam-can"].valid_to == "2025-06-30"


def test_a_continued_roster_goes_on_from_the_old_one():
    old = rosters()[0]
    head = genesis.Head(old.read()[0].feed, len(old.leaves), bytes(32))
    bodies = [stated("vn-na", "VN"), roster.node_statement(cast.node_certificate(hosts=["vn-na"]))]
    new = roster_feed(cast.ROOT, "vn-na", bodies, continues=[head], nonce=b"n" * 16)
    for order in ([old, new], [new, old]):
        known = folded(*order)
        assert known.hosts(cast.NODE.public.id) == {"vn-na"}
        assert known.side("vn-na-nam-can") == "VN"


def test_two_roots_of_one_side_contest_a_third_organisation_but_not_each_other():
    second = cast.key("vn-ht root")
    claims = [stated("vn-ht", "VN"), stated("vn-na-nam-can", "VN"), stated("vn-na", "VN")]
    pins = {cast.ROOT.public.id: "vn-na", second.public.id: "vn-ht"}
    known = folded(rosters()[0], roster_feed(second, "vn-ht", claims), pins=pins)
    assert known.contested == {"vn-na-nam-can"}
    assert known.line_members == {"vn-na", "vn-ht"}
    assert known.organisations["vn-na"].root == cast.ROOT.public.id


def parted(*claims):
    """Fold a province's roster, whose node hosts an office and a village under it, beside that office's own roster."""
    own = cast.key("vn-na-d root")
    province = [
        stated("vn-na", "VN"), stated("vn-na-d", "VN", "vn-na"), stated("vn-v", "VN", "vn-na-d"),
        key_of("vn-na", "VN", cast.ORGANISATION, cast.ROOT, "vn-na"),
        roster.node_statement(cast.node_certificate(hosts=["vn-na", "vn-na-d", "vn-v"])),
    ]  # fmt: skip
    pins = {cast.ROOT.public.id: "vn-na", own.public.id: "vn-na-d"}
    return folded(roster_feed(cast.ROOT, "vn-na", province), roster_feed(own, "vn-na-d", claims), pins=pins)


def test_an_office_with_a_root_of_its_own_takes_along_who_is_under_it_and_keeps_what_was_said_for_it():
    known = parted(stated("vn-na-d", "VN", "vn-na"), stated("vn-v", "VN", "vn-na-d"))
    assert known.contested == frozenset()
    assert known.superiors("vn-v") == ("vn-na-d", "vn-na")
    assert known.organisations["vn-v"].root == known.organisations["vn-na-d"].root != cast.ROOT.public.id
    assert known.hosts(cast.NODE.public.id) == {"vn-na"}
    assert known.spoke_for(cast.NODE.public.id, "vn-na") == {"vn-na", "vn-na-d", "vn-v"}
    # Whom the office's own root doesn't state stays with the province.
    assert "vn-v" in parted(stated("vn-na-d", "VN", "vn-na")).hosts(cast.NODE.public.id)


def test_without_the_offices_own_word_nobody_spoke_for_it_and_no_root_takes_what_another_puts_elsewhere():
    known = parted(stated("vn-na-d", "VN"), stated("vn-v", "VN", "vn-na-d"))
    assert known.spoke_for(cast.NODE.public.id, "vn-na") == {"vn-na"}
    second = cast.key("vn-na-d root")
    pins = {cast.ROOT.public.id: "vn-na", second.public.id: "vn-na-d"}
    province = [stated("vn-na", "VN"), stated("vn-na-d", "VN", "vn-na"), stated("vn-w", "VN", "vn-na")]
    taking = [stated("vn-na-d", "VN", "vn-na"), stated("vn-w", "VN", "vn-na-d")]
    known = folded(roster_feed(cast.ROOT, "vn-na", province), roster_feed(second, "vn-na-d", taking), pins=pins)
    assert known.contested == {"vn-w"}


def test_statements_of_tomorrow_and_broken_ones_are_listed_and_change_nothing():
    odd = [
        {"statement": "holiday"},
        {},
        stated("vn-x", "XX"),
        stated("Vn", "VN"),
        roster.key_statement("?"),
        {"statement": "node"},
    ]
    known = folded(vietnamese(*odd), lao_world())
    assert known.line_members == folded().line_members
    assert checks(known) == ["statement", "statement", "side", "code", "note", "field"]


def test_superiors_end_where_parents_go_round_or_arent_rostered():
    ring = [stated("vn-na", "VN", "vn-b"), stated("vn-b", "VN", "vn-c"), stated("vn-c", "VN", "vn-b")]
    known = folded(roster_feed(cast.ROOT, "vn-na", ring))
    assert known.superiors("vn-na") == ("vn-b", "vn-c")
    assert known.superiors("la-xk") == ()
