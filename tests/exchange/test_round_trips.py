"""Two round trips after connecting, whatever is missing on either side, and both sides hold all receipts.

The tests' little server takes one request to a connection, so connections aren't counted here; the bench counts them.
"""

from __future__ import annotations

import random

import pytest

from tests.exchange.link import Passing, link
from tests.exchange.serving import serving
from tests.exchange.world import Office, pair
from twinline.exchange import exchanging
from twinline.exchange.client import Link

MUCH, LONG = 6 << 20, 16 << 10


def say_much(office: Office, other: Office, chance: random.Random) -> list[str]:
    """Say some MiB that nothing compresses, in feeds of both lanes to two audiences."""
    feeds = []
    for audience, lane in (((other.code,), "routine"), ((other.code,), "urgent"), (("line",), "routine")):
        feed = office.feed_to(*audience, lane=lane)
        office.shelf.say(feed, *(office.entry(chance.randbytes(LONG // 2).hex()) for _ in range(MUCH // 3 // LONG)))
        feeds.append(feed)
    return feeds


def meet(asker: Office, answerer: Office) -> Passing:
    """Let one office ask another over HTTP, once, and return what passed."""
    with serving(answerer) as server, link(server.url) as passing:
        peer = asker.sees(answerer)
        with Link(asker.shelf, peer, passing.url, asker.clock) as there:
            result = exchanging.exchange(asker.shelf, peer, there.post, asker.clock)
    assert not result.more
    return passing


def receipts(office: Office, feeds: list[str]) -> set[tuple[str, int, str]]:
    return {(feed, size, node) for feed in feeds for size, node in office.shelf.feeds[feed].receipts}


@pytest.fixture
def both(na: Office, xk: Office) -> tuple[Office, Office, list[str]]:
    """Two offices that each lack some MiB of the other's, and the feeds in question."""
    chance = random.Random(20261126)
    pair(na, xk)
    return na, xk, say_much(na, xk, chance) + say_much(xk, na, chance)


def test_two_trips_on_one_connection_where_both_sides_lack_several_mebibytes(both):
    na, xk, feeds = both
    passing = meet(na, xk)
    assert min(passing.up, passing.down) > 1 << 20
    assert passing.turns == 2
    for feed in feeds:
        assert na.shelf.feed(feed).size == xk.shelf.feed(feed).size > 100
    held = receipts(na, feeds)
    assert held == receipts(xk, feeds)
    assert len(held) >= 2 * len(feeds)


def test_then_one_trip_shows_that_nothing_is_missing(both):
    na, xk, _ = both
    meet(na, xk)
    meet(xk, na)
    assert [meet(xk, na).turns, meet(na, xk).turns] == [1, 1]


def test_control_where_a_request_may_not_hold_all_the_trips_are_more(both, monkeypatch):
    na, xk, _ = both
    monkeypatch.setattr(exchanging, "MAX_REQUEST", 1 << 18)
    assert meet(na, xk).turns > 2
