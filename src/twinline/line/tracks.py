"""From a receiver's track to the intervals walked on each day: cleaned, with a word for all that was dropped.

A track stays at home. What comes out of here (`Walk`) is days and stretches of the line, and is all that may cross.

Between two fixes the stretch counts as walked when both are near the line, were made within ``GAP_S`` and went on foot,
or, where that is said, by boat or motorcycle (`pace`). Everything else is dropped and counted under its reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twinline.line import intervals, jumps, pace
from twinline.line.axis import Line
from twinline.line.errors import LineError
from twinline.line.planes import Floats, Indices, radii
from twinline.line.shapes import Course, Shapes
from twinline.sentences import Sentence, joined

NEAR_M = 500.0
"""Further than this from the line a fix is of the way there or home."""
GAP_S = 1_800.0
GAP_M = 3_000.0
"""Between fixes further apart than this in time or place, nothing is taken as walked."""
LEAST_FIXES = 2
MOST_STRETCHES = 60
"""So many stretches a patrol holds."""
OFFSET_S = 7 * 3600
"""The civil day is that of UTC+07:00."""
DAY_S = 86_400
FIRST_DAY = 10_957
"""1 January 2000, in civil days since 1970: a receiver that lost its clock begins anew in 1980."""
SAID = {
    "no coordinates": Sentence("without coordinates or time"),
    "planned": Sentence("of a route, which is a plan"),
    "no such day": Sentence("dated before 2000 or after today"),
    "recorded twice": Sentence("recorded twice"),
    "jump": Sentence("a jump, or of a second receiver"),
    "driven": Sentence("driven, too fast over whole minutes"),
    "far from the line": Sentence("far from the line"),
    "beyond an end": Sentence("past an end of the line"),
    "alone": Sentence("alone, with no other near it"),
}
"""Why points are left out, in words."""
UNJUDGED = Sentence(
    "Its points have no times: the day is the one that was given, and whether it was walked or driven, and where the "
    "receiver jumped, can't be told."
)
"""What must be said beside a track without times."""


class NoTrack(LineError):
    """A file without a track that can be used; the sentence says what it holds and what to do."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What was walked on one civil day (days since 1970): stretches in metres, in order, none touching another."""

    day: int
    stretches: tuple[tuple[int, int], ...]

    @property
    def length_m(self) -> int:
        return intervals.length(self.stretches)


@dataclass(slots=True)
class Cleaned:
    """Walks by day, and the report: fixes read, kept, dropped by reason, gaps not bridged.

    ``untimed``: a part of it had no times, so neither its day nor its pace could be judged.
    """

    walks: tuple[Walk, ...] = ()
    fixes: int = 0
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    gaps: int = 0
    untimed: bool = False
    furthest_m: float = 0.0


