"""Facts: the countable numbers that a record states."""

from __future__ import annotations

from typing import NamedTuple

from twinline.times import Days

QUALIFIER_CODES = ("exact", "more_than", "over", "at_least", "about", "nearly", "rounded")


class Fact(NamedTuple):
    """One countable number, as a row of the fact table holds it.

    ``value``, ``value_max`` and ``precision`` are thousandths of ``unit``. ``member``
    names what is counted once however many records state it (a twinned unit, a pair).
    ``stock`` is true of what lasts from one day to another, false of what happened.
    """

    measure: str
    cls: str
    value: int
    value_max: int | None
    unit: str
    qualifier: str
    precision: int | None
    days: Days
    stock: bool
    place: str
    m_from: int | None
    m_to: int | None
    reference_set: str
    member: str
    counterpart: str
    returned: bool


def thousandths(text: str) -> int:
    """Return a decimal string as a whole number of thousandths.

    >>> thousandths("468.281"), thousandths("5200")
    (468281, 5200000)
    """
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int((part + "000")[:3]) if part else int(whole) * 1000
