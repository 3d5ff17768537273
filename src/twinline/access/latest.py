"""The latest row of the trace, by its hash, in a file of the node's folder beside the ledger.

Whoever puts an older copy of the ledger in place of this one, or cuts the trace's end off and sets the database's own
count back, leaves a file that names a row which isn't there. It holds nothing but that hash, and goes nowhere: no
backup and no parcel takes it along. Whoever may write the ledger may write this file, too; against them stand the
system's journal, and what lies elsewhere.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings

FILE = "trace-head"


def named() -> str:
    """Return the hash that the file names; empty where there is none yet, or where it can't be read."""
    try:
        return _file().read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def name(hashed: str) -> None:
    """Have the file name a row by its hash: from then on it does, or, on a full disk, still names an earlier one."""
    file = _file()
    if not (file.parent / "node.toml").is_file():  # no node's folder: nothing of the trace belongs there
        return
    beside = file.with_name(f".{FILE}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as written:
            written.write(f"{hashed}\n")
            written.flush()
            os.fsync(written.fileno())
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.NODE) / FILE
