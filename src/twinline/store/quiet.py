"""What was promised and nothing follows: support pledged and not delivered, twinnings in which nothing was done."""

from __future__ import annotations

from collections.abc import Sequence

from twinline.records.fields.dates import days
from twinline.records.liveliness import YEAR_DAYS
from twinline.store import following, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names
from twinline.store.reading import Reader, Row

#: How many of the latest of a kind are looked through.
LOOKED_THROUGH = 300


def undelivered(ledger: Ledger, reader: Reader, today: int) -> list[tuple[Row, int]]:
    """Return pledges of support whose time is past and that nothing delivers, each with the day it was pledged for."""
    pledges = [one for one in _readable(ledger, reader, "support") if following.is_pledge(one)]
    past = [one for one in pledges if one.day_to is not None and one.day_to < today]
    followed = _followed(ledger, reader, past, following.FULFILS)
    return [(one, one.day_to) for one in past if not followed[one.record] and one.day_to is not None]


def idle(ledger: Ledger, reader: Reader, today: int) -> list[tuple[Row, int]]:
    """Return twinnings in force in which nothing was done for a year, each with the last day that anything was."""
    found = []
    twinnings = [
        one for one in _readable(ledger, reader, "twinning")
        if one.body.get("status") not in ("proposed", "lapsed") and "signed" in one.body
        and not ("until" in one.body and (days(one.body["until"]).last or 0) < today)
    ]  # fmt: skip
    followed = _followed(ledger, reader, twinnings, following.PART_OF)
    for one in twinnings:
        begun = [days(said).last for said in (one.body["signed"], *one.body.get("renewed", ()))]
        done = [row.day_to for row in followed[one.record]]
        last = max(day for day in (*begun, *done) if day is not None)
        if last <= today - YEAR_DAYS:
            found.append((one, last))
    return found


def _readable(ledger: Ledger, reader: Reader, kind: str) -> list[Row]:
    found = reading.records(ledger, reader, kind=kind, limit=LOOKED_THROUGH)
    return [one for one in found if meaning.readable(one.kind, one.version)]


def _followed(ledger: Ledger, reader: Reader, rows: Sequence[Row], verb: str) -> dict[str, list[Row]]:
    """Return, for each record, those that name it by a link and stand: under whichever name it was named."""
    whose = {name: row.record for row in rows for name in earlier_names(ledger, row.record)}
    named = [(one, whose[other]) for _, one, other in following.linked(ledger, reader, whose, verb) if other in whose]
    ids = {one for one, _ in named}
    there = {row.record: row for row in reading.records(ledger, reader, ids=ids, limit=len(ids))} if ids else {}
    found: dict[str, list[Row]] = {row.record: [] for row in rows}
    for one, record in named:
        if one in there:
            found[record].append(there[one])
    return found
