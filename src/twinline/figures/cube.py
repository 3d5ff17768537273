"""The whole cube: every kind and measure by unit, month and place, for who explores figures rather than asks one.

Added up is what happened and what the records say of it. Left out is what adding up would count wrongly: what was
returned, what stands over a time, and what is counted once however many say it. Those are asked as indicators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twinline.figures.answer import weakest
from twinline.figures.conditions import TABLE, inside, once, readable, sources, voice
from twinline.figures.hiding import HIDDEN, Execute
from twinline.figures.indicator import Catalogue
from twinline.figures.question import Question
from twinline.figures.small import (
    NOBODY,
    ON_DUTY,
    PERSONS,
    Measure,
    Tree,
    Veil,
    measures,
    packaged_tree,
    protected,
    related,
    small_numbers,
    veil,
)
from twinline.figures.sql import Piece, Statement, both
from twinline.figures.statement import VAGUE_SQL
from twinline.times import days_of, iso

#: Each day with the first of its month: engines share no function that would tell it.
DAYS = "cube_day"
#: The first day of the month in which a row ``f`` lies wholly, by the day ``m`` on which it ends.
MONTH = "CASE WHEN f.day_from >= m.first THEN m.first END"
BY_DAY = f"LEFT JOIN {DAYS} m ON m.day = f.day_to"
#: The columns of a fact that a cube is asked of, and that any question about it may limit it by.
READ = (
    "kind", "measure", "unit", "value", "value_max", "qualifier", "standing", "day_from", "day_to", "place", "about",
    "stock", "returned", "side", "audience_id", "published", "summed", "summed_own", "arrived_from", "arrived_to",
    "held_from", "held_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; numbers in thousandths.

    ``month`` is ``2022-06``, empty for what lies in no single month. A place of which nothing is told of a measure has
    one cell without unit and month, whose ``qualifier`` is ``hidden``; it holds for all below the place, too.
    """

    kind: str
    measure: str
    unit: str
    month: str
    place: str
    value: int
    value_max: int | None
    qualifier: str
    not_yet_agreed: int
    facts: int


def added_up(question: Question, catalogue: Catalogue) -> Piece:
    """Return that a row is one that a cube adds up, whoever reads it and whenever it was known."""
    apart = [Piece("NOT (f.kind = ? AND f.measure = ?)", one) for one in sorted(_counted_once(catalogue))]
    return both([Piece("f.stock = 0 AND f.returned = 0"), *apart, *readable(question)])


def days(execute: Execute, of: str = TABLE) -> None:
    """Make the table of days anew, as far as facts of a table reach and a year more, for what is written meanwhile."""
    execute(f"DROP TABLE IF EXISTS {DAYS}", ())
    execute(f"CREATE TEMPORARY TABLE {DAYS} (day INTEGER PRIMARY KEY, first INTEGER NOT NULL)", ())
    ((first, last),) = execute(f"SELECT MIN(day_to), MAX(day_to) FROM {of}", ())  # noqa: S608
    if first is None:
        return
    for begin, end in _months(int(first) - 366, int(last) + 366):
        told = ", ".join(f"({day:d}, {begin:d})" for day in range(begin, end + 1))
        execute(f"INSERT INTO {DAYS} (day, first) VALUES {told}", ())  # noqa: S608


