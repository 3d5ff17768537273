"""Exchanging by itself: with whom it is time now, and when again.

One row for each peer says when it is tried next. After a success that is the time between two contacts, a little
earlier or later by chance, so that many nodes don't call one at the same second; after a failure sooner at first and
then ever later. An alert doesn't wait for its time: it is tried at once, however long the link has been bad, and where
that fails again after minutes at most.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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
#: While something urgent waits that was tried already, nobody is left alone for longer.
ALERT_AGAIN_MS = 5 * 60_000
LOOK_S = 15
JITTER = 0.1
#: So many are met side by side; a meeting that has lasted so long doesn't count any more.
AT_ONCE, LONG_S = 4, 300
#: How many bytes a meeting for what is urgent may take, beside one that is under way.
ALERTS = 64_000

Clock = Callable[[], int]
Chance = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Tried:
    """A peer that was tried, when it will be again (ms), and what went wrong, if anything did."""

    peer: Peer
    next_try: int
    trouble: Text = ""


def next_try(now: int, *, every_ms: int, failures: int, chance: float, alerts: bool = False) -> int:
    """Return when a peer is tried next (ms). ``chance`` is from 0 to 1; ``alerts``: something urgent waits for it.

    After n failures one minute times 2^(n-1), at most six hours or the usual time if that is longer, and five minutes
    where something urgent waits; give or take a tenth.
    """
    wait = every_ms
    if failures:
        wait = min(FIRST_AGAIN_MS << min(failures - 1, 20), max(LONGEST_MS, every_ms))
    if alerts:
        wait = min(wait, ALERT_AGAIN_MS)
    return now + int(wait * (1 - JITTER + 2 * JITTER * chance))


def due(known: Contact, *, now: int, alerts: str) -> bool:
    """Return whether it is time for a peer; ``alerts`` says which urgent entries wait for it (``Waiting.alerts``).

    What it wasn't tried for yet is tried at once, also on a link that was bad for hours: one more try costs little.
    What was tried and left waits for its time, or a peer that can't take it would be called without end.
    """
    if known.next_try is None or known.next_try <= now:
        return True
    return bool(alerts) and alerts != known.tried_for


def tick(ledger: Ledger, clock: Clock, *, every_ms: int, chance: Chance = random.random) -> list[Tried]:
    """Exchange with every peer whose time has come, side by side, and keep when each is tried next."""

    def tried(peer: Peer) -> Tried:
        try:
            return _try(LedgerShelf(ledger), peer, clock, every_ms, chance)
        finally:
            ledger.close()

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="exchange") as threads:
        return list(threads.map(tried, whose_time(ledger, clock())))


def whose_time(ledger: Ledger, now: int) -> dict[Peer, int]:
    """Return the peers whose time has come, with how many urgent entries wait for each."""
    shelf = LedgerShelf(ledger)
    found = {peer: waiting.waiting(shelf, peer) for peer in shelf.peers() if peer.urls}
    return {
        peer: waits.to_send_urgent
        for peer, waits in found.items()
        if due(contacts.contact(ledger, peer.id), now=now, alerts=waits.alerts)
    }


def _try(
    shelf: LedgerShelf, peer: Peer, clock: Clock, every_ms: int, chance: Chance, budget: int | None = None
) -> Tried:
    trouble: Text = ""
    # Kept before the try, too: whatever ends this process, the next one waits.
    failures = contacts.contact(shelf.ledger, peer.id).failures
    alerts = waiting.waiting(shelf, peer).alerts
    at = next_try(clock(), every_ms=every_ms, failures=failures + 1, chance=1, alerts=bool(alerts))
    contacts.trying(shelf.ledger, peer.id, at, alerts)
    try:
        contact.meet(shelf, peer, clock, budget=budget)
    except ExchangeError as error:
        trouble = error.told
    failures = contacts.contact(shelf.ledger, peer.id).failures
    # Of an alert that was said meanwhile the next look sees that it is another one.
    alerts = waiting.waiting(shelf, shelf.peer(peer.id) or peer).alerts
    at = next_try(clock(), every_ms=every_ms, failures=failures, chance=chance(), alerts=bool(alerts))
    contacts.plan(shelf.ledger, peer.id, at)
    return Tried(peer, at, trouble)


class Keeper:
    """Meets each peer in its time for as long as the process lives: one that is slow or silent holds up no other.

    Nor does a meeting that takes long hold up an alert: it goes beside, alone. What goes wrong at one meeting, or in
    one look at whose time it is, ends only that.
    """

    def __init__(self, ledger: Callable[[], Ledger], clock: Clock, *, every_ms: int, look_s: float = LOOK_S) -> None:
        self._ledger, self._clock, self._every_ms, self._look_s = ledger, clock, every_ms, look_s
        self._stop = threading.Event()
        self._begun: dict[tuple[str, int | None], float] = {}
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 10) -> None:
        """Begin no more meetings; wait for the look under way, not for the meetings."""
        self._stop.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.wait(self._look_s):
            with _noted("A look at whose time it is to exchange went wrong; it goes on"):
                ledger = self._ledger()
                try:
                    for peer, urgent in whose_time(ledger, self._clock()).items():
                        self._begin(peer, urgent)
                    settled.settle(ledger)
                finally:
                    ledger.close()

    def _begin(self, peer: Peer, urgent: int) -> None:
        """Begin a meeting with a peer if there is none yet, or one for what is urgent beside it; if there is room."""
        budget = ALERTS if (peer.id, None) in self._begun else None
        lately = time.monotonic() - LONG_S
        full = sum(begun > lately for begun in list(self._begun.values())) >= AT_ONCE
        if full or (budget and not urgent) or (peer.id, budget) in self._begun:
            return
        self._begun[peer.id, budget] = time.monotonic()
        threading.Thread(target=self._meet, args=(peer, budget), name=f"exchange-{peer.id[:8]}", daemon=True).start()

    def _meet(self, peer: Peer, budget: int | None) -> None:
        with _noted("An exchange by itself went wrong; it goes on"):
            ledger = self._ledger()
            try:
                _try(LedgerShelf(ledger), peer, self._clock, self._every_ms, random.random, budget)
            finally:
                ledger.close()
        del self._begun[peer.id, budget]


@contextmanager
def _noted(what: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        logging.getLogger(__name__).exception(what)
