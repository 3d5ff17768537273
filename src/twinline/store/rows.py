"""The rows of the tables that the fold fills, column by column as ``models`` has them.

First what the words of a version state by themselves, the same on every node and at every time (``stating``); then what
this node knows of it beside: where it lies, how it stands, since when.
"""

from __future__ import annotations

from typing import NamedTuple


class RecordRow(NamedTuple):
    """A state of a record."""

    kind: str
    author: str
    about: str
    number: int
    place: str
    m_from: int | None
    m_to: int | None
    day_from: int | None
    day_to: int | None
    example: bool
    search: str
    asked: str | None
    waits: str | None
    record: str
    root: bytes
    entry: int
    feed: int
    solo: bool
    side: str
    audience: int
    standing: str
    event: str
    arrived_from: int | None
    arrived_to: int | None
    held_from: int | None
    held_to: int | None


class FactRow(NamedTuple):
    """One countable number of a state of a record."""

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
    counterpart: str
    reference_set: str
    member: str
    example: int
    published: int | None
    record: str
    entry_id: int
    feed: int
    solo: bool
    side: str
    audience_id: int
    standing: str
    event: str
    summed: int
    summed_own: int
    arrived_from: int | None
    arrived_to: int | None
    held_from: int | None
    held_to: int | None


#: How many columns of each are told by the words alone.
RECORD_WORDS = RecordRow._fields.index("record")
FACT_WORDS = FactRow._fields.index("record")
