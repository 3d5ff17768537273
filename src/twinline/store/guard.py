"""Whether this node may sign: a copy of a node never says a second history of its feeds."""

from __future__ import annotations

import json

from django.db.backends.utils import CursorWrapper

from twinline.feeds import checkpoints
from twinline.feeds.errors import FeedError
from twinline.sentences import Sentence, Text
from twinline.store import marks
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger

AHEAD = "ahead"
RECOVER = Sentence("recover it with a fresh key: 'twinline node recover DIR'")


class Stopped(StoreError):
    """This copy of a node may not sign; nothing was written. ``reason`` says why."""

    def __init__(self, check: str, reason: Text) -> None:
        super().__init__(check, Sentence("This node signs nothing: {reason}.", reason=reason))
        self.reason = str(reason)


def allow(ledger: Ledger) -> None:
    """Raise ``Stopped`` unless this is the node that ran last, in service, and holds all that it ever signed."""
    reason = stopped(ledger)
    if reason is not None:
        raise reason
    if not ledger.marked:
        marks.leave(ledger.folder, ledger.node.id)
        ledger.marked = True


def stopped(ledger: Ledger) -> Stopped | None:
    """Return why this node may not sign, None if it may; it only reads."""
    with ledger.connection.cursor() as cursor:
        told = None if ledger.marked else marks.differs(ledger.folder, ledger.node.id, signed(ledger, cursor))
        if told:
            return Stopped(
                "copy",
                Sentence(
                    "this isn't the copy of it that ran last ({told}). If it is to go on here, {recover}",
                    told=told,
                    recover=RECOVER,
                ),
            )
        known = ledger.roster().nodes.get((ledger.node.id, ledger.node.organisation))
        if known is not None and not known.in_service:
            how = Sentence("revoked") if known.revoked else Sentence("ended")
            return Stopped(
                "out-of-service",
                Sentence("its organisation has {how} it. If it is to go on here, {recover}", how=how, recover=RECOVER),
            )
        feed = outrun(ledger, cursor)
        if feed:
            return Stopped(
                "ahead",
                Sentence(
                    "a peer holds words of feed {feed}…, signed by our key, that aren't here; {recover}",
                    feed=feed[:16],
                    recover=RECOVER,
                ),
            )
    return None


def remember(ledger: Ledger) -> None:
    """Note outside the folder how much was signed."""
    with ledger.connection.cursor() as cursor:
        marks.raise_to(ledger.folder, ledger.node.id, signed(ledger, cursor))


def signed(ledger: Ledger, cursor: CursorWrapper) -> int:
    """Return how many leaves of this node's own feeds stand under signed heads."""
    cursor.execute(
        "SELECT COALESCE(SUM(size), 0) FROM (SELECT MAX(c.size) AS size FROM store_checkpoint c "
        "JOIN store_feed f ON f.id = c.feed_id WHERE f.node = %s GROUP BY f.id) heads",
        [ledger.node.id],
    )
    return int(cursor.fetchone()[0])


def outrun(ledger: Ledger, cursor: CursorWrapper) -> str:
    """Return a feed of ours of which somebody proved that we once signed more, or something else; empty if none.

    A claim alone stops nobody: only a head that our own key signed does.
    """
    cursor.execute("SELECT feed, evidence FROM store_alarm WHERE check_name = %s", [AHEAD])
    for feed, evidence in cursor.fetchall():
        note = json.loads(evidence).get("checkpoint")
        if note and _ours(ledger, cursor, str(feed), str(note)):
            return str(feed)
    return ""


def _ours(ledger: Ledger, cursor: CursorWrapper, feed: str, note: str) -> bool:
    cursor.execute("SELECT id, size FROM store_feed WHERE feed = %s AND node = %s", [feed, ledger.node.id])
    row = cursor.fetchone()
    try:
        head = checkpoints.open(note, ledger.node.key.public)
    except FeedError:
        return False
    if row is None or head.feed != feed:
        return False
    cursor.execute("SELECT root FROM store_checkpoint WHERE feed_id = %s AND size = %s", [row[0], head.size])
    kept = cursor.fetchone()
    return bytes(kept[0]) != head.root if kept else head.size > int(row[1])
