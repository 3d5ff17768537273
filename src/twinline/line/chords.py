"""Which place of a polyline is nearest to a point far from it: by the straight way through the earth.

Of two places of the ellipsoid the nearer by geodesic is the nearer by its chord, to a centimetre at 40 km; no plane
and no map is so good so far out. Segments are cut into pieces so short that each is a chord itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinline.line.planes import MEAN_RADIUS, Floats, Indices, earth, radii

PIECE_M = 1_000.0
"""A chord so long lies at most 2 cm beneath the ground."""
AT_ONCE = 1 << 20
"""Pairs of point and piece looked at in one go."""
ALIKE_2 = 1e-10
"""Of two places whose squared distances differ by no more than this part the first along the line counts."""


@dataclass(frozen=True, slots=True)
class Chords:
    """Pieces of segments, in metres from ``middle``: where each starts and leads, of which segment and which part."""

    middle: Floats
    start: Floats
    way: Floats
    segment: Indices
    part: Floats
    """How far along its segment each piece begins (0 to 1)."""
    share: Floats
    """Which share of its segment each piece is."""

    def nearest(self, lon: Floats, lat: Floats) -> tuple[Indices, Floats, Floats, NDArray[np.bool_]]:
        """Return per point the segment, how far along it, the distance in metres, and whether it lies past an end."""
        points = earth(lon, lat) - self.middle
        step = max(1, AT_ONCE // len(self.start))
        piece = np.concatenate([self._pieces(points[i : i + step]) for i in range(0, len(points), step)])
        way, off = self.way[piece], points - self.start[piece]
        along = (off * way).sum(1) / (way * way).sum(1)
        past = (along < -1e-9) | (along > 1 + 1e-9)
        np.clip(along, 0.0, 1.0, out=along)
        chord = np.sqrt(((off - along[:, None] * way) ** 2).sum(1))
        distance = 2 * MEAN_RADIUS * np.arcsin(np.minimum(chord / (2 * MEAN_RADIUS), 1.0))
        return self.segment[piece], np.minimum(self.part[piece] + along * self.share[piece], 1.0), distance, past

    def _pieces(self, points: Floats) -> Indices:
        """Return the piece nearest to each point."""
        long_2 = (self.way * self.way).sum(1)
        ahead = points @ self.way.T - (self.start * self.way).sum(1)
        along = np.clip(ahead / long_2, 0.0, 1.0)
        distance_2 = (points * points).sum(1)[:, None] + (self.start * self.start).sum(1) - 2 * points @ self.start.T
        distance_2 -= along * (2 * ahead - along * long_2)
        alike = distance_2.min(axis=1, keepdims=True) * (1 + ALIKE_2)
        found: Indices = np.argmax(distance_2 <= alike, axis=1)
        return found


def chords_of(lon: Floats, lat: Floats) -> Chords:
    """Return the pieces of a polyline (degrees WGS 84)."""
    per_lon, per_lat = radii((lat[1:] + lat[:-1]) / 2)
    number = np.maximum(1, np.ceil(np.hypot(np.diff(lon) * per_lon, np.diff(lat) * per_lat) / PIECE_M)).astype(np.int64)
    segment = np.repeat(np.arange(len(number)), number)
    share = 1 / number[segment]
    part = (np.arange(len(segment)) - np.repeat(np.cumsum(number) - number, number)) * share
    at = np.append(segment + part, len(number))
    every = np.arange(len(lon))
    places = earth(np.interp(at, every, lon), np.interp(at, every, lat))
    middle = places.mean(axis=0)
    places -= middle
    return Chords(middle, places[:-1], np.diff(places, axis=0), segment, part, share)
