"""Exchanging by itself: when, how often after failures, and that an alert doesn't wait."""

from __future__ import annotations

import json
import threading

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.border import incident
from tests.exchange.serving import serving
from twinline.exchange import contact, schedule, sizes
from twinline.exchange.errors import Unreachable
from twinline.node import cli
from twinline.store import contacts
from twinline.store.contacts import Contact

EVERY = 15 * 60_000
NOBODY = "http://127.0.0.1:9"


@given(st.integers(0, 60), st.floats(0, 1))
@settings(max_examples=60)
def test_the_wait_doubles_from_a_minute_to_six_hours_give_or_take_a_tenth(failures, chance):
    wait = schedule.next_try(0, every_ms=EVERY, failures=failures, chance=chance)
    usual = min(60_000 * 2 ** (failures - 1), 6 * 3_600_000) if failures else EVERY
    assert 0.899 * usual <= wait <= 1.101 * usual


def test_two_nodes_do_not_call_at_the_same_second():
    assert len({schedule.next_try(0, every_ms=EVERY, failures=0, chance=part / 10) for part in range(10)}) == 10


@pytest.mark.parametrize("failures", [0, 1, 40])
def test_it_is_time_at_the_time_and_for_an_alert_that_was_not_tried_yet_also_on_a_bad_link(failures):
    later = Contact(next_try=1000, failures=failures, tried_for="one")
    assert schedule.due(Contact(), now=5, alerts="")
    assert schedule.due(later, now=1000, alerts="")
    assert not schedule.due(later, now=999, alerts="")
    assert schedule.due(later, now=999, alerts="another")
    assert not schedule.due(later, now=999, alerts="one")


@given(st.integers(0, 60), st.floats(0, 1))
@settings(max_examples=60)
def test_while_an_alert_waits_nobody_is_left_alone_for_longer_than_five_minutes(failures, chance):
    without = schedule.next_try(0, every_ms=EVERY, failures=failures, chance=0.5)
    wait = schedule.next_try(0, every_ms=EVERY, failures=failures, chance=chance, alerts=True)
    assert 0.899 * min(without, 300_000) <= wait <= 1.101 * min(without, 300_000)


def test_an_alert_said_while_the_link_is_down_for_hours_is_tried_at_once_and_then_every_few_minutes(desks):
    na, xk = desks
    na.add(xk, NOBODY)

    def tried() -> int:
        """Return how many minutes later the next try is, 0 if it wasn't the time."""
        found = schedule.tick(na.side.ledger, na.clock, every_ms=EVERY, chance=lambda: 0.5)
        return sum(round((one.next_try - na.clock.now) / 60_000) for one in found)

    for _ in range(9):
        contacts.failed(na.side.ledger, xk.id)
    assert tried() == 360
    assert tried() == 0
    na.side.say("incident", incident())
    assert tried() == 0
    first = na.side.say("incident", incident(cases=7), lane="urgent")
    assert tried() == 5
    assert tried() == 0  # not with every look
    na.side.say("incident", incident(cases=8), lane="urgent")
    assert tried() == 5
    with serving(xk) as server:
        na.add(xk, server.url)
        na.side.say("incident", incident(cases=9), lane="urgent")
        assert tried() == 15
    assert xk.side.sees(first.record)
    assert tried() == 0


def test_who_does_not_take_an_alert_is_not_called_with_every_look(desks, monkeypatch):
    """As where its author's side isn't known there: it waits here, and each contact went well."""
    na, xk = desks
    na.side.say("incident", incident(), lane="urgent")
    monkeypatch.setattr(contact, "meet", lambda shelf, peer, clock, **_: shelf.note_reached(peer.id, at_ms=clock()))
    na.add(xk, NOBODY)
    tried = [schedule.tick(na.side.ledger, na.clock, every_ms=EVERY, chance=lambda: 0.5) for _ in range(3)]
    assert [len(each) for each in tried] == [1, 0, 0]


def test_a_peer_that_does_not_answer_is_tried_ever_later_and_then_carefully(desks):
    na, xk = desks
    na.add(xk, NOBODY)
    waits, now = [], [na.clock()]
    for _ in range(3):
        (tried,) = schedule.tick(na.side.ledger, lambda: now[0], every_ms=EVERY, chance=lambda: 0.5)
        assert "can't be reached" in str(tried.trouble)
        waits.append(tried.next_try - now[0])
        assert schedule.tick(na.side.ledger, lambda: now[0], every_ms=EVERY) == []
        now[0] = na.clock.now = tried.next_try
    assert waits == [60_000, 120_000, 240_000]
    assert na.shelf.failures(xk.id) == 3
    with serving(xk) as server:
        na.add(xk, server.url)
        (tried,) = schedule.tick(na.side.ledger, na.clock, every_ms=EVERY, chance=lambda: 0.5)
    assert tried.trouble == ""
    known = contacts.contact(na.side.ledger, xk.id)
    assert (known.failures, known.next_try) == (0, tried.next_try)
    assert known.last_success is not None


