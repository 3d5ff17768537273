"""The feeds a node keeps: finding, opening and growing them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from twinline.feeds import audiences, genesis
from twinline.feeds.changes import NodeName
from twinline.feeds.merkle import Frontier, leaf_hash
from twinline.store.ledger import Ledger

#: A roster has no readers of its own: it is told to whoever is paired.
ROSTER = "roster"
_COLUMNS = "id, feed, type, node, organisation, side, audience_id, lane, own, size, frontier, loose"


@dataclass(slots=True)
class FeedRow:
    """A feed as kept. ``loose`` counts the bytes said since its last checkpoint."""

    id: int
    feed: str
    type: str
    node: str
    organisation: str
    side: str
    audience: int
    lane: str
    own: bool
    size: int
    frontier: Frontier
    loose: int

    @property
    def writer(self) -> NodeName:
        """Return the node that writes it and the organisation for which it does: what a roster knows it by."""
        return self.node, self.organisation

    def save(self, cursor: CursorWrapper) -> None:
        """Write the feed's size and right edge."""
        cursor.execute(
            "UPDATE store_feed SET size = %s, frontier = %s, loose = %s WHERE id = %s",
            [self.size, self.frontier.to_bytes(), self.loose, self.id],
        )


def find(cursor: CursorWrapper, feed: str) -> FeedRow | None:
    """Return a feed by its id, or ``None``."""
    cursor.execute(f"SELECT {_COLUMNS} FROM store_feed WHERE feed = %s", [feed])  # noqa: S608
    row = cursor.fetchone()
    return _row(row) if row else None


def tree_at(cursor: CursorWrapper, feed: FeedRow, size: int) -> Frontier:
    """Return the right edge of the tree of a feed's first ``size`` leaves as they are kept."""
    if size == feed.size:
        return feed.frontier
    cursor.execute(
        "SELECT hash FROM store_entry WHERE feed_id = %s AND position < %s ORDER BY position", [feed.id, size]
    )
    frontier = Frontier()
    for (hashed,) in cursor.fetchall():
        frontier.append(bytes(hashed))
    return frontier


def all_feeds(cursor: CursorWrapper) -> list[FeedRow]:
    """Return all feeds kept, in order of their ids."""
    cursor.execute(f"SELECT {_COLUMNS} FROM store_feed ORDER BY feed")  # noqa: S608
    return [_row(row) for row in cursor.fetchall()]


def loose(cursor: CursorWrapper, *, urgent: bool = False) -> list[FeedRow]:
    """Return our feeds of which no signed head covers the end; with ``urgent`` only rosters and urgent ones."""
    only = "AND (lane = 'urgent' OR type = 'roster') " if urgent else ""
    cursor.execute(f"SELECT {_COLUMNS} FROM store_feed WHERE own AND loose > 0 {only}ORDER BY feed")  # noqa: S608
    return [_row(row) for row in cursor.fetchall()]


def own(ledger: Ledger, cursor: CursorWrapper, codes: Sequence[str], lane: str, *, now: int) -> FeedRow:
    """Return our feed for an audience and lane, opening it at its first use."""
    from twinline.store import history

    audience = audience_of(cursor, codes)
    cursor.execute(
        f"SELECT {_COLUMNS} FROM store_feed WHERE own AND type = 'records' AND audience_id = %s "  # noqa: S608
        "AND lane = %s AND node = %s",
        [audience, lane, ledger.node.id],
    )
    row = cursor.fetchone()
    if row:
        return _row(row)
    leaf = genesis.write(
        key=ledger.node.key,
        organisation=ledger.node.organisation,
        certificate=ledger.node.certificate,
        audience=codes,
        lane=lane,
        continues=history.heads_of(ledger, cursor, audience, lane),
    )
    return begin(cursor, leaf, own=True, side=ledger.node.side, now=now)


def begin(cursor: CursorWrapper, leaf: bytes, *, own: bool, side: str, now: int) -> FeedRow:
    """Keep leaf 0 of a feed and return the feed."""
    told = genesis.read(leaf)
    frontier = Frontier()
    hashed = leaf_hash(leaf)
    frontier.append(hashed)
    row = FeedRow(
        0, told.feed, told.type, told.node.id, told.organisation, side,
        audience_of(cursor, told.audience), told.lane, own, 1, frontier, len(leaf),
    )  # fmt: skip
    cursor.execute(
        "INSERT INTO store_feed (feed, type, node, organisation, side, audience_id, lane, own, size, frontier, loose) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            row.feed, row.type, row.node, row.organisation, side, row.audience, row.lane, own, 1, frontier.to_bytes(),
            row.loose,
        ],
    )  # fmt: skip
    cursor.execute("SELECT id FROM store_feed WHERE feed = %s", [row.feed])
    row.id = int(cursor.fetchone()[0])
    cursor.execute(
        "INSERT INTO store_entry (feed_id, position, hash, raw, record, arrived, quarantine) "
        "VALUES (%s, 0, %s, %s, NULL, %s, '')",
        [row.id, hashed, leaf, now],
    )
    return row


def audience_of(cursor: CursorWrapper, codes: Sequence[str]) -> int:
    """Return the row id of an audience, keeping it at its first use."""
    digest = audiences.audience_id(codes) if codes else ROSTER
    cursor.execute("SELECT id FROM store_audience WHERE hash = %s", [digest])
    row = cursor.fetchone()
    if row is None:
        cursor.execute("INSERT INTO store_audience (hash, codes) VALUES (%s, %s)", [digest, json.dumps(list(codes))])
        cursor.execute("SELECT id FROM store_audience WHERE hash = %s", [digest])
        row = cursor.fetchone()
    return int(row[0])


def codes_of(cursor: CursorWrapper, audience: int) -> tuple[str, ...]:
    """Return the organisations of an audience."""
    cursor.execute("SELECT codes FROM store_audience WHERE id = %s", [audience])
    return tuple(json.loads(cursor.fetchone()[0]))


def wider(cursor: CursorWrapper, first: int, second: int) -> int | None:
    """Return which of two audiences holds all readers of the other, or ``None``."""
    if first == second:
        return first
    one, other = codes_of(cursor, first), codes_of(cursor, second)
    if one == audiences.LINE or set(one) > set(other):
        return first
    return second if other == audiences.LINE or set(other) > set(one) else None


def _row(row: tuple[object, ...]) -> FeedRow:
    number, feed, kind, node, organisation, side, audience, lane, mine, size, frontier, loose = row
    return FeedRow(
        int(str(number)), str(feed), str(kind), str(node), str(organisation), str(side), int(str(audience)), str(lane),
        bool(mine), int(str(size)), Frontier.from_bytes(bytes(frontier)), int(str(loose)),  # type: ignore[call-overload]
    )  # fmt: skip
