"""Where words go on a map so that none covers another, nor what stands there."""

from __future__ import annotations

import numpy as np

Box = tuple[float, float, float, float]


class Room:
    """What is taken on a picture: words, which nothing may cover, and shapes, which a name may cover at need."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.words: list[Box] = []
        self.shapes: list[Box] = []

    def take(self, x: float, y: float, across: float, up: float) -> None:
        """Take the room of a shape: its middle and half its size."""
        self.shapes.append((x - across, y - up, x + across, y + up))

    def place(
        self, x: float, y: float, wide: float, size: float, *, reach: float, most: int
    ) -> tuple[float, float] | None:
        """Return the middle of the baseline of a word beside a spot, and take its room; None where there is none.

        ``reach``: how far from the spot it begins. ``most``: how many shapes it may cover.
        """
        shapes = np.array(self.shapes).reshape(-1, 4).T
        best: tuple[float, float, float, Box] | None = None
        for rank, (dx, dy) in enumerate(_WAYS):
            middle = x + dx * (reach + wide / 2)
            line = y + dy * (reach + size / 2) * (1 if dx == 0 else 0.75)
            box = (middle - wide / 2, line - size / 2, middle + wide / 2, line + size / 2)
            if box[0] < 2 or box[1] < 2 or box[2] > self.width - 2 or box[3] > self.height - 2:
                continue
            if any(_touch(box, other, 2.0) for other in self.words):
                continue
            left, top, right, bottom = shapes
            covers = int(((box[0] < right) & (left < box[2]) & (box[1] < bottom) & (top < box[3])).sum())
            cost = 2 * covers + rank / 3  # a word further off is soon another's
            if covers <= most and (best is None or cost < best[0]):
                best = (cost, middle, line + size * 0.36, box)
        if best is None:
            return None
        self.words.append(best[3])
        return best[1], best[2]


_WAYS = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1), (1.25, 0), (-1.25, 0), (1, -2), (-1, -2),
         (1, 2), (-1, 2), (0, -2), (0, 2))  # fmt: skip
"""Beside first, then aslant, above and below, then further off."""


def _touch(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
