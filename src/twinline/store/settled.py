"""The index that answers figures without touching the table: over facts that were here when it was built.

While records arrive nobody pays for it: it covers the facts up to an edge (``WHERE id <= edge``), ids only grow, and
what comes later is found by ``fact_by_question``. It is built anew, up to then, once enough has come beyond the edge.
The edge stands in the index's own declaration and nowhere else, so the two can't differ. Without it every figure is
the same, only slower.
"""

from __future__ import annotations

import re

from django.db.backends.utils import CursorWrapper

from twinline.figures.question import Settled
from twinline.store import indexing
from twinline.store.ledger import Ledger

INDEX = "fact_settled"
#: Below so many facts beyond the edge nothing is built: they are read fast as they are.
FEWEST = 20_000
#: Built anew when what lies beyond the edge is more than this part of what lies before it.
PART = 4
#: Of more facts than these it isn't built by itself: a word that somebody says meanwhile waits at most 30 s.
MOST = 2_000_000
# First what finds a fact, then all that a figure asks of it. The record stands in its entry.
_COLUMNS = (
    "kind, measure, day_to, day_from, cls, held_from, held_to, audience_id, summed, summed_own, side, standing, value, "
    "value_max, precision, qualifier, unit, reference_set, example, entry_id, member, place, about, arrived_from, "
    "arrived_to, shape"
)
_EDGE = re.compile(r"WHERE id <= ([0-9]+)$")


def edge(ledger: Ledger) -> Settled | None:
    """Return how far the index covers the facts, ``None`` where there is none."""
    with ledger.connection.cursor() as cursor:
        covered = _edge(cursor)
        return None if covered is None else Settled(covered, _last(cursor) > covered)


def settle(ledger: Ledger, *, most: int | None = MOST) -> bool:
    """Build the index up to the last fact where it pays, and return whether it was built.

    Meanwhile nothing else is written: about 10 s for a million facts. What is read goes on. It isn't built over more
    than ``most`` facts (``None``: over any number). Not to be called inside a transaction.
    """
    if ledger.connection.vendor != "sqlite":
        return False
    with ledger.connection.cursor() as cursor:
        if not _pays(cursor) or (most is not None and _last(cursor) > most):
            return False
        with indexing.sorting(ledger, cursor):
            _build(cursor)
    return True


def _pays(cursor: CursorWrapper) -> bool:
    last, covered = _last(cursor), _edge(cursor) or 0
    return last - covered > max(FEWEST, covered // PART)


def forget(cursor: CursorWrapper) -> None:
    """Drop the index, before all facts are written anew."""
    cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")


def _build(cursor: CursorWrapper) -> None:
    forget(cursor)
    # Within one transaction: an entry's facts are written together, so that the edge never parts them.
    cursor.execute(f"CREATE INDEX {INDEX} ON store_fact ({_COLUMNS}) WHERE id <= {_last(cursor)}")


def _edge(cursor: CursorWrapper) -> int | None:
    if cursor.db.vendor != "sqlite":
        return None
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [INDEX])
    row = cursor.fetchone()
    found = _EDGE.search(row[0]) if row else None
    return int(found[1]) if found else None


def _last(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT COALESCE(MAX(id), 0) FROM store_fact")
    return int(cursor.fetchone()[0])
