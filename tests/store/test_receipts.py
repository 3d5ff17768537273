"""What both sides held, and since when: told alike on both nodes, by receipts alone."""

from __future__ import annotations

from typing import Any

from tests.border import MINUTE, Border, Clock, Side, carry, incident
from tests.store.pen import Pen
from twinline.feeds import checkpoints
from twinline.feeds import receipts as cosignatures
from twinline.feeds.keys import SigningKey
from twinline.store import cuts, receipts, receiving, sending, verifying
from twinline.store.feeds import all_feeds
from twinline.store.ledger import Ledger
from twinline.store.reading import Head
from twinline.store.rosters import state


def held(side: Side) -> dict[str, Any]:
    """Return from when both sides held what of each feed that Xieng Khouang reads."""
    line = side.ledger.line()
    readable = {each.id for each in sending.feeds_for(side.ledger, ("la-xk",))}
    assert line
    with side.ledger.connection.cursor() as cursor:
        return {feed.feed: receipts.steps(cursor, feed.id) for feed in all_feeds(cursor) if feed.feed in readable}


def times(side: Side) -> set[tuple[Any, ...]]:
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT record, standing, held_from, held_to FROM store_record WHERE held_from IS NOT NULL")
        return set(cursor.fetchall())


def heads(ledger: Ledger, known_on: int | None = None) -> tuple[Head, ...]:
    """Return what both sides held for Xieng Khouang."""
    return cuts.take(ledger, ("la-xk",), known_on=known_on, held=True).heads


def last_held(ledger: Ledger) -> int | None:
    return cuts.take(ledger, ("la-xk",), known_on=None, held=True).moment


def spoken(ledger: Ledger, known_on: int | None = None) -> int:
    """Return how many feeds of records are among them."""
    rosters = {name for name, _ in state(ledger)}
    return len([head for head in heads(ledger, known_on) if head.feed not in rosters])


def alike(border: Border) -> bool:
    vn, la = border.vn.ledger, border.la.ledger
    return (
        held(border.vn) == held(border.la)
        and times(border.vn) == times(border.la)
        and heads(vn) == heads(la)
        and last_held(vn) == last_held(la)
    )


def test_after_an_exchange_both_nodes_tell_alike_what_both_held_and_since_when(border: Border) -> None:
    vn, la = border.vn, border.la
    said = vn.say("incident", incident())
    vn.say("incident", incident(), to="self")
    carry(vn, la)
    assert alike(border)
    assert spoken(vn.ledger) == 1
    la.countersign(said.record)
    assert not alike(border) or la.standing(said.record) == "agreed"
    carry(vn, la)
    assert alike(border)
    assert len(times(vn)) == 2
    last = last_held(vn.ledger)
    assert last is not None
    assert heads(vn.ledger, last) == heads(la.ledger)
    assert spoken(vn.ledger, last - 1) == 1


def test_nothing_is_held_by_both_before_a_receipt_came_back(border: Border) -> None:
    border.vn.say("incident", incident())
    assert times(border.vn) == set()
    assert spoken(border.vn.ledger) == 0
    assert last_held(border.vn.ledger) is None


def test_clocks_that_are_wrong_and_run_back_leave_both_nodes_alike(border: Border) -> None:
    vn, la = border.vn, border.la
    vn.clock, la.clock = Clock(vn.clock.now + 5 * 365 * 1440 * MINUTE), Clock(la.clock.now)
    said = vn.say("incident", incident())
    carry(vn, la)
    vn.clock.now -= 10 * 365 * 1440 * MINUTE
    la.clock.now -= 400 * 1440 * MINUTE
    la.countersign(said.record)
    vn.say("incident", incident())
    carry(vn, la)
    vn.amend(said.record, incident(persons=7))
    carry(vn, la)
    assert alike(border)
    assert vn.standing(said.record) == la.standing(said.record) == "stated"
    assert verifying.verify(vn.ledger).sound
    assert verifying.verify(la.ledger).sound


def test_only_what_a_known_node_signed_over_these_entries_is_a_receipt(border: Border) -> None:
    vn, la = border.vn, border.la
    pen = Pen(vn)
    pen.write(incident())
    head = checkpoints.peek(pen.head())
    pen.write(incident())
    other = checkpoints.peek(pen.head())
    pen.leaves.pop()
    stranger = cosignatures.cosign(head, SigningKey.generate(), 1_767_000_000)
    elsewhere = cosignatures.cosign(other, vn.ledger.node.key, 1_767_000_000)
    good = cosignatures.cosign(head, vn.ledger.node.key, 1_767_000_000)
    pen.give(la, cosigned=[stranger, elsewhere, "no receipt at all", ""])
    assert times(la) == set()
    assert receiving.keep_receipts(la.ledger, pen.feed, 2, [stranger, elsewhere], now=la.clock()) == 0
    assert receiving.keep_receipts(la.ledger, pen.feed, 2, [good], now=la.clock()) == 1
    assert receiving.keep_receipts(la.ledger, pen.feed, 2, [good], now=la.clock()) == 0
    assert len(times(la)) == 1
    assert verifying.verify(la.ledger).sound


def test_a_receipt_is_on_disk_before_anybody_can_have_it(border: Border) -> None:
    pen = Pen(border.vn)
    pen.write(incident())
    pen.give(border.la)
    border.la.ledger.close()
    own = list(sending.receipts(border.la.ledger, pen.feed, after={}, up_to=99))
    assert [each.node for each in own] == [border.la.ledger.node.id]
