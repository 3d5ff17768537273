"""What stands aside, judged again by the roster as it is now: whether it still should, and whether more should.

A node may speak for more organisations than when an entry came, or a revocation
may have said which of its words are good. ``settling`` brings what is kept in
line when that happens; here ``verify`` proves that it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.sentences import Sentence, Text
from twinline.store import append, settling
from twinline.store.auditing import HEAL
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger


class Judging:
    """Judges the entries of some feeds; what it needs to know of each feed it asks once."""

    def __init__(self, ledger: Ledger, cursor: CursorWrapper, feeds: Mapping[int, FeedRow]) -> None:
        self._ledger, self._cursor, self._feeds = ledger, cursor, feeds
        self._known: dict[int, tuple[frozenset[str] | None, append.Bounds]] = {}

    def faults(self, rows: Iterable[Sequence[Any]], folded: Iterable[tuple[Sequence[Any], append.Leaf]]) -> list[Text]:
        """Return what is wrong with rows (id, feed, position, raw, ..., quarantine seventh).

        Those set aside are judged in full; of those folded (each with its leaf)
        only what may have changed is looked at: who may say it, and how far the feed is good.
        """
        found: list[Text] = []
        for row in rows:
            if row[6] and (told := self._fault(row)) != row[6]:
                found.append(
                    Sentence("entry {entry}: it would stand aside for another reason now ({why}); {heal}",
                             entry=row[0], why=told, heal=HEAL)
                    if told
                    else Sentence("entry {entry}: it should stand aside no more; {heal}", entry=row[0], heal=HEAL)
                )  # fmt: skip
        for row, leaf in folded:
            hosts, bounds = self._of(row[1])
            if (hosts is not None and leaf.author not in hosts) or bounds.fault(leaf.author, row[2]):
                found.append(Sentence("entry {entry}: it should stand aside; {heal}", entry=row[0], heal=HEAL))
        return found

    def _fault(self, row: Sequence[Any]) -> str:
        hosts, bounds = self._of(row[1])
        return append.marked(append.leaf_of(bytes(row[3]), hosts), row[2], bounds).fault

    def _of(self, feed: int) -> tuple[frozenset[str] | None, append.Bounds]:
        if feed not in self._known:
            row = self._feeds[feed]
            hosts = append.hosts_of(self._ledger, row)
            self._known[feed] = hosts, settling.bounds(self._cursor, self._ledger.roster(), row)
        return self._known[feed]
