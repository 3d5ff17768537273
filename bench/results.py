"""What was measured: one row for each step and size, and how all of it is kept together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Row:
    """One step over so many records.

    ``work_s`` is what rates are computed from: the work once the ledger was open, or from the first connection on.
    ``work_cpu_s`` is the same in CPU seconds. ``wall_s`` and ``cpu_s`` are of the whole process; ``other`` is the
    process that answered. Peaks in bytes. ``zstd_19`` is what the entries it brought take as one zstd-19 stream, where
    that isn't what all entries of the node take. ``rates`` are those of all runs where it is the middle of several.
    ``None`` is what this system doesn't tell, or what the step hasn't.
    """

    step: str
    records: int
    work_s: float
    wall_s: float | None = None
    cpu_s: float | None = None
    work_cpu_s: float | None = None
    other_cpu_s: float | None = None
    peak: int | None = None
    other_peak: int | None = None
    up: int | None = None
    down: int | None = None
    trips: int | None = None
    zstd_19: int | None = None
    rates: tuple[float, ...] = ()

    @property
    def rate(self) -> float:
        """Return records per second."""
        return self.records / self.work_s if self.work_s else math.inf

    @property
    def bytes(self) -> int | None:
        """Return the payload bytes of both directions."""
        return None if self.up is None or self.down is None else self.up + self.down


def middle(runs: Sequence[Row]) -> Row:
    """Return the run of a step that took the middle time (of an even number the slower), with the largest memory."""
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda row: row.work_s)
    return replace(
        ordered[len(ordered) // 2],
        peak=max((row.peak for row in runs if row.peak), default=None),
        other_peak=max((row.other_peak for row in runs if row.other_peak), default=None),
        rates=tuple(row.rate for row in ordered),
    )


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the same entries take: plain, and compressed as one stream; and the lines they were said from."""

    records: int
    plain: int
    zstd_3: int
    zstd_19: int
    lines: int
    lines_zstd_3: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Figures over so many facts: milliseconds, the median of ``times``."""

    what: str
    facts: int
    ms: float
    times: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A question to the line: milliseconds and milliseconds of CPU, the medians of ``times``, over so many things."""

    what: str
    of: str
    number: int
    ms: float
    cpu_ms: float
    times: int

    @property
    def cpu_rate(self) -> float:
        """Return things per second of CPU."""
        return self.number / self.cpu_ms * 1000 if self.cpu_ms else math.inf


@dataclass(slots=True)
class Book:
    """All that one run measured."""

    machine: list[tuple[str, str]]
    commands: str
    began: str
    rows: list[Row] = field(default_factory=list)
    sizes: list[Sizes] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def of(self, step: str) -> list[Row]:
        """Return the rows of a step by number of records."""
        return sorted((row for row in self.rows if row.step == step), key=lambda row: row.records)

    def at(self, step: str, records: int) -> Row | None:
        """Return the row of a step at one size."""
        return next((row for row in self.rows if (row.step, row.records) == (step, records)), None)

    def size_of(self, records: int) -> Sizes | None:
        """Return the sizes of so many entries."""
        return next((each for each in self.sizes if each.records == records), None)


def slope(rows: Sequence[Row]) -> float | None:
    """Return how the time of a step grows with its records (log-log): 1 is a constant cost per record."""
    points = [(math.log(row.records), math.log(row.work_s)) for row in rows]
    if len(points) < 2:
        return None
    mean_x, mean_y = (sum(each) / len(points) for each in zip(*points, strict=True))
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points))
