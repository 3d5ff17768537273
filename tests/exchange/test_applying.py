"""A feed that fails is refused alone; the others in the parcel go on."""

from __future__ import annotations

import dataclasses
import io

import pytest

from tests.exchange.memory_shelf import MemoryShelf
from tests.exchange.world import Office, held, pair, parcel_for, plain, raw
from twinline.exchange import applying, cards, exchanging, grammar, selecting
from twinline.exchange.parcel import Packer
from twinline.exchange.shelf import Batch, Receipt
from twinline.feeds import checkpoints, merkle, receipts


@pytest.fixture(autouse=True)
def paired(na: Office, xk: Office, bk: Office) -> None:
    pair(na, xk, bk)


def give(sender: Office, reader: Office, *items: Batch | Receipt) -> applying.Applied:
    """Let a paired node send just these items in a sound parcel of its own."""
    packer = Packer(sender.shelf.spool())
    for item in items:
        if isinstance(item, Batch):
            for kind, payload, fields in grammar.spell(item):
                packer.add(kind, payload, **fields)
        else:
            packer.add("receipts", selecting.receipt_note([item]), feed=item.feed, size=item.size)
    packed = packer.finish(parcel_for(sender, reader).manifest, sender.key)
    opened = exchanging.open_parcel(reader.shelf, io.BytesIO(raw(packed)))
    return applying.apply(opened, reader.shelf, reader.sees(sender), at_ms=reader.clock())


def batches(office: Office, feed: str) -> list[Batch]:
    office.shelf.seal(at_ms=office.clock())
    return list(office.shelf.batches(feed, 0))


def test_a_feed_whose_checkpoint_fails_is_refused_alone(na, xk):
    (bad,), (good,) = batches(na, na.say("la-xk", count=3)), batches(na, na.say("la-xk", lane="urgent"))
    altered = dataclasses.replace(bad, leaves=[*bad.leaves[:2], na.entry("something else"), bad.leaves[3]])
    applied = give(na, xk, altered, good)
    assert set(applied.refused) == {bad.feed}
    assert applied.refused[bad.feed].check == "root"
    assert (held(xk, bad.feed), held(xk, good.feed)) == (0, 2)


@pytest.mark.parametrize("change", ["removed", "swapped", "added"])
def test_entries_removed_swapped_or_added_are_refused(na, xk, change):
    (batch,) = batches(na, na.say("la-xk", count=3))
    one, two, three, four = batch.leaves
    leaves = {"removed": [one, two, four], "swapped": [one, three, two, four], "added": [*batch.leaves, na.entry("x")]}
    note = batch.checkpoint
    feed = dataclasses.replace(batch, leaves=leaves[change])
    if len(feed.leaves) != 4:
        root = merkle.root([merkle.leaf_hash(leaf) for leaf in feed.leaves])
        note = checkpoints.sign(batch.feed, len(feed.leaves), root, xk.key)
    applied = give(na, xk, dataclasses.replace(feed, checkpoint=note))
    assert batch.feed in applied.refused
    assert held(xk, batch.feed) == 0


def test_an_entry_that_is_signed_but_unsound_is_kept_aside_and_the_feed_goes_on(na, xk):
    feed = na.feed_to("la-xk")
    na.shelf.say(feed, b'{"no":"entry"}', na.entry("fine"))
    applied = give(na, xk, *batches(na, feed))
    assert applied.counts["quarantined"] == 1
    assert held(xk, feed) == 3


def test_a_feed_not_addressed_to_us_is_refused_whoever_brings_it(na, xk, bk):
    feed = na.say("la-xk")
    applied = give(na, bk, *batches(na, feed))
    assert applied.refused[feed].check == "audience"
    assert held(bk, feed) == 0


def test_a_gap_is_refused_and_says_so(na, xk):
    feed = na.say("la-xk", count=1030)
    _, second = batches(na, feed)
    assert give(na, xk, second).refused[feed].check == "gap"


def test_after_a_refusal_the_rest_of_the_feed_is_passed_over(na, xk):
    feed = na.say("la-xk", count=2050)
    first, second, third = batches(na, feed)
    bad = dataclasses.replace(second, leaves=[na.entry("x"), *second.leaves[1:]])
    applied = give(na, xk, first, bad, third)
    assert held(xk, feed) == first.size
    assert len(applied.refused) == 1


def test_a_roster_whose_root_nobody_compared_is_refused(na, xk):
    stranger = Office("vn-na-nam-can")
    applied = give(na, xk, *batches(stranger, stranger.roster))
    assert applied.refused[stranger.roster].check == "root"


def test_words_of_our_own_that_we_do_not_have_are_an_alarm_and_not_kept(na, xk):
    feed = na.say("la-xk", count=2)
    na.meet(xk)
    kept = held(na, feed)
    copy = MemoryShelf(na.shelf.own, na.root, na.code)
    copy.feeds = {feed: na.shelf.feeds[feed]}
    office = dataclasses_copy(na, copy)
    office.shelf.say(feed, na.entry("said by the copy"))
    office.shelf.seal(at_ms=na.clock())
    last = list(copy.batches(feed, kept))
    shelf = na.shelf.feeds[feed]
    shelf.leaves.pop(), shelf.hashes.pop(), shelf.checkpoints.pop(kept + 1)
    applied = give(xk, na, *last)
    assert applied.refused[feed].check == "ahead"
    assert applied.alarms[0].evidence["checkpoint"] == last[0].checkpoint
    assert held(na, feed) == kept


