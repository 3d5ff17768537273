"""What nothing follows: support pledged and not delivered, twinnings in which nothing was done, cases left open."""

from __future__ import annotations

from collections.abc import Sequence

from twinline.records.fields.dates import days
from twinline.records.kind import CLOSING, DELIVERY
from twinline.records.liveliness import YEAR_DAYS
from twinline.store import following, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names, later_name
from twinline.store.reading import Reader, Row

#: What is told of a case later on.
OF_A_CASE = ("incident", "seizure", "exhibit", "handover")


def undelivered(ledger: Ledger, reader: Reader, today: int) -> list[tuple[Row, int]]:
    """Return pledges of support whose time is past and that nothing delivers, each with the day it was pledged for."""
    pledges = reading.records(ledger, reader, kind="support", waits=(DELIVERY,), limit=None)
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


def open_cases(ledger: Ledger, reader: Reader, today: int) -> list[tuple[Row, int]]:
    """Return cases that nobody closed and of which nothing was told for a year, each with the last day of anything."""
    found = reading.records(ledger, reader, kind="case", waits=(CLOSING,), limit=None)
    cases = {one.record: one for one in found if _last(one) <= today - YEAR_DAYS}
    last = {name: _last(one) for name, one in cases.items()}
    for kind in OF_A_CASE:
        for one in reading.records(ledger, reader, kind=kind, of_cases=True, limit=None) if cases else ():
            name = later_name(ledger, str(one.body.get("case", "")))
            if name in last:
                last[name] = max(last[name], _last(one))
    return [(cases[name], day) for name, day in last.items() if 0 < day <= today - YEAR_DAYS]


def _last(row: Row) -> int:
    """Return the last day that a record tells of, 0 where it tells of none."""
    return row.day_to if row.day_to is not None else row.day_from or 0


def _readable(ledger: Ledger, reader: Reader, kind: str) -> list[Row]:
    found = reading.records(ledger, reader, kind=kind, limit=None)
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