def test_who_is_called_knows_when_it_was_last_in_touch(desks):
    na, xk = desks
    assert contacts.contact(xk.side.ledger, na.id).last_success is None
    with serving(xk) as server:
        na.add(xk, server.url)
        contact.meet(na.shelf, na.peer, na.clock)
    assert contacts.contact(xk.side.ledger, na.id).last_success is not None


def test_the_keeper_goes_on_after_a_round_that_went_wrong_and_ends_when_told(desks, monkeypatch):
    na, _ = desks
    rounds, enough = [], threading.Event()

    def wrong(*_, **__):
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()
        raise RuntimeError("no such table")

    monkeypatch.setattr(schedule, "whose_time", wrong)
    keeper = schedule.Keeper(lambda: na.side.ledger, na.clock, every_ms=EVERY, look_s=0.01)
    keeper.start()
    assert enough.wait(20)
    keeper.stop()
    assert not keeper._thread.is_alive()


def test_a_scheduler_can_do_it_by_a_command(desks, monkeypatch):
    na, xk = desks
    na.add(xk, NOBODY)
    monkeypatch.setenv("TWINLINE_NODE", str(na.side.ledger.folder))
    first = json.loads(CliRunner().invoke(cli.twinline, ["tick", "--json"]).output)
    assert [each["peer"] for each in first] == ["la-xk"]
    assert "nobody's time" in CliRunner().invoke(cli.twinline, ["tick"]).output


def test_exchange_with_a_budget_says_what_is_left(desks, monkeypatch):
    na, xk = desks
    for cases in range(40):
        na.side.say("incident", incident(cases=cases + 1))
    na.side.say("incident", incident(cases=77), lane="urgent")
    monkeypatch.setenv("TWINLINE_NODE", str(na.side.ledger.folder))
    with serving(xk) as server:
        na.add(xk, server.url)
        told = json.loads(CliRunner().invoke(cli.twinline, ["exchange", "la-xk", "--budget", "2kB", "--json"]).output)[
            0
        ]
        assert told["more"]
        assert list(told["left"]["here"]) == ["routine"]
        assert told["left"]["here"]["routine"]["entries"] == 40
        assert told["left"]["here"]["routine"]["bytes"] > 40 * 300
        again = CliRunner().invoke(cli.twinline, ["exchange", "la-xk"])
    assert "waits" not in again.output


@pytest.mark.parametrize(("given", "size"), [("200kB", 200_000), ("2MB", 2_000_000), ("4KiB", 4096), ("17", 17)])
def test_sizes_are_read(given, size):
    assert sizes.SIZE.convert(given, None, None) == size


@pytest.mark.parametrize("given", ["", "0", "-3kB", "2 apples", "kB", "1.5MB"])
def test_what_is_no_size_is_refused(given):
    with pytest.raises(Exception, match="isn't a size"):
        sizes.SIZE.convert(given, None, None)


@pytest.mark.parametrize(("given", "span"), [("15m", 900_000), ("90s", 90_000), ("6h", 21_600_000), ("1d", 86_400_000)])
def test_spans_are_read(given, span):
    assert sizes.SPAN.convert(given, None, None) == span


@pytest.mark.parametrize("given", ["", "0m", "5", "9s", "31d", "m"])
def test_what_is_no_span_is_refused(given):
    with pytest.raises(Exception, match="isn't a time"):
        sizes.SPAN.convert(given, None, None)


def test_no_address_is_no_failure(desks):
    na, xk = desks
    with pytest.raises(Unreachable, match="No address"):
        contact.meet(na.shelf, na.peer, na.clock)
    assert na.shelf.failures(xk.id) == 0


def test_a_version_that_was_still_running_while_the_next_was_put_in_goes_on_noting_whom_it_met(desks):
    na, _ = desks
    with na.side.ledger.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_contact (node, failures, said, said_before) VALUES (%s, 2, '', '')", ["f" * 64]
        )
    assert contacts.contact(na.side.ledger, "f" * 64) == Contact(failures=2)
