"""What may be sent: feeds a reader may see, their batches, the receipts on them. All of it is on disk already."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twinline.feeds import audiences, merkle
from twinline.feeds.receipts import MAX_TIME
from twinline.store.feeds import find
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


_SENDABLE = (
    "SELECT f.feed, f.type, f.lane, f.node, f.organisation, a.codes, "
    "(SELECT MAX(c.size) FROM store_checkpoint c WHERE c.feed_id = f.id), f.size, f.own "
    "FROM store_feed f JOIN store_audience a ON a.id = f.audience_id"
)


def feeds_for(ledger: Ledger, hosts: Collection[str], *, unsigned: bool = False) -> list[Sendable]:
    """Return the feeds that a node hosting these organisations may see, rosters first; others don't exist for it.

    Asked for at once, however many there are. With ``unsigned`` their sizes count what no signed head covers yet.
    """
    line = ledger.line()
    found = [
        sendable
        for sendable in _all(ledger, unsigned=unsigned)
        if sendable.size and (sendable.type == "roster" or audiences.may_read(sendable.audience, hosts, line))
    ]
    return sorted(found, key=lambda each: (each.type != "roster", each.lane != "urgent", each.id))


def feed(ledger: Ledger, feed_id: str) -> Sendable | None:
    """Return one feed kept here, or ``None``."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(f"{_SENDABLE} WHERE f.feed = %s", [feed_id])
        row = cursor.fetchone()
    return _sendable(row, {}, unsigned=False) if row else None


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


def weight(ledger: Ledger, feed_id: str, after: int) -> int:
    """Return how many bytes the entries of a feed from a position on are."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(LENGTH(e.raw)), 0) FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE f.feed = %s AND e.position >= %s",
            [feed_id, after],
        )
        return int(cursor.fetchone()[0])


def all_receipt_sizes(ledger: Ledger) -> dict[str, dict[str, int]]:
    """Return, for each feed and each node that receipted it, the largest size it receipted."""
    found: dict[str, dict[str, int]] = {}
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.feed, r.node, MAX(r.size) FROM store_receipt r JOIN store_feed f ON f.id = r.feed_id "
            "GROUP BY f.feed, r.node"
        )
        for feed_id, node, size in cursor.fetchall():
            found.setdefault(str(feed_id), {})[str(node)] = int(size)
    return found


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
            "WHERE r.feed_id = %s AND r.size <= %s AND r.at <= %s ORDER BY r.size, r.node",
            [row.id, up_to, MAX_TIME],  # kept by an earlier version, it would be refused
        )
        return [
            KeptReceipt(int(size), bytes(root), str(node), int(at), str(line))
            for size, root, node, at, line in cursor.fetchall()
            if size > after.get(str(node), 0)
        ]


def _all(ledger: Ledger, *, unsigned: bool) -> list[Sendable]:
    codes: dict[str, tuple[str, ...]] = {}
    with ledger.connection.cursor() as cursor:
        cursor.execute(_SENDABLE)
        return [_sendable(row, codes, unsigned=unsigned) for row in cursor.fetchall()]


def _sendable(row: tuple[Any, ...], codes: dict[str, tuple[str, ...]], *, unsigned: bool) -> Sendable:
    feed_id, type_, lane, node, organisation, audience, signed, size, own = row
    if audience not in codes:
        codes[audience] = tuple(json.loads(audience))
    read_by = () if type_ == "roster" else codes[audience]
    reached = int(size if unsigned else signed or 0)
    return Sendable(feed_id, type_, lane, node, organisation, read_by, reached, bool(own))
