"""How far an exchange has come: whoever sends what isn't taken, or takes what it doesn't keep, isn't met without end.

What is here of the feeds that both see, what the other side says that it has of it, and what came of files: each only
ever counts where it is more than it was before in this exchange. While none grows, the exchange goes round in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twinline.exchange import blobs, conversation
from twinline.exchange.applying import Applied
from twinline.exchange.have import NOTHING
from twinline.exchange.shelf import Peer, Shelf

#: So many rounds in a row may bring neither side further: a list is asked for, a peer's roster has only just come.
PATIENCE = 2
_WHOLE = 1 << 30


@dataclass(slots=True)
class Standing:
    """The best that was reached in one exchange, and for how many rounds nothing went beyond it."""

    _best: tuple[int, ...] = (0, 0, 0, 0)
    _files: dict[str, int] = field(default_factory=dict)
    _rounds: int = 0

    def further(self, shelf: Shelf, peer: Peer, applied: Sequence[Applied]) -> bool:
        """Return whether it is worth going on: one of the last rounds brought one side further."""
        self._asked(blobs.asked(shelf, peer))
        now = *_feeds(shelf, peer), sum(each.attached for each in applied), sum(self._files.values())
        self._rounds = 0 if any(new > old for new, old in zip(now, self._best, strict=True)) else self._rounds + 1
        self._best = tuple(map(max, now, self._best))
        return self._rounds < PATIENCE

    def _asked(self, lacks: Mapping[str, int]) -> None:
        """Note how much a peer says that it has of each file; one that it asks for no more it has."""
        for sha256 in self._files.keys() - lacks.keys():
            self._files[sha256] = _WHOLE
        for sha256, have in lacks.items():
            self._files[sha256] = max(self._files.get(sha256, 0), have)


def _feeds(shelf: Shelf, peer: Peer) -> tuple[int, int]:
    """Return how many leaves and receipts are here, and how many of them a peer says that it has."""
    told, receipted = shelf.told(peer.id) or {}, shelf.all_receipt_sizes()
    ours, theirs = sum(shelf.asides(peer.id).values()), 0
    for feed in conversation.shared(shelf.feeds_for(peer), peer, shelf.line_members()):
        has, receipts = told.get(feed.id, NOTHING), receipted.get(feed.id, {})
        ours += feed.size + sum(receipts.values())
        theirs += min(has.size + has.aside, feed.size)
        theirs += sum(min(has.receipts.get(node, 0), size) for node, size in receipts.items())
    return ours, theirs