def walked(
    shapes: Shapes,
    line: Line,
    *,
    day: int | None = None,
    today: int | None = None,
    near_m: float = NEAR_M,
    ridden: bool = False,
) -> Cleaned:
    """Return what the tracks of a file tell was walked along the line.

    ``day``: the civil day of a track without times; one with times needs none and is not overruled. What is dated after
    ``today`` is left out. ``ridden``: the patrol went by boat or motorcycle; without it only what was on foot counts.
    Raises ``NoTrack`` where there is no track, none of it is near the line, most of it was driven, or it has no times
    and no day is given.
    """
    limit = pace.RIDDEN_M_S if ridden else pace.WALKED_M_S
    out = Cleaned(fixes=shapes.points + shapes.faulty, dropped=dict.fromkeys(SAID, 0))
    out.dropped["no coordinates"] = shapes.faulty
    planned = sum(len(course.lon) for course in shapes.courses if course.planned)
    out.dropped["planned"] = planned
    if not shapes.points and shapes.faulty:
        raise NoTrack(
            "faulty-points",
            Sentence(
                "{number:,} of its points are no longitude and latitude, or these are the wrong way round: mend them.",
                number=shapes.faulty,
            ),
        )
    if not shapes.points and not shapes.spots:
        raise NoTrack("empty", Sentence("There is no track in it: export the track from the receiver anew."))
    if planned and planned == shapes.points:
        raise NoTrack(
            "only-a-route",
            Sentence(
                "There is only a route in it ({points:,} points), which says where somebody means to go: export the "
                "track, which says where the receiver was.",
                points=planned,
            ),
        )
    if not shapes.points:
        raise NoTrack(
            "no-track",
            Sentence(
                "There is no track in it, only single points ({spots:,}): export the track, not the waypoints.",
                spots=len(shapes.spots),
            ),
        )
    by_day: dict[int, list[tuple[int, int]]] = {}
    seen: set[tuple[float, float, float]] = set()
    for course in shapes.courses:
        if course.planned:
            continue
        for part in _begun(*_timed(course, day, out)):
            told = _part(*part, line, day, today, near_m, limit, seen, out)
            # The receiver began anew: between two parts of one day nothing is bridged either
            out.gaps += sum(on in by_day for on in {on for on, _ in told})
            for on, stretch in told:
                by_day.setdefault(on, []).append(stretch)
    _refuse_driven(out, ridden)
    out.walks = tuple(Walk(on, intervals.union(by_day[on])) for on in sorted(by_day))
    if not out.walks:
        raise NoTrack(
            "nothing-near",
            Sentence(
                "No two of its points ({fixes:,}) make a walk within {near:,} m of the line. Left out: {reasons}.",
                fixes=out.fixes,
                near=round(near_m),
                reasons=joined((_counted(*each) for each in out.dropped.items() if each[1]), " · "),
            ),
        )
    if (pieces := sum(len(walk.stretches) for walk in out.walks)) > MOST_STRETCHES:
        raise NoTrack(
            "too-many-stretches",
            Sentence(
                "It falls into {pieces:,} stretches, and a patrol holds {most}: "
                "export it in parts, such as day by day.",
                pieces=pieces,
                most=MOST_STRETCHES,
            ),
        )
    return out


def _refuse_driven(out: Cleaned, ridden: bool) -> None:
    """Raise ``NoTrack`` where more of the points near the line were driven, or out of any reach, than were walked."""
    jumps, driven = out.dropped["jump"], out.dropped["driven"]
    if 2 * jumps <= out.fixes and driven <= out.kept:
        return
    named = {
        "fast": max(jumps, driven),
        "fixes": out.fixes,
        "speed": round((pace.RIDDEN_M_S if ridden else pace.WALKED_M_S) * 3.6),
    }
    if ridden:
        raise NoTrack(
            "driven",
            Sentence(
                "Most of its points near the line ({fast:,} of {fixes:,}) went faster than {speed} km/h: no patrol "
                "rides so. Export the part alone that was patrolled.",
                **named,
            ),
        )
    raise NoTrack(
        "driven",
        Sentence(
            "Most of its points near the line ({fast:,} of {fixes:,}) went faster than {speed} km/h: nobody walks so. "
            "Export the part alone that was walked, or say that the patrol went by boat or motorcycle.",
            **named,
        ),
    )


def _counted(reason: str, number: int) -> Sentence:
    return Sentence("{reason}: {number:,}", reason=SAID[reason], number=number)


def _timed(course: Course, day: int | None, out: Cleaned) -> tuple[Floats, Floats, Floats]:
    """Return the fixes that have a time, in the order of the file; all of them where none has one."""
    lon, lat, time = (np.array(each, np.float64) for each in (course.lon, course.lat, course.time))
    timed = np.isfinite(time)
    if len(lon) and not timed.any():
        out.untimed = True
        if day is None:
            raise NoTrack("no-times", Sentence("Its points have no times: say which day it was walked."))
        return lon, lat, np.full(len(lon), np.nan)
    # Among timed fixes one without a time can't be put in order
    out.dropped["no coordinates"] += int((~timed).sum())
    return lon[timed], lat[timed], time[timed]


def _begun(lon: Floats, lat: Floats, time: Floats) -> list[tuple[Floats, Floats, Floats]]:
    """Return parts in the order of time. Where a clock was set back the receiver began anew, as between two parts.

    A file that goes back at more than one in ten of its fixes is one that isn't written in order, and is sorted.
    """
    back = np.flatnonzero(np.diff(time) < 0) + 1
    if 10 * len(back) > len(time):
        order = np.argsort(time, kind="stable")
        return [(lon[order], lat[order], time[order])]
    return list(zip(*(np.split(each, back) for each in (lon, lat, time)), strict=True))


