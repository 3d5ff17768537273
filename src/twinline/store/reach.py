"""Who was to hear something, and who is known to have: by the roster and by receipts, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinline.feeds.audiences import LINE
from twinline.ledger.fold import WITHDRAWN
from twinline.store import reading, traces
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.store.traces import Traced

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
class Unheard:
    """A record of ours that was withdrawn or corrected, and who is not yet known to have received that.

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
    at = {(receipt.node, roster.side(receipt.organisation)): receipt.at for receipt in traced.receipts}
    reads: dict[str, set[str]] = {}
    got: dict[str, list[int]] = {}
    serving: set[str] = set()
    for node in roster.nodes.values():
        here = wanted & (node.hosts | {old for new, old in roster.changes.reads if new in node.hosts})
        name = node.id, roster.side(node.organisation)
        # A node that was replaced is waited for no longer; what it received, its organisation received.
        if here and (node.in_service or name in at):
            reads.setdefault(node.organisation, set()).update(here)
            got.setdefault(node.organisation, []).extend([at[name]] if name in at else [])
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
    told = last(traces.trace(ledger, reader, record))
    return addressees(ledger, told) if told else []


def last(trace: Sequence[Traced]) -> Traced | None:
    """Return the author's last word on a record: its withdrawal, or its latest version."""
    return _last(trace, "withdraw") or _last(trace, "amend", "say")


def taken_back(ledger: Ledger, reader: Reader) -> list[Unheard]:
    """Return our withdrawn records whose withdrawal somebody is not yet known to have received, the latest first."""
    hosts, offset = ledger.hosts(), 0
    found: list[Unheard] = []
    while rows := reading.records(ledger, reader, standing=WITHDRAWN, limit=_PAGE, offset=offset):
        offset += len(rows)
        for row in rows:
            if row.author in hosts and (one := _unheard(ledger, reader, row, "withdraw")):
                found.append(one)
    return sorted(found, key=lambda one: (-one.since, one.row.record))


def corrected(ledger: Ledger, reader: Reader) -> list[Unheard]:
    """Return our records that count fewer suspects now, where somebody is not yet known to have received that.

    It follows from the log: which of them were miscounts, and which weren't, stands nowhere.
    """
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT was.record FROM store_fact was JOIN store_record r ON r.record = was.record "
            "AND r.arrived_to IS NULL LEFT JOIN store_fact is_ ON is_.record = was.record AND is_.kind = was.kind "
            "AND is_.measure = was.measure AND is_.arrived_to IS NULL "
            "WHERE was.kind IN ('incident', 'case') AND was.measure = 'persons' AND was.arrived_to IS NOT NULL "
            "AND was.value > COALESCE(is_.value, 0) AND r.standing NOT IN ('withdrawn', 'released')"
        )
        ids = sorted(str(record) for (record,) in cursor.fetchall())
    hosts = ledger.hosts()
    found = [
        one
        for start in range(0, len(ids), _PAGE)
        for row in reading.records(ledger, reader, ids=ids[start : start + _PAGE], limit=_PAGE)
        if row.author in hosts and (one := _unheard(ledger, reader, row, "amend"))
    ]
    return sorted(found, key=lambda one: (-one.since, one.row.record))


def _unheard(ledger: Ledger, reader: Reader, row: Row, act: str) -> Unheard | None:
    """Return who has not received our last act of a sort on a record; ``None`` if all have, or there was none."""
    trace = traces.trace(ledger, reader, row.record)
    told = _last(trace, act)
    if told is None:
        return None
    had: dict[str, int] = {}
    for each in trace[: trace.index(told)]:
        for one in addressees(ledger, each) if each.act in ("say", "amend") else ():
            if one.received is not None:
                had[one.organisation] = min(one.received, had.get(one.organisation, one.received))
    waiting = tuple(
        (one, had.get(one.organisation)) for one in addressees(ledger, told) if one.received is None and one.has_node
    )
    return Unheard(row, told.arrived, waiting) if waiting else None


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
