"""Pieces of SQL text with their parameters, in the dialect that SQLite, DuckDB, PostgreSQL and Spark share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | None
Statement: TypeAlias = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of SQL text and the values of its ``?`` marks, in their order."""

    text: str
    values: tuple[Value, ...] = ()


def both(pieces: Iterable[Piece]) -> Piece:
    """Return the conjunction of conditions; true if there is none."""
    return joined(" AND ", [Piece(f"({piece.text})", piece.values) for piece in pieces]) or Piece("1 = 1")


def joined(between: str, pieces: Sequence[Piece]) -> Piece | None:
    """Return pieces one after the other, or ``None`` if there is none."""
    if not pieces:
        return None
    values = tuple(value for piece in pieces for value in piece.values)
    return Piece(between.join(piece.text for piece in pieces), values)


def among(column: str, values: Sequence[Value]) -> Piece:
    """Return that ``column`` is one of ``values``; nothing is among none."""
    if not values:
        return Piece("1 = 0")
    return Piece(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def table(rows: Sequence[Sequence[Value]]) -> Piece:
    """Return rows as a table value."""
    marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
    return Piece(f"VALUES {marks}", tuple(value for row in rows for value in row))


def formatted(statement: Statement) -> Statement:
    """Return a statement with ``%s`` marks, for drivers that want them. No text here holds either sign otherwise."""
    text, values = statement
    return text.replace("?", "%s"), values
