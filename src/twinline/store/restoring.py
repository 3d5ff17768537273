"""Bringing a node back, from a backup or in a folder that was copied: always with a fresh key and fresh feeds.

Fetching one's later words back from a peer isn't enough to go on in the old
feeds: a stick may still be under way with words that no peer has seen. So the
old feeds stay as they are, and what comes back to them comes as history.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import certificates, changes, entries, roster
from twinline.feeds.changes import Good
from twinline.feeds.keys import SigningKey
from twinline.feeds.merkle import Frontier
from twinline.sentences import Sentence
from twinline.store import (
    append,
    auditing,
    backing,
    contacts,
    feeds,
    guard,
    heads,
    identity,
    marks,
    projection,
    rosters,
)
from twinline.store.append import Leaf
from twinline.store.beginning import Occupied
from twinline.store.errors import StoreError
from twinline.store.feeds import FeedRow
from twinline.store.identity import NodeIdentity
from twinline.store.ledger import DATABASE, Ledger, open_ledger
from twinline.times import rfc3339

OTHER_ROOT = Sentence(
    "The root key given isn't that of the node in this backup: look for the right keys. A backup made before "
    "'twinline roster root new' needs the old root's key."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A node brought back: how much it holds, when its backup was made, which nodes it took over from.

    ``said_again`` counts entries that nobody had signed yet; they stand in its fresh feeds now.
    """

    ledger: Ledger
    entries: int
    made: str
    former: tuple[str, ...]
    said_again: int


@dataclass(frozen=True, slots=True)
class _Unsigned:
    """An entry of ours that stood under no signed head."""

    audience: tuple[str, ...]
    lane: str
    raw: bytes
    arrived: int


def restore(backup: Path, folder: Path, keys: Path, *, now: int) -> Restored:
    """Make a node in ``folder`` from a backup and the kept root and organisation keys; return it, ready to work.

    Raises ``Occupied``, or ``StoreError`` where backup and keys aren't of one
    organisation; then nothing is left behind.
    """
    folder = folder.resolve()
    if (folder / "node.toml").exists() or (folder / DATABASE).exists():
        raise Occupied(folder)
    given = identity.kept_keys(keys)
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        about = backing.unpack(backup, folder)
        told = _described(about, folder, given, now)
        certified = _certified(about.get("keys/node.certificate"))
        made = _again(folder, told, given, certified, about.get("made", ""), now)
        backing.offices_files(backup, folder)
        return made
    except BaseException:
        for name in (DATABASE, "node.toml"):
            (folder / name).unlink(missing_ok=True)
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def recover(folder: Path, keys: Path | None = None, *, now: int) -> Restored:
    """Give the node in ``folder`` a fresh key and fresh feeds: it was copied, moved, or is to change its key."""
    folder = folder.resolve()
    if not (folder / DATABASE).exists():
        raise identity.NoNode(folder)
    given = identity.kept_keys(keys or folder)
    told = tomllib.loads((folder / "node.toml").read_text(encoding="utf-8"))
    certificate = folder / "keys" / "node.certificate"
    before = _certified(certificate.read_text(encoding="utf-8") if certificate.exists() else None)
    return _again(folder, told, given, before, "", now)


def _described(
    about: Mapping[str, str], folder: Path, given: Mapping[str, SigningKey], now: int
) -> Mapping[str, object]:
    """Return organisation, side and hosts of the node in a backup; without its description, as its roster says."""
    if "node.toml" in about:
        if about.get("keys/root.public", "").strip() != given["root"].public.base64:
            raise StoreError("wrong-root-key", OTHER_ROOT)
        return tomllib.loads(about["node.toml"])
    probe = identity.create(folder, organisation="unknown", side="VN", hosts=("unknown",), now=now, given=given)
    ledger = open_ledger(folder)
    with ledger.connection.cursor() as cursor:
        own = next((feed for feed in feeds.all_feeds(cursor) if feed.own and feed.type == feeds.ROSTER), None)
    ledger.close()
    if own is None or own.node != probe.root_public().id:
        raise StoreError("wrong-root-key", OTHER_ROOT)
    known = Ledger(ledger.alias, folder, _named(ledger.node, own)).roster()
    hosts = {code for node in known.nodes.values() if node.organisation == own.organisation for code in node.hosts}
    return {"organisation": own.organisation, "side": known.side(own.organisation), "hosts": sorted(hosts)}


def _named(node: NodeIdentity, own: FeedRow) -> NodeIdentity:
    return NodeIdentity(own.organisation, own.side, (), node.certificate, node.key, node.age_identity, node.folder)


def _again(
    folder: Path, told: Mapping[str, object], given: Mapping[str, SigningKey], before: set[str], made: str, now: int
) -> Restored:
    """Begin again in a folder that holds the tables of the node ``before``."""
    hosts = told["hosts"]
    assert isinstance(hosts, list)
    node = identity.create(
        folder, organisation=str(told["organisation"]), side=str(told["side"]), hosts=tuple(map(str, hosts)), now=now,
        given=given,
    )  # fmt: skip
    ledger = open_ledger(folder)
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        own = [feed for feed in feeds.all_feeds(cursor) if feed.own]
        former = {feed.node for feed in own if feed.type != feeds.ROSTER} | before
        ended = sorted(former or _serving(ledger))
        unsigned = [each for feed in own for each in _close(ledger, cursor, feed)]
        _state(ledger, cursor, ended, given, now)
        contacts.forget_said(cursor)
        for each in unsigned:
            _say_again(ledger, cursor, each, now)
        auditing.recount(ledger, cursor)
        cursor.execute("SELECT COUNT(*) FROM store_entry WHERE position > 0")
        count = int(cursor.fetchone()[0])
    with ledger.connection.cursor() as cursor:
        marks.write(folder, node.id, guard.signed(ledger, cursor))
    return Restored(ledger, count, made, tuple(ended), len(unsigned))


