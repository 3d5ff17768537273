"""Where labels and marks go so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


def in_rows(wishes: Sequence[Wish], rows: int, low: float, high: float, gap: float = 10.0) -> list[Placed | None]:
    """Return a place for each label, or None where there is none: no label covers another or another's leader."""
    placed: list[Placed | None] = [None] * len(wishes)
    for i in sorted(
        range(len(wishes)), key=lambda i: (wishes[i].high - wishes[i].low < wishes[i].width, wishes[i].anchor)
    ):
        options = (option for row in range(rows) for option in _options(wishes[i], row, low, high))
        placed[i] = next((o for o in options if _fits(o, wishes[i], wishes, placed, gap)), None)
    return placed


def _options(wish: Wish, row: int, low: float, high: float) -> list[Placed]:
    """Return places in one row, the most natural first: over the anchor, then pushed aside, then another anchor."""
    half = wish.width / 2
    anchors = [wish.anchor, *(wish.low + (wish.high - wish.low) * part for part in (0.35, 0.65, 0.2, 0.8, 0.05, 0.95))]
    pushes = [push * half for push in (0.0, 0.35, -0.35, 0.7, -0.7, 0.92, -0.92)]
    spots = [(min(max(anchor + push, low + half), high - half), anchor) for anchor in anchors for push in pushes]
    return [Placed(middle, anchor, row) for middle, anchor in spots if abs(middle - anchor) <= half]


def _fits(new: Placed, wish: Wish, wishes: Sequence[Wish], placed: Sequence[Placed | None], gap: float) -> bool:
    half = wish.width / 2
    for other, place in zip(wishes, placed, strict=True):
        if place is None:
            continue
        if place.row == new.row and abs(place.middle - new.middle) < half + other.width / 2 + gap:
            return False
        if place.row < new.row and abs(place.middle - new.anchor) < other.width / 2 + gap / 3:
            return False
        if place.row > new.row and abs(new.middle - place.anchor) < half + gap / 3:
            return False
    return True


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