def dataclasses_copy(office: Office, shelf: MemoryShelf) -> Office:
    other = object.__new__(Office)
    other.__dict__.update(office.__dict__, shelf=shelf)
    return other


def receipt(office: Office, feed: str, size: int, root: bytes, at_s: int = 1_795_402_800) -> Receipt:
    line = receipts.cosign(checkpoints.Checkpoint(feed, size, root), office.key, at_s)
    return Receipt(feed, size, root, office.id, at_s, line)


def test_a_receipt_is_kept_once(na, xk):
    feed = na.say("la-xk")
    (batch,) = batches(na, feed)
    root = na.shelf.root(feed, batch.size)
    good = receipt(xk, feed, batch.size, root)
    assert give(xk, na, good).receipts == 1
    assert give(xk, na, good).receipts == 0


def test_an_authors_receipt_for_another_history_is_an_alarm_with_both_roots(na, xk):
    feed = na.say("la-xk")
    (batch,) = batches(na, feed)
    assert give(na, xk, batch).feeds == {feed: batch.size}
    applied = give(na, xk, receipt(na, feed, 2, b"\x01" * 32))
    assert applied.receipts == 0
    assert applied.alarms[0].check == "two-histories"
    assert {"ours", "theirs", "receipts"} <= set(applied.alarms[0].evidence)


def test_a_readers_receipt_for_another_history_is_its_own_word_and_says_nothing_of_the_author(na, xk):
    feed = na.say("la-xk")
    batches(na, feed)
    applied = give(xk, na, receipt(xk, feed, 2, b"\x01" * 32))
    assert applied.receipts == 0
    assert applied.doubted == {feed}
    (alarm,) = applied.alarms
    assert (alarm.check, alarm.node) == ("other-root", xk.id)
    assert "genesis" not in alarm.evidence
    # The same by nobody known here is nothing at all.
    stranger = Office("la-bk", "a stranger")
    assert give(xk, na, receipt(stranger, feed, 2, b"\x01" * 32)).alarms == []


def test_a_receipt_by_a_node_that_may_not_read_the_feed_is_left_out(na, xk, bk):
    feed = na.say("la-xk")
    batches(na, feed)
    assert give(xk, na, receipt(bk, feed, 2, na.shelf.root(feed, 2))).receipts == 0


def test_a_false_receipt_is_refused(na, xk):
    feed = na.say("la-xk")
    batches(na, feed)
    good = receipt(xk, feed, 2, na.shelf.root(feed, 2))
    false = dataclasses.replace(good, line=receipt(xk, feed, 2, b"\x01" * 32).line)
    applied = give(xk, na, false)
    assert applied.receipts == 0
    assert applied.refused[feed].check == "signature"


def test_a_receipt_for_more_than_we_hold_waits_for_another_day(na, xk):
    feed = na.say("la-xk")
    batches(na, feed)
    applied = give(xk, na, receipt(xk, feed, 9, b"\x01" * 32))
    assert (applied.receipts, applied.alarms, applied.refused) == (0, [], {})


def test_a_parcel_reads_as_text(na, xk):
    na.say("la-xk", text="Đồn biên phòng Nậm Cắn")
    text = plain(raw(parcel_for(na, xk))).decode()
    assert text.startswith('{"bytes":')
    assert "twinline/1 parcel\n" in text
    assert "Đồn biên phòng Nậm Cắn" in text


def test_a_card_spells_batches_as_a_parcel_does(na):
    (batch,) = batches(na, na.roster)
    assert b"".join(cards.encode_batch(batch)) in na.card()


def test_the_author_s_receipt_comes_with_its_batch_and_is_kept_with_it(na, xk):
    pair(na, xk)
    feed = na.say("la-xk", count=3000)
    together: list[tuple[int, int]] = []
    append = xk.shelf.append_batch

    def counted(batch, *, cosigned=(), **more):
        together.append((batch.size, len(cosigned)))
        return append(batch, cosigned=cosigned, **more)

    xk.shelf.append_batch = counted
    result = na.meet(xk)
    sizes = sorted(na.shelf.feeds[feed].checkpoints)
    assert len(sizes) > 2
    assert [(size, 1) for size in sizes] == [each for each in together if each[0] in sizes]
    assert set(na.shelf.feeds[feed].receipts) == set(xk.shelf.feeds[feed].receipts)
    assert result.trips == 2


def test_receipts_on_a_long_feed_are_kept_a_few_thousand_leaves_at_a_time(na, xk, monkeypatch):
    monkeypatch.setattr(applying, "SPAN", 2_048)
    pair(na, xk)
    feed = xk.say("vn-na", count=9000)
    spans: list[int] = []
    keep = xk.shelf.keep_receipts

    def spanned(found, *, at_ms):
        sizes = [receipt.size for receipt in found if receipt.feed == feed]
        spans.append(max(sizes) - min(sizes) if sizes else 0)
        return keep(found, at_ms=at_ms)

    xk.shelf.keep_receipts = spanned
    na.meet(xk)
    assert len([span for span in spans if span]) > 2
    assert max(spans) < 2_048 + 1_024
    assert set(na.shelf.feeds[feed].receipts) == set(xk.shelf.feeds[feed].receipts)
