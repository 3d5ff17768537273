"""Whether anything was written to a ledger since, by whichever process: so that what was read may be shown again."""

from __future__ import annotations

import sqlite3
import threading
from typing import TypeAlias

from twinline.store.ledger import DATABASE, Ledger

State: TypeAlias = tuple[int, int]

_lock = threading.Lock()
_watching: dict[tuple[str, int], sqlite3.Connection] = {}


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
                _watching.pop(old).close()
            _watching[watched] = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        return file, int(_watching[watched].execute("PRAGMA data_version").fetchone()[0])
