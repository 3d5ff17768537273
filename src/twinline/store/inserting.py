"""Inserting many rows that are alike in most of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db.backends.utils import CursorWrapper

#: Rows that are inserted by one statement: to begin and end one costs a fifth of what a row does.
TOGETHER = 16


def insert(
    cursor: CursorWrapper,
    table: str,
    columns: Sequence[str],
    values: Sequence[int | str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Insert rows, in their order.

    ``values`` says for each column where in a row its value stands, or the value itself as SQL writes it: what all rows
    share stands in the statement, since binding it a thousand times costs.
    """
    begun = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
    whole = len(rows) - len(rows) % TOGETHER
    if whole:
        wide = len(rows[0])
        several = ", ".join(_row(values, wide * number) for number in range(TOGETHER))
        parts = (rows[start : start + TOGETHER] for start in range(0, whole, TOGETHER))
        cursor.executemany(begun + several, [list(chain.from_iterable(part)) for part in parts])
    cursor.executemany(begun + _row(values, 0), rows[whole:])


def _row(values: Sequence[int | str], after: int) -> str:
    """Return a row's marks and values; its parameters begin after so many others."""
    return f"({', '.join(each if isinstance(each, str) else f'?{after + each + 1}' for each in values)})"
