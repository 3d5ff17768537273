"""The records behind a figure, one by one: those it counts and those it leaves out, as far as they may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from twinline.figures.answer import Behind
from twinline.figures.behind import behind
from twinline.figures.hiding import Execute, blank, hiding
from twinline.figures.indicator import Catalogue, unit_code
from twinline.figures.question import Question
from twinline.figures.small import Tree, protected
from twinline.times import Days


def records_counted(
    question: Question, catalogue: Catalogue, indicator: str, execute: Execute, tree: Tree | None = None
) -> tuple[Behind, ...]:
    """Return the records that one figure counts, as ``records_behind`` does; those left out aren't looked for."""
    if protected(catalogue[indicator]):
        # Whether a small number is shown hangs on those left out, too.
        every = records_behind(question, catalogue, indicator, execute, tree)
        return tuple(each for each in every if not each.reason)
    found = (_behind(row) for row in execute(*behind(question, catalogue, indicator, counted=True)))
    return tuple(sorted(found, key=_listed))


def records_behind(
    question: Question, catalogue: Catalogue, indicator: str, execute: Execute, tree: Tree | None = None
) -> tuple[Behind, ...]:
    """Return the records behind one counted figure, those counted first; see ``behind``. None behind a hidden one."""
    asked = catalogue[indicator]
    statement = behind(question, catalogue, indicator)
    hidden = hiding(replace(question, indicators=(indicator,)), catalogue, execute, rows=True, tree=tree)
    if hidden.counted(asked):
        return ()
    found = [_behind(row) for row in execute(*statement)]
    # One left to be told among those that are not would be told by the sum: all are hidden, or none.
    secret = any(hidden.behind(asked, b.place, b.about, b.author) for b in found)
    told = [blank(b) if secret and b.author != question.owner else b for b in found]
    return tuple(sorted(told, key=_listed))


def _listed(row: Behind) -> tuple[Any, ...]:
    return row.reason, row.record, row.unit, row.member, row.value, row.entry_id


def _behind(row: Sequence[Any]) -> Behind:
    record, entry_id, unit, value, value_max, qualifier, standing, side, author, about, place, *rest = row
    first, last, shape, event, member, example, reason = rest
    days = Days(first, last, shape)
    return Behind(
        record, entry_id, unit_code(unit), value, value_max, qualifier, standing, side, author, about, place, days,
        event, member, bool(example), reason,
    )  # fmt: skip
