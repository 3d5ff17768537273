"""Room put by for reading: a ledger in write-ahead mode opens only where the disk has room for the index of its log.

On a full disk that no server holds open, not even a list could be read. So a file of noise (zeros would be a hole on
some disks) lies beside the ledger; it is given back to the disk when there is nothing else, and put by again later.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

NAME = "room"
#: Bytes put by: the index of a log takes 32 KiB, that of a long one some more.
SIZE = 256 << 10
#: Below so many bytes free a disk is called full, and nothing more is put by.
LEAST = 4 * SIZE


def make(folder: Path) -> None:
    """Put the room by where the disk has it, give it back where it has none: before the ledger in ``folder`` opens."""
    path = folder / NAME
    with contextlib.suppress(OSError):  # a disk that takes nothing may still be read
        free = shutil.disk_usage(folder).free
        if free >= LEAST and (not path.exists() or path.stat().st_size < SIZE):
            path.write_bytes(os.urandom(SIZE))
            path.chmod(0o600)
        elif free < SIZE and path.exists() and path.stat().st_size:
            os.truncate(path, 0)


def full(folder: Path) -> bool:
    """Return whether the disk of a folder has hardly any room; of a folder that there isn't, false."""
    try:
        return shutil.disk_usage(folder).free < LEAST
    except OSError:
        return False
