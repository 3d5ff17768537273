"""One id said twice, one entry in two feeds, an act out of its place: the same on every node, however it came."""

from __future__ import annotations

import pytest

from tests.border import Border, incident
from tests.store.pen import Pen
from twinline.feeds import ids
from twinline.feeds.entries import Entry
from twinline.store import append, verifying
from twinline.store.saying import expand


def sound_and_rebuilt(border: Border) -> None:
    assert verifying.verify(border.la.ledger).faults == []
    verifying.rebuild(border.la.ledger)
    assert verifying.verify(border.la.ledger).faults == []


@pytest.mark.parametrize("larger_first", [False, True])
def test_of_two_sayings_under_one_id_the_smaller_hash_is_shown_whichever_came_first(
    border: Border, larger_first: bool
) -> None:
    pens, record = [Pen(border.vn), Pen(border.vn)], ids.new_id(border.clock())
    said = [pen.write(incident(cases=n), id=record, record=record) for n, pen in enumerate(pens, start=1)]
    by_hash = dict(zip((entry.hash for entry in said), pens, strict=True))
    for hashed in sorted(by_hash, reverse=larger_first):
        by_hash[hashed].give(border.la)
    smaller = min(said, key=lambda entry: entry.hash)

    def shown() -> tuple[bytes, object, object]:
        view = border.la.view(record)
        return view.standing.root.hash, view.standing.tip.body["cases"], view.row.body["cases"]

    assert shown() == (smaller.hash, smaller.body["cases"], smaller.body["cases"])
    sound_and_rebuilt(border)
    assert shown() == (smaller.hash, smaller.body["cases"], smaller.body["cases"])


@pytest.mark.parametrize("larger_first", [False, True])
def test_an_entry_in_feeds_of_two_audiences_is_said_to_that_of_the_smaller_feed_id(
    border: Border, larger_first: bool
) -> None:
    audiences = [("line",), expand(border.vn.ledger, "twin:la-xk", author="vn-na")]
    pens = [Pen(border.vn, audience) for audience in audiences]
    said = pens[0].write(incident())
    pens[1].leaves.append(said.raw)
    later: dict[str, Entry] = {
        pen.feed: pen.write(incident(cases=n), act="amend", record=said.record, follows=said.hash.hex())
        for n, pen in enumerate(pens, start=5)
    }
    for pen in sorted(pens, key=lambda pen: pen.feed, reverse=larger_first):
        pen.give(border.la)
    counts = later[min(later)]
    assert border.la.view(said.record).row.body["cases"] == counts.body["cases"]
    sound_and_rebuilt(border)
    assert border.la.view(said.record).row.body["cases"] == counts.body["cases"]


def test_a_roster_act_in_a_feed_of_records_stands_aside_and_stays_there(border: Border) -> None:
    pen = Pen(border.vn)
    record = ids.new_id(border.clock())
    pen.write({"statement": "organisation"}, act="roster", kind="roster", record=record)
    kept = pen.write(incident())
    assert pen.give(border.la).outcomes[append.QUARANTINED] == 1

    def aside() -> list[str]:
        with border.la.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT quarantine FROM store_entry WHERE quarantine <> ''")
            return [why for (why,) in cursor.fetchall()]

    before = aside()
    assert "roster" in before[0]
    sound_and_rebuilt(border)
    assert aside() == before
    assert border.la.sees(kept.record)
