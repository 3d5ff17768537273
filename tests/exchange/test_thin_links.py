"""Links that are cut, thin, or both: each contact gets further, and what is urgent crosses first."""

from __future__ import annotations

import contextlib
import io
import json
import os

import pytest

from tests.exchange.link import link
from tests.exchange.serving import serving
from tests.exchange.world import Office, held, pair
from twinline.exchange import applying, conversation, exchanging, message, packing
from twinline.exchange import coming as coming_parcels
from twinline.exchange.client import Link
from twinline.exchange.errors import ExchangeError, Unreachable
from twinline.exchange.exchanging import Manner
from twinline.exchange.message import Limits
from twinline.exchange.selecting import THIN
from twinline.store.foresight import LEAVES, Foresight, ahead

CAREFUL = Manner(careful=True)


class Line:
    """Two offices on a link that is cut every so many bytes, and what came of each contact."""

    def __init__(self, asker: Office, answerer: Office, feed: str, *, cut_after: int) -> None:
        self.asker, self.answerer, self.feed, self.cut_after = asker, answerer, feed, cut_after
        self.reached: list[int] = []
        self.bytes = 0

    def progress(self, office: Office) -> int:
        """How far the feed got: what is kept, and what lies aside until its checkpoint comes."""
        other = self.asker if office is self.answerer else self.answerer
        return held(office, self.feed) + office.shelf.asides(other.id).get(self.feed, 0)

    def contacts(self, taker: Office, goal: int, manner: Manner = CAREFUL, most: int = 60) -> None:
        with serving(self.answerer) as server, link(server.url, cut_after=self.cut_after) as passing:
            while held(taker, self.feed) < goal and len(self.reached) < most:
                peer = self.asker.sees(self.answerer)
                there = Link(self.asker.shelf, peer, passing.url, self.asker.clock)
                with there, contextlib.suppress(ExchangeError):
                    exchanging.exchange(self.asker.shelf, peer, there.post, self.asker.clock, manner=manner)
                self.reached.append(self.progress(taker))
            self.bytes = passing.bytes


@pytest.fixture
def leaves_sent(monkeypatch):
    """Count every leaf that was packed, those that never arrived among them."""
    sent: list[int] = []
    whole = message.Content.add

    def counted(self, kind, payload, fields):
        sent.append(fields.get("count", 0))
        return whole(self, kind, payload, fields)

    monkeypatch.setattr(message.Content, "add", counted)
    return sent


def test_five_hundred_records_come_down_a_link_cut_every_ten_thousand_bytes(na, xk, leaves_sent):
    pair(na, xk)
    feed = xk.say("vn-na", count=500, text="Tổ tuần tra phát hiện " + "dấu vết mới " * 8)
    line = Line(na, xk, feed, cut_after=10_000)
    line.contacts(na, 501)
    assert held(na, feed) == 501
    assert line.reached == sorted(set(line.reached)), "a contact got no further"


def test_five_hundred_records_go_up_a_link_cut_every_ten_thousand_bytes(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=500, text="Tổ tuần tra phát hiện " + "dấu vết mới " * 8)
    line = Line(na, xk, feed, cut_after=10_000)
    line.contacts(xk, 501)
    assert held(xk, feed) == 501
    assert line.reached == sorted(set(line.reached)), "a contact got no further"


def exchanged(asker: Office, answerer: Office, manner: Manner) -> exchanging.Exchanged:
    with serving(answerer) as server:
        peer = asker.sees(answerer)
        with Link(asker.shelf, peer, server.url, asker.clock) as there:
            return exchanging.exchange(asker.shelf, peer, there.post, asker.clock, manner=manner)


def test_after_a_failure_what_went_in_several_requests_is_not_said_to_wait_still(na, xk):
    pair(na, xk)
    feed = na.feed_to("la-xk")
    na.shelf.say(feed, *(na.entry(os.urandom(40).hex()) for _ in range(300)))
    done = exchanged(na, xk, CAREFUL)
    assert done.trips > 2
    assert held(xk, feed) == 301
    assert (done.left_here, done.lying) == (None, 0)


