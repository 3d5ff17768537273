"""A request by stick while the link is down, its deadline from the receipt, the reply by HTTP: one thread on both."""

from __future__ import annotations

from tests.exchange.desks import Desk
from tests.exchange.serving import serving
from twinline.exchange import contact, files
from twinline.ledger.deadlines import HOUR_MS
from twinline.store import following, verifying
from twinline.store.reading import Reader

DAY = 24 * HOUR_MS


def thread(desk: Desk, record: str) -> following.Thread:
    ledger = desk.side.ledger
    return following.thread(ledger, Reader.of_node(ledger), record, now=desk.clock.now)


def test_a_notice_goes_by_stick_and_its_reply_comes_by_http(desks, tmp_path):
    na, xk = desks
    request = {
        "type": "request", "subject": "drugs", "when": "2026-01-05", "answer_within": 48, "counterparts": ["la-xk"],
        "example": True,
    }  # fmt: skip
    asked = na.side.say("notice", request, to="twin:la-xk").record
    stick = tmp_path / "it.age"
    files.write_bundle(na.shelf, na.peer, stick, at_ms=na.clock())
    assert thread(na, asked).deadlines[asked].state == "on_its_way"

    na.clock.now += 9 * DAY  # over the mountain
    files.read_bundle(xk.shelf, stick, at_ms=xk.clock())
    signed = thread(xk, asked).deadlines[asked]
    assert signed.state == "waiting"
    assert abs(signed.received - xk.clock.now) < HOUR_MS
    assert signed.due == signed.received + 48 * HOUR_MS
    assert thread(na, asked).deadlines[asked].state == "on_its_way"

    reply = {
        "type": "reply", "subject": "drugs", "when": "2026-01-15", "answers": asked, "counterparts": ["vn-na"],
        "example": True,
    }  # fmt: skip
    answer = xk.side.say("notice", reply, to="twin:vn-na").record
    with serving(xk) as server:
        na.add(xk, server.url)
        contact.meet(na.shelf, na.peer, na.clock)
    here, there = thread(na, asked), thread(xk, answer)
    assert [row.record for row in here.rows] == [row.record for row in there.rows] == [asked, answer]
    assert here.deadlines == there.deadlines
    assert here.deadlines[asked].received == signed.received
    assert here.deadlines[asked].state == "answered"
    assert na.digest() == xk.digest()
    assert all(verifying.verify(desk.side.ledger).sound for desk in desks)