def _months(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last day of each month from that of one day to that of another."""
    begin, end = days_of(iso(first)[:7])
    while begin <= last:
        yield begin, end
        begin, end = days_of(iso(end + 1)[:7])


def cube(question: Question, catalogue: Catalogue, *, chosen: bool = False) -> Statement:
    """Return the SQL text and values of all cells; asked after ``days``.

    ``chosen``: of a table that holds nothing but what is ``added_up``, each fact with its month beside it: neither is
    asked of each row once more.
    """
    what = [] if chosen else [added_up(question, catalogue)]
    spoken = [*what, inside(question.period), once(question.basis), *voice(question.basis)]
    columns = ", ".join(f"f.{column}" for column in ((*READ, "month") if chosen else READ))
    month, by_day = ("f.month", "") if chosen else (MONTH, BY_DAY)
    parts = []
    for table, known in sources(question):
        where = both([*spoken, known])
        parts.append(Piece(f"SELECT {columns} FROM {table} f WHERE {where.text}", where.values))  # noqa: S608
    facts = "\nUNION ALL\n".join(part.text for part in parts)
    text = (
        f"SELECT f.kind, f.measure, f.unit, {month} AS month, f.place, "
        # Of wide numbers, which some engines add up in, many rows take twice as long to hand over.
        "CAST(SUM(f.value) AS BIGINT), CAST(SUM(COALESCE(f.value_max, f.value)) AS BIGINT), "
        "CAST(SUM(CASE WHEN f.standing = 'disputed' THEN f.value ELSE 0 END) AS BIGINT), "
        f"MIN({VAGUE_SQL}), MAX({VAGUE_SQL}), COUNT(*)\n"
        f"FROM ({facts}) f {by_day}\n"
        f"GROUP BY f.kind, f.measure, f.unit, {month}, f.place"
    )
    return text, tuple(value for part in parts for value in part.values)


def cells(question: Question, catalogue: Catalogue, execute: Execute, tree: Tree | None = None) -> list[Cell]:
    """Return all cells in their order, small numbers hidden as in any figure (see ``small``)."""
    days(execute)
    rows = list(execute(*cube(question, catalogue)))
    return told(rows, question, catalogue, execute, tree)


def told(
    rows: Sequence[Sequence[object]],
    question: Question,
    catalogue: Catalogue,
    execute: Execute,
    tree: Tree | None = None,
) -> list[Cell]:
    """Return the cells of the rows that an engine gave; ``execute`` finds the small numbers, where all facts lie."""
    on_duty = _of(catalogue, on_duty=True) - _of(catalogue, on_duty=False)
    persons = {(str(row[0]), str(row[1])) for row in rows if row[2] in PERSONS} - on_duty
    families = related(persons, catalogue)
    silent = execute(*small_numbers(question, families)) if persons else ()
    found = veil(silent, families, tree or packaged_tree()) if persons else None
    every = [_cell(row) for row in rows]
    shown = [one for one in every if found is None or not _hides(found, one, persons, question)]
    return sorted([*shown, *_hidden(found, persons)], key=lambda c: (c.kind, c.measure, c.unit, c.month, c.place))


def _cell(row: Sequence[object]) -> Cell:
    kind, measure, unit, month, place, value, upper, contested, least, most, facts = row
    total = int(str(value))
    return Cell(
        str(kind), str(measure), str(unit), "" if month is None else iso(int(str(month)))[:7], str(place), total,
        int(str(upper)) if int(str(upper)) > total else None,
        weakest(*(None if each is None else int(str(each)) for each in (least, most))),
        int(str(contested)), int(str(facts)),
    )  # fmt: skip


def _hides(found: Veil, one: Cell, persons: set[Measure], question: Question) -> bool:
    measure = (one.kind, one.measure)
    return measure in persons and found.hides(
        [measure], (one.place,) if one.place else question.places, question.organisations
    )


def _hidden(found: Veil | None, persons: set[Measure]) -> Iterator[Cell]:
    """Yield a cell for each place of which a measure is hidden, whether anything was said of it or not."""
    if found is None:
        return
    for measure in sorted(persons):
        for code in sorted({code for block in found.places.get(measure, ()) for code in block} - {NOBODY}):
            yield Cell(*measure, "", "", code, 0, None, HIDDEN, 0, 0)


def _of(catalogue: Catalogue, *, on_duty: bool) -> set[Measure]:
    every = catalogue.indicators.values()
    chosen = [one for one in every if (one.name in ON_DUTY if on_duty else protected(one))]
    return {measure for one in chosen for measure in measures(one)}


def _counted_once(catalogue: Catalogue) -> set[Measure]:
    """Return the measures that are only ever counted once however many say them."""
    told: dict[bool, set[Measure]] = {True: set(), False: set()}
    for one in catalogue.indicators.values():
        told[bool(one.counted and one.counted.aggregate == "distinct")] |= measures(one)
    return told[True] - told[False]
