"""Twin worlds that differ only in what is hidden from a reader: every byte the reader can get is equal."""

from __future__ import annotations

import random
import secrets
from itertools import cycle
from types import SimpleNamespace

import pyrage
import pytest

from tests.exchange.world import NOON, Office, pair, parcel_for, plain, raw
from tests.promises import SEED, tell, tries
from twinline.exchange import conversation
from twinline.feeds import entries

STEPS = [
    conversation.BUNDLE,
    conversation.REQUEST_1,
    conversation.REQUEST_2,
    conversation.RESPONSE_1,
    conversation.RESPONSE_2,
]


@pytest.fixture
def same_chance(monkeypatch) -> None:
    monkeypatch.setattr(secrets, "token_bytes", bytes)


def world(*, hidden: bool, shown: bool = False) -> tuple[Office, Office]:
    """Return Nghệ An and Xieng Khouang; hidden are words to oneself and to Bolikhamxay, exchanged and receipted."""
    na, xk, bk = Office("vn-na"), Office("la-xk"), Office("la-bk")
    pair(na, xk, bk)
    na.say("la-xk", count=5)
    na.meet(xk)
    na.say("la-xk", count=2)
    na.say("la-xk", lane="urgent")
    kept = na.count
    for lane in ("urgent", "routine") if hidden else ():
        na.say(count=7, lane=lane)
        na.say("la-bk", count=3, lane=lane)
    na.meet(bk)
    if hidden:
        na.say("la-bk", count=2)
    na.count = kept
    if shown:
        na.say("la-xk")
    na.now = NOON + 3_600_000
    return na, xk


@pytest.fixture(autouse=True)
def one_age_key_for_each_office(monkeypatch) -> None:
    kept = [pyrage.x25519.Identity.generate() for _ in range(3)]
    turn = cycle(kept)
    fake = SimpleNamespace(x25519=SimpleNamespace(Identity=SimpleNamespace(generate=lambda: next(turn))))
    monkeypatch.setattr("tests.exchange.world.pyrage", fake)


def parcels(hidden: bool, shown: bool = False) -> list[bytes]:
    found = []
    for step in STEPS:
        na, xk = world(hidden=hidden, shown=shown)
        found.append(raw(parcel_for(na, xk, step)))
    return found


@pytest.mark.usefixtures("same_chance")
def test_hidden_feeds_change_no_byte_of_a_parcel():
    assert parcels(hidden=True) == parcels(hidden=False)


@pytest.mark.usefixtures("same_chance")
def test_control_one_more_word_that_is_not_hidden_does():
    assert parcels(hidden=False, shown=True)[0] != parcels(hidden=False)[0]


@pytest.mark.usefixtures("same_chance")
def test_control_a_rule_that_lets_everybody_see_is_caught(monkeypatch):
    monkeypatch.setattr(conversation, "may_see", lambda feed, peer, line: True)
    assert parcels(hidden=True)[0] != parcels(hidden=False)[0]


@pytest.mark.usefixtures("same_chance")
def test_hidden_feeds_change_no_byte_of_a_card():
    cards = [world(hidden=hidden)[0].card() for hidden in (True, False)]
    assert cards[0] == cards[1]


def test_an_unknown_or_empty_audience_means_nobody(na, xk):
    pair(na, xk)
    from twinline.exchange.shelf import FeedInfo

    peer = na.sees(xk)
    for audience in ((), ("nobody",), ("line", "la-xk"), ("vn-na",)):
        feed = FeedInfo("0" * 64, "records", "routine", na.id, "vn-na", audience, 1, own=True)
        assert not conversation.may_see(feed, peer, frozenset({"vn-na", "la-xk"}))
    control = FeedInfo("0" * 64, "records", "routine", na.id, "vn-na", ("la-xk", "vn-na"), 1, own=True)
    assert conversation.may_see(control, peer, frozenset())


@pytest.mark.parametrize("worlds", tries("worlds with words for others"))
def test_no_name_or_mark_of_a_word_for_others_is_in_any_byte_that_a_reader_gets(worlds: int) -> None:
    looked = 0
    for number in range(worlds):
        chance = random.Random(f"{SEED} {number}")
        offices = [Office(code) for code in ("vn-na", "la-xk", "la-bk")]
        pair(*offices)
        na, xk, bk = offices
        hidden, shown = spoken(na, chance)
        na.meet(bk)
        bytes_got = b"".join(plain(raw(parcel_for(na, xk, step))) for step in STEPS) + na.card()
        bytes_got += plain(raw(parcel_for(bk, xk)))  # nor through another
        looked += len(bytes_got)
        assert [mark for mark in hidden if mark.encode() in bytes_got] == []
        assert [mark for mark in shown if mark.encode() not in bytes_got] == []  # the control
        for feed in na.shelf.feeds.values():  # numbers run on within a feed, so nothing hidden leaves a gap
            assert feed.size == len(feed.leaves)
    tell("worlds with words for others", worlds, {"bytes looked through": looked, "hidden names found": 0})


def spoken(na: Office, chance: random.Random) -> tuple[list[str], list[str]]:
    """Let an office say words to anybody; return marks and names of those that Xieng Khouang may not read, and may."""
    hidden, shown = [], []
    for number in range(30):
        readers = chance.choice(((), ("la-bk",), ("la-xk",), ("la-xk", "la-bk")))
        mark = f"mark{chance.getrandbits(64):016x}"
        lane = chance.choice(("routine", "urgent"))
        feed = na.say(*readers, lane=lane, text=mark)
        told = entries.read(na.shelf.feeds[feed].leaves[-1])
        (shown if "la-xk" in readers else hidden).extend((mark, told.record, told.id))
        assert number < 30
    return hidden, shown
