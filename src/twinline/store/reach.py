"""Who was to hear something, and who is known to have: by the roster and by receipts, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinline.feeds.audiences import LINE
from twinline.ledger.fold import WITHDRAWN
from twinline.store import reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row, Traced

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Addressee:
    """An organisation whose node was to receive an entry, and when it did (milliseconds; ``None``: not known to have).

    ``reads_for`` are those of the audience for whom its node reads; ``has_node``
    is false where the roster names no node that reads for it: nothing reaches it.
    """

    organisation: str
    side: str
    reads_for: tuple[str, ...]
    received: int | None
    has_node: bool = True


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record of ours that was withdrawn, and who is not yet known to have received that.

    ``waiting`` pairs each with when it received the record itself; ``None``
    means that no receipt shows it: it may lie on a stick under way.
    """

    row: Row
    since: int
    waiting: tuple[tuple[Addressee, int | None], ...]


def addressees(ledger: Ledger, traced: Traced) -> list[Addressee]:
    """Return who was to receive an entry, the author's own node aside: those that have not received it, too."""
    roster = ledger.roster()
    own = _said_by(ledger, traced.feed)
    audience = traced.audience
    wanted = set(roster.organisations) if audience == LINE else set(audience)
    at = {receipt.node: receipt.at for receipt in traced.receipts}
    reads: dict[str, set[str]] = {}
    got: dict[str, list[int]] = {}
    serving: set[str] = set()
    for node in roster.nodes.values():
        here = wanted & (node.hosts | roster.reads_for(node.id))
        # A node that was replaced is waited for no longer; what it received, its organisation received.
        if here and (node.in_service or node.id in at):
            reads.setdefault(node.organisation, set()).update(here)
            got.setdefault(node.organisation, []).extend([at[node.id]] if node.id in at else [])
            serving |= {node.organisation} if node.in_service else set()
    found = [
        Addressee(
            code, roster.side(code) or "", tuple(sorted(reads[code])), min(got[code], default=None), code in serving
        )
        for code in sorted(reads)
        if code != own
    ]
    nobody = sorted(set(audience) - {own} - set().union(*reads.values())) if audience != LINE else []
    return found + [Addressee(code, roster.side(code) or "", (code,), None, has_node=False) for code in nobody]


def reached(ledger: Ledger, reader: Reader, record: str) -> list[Addressee]:
    """Return who was to receive a record as it stands now, and whether they are known to have."""
    told = last(reading.trace(ledger, reader, record))
    return addressees(ledger, told) if told else []


def last(trace: Sequence[Traced]) -> Traced | None:
    """Return the author's last word on a record: its withdrawal, or its latest version."""
    return _last(trace, "withdraw") or _last(trace, "amend", "say")


def taken_back(ledger: Ledger, reader: Reader) -> list[TakenBack]:
    """Return our withdrawn records whose withdrawal somebody is not yet known to have received, the latest first."""
    found, offset = [], 0
    while rows := reading.records(ledger, reader, standing=WITHDRAWN, limit=_PAGE, offset=offset):
        offset += len(rows)
        for row in rows:
            if row.author in ledger.node.hosts and (one := _taken_back(ledger, reader, row)):
                found.append(one)
    return sorted(found, key=lambda one: (-one.since, one.row.record))


def _taken_back(ledger: Ledger, reader: Reader, row: Row) -> TakenBack | None:
    trace = reading.trace(ledger, reader, row.record)
    said, withdrawn = [each for each in trace if each.act in ("say", "amend")], _last(trace, "withdraw")
    if withdrawn is None:
        return None
    had: dict[str, int] = {}
    for each in said:
        for one in addressees(ledger, each):
            if one.received is not None:
                had[one.organisation] = min(one.received, had.get(one.organisation, one.received))
    waiting = tuple(
        (one, had.get(one.organisation))
        for one in addressees(ledger, withdrawn)
        if one.received is None and one.has_node
    )
    return TakenBack(row, withdrawn.arrived, waiting) if waiting else None


def _last(trace: Sequence[Traced], *acts: str) -> Traced | None:
    return next((each for each in reversed(trace) if each.act in acts), None)


def _said_by(ledger: Ledger, feed: str) -> str:
    """Return the organisation whose node a feed is."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT organisation FROM store_feed WHERE feed = %s", [feed])
        return str(cursor.fetchone()[0])


def replaced_by(ledger: Ledger, reader: Reader, record: str) -> list[Row]:
    """Return the records said instead of one, as far as a reader may see them."""
    found = reading.records(ledger, reader, words=record, limit=20)
    return [row for row in found if row.body.get("replaces") == record]
