"""What waits for a peer, and what arrived from it: for the page and the command that show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from twinline.exchange import conversation, selecting
from twinline.exchange.have import NOTHING
from twinline.exchange.shelf import ROSTER, URGENT, Peer, Shelf


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries that a peer isn't known to hold (of them the urgent ones), and entries of its own that are here.

    ``alerts`` is another for other urgent entries that wait, or that lie aside there, and empty where none wait.
    Leaves 0 and rosters aren't counted: nobody said them.
    """

    to_send: int
    to_send_urgent: int
    received: int
    alerts: str = field(default="", compare=False)


def waiting(shelf: Shelf, peer: Peer) -> Waiting:
    """Return what waits for a peer, by what it last said and by its receipts; nothing is signed or sent."""
    feeds = conversation.shared(shelf.feeds_for(peer, unsigned=True), peer, shelf.line_members())
    known = selecting.known(shelf, peer, feeds)
    to_send = urgent = received = 0
    alerts = hashlib.sha256()
    for feed in feeds:
        if feed.type == ROSTER:
            continue
        if feed.node == peer.id:
            received += feed.size - 1
            continue
        has = known.get(feed.id, NOTHING)
        left = max(feed.size - max(has.size, 1), 0)
        to_send += left
        if feed.lane == URGENT and left:
            urgent += left
            alerts.update(f"{feed.id} {feed.size} {has.size} {has.aside}\n".encode())
    return Waiting(to_send, urgent, received, alerts.hexdigest()[:16] if urgent else "")


def left(shelf: Shelf, peer: Peer) -> dict[str, tuple[int, int]]:
    """Return what is still to be sent to a peer, by what it last said: entries and their bytes by lane.

    What lies aside there until its batch is whole needs no sending; lanes with nothing are left out.
    """
    feeds = conversation.shared(shelf.feeds_for(peer, unsigned=True), peer, shelf.line_members())
    known = selecting.known(shelf, peer, feeds)
    found: dict[str, tuple[int, int]] = {}
    for feed in feeds:
        has = known.get(feed.id, NOTHING)
        after = max(has.size + has.aside, 1)
        if feed.type == ROSTER or feed.node == peer.id or after >= feed.size:
            continue
        entries, size = found.get(feed.lane, (0, 0))
        found[feed.lane] = (entries + feed.size - after, size + shelf.weight(feed.id, after))
    return found
