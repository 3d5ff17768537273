"""A hand that signs with a side's node key whatever it likes: what a peer's faulty or hostile software could say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.border import Side
from twinline.feeds import checkpoints, entries, genesis, ids
from twinline.feeds.keys import SigningKey
from twinline.feeds.merkle import Frontier, leaf_hash
from twinline.store import receiving
from twinline.store.receiving import Received
from twinline.times import rfc3339


class Pen:
    """A feed of a side's own, outside that side's ledger."""

    def __init__(self, side: Side, audience: Sequence[str] = ("line",), lane: str = "routine", **more: Any) -> None:
        node = side.ledger.node
        self.side, self.key = side, node.key
        given = {"key": node.key, "organisation": node.organisation, "certificate": node.certificate, **more}
        self.leaves = [genesis.write(audience=tuple(audience), lane=lane, **given)]
        self.feed = genesis.feed_id(self.leaves[0])

    def write(self, body: dict[str, Any], *, act: str = "say", **more: Any) -> entries.Entry:
        """Add an entry and return it."""
        told = ids.new_id(self.side.clock())
        header = {
            "id": told, "record": told, "act": act, "kind": "incident", "version": 1, "author": self.side.code,
            "about": self.side.code, "follows": None, "written": rfc3339(self.side.clock()), "body": body, **more,
        }  # fmt: skip
        self.leaves.append(entries.write(**header))
        return entries.read(self.leaves[-1])

    def head(self, size: int | None = None, key: SigningKey | None = None) -> str:
        """Return the signed head over the first ``size`` leaves."""
        leaves = self.leaves[:size]
        tree = Frontier()
        for leaf in leaves:
            tree.append(leaf_hash(leaf))
        return checkpoints.sign(self.feed, len(leaves), tree.root(), key or self.key)

    def give(self, to: Side, first: int = 0, **more: Any) -> Received:
        """Hand the leaves from ``first`` on to a side, with a head over them all; ``more`` replaces what is handed."""
        given = {"leaves": self.leaves[first:], "checkpoint": self.head(), "cosigned": [], **more}
        return receiving.receive(to.ledger, self.feed, first, now=to.clock(), **given)
