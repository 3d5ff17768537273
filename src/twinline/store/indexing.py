"""The index by which figures are asked: laid aside while very much arrives, made anew once it has.

Facts come in the order in which they are said and are asked for by what they count and by day: each new fact touches
another page of that index. While a backlog comes in that is itself most of what is kept, looking after the index costs
more than all else that is written. It is quicker to sort once, at the end.

Nothing depends on the index but how long a figure takes. Where it is missing after a cut, the next time that
much arrives, or the node's own schedule, makes it anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.backends.utils import CursorWrapper

from twinline.store.ledger import Ledger

#: So many leaves have come at once before it pays.
LARGE = 8_192
#: All that is kept is at most so many times what has come: of little in much the index is kept up.
SHARE = 4
#: Of more entries than these the index isn't made at once any more: nobody should wait for it to write a word.
MOST = 1_000_000
INDEX = "fact_by_question"
_MADE = f"CREATE INDEX IF NOT EXISTS {INDEX} ON store_fact (kind, measure, cls, day_to)"


@dataclass(slots=True)
class Coming:
    """How many leaves have come in a block, and whether the index was laid aside for them."""

    leaves: int = 0
    aside: bool = False


@contextmanager
def much(ledger: Ledger, *, mending: bool = False) -> Iterator[None]:
    """Let the index be laid aside while the block lasts, if very much arrives; it is there again afterwards.

    With ``mending`` it is also made if an earlier block was cut off before its end.
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
            # What has come stands, whether there is room for the index or not.
            with suppress(DatabaseError):
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
    elif before < MOST <= counted.leaves and counted.aside:
        cursor.execute(_MADE)


def lay_aside(ledger: Ledger, cursor: CursorWrapper) -> None:
    """Do without the index for the rest of the block that this thread is in; inside a transaction."""
    counted = coming(ledger)
    if counted is not None and ledger.connection.vendor == "sqlite":
        cursor.execute(f"DROP INDEX IF EXISTS {INDEX}")
        counted.aside = True


def make(ledger: Ledger) -> None:
    """Make the index if it isn't there. Raises ``DatabaseError`` where the disk has no room for it."""
    if ledger.connection.vendor != "sqlite":
        return
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = %s", [INDEX])
        if cursor.fetchone():
            return
        # Sorted in a file of the node's own folder, not in memory, however much there is.
        spool = ledger.folder / "spool"
        spool.mkdir(exist_ok=True)
        os.environ["SQLITE_TMPDIR"] = str(spool)
        cursor.execute("PRAGMA temp_store=FILE")
        try:
            with transaction.atomic(using=ledger.alias):
                cursor.execute(_MADE)
        finally:
            cursor.execute("PRAGMA temp_store=MEMORY")
