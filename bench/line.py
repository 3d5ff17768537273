"""The line: where a million GPS fixes lie, beside shapely's tree of segments, and what a year of patrols covers.

The fixes lie within 2 km of the line, at random. Both answer the same: chainage and distance; shapely searches
Mercator's plane, made before the clock ran, so that its share is the tree and the measure along the segment found, no
more. The fixes must come out alike to the metre, or nothing is reported. *dense* is the packaged line's
course with 20,000 vertices.

    python -m bench.line POINTS
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench import run
from bench.results import Placed
from twinline.line import intervals, watch
from twinline.line.axis import Line, packaged_line
from twinline.line.planes import ECCENTRICITY_2, SEMI_MAJOR, radii

TIMES = 3
NEAR_M = 2_000
DENSE = 20_000
INTERVALS = 1_000_000
SEED = 7


def placed(points: int) -> list[Placed]:
    """Return what was measured in a process of its own."""
    return [Placed(*row) for row in json.loads(run.child("bench.line", str(points), records=points))]


def main(points: int) -> None:
    told: list[Placed] = []
    line = packaged_line()
    for name, of in (("as packaged", line), ("dense", dense(line, DENSE))):
        told += _located(name, of, points)
    for each in (INTERVALS // 10, INTERVALS):
        told += _covered(line, each)
    print(json.dumps([[p.what, p.of, p.number, p.ms, p.cpu_ms, p.times] for p in told]))


def dense(line: Line, vertices: int) -> Line:
    """Return a line of the same course with so many vertices, evenly set."""
    at = np.linspace(0, line.drawn[-1], vertices)
    lon, lat = (np.interp(at, line.drawn, values) for values in (line.lon, line.lat))
    return Line(lon, lat, at, line.calibration)


def fixes(line: Line, number: int) -> tuple[Any, Any]:
    """Return fixes at random within ``NEAR_M`` of the line."""
    chance = np.random.default_rng(SEED)
    lon, lat = line.point_at(chance.uniform(0, line.length_m, number))
    turn, away = chance.uniform(0, 2 * np.pi, number), chance.uniform(0, NEAR_M, number)
    return lon + away * np.cos(turn) / 104_700, lat + away * np.sin(turn) / 110_680


def _located(name: str, line: Line, points: int) -> list[Placed]:
    lon, lat = fixes(line, points)
    of = f"{len(line.lon):,} vertices ({name})"
    grid = _once("grid made (at the first bulk question)", of, len(line.lon), lambda: line.segments.grid)
    tree = _tree(line, lon, lat)
    found = [grid, _timed("locate: chainage, offset, side", of, points, lambda: line.locate(lon, lat))]
    if tree is None:
        return found
    chainage, offset = tree()
    ours = line.locate(lon, lat)
    apart = np.abs(ours.offset - offset)
    alike = np.abs(ours.chainage - chainage) < 1.5
    # Of two legs as near as each other to the metre, either may be named
    if apart.max() > 1 or alike.mean() < 0.99:
        raise run.BenchError(f"shapely finds other places: {apart.max():.1f} m apart, {1 - alike.mean():.2%} elsewhere")
    return [*found, _timed("shapely's STRtree: chainage, offset", of, points, tree)]


def _tree(line: Line, lon: Any, lat: Any) -> Callable[[], tuple[Any, Any]] | None:
    """Return shapely's way to the same answer, or None where shapely is not installed."""
    try:
        import shapely
    except ImportError:
        return None
    vertices = mercator(line.lon, line.lat)
    segments = shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], axis=1))
    long, measure = shapely.length(segments), np.diff(line.chainage)
    tree = shapely.STRtree(segments)
    points = shapely.points(mercator(lon, lat))
    scale = radii(lat)[0] / np.radians(SEMI_MAJOR)

    def ask() -> tuple[Any, Any]:
        nearest = tree.nearest(points)
        along = shapely.line_locate_point(segments[nearest], points) / long[nearest]
        return line.chainage[nearest] + along * measure[nearest], shapely.distance(segments[nearest], points) * scale

    return ask


def mercator(lon: Any, lat: Any) -> Any:
    """Return points in Mercator's plane, where what is nearest on the ground is nearest: rows of x and y."""
    e, sine = np.sqrt(ECCENTRICITY_2), np.sin(np.radians(lat))
    north = SEMI_MAJOR * (np.arctanh(sine) - e * np.arctanh(e * sine))
    return np.column_stack([np.radians(lon) * SEMI_MAJOR, north])


def _covered(line: Line, number: int) -> list[Placed]:
    """Measure a year of walks: covered, gaps and how often; the last day of each metre; and both by side, with walks
    that two rows tell of each, which may name different sides."""
    chance = np.random.default_rng(SEED)
    start = chance.integers(0, line.length_m, number)
    walked = np.column_stack([start, np.minimum(start + chance.integers(200, 20_000, number), line.length_m)])
    days, whole = chance.integers(20_000, 20_365, number), (0, line.length_m)
    of = f"{number:,} walks of a year"

    def covered() -> Any:
        found = intervals.coverage(walked, whole)
        return found.covered, found.gaps, found.times

    sides = chance.random((2, number)) < 0.7
    walks = watch.Walks(walked, days, days, sides[0] | ~sides[1], sides[1], np.arange(number) // 2).in_order
    year, last = (int(days.min()), int(days.max())), int(days.max())
    return [
        _timed("coverage: covered, gaps, depth", of, number, covered),
        _timed("latest day of each stretch", of, number, lambda: intervals.latest(walked, days, whole)),
        _timed("neither side for 30 days", of, number, lambda: watch.not_walked_for(walks, whole, days=30, on=last)),
        _timed("coverage by side, two to an event", of, number, lambda: watch.patrolled(walks, whole, year)),
    ]


def _once(what: str, of: str, number: int, ask: Callable[[], object]) -> Placed:
    began, cpu = time.perf_counter(), time.process_time()
    ask()
    return Placed(what, of, number, (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000, 1)


def _timed(what: str, of: str, number: int, ask: Callable[[], object]) -> Placed:
    ask()
    runs = [_once(what, of, number, ask) for _ in range(TIMES)]
    return Placed(
        what, of, number, statistics.median(r.ms for r in runs), statistics.median(r.cpu_ms for r in runs), TIMES
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
