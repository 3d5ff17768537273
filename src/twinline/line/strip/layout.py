"""Where labels and marks go so that none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

BEAM = 24
"""How many ways of placing the labels so far are kept while going on."""
DROPPED = 10_000.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A label so wide that would like to stand over ``anchor``, which may move between ``low`` and ``high``."""

    anchor: float
    low: float
    high: float
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """``middle`` of the label, the ``anchor`` its leader comes from, and the ``row``, 0 nearest the line."""

    middle: float
    anchor: float
    row: int


@dataclass(frozen=True, slots=True)
class _Way:
    """Labels placed from the left so far: what each row is taken to, and the last leader that crosses each row."""

    cost: float
    ends: tuple[float, ...]
    leaders: tuple[float, ...]
    placed: tuple[Placed | None, ...]


@lru_cache(maxsize=128)
def in_rows(
    wishes: tuple[Wish, ...], rows: int, low: float, high: float, gap: float = 10.0
) -> tuple[Placed | None, ...]:
    """Return a place for each label, or None where there is none: no label covers another or another's leader.

    The same labels are placed but once: pages draw the same strip again and again. Goes from left to right and keeps
    the cheapest ways so far; near its anchor and near the line is cheap.
    """
    order = sorted(range(len(wishes)), key=lambda i: wishes[i].anchor)
    ways = [_Way(0.0, (low - gap,) * rows, (low - gap,) * rows, ())]
    for i in order:
        further = [onward for way in ways for onward in _onward(way, wishes[i], high, gap)]
        further.sort(key=lambda way: way.cost)
        kept: dict[tuple[object, ...], _Way] = {}
        for way in further:
            kept.setdefault((way.ends, way.leaders), way)
            if len(kept) == BEAM:
                break
        ways = list(kept.values())
    best: list[Placed | None] = [None] * len(wishes)
    for i, place in zip(order, min(ways, key=lambda way: way.cost).placed, strict=True):
        best[i] = place
    return tuple(best)


def _onward(way: _Way, wish: Wish, high: float, gap: float) -> Iterator[_Way]:
    """Yield the ways that follow: the label in each row, by its anchor's middle or pushed aside; and left out."""
    for row in range(len(way.ends)):
        least = max(way.ends[row] + gap, way.leaders[row] + gap / 3)
        first = max([wish.low, *(end + gap / 3 for end in way.ends[:row])])
        for anchor in {max(wish.anchor, first), first, (first + wish.high) / 2, wish.high}:
            if not first <= anchor <= wish.high:
                continue
            for left in {anchor - wish.width / 2, least, anchor - wish.width + 3, high - wish.width}:
                start = max(left, least)
                if anchor - wish.width <= start <= anchor and start + wish.width <= high:
                    yield _with(way, wish, Placed(start + wish.width / 2, anchor, row))
    yield replace(way, cost=way.cost + DROPPED, placed=(*way.placed, None))


def _with(way: _Way, wish: Wish, new: Placed) -> _Way:
    row, pushed = new.row, abs(new.middle - new.anchor) / wish.width + abs(new.anchor - wish.anchor) / 60
    return _Way(
        way.cost + 4 * row + 6 * pushed,
        (*way.ends[:row], new.middle + wish.width / 2, *way.ends[row + 1 :]),
        (*(max(leader, new.anchor) for leader in way.leaders[:row]), *way.leaders[row:]),
        (*way.placed, new),
    )


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres as near as can be to those wanted (ascending) so that things of these sizes don't overlap.

    What is pushed together moves as one block. Where ``low`` to ``high`` is too short, the block runs past ``high``.
    """
    blocks: list[tuple[float, float, list[int]]] = []  # sum of wished tops, size, members
    for i, (centre, size) in enumerate(zip(wanted, sizes, strict=True)):
        block = (centre - size / 2, size, [i])
        while blocks and _top(blocks[-1], low, high) + blocks[-1][1] > _top(block, low, high):
            total, tall, members = blocks.pop()
            block = (total + block[0] - tall * len(block[2]), tall + block[1], members + block[2])
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for block in blocks:
        top = _top(block, low, high)
        for i in block[2]:
            centres[i] = top + sizes[i] / 2
            top += sizes[i]
    return centres


def _top(block: tuple[float, float, list[int]], low: float, high: float) -> float:
    total, size, members = block
    return max(low, min(total / len(members), high - size))


class Lanes:
    """Lanes beside the line: each new thing takes the first where it doesn't touch what is there."""

    def __init__(self, cap: int, gap: float = 3.0) -> None:
        self.taken: list[list[tuple[float, float]]] = []
        self.cap, self.gap = cap, gap

    def free(self, lane: int, a: float, b: float) -> bool:
        if lane >= len(self.taken):
            return True
        return all(b + self.gap <= c or d + self.gap <= a for c, d in self.taken[lane])

    def take(self, lane: int, a: float, b: float) -> None:
        while len(self.taken) <= lane:
            self.taken.append([])
        self.taken[lane].append((a, b))


def first_free(lanes: Sequence[Lanes], a: float, b: float, start: int = 0) -> int | None:
    """Return the first lane free in all of ``lanes`` (both sides for what both did), taken; None past the cap."""
    for lane in range(start, min(each.cap for each in lanes)):
        if all(each.free(lane, a, b) for each in lanes):
            for each in lanes:
                each.take(lane, a, b)
            return lane
    return None
