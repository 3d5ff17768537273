"""How the ledger's database is opened.

Durability is a promise here, not a setting: write-ahead log with
``synchronous=FULL`` (with ``NORMAL`` a power cut loses acknowledged commits),
and every write transaction starts ``IMMEDIATE`` (a read that turns into a
write would otherwise be refused under load).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-64000;"
    "PRAGMA trusted_schema=OFF"
)


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's database settings for a ledger kept in the file ``path``."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _PRAGMAS},
    }
