"""A root speaks for its own part of a node: what it says takes nothing from what the node does for another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.border import Border, Side, carry, incident
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.feeds import certificates, changes, roster
from twinline.store import heads, identity, proving, reach, rosters, sending, verifying
from twinline.store.feeds import all_feeds
from twinline.store.reading import Reader
from twinline.store.receipts import steps
from twinline.times import rfc3339

Bodies = Callable[[Border], list[dict[str, Any]]]


def certify(border: Border) -> list[dict[str, Any]]:
    """Return the statement by which la-xk takes vn-na's node for one of its own."""
    node, la = border.vn.ledger.node, border.la.ledger
    note = certificates.certify_node(
        node=node.key.public, organisation="la-xk", hosts=["la-xk"], age="age1" + "q" * 58,
        valid_from=rfc3339(border.clock()), key=identity.organisation_key(la.folder),
    )  # fmt: skip
    return [roster.node_statement(note)]


def revoke(border: Border, organisation: str = "la-xk") -> list[dict[str, Any]]:
    return changes.revoke_statements(border.vn.ledger.node.id, organisation, {}, "stolen")


def end(border: Border) -> list[dict[str, Any]]:
    return [changes.node_end_statement(border.vn.ledger.node.id, "la-xk", {})]


def shown(side: Side) -> tuple[object, ...]:
    """Return what stands on a node: its records, what stands aside, and since when both sides held what."""
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT record, standing, held_from FROM store_record ORDER BY record, id")
        records = cursor.fetchall()
        cursor.execute("SELECT hash FROM store_entry WHERE quarantine <> '' ORDER BY hash")
        aside = cursor.fetchall()
        held = {feed.feed: steps(cursor, feed.id) for feed in all_feeds(cursor) if feed.type != "roster"}
    return records, aside, held


@pytest.mark.parametrize(
    "said",
    [
        revoke,
        certify,
        end,
        lambda b: certify(b) + revoke(b),
        lambda b: certify(b) + end(b),
        lambda b: revoke(b, "vn-na"),
    ],
    ids=["revoked", "certified", "ended", "certified, revoked", "certified, ended", "revoked for vn-na"],
)
def test_what_the_other_root_says_of_our_node_takes_nothing_from_it(border: Border, said: Bodies) -> None:
    vn, la = border.vn, border.la
    record = vn.say("incident", incident()).record
    answered = la.say("incident", incident(counterparts=["vn-na"])).record
    carry(vn, la)
    vn.countersign(answered)
    carry(vn, la)
    under_way = vn.say("incident", incident(cases=1)).record
    heads.sign_all(vn.ledger, now=vn.clock())
    before = shown(vn), shown(la)
    rosters.say(la.ledger, said(border), now=border.clock())
    vn._take(la, next(feed.id for feed in sendable(la) if feed.own))
    assert (shown(vn), shown(la)) == before
    # What hasn't left isn't received, whatever the other root says of the node on which it lies.
    assert [one.received for one in reach.reached(vn.ledger, Reader.of_node(vn.ledger), under_way)] == [None]
    for side in (vn, la):
        assert verifying.verify(side.ledger).faults == []
        verifying.rebuild(side.ledger)
        assert verifying.verify(side.ledger).faults == []
    assert (shown(vn), shown(la)) == before
    carry(vn, la)
    assert la.sees(record)
    assert la.sees(under_way)
    assert (vn.standing(answered), la.standing(answered)) == ("agreed", "agreed")
    # To whom la-xk gives or sends anything, a proof, and with whom vn-na is paired are as they were.
    assert LedgerShelf(la.ledger).peer(vn.ledger.node.id).organisation == "vn-na"
    assert [peer.id for peer in LedgerShelf(vn.ledger).peers()] == [la.ledger.node.id]
    chains = proving.prove(la.ledger, la.view(answered), now=la.clock()).certificates
    assert sorted(chain.organisation for chain in chains) == ["la-xk", "vn-na"]


def test_a_rebuild_weighs_receipts_anew(border: Border) -> None:
    """A node on which the other root's word had taken receipts away is whole after it."""
    border.vn.say("incident", incident())
    carry(border.vn, border.la)
    before = shown(border.vn)
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_receipt SET side = '' WHERE node = %s", [border.vn.ledger.node.id])
    assert verifying.verify(border.vn.ledger).faults
    verifying.rebuild(border.vn.ledger)
    assert verifying.verify(border.vn.ledger).faults == []
    assert shown(border.vn)[1:] == before[1:]


def test_our_own_root_takes_our_part_away(border: Border) -> None:
    """The control."""
    vn, la = border.vn, border.la
    record = vn.say("incident", incident()).record
    carry(vn, la)
    rosters.say(vn.ledger, revoke(border, "vn-na"), now=border.clock())
    la._take(vn, next(feed.id for feed in sendable(vn) if feed.own))
    for side in (vn, la):
        assert not side.sees(record)
        assert verifying.verify(side.ledger).faults == []


def sendable(side: Side) -> Any:
    return [feed for feed in sending.feeds_for(side.ledger, ()) if feed.type == "roster"]
