"""What must be so of two nodes that were cut off in the middle of something, as the next start finds them."""

from __future__ import annotations

from pathlib import Path

from tests.recovery.deeds import both
from tests.recovery.world import Office, forks, wire
from tests.store.after import half_applied
from twinline.store import sending


def ahead(one: Office, other: Office) -> list[str]:
    """Return what somebody holds, or has a receipt for, that who said it, or gave it, doesn't hold."""
    faults = []
    sizes = {office.id: {feed.id: feed for feed in _all(office)} for office in (one, other)}
    nodes = {office.id: office for office in (one, other)}
    for holder in (one, other):
        for feed in sizes[holder.id].values():
            author = nodes.get(feed.node)
            if author is not None and author is not holder:
                kept = sizes[author.id].get(feed.id)
                if kept is None or kept.size < feed.size:
                    faults.append(f"{holder.id[:6]} holds {feed.size} of {feed.id[:8]}, its author less")
            for node, size in sending.receipt_sizes(holder.ledger, feed.id).items():
                giver = nodes.get(node)
                kept = sizes[giver.id].get(feed.id) if giver else None
                if giver is not None and (kept is None or kept.size < size):
                    faults.append(f"{node[:6]} receipted {size} of {feed.id[:8]} and holds less")
    return faults


def _all(office: Office) -> list[sending.Sendable]:
    """Return all feeds a node keeps, each as far as a signed head covers it."""
    return list(sending.feeds_for(office.ledger, tuple(office.ledger.line())))


def looked_at(folder: Path, acknowledged: list[str], *, whole: bool = True) -> tuple[Office, Office, list[str]]:
    """Open both nodes as a start does; return them and what is wrong: also what does not heal by the next exchange."""
    na, xk = both(folder)
    faults = [f"{o.ledger.node.organisation}: {f}" for o in (na, xk) for f in half_applied(o.ledger)]
    faults += ahead(na, xk)
    lost = set(acknowledged) - na.records() if whole else set()
    faults += [f"{record} lost at home" for record in lost]
    return na, xk, faults


def healed(na: Office, xk: Office) -> list[str]:
    """Let two nodes meet once more, without a hand, and return what is still wrong."""
    wire(na, xk)
    wire(na, xk)
    faults = [] if na.records() == xk.records() else ["they hold different records after the next exchange"]
    faults += [f"two histories at {place}" for place in forks(na, xk)]
    faults += [f"after: {f}" for o in (na, xk) for f in half_applied(o.ledger)]
    return faults


def close(*offices: Office) -> None:
    for office in offices:
        office.ledger.close()
