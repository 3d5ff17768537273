"""Neighbours in a row: what one can't judge isn't sent to it, and it is told whose words they are."""

from __future__ import annotations

import io
import json
from pathlib import Path

from click.testing import CliRunner

from tests.border import incident
from tests.exchange.desks import Desk
from twinline.exchange import commands, contact, exchanging, files, schedule, telling, waiting
from twinline.exchange.errors import NotAuthentic
from twinline.exchange.exchanging import Exchanged
from twinline.store import contacts


def meet(one: Desk, other: Desk) -> Exchanged:
    def post(request):
        arrived = io.BytesIO(b"".join(request.chunks()))
        made = exchanging.answer(other.shelf, arrived, other.clock, sender=one.id)
        return io.BytesIO(b"".join(made.chunks()))

    peer = one.shelf.peer(other.id)
    assert peer is not None
    return exchanging.exchange(one.shelf, peer, post, one.clock)


def said(desk: Desk, count: int = 1, **more: object) -> str:
    return [desk.side.say("incident", incident(cases=n + 1), **more).record for n in range(count)][-1]


def test_what_a_neighbour_can_not_judge_is_not_sent_at_every_contact(row) -> None:
    na, xk, hp = row
    said(na)
    meet(na, xk)
    record = said(hp, 100)
    meet(hp, xk)
    idle = [meet(na, xk) for _ in range(3)]
    assert all(each.received < 1_500 for each in idle)  # a hundred entries take more
    told = telling.arrived(idle[-1].applied)
    assert (told["refused"], told["untaken"], told["unjudged"]) == ([], [], ["la-hp"])
    (sentence,) = telling.warnings(idle[-1].applied)
    assert "la-hp" in str(sentence)
    peer = xk.shelf.peer(na.id)
    assert waiting.waiting(xk.shelf, peer).to_send == 0
    # From when they have met it comes, by whom it came before.
    na.add(hp)
    assert telling.arrived(meet(na, xk).applied)["unjudged"] == []
    assert na.side.sees(record)
    hp.add(na)
    for one, other in ((hp, xk), (na, xk), (hp, xk)):
        meet(one, other)
    assert na.digest() == xk.digest() == hp.digest()


def test_a_stick_carries_no_words_that_its_reader_can_not_judge(row, tmp_path: Path, monkeypatch) -> None:
    na, xk, hp = row
    meet(na, xk)
    said(hp, 20)
    meet(hp, xk)
    made = files.write_bundle(xk.shelf, xk.shelf.peer(na.id), tmp_path / "stick.age", at_ms=xk.clock())
    assert made.entries == 0
    monkeypatch.setenv("TWINLINE_NODE", str(na.side.ledger.folder))
    read = CliRunner().invoke(commands.bundle, ["read", str(tmp_path / "stick.age"), "--json"], catch_exceptions=False)
    assert (read.exit_code, json.loads(read.stdout)["unjudged"]) == (0, ["la-hp"])


def test_an_alert_that_nobody_takes_does_not_keep_the_link_busy(row, monkeypatch) -> None:
    na, xk, hp = row
    meet(xk, na)
    said(hp, lane="urgent")
    meet(hp, xk)
    monkeypatch.setattr(schedule.contact, "meet", lambda *_, **__: meet(xk, na))
    contacts.plan(xk.side.ledger, hp.id, 2**60)
    contacts.plan(xk.side.ledger, na.id, 2**60)
    assert schedule.tick(xk.side.ledger, xk.clock, every_ms=900_000) == []
    said(xk, lane="urgent")
    assert schedule.tick(xk.side.ledger, xk.clock, every_ms=900_000)  # one of its own does go at once


def test_where_a_stranger_answers_at_one_address_the_next_is_tried(row, monkeypatch) -> None:
    na, xk, _ = row
    na.add(xk, "http://127.0.0.1:1", "http://127.0.0.1:2")
    tried = []

    class Somebody:
        """A link to whatever answers: at the first address a stranger does."""

        def __init__(self, shelf, peer, url, clock) -> None:
            tried.append(url)
            self.post = url

        def __enter__(self):
            return self

        def __exit__(self, *error) -> None:
            pass

    def met(shelf, peer, post, clock, **more):
        if post.endswith(":1"):
            raise NotAuthentic("refused", "Somebody else answers there.")
        return Exchanged()

    monkeypatch.setattr(contact, "Link", Somebody)
    monkeypatch.setattr(contact, "exchange", met)
    contact.meet(na.shelf, na.shelf.peer(xk.id), na.clock)
    assert tried == ["http://127.0.0.1:1", "http://127.0.0.1:2"]
    assert na.shelf.failures(xk.id) == 0
