"""The roster as kept: the roster feeds of our own root and of those we pinned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import changes, entries, genesis, ids
from twinline.feeds import roster as rosters
from twinline.feeds.keys import SigningKey
from twinline.feeds.roster import Node, Roster, fold
from twinline.store import feeds, guard, heads, settling, succession
from twinline.store.append import Leaf, keep
from twinline.store.ledger import Ledger
from twinline.times import rfc3339


def state(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Return the roster feeds, the last entry kept of each, and the roots: while all are equal, so is the roster.

    Counting entries would not do: what a failed commit took back is said otherwise the next time.
    """
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.feed, (SELECT HEX(e.hash) FROM store_entry e WHERE e.feed_id = f.id "
            "ORDER BY e.position DESC LIMIT 1) FROM store_feed f WHERE f.type = 'roster' ORDER BY f.feed"
        )
        ends = tuple((str(feed), str(last)) for feed, last in cursor.fetchall())
        cursor.execute("SELECT root FROM store_peer ORDER BY root")
        pinned = tuple((str(root), "pinned") for (root,) in cursor.fetchall())
        cursor.execute("SELECT root FROM store_retired_root ORDER BY root")
        return ends + pinned + tuple((str(root), "retired") for (root,) in cursor.fetchall())


def read(ledger: Ledger, sizes: Mapping[int, int] | None = None) -> Roster:
    """Return what the pinned roots' rosters say, and those whose place they took; with ``sizes`` only so many leaves
    of each of these feeds."""
    roots = {ledger.own_root(): ledger.node.organisation}
    told: list[tuple[genesis.Genesis, list[entries.Entry]]] = []
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT root, organisation FROM store_peer")
        roots.update({str(root): str(organisation) for root, organisation in cursor.fetchall()})
        heirs, good = succession.heirs(cursor), succession.good(cursor)
        roots.update({root: organisation for root, (organisation, _) in heirs.items()})
        cursor.execute("SELECT id FROM store_feed WHERE type = 'roster' ORDER BY feed")
        for (feed,) in cursor.fetchall():
            if sizes is not None and feed not in sizes:
                continue
            cursor.execute("SELECT raw, quarantine FROM store_entry WHERE feed_id = %s ORDER BY position", [feed])
            rows = cursor.fetchall()[: sizes[feed] if sizes is not None else None]
            first = genesis.read(bytes(rows[0][0]))
            if first.node.id in heirs:
                rows = succession.sound(first.feed, rows, good)
            told.append((first, [entries.read(bytes(raw)) for raw, fault in rows[1:] if not fault]))
    return fold(roots, told, {root: successor for root, (_, successor) in heirs.items()})


def begin(
    ledger: Ledger,
    statements: Iterable[Mapping[str, Any]],
    *,
    now: int,
    continues: Iterable[genesis.Head] = (),
    again: Iterable[bytes] = (),
) -> None:
    """Open our roster feed with its first statements and sign it.

    After a restore it ``continues`` the older ones and begins with what stood in
    them (``again``, entries as they were): it can be read alone, and says nothing anew.
    """
    leaf = genesis.write(
        key=ledger.node.root(), organisation=ledger.node.organisation, certificate=None, audience=(), lane="routine",
        type="roster", continues=continues,
    )  # fmt: skip
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        feed = feeds.begin(cursor, leaf, own=True, side=ledger.node.side, now=now)
        leaves = [Leaf(raw, entry.hash, entry) for raw in again if (entry := entries.read(raw))]
        leaves += [leaf_of(ledger.node.organisation, statement, now) for statement in statements]
        grow(ledger, cursor, feed, leaves, now)


def say(ledger: Ledger, statements: Iterable[Mapping[str, Any]], *, now: int) -> None:
    """State more in our roster feed, sign it, and bring what is kept in line. It takes the root key."""
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        guard.allow(ledger)
        before = ledger.roster()
        feed = next(feed for feed in feeds.all_feeds(cursor) if feed.own and feed.type == feeds.ROSTER)
        grow(ledger, cursor, feed, [leaf_of(ledger.node.organisation, each, now) for each in statements], now)
        settling.settle(ledger, cursor, before, ledger.roster())
    guard.remember(ledger)


def end_own(ledger: Ledger, *, now: int) -> None:
    """State that this node is out of service: from here on it signs nothing."""
    heads = {head.feed: changes.Good(head.size, head.root) for head in _own_heads(ledger)}
    told = dict(list(heads.items())[: changes.MOST_HEADS])
    say(ledger, [changes.node_end_statement(ledger.node.id, ledger.node.organisation, told)], now=now)


def others_in_service(ledger: Ledger) -> list[Node]:
    """Return the nodes of our organisation, beside this one, that go on speaking for it as far as the roster says.

    There are some where a backup was brought back twice: neither copy had heard of the other.
    """
    here = ledger.node
    known = ledger.roster().nodes_of(here.organisation)
    return [node for node in known if node.organisation == here.organisation and node.id != here.id]


def _own_heads(ledger: Ledger) -> list[genesis.Head]:
    with ledger.connection.cursor() as cursor:
        return [
            genesis.Head(feed.feed, feed.size, feed.frontier.root())
            for feed in feeds.all_feeds(cursor)
            if feed.node == ledger.node.id
        ]


def own_leaves(ledger: Ledger) -> tuple[list[genesis.Head], list[bytes]]:
    """Return the heads of the roster feeds by our root as kept here, and their entries, each once, in their order."""
    root = ledger.node.root_public().id
    told: list[tuple[genesis.Genesis, list[entries.Entry]]] = []
    heads: list[genesis.Head] = []
    with ledger.connection.cursor() as cursor:
        for feed in feeds.all_feeds(cursor):
            if feed.type != feeds.ROSTER or feed.node != root:
                continue
            cursor.execute("SELECT raw, quarantine FROM store_entry WHERE feed_id = %s ORDER BY position", [feed.id])
            rows = cursor.fetchall()
            told.append(
                (genesis.read(bytes(rows[0][0])), [entries.read(bytes(raw)) for raw, fault in rows[1:] if not fault])
            )
            heads.append(genesis.Head(feed.feed, feed.size, feed.frontier.root()))
    said = {entry.hash: entry.raw for _, found in rosters.in_order(told) for entry in found}
    return heads, list(said.values())


def grow(
    ledger: Ledger, cursor: CursorWrapper, feed: feeds.FeedRow, leaves: Sequence[Leaf], now: int,
    root: SigningKey | None = None,
) -> None:  # fmt: skip
    """Add statements to a roster feed of ours and sign it, by our root or by one that takes its place."""
    first = feed.size
    for each in leaves:
        feed.frontier.append(each.hash)
        feed.size += 1
        feed.loose += len(each.raw)
        if feed.size % heads.BATCH == 0 or feed.loose >= heads.BATCH_BYTES - heads.ENTRY_BYTES:
            heads.sign(ledger, cursor, feed, now=now, root=root)
    if feed.loose:
        heads.sign(ledger, cursor, feed, now=now, root=root)
    feed.save(cursor)
    keep(ledger, cursor, feed, leaves, first=first, now=now, held=[None] * len(leaves))


def leaf_of(organisation: str, statement: Mapping[str, Any], now: int) -> Leaf:
    """Return a statement as a leaf of our roster."""
    raw = rosters.write(
        id=ids.new_id(now), record=ids.new_id(now), author=organisation, about=organisation, written=rfc3339(now),
        body=statement,
    )  # fmt: skip
    entry = entries.read(raw)
    return Leaf(raw, entry.hash, entry)
