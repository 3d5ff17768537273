"""Which fixes one receiver can have made: a jump of it, however long it lasts, and a second receiver are told apart.

A fix goes on from the nearest place from which it can be reached; one that can't be reached from any begins a chain of
its own. Of chains that were going on at the same time the one with most fixes is the track: nobody is at two places.
"""

from __future__ import annotations

import math

import numpy as np

from twinline.line.pace import NOISE_M
from twinline.line.planes import Floats, Indices, radii

FAST_M_S = 12.0
"""Faster, from one fix to the next and beyond the receiver's noise, is a jump of it."""
FAR_M = 20_000.0
"""Further, from one fix to the next of a track without times, is a jump."""
OPEN = 8
"""So many chains may go on; of more, the one that was longest left alone ends, unless it is the longest of all."""


def steady(lon: Floats, lat: Floats, time: Floats) -> Indices:
    """Return which fixes are of the track, in order. Degrees WGS 84; seconds in order, or all NaN."""
    timed = bool(len(time)) and bool(np.isfinite(time).all())
    per_lon, per_lat = (each.tolist() for each in radii(lat))
    xs, ys, ts = lon.tolist(), lat.tolist(), time.tolist()
    chains: list[list[int]] = []
    going: list[list[int]] = []  # the one that went on last stands last
    for i in range(len(xs)):
        best, least = None, math.inf
        for chain in going:
            last = chain[-1]
            way = math.hypot((xs[i] - xs[last]) * per_lon[last], (ys[i] - ys[last]) * per_lat[last])
            reached = way - NOISE_M <= FAST_M_S * max(ts[i] - ts[last], 1.0) if timed else way <= FAR_M
            if reached and way < least:
                best, least = chain, way
        if best is None:
            best = []
            chains.append(best)
            going.append(best)
            if len(going) > OPEN:
                longest = max(going, key=len)
                going.remove(next(chain for chain in going if chain is not longest))
        elif best is not going[-1]:
            going.remove(best)
            going.append(best)
        best.append(i)
    return _of_one(chains, len(xs))


def _of_one(chains: list[list[int]], fixes: int) -> Indices:
    """Return the fixes of the longest chains that don't go on at the same time; one alone is a jump beside others."""
    taken, kept = np.zeros(fixes, bool), np.zeros(fixes, bool)
    for chain in sorted(chains, key=len, reverse=True):
        during = slice(chain[0], chain[-1] + 1)
        if not taken.any() or (len(chain) > 1 and not taken[during].any()):
            taken[during] = True
            kept[chain] = True
    return np.flatnonzero(kept)