def _certified(certificate: str | None) -> set[str]:
    """Return the node that a certificate names, if there is one."""
    return {certificates.read_node(certificate).node.id} if certificate else set()


def _serving(ledger: Ledger) -> set[str]:
    """Return the nodes of our organisation that our root's roster, as kept here, has in service."""
    root = ledger.node.root_public().id
    return {
        name
        for (name, organisation), node in ledger.roster().nodes.items()
        if organisation == ledger.node.organisation and node.root == root and node.in_service
    }


def _close(ledger: Ledger, cursor: CursorWrapper, feed: FeedRow) -> list[_Unsigned]:
    """Make a feed of the old node history: cut to its last signed head; return what stood beyond."""
    cursor.execute("SELECT COALESCE(MAX(size), 0) FROM store_checkpoint WHERE feed_id = %s", [feed.id])
    size = int(cursor.fetchone()[0])
    cursor.execute("UPDATE store_feed SET own = %s, loose = 0 WHERE id = %s", [False, feed.id])
    if size == feed.size:
        return []
    cursor.execute(
        "SELECT id, raw, record, arrived FROM store_entry WHERE feed_id = %s AND position >= %s AND position > 0 "
        "ORDER BY position",
        [feed.id, size],
    )
    rows = cursor.fetchall()
    codes = feeds.codes_of(cursor, feed.audience)
    cursor.executemany("DELETE FROM store_link WHERE entry = %s", [(number,) for number, *_ in rows])
    cursor.execute("DELETE FROM store_entry WHERE feed_id = %s AND position >= %s", [feed.id, size])
    if size:
        feed.frontier, feed.size, feed.loose, feed.own = _edge(cursor, feed), size, 0, False
        feed.save(cursor)
    else:
        cursor.execute("DELETE FROM store_feed WHERE id = %s", [feed.id])
    projection.refresh(ledger, cursor, {str(record) for _, _, record, _ in rows if record})
    return [_Unsigned(codes, feed.lane, bytes(raw), int(arrived)) for _, raw, _, arrived in rows]


def _edge(cursor: CursorWrapper, feed: FeedRow) -> Frontier:
    cursor.execute("SELECT hash FROM store_entry WHERE feed_id = %s ORDER BY position", [feed.id])
    frontier = Frontier()
    for (hashed,) in cursor.fetchall():
        frontier.append(bytes(hashed))
    return frontier


def _state(ledger: Ledger, cursor: CursorWrapper, ended: list[str], given: Mapping[str, SigningKey], now: int) -> None:
    """Open a fresh roster that continues the old ones: the new node is in service, the old ones have ended."""
    node, known = ledger.node, ledger.roster()
    old_heads, again = rosters.own_leaves(ledger)
    stated = []
    if given["organisation"].public not in known.keys.get(node.organisation, ()):
        # Lost and made anew: the root can always vouch for another.
        vouched = certificates.certify_organisation(
            organisation=node.organisation, side=node.side, key=given["organisation"].public, valid_from=rfc3339(now),
            root=given["root"], root_organisation=node.organisation,
        )  # fmt: skip
        stated.append(roster.key_statement(vouched))
    stated += [changes.node_end_statement(each, node.organisation, _heads(cursor, each)) for each in ended]
    rosters.begin(ledger, [*stated, roster.node_statement(node.certificate)], now=now, continues=old_heads, again=again)


def _heads(cursor: CursorWrapper, node: str) -> dict[str, Good]:
    """Return the last heads known here of a node's feeds, the latest used, no more than one statement holds."""
    cursor.execute(
        "SELECT f.feed, c.size, c.root FROM store_feed f JOIN store_checkpoint c ON c.feed_id = f.id "
        "WHERE f.node = %s AND f.type = 'records' AND c.size = (SELECT MAX(size) FROM store_checkpoint "
        "WHERE feed_id = f.id) ORDER BY f.id DESC LIMIT %s",
        [node, changes.MOST_HEADS],
    )
    return {str(feed): Good(int(size), bytes(root)) for feed, size, root in cursor.fetchall()}


def _say_again(ledger: Ledger, cursor: CursorWrapper, told: _Unsigned, now: int) -> None:
    """Put an entry that nobody had signed into our fresh feed, as it was: its bytes, its name, its time."""
    feed = feeds.own(ledger, cursor, told.audience, told.lane, now=now)
    entry = entries.read(told.raw)
    feed.frontier.append(entry.hash)
    feed.size += 1
    feed.loose += len(told.raw)
    if feed.size % heads.BATCH == 0 or feed.loose >= heads.BATCH_BYTES - heads.ENTRY_BYTES:
        heads.sign(ledger, cursor, feed, now=now)
    feed.save(cursor)
    leaf = Leaf(told.raw, entry.hash, entry)
    append.keep(ledger, cursor, feed, [leaf], first=feed.size - 1, now=told.arrived, held=[None])
