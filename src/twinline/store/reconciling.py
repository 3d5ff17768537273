"""The reconciliation sheet: a month's records of both sides side by side, and one act for all that is equal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from twinline.feeds.audiences import LINE
from twinline.ledger import pairing
from twinline.ledger.pairing import Account, Difference, Reason
from twinline.sentences import Sentence
from twinline.store import acting, reading
from twinline.store import pairing as kept_pairing
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.store.saying import Said
from twinline.times import days_of

#: Equal and not yet confirmed, differing, told by one side, agreed, contested.
STATES = ("equal", "differs", "only_ours", "only_theirs", "agreed", "disputed")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: our record and theirs about one event, or one side's alone.

    ``tied`` says that both are one event already; ``reasons`` why they stand beside each other if not.
    """

    state: str
    ours: Row | None = None
    theirs: Row | None = None
    tied: bool = False
    reasons: tuple[Reason, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a month, those that need something first."""

    month: str
    lines: tuple[Line, ...]

    def of(self, *states: str) -> tuple[Line, ...]:
        """Return the lines in some states."""
        return tuple(line for line in self.lines if line.state in states)


def sheet(ledger: Ledger, reader: Reader, month: str) -> Sheet:
    """Return what both sides told of a month (``2026-06``): events that ended in it, and that both can read."""
    first, last = _days(month)
    found = kept_pairing.proposals(
        ledger, reader, since=first - pairing.LONGEST, until=last + pairing.LONGEST
    )  # one side may tell it a day later, in the next month
    rows = {
        row.record: row
        for row in found.rows.values()
        if row.record in found.accounts and row.day_to is not None and _shared(ledger, row)
    }
    pairs = _pairs(ledger, rows, found)
    lines = [
        _pair(found.accounts, rows[ours], rows[theirs], reasons, tied)
        for ours, theirs, reasons, tied in pairs
        if any(first <= (rows[one].day_to or 0) <= last for one in (ours, theirs))
    ]
    paired = {record for ours, theirs, *_ in pairs for record in (ours, theirs)}
    alone = [row for row in rows.values() if row.record not in paired and first <= (row.day_to or 0) <= last]
    lines += [_alone(ledger, row) for row in alone]
    return Sheet(month, tuple(sorted(lines, key=_order)))


def confirm(
    ledger: Ledger, reader: Reader, month: str, *, only: Collection[str] | None = None, author: str | None = None,
    now: int,
) -> list[Said]:  # fmt: skip
    """Confirm every record of theirs that equals ours, and say that the two are one event: all of them, or none.

    ``only`` names the records of theirs that were seen and ticked; one that isn't equal (any more) stops all.
    """
    equal = {line.theirs.record: line for line in sheet(ledger, reader, month).of("equal") if line.theirs}
    gone = sorted(set(only or ()) - set(equal))
    if gone:
        raise StoreError(
            "not-equal",
            Sentence(
                "{records} no longer equal what we said: look at the sheet again. Nothing was said.", records=gone
            ),
        )
    said: list[Said] = []
    with transaction.atomic(using=ledger.alias):
        for record, line in equal.items():
            if only is not None and record not in only:
                continue
            said += confirm_line(ledger, reader, line, {}, author=author, now=now)
    return said


def confirm_line(
    ledger: Ledger, reader: Reader, line: Line, body: Mapping[str, Any], *, author: str | None = None, now: int
) -> list[Said]:
    """Confirm the record of theirs of an equal line, and say that both are one event where nobody has yet."""
    assert line.ours is not None
    assert line.theirs is not None
    view, ours = _view(ledger, reader, line.theirs.record), _view(ledger, reader, line.ours.record)
    said = [acting.countersign(ledger, view, body, author=author, now=now)]
    return said if line.tied else [*said, acting.same_event(ledger, ours, view, author=author, now=now)]


def _view(ledger: Ledger, reader: Reader, record: str) -> reading.View:
    view = reading.record(ledger, reader, record)
    assert view is not None
    return view


def _days(month: str) -> tuple[int, int]:
    try:
        if len(month) != len("2026-06"):
            raise ValueError(month)
        return days_of(month)
    except ValueError:
        raise StoreError(
            "not-a-month", Sentence("{month!r} is not a month: write it like 2026-06.", month=month)
        ) from None


def _shared(ledger: Ledger, row: Row) -> bool:
    """Return whether both sides can read a record."""
    roster = ledger.roster()
    return tuple(row.audience) == LINE or len({roster.side(code) for code in row.audience} | {row.side}) > 1


def _pairs(
    ledger: Ledger, rows: dict[str, Row], found: kept_pairing.Found
) -> list[tuple[str, str, tuple[Reason, ...], bool]]:
    """Return our record, theirs, why, and whether both are one event already; each record once."""
    ours = ledger.node.side
    events: dict[str, dict[str, str]] = {}
    for row in sorted(rows.values(), key=lambda each: each.record):
        events.setdefault(row.event, {}).setdefault("ours" if row.side == ours else "theirs", row.record)
    pairs = [(both["ours"], both["theirs"], (), True) for both in events.values() if len(both) == 2]
    taken = {record for first, second, *_ in pairs for record in (first, second)}
    open_ = [each for each in found.proposals if {each.first, each.second} <= set(rows) - taken]
    # What our side already called one event waits for their word; it is still a pair.
    for one, other in kept_pairing.called_one(ledger, set(rows) - taken):
        open_.insert(0, pairing.Proposal(one, other, (Reason("said_by_our_side"),)))
    for each in pairing.matched(open_):
        first, second = (each.first, each.second) if rows[each.first].side == ours else (each.second, each.first)
        pairs.append((first, second, each.reasons, each.reasons[0].code == "said_by_our_side"))
    return pairs


def _pair(accounts: Mapping[str, Account], ours: Row, theirs: Row, reasons: tuple[Reason, ...], tied: bool) -> Line:
    found = tuple(pairing.differences(accounts[ours.record], accounts[theirs.record]))
    state = theirs.standing if theirs.standing in ("agreed", "disputed") else "differs" if found else "equal"
    return Line(state, ours, theirs, tied, reasons, found)


def _alone(ledger: Ledger, row: Row) -> Line:
    mine = row.side == ledger.node.side
    alone = "only_ours" if mine else "only_theirs"
    state = row.standing if row.standing in ("agreed", "disputed") else alone
    return Line(state, ours=row if mine else None, theirs=None if mine else row)


def _order(line: Line) -> tuple[int, int, str]:
    row = line.theirs or line.ours
    assert row is not None
    return STATES.index(line.state), row.day_to or 0, row.record
