"""What several parsers are tried in: offices in memory, two real nodes; and texts as bytes and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.border import Border, Clock
from tests.exchange.world import Office, pair, parcel_for, raw

_OFFICES: dict[Path, tuple[Office, Office, bytes]] = {}
_BORDERS: dict[Path, Border] = {}


def offices(folder: Path) -> tuple[Office, Office, bytes]:
    """Return two paired offices in memory, and a parcel of the one for the other."""
    if folder not in _OFFICES:
        one, other = Office("vn-na"), Office("la-xk")
        pair(one, other)
        one.say("la-xk", count=6)
        one.say("la-xk", lane="urgent")
        _OFFICES[folder] = one, other, raw(parcel_for(one, other))
    return _OFFICES[folder]


def border(folder: Path) -> Border:
    """Return two real nodes."""
    if folder not in _BORDERS:
        _BORDERS[folder] = Border(folder / "nodes", Clock())
    return _BORDERS[folder]


def of(*texts: str) -> Callable[[Path], list[bytes]]:
    return lambda _: [text.encode() for text in texts]


def text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
