"""What a node does by itself with what it has or was brought: read a bundle, verify, rebuild."""

from __future__ import annotations

from pathlib import Path

from bench import nodes, run
from bench.results import Row


def carried(pair: nodes.Pair, records: int, stick: Path) -> list[Row]:
    """Write all of A for B into a bundle, let B read it, and return what both cost."""
    wrote = run.twinline(pair.a, "bundle", "write", "--to", nodes.B, str(stick), "--json", records=records)
    _must(wrote.answer["entries"] > records, f"the bundle holds {wrote.answer['entries']} of {records} entries")
    size = stick.stat().st_size
    read = run.twinline(pair.b, "bundle", "read", str(stick), "--json", records=records)
    return [
        Row(step, records, used.work_s, used.wall_s, used.cpu_s, used.work_cpu_s, peak=used.peak, up=size, down=0)
        for step, used in (("bundle write", wrote), ("receive", read))
    ]


def verified(node: Path, records: int) -> Row:
    """Prove everything on a node, and return what it cost."""
    used = run.twinline(node, "verify", "--json", records=records)
    _must(used.answer["sound"] and used.answer["records"] >= records, f"verify says {used.answer}")
    return Row("verify", records, used.work_s, used.wall_s, used.cpu_s, used.work_cpu_s, peak=used.peak)


def rebuilt(node: Path, records: int) -> Row:
    """Make every cache of a node anew, and return what it cost."""
    used = run.twinline(node, "rebuild", "--json", records=records)
    _must(used.answer["records"] >= records, f"rebuild says {used.answer}")
    return Row("rebuild", records, used.work_s, used.wall_s, used.cpu_s, used.work_cpu_s, peak=used.peak)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise run.BenchError(otherwise)
