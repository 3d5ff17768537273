"""Exchanging with a peer over whichever of its addresses answers, and noting what came of it."""

from __future__ import annotations

from collections.abc import Callable

from twinline.exchange import telling
from twinline.exchange.client import Link
from twinline.exchange.errors import ExchangeError, Unreachable
from twinline.exchange.exchanging import Exchanged, exchange
from twinline.exchange.packing import Progress
from twinline.exchange.shelf import Peer, Shelf


def meet(shelf: Shelf, peer: Peer, clock: Callable[[], int], *, progress: Progress | None = None) -> Exchanged:
    """Return what came of exchanging with a peer; the result is noted beside the peer either way.

    Its addresses are tried in turn. Raises an ``ExchangeError`` with the reason of the last.
    """
    failure: ExchangeError = Unreachable(
        "no-address", f"No address is known for {peer.name}: give one with 'twinline peer add', or use a stick."
    )
    for url in peer.urls:
        try:
            with Link(shelf, peer, url, clock) as link:
                result = exchange(shelf, peer, link.post, clock, progress=progress)
        except ExchangeError as error:
            failure = error
            if not isinstance(error, Unreachable):
                break
        else:
            shelf.note_contact(peer.id, telling.sentence(telling.arrived(result.applied)), at_ms=clock())
            return result
    shelf.note_contact(peer.id, failure.sentence, at_ms=clock())
    raise failure
