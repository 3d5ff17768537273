"""*Counted* beside *returned*: what is counted for exactly the period, place and work that somebody reported for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from twinline.figures.answer import Figure, Returned, count
from twinline.figures.hiding import Execute
from twinline.figures.indicator import Catalogue
from twinline.figures.question import Question
from twinline.times import Days

Under = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is counted beside a reported figure; ``figure`` is ``None`` where no record was found, which is no zero.

    ``difference`` (thousandths) is counted less reported, where both are exact and in one unit.
    """

    figure: Figure | None
    difference: int | None


def beside(row: Returned, question: Question, catalogue: Catalogue, execute: Execute, under: Under) -> Beside | None:
    """Return what is counted for the period, place and work of a reported figure, by the same word and knowledge.

    ``under`` gives an organisation's code and all below it. ``None`` for an indicator that is never counted.
    """
    indicator = catalogue[row.indicator]
    if indicator.counted is None:
        return None
    days = row.days
    if indicator.nature == "stock":
        days = Days(None, days.last, "open_start")
    asked = replace(
        question,
        indicators=(row.indicator,),
        period=None if days.first is None and days.last is None else days,
        places=tuple(under(row.place)) if row.place else None,
        organisations=tuple(under(row.about)) if row.about else None,
        place=row.place or None,
        organisation=row.about or None,
        alone=False,
    )
    found = [
        figure
        for figure in count(asked, catalogue, execute)
        if figure.unit == row.unit and figure.reference_set in ("", row.reference_set)
    ]
    if not found:
        return Beside(None, None)
    exact = row.qualifier == found[0].qualifier == "exact" and row.value_max is None and found[0].value_max is None
    return Beside(found[0], found[0].value - row.value if exact else None)
