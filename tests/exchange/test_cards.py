"""Pairing cards: sound inside, compared outside."""

from __future__ import annotations

import random

import pytest

from tests.exchange.world import NOON, Office, key
from twinline.exchange import cards
from twinline.exchange.errors import PairingError


def test_a_card_tells_who_and_where(na):
    card = cards.read_card(na.card("https://na.example", "http://10.0.0.7:8470"))
    assert card.node.id == na.id
    assert card.root_organisation == "vn-na"
    assert card.urls == ("https://na.example", "http://10.0.0.7:8470")
    assert card.fingerprint == na.root.public.fingerprint


@pytest.mark.parametrize(
    "way", [str, str.lower, lambda text: text.replace(" ", ""), lambda text: text.replace(" ", "-")]
)
def test_a_fingerprint_may_be_typed_in_any_way(na, way):
    card = cards.read_card(na.card())
    assert cards.same_fingerprint(card, way(card.fingerprint))


def test_another_fingerprint_is_not_the_same(na, xk):
    card = cards.read_card(na.card())
    assert not cards.same_fingerprint(card, xk.root.public.fingerprint)
    assert not cards.same_fingerprint(card, card.fingerprint[:-1])
    assert not cards.same_fingerprint(card, "")


def test_altered_cards_are_all_refused_or_say_the_same(na):
    raw = na.card("https://na.example")
    whole = cards.read_card(raw)
    chance = random.Random(20261127)
    for _ in range(300):
        at = chance.randrange(len(raw))
        mutant = raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]
        try:
            assert cards.read_card(mutant).fingerprint != whole.fingerprint
        except PairingError as error:
            assert error.sentence.endswith(".")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("length", [0, 1, 40, 500, -1, -200])
def test_a_card_cut_short_is_refused(na, length):
    with pytest.raises(PairingError):
        cards.read_card(na.card()[:length])


def test_a_card_with_somebody_elses_roster_is_refused(na, xk):
    batches = list(xk.shelf.batches(xk.roster, 0))
    raw = cards.write_card(key=na.key, certificate=na.certificate, urls=(), batches=batches, at_ms=NOON)
    with pytest.raises(PairingError):
        cards.read_card(raw)


def test_a_card_signed_by_another_key_than_its_nodes_is_refused(na):
    batches = list(na.shelf.batches(na.roster, 0))
    raw = cards.write_card(key=key("thief"), certificate=na.certificate, urls=(), batches=batches, at_ms=NOON)
    with pytest.raises(PairingError):
        cards.read_card(raw)


def test_a_file_over_the_limit_is_not_even_read():
    with pytest.raises(PairingError, match="at most"):
        cards.read_card(bytes(cards.MAX_CARD + 1))


def test_pairing_lets_each_read_the_others_roster(na, xk):
    na.shelf.pin(cards.read_card(xk.card()), at_ms=na.clock())
    assert na.sees(xk).hosts == ("la-xk",)
    assert na.sees(xk).key == xk.key.public
    assert na.shelf.line_members() == {"vn-na", "la-xk"}


def test_a_node_known_by_nobody_stays_unknown(na):
    assert na.shelf.peer(Office("la-xk").id) is None
