"""The cast of the stories: two provinces that keep a record together, and a third that may not read all of it.

Nghệ An speaks for its border guard as well, Xieng Khouang for itself and those
under it, Bolikhamxay is the neighbour who hears only what is said on the line.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from twinline.store import acting, beginning, heads, identity, marks, peers, reading, receiving, saying, sending
from twinline.store.ledger import Ledger, open_ledger
from twinline.store.reading import Reader
from twinline.store.saying import Said, Saying
from twinline.times import from_rfc3339

START = from_rfc3339("2026-01-05T08:00:00+07:00")
MINUTE = 60_000
T = TypeVar("T")


class Clock:
    """One clock for a story; it goes on by a minute at each reading."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += MINUTE
        return self.now


class Side:
    """A node in a story."""

    def __init__(self, folder: Path, code: str, clock: Clock, hosts: tuple[str, ...] = ()) -> None:
        self.clock = clock
        self.code = code
        self.ledger: Ledger = beginning.begin_listed(folder, code, hosts, now=clock())

    @classmethod
    def reopen(cls, folder: Path, clock: Clock) -> Side:
        """Return a side whose node is there already."""
        side = cls.__new__(cls)
        side.clock, side.ledger = clock, open_ledger(folder)
        side.code = side.ledger.node.organisation
        return side

    def say(self, kind: str, body: dict[str, Any], *, to: str = "line", about: str | None = None, **more: Any) -> Said:
        author = more.pop("author", self.code)
        audience = saying.expand(self.ledger, to, author=author)
        told = Saying(kind, body, author, about or author, audience, **more)
        return saying.say(self.ledger, told, now=self.clock())

    def view(self, record: str) -> reading.View:
        return acting.find(self.ledger, record)

    def standing(self, record: str) -> str:
        return self.view(record).standing.standing

    def countersign(self, record: str) -> Said:
        return acting.countersign(self.ledger, self.view(record), {}, now=self.clock())

    def dispute(self, record: str, reason: str = "count_differs") -> Said:
        return acting.dispute(self.ledger, self.view(record), {"reason": reason}, now=self.clock())

    def amend(self, record: str, body: dict[str, Any]) -> Said:
        return acting.amend(self.ledger, self.view(record), body, now=self.clock())

    def withdraw(self, record: str) -> Said:
        return acting.withdraw(self.ledger, self.view(record), {"reason": "mistake"}, now=self.clock())

    def same_event(self, record: str, other: str, **more: Any) -> Said:
        return acting.same_event(self.ledger, self.view(record), self.view(other), now=self.clock(), **more)

    def sees(self, record: str) -> bool:
        return reading.record(self.ledger, Reader.of_node(self.ledger), record) is not None

    def pin(self, other: Side) -> None:
        """Compare fingerprints with another side, and hear its roster."""
        self.trust(other)
        for feed in sending.feeds_for(other.ledger, ()):
            self._take(other, feed.id)

    def trust(self, other: Side) -> None:
        """Compare fingerprints with another side."""
        node = other.ledger.node
        peers.pin(
            self.ledger, root=node.root_public(), organisation=node.organisation, node=node.id,
            name=node.organisation, urls=(), now=self.clock(),
        )  # fmt: skip

    def _take(self, other: Side, feed_id: str) -> None:
        held = sending.feed(self.ledger, feed_id)
        for stretch in sending.stretches(other.ledger, feed_id, held.size if held else 0):
            lines = [r.line for r in sending.receipts(other.ledger, feed_id, after={}, up_to=stretch.first + 2**40)]
            receiving.receive(
                self.ledger, feed_id, stretch.first, stretch.leaves, stretch.checkpoint, lines, now=self.clock()
            )


def carry(one: Side, other: Side) -> None:
    """Bring each what the other has for it, and the receipts both ways."""
    for side in (one, other):
        heads.sign_all(side.ledger, now=side.clock())
    for giver, taker in ((one, other), (other, one)):
        for feed in sending.feeds_for(giver.ledger, taker.ledger.node.hosts):
            taker._take(giver, feed.id)
    for giver, taker in ((one, other), (other, one)):
        for feed in sending.feeds_for(giver.ledger, taker.ledger.node.hosts):
            for receipt in sending.receipts(giver.ledger, feed.id, after={}, up_to=2**50):
                receiving.keep_receipts(taker.ledger, feed.id, receipt.size, [receipt.line], now=taker.clock())


def incident(**more: Any) -> dict[str, Any]:
    return {
        "when": "2022-06-03", "place": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": 2, "persons": 3,
        "counterparts": ["la-xk"], "example": True, **more,
    }  # fmt: skip


class Border:
    """Two paired sides, each with a real database in a folder of its own."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock = clock
        if (folder / "vn").exists():
            self.vn, self.la = Side.reopen(folder / "vn", clock), Side.reopen(folder / "la", clock)
            return
        self.vn = Side(folder / "vn", "vn-na", clock, hosts=("vn-na-bg",))
        self.la = Side(folder / "la", "la-xk", clock)
        self.vn.pin(self.la)
        self.la.pin(self.vn)

    def close(self) -> None:
        for side in (self.vn, self.la):
            side.ledger.close()


def adopt(folder: Path) -> None:
    """Let a copy be the node: a test means it to be, so it gets the mark that a copy lacks."""
    marks.write(folder, identity.load(folder).id, 0)


class Pairs:
    """Makes pairs of nodes: founded and paired once, then copied."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        Border(folder, self.clock).close()

    def after(self, folder: Path, story: Callable[[Border], T]) -> tuple[Pairs, T]:
        """Return what pairs are copied from after a story that is told once, in ``folder``, and what it returned."""
        border = self.copy(folder)
        told = story(border)
        border.close()
        pairs = Pairs.__new__(Pairs)
        pairs.folder, pairs.clock = folder, border.clock
        return pairs, told

    def copy(self, to: Path) -> Border:
        """Return a fresh pair in a folder of its own."""
        for name in ("vn", "la"):
            shutil.copytree(self.folder / name, to / name)
            adopt(to / name)
        return Border(to, Clock(self.clock.now))
