"""When did both sides hold an entry? What receipts prove, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Receipt:
    """A node of ``side`` had the first ``size`` entries of a feed at ``at`` (milliseconds)."""

    node: str
    side: str
    size: int
    at: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Upper bounds of sizes and the moment from which both sides held all below each."""

    sizes: tuple[int, ...]
    moments: tuple[int, ...]

    def at(self, position: int) -> int | None:
        """Return from when both sides held the entry at ``position``; ``None`` if no receipts show it."""
        index = bisect_right(self.sizes, position)
        return self.moments[index] if index < len(self.moments) else None

    def size_at(self, moment: int | None) -> int:
        """Return how many entries both sides held at ``moment`` (``None``: as far as the receipts go)."""
        held = [size for size, since in zip(self.sizes, self.moments, strict=True) if moment is None or since <= moment]
        return held[-1] if held else 0


def held_by_both(receipts: Iterable[Receipt]) -> Steps:
    """Return from when the receipts of a feed show that two sides held its entries.

    Within a side the earliest node counts. Times clamp to a running maximum,
    so that a clock set back can't make a later entry known before an earlier one.
    """
    sides: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for receipt in receipts:
        sides.setdefault(receipt.side, {}).setdefault(receipt.node, []).append((receipt.size, receipt.at))
    if len(sides) < 2:
        return Steps((), ())
    by_side = [[_clamped(points) for points in nodes.values()] for nodes in sides.values()]
    sizes = sorted({size for nodes in by_side for node in nodes for size in node.sizes})
    found_sizes: list[int] = []
    moments: list[int] = []
    for size in sizes:
        since = _since(by_side, size - 1)
        if since is not None:
            found_sizes.append(size)
            moments.append(max(since, moments[-1]) if moments else since)
    return Steps(tuple(found_sizes), tuple(moments))


@dataclass(frozen=True, slots=True)
class _Node:
    """What one node had, by size, with its clock's jumps back taken out."""

    sizes: tuple[int, ...]
    moments: tuple[int, ...]

    def since(self, position: int) -> int | None:
        index = bisect_right(self.sizes, position)
        return self.moments[index] if index < len(self.sizes) else None


def _clamped(points: list[tuple[int, int]]) -> _Node:
    ordered = sorted(points)
    return _Node(tuple(size for size, _ in ordered), tuple(accumulate((at for _, at in ordered), max)))


def _since(by_side: Sequence[Sequence[_Node]], position: int) -> int | None:
    """Return when the second of the sides had the entry at ``position``."""
    firsts = []
    for nodes in by_side:
        known = [at for node in nodes if (at := node.since(position)) is not None]
        if known:
            firsts.append(min(known))
    return sorted(firsts)[1] if len(firsts) >= 2 else None


def earliest(receipts: Iterable[Receipt]) -> list[tuple[int, int]]:
    """Return, by rising size, from when any one of these nodes had the entries below it (milliseconds)."""
    nodes: dict[str, list[tuple[int, int]]] = {}
    for receipt in receipts:
        nodes.setdefault(receipt.node, []).append((receipt.size, receipt.at))
    clamped = [_clamped(points) for points in nodes.values()]
    sizes = sorted({size for node in clamped for size in node.sizes})
    return [(size, min(at for node in clamped if (at := node.since(size - 1)) is not None)) for size in sizes]
