"""The ledger of the node that this process serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from twinline.store.ledger import Ledger, open_ledger


def this_ledger() -> Ledger:
    """Return the open ledger of the node in ``settings.NODE``; opened once."""
    return _open(Path(settings.NODE))


@contextmanager
def still() -> Iterator[None]:
    """Let something that only reads look once who exists and what may be read (``Ledger.still``)."""
    with this_ledger().still():
        yield


@cache
def _open(folder: Path) -> Ledger:
    return open_ledger(folder)
