"""Exchanging by itself: with whom it is time now, and when again.

One row for each peer says when it is tried next. After a success that is the time between two contacts, a little
earlier or later by chance, so that many nodes don't call one at the same second; after a failure sooner at first and
then ever later. An alert doesn't wait for its time while the link is good.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from twinline.exchange import contact, waiting
from twinline.exchange.errors import ExchangeError
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.shelf import Peer
from twinline.sentences import Text
from twinline.store import contacts, settled
from twinline.store.contacts import Contact
from twinline.store.ledger import Ledger

FIRST_AGAIN_MS = 60_000
LONGEST_MS = 6 * 3_600_000
LOOK_S = 15
JITTER = 0.1

Clock = Callable[[], int]
Chance = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Tried:
    """A peer that was tried, when it will be again (ms), and what went wrong, if anything did."""

    peer: Peer
    next_try: int
    trouble: Text = ""


def next_try(now: int, *, every_ms: int, failures: int, chance: float) -> int:
    """Return when a peer is tried next (ms). ``chance`` is from 0 to 1.

    After n failures one minute times 2^(n-1), at most six hours or the usual time if that is longer; give or take a
    tenth.
    """
    wait = every_ms
    if failures:
        wait = min(FIRST_AGAIN_MS << min(failures - 1, 20), max(LONGEST_MS, every_ms))
    return now + int(wait * (1 - JITTER + 2 * JITTER * chance))


def due(known: Contact, *, now: int, urgent: int) -> bool:
    """Return whether it is time for a peer; ``urgent`` is how many urgent entries wait for it."""
    if known.next_try is None or known.next_try <= now:
        return True
    return bool(urgent) and not known.failures


def tick(ledger: Ledger, clock: Clock, *, every_ms: int, chance: Chance = random.random) -> list[Tried]:
    """Exchange with every peer whose time has come, and keep when each is tried next."""
    shelf = LedgerShelf(ledger)
    tried = []
    for peer in shelf.peers():
        if not peer.urls:
            continue
        known = contacts.contact(ledger, peer.id)
        if due(known, now=clock(), urgent=waiting.waiting(shelf, peer).to_send_urgent):
            tried.append(_try(shelf, peer, clock, every_ms, chance))
    return tried


def _try(shelf: LedgerShelf, peer: Peer, clock: Clock, every_ms: int, chance: Chance) -> Tried:
    trouble: Text = ""
    # Kept before the try, too: whatever ends this process, the next one waits.
    failures = contacts.contact(shelf.ledger, peer.id).failures
    contacts.plan(shelf.ledger, peer.id, next_try(clock(), every_ms=every_ms, failures=failures + 1, chance=1))
    try:
        contact.meet(shelf, peer, clock)
    except ExchangeError as error:
        trouble = error.told
    failures = contacts.contact(shelf.ledger, peer.id).failures
    at = next_try(clock(), every_ms=every_ms, failures=failures, chance=chance())
    contacts.plan(shelf.ledger, peer.id, at)
    return Tried(peer, at, trouble)


class Keeper:
    """A thread that ticks for as long as its process lives. What goes wrong in one round ends only that round."""

    def __init__(self, ledger: Callable[[], Ledger], clock: Clock, *, every_ms: int, look_s: float = LOOK_S) -> None:
        self._ledger, self._clock, self._every_ms, self._look_s = ledger, clock, every_ms, look_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 10) -> None:
        """End after the round under way."""
        self._stop.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.wait(self._look_s):
            try:
                ledger = self._ledger()
                try:
                    tick(ledger, self._clock, every_ms=self._every_ms)
                    settled.settle(ledger)
                finally:
                    ledger.close()
            except Exception:
                logging.getLogger(__name__).exception("An exchange by itself went wrong; it goes on")
