"""Signed heads of our own feeds: nothing leaves a node that no head on its disk covers."""

from __future__ import annotations

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import checkpoints
from twinline.feeds import receipts as cosignatures
from twinline.feeds.keys import SigningKey
from twinline.store import guard, receipts
from twinline.store.feeds import FeedRow, loose
from twinline.store.ledger import Ledger

#: A batch on the wire ends at a head: at most so many entries and bytes apart (SPINE: Limits).
BATCH = 1024
BATCH_BYTES = 1 << 20
ENTRY_BYTES = 64 << 10


def sign(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow, *, now: int, root: SigningKey | None = None) -> None:
    """Sign the present size and root of one of our feeds, and cosign it as held by us.

    A roster is signed by our root, or by the one given, which is about to take its place.
    """
    key = (root or ledger.node.root()) if feed.type == "roster" else ledger.node.key
    top = feed.frontier.root()
    checkpoint = checkpoints.Checkpoint(feed.feed, feed.size, top)
    cursor.execute(
        "INSERT INTO store_checkpoint (feed_id, size, root, note) VALUES (%s, %s, %s, %s)",
        [feed.id, feed.size, top, checkpoints.sign(feed.feed, feed.size, top, key)],
    )
    at = now // 1000
    line = cosignatures.cosign(checkpoint, ledger.node.key, at)
    receipts.keep(cursor, feed.id, [(feed.size, ledger.node.id, ledger.node.side, at, line)])
    feed.loose = 0


def sign_all(ledger: Ledger, *, now: int, urgent: bool = False) -> None:
    """Sign the head of every feed of ours that has grown since its last one; on disk when this returns.

    With ``urgent`` only rosters and urgent feeds: what an alert waits for.
    """
    with ledger.connection.cursor() as cursor:
        if not loose(cursor, urgent=urgent):
            return
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        guard.allow(ledger)
        for feed in loose(cursor, urgent=urgent):
            sign(ledger, cursor, feed, now=now)
            feed.save(cursor)
    guard.remember(ledger)
