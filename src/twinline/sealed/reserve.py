"""Room put by for erasing: on a full disk neither the trace nor a database can be written, and erasing must go on.

A file of zeros would be a hole on some disks, so it is filled by chance. It is given back to the disk while something
is erased and nothing else has room, and filled again once there is some.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

NAME = "reserve"
#: Bytes put by: a database's log and its index in memory take some hundred thousand.
SIZE = 1 << 20


def fill(folder: Path) -> None:
    """Put the room by, if it isn't and the disk has it; the folder of personal parts is there."""
    path = folder / NAME
    with contextlib.suppress(OSError):
        if not path.exists() or path.stat().st_size < SIZE:
            path.write_bytes(os.urandom(SIZE))


@contextlib.contextmanager
def spent(folder: Path) -> Iterator[None]:
    """Erase within: where the disk has less room than was put by, that is given back first, and put by again after."""
    path = folder / NAME
    if not path.exists() or shutil.disk_usage(folder).free >= SIZE:
        yield
        return
    os.truncate(path, 0)
    try:
        yield
    finally:
        fill(folder)
