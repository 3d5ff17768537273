"""``twinline add``: new records from one JSON Lines file."""

from __future__ import annotations

from pathlib import Path

from bench import run
from bench.results import Row


def added(node: Path, lines: Path, records: int, step: str = "add") -> Row:
    """Say all lines to the whole line, and return what it cost."""
    used = run.twinline(node, "add", "incident", str(lines), "--to", "line", "--release", records=records)
    return Row(step, records, used.work_s, used.wall_s, used.cpu_s, used.work_cpu_s, peak=used.peak)
