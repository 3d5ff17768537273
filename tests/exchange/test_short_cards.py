"""The card that a node shows to whoever asks says what pairing needs and nothing of who else there is."""

from __future__ import annotations

import pytest

from tests.border import incident
from tests.exchange.serving import serving
from twinline.exchange import cards, client, contact
from twinline.exchange.errors import ExchangeError, PairingError
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import own_card, short_card
from twinline.feeds import certificates
from twinline.feeds.keys import SigningKey
from twinline.store import beginning, peers, rostering


@pytest.fixture
def strangers(tmp_path, border):
    """Two nodes that never met, one with organisations under it."""
    na = beginning.begin_listed(tmp_path / "na", "vn-na", ("vn-na-bg",), now=border.clock())
    xk = beginning.begin_listed(tmp_path / "xk", "la-xk", now=border.clock())
    yield LedgerShelf(na), LedgerShelf(xk), border.clock
    na.close()
    xk.close()


def test_a_stranger_sees_one_organisation_and_the_fingerprint(strangers) -> None:
    na, _, clock = strangers
    raw = short_card(na, at_ms=clock())
    whole = own_card(na, at_ms=clock())
    card = cards.read_card(raw)
    assert card.fingerprint == cards.read_card(whole).fingerprint
    assert (card.node.id, card.root_organisation, card.batches) == (na.own.id, "vn-na", ())
    others = sorted(set(na.ledger.roster().organisations) - {"vn-na"})
    assert others
    names = [name for each in na.ledger.roster().organisations.values() for name in each.name.values()]
    assert not any(name.encode() in raw for name in [*others, *names])
    assert any(name.encode() in whole for name in names)  # the control: the whole card names them all


def test_two_who_paired_by_their_addresses_hold_the_same_after_they_met_once(strangers) -> None:
    na, xk, clock = strangers
    na.ledger.node.folder.joinpath("spool").mkdir(exist_ok=True)
    from tests.recovery.world import Office

    one, other = Office(na.ledger, clock), Office(xk.ledger, clock)
    with serving(other) as server:
        card = cards.read_card(client.fetch_card(server.url))
        na.pin(card, urls=(server.url,), name=None, at_ms=clock())
        (peer,) = na.peers()
        assert peer.hosts == ()
        with pytest.raises(ExchangeError):  # they haven't compared ours yet
            contact.meet(na, peer, clock)
        xk.pin(cards.read_card(short_card(na, at_ms=clock())), urls=(), name=None, at_ms=clock())
        record = one.side.say("incident", incident()).record
        theirs = other.side.say("incident", incident(counterparts=["vn-na"])).record
        met = contact.meet(na, na.peers()[0], clock)
        again = contact.meet(na, na.peers()[0], clock)
    # Only when each has heard for whom the other reads can it send what is theirs: so who asks says it at once.
    assert met.trips <= 2
    assert again.trips <= 2
    assert again.sent_entries == 0
    assert one.records() == other.records() == {record, theirs}
    assert "vn-na-bg" in xk.ledger.roster().organisations


def test_a_short_card_by_a_key_that_its_root_does_not_vouch_for_is_refused(strangers) -> None:
    na, _, clock = strangers
    thief = SigningKey.generate()
    root, vouched = cards.vouched_in(na.batches(na.own.roster, 0), na.own.certificate)
    forged = certificates.certify_node(
        node=thief.public, organisation="vn-na", hosts=["vn-na"], age=na.ledger.node.age_recipient,
        valid_from="2026-01-05T08:00:00+07:00", key=SigningKey.generate(),
    )  # fmt: skip
    given = {"vouched": vouched, "root": root, "organisation": "vn-na", "urls": (), "at_ms": clock()}
    for key, certificate in ((thief, forged), (thief, na.own.certificate)):
        with pytest.raises(PairingError):
            cards.read_card(cards.write_short_card(key=key, certificate=certificate, **given))
    assert cards.read_card(cards.write_short_card(key=na.own.key, certificate=na.own.certificate, **given))


def test_the_latest_key_vouches(strangers) -> None:
    na, _, clock = strangers
    rostering.new_key(na.ledger, now=clock())
    card = cards.read_card(short_card(LedgerShelf(na.ledger), at_ms=clock()))
    assert card.node.id == na.ledger.node.id
    assert certificates.read_node(card.certificate).hosts == ("vn-na",)
    assert peers.all_peers(na.ledger) == []
