"""MGRS grid references to WGS 84, by Krüger's series of the transverse Mercator, to the millimetre.

The reference names a square (from 100 km to 1 m); its middle is returned. Zones 1 to 60, latitude bands C to X: the
polar references of UPS are none of ours.
"""

from __future__ import annotations

import math
import re

_FORM = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d{0,10})\Z")
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # by zone modulo 3
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_A, _F, _K0 = 6_378_137.0, 1 / 298.257_223_563, 0.9996
_N = _F / (2 - _F)
_RECTIFYING = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3 + 116 * _N**4 / 45,
    7 * _N**2 / 3 - 8 * _N**3 / 5 - 227 * _N**4 / 45,
    56 * _N**3 / 15 - 136 * _N**4 / 35,
    4279 * _N**4 / 630,
)


def from_mgrs(reference: str, *, coarsest_m: float = 100_000.0) -> tuple[float, float] | None:
    """Return (longitude, latitude) in degrees of the middle of an MGRS square.

    None for what is no reference, or one of a square wider than ``coarsest_m``.
    """
    match = _FORM.match(re.sub(r"[\s,]+", "", reference).upper())
    if not match or len(match[5]) % 2:
        return None
    zone, band, column, row, digits = int(match[1]), match[2], match[3], match[4], match[5]
    columns = _COLUMNS[zone % 3]
    if not 1 <= zone <= 60 or column not in columns:
        return None
    half = len(digits) // 2
    size = 10.0 ** (5 - half)
    if size > coarsest_m:
        return None
    easting = (columns.index(column) + 1) * 100_000 + (int(digits[:half]) if half else 0) * size + size / 2
    northing: float = ((_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % 20) * 100_000
    northing += (int(digits[half:]) if half else 0) * size + size / 2
    south = band < "N"
    least = _BANDS.index(band) * 8 - 80
    # Rows repeat every 2,000 km: the one that lies in the latitude band is meant
    for cycle in range(6):
        lon, lat = from_utm(zone, easting, northing + cycle * 2_000_000, south=south)
        if least - 0.6 <= lat <= least + (12.6 if band == "X" else 8.6):
            return lon, lat
    return None


def from_utm(zone: int, easting: float, northing: float, *, south: bool = False) -> tuple[float, float]:
    """Return (longitude, latitude) in degrees of UTM metres, WGS 84."""
    xi = (northing - (10_000_000 if south else 0)) / (_K0 * _RECTIFYING)
    eta = (easting - 500_000) / (_K0 * _RECTIFYING)
    xi, eta = (
        xi - sum(b * math.sin(2 * i * xi) * math.cosh(2 * i * eta) for i, b in enumerate(_BETA, 1)),
        eta - sum(b * math.cos(2 * i * xi) * math.sinh(2 * i * eta) for i, b in enumerate(_BETA, 1)),
    )
    chi = math.asin(math.sin(xi) / math.cosh(eta))
    lat = chi + sum(d * math.sin(2 * i * chi) for i, d in enumerate(_DELTA, 1))
    lon = math.radians(zone * 6 - 183) + math.atan2(math.sinh(eta), math.cos(xi))
    return math.degrees(lon), math.degrees(lat)
