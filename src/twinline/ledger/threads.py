"""What belongs together by what answers what, and what carries out what. Pure: links in, groups and sums out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def thread(start: str, answers: Iterable[tuple[str, str]]) -> set[str]:
    """Return a record and all that answer it, are answered by it, and so on. Each pair answers, is answered.

    Whatever the order in which the links came, the group is the same; a link to what isn't here is one, too.
    """
    near: dict[str, set[str]] = {}
    for one, other in answers:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found, queue = {start}, [start]
    while queue:
        for each in near.get(queue.pop(), ()):
            if each not in found:
                found.add(each)
                queue.append(each)
    return found


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one record delivered on a commitment: thousandths of a unit, at a level (empty: not said)."""

    record: str
    value: int
    unit: str
    level: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in one unit at one level, in thousandths, and of how many deliveries."""

    value: int
    unit: str
    level: str
    deliveries: int


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """What was pledged and what was delivered, each at its own level and in its own unit.

    ``open`` is what is left in thousandths, only where what was delivered is of the level and the unit that was
    pledged; anything else stands beside it and is never subtracted, nor made a rate of.
    """

    pledged: int | None
    unit: str
    level: str
    delivered: tuple[Amount, ...]
    open: int | None

    @property
    def done(self) -> bool:
        """Return whether all that was pledged is delivered, at its level and in its unit."""
        return self.open == 0


def fulfilment(pledged: int | None, unit: str, level: str, deliveries: Sequence[Delivery]) -> Fulfilment:
    """Return how a commitment stands (``pledged`` is None where it names no number)."""
    sums: dict[tuple[str, str], list[int]] = {}
    for each in deliveries:
        sums.setdefault((each.level, each.unit), []).append(each.value)
    amounts = tuple(Amount(sum(values), of, at, len(values)) for (at, of), values in sorted(sums.items()))
    alike = sum(amount.value for amount in amounts if (amount.level, amount.unit) == (level, unit))
    left = None if pledged is None else max(0, pledged - alike)
    beside = any((amount.level, amount.unit) != (level, unit) for amount in amounts)
    return Fulfilment(pledged, unit, level, amounts, left if alike or not beside else None)