def _part(
    lon: Floats,
    lat: Floats,
    time: Floats,
    line: Line,
    day: int | None,
    today: int | None,
    near_m: float,
    limit: float,
    seen: set[tuple[float, float, float]],
    out: Cleaned,
) -> list[tuple[int, tuple[int, int]]]:
    told = _dated(time, today)
    out.dropped["no such day"] += int((~told).sum())
    lon, lat, time = _once(lon[told], lat[told], time[told], seen, out)
    steady = jumps.steady(lon, lat, time)
    out.dropped["jump"] += len(lon) - len(steady)
    lon, lat, time = lon[steady], lat[steady], time[steady]
    if not len(lon):
        return []
    found = line.locate(lon, lat)
    far = found.offset > near_m
    out.furthest_m = max(out.furthest_m, float(found.offset.max()))
    out.dropped["far from the line"] += int((far & ~found.beyond).sum())
    out.dropped["beyond an end"] += int(found.beyond.sum())
    good = ~far & ~found.beyond
    if np.isfinite(time).all():
        driven = pace.faster_than(limit, lon, lat, time) & good
        out.dropped["driven"] += int(driven.sum())
        good &= ~driven
    return _stretches(lon, lat, time, found.chainage, good, line, day, out)


def _dated(time: Floats, today: int | None) -> NDArray[np.bool_]:
    """Return which times may be true; one that wasn't said may."""
    days = np.floor((time + OFFSET_S) / DAY_S)
    return np.asarray(~(days < FIRST_DAY) & ~(days > (np.inf if today is None else today)))


def _once(
    lon: Floats, lat: Floats, time: Floats, seen: set[tuple[float, float, float]], out: Cleaned
) -> tuple[Floats, Floats, Floats]:
    """Leave out fixes that were there before: a track recorded, or saved, twice."""
    fresh = np.ones(len(lon), bool)
    for i, (x, y, t) in enumerate(zip(lon.tolist(), lat.tolist(), time.tolist(), strict=True)):
        if math.isnan(t):  # without times a place may well be passed twice
            continue
        key = (round(x, 6), round(y, 6), t)
        if key in seen:
            fresh[i] = False
        seen.add(key)
    # Two fixes of one second at one place are one: the first
    later = np.zeros(len(lon), bool)
    kept = np.flatnonzero(fresh)
    per_lon, per_lat = radii(lat[kept[1:]])
    way = np.hypot(np.diff(lon[kept]) * per_lon, np.diff(lat[kept]) * per_lat)
    later[kept[1:]] = (time[kept[1:]] == time[kept[:-1]]) & (way <= pace.NOISE_M)
    fresh &= ~later
    out.dropped["recorded twice"] += int((~fresh).sum())
    return lon[fresh], lat[fresh], time[fresh]


def _stretches(
    lon: Floats,
    lat: Floats,
    time: Floats,
    chainage: Indices,
    good: NDArray[np.bool_],
    line: Line,
    day: int | None,
    out: Cleaned,
) -> list[tuple[int, tuple[int, int]]]:
    """Return (day, stretch) between neighbouring good fixes."""
    per_lon, per_lat = radii(lat)
    way = np.hypot(np.diff(lon) * per_lon[:-1], np.diff(lat) * per_lat[:-1])
    timed = bool(np.isfinite(time).all())
    wait = np.diff(time) if timed else np.zeros(len(way))
    along = np.abs(np.diff(chainage))
    near = good[1:] & good[:-1]
    # Where the line turns near itself, the foot of a fix may leap to another leg: that way was not walked
    bridged = near & (wait <= GAP_S) & (way <= GAP_M) & (along <= 4 * way + 200)
    out.gaps += int((near & ~bridged).sum())
    ends = np.flatnonzero(bridged)
    used = np.zeros(len(lon), bool)
    used[ends] = True
    used[ends + 1] = True
    out.kept += int(used.sum())
    out.dropped["alone"] += int((good & ~used).sum())
    days = np.floor((time + OFFSET_S) / DAY_S) if timed else np.full(len(lon), float(day or 0))
    found = []
    for i in ends.tolist():
        a, b = sorted((int(chainage[i]), int(chainage[i + 1])))
        found.append((int(days[i]), (a, max(b, a + 1))))
    return found
