"""What an exchange asks of the store: it doesn't grow with the feeds, nor per checkpoint with the checkpoints."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.border import Border, carry, incident
from twinline.feeds import genesis
from twinline.store import feeds, heads, projection, receipts, receiving, sending


def queries(border: Border, ask) -> int:
    with CaptureQueriesContext(connections[border.vn.ledger.alias]) as captured:
        ask()
    return len(captured)


def begin_feeds(border: Border, count: int) -> None:
    node = border.vn.ledger.node
    with border.vn.ledger.connection.cursor() as cursor:
        for _ in range(count):
            leaf = genesis.write(
                key=node.key, organisation=node.organisation, certificate=node.certificate,
                audience=["la-xk", "vn-na"], lane="routine",
            )  # fmt: skip
            feeds.begin(cursor, leaf, own=True, side="VN", now=border.clock())


def test_asking_for_the_feeds_of_a_peer_costs_the_same_queries_for_three_and_for_sixty(border: Border):
    begin_feeds(border, 3)
    heads.sign_all(border.vn.ledger, now=border.clock())
    border.vn.ledger.line()  # the roster is read once
    few = queries(border, lambda: sending.feeds_for(border.vn.ledger, ("la-xk",)))
    sizes = queries(border, lambda: sending.all_receipt_sizes(border.vn.ledger))
    begin_feeds(border, 57)
    heads.sign_all(border.vn.ledger, now=border.clock())
    assert len(sending.feeds_for(border.vn.ledger, ("la-xk",))) >= 60
    assert queries(border, lambda: sending.feeds_for(border.vn.ledger, ("la-xk",))) == few
    assert queries(border, lambda: sending.all_receipt_sizes(border.vn.ledger)) == sizes == 1


def test_an_alert_waits_for_no_routine_head(border: Border):
    begin_feeds(border, 5)
    border.vn.say("incident", incident(), lane="urgent")
    ledger = border.vn.ledger
    heads.sign_all(ledger, now=border.clock(), urgent=True)
    with ledger.connection.cursor() as cursor:
        assert {row.lane for row in feeds.loose(cursor)} == {"routine"}
        assert not feeds.loose(cursor, urgent=True)
    heads.sign_all(ledger, now=border.clock())
    with ledger.connection.cursor() as cursor:
        assert not feeds.loose(cursor)


def test_receipts_over_many_sizes_are_kept_at_once_and_tell_the_same_as_one_by_one(border: Border, monkeypatch):
    vn, la = border.vn, border.la
    for cases in range(6):
        vn.say("incident", incident(cases=cases + 1))
        heads.sign_all(vn.ledger, now=border.clock())
    (feed,) = [each.id for each in sending.feeds_for(vn.ledger, ("la-xk",)) if each.type == "records"]
    la._take(vn, feed)
    lines = {
        one.size: [one.line]
        for one in sending.receipts(la.ledger, feed, after={}, up_to=2**50)
        if one.node == la.ledger.node.id
    }
    assert len(lines) == 6
    anew = []
    real = projection.held_anew
    monkeypatch.setattr(projection, "held_anew", lambda *a: anew.append(1) or real(*a))
    assert receiving.keep_all_receipts(vn.ledger, feed, lines, now=border.clock()) == 6
    assert receiving.keep_all_receipts(vn.ledger, feed, lines, now=border.clock()) == 0
    assert len(anew) == 1
    from twinline.store import verifying

    assert verifying.verify(vn.ledger).sound


@pytest.mark.parametrize("first", [0, 1, 2, 4, 6])
def test_what_is_held_beyond_a_position_needs_only_the_last_receipts_before_it(border: Border, first: int):
    for cases in range(5):
        border.vn.say("incident", incident(cases=cases + 1))
        carry(border.vn, border.la)
    (feed,) = [each.id for each in sending.feeds_for(border.vn.ledger, ("la-xk",)) if each.type == "records"]
    with border.vn.ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed)
        assert row is not None
        whole, rest = receipts.steps(cursor, row.id), receipts.steps_from(cursor, row.id, first)
        assert [rest.at(position) for position in range(first, 8)] == [whole.at(n) for n in range(first, 8)]
        assert whole.at(4) is not None


@pytest.mark.parametrize("first", [0, 4])
def test_a_receipt_of_a_node_that_counts_for_no_side_makes_nothing_held_by_both(border: Border, first: int):
    for cases in range(5):
        border.vn.say("incident", incident(cases=cases + 1))
    heads.sign_all(border.vn.ledger, now=border.clock())
    (feed,) = [each.id for each in sending.feeds_for(border.vn.ledger, ("la-xk",)) if each.type == "records"]
    with border.vn.ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed)
        assert row is not None
        receipts.keep(cursor, row.id, [(row.size, "f" * 64, "", border.clock() // 1000, "")])
        assert receipts.steps_from(cursor, row.id, first).at(4) is None
        receipts.keep(cursor, row.id, [(row.size, "e" * 64, "LA", border.clock() // 1000, "")])
        assert receipts.steps_from(cursor, row.id, first).at(4) is not None
