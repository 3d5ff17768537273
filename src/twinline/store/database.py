"""How the ledger's database is opened.

Durability is a promise here, not a setting: write-ahead log with
``synchronous=FULL`` (with ``NORMAL`` a power cut loses acknowledged commits),
and every write transaction starts ``IMMEDIATE`` (a read that turns into a
write would otherwise be refused under load).

After a sync that failed, the system may hold for written what never reached the
disk. What an earlier opening left in the log is therefore written once more
before anything is built on it (``settle``): else the next commit, soundly
synced, would stand behind a gap and be lost with it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from twinline.sentences import Sentence
from twinline.store.errors import StoreError

#: Kilobytes of the ledger's pages that a connection keeps in memory.
PAGE_CACHE = 12_000

_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    f"PRAGMA cache_size=-{PAGE_CACHE};"
    # A page that many commits touch is brought home once, not after each of them.
    "PRAGMA wal_autocheckpoint=8000;"
    "PRAGMA trusted_schema=OFF"
)


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's database settings for a ledger kept in the file ``path``."""
    return {
        "ENGINE": "twinline.store.engine",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _PRAGMAS},
    }


def settle(path: Path) -> None:
    """Make sure that what stands in the log of the database ``path`` stands on the disk, too.

    To be called before the database is first used by a process. Where another
    process is writing, it did this when it began. Raises ``StoreError`` if the disk refuses.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return
    with _brought_home_by_nobody(path) as let_go, contextlib.closing(_opened(path)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")  # nobody writes to the log meanwhile
        except sqlite3.OperationalError as busy:
            if busy.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return
            raise
        try:
            _write_again(log)
        except OSError as fault:
            raise StoreError(
                "disk",
                Sentence(
                    "The disk under {path} refuses to keep what is written ({fault}): nothing more is said on it. "
                    "Free or replace the disk, then start again.",
                    path=path,
                    fault=fault,
                ),
            ) from fault
        finally:
            connection.execute("ROLLBACK")
        let_go()
        # So that the next opening has nothing to write. On a full disk there is no room for that; then it stays in the
        # log, soundly, and can be read.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=0)


@contextlib.contextmanager
def _brought_home_by_nobody(path: Path) -> Iterator[Callable[[], None]]:
    """Keep what stands in the log out of the database until the function that is given is called.

    SQLite brings it home when the last connection closes. If the disk has just refused the log, half of it would stand
    in the database after a power cut, and the log that tells the other half be gone. A connection that may only read
    brings nothing home, and while it is open no other is the last.
    """
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as reading:
        with contextlib.suppress(sqlite3.OperationalError):
            reading.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        yield reading.close


def _write_again(log: Path) -> None:
    """Write a file's own bytes over themselves and wait until they are on the disk."""
    with log.open("r+b") as file:
        at = 0
        while block := file.read(1 << 20):
            file.seek(at)
            file.write(block)
            at += len(block)
            file.seek(at)
        file.flush()
        os.fsync(file.fileno())
