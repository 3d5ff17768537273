"""Whether a number that isn't told follows from numbers that are, by adding and subtracting: exact linear algebra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import TypeAlias

#: A number as a sum: how often each cell, by its name, is counted in it.
Sum: TypeAlias = Mapping[str, int]
# A prime so large that a sum which doesn't follow over the fractions is as good as never taken to follow over it.
_PRIME = (1 << 61) - 1


def follow(told: Iterable[Sum], hidden: Iterable[Sum]) -> list[Sum]:
    """Return which of the hidden sums follow from those told, whatever the cells hold; none if they are well hidden."""
    basis: dict[str, dict[str, int]] = {}
    for each in told:
        rest = _reduced(each, basis)
        if rest:
            lead = min(rest)
            inverse = pow(rest[lead], -1, _PRIME)
            basis[lead] = {cell: times * inverse % _PRIME for cell, times in rest.items()}
    return [each for each in hidden if not _reduced(each, basis)]


def _reduced(each: Sum, basis: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return what is left of a sum when all that is told has been taken away from it."""
    left = {cell: times % _PRIME for cell, times in each.items() if times % _PRIME}
    waiting = sorted(left)
    while waiting:
        cell = heappop(waiting)
        times = left.get(cell, 0)
        if times and cell in basis:
            # Whatever this brings in stands later in the order of the cells.
            for other, more in basis[cell].items():
                if other not in left:
                    heappush(waiting, other)
                left[other] = (left.get(other, 0) - times * more) % _PRIME
    return {cell: times for cell, times in left.items() if times}
