"""The shelf that a node's ledger is: see ``shelf.Shelf``. Everything kept goes through the store's own doors."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.db import transaction

from twinline.exchange import have as haves
from twinline.exchange.applying import TWO_HISTORIES
from twinline.exchange.aside import Asides
from twinline.exchange.cards import Card
from twinline.exchange.errors import NodeStopped
from twinline.exchange.have import Have
from twinline.exchange.ledger_blobs import LedgerBlobs
from twinline.exchange.shelf import ROSTER, Alarm, Appended, Batch, FeedInfo, Item, OwnNode, Peer, Receipt
from twinline.feeds import certificates, genesis
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey
from twinline.feeds.roster import Node, Roster
from twinline.sentences import packed
from twinline.store import contacts, evidence, guard, heads, indexing, peers, receiving, sending, succession
from twinline.store.foresight import LEAVES, Foresight, ahead
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
        self._own_by: Roster | None = None
        self._introduced: dict[str, Peer] = {}
        self._foresight = Foresight(LEAVES)

    @property
    def own(self) -> OwnNode:
        # Whom it reads for, and which roster is its own, follow from the roster as kept now.
        now = self.ledger.roster()
        if self._own is None or self._own_by is not now:
            self._own_by = now
            node = self.ledger.node
            self._own = OwnNode(
                id=node.id,
                key=node.key,
                organisation=node.organisation,
                hosts=tuple(sorted(self.ledger.reads_for())),
                certificate=node.certificate,
                age_identity=node.age_identity,
                roster=self._own_roster(),
                took_over=self._took_over(),
                urls=self._urls,
                shown=node.shown(),
            )
        return self._own

    # Peers

    def peers(self) -> Sequence[Peer]:
        found = [self._peer(row, node) for row, node in self._nodes() if node.in_service]
        return sorted(found, key=lambda peer: (peer.name, peer.id))

    def peer(self, node_id: str) -> Peer | None:
        # A node out of service isn't asked any more, but a stick of its may still be on its way.
        known = [(row, node) for row, node in self._nodes() if node.id == node_id and not node.revoked]
        if not known and not self.ledger.roster().called(node_id):
            return self._introduced.get(node_id)
        # Another peer's organisation may have certified it, too: it stays whom we paired with.
        return next((self._peer(*each) for each in sorted(known, key=lambda each: each[0].node != node_id)), None)

    def revoked(self, node_id: str) -> bool:
        known = self.ledger.roster().called(node_id)
        return bool(known) and all(node.revoked for node in known)

    def introduced(self, node_id: str, certificate: str) -> Peer | None:
        """Return a node no roster names yet, if the organisation of a peer certified it: restored, or moved.

        It is shown rosters alone until its own roster, which it brings, says whom it reads for.
        """
        roster = self.ledger.roster()
        try:
            claimed = certificates.read_node(certificate)
        except (FeedError, ValueError):
            return None
        row = next((each for each in peers.all_peers(self.ledger) if each.organisation == claimed.organisation), None)
        known = row is not None and (
            certificates.signed_by_root(certificate, row.root_key, row.organisation)
            or any(_signed_by(certificate, key) for key in roster.keys.get(claimed.organisation, ()))
        )
        if row is None or not known or claimed.node.id != node_id or roster.called(node_id):
            return None
        peer = Peer(node_id, row.name, claimed.node, claimed.organisation, (), claimed.age, row.urls)
        self._introduced[node_id] = peer
        return peer

    def _nodes(self) -> Iterator[tuple[PeerRow, Node]]:
        """Yield the nodes of each peer's organisation, the one paired with first; never this node itself."""
        roster = self.ledger.roster()
        for row in peers.all_peers(self.ledger):
            nodes = [n for n in roster.nodes.values() if n.root == row.root and n.organisation == row.organisation]
            first = roster.by_root(row.node, row.root) or (None if nodes else _carded(row))
            for node in ([first] if first else []) + [n for n in nodes if n != first]:
                if node.id != self.ledger.node.id:
                    yield row, node

    def _peer(self, row: PeerRow, node: Node) -> Peer:
        hosts = tuple(sorted(self.ledger.roster().reads_for(node.id)))
        name = row.name if node.id == row.node else f"{row.name}-{node.id[:4]}"
        return Peer(node.id, name, node.key, node.organisation, hosts, node.age, row.urls)

    def pin(self, card: Card, *, urls: Sequence[str], name: str | None, at_ms: int, in_place: bool = False) -> Peer:
        with self._together():
            peers.pin(
                self.ledger,
                root=card.root,
                organisation=card.root_organisation,
                node=card.node.id,
                name=name or card.root_organisation,
                urls=urls,
                now=at_ms,
                certificate=card.certificate,
                in_place=in_place,
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

    def note_sent(self, node_id: str, *, at_ms: int) -> None:
        contacts.sent(self.ledger, node_id, now=at_ms)

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
        peers.keep_told(self.ledger, node_id, b"".join(haves.encode(have)).decode(), created=created_ms, now=at_ms)

    def keep_alarm(self, alarm: Alarm, *, at_ms: int) -> None:
        peers.keep_alarm(
            self.ledger,
            check=alarm.check,
            feed=alarm.feed,
            node=alarm.node,
            sentence=packed(alarm.sentence),
            evidence=dict(alarm.evidence),
            now=at_ms,
        )

    def forked(self) -> frozenset[str]:
        return frozenset(alarm.feed for alarm in peers.alarms(self.ledger) if alarm.check == TWO_HISTORIES)

    def line_members(self) -> frozenset[str]:
        return self.ledger.line()

    def node_key(self, node_id: str) -> PublicKey | None:
        return next((node.key for node in self.ledger.roster().nodes.values() if node.id == node_id), None)

    def node_hosts(self, node_id: str) -> frozenset[str]:
        known = self.ledger.roster()
        return known.reads_for(node_id) | known.hosted(node_id)

    def node_organisations(self, node_id: str) -> frozenset[str]:
        return frozenset(node.organisation for node in self.ledger.roster().called(node_id))

    def heirs(self) -> Mapping[str, str]:
        with self.ledger.connection.cursor() as cursor:
            return {root: heir for root, (_, heir) in succession.heirs(cursor).items()}

    @property
    def blobs(self) -> LedgerBlobs:
        """Return this node's attachments."""
        return LedgerBlobs(self.ledger)

    # Feeds

    def seal(self, *, at_ms: int, urgent: bool = False, step: int | None = None) -> None:
        self._allow()
        heads.sign_all(self.ledger, now=at_ms, urgent=urgent, step=step)

    def feeds_for(self, peer: Peer, *, unsigned: bool = False) -> Iterable[FeedInfo]:
        found = sending.feeds_for(self.ledger, peer.hosts, unsigned=unsigned)
        strange = self._strange(peer, found)
        return [self._info(feed) for feed in found if feed.type == ROSTER or feed.organisation not in strange]

    def unjudged(self, peer: Peer) -> Sequence[str]:
        return sorted(self._strange(peer, sending.feeds_for(self.ledger, peer.hosts)))

    def _strange(self, peer: Peer, found: Sequence[sending.Sendable]) -> frozenset[str]:
        """Return which organisations of a third side a peer can't judge: its own list names no roster of theirs."""
        known, rosters = self.ledger.roster().organisations, [feed for feed in found if feed.type == ROSTER]
        side_of = {feed.node: feed.organisation for feed in rosters}
        said = {feed.organisation for feed in found if feed.type != ROSTER and feed.organisation in known}
        sides = {code: side_of.get(known[code].root, "") for code in said}
        judged = {"", self.own.organisation, peer.organisation}
        told = self.told(peer.id) if {*sides.values()} - judged else None
        if told is None:
            return frozenset()
        judged |= {feed.organisation for feed in rosters if feed.id in told}
        return frozenset(code for code, side in sides.items() if side not in judged)

    def feed(self, feed_id: str) -> FeedInfo | None:
        found = sending.feed(self.ledger, feed_id)
        return self._info(found) if found else None

    def batches(self, feed_id: str, after: int) -> Iterator[Batch]:
        for stretch in sending.stretches(self.ledger, feed_id, after):
            yield Batch(feed_id, stretch.first, stretch.leaves, stretch.checkpoint)

    def append_batch(self, batch: Batch, *, sender: str, at_ms: int, cosigned: Sequence[str] = ()) -> Appended:
        self._allow()  # what is received is receipted
        got = receiving.receive(
            self.ledger, batch.feed, batch.first, batch.leaves, batch.checkpoint, cosigned, now=at_ms,
            stated=self._foresight.told(batch.leaves),
        )  # fmt: skip
        if self.ledger.roster() is not self._own_by:
            peers.follow(self.ledger)
        return Appended(got.outcomes)

    def ahead(self, items: Iterable[Item], swift: Callable[[], bool]) -> Iterator[Item]:
        return ahead(items, self._foresight, swift=swift)

    def evidence(self, batch: Batch) -> Mapping[str, str] | None:
        return evidence.against(self.ledger, batch.feed, batch.first, batch.leaves, batch.checkpoint)

    def evidence_by_receipt(self, feed_id: str, size: int, note: str) -> Mapping[str, str] | None:
        return evidence.by_receipt(self.ledger, feed_id, size, note)

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

    def much(self) -> AbstractContextManager[None]:
        return indexing.much(self.ledger, mending=True)

    def all_has_come(self) -> None:
        indexing.all_has_come(self.ledger)

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

    def _allow(self) -> None:
        try:
            guard.allow(self.ledger)
        except guard.Stopped as stopped:
            raise NodeStopped(stopped.check, stopped.told) from stopped

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Make what is done within durable together: all of it, or nothing."""
        with transaction.atomic(using=self.ledger.alias):
            yield

    def _own_roster(self) -> str:
        found = (feed.id for feed in sending.feeds_for(self.ledger, ()) if feed.own and feed.type == ROSTER)
        return next(found, "")

    def _took_over(self) -> bool:
        """Return whether our roster continues older ones: a peer may not know this node before it has read it."""
        with self.ledger.connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.raw FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "
                "WHERE f.own AND f.type = 'roster' AND e.position = 0"
            )
            return any(genesis.read(bytes(raw)).continues for (raw,) in cursor.fetchall())

    def _info(self, feed: sending.Sendable) -> FeedInfo:
        return FeedInfo(
            feed.id, feed.type, feed.lane, feed.node, feed.organisation, feed.audience, feed.size, own=feed.own
        )


def _carded(row: PeerRow) -> Node | None:
    """Return the node of a peer whose roster hasn't come yet, by its card: it is shown rosters alone."""
    try:
        told = certificates.read_node(row.certificate)
    except FeedError:
        return None
    return Node(told.node.id, told.node, told.organisation, frozenset(), told.age, row.root)


def _signed_by(certificate: str, key: PublicKey) -> bool:
    try:
        certificates.open_node(certificate, key)
    except FeedError:
        return False
    return True


def spool_in(folder: Path) -> BinaryIO:
    """Return an empty temporary file in a folder: in memory up to 1 MiB, gone when closed."""
    folder.mkdir(exist_ok=True)
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder)))
