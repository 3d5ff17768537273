"""Every entry about a record down to the log: where it stands, which signed head covers it, who had it when."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinline.feeds import entries
from twinline.feeds.roster import Roster
from twinline.store import receipts
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.times import DAY_MS, from_rfc3339


@dataclass(frozen=True, slots=True)
class TracedReceipt:
    """A node had the entry at ``at`` (milliseconds)."""

    node: str
    organisation: str
    side: str
    size: int
    at: int
    line: str


@dataclass(frozen=True, slots=True)
class Traced:
    """One entry down to the log: where it stands, which signed head covers it, who had it when."""

    id: str
    act: str
    author: str
    written: str
    hash: str
    feed: str
    lane: str
    audience: tuple[str, ...]
    position: int
    arrived: int
    held: int | None
    checkpoint: str | None
    checkpoint_size: int | None
    receipts: tuple[TracedReceipt, ...]

    @property
    def ahead(self) -> bool:
        """Return whether it claims to have been written a day or more after it arrived here: a clock was wrong.

        Nothing rests on the claim: order and *known on* follow the receipt.
        """
        return from_rfc3339(self.written) >= self.arrived + DAY_MS


def trace(ledger: Ledger, reader: Reader, record_id: str) -> list[Traced]:
    """Return every entry about a record that the reader may see, down to checkpoint and receipts."""
    line, roster = ledger.line(), ledger.roster()
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.raw, e.position, e.arrived, f.id, f.feed, f.node, f.organisation, f.lane, a.codes "
            "FROM store_entry e JOIN store_feed f ON f.id = e.feed_id JOIN store_audience a ON a.id = f.audience_id "
            "WHERE e.record = %s AND e.quarantine = '' ORDER BY e.id",
            [record_id],
        )
        steps = receipts.Cache(cursor)
        found = []
        for raw, position, arrived, feed, feed_id, node, organisation, lane, told in cursor.fetchall():
            codes = tuple(json.loads(told))
            if not reader.reads(codes, line):
                continue
            entry = entries.read(bytes(raw))
            cursor.execute(
                "SELECT size, note FROM store_checkpoint WHERE feed_id = %s AND size > %s ORDER BY size LIMIT 1",
                [feed, position],
            )
            size, note = cursor.fetchone() or (None, None)
            of = receipts.Of(feed_id, node, organisation)
            found.append(
                Traced(
                    entry.id, entry.act, entry.author, entry.written, entry.hash.hex(), feed_id, lane, codes, position,
                    arrived, steps.at(feed, position), note, size, tuple(_receipts(cursor, roster, of, feed, position)),
                )
            )  # fmt: skip
        return found


def _receipts(cursor: Any, roster: Roster, of: receipts.Of, feed: int, position: int) -> Iterable[TracedReceipt]:
    """Yield each node's first receipt that covers a position."""
    cursor.execute(
        "SELECT node, side, MIN(size), at, line FROM store_receipt WHERE feed_id = %s AND size > %s "
        "GROUP BY node ORDER BY at, node",
        [feed, position],
    )
    for node, side, size, at, line in cursor.fetchall():
        known = roster.called(node)
        organisation = receipts.organisation_of(roster, node, of, size) or (known[0].organisation if known else "")
        yield TracedReceipt(node, organisation, side, size, at * 1000, line)
