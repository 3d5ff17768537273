"""What was returned for a period: shown beside what is counted, never added up."""

from __future__ import annotations

from twinline.figures.conditions import readable, sources, voice
from twinline.figures.indicator import NATURES, Catalogue
from twinline.figures.question import Question
from twinline.figures.sql import Piece, Statement, among, both
from twinline.times import Days

RETURN = "return"
COLUMNS = (
    "indicator", "record", "entry_id", "author", "about", "counterpart", "side", "place", "unit", "value", "value_max",
    "qualifier", "precision", "day_from", "day_to", "shape", "reference_set", "published", "standing", "event",
    "example",
)  # fmt: skip
_KEY = "f.author, f.about, f.measure, f.place, f.unit, f.reference_set"
_LATEST = f"RANK() OVER (PARTITION BY {_KEY} ORDER BY f.day_to DESC)"
_TOLD = ", ".join("f.measure" if column == "indicator" else f"f.{column}" for column in COLUMNS)
_NEVER = 10_000_000  # a civil day past every day: an order that all engines share for what has no day


def returned(question: Question, catalogue: Catalogue) -> Statement:
    """Return the SQL text and values that list what was returned for a question.

    Its rows have ``COLUMNS``. A flow answers its exact period, a stock with its latest as-of inside the
    period; without a period all answer. Of returns that one side linked as told twice, one answers.
    """
    asked = catalogue.chosen(question.indicators)
    branches = []
    for nature in NATURES:
        names = [each.name for each in asked if each.nature == nature]
        if names:
            branches.append(_branch(question, nature, names))
    columns = ", ".join(COLUMNS)
    latest = [f"SELECT {columns} FROM ({piece.text}) r WHERE place_in_time = 1" for piece in branches]  # noqa: S608
    order = f"indicator, place, about, COALESCE(day_to, {_NEVER}), COALESCE(day_from, {_NEVER}), unit, author, record"
    union = "\nUNION ALL\n".join(latest)
    text = f"SELECT {columns} FROM (\n{union}\n) a\nORDER BY {order}"  # noqa: S608
    return text, tuple(value for piece in branches for value in piece.values)


def _branch(question: Question, nature: str, names: list[str]) -> Piece:
    latest = nature == "stock" and question.period is not None
    taken = ", ".join("f.measure AS indicator" if column == "indicator" else f"f.{column}" for column in COLUMNS)
    condition = both(
        [
            Piece("f.kind = ?", (RETURN,)),
            among("f.measure", names),
            _within(question.period) if nature == "stock" else _exactly(question.period),
            Piece("f.summed_own = 1"),
            *voice(question.basis),
            *readable(question),
        ]
    )
    over = [(table, both([condition, known])) for table, known in sources(question)]
    told = "\nUNION ALL\n".join(f"SELECT {_TOLD} FROM {table} f WHERE {where.text}" for table, where in over)  # noqa: S608
    rank = _LATEST if latest else "1"
    text = f"SELECT {taken}, {rank} AS place_in_time FROM ({told}) f"  # noqa: S608
    return Piece(text, tuple(value for _, where in over for value in where.values))


def _exactly(period: Days | None) -> Piece:
    if period is None:
        return Piece("1 = 1")
    return both([_same("f.day_from", period.first), _same("f.day_to", period.last)])


def _same(column: str, day: int | None) -> Piece:
    return Piece(f"{column} IS NULL") if day is None else Piece(f"{column} = ?", (day,))


def _within(period: Days | None) -> Piece:
    if period is None:
        return Piece("1 = 1")
    conditions = [Piece("f.day_to IS NOT NULL")]
    if period.first is not None:
        conditions.append(Piece("f.day_to >= ?", (period.first,)))
    if period.last is not None:
        conditions.append(Piece("f.day_to <= ?", (period.last,)))
    return both(conditions)
