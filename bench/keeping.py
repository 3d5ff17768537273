"""What a node does by itself with what it has or was brought: read a bundle, verify, rebuild."""

from __future__ import annotations

from pathlib import Path

from bench import nodes, run
from bench.results import Row


def carried(pair: nodes.Pair, records: int, stick: Path) -> list[Row]:
    """Write all of A for B into bundles, let B read them, and return what both cost.

    What is more than one bundle holds goes on the next one, once B's answer has come back; the answers aren't counted.
    """
    nodes.adopt(pair.a)
    nodes.adopt(pair.b)
    written: list[run.Used] = []
    taken: list[run.Used] = []
    size = carried = 0
    while carried <= records:
        wrote = run.twinline(pair.a, "bundle", "write", "--to", nodes.B, str(stick), "--json", records=records)
        _must(wrote.answer["entries"] > 0, f"the bundles hold {carried} of {records} entries")
        written.append(wrote)
        carried += wrote.answer["entries"]
        size += stick.stat().st_size
        taken.append(run.twinline(pair.b, "bundle", "read", str(stick), "--json", records=records))
        if carried <= records:
            run.twinline(pair.b, "bundle", "write", "--to", nodes.A, str(stick), records=records)
            run.twinline(pair.a, "bundle", "read", str(stick), records=records)
    return [_summed("bundle write", records, written, size), _summed("receive", records, taken, size)]


def _summed(step: str, records: int, used: list[run.Used], size: int) -> Row:
    def total(name: str) -> float:
        return sum(getattr(each, name) for each in used)

    peak = max((each.peak for each in used if each.peak is not None), default=None)
    return Row(
        step, records, total("work_s"), total("wall_s"), total("cpu_s"), total("work_cpu_s"), peak=peak, up=size, down=0
    )


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
