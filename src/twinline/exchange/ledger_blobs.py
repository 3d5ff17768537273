"""A node's attachments as the exchange sees them: see ``blobs.BlobShelf``."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from twinline.store import feeds, passing, sending
from twinline.store.ledger import Ledger


class LedgerBlobs:
    """One node's passing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def wanted(self, hosts: Collection[str]) -> Mapping[str, int]:
        return {one.sha256: one.have for one in passing.wanted(self._ledger, hosts)}

    def piece(self, hosts: Collection[str], sha256: str, offset: int, most: int) -> tuple[int, bytes] | None:
        return passing.piece(self._ledger, hosts, sha256, offset, most)

    def take(self, hosts: Collection[str], sha256: str, offset: int, data: bytes) -> bool:
        with self._ledger.lock:
            return passing.take(self._ledger, hosts, sha256, offset, data)

    def keep_lacked(self, node_id: str, lacks: Mapping[str, int]) -> None:
        passing.keep_lacked(self._ledger, node_id, lacks)

    def told_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        # What it never said that it holds it can't lack: so much is receipted of every feed there is.
        with self._ledger.connection.cursor() as cursor:
            whole = {feed.feed: feed.size for feed in feeds.all_feeds(cursor)}
        return passing.lacked(self._ledger, node_id, hosts, whole)

    def supposed_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        with self._ledger.connection.cursor() as cursor:
            known = [feed for feed in feeds.all_feeds(cursor) if feed.type == "records"]
        sizes = sending.all_receipt_sizes(self._ledger)
        # What a node says itself it holds.
        receipted = {
            each.feed: each.size if each.node == node_id else sizes.get(each.feed, {}).get(node_id, 0) for each in known
        }
        return passing.lacked(self._ledger, node_id, hosts, receipted)

    def expected_lacked(self, node_id: str, hosts: Collection[str]) -> Mapping[str, int]:
        told = self.told_lacked(node_id, hosts)
        known = passing.offered(self._ledger, node_id)
        new = self.supposed_lacked(node_id, hosts)
        return {sha256: have for sha256, have in new.items() if sha256 in told or sha256 not in known}

    def note_offered(self, node_id: str, sha256: str) -> None:
        passing.note_offered(self._ledger, node_id, sha256)
