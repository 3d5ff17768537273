"""The indexes by which figures and lists are asked: laid aside while very much arrives, made anew once it has.

Records and facts come in the order in which they are said, and are asked for by kind and by day: each new one touches
another page of those indexes. While a backlog comes in that is itself most of what is kept, looking after them costs
as much as all else that is written. It is quicker to sort once, at the end.

Nothing depends on them but how long a figure or a list takes. Where they are missing after a cut, the next contact
makes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.backends.utils import CursorWrapper

from twinline.store.database import PAGE_CACHE
from twinline.store.ledger import Ledger

#: So many leaves have come at once before it pays.
LARGE = 8_192
#: All that is kept is at most so many times what has come: for little in much the indexes are kept up.
SHARE = 4
#: After so many they are made all the same, before what comes next, and kept up: nobody should wait long for the right
#: to write a word.
MOST = 1_000_000
#: Kilobytes that are sorted in memory before they are written to the file.
GATHERED = 3_000
#: Kilobytes of the ledger's pages that are kept in memory meanwhile: what comes is only put behind what is there.
ARRIVING = 8_000
#: What is raised where they can't be made now: what has come stands all the same.
NO_ROOM = (DatabaseError, OSError)
#: Each index with what it is of, as ``models`` declares it.
INDEXES = {
    "fact_by_question": "store_fact (kind, measure, cls, day_to)",
    "record_by_kind": "store_record (kind, (COALESCE(day_to, day_from, 0)))",
    "record_asked": "store_record (side, standing, asked) WHERE (arrived_to IS NULL AND asked IS NOT NULL)",
    "record_waits": "store_record (waits, kind) WHERE (arrived_to IS NULL AND waits IS NOT NULL)",
}


@dataclass(slots=True)
class Coming:
    """How many leaves have come in a block, and whether the indexes were laid aside for them."""

    leaves: int = 0
    aside: bool = False


@contextmanager
def much(ledger: Ledger, *, mending: bool = False) -> Iterator[None]:
    """Let the indexes be laid aside while the block lasts, if very much arrives; they are there again afterwards.

    With ``mending`` they are also made if an earlier block was cut off before its end.
    """
    if coming(ledger) is not None:
        yield
        return
    counted = ledger.here.coming = Coming()
    try:
        yield
    finally:
        ledger.here.coming = None
        if counted.aside or mending:
            # What has come stands, whether there is room for the indexes or not.
            with suppress(*NO_ROOM):
                make(ledger)


def coming(ledger: Ledger) -> Coming | None:
    """Return what has come in the block that this thread is in, ``None`` outside one."""
    found: Coming | None = getattr(ledger.here, "coming", None)
    return found


def arrived(ledger: Ledger, cursor: CursorWrapper, leaves: int, kept: int) -> None:
    """Note that leaves are to be kept, after ``kept`` others; inside their transaction."""
    counted = coming(ledger)
    if counted is None:
        return
    before, counted.leaves = counted.leaves, counted.leaves + leaves
    if before < LARGE <= counted.leaves and kept <= SHARE * counted.leaves:
        lay_aside(ledger, cursor)


def between(ledger: Ledger) -> None:
    """Make the indexes if very many leaves came without them; to be called outside a transaction, before more comes.

    Within one SQLite would sort in memory: it lets nobody say where to sort by then.
    """
    counted = coming(ledger)
    if counted is not None and counted.leaves >= MOST:
        all_has_come(ledger)


def all_has_come(ledger: Ledger) -> None:
    """Make the indexes if they were laid aside in the block that this thread is in, before its end.

    To be called outside a transaction. Whatever comes in the block all the same, they are kept up.
    """
    counted = coming(ledger)
    if counted is not None and counted.aside:
        counted.aside = False
        with suppress(*NO_ROOM):
            make(ledger)


def lay_aside(ledger: Ledger, cursor: CursorWrapper) -> None:
    """Do without the indexes for the rest of the block that this thread is in; inside a transaction."""
    counted = coming(ledger)
    if counted is not None and ledger.connection.vendor == "sqlite":
        for name in INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute(f"PRAGMA cache_size=-{ARRIVING}")
        counted.aside = True


def make(ledger: Ledger) -> None:
    """Make the indexes that aren't there. Raises one of ``NO_ROOM`` where the disk has none for them."""
    if ledger.connection.vendor != "sqlite":
        return
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        if INDEXES.keys() <= {name for (name,) in cursor.fetchall()}:
            return
        with sorting(ledger, cursor):
            _make(cursor)


@contextmanager
def sorting(ledger: Ledger, cursor: CursorWrapper) -> Iterator[None]:
    """Sort for an index in a file of the node's own folder, not in memory, however much there is; one transaction.

    A second core takes a part in it, where there is one. SQLite gathers as much in memory before it writes as the page
    cache may be large: a smaller one takes no longer.
    """
    spool = ledger.folder / "spool"
    spool.mkdir(exist_ok=True)
    os.environ["SQLITE_TMPDIR"] = str(spool)
    cursor.execute("PRAGMA temp_store=FILE")
    cursor.execute("PRAGMA threads=1")
    cursor.execute(f"PRAGMA cache_size=-{GATHERED}")
    try:
        with transaction.atomic(using=ledger.alias):
            yield
    finally:
        cursor.execute(f"PRAGMA cache_size=-{PAGE_CACHE}")
        cursor.execute("PRAGMA threads=0")
        cursor.execute("PRAGMA temp_store=MEMORY")


def _make(cursor: CursorWrapper) -> None:
    for name, columns in INDEXES.items():
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
