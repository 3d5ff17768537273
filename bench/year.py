"""An example year: what a real mix of kinds costs to say, to exchange, to report, and to lay out for a Monday."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from bench import exchanging, nodes, run
from bench.results import Row
from twinline.records.example_year import example_year

YEAR = 2025
Tell = Callable[[str], None]


def over(template: nodes.Pair, folder: Path, tell: Tell) -> Iterator[Row]:
    """Yield what an example year costs: A says its side's part, B gets it and tells it."""
    pair = template.copy(folder / "year")
    files = list(_written(folder))
    count = sum(number for _, _, number in files)
    tell(f"an example year: {count:,} records of {len(files)} kinds")
    yield _said(pair.a, files, count)
    yield exchanging.exchanged(pair, count, step="year: exchange")
    period = ("--from", str(YEAR), "--to", str(YEAR))
    asked = (
        ("year: joint report", ("report", "joint", *period, "--json")),
        ("year: all figures", ("figures", *period, "--json")),
        ("year: calendar", ("calendar", *period, "--format", "ics", "--out", str(folder / "year.ics"))),
        ("year: Monday sheet, PDF", ("monday", "--week", f"{YEAR}-06-04", "--format", "pdf", "--out",
                                     str(folder / "year.pdf"))),
    )  # fmt: skip
    for step, words in asked:
        tell(step)
        used = run.twinline(pair.b, *words, records=count)
        yield Row(step, count, used.work_s, used.wall_s, used.cpu_s, used.work_cpu_s, peak=used.peak)


def _written(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """Write what A's side says of the year as JSON Lines, a file for each kind; yield kind, file and how many."""
    ours = sorted((one for one in example_year(YEAR) if one.about.startswith("vn-")), key=lambda one: one.kind)
    for kind, group in groupby(ours, key=lambda one: one.kind):
        lines = [json.dumps({"about": one.about, **one.body}, ensure_ascii=False) for one in group]
        path = folder / f"year-{kind}.jsonl"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        yield kind, path, len(lines)


def _said(node: Path, files: list[tuple[str, Path, int]], count: int) -> Row:
    """Say the year, one ``twinline add`` for each kind; times are of all of them together."""
    used = [
        run.twinline(node, "add", kind, str(path), "--to", "line", "--release", records=number)
        for kind, path, number in files
    ]
    return Row(
        "year: add", count, sum(one.work_s for one in used), sum(one.wall_s for one in used),
        sum(one.cpu_s for one in used), sum(one.work_cpu_s for one in used),
        peak=max((one.peak for one in used if one.peak is not None), default=None),
    )  # fmt: skip
