"""The line in a report: what was patrolled, inspected and looked after, from the records both sides hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from twinline.figures.answer import Behind
from twinline.figures.question import Question
from twinline.line import watch
from twinline.reports.listing import every_behind
from twinline.reports.model import Gap, Watch
from twinline.store.watching import Watched

#: Whose records say where somebody walked, inspected or looks after a stretch.
INDICATORS = (
    "joint_patrols",
    "own_patrols",
    "marker_inspections",
    "markers_inspected",
    "stretches_looked_after_length",
)


class Watches(Protocol):
    """Whence the line is watched."""

    def execute(self, text: str, values: tuple[Any, ...]) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement."""

    def watched(self, rows: Iterable[Behind], survey: str | None) -> Watched:
        """Return what records tell of the line: on a survey, by its digest, or on the packaged one."""


def watched(source: Watches, question: Question, survey: str | None) -> Watch | None:
    """Return who was where in the period of a question, on a survey; ``None`` where it has no first or no last day."""
    period = question.period
    if period is None or period.first is None or period.last is None:
        return None
    rows = {(row.record, row.entry_id): row for row in every_behind(question, INDICATORS, source.execute)}
    found = source.watched(rows.values(), survey)
    days, whole = (period.first, period.last), (0, found.places.line.length_m)
    covered = watch.patrolled(found.walks, whole, days)
    since = watch.not_walked_for(found.walks, whole, days=period.last - period.first + 1, on=period.last)
    unseen = watch.not_inspected(found.places.markers, found.seen, whole, days)
    bare = watch.nobody_looks_after(found.stretches, whole, on=period.last)
    return Watch(
        length_m=whole[1],
        covered_m=covered.covered_m,
        vn_m=covered.vn_m,
        la_m=covered.la_m,
        both_m=covered.both_m,
        together_m=covered.together_m,
        gaps=tuple(Gap(each.from_m, each.to_m, each.day) for each in since),
        markers=sum(1 for _ in found.places.markers),
        unseen=tuple(each.marker.number for each in unseen),
        unattended_m=sum(b - a for a, b in bare),
        nowhere=found.without_a_stretch(days),
        places=found.places,
        day=period.last,
        walked=tuple((part.from_m, part.to_m, part.vn, part.la) for part in covered.parts if part.times),
    )
