"""Two and three offices exchange: what arrives, in how many trips, and that both hold the same receipts."""

from __future__ import annotations

import pytest

from tests.exchange.world import Office, held, pair
from twinline.exchange import exchanging, selecting


def test_two_offices_hold_the_same_after_two_trips(na, xk):
    pair(na, xk)
    patrol, alert = na.say("la-xk", count=3), na.say("la-xk", lane="urgent")
    notice = xk.say("vn-na", count=2)
    result = na.meet(xk)
    assert result.trips == 2
    assert [held(xk, feed) for feed in (patrol, alert, notice)] == [4, 2, 3]
    assert na.shelf.digest() == xk.shelf.digest()


def test_after_two_trips_both_hold_all_receipts_the_authors_own_too(na, xk):
    pair(na, xk)
    na.say("la-xk", count=3)
    na.say("la-xk", lane="urgent")
    feed = xk.say("vn-na", count=2)
    na.meet(xk)
    ours, theirs = na.shelf.all_receipts(), xk.shelf.all_receipts()
    assert ours == theirs
    assert {receipt.node for receipt in na.shelf.receipts(feed, after={}, up_to=9)} == {na.id, xk.id}


def test_an_alert_arrives_in_the_first_request(na, xk):
    pair(na, xk)
    na.meet(xk)
    na.say("la-xk", count=50)
    alert = na.say("la-xk", lane="urgent")
    with pytest.raises(ConnectionError):
        na.meet(Cut(xk))
    assert held(xk, alert) == 2


class Cut:
    """The other office, whose answers never come back."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.id = office.id
        self.shelf = self

    def __getattr__(self, name):
        return getattr(self._office.shelf, name)

    def clock(self) -> int:
        return self._office.clock()

    def keep_said(self, *_):
        raise ConnectionError("the link is cut")


def test_a_second_exchange_with_nothing_new_is_one_trip_and_brings_nothing(na, xk):
    pair(na, xk)
    na.say("la-xk", count=3)
    na.meet(xk)
    again = na.meet(xk)
    assert again.trips == 1
    assert sum(applied.receipts + len(applied.feeds) for applied in again.applied) == 0


def test_a_cut_link_goes_on_where_it_stopped(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=3000)
    xk.shelf.fail_after = 2
    with pytest.raises(OSError, match="the disk failed"):
        na.meet(xk)
    assert held(xk, feed) == 2048
    xk.shelf.fail_after = None
    result = na.meet(xk)
    assert held(xk, feed) == 3001
    assert result.applied[0].theirs[feed].size == 2048
    na.meet(xk)
    assert na.shelf.all_receipts() == xk.shelf.all_receipts()


def test_a_third_office_gets_it_through_a_member_of_the_audience(na, xk, bk):
    pair(na, xk, bk)
    feed = na.say("la-bk", "la-xk", count=3)
    na.meet(xk)
    xk.meet(bk)
    assert held(bk, feed) == 4
    xk.meet(na)
    assert {r.node for r in na.shelf.receipts(feed, after={}, up_to=9)} == {na.id, xk.id, bk.id}


def test_nobody_outside_the_audience_hears_of_a_feed(na, xk, bk):
    pair(na, xk, bk)
    feed = na.say("la-xk", count=3)
    na.meet(xk)
    xk.meet(bk)
    na.meet(bk)
    assert held(bk, feed) == 0
    for teller in (na, xk):
        assert feed not in bk.shelf.told(teller.id)


def test_what_is_said_to_the_line_reaches_every_rostered_organisation(na, xk, bk):
    pair(na, xk, bk)
    feed = na.say("line", count=2)
    na.meet(bk)
    assert held(bk, feed) == 3


def test_a_roster_that_grew_arrives_first_and_through_others(na, xk, bk):
    pair(na, xk, bk)
    na.shelf.say(
        na.roster, na.entry("x", act="roster", kind="roster", record=na.id[:8] + "-0000-7000-8000-000000000000")
    )
    na.meet(xk)
    xk.meet(bk)
    assert held(bk, na.roster) == 5


def test_a_strangers_roster_is_not_sent_to_who_did_not_pin_it(na, xk, bk):
    pair(na, xk)
    pair(xk, bk)
    for _ in range(2):
        result = na.meet(xk)
    assert held(na, bk.roster) == 0
    assert not any(applied.refused for applied in result.applied)


@pytest.mark.parametrize("told", [False, True], ids=["as it is", "control"])
def test_nobody_learns_from_receipts_on_rosters_who_else_paired(na, xk, bk, monkeypatch, told):
    pair(na, xk)
    pair(xk, bk)
    if told:
        monkeypatch.setattr(selecting.Selection, "_takes_part", lambda *_: True)
    for _ in range(2):
        xk.meet(bk)
        na.meet(xk)
    assert bk.id in xk.shelf.receipt_sizes(xk.roster)
    seen = {node for size in na.shelf.told(xk.id).values() for node in size.receipts}
    assert (bk.id in seen) is told


def test_a_peer_that_holds_more_of_our_words_than_we_do_raises_an_alarm(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=3)
    na.meet(xk)
    kept = na.shelf.feeds[feed]
    kept.leaves, kept.hashes = kept.leaves[:2], kept.hashes[:2]
    kept.checkpoints = {}
    na.shelf.seal(at_ms=na.clock())
    na.meet(xk)
    assert "ahead" in {alarm.check for alarm in na.shelf.alarms}
    # A liar says the same: what the other says is told as what it says.
    told = [str(alarm.sentence) for alarm in na.shelf.alarms if alarm.check == "ahead"]
    assert all("says that it holds 4 entries" in each and "If it wasn't, ask them to show" in each for each in told)


def test_no_alarm_without_a_cause(na, xk):
    pair(na, xk)
    na.say("la-xk", count=3)
    na.meet(xk)
    na.meet(xk)
    assert na.shelf.alarms == xk.shelf.alarms == []


def test_a_backlog_over_the_limit_of_a_request_comes_in_several(na, xk, monkeypatch):
    pair(na, xk)
    feed = na.say("la-xk", count=5000)
    monkeypatch.setattr(exchanging, "MAX_REQUEST", 10_000)
    result = na.meet(xk)
    assert held(xk, feed) == 5001
    assert result.trips > 2
    assert na.shelf.all_receipts() == xk.shelf.all_receipts()
