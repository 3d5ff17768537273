"""Our own past: the nodes this one took over from, their heads, and when we had known what comes back from peers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from twinline.feeds.genesis import Head
from twinline.ledger.knowledge import Receipt, earliest
from twinline.store import projection
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger


def former_nodes(ledger: Ledger) -> frozenset[str]:
    """Return the nodes of our organisation that are out of service: what they said and received was ours."""
    node, root = ledger.node, ledger.node.root_public().id
    return frozenset(
        name
        for (name, organisation), known in ledger.roster().nodes.items()
        if organisation == node.organisation and known.root == root and name != node.id and not known.in_service
    )


def heads_of(ledger: Ledger, cursor: CursorWrapper, audience: int, lane: str) -> list[Head]:
    """Return the heads of our former nodes' feeds to an audience in a lane, as far as they are known here."""
    found = []
    for node in sorted(former_nodes(ledger)):
        cursor.execute(
            "SELECT f.feed, c.size, c.root FROM store_feed f JOIN store_checkpoint c ON c.feed_id = f.id "
            "WHERE f.type = 'records' AND f.node = %s AND f.audience_id = %s AND f.lane = %s AND c.size = "
            "(SELECT MAX(size) FROM store_checkpoint WHERE feed_id = f.id) ORDER BY f.feed",
            [node, audience, lane],
        )
        found += [Head(str(feed), int(size), bytes(root)) for feed, size, root in cursor.fetchall()]
    return found


def take_times(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, sizes: Iterable[int]) -> None:
    """Take for a feed's entries the times of earlier receipts of ours over these sizes, where there are any.

    So figures as known on an earlier day come out as they did before a node was lost.
    """
    ours = sorted(former_nodes(ledger))
    if not ours:
        return
    marks = ", ".join(["%s"] * len(ours))
    cursor.execute(
        f"SELECT node, side, size, at FROM store_receipt WHERE feed_id = %s AND node IN ({marks})",  # noqa: S608
        [feed.id, *ours],
    )
    steps = dict(earliest(Receipt(node, side, upto, at * 1000) for node, side, upto, at in cursor.fetchall()))
    for size in sizes:
        if size in steps:
            first = max((each for each in steps if each < size), default=0)
            _take(ledger, cursor, feed, first, size, steps[size])


def _take(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, first: int, size: int, moment: int) -> None:
    """Let entries from position ``first`` up to ``size`` have arrived at a moment, if they did only later."""
    where = "feed_id = %s AND position >= %s AND position < %s AND arrived > %s"
    cursor.execute(f"SELECT MIN(position) FROM store_entry WHERE {where}", [feed.id, first, size, moment])  # noqa: S608
    low = cursor.fetchone()[0]
    if low is not None:
        cursor.execute(f"UPDATE store_entry SET arrived = %s WHERE {where}", [moment, feed.id, low, size, moment])  # noqa: S608
        projection.known_between(ledger, cursor, feed.id, low, size, moment, clock="arrived")
