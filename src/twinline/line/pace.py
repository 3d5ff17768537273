"""How fast a receiver went over whole minutes: what was ridden or driven is told from what was walked.

From one fix to the next a receiver's noise is more than a walker's way, so no two fixes tell a pace. Here the fixes of
a minute are one place (their median), and five neighbouring paces one pace (their median): a jump, or a minute under
a cliff, is no drive, and a stop at a barrier no walk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twinline.line.planes import Floats, radii

WALKED_M_S = 12 / 3.6
"""As fast as a patrol on foot goes over minutes, with room for a run."""
RIDDEN_M_S = 36 / 3.6
"""As fast as a patrol rides along the line, by boat or by motorcycle."""
MINUTE_S = 60.0
PAUSE_S = 1_800.0
"""A pause as long parts a track: what is before it says nothing of what is after it."""
NEIGHBOURS = 5
NOISE_M = 100.0
"""By so much two fixes of a receiver may differ that lies still, under trees and between rocks."""


def faster_than(limit: float, lon: Floats, lat: Floats, time: Floats) -> NDArray[np.bool_]:
    """Return which fixes are of a part that went faster than ``limit`` metres a second over whole minutes.

    Degrees WGS 84 and seconds, in the order of time, no two at one. A part shorter than two minutes is judged by its
    way from end to end, less ``NOISE_M``; so is each minute, which finds a ride too short for the median.
    """
    fast = np.zeros(len(lon), bool)
    pauses = np.flatnonzero(np.diff(time) > PAUSE_S) + 1
    for part in np.split(np.arange(len(lon)), pauses):
        if len(part) > 1:
            fast[part] = _part(limit, lon[part], lat[part], time[part])
    return fast


def _part(limit: float, lon: Floats, lat: Floats, time: Floats) -> NDArray[np.bool_] | bool:
    begins, window = _minutes(time)
    if len(begins) < 3:
        way = _way(lon[[0, -1]], lat[[0, -1]], np.array([0]), np.array([1]))[0]
        return bool(max(way - NOISE_M, 0.0) > limit * (time[-1] - time[0]))
    ends = np.append(begins[1:], len(time))
    x, y, t = (
        np.array([np.median(each[a:b]) for a, b in zip(begins.tolist(), ends.tolist(), strict=True)])
        for each in (lon, lat, time)
    )
    # From each minute's place to the first that is a whole minute later; the last ones from where they came
    later = np.searchsorted(t, t + MINUTE_S)
    last = int(np.flatnonzero(later < len(t))[-1])
    start = np.minimum(np.arange(len(t)), last)
    later = later[start]
    way, took = _way(x, y, start, later), t[later] - t[start]
    # The last minutes share one pace: it may be heard once
    fast = _median((way / took)[: last + 1])[start] > limit
    # A median of five is deaf to a ride of two minutes: one minute may speak, where no noise makes so long a way
    alone = way - NOISE_M > limit * took
    fast[start[alone]] = fast[later[alone]] = True
    return fast[window]


def _minutes(time: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each minute begins among the fixes, and of which minute each fix is; a minute begins with a fix."""
    begins = [0]
    while (after := int(np.searchsorted(time, time[begins[-1]] + MINUTE_S))) < len(time):
        begins.append(after)
    at = np.array(begins, np.int64)
    return at, np.searchsorted(at, np.arange(len(time)), side="right") - 1


def _way(lon: Floats, lat: Floats, a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    per_lon, per_lat = radii(lat[a])
    return np.asarray(np.hypot((lon[b] - lon[a]) * per_lon, (lat[b] - lat[a]) * per_lat))


def _median(pace: Floats) -> Floats:
    """Return of each pace the median with its neighbours; at the ends of the five there."""
    width = min(NEIGHBOURS, len(pace))
    middle = np.median(np.lib.stride_tricks.sliding_window_view(pace, width), axis=1)
    return np.asarray(middle[np.clip(np.arange(len(pace)) - width // 2, 0, len(middle) - 1)])
