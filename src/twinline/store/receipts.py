"""Receipts: kept before they are sent, and what they show that both sides held."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from twinline.feeds.roster import Node, Roster
from twinline.ledger.knowledge import Receipt, Steps, held_by_both


class Cache:
    """The steps of each feed, read once."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._steps: dict[int, Steps] = {}

    def at(self, feed: int, position: int) -> int | None:
        """Return from when both sides held an entry."""
        if feed not in self._steps:
            self._steps[feed] = steps(self._cursor, feed)
        return self._steps[feed].at(position)


class First:
    """Each node's first receipt over the entries of some feeds; those of a feed are read once."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._by_node: dict[int, dict[tuple[str, str], tuple[list[int], list[int]]]] = {}

    def over(self, feed: int, position: int) -> Iterator[tuple[str, str, int, int]]:
        """Yield node, side, size and instant in milliseconds of each node's first receipt that covers an entry."""
        if feed not in self._by_node:
            found = self._by_node[feed] = {}
            self._cursor.execute(
                "SELECT node, side, size, at FROM store_receipt WHERE feed_id = %s ORDER BY size", [feed]
            )
            for node, side, size, at in self._cursor.fetchall():
                sizes, moments = found.setdefault((node, side), ([], []))
                sizes.append(size)
                moments.append(at * 1000)
        for (node, side), (sizes, moments) in self._by_node[feed].items():
            covering = bisect_right(sizes, position)
            if covering < len(sizes):
                yield node, side, sizes[covering], moments[covering]


def steps(cursor: CursorWrapper, feed: int) -> Steps:
    """Return from when both sides held what of a feed."""
    # One of no side proves nothing: its node was revoked before.
    cursor.execute("SELECT node, side, size, at FROM store_receipt WHERE feed_id = %s AND side <> ''", [feed])
    return held_by_both(Receipt(node, side, size, at * 1000) for node, side, size, at in cursor.fetchall())


def steps_from(cursor: CursorWrapper, feed: int, first: int) -> Steps:
    """Return from when both sides held what of a feed lies at position ``first`` and beyond.

    Of receipts over less than that only each node's last and latest count (its clock's jumps back are taken out), so
    this costs the same however many there are.
    """
    cursor.execute(
        "SELECT node, side, MAX(size), MAX(at) FROM store_receipt WHERE feed_id = %s AND side <> '' AND size <= %s "
        "GROUP BY node, side",
        [feed, first],
    )
    found = cursor.fetchall()
    cursor.execute(
        "SELECT node, side, size, at FROM store_receipt WHERE feed_id = %s AND side <> '' AND size > %s", [feed, first]
    )
    found += cursor.fetchall()
    return held_by_both(Receipt(node, side, size, at * 1000) for node, side, size, at in found)


def anybody_late(cursor: CursorWrapper, feed: int, first: int, nodes: Collection[str]) -> bool:
    """Return whether one of these nodes receipted less of a feed so far than lies before position ``first``.

    What it receipts next then tells of that too: a node with a fresh key gives no receipt on what it holds already.
    """
    if not first:
        return False
    cursor.execute("SELECT node FROM store_receipt WHERE feed_id = %s AND size >= %s", [feed, first])
    return not {node for (node,) in cursor.fetchall()}.issuperset(nodes)


class Of(NamedTuple):
    """The feed that a receipt is over: its id, the node that writes it, and for which organisation."""

    feed: str
    node: str
    organisation: str


def organisation_of(roster: Roster, node: str, of: Of, size: int) -> str:
    """Return for which organisation a receipt counts; empty where it proves nothing: unknown node, or revoked before.

    An author's receipt on its own feed is of the organisation that the feed names. One that organisations of both sides
    certified says something new only for the side that isn't the author's: its receipt counts there. So what a root
    says of another's node never takes a receipt away, nor makes the author's own one the other side's.
    """
    known = [each.organisation for each in roster.called(node) if _reaches(roster, each, of.feed, size)]
    if node == of.node:
        return of.organisation if of.organisation in known else ""
    other = [code for code in known if roster.side(code) != roster.side(of.organisation)]
    return next(iter(other or known), "")


def side_of(roster: Roster, node: str, of: Of, size: int) -> str:
    """Return for which side a receipt counts; empty where it proves nothing."""
    return roster.side(organisation_of(roster, node, of, size)) or ""


def _reaches(roster: Roster, node: Node, feed: str, size: int) -> bool:
    good = roster.good(node.id, node.organisation, feed)
    return good is None or size <= good.size


def keep(cursor: CursorWrapper, feed: int, rows: Sequence[tuple[int, str, str, int, str]]) -> int:
    """Keep receipts (size, node, side, at in seconds, line) of a feed; return how many were new."""
    new = 0
    for size, node, side, at, line in rows:
        cursor.execute("SELECT 1 FROM store_receipt WHERE feed_id = %s AND size = %s AND node = %s", [feed, size, node])
        if cursor.fetchone() is None:
            cursor.execute(
                "INSERT INTO store_receipt (feed_id, size, node, side, at, line) VALUES (%s, %s, %s, %s, %s, %s)",
                [feed, size, node, side, at, line],
            )
            new += 1
    return new
