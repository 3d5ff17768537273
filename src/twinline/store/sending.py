"""What may be sent: feeds a reader may see, their batches, the receipts on them. All of it is on disk already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from twinline.feeds import audiences, merkle
from twinline.store.feeds import FeedRow, all_feeds, codes_of, find
from twinline.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Sendable:
    """A feed as it can be sent: ``size`` is that of its last signed head, ``own`` whether this node writes it."""

    id: str
    type: str
    lane: str
    node: str
    organisation: str
    audience: tuple[str, ...]
    size: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Leaves of a feed from position ``first`` on, up to a signed head at their end."""

    first: int
    leaves: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt line over the first ``size`` entries (with the root there), by a node, at a Unix second."""

    size: int
    root: bytes
    node: str
    at_s: int
    line: str


def feeds_for(ledger: Ledger, hosts: Collection[str]) -> list[Sendable]:
    """Return the feeds that a node hosting these organisations may see, rosters first; others don't exist for it."""
    line = ledger.line()
    with ledger.connection.cursor() as cursor:
        found = [
            sendable
            for feed in all_feeds(cursor)
            if feed.type == "roster" or audiences.may_read(codes_of(cursor, feed.audience), hosts, line)
            if (sendable := _sendable(ledger, feed)).size
        ]
    return sorted(found, key=lambda each: (each.type != "roster", each.lane != "urgent", each.id))


def feed(ledger: Ledger, feed_id: str) -> Sendable | None:
    """Return one feed kept here, or ``None``."""
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed_id)
    return _sendable(ledger, row) if row else None


def stretches(ledger: Ledger, feed_id: str, after: int) -> Iterator[Stretch]:
    """Yield what a reader that holds ``after`` leaves lacks, cut at every signed head."""
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed_id)
        if row is None:
            return
        cursor.execute(
            "SELECT size, note FROM store_checkpoint WHERE feed_id = %s AND size > %s ORDER BY size", [row.id, after]
        )
        heads = cursor.fetchall()
        first = after
        for size, note in heads:
            cursor.execute(
                "SELECT raw FROM store_entry WHERE feed_id = %s AND position >= %s AND position < %s ORDER BY position",
                [row.id, first, size],
            )
            yield Stretch(first, tuple(bytes(raw) for (raw,) in cursor.fetchall()), note)
            first = size


def root_at(ledger: Ledger, feed_id: str, size: int) -> bytes | None:
    """Return the root of a feed at a size that it has, or ``None``.

    Whoever receipted a size sent us the head there, so one without a head is
    looked up leaf by leaf: it happens only where somebody holds another history.
    """
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed_id)
        if row is None:
            return None
        if size == row.size:
            return row.frontier.root()
        cursor.execute("SELECT root FROM store_checkpoint WHERE feed_id = %s AND size = %s", [row.id, size])
        found = cursor.fetchone()
        if found or not 0 < size < row.size:
            return bytes(found[0]) if found else None
        cursor.execute(
            "SELECT hash FROM store_entry WHERE feed_id = %s AND position < %s ORDER BY position", [row.id, size]
        )
        return merkle.root([bytes(hashed) for (hashed,) in cursor.fetchall()])


def receipt_sizes(ledger: Ledger, feed_id: str) -> dict[str, int]:
    """Return, for each node that receipted a feed, the largest size it receipted."""
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed_id)
        if row is None:
            return {}
        cursor.execute("SELECT node, MAX(size) FROM store_receipt WHERE feed_id = %s GROUP BY node", [row.id])
        return {str(node): int(size) for node, size in cursor.fetchall()}


def receipts(ledger: Ledger, feed_id: str, *, after: Mapping[str, int], up_to: int) -> list[KeptReceipt]:
    """Return receipts beyond ``after`` of their node and at most ``up_to``, by size, then node."""
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed_id)
        if row is None:
            return []
        cursor.execute(
            "SELECT r.size, c.root, r.node, r.at, r.line FROM store_receipt r "
            "JOIN store_checkpoint c ON c.feed_id = r.feed_id AND c.size = r.size "
            "WHERE r.feed_id = %s AND r.size <= %s ORDER BY r.size, r.node",
            [row.id, up_to],
        )
        return [
            KeptReceipt(int(size), bytes(root), str(node), int(at), str(line))
            for size, root, node, at, line in cursor.fetchall()
            if size > after.get(str(node), 0)
        ]


def _sendable(ledger: Ledger, row: FeedRow) -> Sendable:
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT MAX(size) FROM store_checkpoint WHERE feed_id = %s", [row.id])
        size = cursor.fetchone()[0] or 0
        codes = () if row.type == "roster" else codes_of(cursor, row.audience)
    return Sendable(row.feed, row.type, row.lane, row.node, row.organisation, codes, int(size), row.own)
