"""A shelf in memory: everything the exchange asks of the store, kept in dicts. For tests only."""

from __future__ import annotations

import hashlib
import io
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from twinline.exchange.have import Have
from twinline.exchange.shelf import Alarm, Appended, Batch, FeedInfo, Item, OwnNode, Peer, Receipt
from twinline.feeds import checkpoints, judge, merkle, receipts, roster
from twinline.feeds.errors import Refused, Untrusted
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.feeds.roster import Roster
from twinline.times import DAY_MS

STEP = 1024
STEP_BYTES = (1 << 20) - 70_000


@dataclass
class Feed:
    """One feed kept whole."""

    state: judge.FeedState
    leaves: list[bytes]
    signer: SigningKey | None = None
    checkpoints: dict[int, str] = field(default_factory=dict)
    receipts: dict[tuple[int, str], Receipt] = field(default_factory=dict)
    hashes: list[bytes] = field(default_factory=list)

    @property
    def size(self) -> int:
        return max(self.checkpoints, default=0)


class MemoryShelf:
    """See ``twinline.exchange.shelf.Shelf``."""

    def __init__(self, own: OwnNode, root: SigningKey, organisation: str) -> None:
        self._own = own
        self.pins = {root.public.id: organisation}
        self.feeds: dict[str, Feed] = {}
        self._peers: dict[str, Peer] = {}
        self._told: dict[str, tuple[int, Have]] = {}
        self._said: dict[str, list[Have]] = {}
        self._aside: dict[tuple[str, str], tuple[int, list[bytes]]] = {}
        self.alarms: list[Alarm] = []
        self.contacts: list[tuple[str, str]] = []
        self.fail_after: int | None = None
        self._roster: Roster | None = None

    @property
    def own(self) -> OwnNode:
        return self._own

    @property
    def roster(self) -> Roster:
        if self._roster is None:
            feeds = [feed for feed in self.feeds.values() if feed.state.genesis.type == "roster"]
            said = [(feed.state.genesis, _entries(feed)) for feed in feeds]
            self._roster = roster.fold(self.pins, said)
        return self._roster

    # --- own words ---
    def begin(self, leaf: bytes, signer: SigningKey) -> str:
        state = judge.begin(leaf)
        self.feeds[state.feed] = Feed(state, [leaf], signer, hashes=[merkle.leaf_hash(leaf)])
        return state.feed

    def say(self, feed_id: str, *leaves: bytes) -> None:
        feed = self.feeds[feed_id]
        feed.leaves.extend(leaves)
        feed.hashes.extend(merkle.leaf_hash(leaf) for leaf in leaves)
        self._roster = None

    def seal(self, *, at_ms: int, urgent: bool = False, step: int | None = None) -> None:
        for feed in self.feeds.values():
            if feed.signer is None or feed.size == len(feed.leaves):
                continue
            if urgent and feed.state.genesis.lane != "urgent" and feed.state.genesis.type != "roster":
                continue
            frontier = feed.state.frontier.copy()
            start = previous = feed.size
            length = 0
            if previous == 0:
                frontier = merkle.Frontier()
            for number in range(start, len(feed.leaves)):
                frontier.append(feed.hashes[number])
                length += len(feed.leaves[number]) + 1
                if (
                    frontier.size - previous >= (step or STEP)
                    or length >= STEP_BYTES
                    or frontier.size == len(feed.leaves)
                ):
                    self._sign(feed, frontier, at_ms)
                    previous, length = frontier.size, 0
            feed.state = judge.resume(feed.state.genesis, frontier)

    def _sign(self, feed: Feed, frontier: merkle.Frontier, at_ms: int) -> None:
        assert feed.signer is not None
        note = checkpoints.sign(feed.state.feed, frontier.size, frontier.root(), feed.signer)
        feed.checkpoints[frontier.size] = note
        self._cosign(feed, checkpoints.peek(note), at_ms)

    def _cosign(self, feed: Feed, checkpoint: checkpoints.Checkpoint, at_ms: int) -> None:
        line = receipts.cosign(checkpoint, self.own.key, at_ms // 1000)
        receipt = Receipt(checkpoint.feed, checkpoint.size, checkpoint.root, self.own.id, at_ms // 1000, line)
        feed.receipts[checkpoint.size, self.own.id] = receipt

    # --- peers ---
    def peers(self) -> list[Peer]:
        return sorted(self._peers.values(), key=lambda peer: peer.name)

    def peer(self, node_id: str) -> Peer | None:
        peer = self._peers.get(node_id)
        node = self.roster.node(node_id, peer.organisation) if peer else None
        return replace(peer, hosts=tuple(sorted(node.hosts))) if peer and node else peer

    def evidence(self, batch: Batch) -> None:
        return None

    def evidence_by_receipt(self, feed_id: str, size: int, note: str) -> None:
        return None

    def revoked(self, node_id: str) -> bool:
        return False

    def introduced(self, node_id: str, certificate: str) -> Peer | None:
        return None

    def pin(self, card, *, urls=(), name: str | None = None, at_ms: int, in_place: bool = False) -> Peer:
        self.pins[card.root.id] = card.root_organisation
        self._roster = None
        node = card.node
        for batch in card.batches:
            self.append_batch(batch, sender=node.id, at_ms=at_ms)
        peer = Peer(
            node.id,
            name or node.organisation,
            node.key,
            node.organisation,
            tuple(sorted(node.hosts)),
            node.age,
            tuple(urls),
        )
        self._peers[node.id] = peer
        return peer

    def unpair(self, node_id: str) -> bool:
        return self._peers.pop(node_id, None) is not None

    # --- feeds ---
    def feeds_for(self, peer: Peer, *, unsigned: bool = False) -> list[FeedInfo]:
        found = [self._info(feed) for feed in self.feeds.values()]
        return [replace(feed, size=len(self.feeds[feed.id].leaves)) for feed in found] if unsigned else found

    def unjudged(self, peer: Peer) -> list[str]:
        return []

    def feed(self, feed_id: str) -> FeedInfo | None:
        feed = self.feeds.get(feed_id)
        return self._info(feed) if feed else None

    def _info(self, feed: Feed) -> FeedInfo:
        begin = feed.state.genesis
        return FeedInfo(
            begin.feed,
            begin.type,
            begin.lane,
            begin.node.id,
            begin.organisation,
            begin.audience,
            feed.size,
            bool(feed.signer),
        )

    def line_members(self) -> frozenset[str]:
        return self.roster.line_members

    def batches(self, feed_id: str, after: int):
        feed = self.feeds[feed_id]
        for size in sorted(size for size in feed.checkpoints if size > after):
            yield Batch(feed_id, after, feed.leaves[after:size], feed.checkpoints[size])
            after = size

    def ahead(self, items: Iterable[Item], swift: Callable[[], bool]) -> Iterator[Item]:
        return iter(items)

    def append_batch(self, batch: Batch, *, sender: str, at_ms: int, cosigned: Sequence[str] = ()) -> Appended:
        self._maybe_fail()
        feed = self.feeds.get(batch.feed)
        leaves = list(batch.leaves)
        if feed is None:
            if batch.first != 0:
                raise Refused("gap", "The beginning of this feed is missing.", where=batch.feed)
            state = judge.begin(leaves[0], feed=batch.feed)
            self._trust(state)
            feed = Feed(state, [leaves[0]], hashes=[merkle.leaf_hash(leaves[0])])
            new, known = leaves[1:], 0
        else:
            if batch.first > len(feed.leaves):
                raise Refused("gap", "Entries before these are missing.", where=batch.feed)
            known = min(len(feed.leaves), batch.size) - batch.first
            if feed.leaves[batch.first : batch.first + known] != leaves[:known]:
                raise Refused("two-histories", "The feed kept here says something else.", where=batch.feed)
            new = leaves[known:]
            state = feed.state
        counts = Counter(known=known, kept=len(leaves) - known)
        if feed.size >= batch.size:
            return Appended(counts)
        grown, judged = judge.extend(state, new, batch.checkpoint)
        bad = sum(isinstance(leaf, judge.Quarantined) for leaf in judged)
        counts.update(quarantined=bad, kept=-bad)
        feed.state = grown
        feed.leaves.extend(new)
        feed.hashes.extend(merkle.leaf_hash(leaf) for leaf in new)
        feed.checkpoints[grown.size] = batch.checkpoint
        self.feeds[batch.feed] = feed
        if state.genesis.type == "roster":
            self._roster = None
        head = checkpoints.peek(batch.checkpoint)
        for line in cosigned:
            node = receipts.read(line).node
            if (key := self.node_key(node)) is not None:
                at_s = receipts.check(line, head, key)
                feed.receipts.setdefault((head.size, node), Receipt(batch.feed, head.size, head.root, node, at_s, line))
        self._cosign(feed, head, at_ms)
        return Appended({kind: count for kind, count in counts.items() if count})

    def _trust(self, state: judge.FeedState) -> None:
        begin = state.genesis
        if begin.type == "roster":
            if self.pins.get(begin.node.id) != begin.organisation:
                raise Untrusted("root", "The root of this roster isn't pinned here.")
        else:
            self.roster.certified(begin)

    def _maybe_fail(self) -> None:
        if self.fail_after is not None:
            self.fail_after -= 1
            if self.fail_after < 0:
                raise OSError(5, "the disk failed")

    def root(self, feed_id: str, size: int) -> bytes | None:
        feed = self.feeds[feed_id]
        return merkle.root(feed.hashes[:size]) if size in feed.checkpoints else None

    # --- receipts ---
    def receipt_sizes(self, feed_id: str) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for size, node in self.feeds[feed_id].receipts:
            sizes[node] = max(size, sizes.get(node, 0))
        return sizes

    def all_receipt_sizes(self) -> dict[str, dict[str, int]]:
        return {feed_id: self.receipt_sizes(feed_id) for feed_id in self.feeds}

    def weight(self, feed_id: str, after: int) -> int:
        return sum(map(len, self.feeds[feed_id].leaves[after:]))

    # --- what lies aside ---
    def much(self) -> AbstractContextManager[None]:
        return nullcontext()

    def all_has_come(self) -> None:
        """Nothing is put off here."""

    def asides(self, node_id: str) -> dict[str, int]:
        return {feed: len(found) for node, feed in self._aside if node == node_id and (found := self.aside(node, feed))}

    def aside(self, node_id: str, feed_id: str) -> list[bytes]:
        start, found = self._aside.get((node_id, feed_id), (0, []))
        feed = self.feeds.get(feed_id)
        return found if start == (feed.size if feed else 0) else []

    def put_aside(self, node_id: str, feed_id: str, leaves) -> None:
        feed = self.feeds.get(feed_id)
        self._aside[node_id, feed_id] = (feed.size if feed else 0, [*self.aside(node_id, feed_id), *leaves])

    def drop_aside(self, node_id: str, feed_id: str) -> None:
        self._aside.pop((node_id, feed_id), None)

    # --- what was told ---
    def said(self, node_id: str) -> list[Have]:
        return self._said.get(node_id, [])

    def keep_said(self, node_id: str, have: Have) -> None:
        self._said[node_id] = [have, *self._said.get(node_id, [])][:2]

    def receipts(self, feed_id: str, *, after, up_to: int):
        feed = self.feeds[feed_id]
        return [feed.receipts[key] for key in sorted(feed.receipts) if after.get(key[1], 0) < key[0] <= up_to]

    def keep_receipts(self, found, *, at_ms: int) -> int:
        new = 0
        for receipt in found:
            kept = self.feeds[receipt.feed].receipts
            new += kept.setdefault((receipt.size, receipt.node), receipt) is receipt
        return new

    def node_key(self, node_id: str) -> PublicKey | None:
        found = [node.key for node in self.roster.nodes.values() if node.id == node_id]
        return found[0] if found else None

    def node_hosts(self, node_id: str) -> frozenset[str]:
        return self.roster.reads_for(node_id) | self.roster.hosted(node_id)

    def node_organisations(self, node_id: str) -> frozenset[str]:
        return frozenset(node.organisation for node in self.roster.nodes.values() if node.id == node_id)

    def heirs(self) -> dict[str, str]:
        return {}

    def told(self, node_id: str) -> Have | None:
        kept = self._told.get(node_id)
        return kept[1] if kept else None

    def keep_told(self, node_id: str, have: Have, *, created_ms: int, at_ms: int) -> None:
        before = self._told.get(node_id, (0, {}))[0]
        if before <= created_ms or before > at_ms + DAY_MS:
            self._told[node_id] = (created_ms, have)

    def failures(self, node_id: str) -> int:
        return 0

    def note_reached(self, node_id: str, *, at_ms: int) -> None:
        pass

    def note_sent(self, node_id: str, *, at_ms: int) -> None:
        pass

    def note_failed(self, node_id: str) -> None:
        pass

    def note_heard(self, node_id: str, *, at_ms: int) -> None:
        pass

    def note_contact(self, node_id: str, result: str, *, at_ms: int) -> None:
        self.contacts.append((node_id, result))

    def keep_alarm(self, alarm: Alarm, *, at_ms: int) -> None:
        if alarm not in self.alarms:
            self.alarms.append(alarm)

    def forked(self) -> frozenset[str]:
        return frozenset(alarm.feed for alarm in self.alarms if alarm.check == "two-histories")

    def spool(self) -> BinaryIO:
        return io.BytesIO()

    # --- for the tests ---
    def digest(self) -> str:
        """The ledger digest: SHA-256 over sorted (feed, size, root)."""
        whole = hashlib.sha256()
        for feed_id in sorted(self.feeds):
            feed = self.feeds[feed_id]
            whole.update(f"{feed_id} {feed.size} {self.root(feed_id, feed.size).hex()}\n".encode())
        return whole.hexdigest()

    def all_receipts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for feed_id, feed in self.feeds.items():
            for receipt in feed.receipts.values():
                insort(found.setdefault(feed_id, []), f"{receipt.size} {receipt.line}")
        return found


def _entries(feed: Feed):
    state = judge.begin(feed.leaves[0])
    from twinline.feeds import entries as entry_module

    del state
    return [entry_module.read(leaf) for leaf in feed.leaves[1:]]
