"""A root that is lost or stolen, and the one that takes its place.

What the old root had said stays said and readable; it says nothing more. Our own
new root names in the beginning of its roster how far the old one was good, as a
revocation does: never by a date. The other side accepts it only once somebody
compared its fingerprint in person again (``peers.pin``), by stick or by wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import certificates, changes, entries, genesis, ids, roster
from twinline.feeds.genesis import Head
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.feeds.merkle import Frontier, leaf_hash
from twinline.store import feeds, guard, identity, settling
from twinline.store.append import Leaf
from twinline.store.ledger import Ledger
from twinline.times import rfc3339


def heirs(cursor: CursorWrapper) -> dict[str, tuple[str, str]]:
    """Return of each retired root its organisation and the root that took its place."""
    cursor.execute("SELECT root, organisation, successor FROM store_retired_root")
    return {str(root): (str(organisation), str(successor)) for root, organisation, successor in cursor.fetchall()}


def retire(cursor: CursorWrapper, old: PublicKey, organisation: str, successor: str, *, now: int) -> None:
    """Keep that a root speaks no more, and which one took its place."""
    cursor.execute(
        "INSERT INTO store_retired_root (root, root_key, organisation, successor, at) VALUES (%s, %s, %s, %s, %s)",
        [old.id, old.raw, organisation, successor, now],
    )


def good(cursor: CursorWrapper) -> dict[str, Head]:
    """Return up to which head each older roster was good, as the rosters that continue them say."""
    cursor.execute(
        "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
        "WHERE f.type = 'roster' AND e.position = 0 ORDER BY f.id"
    )
    return {head.feed: head for (raw,) in cursor.fetchall() for head in genesis.read(bytes(raw)).continues}


def sound(feed: str, rows: Sequence[tuple[Any, ...]], good: Mapping[str, Head]) -> Sequence[tuple[Any, ...]]:
    """Return the leaves of a retired root's roster that count: up to the head its successor names.

    Where the successor names none, those that were here when it came: nothing is
    taken in later. Where its history is another than the one kept here, none.
    """
    head = good.get(feed)
    if head is None:
        return rows
    frontier = Frontier()
    for row in rows[: head.size]:
        frontier.append(leaf_hash(bytes(row[0])))
    return rows[: head.size] if frontier.size < head.size or frontier.root() == head.root else rows[:1]


def new_root(ledger: Ledger, *, now: int) -> str:
    """Give our organisation a new root in the place of the one that is lost or stolen; return its fingerprint.

    It takes the organisation's key where that is at hand, else makes a fresh one.
    Kept all, or nothing: a start after a cut finishes or forgets it.
    """
    from twinline.store import rosters

    guard.allow(ledger)
    node, fresh = ledger.node, SigningKey.generate()
    key, new_key = _organisation_key(ledger)
    heads, said = rosters.own_leaves(ledger)
    certificate = identity.renew(node, root=fresh, organisation=key, now=now)
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        before, ended = ledger.roster(), ledger.roster().keys.get(node.organisation, ())
        cursor.execute("UPDATE store_feed SET own = %s WHERE own AND type = 'roster'", [False])
        retire(cursor, node.root_public(), node.organisation, fresh.public.id, now=now)
        first = genesis.write(
            key=fresh, organisation=node.organisation, certificate=None, audience=(), lane="routine", type="roster",
            continues=heads,
        )  # fmt: skip
        feed = feeds.begin(cursor, first, own=True, side=node.side, now=now)
        leaves = [_again(raw, fresh, node.organisation, now) for raw in said]
        stated = [roster.node_statement(certificate)]
        if new_key:
            vouched = certificates.certify_organisation(
                organisation=node.organisation, side=node.side, key=key.public, valid_from=rfc3339(now), root=fresh,
                root_organisation=node.organisation,
            )  # fmt: skip
            gone = [changes.key_end_statement(node.organisation, old) for old in ended]
            stated = [roster.key_statement(vouched), *gone, *stated]
        leaves += [rosters.leaf_of(node.organisation, each, now) for each in stated]
        rosters.grow(ledger, cursor, feed, leaves, now, root=fresh)
        settling.settle(ledger, cursor, before, ledger.roster())
    finish(ledger)
    guard.remember(ledger)
    return fresh.public.fingerprint


def finish(ledger: Ledger) -> None:
    """Take a new root into use that the roster names, or forget one that it doesn't: after a cut, too."""
    ledger.node = identity.renewed(ledger.folder, ledger.own_root())


def _organisation_key(ledger: Ledger) -> tuple[SigningKey, bool]:
    """Return our organisation's key, and whether it is a fresh one."""
    try:
        return identity.organisation_key(ledger.folder), False
    except OSError:
        return SigningKey.generate(), True


def _again(raw: bytes, root: SigningKey, own: str, now: int) -> Leaf:
    """Return a statement of the old root as the new one makes it: keys are vouched for anew, all else stays."""
    entry = entries.read(raw)
    if entry.body.get("statement") == "key":
        told = certificates.read_organisation(str(entry.body["certificate"]))
        note = certificates.certify_organisation(
            organisation=told.organisation, side=told.side, key=told.key, valid_from=told.valid_from, root=root,
            root_organisation=own,
        )  # fmt: skip
        raw = roster.write(
            id=ids.new_id(now), record=ids.new_id(now), author=entry.author, about=entry.about, written=rfc3339(now),
            body=roster.key_statement(note),
        )  # fmt: skip
        entry = entries.read(raw)
    return Leaf(raw, entry.hash, entry)
