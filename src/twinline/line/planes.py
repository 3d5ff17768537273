"""Metres from degrees: a plane at one latitude of the WGS 84 ellipsoid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_3e-3


def radii(lat: Floats) -> tuple[Floats, Floats]:
    """Return metres per degree of longitude and of latitude on the WGS 84 ellipsoid."""
    w = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    per_lat = np.radians(SEMI_MAJOR * (1 - ECCENTRICITY_2) / w**1.5)
    per_lon = np.radians(SEMI_MAJOR / np.sqrt(w)) * np.cos(np.radians(lat))
    return per_lon, per_lat
