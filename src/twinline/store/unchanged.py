"""Whether anything was written to a ledger since, by whichever process: so that what was read may be shown again."""

from __future__ import annotations

import sqlite3
import threading
from itertools import count
from pathlib import Path
from typing import TypeAlias

from twinline.store.ledger import DATABASE, Ledger

State: TypeAlias = tuple[int, int, int]

_lock = threading.Lock()
_watching: dict[tuple[str, int], tuple[int, sqlite3.Connection]] = {}
#: What one connection is told can't be compared with what another is told: each has a number of its own.
_numbers = count()


def state(ledger: Ledger) -> State | None:
    """Return what stays the same exactly as long as nothing is written; ``None`` where the database doesn't tell.

    SQLite tells a connection when any other has written (``PRAGMA data_version``): here one that never writes. A file
    put in the place of another, by a restore, is another state.
    """
    if ledger.connection.vendor != "sqlite":
        return None
    path = ledger.folder / DATABASE
    with _lock:
        file = path.stat().st_ino
        watched = str(path), file
        if watched not in _watching:
            for old in [each for each in _watching if each[0] == watched[0]]:
                _watching.pop(old)[1].close()
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
            _watching[watched] = next(_numbers), connection
        number, connection = _watching[watched]
        return file, number, int(connection.execute("PRAGMA data_version").fetchone()[0])


def let_go(folder: Path) -> None:
    """Hold no file of a node's folder open any more: its disk may be taken away. What was read counts as changed."""
    with _lock:
        for each in [each for each in _watching if each[0] == str(folder / DATABASE)]:
            _watching.pop(each)[1].close()
