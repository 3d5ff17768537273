"""Build ``src/twinline/line/data/places.json``: which stretch of the drawn line each organisation and gate has.

    python tools/build_places.py [FOLDER OF THE PACKAGED TABLES]

Communes: their bounding boxes are laid over the drawn line; where two neighbours' boxes overlap (or leave a gap) the
cut is put in the middle and half the overlap is kept as doubt. Everything else follows: communes from before 2025-07-01
by what they became, districts by their communes, posts and villages by the commune they lie in, what lies in Laos by
the stretch or the twin it is published as facing. Nothing of it is a boundary: it answers "about where".
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
LINE_DATA = ROOT / "src" / "twinline" / "line" / "data"
STEP_M = 20.0
TOLERANCE_DEGREES = 0.0003
SMALL_GAP_M = 2_000.0
"""A line that leaves a box and comes back within this is taken as never having left it."""

Row = dict[str, str]
Stretch = tuple[int, int]

POST_COMMUNES = {
    "vn-post-thong-thu": "thong-thu",
    "vn-post-hanh-dich": "tien-phong",
    "vn-post-tri-le": "tri-le",
    "vn-post-nhon-mai": "nhon-mai",
    "vn-post-my-ly": "my-ly",
    "vn-post-keng-du": "keng-du",
    "vn-post-na-loi": "na-loi",
    "vn-post-nam-can-qt": "nam-can",
    "vn-post-muong-tip": "muong-tip",
    "vn-post-na-ngoi": "na-ngoi",
    "vn-post-nam-can-s": "na-ngoi",
    "vn-post-tam-hop": "tam-thai",
    "vn-post-tam-quang": "tam-quang",
    "vn-post-mon-son": "mon-son",
    "vn-post-phuc-son": "anh-son",
    "vn-post-ngoc-lam": "son-lam",
    "vn-post-thanh-thuy": "kim-bang",
}
"""Each post is named after the commune (today's or yesterday's) in which it lies."""

SERVES = {
    "vn-na-blo-ky-son": "vn-na-d-ky-son",
    "vn-na-ks-police": "vn-na-d-ky-son",
    "vn-na-blo-que-phong": "vn-na-d-que-phong",
    "vn-na-qp-police": "vn-na-d-que-phong",
    "vn-na-tt-police": "vn-na-x-thong-thu",
    "la-hp-blo-sam-to": "la-hp-sam-to",
    "la-hp-mil": "la-hp",
    "la-hp-police": "la-hp",
    "la-xk-mil": "la-xk",
    "la-xk-police": "la-xk",
    "la-bk-mil": "la-bk",
    "la-bk-police": "la-bk",
    "la-gate-nam-can": "vn-na-x-nam-can",
    "la-post-nam-on": "vn-na-x-kim-bang",
    "vn-na-pc": "vn-na",
    "vn-na-police": "vn-na",
    "vn-na-blo": "vn-na",
    "vn-na-bg": "vn-na",
    "vn-na-bg-2025": "vn-na",
    "vn-na-mil": "vn-na",
    "vn-na-dfa": "vn-na",
    "vn-na-customs": "vn-na",
}
"""Offices that work for the stretch of another place."""

FACES = {
    "la-hp-sam-to": ("vn-na-x-thong-thu",),
    "la-hp-muong-quan": ("vn-na-x-tri-le", "vn-na-x-nhon-mai", "vn-na-x-my-ly"),
    "la-xk-nong-het": (
        "vn-na-x-keng-du",
        "vn-na-x-na-loi",
        "vn-na-x-nam-can",
        "vn-na-x-muong-xen",
        "vn-na-x-muong-tip",
    ),
    "la-bk-xaychamphone": ("vn-na-x-mon-son",),
}
"""Lao districts and the communes they are published as facing (and those in between)."""


def read(folder: Path, name: str) -> list[Row]:
    with (folder / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def drawn_points() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[dict[str, object]]]:
    """Return measure (m), longitude and latitude of points every ``STEP_M`` along the drawn line, and its cuts."""
    line = json.loads((LINE_DATA / "border.json").read_text(encoding="utf-8"))
    measure = np.cumsum(line["drawn_mm"]) / 1e3
    at = np.append(np.arange(0.0, measure[-1], STEP_M), measure[-1])
    lon, lat = (np.interp(at, measure, np.cumsum(line[axis]) / 1e7) for axis in ("lon", "lat"))
    return at, lon, lat, line["cuts"]


def stretch_in_box(box: Row, at: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[float, float]:
    """Return the longest stretch of the line within a box, small excursions forgiven."""
    west, south, east, north = (float(box[k]) for k in ("min_lon", "min_lat", "max_lon", "max_lat"))
    t = TOLERANCE_DEGREES
    inside = at[(lon >= west - t) & (lon <= east + t) & (lat >= south - t) & (lat <= north + t)]
    breaks = np.flatnonzero(np.diff(inside) > SMALL_GAP_M) + 1
    longest = max(np.split(inside, breaks), key=len)
    return float(longest[0]), float(longest[-1])


def commune_stretches(boxes: list[Row]) -> tuple[dict[str, Stretch], dict[str, int]]:
    """Return each commune's stretch of the drawn line, and the doubt (m) about its south end."""
    at, lon, lat, _ = drawn_points()
    rows = sorted(boxes, key=lambda row: int(row["order_north_south"]))
    raw = [stretch_in_box(row, at, lon, lat) for row in rows]
    cuts = [0.0, *(round((a[1] + b[0]) / 2, -1) for a, b in pairwise(raw)), math.ceil(at[-1])]
    doubts = [abs(a[1] - b[0]) / 2 for a, b in pairwise(raw)] + [0.0]
    codes = [row["org_id"] for row in rows]
    stretches = {code: (round(a), round(b)) for code, (a, b) in zip(codes, pairwise(cuts), strict=True)}
    return stretches, {code: round(doubt) for code, doubt in zip(codes, doubts, strict=True)}


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the union of stretches, touching ones as one."""
    out: list[Stretch] = []
    for first, last in sorted(stretches):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def hull(stretches: Iterable[Stretch]) -> Stretch:
    every = list(stretches)
    return min(a for a, _ in every), max(b for _, b in every)


class Places:
    """What is known so far: code -> stretches, and how they were found."""

    def __init__(self, communes: dict[str, Stretch]) -> None:
        self.stretches: dict[str, list[Stretch]] = {code: [stretch] for code, stretch in communes.items()}
        self.how: dict[str, str] = dict.fromkeys(communes, "box")

    def put(self, code: str, stretches: Iterable[Stretch], how: str) -> None:
        found = joined(stretches)
        if found:
            self.stretches[code], self.how[code] = found, how

    def of(self, codes: Iterable[str]) -> Iterator[Stretch]:
        for code in codes:
            yield from self.stretches.get(code, [])


def derive(places: Places, folder: Path, cuts: list[dict[str, object]], end: int) -> None:
    orgs = {row["id"]: row for row in read(folder, "orgs.csv")}
    ends = [0, *(round(int(str(c["drawn_mm"])) / 1000) for c in cuts), end]
    for code, stretch in zip(("la-hp", "la-xk", "la-bk"), pairwise(ends), strict=True):
        places.put(code, [stretch], "cut")
    for code in ("vn", "la", "vn-na"):
        places.put(code, [(0, end)], "whole")
    for row in read(folder, "commune_changes.csv"):
        places.put(row["old_id"], places.of([row["new_id"]]), "became")
    for district in (code for code, row in orgs.items() if code.startswith("vn-na-d-")):
        places.put(district, places.of(c for c, row in orgs.items() if row["parent_id"] == district), "communes")
    for code, communes in FACES.items():
        province = places.stretches[orgs[code]["parent_id"]][0]
        a, b = hull(places.of(communes))
        places.put(code, [(max(a, province[0]), min(b, province[1]))], "faces")
    for post, commune in POST_COMMUNES.items():
        places.put(post, places.of([f"vn-na-x-{commune}"]), "commune")
    by_parent(places, orgs, ("village", "control_station"))
    by_twin(places, read(folder, "twinnings.csv"), orgs)
    for code, place in SERVES.items():
        places.put(code, places.of([place]), "serves")


def by_parent(places: Places, orgs: dict[str, Row], kinds: tuple[str, ...]) -> None:
    for code, row in orgs.items():
        if row["side"] == "VN" and row["kind"] in kinds:
            places.put(code, places.of([row["parent_id"]]), "parent")


def by_twin(places: Places, twinnings: list[Row], orgs: dict[str, Row]) -> None:
    """Give what lies in Laos the stretch of its Vietnamese twin, and a village cluster that of its villages."""
    for row in twinnings:
        if row["b_id"] not in places.stretches:
            places.put(row["b_id"], places.of([row["a_id"]]), "twin")
    clusters = {row["parent_id"] for code, row in orgs.items() if row["kind"] == "village" and row["side"] == "LA"}
    for cluster in sorted(clusters - places.stretches.keys()):
        villages = [code for code, row in orgs.items() if row["parent_id"] == cluster and code in places.stretches]
        if villages:
            places.put(cluster, [hull(places.of(villages))], "villages")


def gates(places: Places, folder: Path) -> dict[str, int]:
    """Return each gate's place on the drawn line, for want of better: its commune's stretch, shared evenly by gates."""
    by_stretch: dict[Stretch, list[str]] = {}
    for row in read(folder, "gates.csv"):
        mates = by_stretch.setdefault(places.stretches[row["commune_id"]][0], [])
        if row["id"] not in mates:
            mates.append(row["id"])
    return {
        gate: a + (b - a) * (2 * i + 1) // (2 * len(mates))
        for (a, b), mates in sorted(by_stretch.items())
        for i, gate in enumerate(mates)
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tables", type=Path, nargs="?", default=ROOT / "src" / "twinline" / "data")
    given = parser.parse_args(arguments)
    at, _, _, cuts = drawn_points()
    communes, doubts = commune_stretches(read(given.tables, "commune_boxes.csv"))
    places = Places(communes)
    derive(places, given.tables, cuts, math.ceil(at[-1]))
    table = {
        "unit": "metre along the line as drawn in border.json",
        "communes": [[code, *communes[code], doubts[code]] for code in communes],
        "places": {c: [places.how[c], *places.stretches[c]] for c in sorted(places.stretches) if c not in communes},
        "gates": gates(places, given.tables),
    }
    output = LINE_DATA / "places.json"
    output.write_text(json.dumps(table, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{output}: {len(communes)} communes, {len(places.stretches) - len(communes)} other places")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
