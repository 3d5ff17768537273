"""What a change of the roster changes in what is kept: entries judged anew, receipts weighed anew, records refolded.

Only what the change concerns is touched; whatever was quarantined stays in the log and can come back.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from twinline.feeds.changes import Good, NodeName
from twinline.feeds.roster import Roster
from twinline.ledger.knowledge import Steps
from twinline.store import append, auditing, projection, receipts
from twinline.store.append import Bounds
from twinline.store.feeds import ROSTER, FeedRow, all_feeds, tree_at
from twinline.store.ledger import Ledger


def bounds(cursor: CursorWrapper, roster: Roster, feed: FeedRow) -> Bounds:
    """Return from which positions on a feed's entries aren't good: its node was revoked, or an author parted from it.

    Only its own organisation revokes it: another's word is of what the node does for that one, or says in its name.
    """
    if feed.type == ROSTER:
        return Bounds()
    good = roster.good(*feed.writer, feed.feed)
    former = roster.former(*feed.writer, feed.feed)
    return Bounds(
        None if good is None else _end(cursor, feed, good),
        {author: _end(cursor, feed, told) for author, told in former.items()},
    )


def _end(cursor: CursorWrapper, feed: FeedRow, good: Good) -> int:
    """Return from which position on a feed isn't good any more."""
    if good.size > feed.size:
        return good.size
    # Another root there: the revocation speaks of another history than the one kept here, of which nothing is good.
    return good.size if good.size and root_at(cursor, feed, good.size) == good.root else 1


def settle(ledger: Ledger, cursor: CursorWrapper, before: Roster, after: Roster) -> None:
    """Bring what is kept in line with a roster that has changed; inside a transaction."""
    if before is after:
        return
    names: set[str] = set()
    others = changed(before, after)
    for feed in all_feeds(cursor):
        if feed.writer in others and feed.type != ROSTER:
            names |= _judge_again(ledger, cursor, feed)
    for node in sorted({node for node, _ in others}):
        names |= _weigh_again(cursor, after, node)
    if before.above != after.above:
        cursor.execute("SELECT DISTINCT record FROM store_record WHERE NOT solo")
        names |= {str(record) for (record,) in cursor.fetchall()}
    _refold(ledger, cursor, names)


def settle_feed(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow) -> None:
    """Judge one feed anew: it grew past where its revocation tells which history is good."""
    _refold(ledger, cursor, _judge_again(ledger, cursor, feed))


def changed(before: Roster, after: Roster) -> set[NodeName]:
    """Return the nodes of which more or less is good than before, or whose feeds may carry other words."""

    def told(roster: Roster, name: NodeName) -> object:
        known, former = roster.nodes.get(name), roster.changes.former.get(name)
        # Whom it hosts it speaks for: then it matters whom somebody bounded, and not otherwise.
        hosts = known.hosts if known and former else None
        return known is not None, roster.spoke_for(*name), roster.changes.revoked.get(name), former, hosts

    return {name for name in {*before.nodes, *after.nodes} if told(before, name) != told(after, name)}


def _judge_again(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow) -> set[str]:
    """Judge a feed's entries as if they arrived now; return the records concerned."""
    hosts, beyond = append.hosts_of(ledger, feed), bounds(cursor, ledger.roster(), feed)
    cursor.execute(
        "SELECT id, position, raw, quarantine FROM store_entry WHERE feed_id = %s AND position > 0 ORDER BY position",
        [feed.id],
    )
    names: set[str] = set()
    for number, position, raw, fault in cursor.fetchall():
        leaf = append.marked(append.leaf_of(bytes(raw), hosts), position, beyond)
        if leaf.fault == fault or leaf.entry is None:
            continue
        entry = leaf.entry
        names.add(entry.record)
        if entry.act in append.LINKS:
            names |= projection.same_events(cursor, entry.record)
        cursor.execute("UPDATE store_entry SET quarantine = %s WHERE id = %s", [leaf.fault, number])
        if bool(leaf.fault) != bool(fault):
            cursor.execute("DELETE FROM store_link WHERE entry = %s", [number])
            if not leaf.fault:
                cursor.executemany(append.INSERT_LINK, append.links_of(number, entry))
    return names


def weigh_all(cursor: CursorWrapper, roster: Roster) -> None:
    """Weigh every receipt anew, before all records are folded anew."""
    cursor.execute("SELECT DISTINCT node FROM store_receipt")
    for (node,) in cursor.fetchall():
        _keep_weighed(cursor, _weighed(cursor, roster, str(node)))


def _weigh_again(cursor: CursorWrapper, roster: Roster, node: str) -> set[str]:
    """Weigh a node's receipts anew; return the records whose *held by both* is another now."""
    found = _weighed(cursor, roster, node)
    feeds = sorted({feed for _, feed, _ in found})
    before = {feed: receipts.steps(cursor, feed) for feed in feeds}
    _keep_weighed(cursor, found)
    return {
        name for feed in feeds for name in _otherwise_held(cursor, feed, before[feed], receipts.steps(cursor, feed))
    }


def _weighed(cursor: CursorWrapper, roster: Roster, node: str) -> list[tuple[int, int, str]]:
    """Return which of a node's receipts count for another side than is kept: each with its feed and that side."""
    cursor.execute(
        "SELECT r.id, r.feed_id, f.feed, f.node, f.organisation, r.size, r.side FROM store_receipt r "
        "JOIN store_feed f ON f.id = r.feed_id WHERE r.node = %s ORDER BY r.feed_id",
        [node],
    )
    return [
        (number, feed, side)
        for number, feed, name, writer, organisation, size, old in cursor.fetchall()
        if (side := receipts.side_of(roster, node, receipts.Of(name, writer, organisation), size)) != old
    ]


def _keep_weighed(cursor: CursorWrapper, found: list[tuple[int, int, str]]) -> None:
    weighed = [(side, number) for number, _, side in found]
    cursor.executemany("UPDATE store_receipt SET side = %s WHERE id = %s", weighed)


def _otherwise_held(cursor: CursorWrapper, feed: int, before: Steps, after: Steps) -> set[str]:
    cursor.execute("SELECT position, record FROM store_entry WHERE feed_id = %s AND record IS NOT NULL", [feed])
    return {str(record) for position, record in cursor.fetchall() if before.at(position) != after.at(position)}


def _refold(ledger: Ledger, cursor: CursorWrapper, names: set[str]) -> None:
    if not names:
        return
    projection.refresh(ledger, cursor, names)
    auditing.recount(ledger, cursor)


def root_at(cursor: CursorWrapper, feed: FeedRow, size: int) -> bytes:
    """Return the root of a feed's first ``size`` leaves as they are kept."""
    if size == feed.size:
        return feed.frontier.root()
    cursor.execute("SELECT root FROM store_checkpoint WHERE feed_id = %s AND size = %s", [feed.id, size])
    kept = cursor.fetchone()
    return bytes(kept[0]) if kept else tree_at(cursor, feed, size).root()
