"""The shelf that a node's ledger is: see ``shelf.Shelf``. Everything kept goes through the store's own doors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.db import transaction

from twinline.exchange import have as haves
from twinline.exchange.aside import Asides
from twinline.exchange.cards import Card
from twinline.exchange.have import Have
from twinline.exchange.shelf import ROSTER, Alarm, Appended, Batch, FeedInfo, OwnNode, Peer, Receipt
from twinline.feeds.keys import PublicKey
from twinline.store import contacts, heads, peers, receiving, sending
from twinline.store.ledger import Ledger
from twinline.store.peers import PeerRow

SPOOL = "spool"
ASIDE = "aside"
IN_MEMORY = 1 << 20


class LedgerShelf:
    """One node's ledger as the exchange sees it. ``urls`` are the addresses that its card tells."""

    def __init__(self, ledger: Ledger, *, urls: Sequence[str] = ()) -> None:
        self.ledger = ledger
        self._urls = tuple(urls)
        self._own: OwnNode | None = None
        self._asides = Asides(ledger.folder / ASIDE, self._kept)

    @property
    def own(self) -> OwnNode:
        if self._own is None:
            node = self.ledger.node
            self._own = OwnNode(
                id=node.id,
                key=node.key,
                organisation=node.organisation,
                hosts=node.hosts,
                certificate=node.certificate,
                age_identity=node.age_identity,
                roster=self._own_roster(),
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

    def failures(self, node_id: str) -> int:
        return contacts.contact(self.ledger, node_id).failures

    def note_reached(self, node_id: str, *, at_ms: int) -> None:
        contacts.reached(self.ledger, node_id, now=at_ms)

    def note_failed(self, node_id: str) -> None:
        contacts.failed(self.ledger, node_id)

    def note_heard(self, node_id: str, *, at_ms: int) -> None:
        contacts.heard(self.ledger, node_id, now=at_ms)

    def said(self, node_id: str) -> Sequence[Have]:
        return [haves.decode([text.encode()]) for text in contacts.said(self.ledger, node_id)]

    def keep_said(self, node_id: str, have: Have) -> None:
        contacts.keep_said(self.ledger, node_id, b"".join(haves.encode(have)).decode())

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

    def seal(self, *, at_ms: int, urgent: bool = False) -> None:
        heads.sign_all(self.ledger, now=at_ms, urgent=urgent)

    def feeds_for(self, peer: Peer, *, unsigned: bool = False) -> Iterable[FeedInfo]:
        return [self._info(feed) for feed in sending.feeds_for(self.ledger, peer.hosts, unsigned=unsigned)]

    def feed(self, feed_id: str) -> FeedInfo | None:
        found = sending.feed(self.ledger, feed_id)
        return self._info(found) if found else None

    def batches(self, feed_id: str, after: int) -> Iterator[Batch]:
        for stretch in sending.stretches(self.ledger, feed_id, after):
            yield Batch(feed_id, stretch.first, stretch.leaves, stretch.checkpoint)

    def append_batch(self, batch: Batch, *, sender: str, at_ms: int) -> Appended:
        got = receiving.receive(self.ledger, batch.feed, batch.first, batch.leaves, batch.checkpoint, (), now=at_ms)
        return Appended(got.outcomes)

    def root(self, feed_id: str, size: int) -> bytes | None:
        return sending.root_at(self.ledger, feed_id, size)

    # Receipts

    def receipt_sizes(self, feed_id: str) -> Mapping[str, int]:
        return sending.receipt_sizes(self.ledger, feed_id)

    def receipts(self, feed_id: str, *, after: Mapping[str, int], up_to: int) -> Iterable[Receipt]:
        for kept in sending.receipts(self.ledger, feed_id, after=after, up_to=up_to):
            yield Receipt(feed_id, kept.size, kept.root, kept.node, kept.at_s, kept.line)

    def all_receipt_sizes(self) -> Mapping[str, Mapping[str, int]]:
        return sending.all_receipt_sizes(self.ledger)

    def keep_receipts(self, receipts: Sequence[Receipt], *, at_ms: int) -> int:
        lines: dict[str, dict[int, list[str]]] = {}
        for receipt in receipts:
            lines.setdefault(receipt.feed, {}).setdefault(receipt.size, []).append(receipt.line)
        with self._together():
            return sum(
                receiving.keep_all_receipts(self.ledger, feed, found, now=at_ms) for feed, found in lines.items()
            )

    def weight(self, feed_id: str, after: int) -> int:
        return sending.weight(self.ledger, feed_id, after)

    # What lies aside

    def asides(self, node_id: str) -> Mapping[str, int]:
        return self._asides.counts(node_id)

    def aside(self, node_id: str, feed_id: str) -> Sequence[bytes]:
        return self._asides.leaves(node_id, feed_id)

    def put_aside(self, node_id: str, feed_id: str, leaves: Sequence[bytes]) -> None:
        self._asides.put(node_id, feed_id, leaves)

    def drop_aside(self, node_id: str, feed_id: str) -> None:
        self._asides.drop(node_id, feed_id)

    def _kept(self, feed_id: str) -> int:
        found = self.feed(feed_id)
        return found.size if found is not None else 0

    def spool(self) -> BinaryIO:
        return spool_in(self.ledger.folder / SPOOL)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Make what is done within durable together: all of it, or nothing."""
        with transaction.atomic(using=self.ledger.alias):
            yield

    def _own_roster(self) -> str:
        root = self.ledger.node.root_public().id
        found = (feed.id for feed in sending.feeds_for(self.ledger, ()) if feed.node == root)
        return next(found, "")

    def _info(self, feed: sending.Sendable) -> FeedInfo:
        node = self.ledger.node
        own = feed.node == (node.root_public().id if feed.type == ROSTER else node.id)
        return FeedInfo(feed.id, feed.type, feed.lane, feed.node, feed.organisation, feed.audience, feed.size, own=own)


def spool_in(folder: Path) -> BinaryIO:
    """Return an empty temporary file in a folder: in memory up to 1 MiB, gone when closed."""
    folder.mkdir(exist_ok=True)
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder)))
