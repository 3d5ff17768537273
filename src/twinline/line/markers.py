"""Border markers: about where each stands.

Published are ranges of numbers ("markers 358 to 366 on the stretch of the post Thong Thu"), no positions. So a number
is placed evenly between the ranges around it, and none is sure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_BEYOND = 1 << 40
_NUMBER = re.compile(r"(\d{1,4})(?:/(\d{1,2})|\((\d{1,2})\))?\Z")


class Marker(NamedTuple):
    number: str
    chainage: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Markers:
    """Where markers stand.

    ``knots``: (number, chainage) ascending; ``stakes``: how many stakes stand between a marker and the next.
    """

    knots: tuple[tuple[float, int], ...]
    first: int
    last: int
    stakes: Mapping[str, int]
    surveyed: Mapping[str, int] = field(default_factory=dict)
    """Chainage of those that a survey placed: these alone are sure."""

    def is_number(self, number: str) -> bool:
        """Return whether a text is the number of a marker or stake of this line."""
        match = _NUMBER.match(number)
        return match is not None and self.first <= int(match[1]) <= self.last

    def chainage(self, number: str, metres: int = 0) -> int | None:
        """Return about where a marker stands, ``metres`` further along to the south (negative: north).

        ``"425/1"`` is the first stake after marker 425, ``"391(2)"`` the second of a pair, placed as one. None for
        what isn't a marker number or isn't published on this line.
        """
        number = str(number).strip()
        if number in self.surveyed:
            return self.surveyed[number] + metres
        match = _NUMBER.match(number)
        if not match or not self.first <= int(match[1]) <= self.last:
            return None
        at = float(match[1])
        if match[2]:
            stake = int(match[2])
            at += stake / (max(stake, self.stakes.get(match[1], stake)) + 1)
        return self._between_knots(at) + metres

    def _between_knots(self, at: float) -> int:
        """Return the chainage at a place between two knots; that of the nearest knot outside them all."""
        after = bisect_right(self.knots, (at, _BEYOND))
        if after == 0 or after == len(self.knots):
            return self.knots[min(after, len(self.knots) - 1)][1]
        (low, start), (high, end) = self.knots[after - 1], self.knots[after]
        return round(start + (end - start) * (at - low) / (high - low))

    def __iter__(self) -> Iterator[Marker]:
        """Yield every marker between the first and the last published, from north to south."""
        for number in range(self.first, self.last + 1):
            at = self.chainage(str(number))
            if at is not None:
                yield Marker(str(number), at, str(number) in self.surveyed)


def markers_from(pins: Mapping[str, Any], stretches: Mapping[str, tuple[int, int]]) -> Markers:
    """Return the markers of a table like data/pins.toml, given the communes' stretches in official metres."""
    knots = []
    for row in pins["marker"]:
        first, last = stretches[row["code"]]
        knots.append((float(row["number"]), round(first + row["part"] * (last - first))))
    known = pins["markers"]
    return Markers(tuple(sorted(knots)), known["first"], known["last"], known["stakes"])
