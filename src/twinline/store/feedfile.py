"""The feed file of docs/format.md: whole feeds and what proves them, for an auditor who has no node."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from twinline.feeds import genesis
from twinline.sentences import Sentence
from twinline.store import heads, sending
from twinline.store.errors import StoreError
from twinline.store.feeds import all_feeds, codes_of
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader

FORMAT = "twinline/1 feed file"


@dataclass(frozen=True, slots=True)
class ListedReceipt:
    """How much of a feed a node has receipted, and when (Unix seconds)."""

    node: str
    organisation: str
    side: str
    size: int
    at_s: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed as it is listed: ``size`` is that of its last signed head, ``loose`` counts the leaves beyond it.

    ``key`` is the root's public key where the feed is a roster, for the verifier to be given.
    """

    feed: str
    type: str
    lane: str
    node: str
    organisation: str
    side: str
    own: bool
    audience: tuple[str, ...]
    size: int
    loose: int
    key: str | None
    fingerprint: str | None
    receipts: tuple[ListedReceipt, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a feed file holds, and the roots (key, organisation, fingerprint) that its reader must have pinned."""

    feeds: tuple[tuple[str, int], ...]
    roots: tuple[tuple[str, str, str], ...]


def listed(ledger: Ledger, reader: Reader) -> list[Listed]:
    """Return the feeds kept here that a reader may see, rosters first."""
    line, roster = ledger.line(), ledger.roster()
    found = []
    with ledger.connection.cursor() as cursor:
        for row in all_feeds(cursor):
            codes = () if row.type == "roster" else codes_of(cursor, row.audience)
            if row.type != "roster" and not reader.reads(codes, line):
                continue
            cursor.execute("SELECT MAX(size) FROM store_checkpoint WHERE feed_id = %s", [row.id])
            size = int(cursor.fetchone()[0] or 0)
            cursor.execute(
                "SELECT node, side, MAX(size), at FROM store_receipt WHERE feed_id = %s GROUP BY node ORDER BY node",
                [row.id],
            )
            receipts = tuple(
                ListedReceipt(str(node), organisation, str(side), int(most), int(at))
                for node, side, most, at in cursor.fetchall()
                for organisation in [" ".join(sorted({n.organisation for n in roster.nodes.values() if n.id == node}))]
            )
            root = first_leaf(ledger, row.feed).node if row.type == "roster" else None
            found.append(
                Listed(
                    row.feed, row.type, row.lane, row.node, row.organisation, row.side, row.own, codes, size,
                    row.size - size, root and root.base64, root and root.fingerprint, receipts,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (each.type != "roster", each.organisation, each.lane != "urgent", each.feed))


def first_leaf(ledger: Ledger, feed: str) -> genesis.Genesis:
    """Return how a feed kept here begins."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
            "WHERE f.feed = %s AND e.position = 0",
            [feed],
        )
        return genesis.read(bytes(cursor.fetchone()[0]))


def chosen(ledger: Ledger, reader: Reader, told: str) -> list[str]:
    """Return the ids of the feeds that ``all``, an id or its beginning names; ``StoreError`` if there is none."""
    known = [each.feed for each in listed(ledger, reader)]
    found = known if told == "all" else [feed for feed in known if told and feed.startswith(told)]
    if not found:
        raise StoreError(
            "no-feed", Sentence("No feed here is called {told!r}: 'twinline feed list' names them.", told=told)
        )
    if told != "all" and len(found) > 1:
        raise StoreError(
            "several-feeds",
            Sentence("{number} feeds here begin with {told!r}: give more of the id.", number=len(found), told=told),
        )
    return found


def write(ledger: Ledger, feeds: Sequence[str], sink: BinaryIO, *, now: int) -> Written:
    """Write feeds up to their last signed heads, with the rosters that their certificates and receipts need.

    Our own words since the last head are signed first, as at every sending.
    Raises ``StoreError`` where no pinned root leads to a feed's node.
    """
    heads.sign_all(ledger, now=now)
    signers = {feed: _signers(ledger, feed) for feed in feeds}
    rosters = _rosters(ledger, (root for _, roots in signers.values() for root in roots), feeds)
    order = [*rosters, *(feed for feed in feeds if feed not in rosters)]
    sizes = []
    sink.write(b'{"format": "%s",\n "feeds": [' % FORMAT.encode())
    for number, feed in enumerate(order):
        sink.write(b",\n  " if number else b"\n  ")
        nodes = signers[feed][0] if feed in signers else frozenset()
        sizes.append((feed, _write_feed(ledger, feed, nodes, sink)))
    sink.write(b"\n ]}\n")
    roots = []
    for feed in rosters:
        first = first_leaf(ledger, feed)
        roots.append((first.node.base64, first.organisation, first.node.fingerprint))
    return Written(tuple(sizes), tuple(dict.fromkeys(roots)))


def _signers(ledger: Ledger, feed: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the rostered nodes whose receipts a feed has, and the ids of the roots that all its proof needs."""
    roster, first = ledger.roster(), first_leaf(ledger, feed)
    if first.type == "roster":
        return frozenset(), frozenset({first.node.id})
    roster.certified(first)
    told = sending.receipt_sizes(ledger, feed)
    known = [node for node in roster.nodes.values() if node.id in told]
    roots = {node.root for node in known} | {roster.organisations[first.organisation].root}
    return frozenset(node.id for node in known), frozenset(roots)


def _rosters(ledger: Ledger, roots: Iterable[str], feeds: Sequence[str]) -> list[str]:
    needed = set(roots)
    with ledger.connection.cursor() as cursor:
        rows = [row for row in all_feeds(cursor) if row.type == "roster"]
    return [row.feed for row in rows if row.node in needed or row.feed in feeds]


def _write_feed(ledger: Ledger, feed: str, nodes: frozenset[str], sink: BinaryIO) -> int:
    """Write one feed, head by head: what is in memory is one stretch; return its size."""
    lines: dict[int, list[str]] = {}
    for receipt in sending.receipts(ledger, feed, after={}, up_to=2**53):
        if receipt.node in nodes:
            lines.setdefault(receipt.size, []).append(receipt.line)
    kept: list[tuple[int, str]] = []
    sink.write(b'{"leaves": [')
    for stretch in sending.stretches(ledger, feed, 0):
        quoted = [b'"' + base64.b64encode(leaf) + b'"' for leaf in stretch.leaves]
        sink.write((b",\n    " if stretch.first else b"\n    ") + b",\n    ".join(quoted))
        kept.append((stretch.first + len(stretch.leaves), stretch.checkpoint))
    if not kept:
        raise StoreError(
            "no-head",
            Sentence("feed {feed}: no signed head of it is kept here; exchange with its author first.", feed=feed),
        )
    size, last = kept.pop()
    told = [{"checkpoint": note, "receipts": lines.get(at, [])} for at, note in kept if lines.get(at)]
    sink.write(b'],\n   "checkpoint": ' + _json(last))
    sink.write(b',\n   "receipts": ' + _json(lines.get(size, [])))
    sink.write(b',\n   "heads": ' + _json(told) + b"}")
    return size


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
