"""Which facts are plain: an exact number of no reference set that nobody contests. Nearly all are.

One index holds them and another the rest (``store.settled``). SQLite finds such an index by the very words of its
declaration, so the words stand here once.
"""

from __future__ import annotations

_PLAIN = "{0}value_max IS NULL AND {0}precision IS NULL AND {0}qualifier = 'exact' AND {0}reference_set = ''"
_OPEN = "{0}standing = 'disputed'"


def plain(of: str = "") -> str:
    """Return that a row is plain; ``of`` is what names the row, such as ``f.``."""
    return f"{_PLAIN} AND NOT {_OPEN}".format(of)


def odd(of: str = "") -> str:
    """Return that a row isn't plain."""
    return f"(NOT ({_PLAIN}) OR {_OPEN})".format(of)
