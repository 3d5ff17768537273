"""Peers are met side by side: one that is silent holds up no other, nor does a long meeting hold up an alert."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.border import incident
from tests.exchange.measuring import served
from tests.exchange.serving import serving
from twinline.exchange import client, contact, schedule
from twinline.exchange.errors import Unreachable
from twinline.store import contacts
from twinline.times import now_ms

EVERY = 15 * 60_000


@contextmanager
def silent() -> Iterator[str]:
    """An address that takes every call and says nothing."""
    with socket.socket() as taking:
        taking.bind(("127.0.0.1", 0))
        taking.listen()
        yield f"http://127.0.0.1:{taking.getsockname()[1]}"


def until(there: Callable[[], bool], seconds: float = 20) -> bool:
    last = time.monotonic() + seconds
    while not (found := there()) and time.monotonic() < last:
        time.sleep(0.02)
    return found


@pytest.fixture
def keeper(row):
    _na, xk, _hp = row
    made = schedule.Keeper(lambda: xk.side.ledger, xk.clock, every_ms=EVERY, look_s=0.02)
    yield made
    made.stop()


def reached(desk, other) -> bool:
    return contacts.contact(desk.side.ledger, other.id).last_success is not None


def test_a_silent_peer_holds_up_no_other(row, keeper):
    na, xk, hp = row
    with silent() as nobody, serving(hp) as server:
        xk.add(na, nobody)  # the first of the two
        xk.add(hp, server.url)
        keeper.start()
        assert until(lambda: reached(xk, hp))
        assert not reached(xk, na)


def test_a_scheduler_meets_them_side_by_side_too(row, monkeypatch):
    na, xk, hp = row
    monkeypatch.setattr(client, "ANSWER_S", 0.5)
    with silent() as nobody, serving(hp) as server:
        xk.add(na, nobody)
        xk.add(hp, server.url)
        tried = {each.peer.id: str(each.trouble) for each in schedule.tick(xk.side.ledger, xk.clock, every_ms=EVERY)}
    assert tried[hp.id] == ""
    assert "can't be reached" in tried[na.id]


def test_how_long_a_peer_may_say_nothing_is_bounded_and_grows_with_what_it_has_to_keep(row, monkeypatch):
    na, xk, _hp = row
    for cases in range(300):
        xk.side.say("incident", incident(cases=cases + 1))
    monkeypatch.setattr(client, "ANSWER_S", 0.2)
    with silent() as nobody:
        xk.add(na, nobody)
        peer = xk.shelf.peer(na.id)
        begun = time.monotonic()
        with pytest.raises(Unreachable, match="timed out"):
            contact.meet(xk.shelf, peer, xk.clock)
        assert time.monotonic() - begun < 10
    waits: list[float] = []
    monkeypatch.setattr(client, "KEPT_A_SECOND", 1)
    monkeypatch.setattr(socket.socket, "settimeout", lambda self, wait: waits.append(wait or 0))
    with serving(na) as server:
        xk.add(na, server.url)
        contact.meet(xk.shelf, xk.shelf.peer(na.id), xk.clock)
    assert max(waits) > 100


def test_an_alert_goes_beside_a_meeting_that_takes_long(row, keeper, monkeypatch):
    na, xk, hp = row
    first, go_on, budgets = threading.Event(), threading.Event(), []
    meet = contact.meet

    def long_at_first(shelf, peer, clock, *, budget=None, **more):
        if peer.id == hp.id:
            raise Unreachable("away", "It isn't there.")
        budgets.append(budget)
        if budget is None:
            first.set()
            assert go_on.wait(30)
        return meet(shelf, peer, clock, budget=budget, **more)

    monkeypatch.setattr(contact, "meet", long_at_first)
    with serving(na) as server:
        xk.add(na, server.url)
        keeper.start()
        assert first.wait(20)
        later = xk.side.say("incident", incident(cases=3)).record  # the control: what isn't urgent waits
        time.sleep(0.3)
        assert budgets == [None]
        record = xk.side.say("incident", incident(cases=7), lane="urgent").record
        assert until(lambda: na.side.sees(record))
        assert budgets[:2] == [None, schedule.ALERTS]
        assert not go_on.is_set()
        go_on.set()
        assert until(lambda: na.side.sees(later))


def test_half_said_forms_hold_up_neither_a_served_desk_nor_its_exchange(desks):
    na, xk = desks
    record = xk.side.say("incident", incident()).record
    with served(na.side.ledger.folder) as url, ExitStack() as halves:
        with urllib.request.urlopen(f"{url}/sign-in/") as page:
            cookie = page.headers["Set-Cookie"].split(";")[0].strip()
        head = f"POST /sign-in/ HTTP/1.1\r\nHost: {url[7:]}\r\nCookie: {cookie}\r\nContent-Length: 90\r\n"
        for _ in range(20):
            half = halves.enter_context(socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))))
            half.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nuser".encode())
        with urllib.request.urlopen(f"{url}/exchange/card", timeout=20) as card:
            assert card.status == 200
        xk.add(na, url)
        contact.meet(xk.shelf, xk.peer, now_ms)
    assert na.side.sees(record)


def test_of_many_silent_peers_only_so_many_are_called_at_once_and_others_come_when_that_lasts(row, keeper, monkeypatch):
    na, _xk, hp = row
    monkeypatch.setattr(schedule, "AT_ONCE", 1)
    met: list[str] = []
    hold = threading.Event()

    def holding(shelf, peer, clock, **_):
        met.append(peer.id)
        assert hold.wait(30)

    monkeypatch.setattr(contact, "meet", holding)
    keeper.start()
    assert until(lambda: len(met) == 1)
    time.sleep(0.2)
    assert len(met) == 1
    monkeypatch.setattr(schedule, "LONG_S", 0)
    assert until(lambda: set(met) == {na.id, hp.id})
    hold.set()
