"""One statement for any number of indicators: facts joined with what was asked, filtered, grouped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twinline.figures.conditions import once, readable, sources, voice, when
from twinline.figures.indicator import NATURES, Catalogue, Indicator, Selection
from twinline.figures.question import Question
from twinline.figures.sql import Piece, Statement, Value, both, table

COLUMNS = (
    "indicator", "unit", "reference_set", "aggregate", "total", "total_max", "still_open", "things", "settled_things",
    "least_vague", "most_vague", "precision", "facts", "example",
)  # fmt: skip
# What is sorted to be grouped is kept narrow: that is most of what a large question costs.
_GROUPED = """
SELECT indicator, unit, reference_set, aggregate,
  SUM(value) AS total,
  SUM(most) AS total_max,
  SUM(CASE WHEN contested = 1 THEN value ELSE 0 END) AS still_open,
  COUNT(DISTINCT thing) AS things,
  COUNT(DISTINCT CASE WHEN contested = 0 THEN thing END) AS settled_things,
  MIN(vague) AS least_vague,
  MAX(vague) AS most_vague,
  MAX(precision) AS precision,
  COUNT(*) AS facts,
  MAX(shown_as) AS example
FROM counted
GROUP BY indicator, unit, reference_set, aggregate
ORDER BY indicator, unit, reference_set"""
# How a number is not exact: 1 rounded, 2 above what is said, 3 below it, 4 about; none if it is exact.
VAGUE = {1: "rounded", 2: "more_than", 3: "nearly", 4: "about"}
_TAKEN = (
    "w.indicator, w.aggregate, CASE WHEN w.unit = '' THEN f.unit ELSE w.unit END AS unit, f.reference_set, f.value,"
    " COALESCE(f.value_max, f.value) AS most, f.precision,"
    " CASE WHEN f.qualifier = 'exact' THEN NULL WHEN f.qualifier = 'rounded' THEN 1"
    " WHEN f.qualifier = 'nearly' THEN 3 WHEN f.qualifier = 'about' THEN 4 ELSE 2 END AS vague,"
    " CASE WHEN f.standing = 'disputed' THEN 1 ELSE 0 END AS contested,"
    " CASE WHEN w.aggregate = 'count' THEN f.record WHEN w.aggregate = 'distinct' THEN f.member END AS thing,"
    " CASE WHEN f.example THEN 1 ELSE 0 END AS shown_as"
)
Row = tuple[Value, ...]


def statement(question: Question, catalogue: Catalogue) -> Statement | None:
    """Return the SQL text and values that count every indicator of a question, or ``None`` if all are only returned.

    Its rows have ``COLUMNS``: one for each indicator, unit and reference set with a fact; numbers in thousandths.
    Marks are ``?``. The text runs as it is on SQLite, DuckDB, PostgreSQL and Spark.
    """
    asked = catalogue.chosen(question.indicators)
    branches = [branch for nature in NATURES for branch in _branches(question, nature, asked)]
    if not branches:
        return None
    names = [f"wanted_{number} ({columns}) AS ({rows.text})" for number, (columns, rows, _) in enumerate(branches)]
    taken = [
        f"SELECT {_TAKEN}\n  FROM wanted_{number} w CROSS JOIN {table} f\n  WHERE {condition.text}"  # noqa: S608
        for number, (_, _, branch) in enumerate(branches)
        for table, condition in _over(branch, question)
    ]
    text = "WITH " + ",\n".join(names) + ",\ncounted AS (\n  " + "\n  UNION ALL\n  ".join(taken) + "\n)" + _GROUPED
    values = [value for _, rows, _ in branches for value in rows.values]
    values += [
        value for _, _, branch in branches for _, condition in _over(branch, question) for value in condition.values
    ]
    return text, tuple(values)


def _branches(question: Question, nature: str, asked: Sequence[Indicator]) -> Iterator[tuple[str, Piece, Piece]]:
    """Yield what is wanted (columns, rows) and the condition on a fact, apart for named classes and for any class."""
    mine = [each for each in asked if each.nature == nature]
    chosen = [(each, one) for each in mine if each.counted for one in each.counted.selections]
    named = [(*_wanted(each, one), cls) for each, one in chosen for cls in one.classes]
    any_class = [_wanted(each, one) for each, one in chosen if not one.classes]
    columns = "indicator, aggregate, unit, side, kind, measure"
    match = "f.kind = w.kind AND f.measure = w.measure AND (w.side = '' OR f.side = w.side)"
    conditions = [when(question, nature), *_counting(question)]
    if named:
        yield f"{columns}, cls", table(named), both([Piece(f"{match} AND f.cls = w.cls"), *conditions])
    if any_class:
        yield columns, table(any_class), both([Piece(match), *conditions])


def _over(branch: Piece, question: Question) -> list[tuple[str, Piece]]:
    """Return a branch's condition over each table that holds facts asked for."""
    return [(table, both([branch, known])) for table, known in sources(question)]


def _wanted(indicator: Indicator, one: Selection) -> Row:
    """Return a row of what is wanted; what is counted, not added up, is in the indicator's own unit."""
    aggregate = indicator.counted.aggregate if indicator.counted else ""
    unit = "" if aggregate == "sum" else indicator.units[0]
    return indicator.name, aggregate, unit, one.side, one.kind, one.measure


def _counting(question: Question) -> list[Piece]:
    return [once(question.basis), *voice(question.basis), *readable(question)]
