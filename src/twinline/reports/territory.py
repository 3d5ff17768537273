"""A place that figures are asked for: with what went into it when places were merged, or as it stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinline.reports.collect import ReportSource
from twinline.times import Days


@dataclass(frozen=True, slots=True)
class Territory:
    """A place by its code, empty for everywhere; ``recut``: with the places of another time that share its land."""

    source: ReportSource
    code: str = ""
    recut: bool = False

    @property
    def places(self) -> tuple[str, ...] | None:
        """Return the codes of all places that count, ``None`` for everywhere."""
        if not self.code:
            return None
        return self.source.recut(self.code) if self.recut else self.source.under(self.code)

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Return which places of another time are counted with it: each that ended, and what it became."""
        return self.source.merged(self.code) if self.recut and self.code else ()

    @property
    def heading(self) -> str:
        """Return the name of the word over ``pairs``: what went into the place, or what an ended one became."""
        return "merged" if self.source.ended(self.code) is None else "merged_since"

    def ends_in(self, period: Days | None) -> int | None:
        """Return the place's last civil day where a period goes on after it; None else."""
        last = self.source.ended(self.code) if self.code else None
        goes_on = period is None or period.last is None or (last is not None and last < period.last)
        return last if goes_on else None

    def begins_in(self, period: Days | None) -> int | None:
        """Return the first civil day of a place that others went into, where a period begins before it; None else."""
        first = self.source.begun(self.code) if self.code else None
        before = period is None or period.first is None or (first is not None and period.first < first)
        return first if before and any(now == self.code for _, now in self.source.merged(self.code)) else None
