"""The sources of an answer: whose words it could rest on, and until when they were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinline.feeds import entries, genesis
from twinline.feeds.errors import FeedError
from twinline.feeds.roster import Roster
from twinline.store import feeds
from twinline.store.cuts import Bound, bounds
from twinline.store.ledger import Ledger
from twinline.store.reading import Head
from twinline.times import from_rfc3339

LINE = ("line",)


@dataclass(frozen=True, slots=True)
class Source:
    """An organisation whose node speaks to the readers of an answer.

    ``known_up_to`` is when it wrote the last of its words in the cut, by its own account (``None``: none is known);
    ``received`` when that arrived at this node. ``expected``: it has a node in service, and so could have spoken.
    """

    organisation: str
    known_up_to: int | None
    received: int | None
    expected: bool


def sources(ledger: Ledger, heads: Sequence[Head], roster: Roster, readers: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources of a cut in the order of their codes: who spoke in it, and who of the readers could have."""
    spoken: dict[str, list[tuple[int | None, int]]] = {}
    with ledger.connection.cursor() as cursor:
        for end in bounds(ledger, heads):
            if end.feed.type != feeds.ROSTER:
                cursor.execute("SELECT raw, arrived FROM store_entry WHERE id = %s", [end.last])
                raw, arrived = cursor.fetchone()
                spoken.setdefault(end.feed.organisation, []).append((_written(bytes(raw), end), int(arrived)))
    serving = {node.organisation for node in roster.nodes.values() if node.in_service}
    asked = serving if tuple(readers) == LINE else serving & set(readers)
    found = []
    for code in sorted(asked | set(spoken)):
        last = max(((written, at) for written, at in spoken.get(code, []) if written is not None), default=(None, None))
        found.append(Source(code, last[0], last[1], code in serving))
    return tuple(found)


def _written(raw: bytes, end: Bound) -> int | None:
    """Return when the last leaf of a feed was written, as its author says; none for a feed that only began."""
    if end.size == 1:
        genesis.read(raw)
        return None
    try:
        return from_rfc3339(entries.read(raw).written)
    except (FeedError, ValueError):
        return None