def test_control_what_a_budget_kept_back_is_said_to_wait(na, xk):
    pair(na, xk)
    na.shelf.say(na.feed_to("la-xk"), *(na.entry(os.urandom(40).hex()) for _ in range(300)))
    assert exchanged(na, xk, Manner(budget=12_000)).left_here


def test_control_in_one_piece_a_long_answer_never_comes_down_such_a_link(na, xk, monkeypatch):
    pair(na, xk)
    feed = xk.say("vn-na", count=900, text="abcdefghijklmnopqrstuvwxyz" * 3)
    monkeypatch.setattr(message, "SMALL_FIRST", message.FIRST)
    line = Line(na, xk, feed, cut_after=3_500)
    line.contacts(na, 901, most=4)
    assert set(line.reached) == {0}


def test_at_most_a_seventh_of_what_crosses_such_a_link_crosses_twice(na, xk):
    """Each leaf is random, so that bytes stand for leaves."""
    import random

    chance = random.Random(20261124)
    pair(na, xk)
    feed = xk.feed_to("vn-na")
    xk.shelf.say(feed, *(xk.entry(chance.randbytes(40).hex()) for _ in range(500)))
    whole = packing.spooled(compose(xk, na, conversation.RESPONSE_1, theirs={}), io.BytesIO()).size
    line = Line(na, xk, feed, cut_after=10_000)
    line.contacts(na, 501)
    cuts = len(line.reached)
    again = line.bytes - whole - cuts * (message.SMALL_FIRST // 2)
    assert held(na, feed) == 501
    # Beside what is sent again: two heads and a request for each contact.
    assert again < 0.15 * whole + cuts * 2_600


def compose(office: Office, other: Office, step: conversation.Step, **given):
    return packing.compose(office.shelf, office.sees(other), step, at_ms=office.clock(), **given)


def parcels(office: Office, raw: bytes):
    source = io.BytesIO(raw)
    for opened in exchanging.open_message(office.shelf, source):
        yield opened.manifest, [type(item).__name__ for item in opened.contents()]


def test_what_is_urgent_stands_in_a_parcel_of_its_own_before_the_rest(na, xk):
    pair(na, xk)
    na.say("la-xk", count=2000)
    na.say("la-xk", lane="urgent")
    found = list(parcels(xk, b"".join(compose(na, xk, conversation.RESPONSE_1, theirs={}).chunks())))
    assert found[0][1].count("Batch") == 3  # two rosters and the alert
    assert "HaveLines" not in found[0][1]
    assert len(found) > 1


def test_the_first_bytes_are_there_before_anything_routine_is_read(na, xk, monkeypatch):
    pair(na, xk)
    routine = na.say("la-xk", count=50)
    alert = na.say("la-xk", lane="urgent")
    read: list[str] = []
    batches = na.shelf.batches
    monkeypatch.setattr(na.shelf, "batches", lambda feed, after: read.append(feed) or batches(feed, after))
    pieces = compose(na, xk, conversation.RESPONSE_1, theirs={}).chunks()
    next(pieces)
    assert alert in read
    assert routine not in read
    list(pieces)
    assert routine in read


def test_a_budget_sends_what_is_urgent_and_tells_what_is_left(na, xk):
    pair(na, xk)
    routine, alert = na.say("la-xk", count=3000, text="x" * 90), na.say("la-xk", lane="urgent")
    back = xk.say("vn-na", count=3000, text="y" * 90)
    result = na.meet(xk, Manner(budget=12_000))
    assert held(xk, alert) == 2
    assert held(xk, routine) < 3001
    assert result.more
    assert result.sent + result.received < 16_000
    entries, size = result.left["routine"]
    assert 3000 - held(na, back) - 1024 < entries <= 3000
    assert size > 90 * (entries - 1024)


def test_what_a_budget_let_pass_counts_at_once_and_what_is_left_is_what_was_not_sent(na, xk):
    pair(na, xk)
    routine = na.say("la-xk", count=1500, text="x" * 90)
    sent = 0
    for budget in (9_000, 8_000):
        result = na.meet(xk, Manner(budget=budget))
        sent += result.sent_entries
        assert result.left_here is not None
        # Leaf 0, which nobody said, is sent and not counted as left.
        assert result.left_here["routine"][0] == 1501 - sent
        assert held(xk, routine) + result.lying == sent
        assert held(xk, routine) >= sent - THIN


def test_a_batch_that_was_signed_whole_lies_there_and_the_output_can_say_so(na, xk):
    pair(na, xk)
    routine = na.say("la-xk", count=600, text="x" * 90)
    na.shelf.seal(at_ms=na.clock())
    result = na.meet(xk, Manner(budget=9_000))
    assert held(xk, routine) == 0
    assert result.lying == result.sent_entries - 1 > 100


def test_without_a_budget_nothing_is_left(na, xk):
    pair(na, xk)
    na.say("la-xk", count=300)
    result = na.meet(xk)
    assert not result.more
    assert result.left == {}


def test_parcels_of_a_message_in_another_order_or_from_another_message_are_refused(na, xk):
    pair(na, xk)
    na.say("la-xk", count=400, text="z" * 60)
    made = b"".join(compose(na, xk, conversation.RESPONSE_1, theirs={}, limits=Limits(first=600)).chunks())
    whole = list(parcels(xk, made))
    assert [manifest.part for manifest, _ in whole] == list(range(len(whole)))
    assert [manifest.last for manifest, _ in whole] == [False] * (len(whole) - 1) + [True]
    from tests.exchange.world import plain

    text = plain_of(made)
    second = text.index(b'"frame":"manifest"', 30)
    start = text.rindex(b"\n", 0, second) + 1
    with pytest.raises(ExchangeError, match="doesn't follow"):
        list(parcels(xk, squeezed(text[start:])))
    with pytest.raises(ExchangeError, match=r"too early|doesn't unpack"):
        list(parcels(xk, squeezed(text[:start])))
    assert plain(squeezed(text)) == text


def plain_of(raw: bytes) -> bytes:
    from twinline.exchange import dictionary

    reader = dictionary.decompressor(1 << 23).stream_reader(io.BytesIO(raw), read_across_frames=True)
    return b"".join(iter(lambda: reader.read(1 << 16), b""))


def small(text: bytes, *, known: bool = True) -> bytes:
    from twinline.exchange import dictionary

    return dictionary.compressor(known=known, whole=len(text)).compress(text)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("text", [b"", b"x" * 300, json.dumps({"act": "say", "author": "vn-na"}).encode() * 40])
def test_tables_made_once_change_no_byte_of_a_small_message(monkeypatch, known, text):
    from twinline.exchange import dictionary

    once = [small(text, known=known) for _ in range(2)]
    monkeypatch.setattr(dictionary, "_looked_up", dictionary._made)  # tables made for each message
    assert once == [small(text, known=known)] * 2
    assert plain_of(once[0]) == text


def test_control_tables_made_for_another_search_would_change_them(monkeypatch):
    import zstandard

    from twinline.exchange import dictionary

    other = zstandard.ZstdCompressionDict(dictionary.raw(), dict_type=zstandard.DICT_TYPE_FULLDICT)
    other.precompute_compress(level=1)
    text = b"".join(json.dumps({"act": "say", "author": "vn-na", "cases": n}).encode() for n in range(99))
    found = small(text)
    monkeypatch.setattr(dictionary, "_looked_up", lambda: other)
    assert small(text) != found
    assert plain_of(small(text)) == text


def squeezed(text: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(text)


def test_what_lies_aside_counts_for_nothing_until_its_checkpoint_comes(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=300, text="w" * 60)
    made = b"".join(compose(na, xk, conversation.RESPONSE_1, theirs={}, limits=Limits(first=600)).chunks())
    taking = applying.Applying(xk.shelf, xk.sees(na), xk.clock())
    for opened in exchanging.open_message(xk.shelf, io.BytesIO(made)):
        taking.take(opened)
        if xk.shelf.asides(na.id).get(feed, 0) > 2:
            break
    lying = xk.shelf.asides(na.id)[feed]
    assert lying > 2
    assert held(xk, feed) == 0
    result = na.meet(xk)
    assert held(xk, feed) == 301
    assert result.sent_entries == 300 - (lying - 1)


@pytest.mark.parametrize("swift", [True, False])
def test_a_slow_link_is_not_waited_for_with_anything_in_hand(na, xk, monkeypatch, swift):
    monkeypatch.setattr(coming_parcels, "SLOW_S", 3600.0 if swift else -1.0)
    monkeypatch.setattr(xk.shelf, "ahead", lambda items, swift: ahead(items, Foresight(LEAVES), swift=swift))
    pair(na, xk)
    feed = na.say("la-xk", count=300, text="w" * 60)
    made = b"".join(compose(na, xk, conversation.RESPONSE_1, theirs={}, limits=Limits(first=600)).chunks())
    parcels = list(exchanging.open_message(xk.shelf, io.BytesIO(made)))
    came, kept = [0], []

    def lies():
        return held(xk, feed) + xk.shelf.asides(na.id).get(feed, 0)

    def coming():
        for parcel in parcels:
            kept.append(lies())
            yield parcel
            mine = (item for item in parcel.contents() if getattr(item, "feed", "") == feed)
            came.append(came[-1] + sum(len(item.leaves) for item in mine if hasattr(item, "leaves")))
        raise Unreachable("cut", "the link was cut")

    taking = applying.Applying(xk.shelf, xk.sees(na), xk.clock())
    with pytest.raises(Unreachable):
        list(taking.take_all(coming()))
    assert lies() == came[-1] == 301  # what was in hand when the link was cut is kept
    assert (kept == came[:-1]) is not swift


def test_what_comes_first_is_kept_before_anything_else_is_waited_for(na, xk, monkeypatch):
    """An alert and what comes after it may lie in the same packet: nobody knows yet how slow the link is."""
    monkeypatch.setattr(coming_parcels, "SLOW_S", 3600.0)
    monkeypatch.setattr(xk.shelf, "ahead", lambda items, swift: ahead(items, Foresight(LEAVES), swift=swift))
    pair(na, xk)
    feed = na.say("la-xk", count=3, lane="urgent")
    na.say("la-xk", count=300, text="w" * 60)
    made = b"".join(compose(na, xk, conversation.RESPONSE_1, theirs={}, limits=Limits(first=1280)).chunks())
    seen = []

    def coming():
        for parcel in exchanging.open_message(xk.shelf, io.BytesIO(made)):
            seen.append(held(xk, feed))
            yield parcel

    list(applying.Applying(xk.shelf, xk.sees(na), xk.clock()).take_all(coming()))
    assert seen[:2] == [0, 4]


def test_leaves_that_lie_aside_and_are_false_spoil_nothing_for_good(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=30)
    xk.shelf.put_aside(na.id, feed, [b"no genesis"])
    refused = na.meet(xk)
    assert held(xk, feed) == 0
    assert not refused.applied[0].refused
    na.meet(xk)
    assert held(xk, feed) == 31


def test_a_list_that_the_other_lost_is_told_again_whole(na, xk):
    pair(na, xk)
    na.say("la-xk", count=3)
    na.meet(xk)
    xk.shelf._told.clear()
    feed, back = na.say("la-xk", count=2), xk.say("vn-na")
    result = na.meet(xk)
    assert result.trips == 3
    assert (held(xk, feed), held(na, back)) == (6, 2)
    assert na.meet(xk).trips == 1


def test_an_exchange_with_nothing_new_costs_a_few_hundred_bytes_however_many_feeds_there_are(na, xk):
    pair(na, xk)
    for number in range(40):
        na.feeds.clear()
        na.feed_to("la-xk", nonce=number.to_bytes(16, "big"))
        na.say("la-xk")
    na.meet(xk)
    with_the_receipts = na.meet(xk)
    result = na.meet(xk)
    assert (with_the_receipts.trips, result.trips) == (1, 1)
    assert result.sent + result.received < 900 < with_the_receipts.sent
