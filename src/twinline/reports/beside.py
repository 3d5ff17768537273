"""What stands beside a figure: the same period a year earlier, and what was promised."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twinline.figures.answer import Execute, Figure, count
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.reports.declaration import Declared
from twinline.times import span

#: A period longer than a year has no same period a year earlier: the two would overlap.
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Beside:
    """Joint figures to stand beside others: ``last_year`` by their own indicator, ``promised`` by the promised one."""

    last_year: tuple[Figure, ...]
    promised: tuple[Figure, ...]

    def before(self, indicator: str, unit: str, reference_set: str) -> Figure | None:
        """Return the figure of a year earlier."""
        return _find(self.last_year, indicator, unit, reference_set)

    def promise(self, indicator: str | None, unit: str, reference_set: str) -> Figure | None:
        """Return what was promised in the same unit and set: 287 of a ministry never stand beside 9 of a province.

        Beside what is of no set stands the promise of any, if there is but one.
        """
        found = [each for each in self.promised if (each.indicator, each.unit) == (indicator, unit)]
        same = [each for each in found if each.reference_set == reference_set]
        alone = found if not reference_set and len(found) == 1 else []
        return next(iter(same or alone), None)


def beside(report: Declared, question: Question, since: str | None, until: str | None, execute: Execute) -> Beside:
    """Return what stands beside the figures of a question whose period was given by two dates."""
    earlier = year_before(since, until)
    last_year: tuple[Figure, ...] = ()
    if earlier is not None:
        last_year = count(replace(question, period=span(*earlier)), packaged(), execute)
    plans = tuple(dict.fromkeys(report.promised[name] for name in report.indicators if name in report.promised))
    promised = count(replace(question, indicators=plans), packaged(), execute) if plans else ()
    return Beside(last_year, promised)


def year_before(since: str | None, until: str | None) -> tuple[str, str] | None:
    """Return the same period a year earlier, by its dates, full or partial; ``None`` if it is open or over a year."""
    if since is None or until is None:
        return None
    days = span(since, until)
    if days.first is None or days.last is None or days.last - days.first >= LONGEST_DAYS:
        return None
    return _earlier(since), _earlier(until, ends_a_month=since != until)


def _earlier(date: str, *, ends_a_month: bool = False) -> str:
    """Return a date a year earlier. The last day of February stays that where it ends a longer period."""
    year = int(date[:4]) - 1
    last = monthrange(year, 2)[1]
    if date[4:] == "-02-29" or (ends_a_month and date[4:] == "-02-28" and last == 29):
        return f"{year:04d}-02-{last}"
    return f"{year:04d}{date[4:]}"


def _find(figures: Sequence[Figure], indicator: str, unit: str, reference_set: str) -> Figure | None:
    asked = (indicator, unit, reference_set)
    return next((each for each in figures if (each.indicator, each.unit, each.reference_set) == asked), None)
