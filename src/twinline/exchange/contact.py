"""Meeting a peer over the network: by its addresses in turn, carefully where it went wrong before, the result noted."""

from __future__ import annotations

from collections.abc import Callable

from twinline.exchange import cards, telling
from twinline.exchange.client import Link, fetch_card
from twinline.exchange.errors import ExchangeError, NotAuthentic, Unreachable
from twinline.exchange.exchanging import Exchanged, Manner, exchange
from twinline.exchange.selecting import Progress
from twinline.exchange.shelf import Peer, Shelf
from twinline.sentences import Sentence


def meet(
    shelf: Shelf, peer: Peer, clock: Callable[[], int], *, budget: int | None = None, progress: Progress | None = None
) -> Exchanged:
    """Return what came of exchanging with a peer; the result is noted beside the peer either way.

    Its addresses are tried in turn. After a failure everything goes in small pieces until one contact came to its
    end. ``budget`` is how many bytes may pass, both ways together. Raises an ``ExchangeError`` with the reason of
    the last address.
    """
    begun = clock()
    manner = Manner(careful=shelf.failures(peer.id) > 0, budget=budget)
    failure: ExchangeError = Unreachable(
        "no-address",
        Sentence("No address is known for {name}: give one with 'twinline peer add', or use a stick.", name=peer.name),
    )

    def met(who: Peer, url: str) -> Exchanged:
        with Link(shelf, who, url, clock) as link:
            return exchange(shelf, who, link.post, clock, manner=manner, progress=progress)

    for url in peer.urls:
        try:
            try:
                result = met(peer, url)
            except NotAuthentic as error:
                peer = _in_its_place(shelf, peer, url, error)
                result = met(peer, url)
        except ExchangeError as error:
            failure = error
            if not isinstance(error, (Unreachable, NotAuthentic)):  # it isn't they who answer there
                break
        else:
            shelf.note_contact(peer.id, str(telling.sentence(telling.arrived(result.applied))), at_ms=clock())
            shelf.note_reached(peer.id, at_ms=clock())
            if budget is None and not result.more:
                shelf.note_sent(peer.id, at_ms=begun)
            return result
    shelf.note_contact(peer.id, failure.sentence, at_ms=clock())
    if peer.urls:
        shelf.note_failed(peer.id)
    raise failure


def _in_its_place(shelf: Shelf, peer: Peer, url: str, why: NotAuthentic) -> Peer:
    """Return the node that answers where a peer did, if the peer's organisation certified it: it has a fresh key.

    Its card says so; its roster, which comes with the exchange, that it took the peer's place. Raises ``why`` where
    somebody else answers there.
    """
    try:
        card = cards.read_card(fetch_card(url))
    except ExchangeError:
        raise why from None
    found = shelf.introduced(card.node.id, card.certificate)
    if found is None or found.organisation != peer.organisation:
        raise why
    return found
