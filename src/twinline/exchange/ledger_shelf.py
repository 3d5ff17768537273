"""The shelf that a node's ledger is: see ``shelf.Shelf``. Everything kept goes through the store's own doors."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import transaction

from twinline.exchange import have as haves
from twinline.exchange.cards import Card
from twinline.exchange.have import Have
from twinline.exchange.shelf import ROSTER, Alarm, Appended, Batch, FeedInfo, OwnNode, Peer, Receipt
from twinline.feeds.keys import PublicKey
from twinline.store import heads, peers, receiving
from twinline.store.ledger import Ledger
from twinline.store.peers import PeerRow
from twinline.store.reading import Reader

SPOOL = "spool"
IN_MEMORY = 1 << 20

_FEEDS = (
    "SELECT f.feed, f.type, f.lane, f.node, f.organisation, a.codes, f.own, "
    "(SELECT MAX(c.size) FROM store_checkpoint c WHERE c.feed_id = f.id) "
    "FROM store_feed f JOIN store_audience a ON a.id = f.audience_id"
)
_RECEIPTS = (
    "SELECT r.size, c.root, r.node, r.at, r.line FROM store_receipt r "
    "JOIN store_checkpoint c ON c.feed_id = r.feed_id AND c.size = r.size "
    "JOIN store_feed f ON f.id = r.feed_id WHERE f.feed = %s AND r.size <= %s ORDER BY r.size, r.node"
)


class LedgerShelf:
    """One node's ledger as the exchange sees it. ``urls`` are the addresses that its card tells."""

    def __init__(self, ledger: Ledger, *, urls: Sequence[str] = ()) -> None:
        self.ledger = ledger
        self._urls = tuple(urls)
        self._own: OwnNode | None = None

    @property
    def own(self) -> OwnNode:
        if self._own is None:
            node = self.ledger.node
            root = node.root_public().id
            rows = self._rows("SELECT feed FROM store_feed WHERE type = 'roster' AND node = %s AND own", root)
            self._own = OwnNode(
                id=node.id,
                key=node.key,
                organisation=node.organisation,
                hosts=node.hosts,
                certificate=node.certificate,
                age_identity=node.age_identity,
                roster=str(rows[0][0]) if rows else "",
                urls=self._urls,
            )
        return self._own

    # Peers

    def peers(self) -> Sequence[Peer]:
        found = (self._peer(row) for row in peers.all_peers(self.ledger))
        return [peer for peer in found if peer is not None]

    def peer(self, node_id: str) -> Peer | None:
        return next((peer for peer in self.peers() if peer.id == node_id), None)

    def _peer(self, row: PeerRow) -> Peer | None:
        node = self.ledger.roster().node(row.node)
        if node is None:
            return None
        return Peer(row.node, row.name, node.key, node.organisation, tuple(sorted(node.hosts)), node.age, row.urls)

    def pin(self, card: Card, *, urls: Sequence[str], name: str | None, at_ms: int) -> Peer:
        with self._together():
            peers.pin(
                self.ledger,
                root=card.root,
                organisation=card.root_organisation,
                node=card.node.id,
                name=name or card.root_organisation,
                urls=urls,
                now=at_ms,
            )
            for batch in card.batches:
                self.append_batch(batch, sender=card.node.id, at_ms=at_ms)
        peer = self.peer(card.node.id)
        assert peer is not None
        return peer

    def unpair(self, node_id: str) -> bool:
        return peers.remove(self.ledger, node_id)

    def note_contact(self, node_id: str, result: str, *, at_ms: int) -> None:
        peers.note_contact(self.ledger, node_id, result, now=at_ms)

    def told(self, node_id: str) -> Have | None:
        text = peers.told(self.ledger, node_id)
        return haves.decode([text.encode()]) if text else None

    def keep_told(self, node_id: str, have: Have, *, created_ms: int, at_ms: int) -> None:
        peers.keep_told(self.ledger, node_id, b"".join(haves.encode(have)).decode(), created=created_ms)

    def keep_alarm(self, alarm: Alarm, *, at_ms: int) -> None:
        peers.keep_alarm(
            self.ledger,
            check=alarm.check,
            feed=alarm.feed,
            node=alarm.node,
            sentence=alarm.sentence,
            evidence=dict(alarm.evidence),
            now=at_ms,
        )

    def line_members(self) -> frozenset[str]:
        return self.ledger.line()

    def node_key(self, node_id: str) -> PublicKey | None:
        return next((node.key for node in self.ledger.roster().nodes.values() if node.id == node_id), None)

    def node_hosts(self, node_id: str) -> frozenset[str]:
        return self.ledger.roster().hosts(node_id)

    # Feeds

    def seal(self, *, at_ms: int) -> None:
        heads.sign_all(self.ledger, now=at_ms)

    def feeds_for(self, peer: Peer) -> Iterable[FeedInfo]:
        reader, line = Reader(frozenset(peer.hosts)), self.line_members()
        for row in self._rows(_FEEDS):
            feed = _info(row)
            if feed.type == ROSTER or feed.node == peer.id or reader.reads(feed.audience, line):
                yield feed

    def feed(self, feed_id: str) -> FeedInfo | None:
        rows = self._rows(f"{_FEEDS} WHERE f.feed = %s", feed_id)
        return _info(rows[0]) if rows else None

    def batches(self, feed_id: str, after: int) -> Iterator[Batch]:
        heads_after = self._rows(
            "SELECT c.feed_id, c.size, c.note FROM store_checkpoint c JOIN store_feed f ON f.id = c.feed_id "
            "WHERE f.feed = %s AND c.size > %s ORDER BY c.size",
            feed_id,
            after,
        )
        for row, size, note in heads_after:
            leaves = self._rows(
                "SELECT raw FROM store_entry WHERE feed_id = %s AND position >= %s AND position < %s ORDER BY position",
                row,
                after,
                size,
            )
            yield Batch(feed_id, after, [bytes(raw) for (raw,) in leaves], str(note))
            after = int(size)

    def append_batch(self, batch: Batch, *, sender: str, at_ms: int) -> Appended:
        got = receiving.receive(self.ledger, batch.feed, batch.first, batch.leaves, batch.checkpoint, (), now=at_ms)
        return Appended(got.outcomes)

    def root(self, feed_id: str, size: int) -> bytes | None:
        rows = self._rows(
            "SELECT c.root FROM store_checkpoint c JOIN store_feed f ON f.id = c.feed_id "
            "WHERE f.feed = %s AND c.size = %s",
            feed_id,
            size,
        )
        return bytes(rows[0][0]) if rows else None

    # Receipts

    def receipt_sizes(self, feed_id: str) -> Mapping[str, int]:
        rows = self._rows(
            "SELECT r.node, MAX(r.size) FROM store_receipt r JOIN store_feed f ON f.id = r.feed_id "
            "WHERE f.feed = %s GROUP BY r.node",
            feed_id,
        )
        return {str(node): int(size) for node, size in rows}

    def receipts(self, feed_id: str, *, after: Mapping[str, int], up_to: int) -> Iterable[Receipt]:
        for size, root, node, at_s, line in self._rows(_RECEIPTS, feed_id, up_to):
            if size > after.get(node, 0):
                yield Receipt(feed_id, int(size), bytes(root), str(node), int(at_s), str(line))

    def keep_receipts(self, receipts: Sequence[Receipt], *, at_ms: int) -> int:
        lines: dict[tuple[str, int], list[str]] = {}
        for receipt in receipts:
            lines.setdefault((receipt.feed, receipt.size), []).append(receipt.line)
        with self._together():
            return sum(
                receiving.keep_receipts(self.ledger, feed, size, found, now=at_ms)
                for (feed, size), found in lines.items()
            )

    def spool(self) -> BinaryIO:
        return spool_in(self.ledger.folder / SPOOL)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Make what is done within durable together: all of it, or nothing."""
        with transaction.atomic(using=self.ledger.alias):
            yield

    def _rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.ledger.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cast(list[tuple[Any, ...]], cursor.fetchall())


def spool_in(folder: Path) -> BinaryIO:
    """Return an empty temporary file in a folder: in memory up to 1 MiB, gone when closed."""
    folder.mkdir(exist_ok=True)
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder)))


def _info(row: tuple[Any, ...]) -> FeedInfo:
    feed, kind, lane, node, organisation, codes, own, size = row
    return FeedInfo(
        str(feed),
        str(kind),
        str(lane),
        str(node),
        str(organisation),
        tuple(json.loads(codes)),
        int(size or 0),
        bool(own),
    )
