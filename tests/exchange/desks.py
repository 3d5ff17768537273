"""Two nodes on disk, for the tests of the exchange that need them."""

from __future__ import annotations

from pathlib import Path

from tests.border import Clock, Side
from twinline.exchange import cards
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import own_card
from twinline.store import verifying


class Desk:
    """A side on disk, with what the exchange's tests ask of an office."""

    def __init__(self, folder: Path, code: str, clock: Clock) -> None:
        self.side = Side(folder, code, clock)
        self.shelf = LedgerShelf(self.side.ledger)
        self.clock = clock

    @classmethod
    def reopen(cls, folder: Path, clock: Clock) -> Desk:
        """Return a desk whose node is there already."""
        desk = cls.__new__(cls)
        desk.side, desk.clock = Side.reopen(folder, clock), clock
        desk.shelf = LedgerShelf(desk.side.ledger)
        return desk

    @property
    def id(self) -> str:
        return self.shelf.own.id

    @property
    def peer(self):
        return self.shelf.peers()[0]

    def digest(self) -> str:
        return verifying.verify(self.side.ledger).digest

    def add(self, other: Desk, *urls: str) -> None:
        card = cards.read_card(own_card(other.shelf, at_ms=self.clock()))
        self.shelf.pin(card, urls=urls, name=None, at_ms=self.clock())
