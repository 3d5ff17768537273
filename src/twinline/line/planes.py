"""Metres from degrees on the WGS 84 ellipsoid: at one latitude, around many points, and through the earth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_3e-3
MEAN_RADIUS = 6_371_008.8


def radii(lat: Floats) -> tuple[Floats, Floats]:
    """Return metres per degree of longitude and of latitude on the WGS 84 ellipsoid."""
    w = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    per_lat = np.radians(SEMI_MAJOR * (1 - ECCENTRICITY_2) / w**1.5)
    per_lon = np.radians(SEMI_MAJOR / np.sqrt(w)) * np.cos(np.radians(lat))
    return per_lon, per_lat


class Around(NamedTuple):
    """How long degrees are around each of many points, in degrees of latitude at the point.

    A place ``x`` degrees of longitude times ``wide`` east and ``y`` degrees of latitude north of the point is, squared,
    ``x² (1 + lean y) + y² (1 + swell y)`` away: what the lengths of degrees midway say, to a millimetre at 3 km.
    """

    wide: Floats
    lean: Floats
    swell: Floats
    metres: Floats
    """Metres per degree of latitude at the point."""


def around(lat: Floats) -> Around:
    """Return how long degrees are around points at these latitudes."""
    sine, cosine = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    w = 1 - ECCENTRICITY_2 * sine * sine
    wide = cosine * w / (1 - ECCENTRICITY_2)
    metres = np.radians(SEMI_MAJOR * (1 - ECCENTRICITY_2)) / (w * np.sqrt(w))
    return Around(wide, -np.radians(sine / wide), np.radians(3 * ECCENTRICITY_2) * sine * cosine / w, metres)


def earth(lon: Floats, lat: Floats) -> Floats:
    """Return rows of x, y and z in metres from the middle of the earth."""
    lam, phi = np.radians(lon), np.radians(lat)
    out = SEMI_MAJOR / np.sqrt(1 - ECCENTRICITY_2 * np.sin(phi) ** 2)
    level = out * np.cos(phi)
    up = out * (1 - ECCENTRICITY_2) * np.sin(phi)
    return np.column_stack([level * np.cos(lam), level * np.sin(lam), up])
