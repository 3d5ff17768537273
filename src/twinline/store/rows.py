"""The rows of the tables that the fold fills, column by column as ``models`` has them."""

from __future__ import annotations

from typing import NamedTuple


class RecordRow(NamedTuple):
    """A state of a record."""

    record: str
    root: bytes
    entry: int
    feed: int
    solo: bool
    kind: str
    author: str
    about: str
    side: str
    audience: int
    number: int
    standing: str
    event: str
    place: str
    m_from: int | None
    m_to: int | None
    day_from: int | None
    day_to: int | None
    example: bool
    search: str
    arrived_from: int | None
    arrived_to: int | None
    held_from: int | None
    held_to: int | None


class FactRow(NamedTuple):
    """One countable number of a state of a record."""

    record: str
    entry_id: int
    feed: int
    solo: bool
    kind: str
    measure: str
    cls: str
    unit: str
    value: int
    value_max: int | None
    qualifier: str
    precision: int | None
    day_from: int | None
    day_to: int | None
    shape: str
    stock: int
    returned: int
    place: str
    m_from: int | None
    m_to: int | None
    author: str
    about: str
    side: str
    counterpart: str
    reference_set: str
    member: str
    example: int
    published: int | None
    audience_id: int
    standing: str
    event: str
    summed: int
    summed_own: int
    arrived_from: int | None
    arrived_to: int | None
    held_from: int | None
    held_to: int | None
