"""The indexes that answer figures without touching the table: over facts that were here when they were built.

While records arrive nobody pays for them: they cover the facts up to an edge (``WHERE id <= edge``), ids only grow,
and what comes later is found by ``fact_by_question``. They are built anew, up to then, once enough has come beyond the
edge. One holds what is plain, nearly all, the other the rest (``figures.plain``). A fact never moves from one to the
other: what is said anew of a record is a fact anew. The edge stands in the indexes' own declarations and nowhere else,
so these can't differ. Without them every figure is the same, only slower.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from twinline.figures.plain import odd, plain
from twinline.figures.question import Classes, Measures, Settled
from twinline.store import indexing
from twinline.store.ledger import DATABASE, Ledger

INDEX, ODD = "fact_settled", "fact_settled_odd"
#: Each index with what it holds of the facts up to the edge. The one whose declaration tells the edge is built last.
INDEXES = {ODD: odd(), INDEX: plain()}
#: Below so many facts beyond the edge nothing is built: they are read fast as they are.
FEWEST = 20_000
#: Built anew when what lies beyond the edge is more than this part of what lies before it.
PART = 4
#: Of more facts than these it isn't built by itself: a word that somebody says meanwhile waits at most 30 s.
MOST = 2_000_000
#: After so many of SQLite's steps a signal is heeded while an index is built: several times a second.
_STEPS = 1_000_000
#: Of so many facts beyond the edge at most it is looked up of which kinds they are.
_FEW = 5_000
# First what finds a fact, then what most figures ask of it, then what some do. The record stands in its entry.
_COLUMNS = (
    "kind, measure, cls, day_to, day_from, held_from, held_to, audience_id, summed, value, unit, example, standing, "
    "summed_own, side, entry_id, place, about, member, arrived_from, arrived_to, shape, value_max, precision, "
    "qualifier, reference_set"
)
_LEAPING = """
WITH RECURSIVE kinds(kind) AS (
    SELECT MIN(kind) FROM store_fact WHERE {where} UNION ALL
    SELECT (SELECT MIN(kind) FROM store_fact WHERE kind > k.kind AND {where}) FROM kinds k WHERE k.kind NOT NULL
), measures(kind, measure) AS (
    SELECT k.kind, (SELECT MIN(measure) FROM store_fact WHERE kind = k.kind AND {where})
    FROM kinds k WHERE k.kind NOT NULL UNION ALL
    SELECT m.kind, (SELECT MIN(measure) FROM store_fact WHERE kind = m.kind AND measure > m.measure AND {where})
    FROM measures m WHERE m.measure NOT NULL
), classes(kind, measure, cls) AS (
    SELECT m.kind, m.measure, (SELECT MIN(cls) FROM store_fact WHERE kind = m.kind AND measure = m.measure AND {where})
    FROM measures m WHERE m.measure NOT NULL UNION ALL
    SELECT c.kind, c.measure, (SELECT MIN(cls) FROM store_fact
        WHERE kind = c.kind AND measure = c.measure AND cls > c.cls AND {where})
    FROM classes c WHERE c.cls NOT NULL
) SELECT kind, measure, cls FROM classes WHERE cls NOT NULL"""
_EDGE = re.compile(r"WHERE id <= ([0-9]+) AND ")
_lock = threading.Lock()
#: What the indexes of each database hold, as read once: its file and its schema's number, then what.
_held: dict[str, tuple[tuple[int, int], dict[str, Classes]]] = {}


def edge(ledger: Ledger) -> Settled | None:
    """Return how far the indexes cover the facts, and of what each holds any; ``None`` where there are none.

    What they hold is read once after each building: facts up to the edge may go, and none comes in, since ids only grow
    and no fact is rewritten where it stands. So it may name what has gone since, which costs a look and is no figure.
    """
    with ledger.connection.cursor() as cursor:
        covered = _edge(cursor)
        if covered is None:
            return None
        last = _last(cursor)
        held = _classes(ledger, cursor, covered)
        beyond = None if last - covered > _FEW else _measures(cursor, covered)
        return Settled(covered, last, held[INDEX], held[ODD], beyond)


def _measures(cursor: CursorWrapper, covered: int) -> Measures:
    """Return the kinds and measures of the few facts beyond the edge."""
    # Not DISTINCT: for that SQLite would walk through an index from end to end, however few lie beyond.
    cursor.execute(f"SELECT kind, measure FROM store_fact WHERE id > {covered:d}")  # noqa: S608
    return frozenset((str(kind), str(measure)) for kind, measure in cursor.fetchall())


def _classes(ledger: Ledger, cursor: CursorWrapper, covered: int) -> dict[str, Classes]:
    """Return the kinds, measures and classes that each index holds, by leaping in it from each to the next."""
    file = ledger.folder / DATABASE
    cursor.execute("PRAGMA schema_version")  # each building of an index is another one
    built = file.stat().st_ino, int(cursor.fetchone()[0])
    with _lock:
        known = _held.get(str(file))
    if known is not None and known[0] == built:
        return known[1]
    found = {}
    for name, which in INDEXES.items():
        cursor.execute(_LEAPING.format(where=f"id <= {covered:d} AND {which}"))
        found[name] = frozenset((str(kind), str(measure), str(cls)) for kind, measure, cls in cursor.fetchall())
    with _lock:
        _held[str(file)] = built, found
    return found


def settle(ledger: Ledger, *, most: int | None = MOST) -> bool:
    """Build the indexes up to the last fact where it pays, and return whether they were built.

    Meanwhile nothing else is written: about 10 s for a million facts. What is read goes on. It isn't built over more
    than ``most`` facts (``None``: over any number). Not to be called inside a transaction.
    """
    if ledger.connection.vendor != "sqlite":
        return False
    with ledger.connection.cursor() as cursor:
        if not _pays(cursor) or (most is not None and _last(cursor) > most):
            return False
        with indexing.sorting(ledger, cursor), _interruptible(ledger):
            _build(cursor)
    return True


@contextmanager
def _interruptible(ledger: Ledger) -> Iterator[None]:
    """Let Ctrl-C end a long building: the transaction is undone, and the indexes there were stand."""
    connection = ledger.connection.connection
    connection.set_progress_handler(_look_up, _STEPS)
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _look_up() -> int:
    """Go on. That Python is run at all lets it heed a signal; what it raises then ends SQLite's statement."""
    return 0


def waiting(ledger: Ledger, *, most: int | None = None) -> int:
    """Return how many facts lie beyond the edge where ``settle`` builds over no more than ``most`` (``None``: ``MOST``)
    and leaves them alone; 0 where it doesn't."""
    if ledger.connection.vendor != "sqlite":
        return 0
    with ledger.connection.cursor() as cursor:
        last = _last(cursor)
        left_alone = last > (MOST if most is None else most) and _pays(cursor)
        return last - (_edge(cursor) or 0) if left_alone else 0


def _pays(cursor: CursorWrapper) -> bool:
    last, covered = _last(cursor), _edge(cursor) or 0
    return last - covered > max(FEWEST, covered // PART)


def forget(cursor: CursorWrapper) -> None:
    """Drop the indexes, before all facts are written anew."""
    for name in INDEXES:
        cursor.execute(f"DROP INDEX IF EXISTS {name}")


def _build(cursor: CursorWrapper) -> None:
    forget(cursor)
    # Within one transaction: an entry's facts are written together, so that the edge never parts them.
    last = _last(cursor)
    for name, which in INDEXES.items():
        cursor.execute(f"CREATE INDEX {name} ON store_fact ({_COLUMNS}) WHERE id <= {last:d} AND {which}")


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
