"""Signed heads of our own feeds: nothing leaves a node that no head on its disk covers."""

from __future__ import annotations

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import checkpoints
from twinline.feeds import receipts as cosignatures
from twinline.feeds.keys import SigningKey
from twinline.store import guard, receipts
from twinline.store.feeds import FeedRow, loose, tree_at
from twinline.store.ledger import Ledger

#: A batch on the wire ends at a head: at most so many entries and bytes apart (SPINE: Limits).
BATCH = 1024
BATCH_BYTES = 1 << 20
ENTRY_BYTES = 64 << 10


def sign(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, *, now: int, root: SigningKey | None = None) -> None:
    """Sign the present size and root of one of our feeds, and cosign it as held by us.

    A roster is signed by our root, or by the one given, which is about to take its place.
    """
    _head(ledger, cursor, feed, feed.size, feed.frontier.root(), now=now, root=root)
    feed.loose = 0


def _head(
    ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, size: int, top: bytes, *, now: int,
    root: SigningKey | None = None,
) -> None:  # fmt: skip
    key = (root or ledger.node.root()) if feed.type == "roster" else ledger.node.key
    checkpoint = checkpoints.Checkpoint(feed.feed, size, top)
    cursor.execute(
        "INSERT INTO store_checkpoint (feed_id, size, root, note) VALUES (%s, %s, %s, %s)",
        [feed.id, size, top, checkpoints.sign(feed.feed, size, top, key)],
    )
    line = cosignatures.cosign(checkpoint, ledger.node.key, now // 1000)
    receipts.keep(cursor, feed.id, [(size, ledger.node.id, ledger.node.side, now // 1000, line)])


def _between(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, step: int, *, now: int) -> None:
    """Sign heads of what no head covers yet, so many entries apart, up to the last before its end.

    Never one before a head that was signed: what others hold they hold with all its heads.
    """
    cursor.execute("SELECT COALESCE(MAX(size), 0) FROM store_checkpoint WHERE feed_id = %s", [feed.id])
    signed = int(cursor.fetchone()[0])
    if feed.size - signed <= step:
        return
    tree = tree_at(cursor, feed, signed)
    cursor.execute(
        "SELECT hash FROM store_entry WHERE feed_id = %s AND position >= %s ORDER BY position", [feed.id, signed]
    )
    for (hashed,) in cursor.fetchall():
        tree.append(bytes(hashed))
        if tree.size < feed.size and (tree.size - signed) % step == 0:
            _head(ledger, cursor, feed, tree.size, tree.root(), now=now)


def sign_all(ledger: Ledger, *, now: int, urgent: bool = False, step: int | None = None) -> None:
    """Sign the head of every feed of ours that has grown since its last one; on disk when this returns.

    With ``urgent`` only rosters and urgent feeds: what an alert waits for. With ``step`` heads between, too, so many
    entries apart: on a thin way each such piece counts as soon as it is there.
    """
    with ledger.connection.cursor() as cursor:
        if not loose(cursor, urgent=urgent):
            return
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        guard.allow(ledger)
        for feed in loose(cursor, urgent=urgent):
            if step is not None:
                _between(ledger, cursor, feed, step, now=now)
            sign(ledger, cursor, feed, now=now)
            feed.save(cursor)
    guard.remember(ledger)
