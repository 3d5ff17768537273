"""A fact table in memory, as the store keeps it, and facts to fill it with."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

import pytest

DDL = """
CREATE TABLE store_fact (
    id INTEGER, record TEXT NOT NULL, entry_id INTEGER NOT NULL, kind TEXT NOT NULL, measure TEXT NOT NULL,
    cls TEXT NOT NULL, unit TEXT NOT NULL, value BIGINT NOT NULL, value_max BIGINT, qualifier TEXT NOT NULL,
    precision BIGINT, day_from INTEGER, day_to INTEGER, shape TEXT NOT NULL, stock INTEGER NOT NULL,
    returned INTEGER NOT NULL, place TEXT NOT NULL, m_from INTEGER, m_to INTEGER, author TEXT NOT NULL,
    about TEXT NOT NULL, side TEXT NOT NULL, counterpart TEXT NOT NULL, reference_set TEXT NOT NULL,
    member TEXT NOT NULL, example INTEGER NOT NULL, published INTEGER, audience_id INTEGER NOT NULL,
    standing TEXT NOT NULL, event TEXT NOT NULL, summed SMALLINT NOT NULL, summed_own SMALLINT NOT NULL,
    arrived_from BIGINT, arrived_to BIGINT, held_from BIGINT, held_to BIGINT
)"""
INDEX = """
CREATE INDEX store_fact_counting ON store_fact (
    kind, measure, cls, day_to, day_from, held_from, held_to, audience_id, summed, standing, place, about, unit,
    reference_set, value, value_max, qualifier, precision, example, member, record, side, summed_own, published,
    arrived_from, arrived_to, shape
)"""
RECORDS = """
CREATE TABLE store_record (
    record TEXT NOT NULL, entry INTEGER NOT NULL, standing TEXT NOT NULL, audience INTEGER NOT NULL,
    arrived_from BIGINT, arrived_to BIGINT, held_from BIGINT, held_to BIGINT
)"""


@dataclass(frozen=True)
class Row:
    """One row of the fact table; by default a case of Nghệ An, seen and held by both on day 0, for audience 1."""

    record: str
    value: int = 1000
    kind: str = "incident"
    measure: str = "cases"
    cls: str = "drug_trafficking"
    unit: str = "cases"
    value_max: int | None = None
    qualifier: str = "exact"
    precision: int | None = None
    day_from: int | None = 19000
    day_to: int | None = 19000
    shape: str = "day"
    stock: bool = False
    returned: bool = False
    place: str = "vn-na"
    author: str = "vn-na"
    about: str = "vn-na"
    side: str = "VN"
    counterpart: str = ""
    reference_set: str = ""
    member: str = ""
    example: bool = False
    published: int | None = None
    audience_id: int = 1
    standing: str = "stated"
    event: str = ""
    summed: int = 1
    summed_own: int = 1
    arrived_from: int | None = 0
    arrived_to: int | None = None
    held_from: int | None = 0
    held_to: int | None = None
    #: Without one that of the record's only entry.
    entry_id: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "entry_id", self.entry_id or zlib.crc32(self.record.encode()) >> 1)


def returned(record: str, indicator: str, value: int, **more: Any) -> Row:
    """Return the row of a return."""
    plain = {"unit": "cases", "cls": "", "day_from": None, "shape": "open_start"}
    return Row(record, value, **{**plain, "kind": "return", "measure": indicator, "returned": True, **more})


def cells_of(row: Row) -> dict[str, Any]:
    """Return a row as it lies in the table."""
    return {name: int(cell) if isinstance(cell, bool) else cell for name, cell in asdict(row).items()}


def filled(rows: Iterable[Row]) -> sqlite3.Connection:
    """Return a database in memory whose fact table holds the rows."""
    database = sqlite3.connect(":memory:")
    database.execute(DDL.replace("id INTEGER,", "id INTEGER PRIMARY KEY,", 1))
    database.execute(INDEX)
    database.execute(RECORDS)
    for row in rows:
        cells = cells_of(row)
        marks = ", ".join("?" * len(cells))
        database.execute(f"INSERT INTO store_fact ({', '.join(cells)}) VALUES ({marks})", tuple(cells.values()))
        states = (row.record, row.entry_id, row.standing, row.audience_id, row.arrived_from, row.arrived_to)
        database.execute(
            "INSERT INTO store_record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*states, row.held_from, row.held_to)
        )
    return database


def executor(rows: Iterable[Row]) -> Callable[[str, Sequence[Any]], list[Any]]:
    """Return how to run a statement over the rows."""
    database = filled(rows)
    return lambda text, values: database.execute(text, values).fetchall()


def on_duckdb(rows: Iterable[Row]) -> Callable[[str, Sequence[Any]], list[Any]]:
    """Return how to run a statement over the rows on DuckDB; where it isn't installed the test is left out."""
    execute = engine("duckdb")
    inserted(execute, rows)
    return execute


def engine(name: str, server: Any = None) -> Callable[[str, Sequence[Any]], list[Any]]:
    """Return how to run a statement over an empty fact table on an engine; ``server`` is a PostgreSQL's."""
    if name == "postgres":
        return cast(Callable[[str, Sequence[Any]], list[Any]], server.execute)
    if name == "sqlite":
        return executor(())
    database = pytest.importorskip("duckdb", reason="the extra engine is not installed").connect()
    database.execute(DDL)
    return lambda text, values: cast(list[Any], database.execute(text, values).fetchall())


def emptied(execute: Callable[[str, Sequence[Any]], Any], rows: Iterable[Row]) -> None:
    """Put rows in the place of all that an engine's fact table holds."""
    execute("DELETE FROM store_fact", ())
    inserted(execute, rows)


def inserted(execute: Callable[[str, Sequence[Any]], Any], rows: Iterable[Row]) -> None:
    """Keep rows, some to a statement: one by one takes an engine that keeps columns very long."""
    told = [cells_of(row) for row in rows]
    for start in range(0, len(told), 20):
        some = told[start : start + 20]
        marks = ", ".join(f"({', '.join('?' * len(some[0]))})" for _ in some)
        values = tuple(cell for each in some for cell in each.values())
        execute(f"INSERT INTO store_fact ({', '.join(some[0])}) VALUES {marks}", values)
