"""What both sides held, and since when: told alike on both nodes, by receipts alone."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from click.testing import CliRunner

from tests.border import MINUTE, Border, Clock, Side, carry, incident
from tests.store.pen import Pen
from twinline.desk import telling
from twinline.feeds import checkpoints, entries, notes
from twinline.feeds import receipts as cosignatures
from twinline.feeds.keys import SigningKey
from twinline.reports import language, sentence
from twinline.store import cuts, feedfile, receipts, receiving, sending, verifying
from twinline.store.commands.feeds import feed
from twinline.store.commands.reading import list_records, show
from twinline.store.feeds import all_feeds
from twinline.store.ledger import Ledger
from twinline.store.reading import Head
from twinline.store.rosters import state
from twinline.times import LAST_SECOND, day_of, iso, rfc3339
from twinline.tongues import LANGUAGES


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


def dated(border: Border, at_s: int) -> Pen:
    """Give Xieng Khouang a feed of one record, and Nghệ An's receipt on it, dated so; return the feed."""
    pen = Pen(border.vn)
    pen.write(incident())
    pen.give(border.la)
    head, key = checkpoints.peek(pen.head()), border.vn.ledger.node.key
    # Ours wouldn't sign it; other software may.
    blob = at_s.to_bytes(8, "big") + key.sign(cosignatures.message(head.text, at_s))
    line = notes.signature_line(cosignatures.name_of(key.public), key.public, notes.COSIGNATURE, blob)
    receiving.keep_receipts(border.la.ledger, pen.feed, 2, [line], now=border.la.clock())
    return pen


@pytest.mark.parametrize(("at_s", "kept"), [(LAST_SECOND, True), (LAST_SECOND + 1, False), (2**63 - 1, False)])
def test_a_receipt_of_a_time_that_no_calendar_knows_is_not_kept(border: Border, at_s: int, kept: bool) -> None:
    pen = dated(border, at_s)
    assert bool(times(border.la)) is kept
    assert len(sending.receipts(border.la.ledger, pen.feed, after={}, up_to=9)) == 1 + kept


def test_such_a_receipt_that_an_earlier_version_kept_breaks_nothing_and_goes_nowhere(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    la = border.la.ledger
    with monkeypatch.context() as patched:
        patched.setattr(cosignatures, "MAX_TIME", 2**63 - 1)
        pen = dated(border, 10**12)
    assert verifying.verify(la).sound
    monkeypatch.setenv("TWINLINE_NODE", str(la.folder))
    record = entries.read(pen.leaves[1]).record
    for command, *words in ((feed, "list"), (list_records, "--json"), (show, record, "--trace")):
        shown = CliRunner().invoke(command, words, catch_exceptions=False)
        assert "9999-12-31T23:59:59+07:00" in shown.output
    sink = io.BytesIO()
    feedfile.write(la, [pen.feed], sink, now=border.la.clock())
    (written,) = (each for each in json.loads(sink.getvalue())["feeds"] if pen.feed in each["checkpoint"])
    assert len(written["receipts"]) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ms", [-(10**15), 0, 10**15, 2**63])
def test_an_instant_that_no_calendar_reaches_is_shown_as_its_end(ms: int, lang: str) -> None:
    year = {-(10**15): "0001", 0: "1970"}.get(ms, "9999")
    assert (rfc3339(ms)[:4], iso(day_of(ms))[:4]) == (year, year)
    assert all(said(ms, lang) for said in (telling.moment, language.instant_said, sentence.known))
