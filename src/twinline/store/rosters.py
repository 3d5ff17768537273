"""The roster as kept: the roster feeds of our own root and of those we pinned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from twinline.feeds import entries, genesis, ids
from twinline.feeds import roster as rosters
from twinline.feeds.roster import Roster, fold
from twinline.store import feeds, heads
from twinline.store.append import Leaf, keep
from twinline.store.ledger import Ledger
from twinline.times import rfc3339


def state(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """Return the roster feeds and how many entries of each are kept: while it is equal, so is the roster."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.feed, (SELECT MAX(e.position) FROM store_entry e WHERE e.feed_id = f.id) "
            "FROM store_feed f WHERE f.type = 'roster' ORDER BY f.feed"
        )
        sizes = tuple((str(feed), int(size)) for feed, size in cursor.fetchall())
        cursor.execute("SELECT root FROM store_peer ORDER BY root")
        return sizes + tuple((str(root), -1) for (root,) in cursor.fetchall())


def read(ledger: Ledger) -> Roster:
    """Return what the pinned roots' rosters say."""
    roots = {ledger.node.root_public().id: ledger.node.organisation}
    told: list[tuple[genesis.Genesis, list[entries.Entry]]] = []
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT root, organisation FROM store_peer")
        roots.update({str(root): str(organisation) for root, organisation in cursor.fetchall()})
        cursor.execute("SELECT id FROM store_feed WHERE type = 'roster' ORDER BY feed")
        for (feed,) in cursor.fetchall():
            cursor.execute("SELECT raw, quarantine FROM store_entry WHERE feed_id = %s ORDER BY position", [feed])
            rows = cursor.fetchall()
            first = genesis.read(bytes(rows[0][0]))
            told.append((first, [entries.read(bytes(raw)) for raw, fault in rows[1:] if not fault]))
    return fold(roots, told)


def begin(ledger: Ledger, statements: Iterable[Mapping[str, Any]], *, now: int) -> None:
    """Open our roster feed with its first statements and sign it."""
    root = ledger.node.root()
    leaf = genesis.write(
        key=root, organisation=ledger.node.organisation, certificate=None, audience=(), lane="routine", type="roster"
    )
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        feed = feeds.begin(cursor, leaf, own=True, side=ledger.node.side, now=now)
        leaves = [_leaf(ledger.node.organisation, statement, now) for statement in statements]
        first = feed.size
        for each in leaves:
            feed.frontier.append(each.hash)
            feed.size += 1
            feed.loose += len(each.raw)
        heads.sign(ledger, cursor, feed, now=now)
        feed.save(cursor)
        keep(ledger, cursor, feed, leaves, first=first, now=now, held=[None] * len(leaves))


def _leaf(organisation: str, statement: Mapping[str, Any], now: int) -> Leaf:
    raw = rosters.write(
        id=ids.new_id(now), record=ids.new_id(now), author=organisation, about=organisation, written=rfc3339(now),
        body=statement,
    )  # fmt: skip
    entry = entries.read(raw)
    return Leaf(raw, entry.hash, entry)
