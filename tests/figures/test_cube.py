"""The whole cube: each engine adds up what plain Python does, and tells no small number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.figures.fact_table import Row, engine, executor, inserted
from tests.figures.test_figures_engines import ledger
from tests.needs import needs
from twinline.figures.catalogue import packaged
from twinline.figures.cube import Cell, cells
from twinline.figures.question import Question, basis
from twinline.reports import cubed
from twinline.times import Days

CATALOGUE = packaged()
QUESTIONS = [
    Question(("drug_cases",), (1, 2), basis(said), period, known_on=known_on)
    for said in ("joint", "agreed", "held:LA", "stated:VN")
    for period, known_on in ((None, None), (Days(120, 170, "interval"), 15))
]
BY = ("kind", "measure", "unit", "month", "place")


def told(question: Question, execute: Any) -> dict[tuple[str, ...], tuple[int, int, int]]:
    return {
        tuple(str(getattr(one, name)) for name in BY): (one.value, one.not_yet_agreed, one.facts)
        for one in cells(question, CATALOGUE, execute)
        if one.qualifier != "hidden"
    }


def by_hand(rows: list[Row], question: Question) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Return the same, row by row; nothing here is of persons in a narrow place."""
    said, known_on, period = question.basis, question.known_on, question.period
    found: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        since, until = (row.held_from, row.held_to) if said.held else (row.arrived_from, row.arrived_to)
        counts = since is not None and (
            until is None if known_on is None else since <= known_on and (until is None or until > known_on)
        )
        counts = counts and bool(row.summed_own if said.voice == "stated" else row.summed)
        counts = (
            counts and {"joint": True, "agreed": row.standing == "agreed", "stated": row.side == said.side}[said.voice]
        )
        counts = counts and row.audience_id in question.audiences and not row.stock and not row.returned
        if period is not None:
            first, last = row.day_from, row.day_to
            counts = counts and None not in (first, last) and period.first <= first and last <= period.last
        if counts and row.kind != "twinning":
            months = {None if day is None else (date(1970, 1, 1) + timedelta(day)).isoformat()[:7]
                      for day in (row.day_from, row.day_to)}  # fmt: skip
            month = (months.pop() or "") if len(months) == 1 else ""
            cell = found[row.kind, row.measure, row.unit, month, row.place]
            cell[0] += row.value
            cell[1] += row.value if row.standing == "disputed" else 0
            cell[2] += 1
    return {key: tuple(cell) for key, cell in found.items()}


def facts() -> list[Row]:
    return [replace(row, place="vn-na") if row.unit == "persons" else row for row in ledger()]


def alike(rows: list[Row], execute: Any, every: int = 1) -> int:
    total = 0
    for question in QUESTIONS[::every]:
        expected = by_hand(rows, question)
        assert told(question, execute) == expected
        total += len(expected)
    return total


def test_sqlite_adds_up_what_plain_python_does() -> None:
    assert alike(facts(), executor(facts())) > 50


def test_duckdb_adds_up_what_plain_python_does() -> None:
    execute = engine("duckdb")
    inserted(execute, facts())
    assert alike(facts(), execute, every=3) > 20


def test_the_copy_that_a_cube_is_asked_of_tells_the_cells_that_the_facts_tell(tmp_path: Path) -> None:
    """Control: a fact less in the copy is told. Of no facts there is no cell, and nothing fails."""
    rows = facts()
    across = Row("across", day_from=19_020, day_to=19_060)
    execute, fewer, none = executor([*rows, across]), executor(rows), executor([])
    months = set()
    for question in QUESTIONS:
        found = by_copy(question, execute, tmp_path)
        assert found == cells(question, CATALOGUE, execute)
        months |= {cell.month for cell in found}
    assert "" in months
    assert len(months) > 2
    assert by_copy(QUESTIONS[0], fewer, tmp_path) != cells(QUESTIONS[0], CATALOGUE, execute)
    assert by_copy(QUESTIONS[0], none, tmp_path) == []


def by_copy(question: Question, execute: Any, spool: Path) -> list[Cell]:
    return cubed.written(question, execute, execute, ".csv", "duckdb", spool)[1]


@needs("postgres")
def test_postgresql_adds_up_what_plain_python_does(postgres: Any) -> None:
    postgres.fill(facts()[:150])
    assert alike(facts()[:150], postgres.execute, every=4) > 10


def test_a_fact_that_is_lost_is_caught() -> None:
    with pytest.raises(AssertionError):
        alike(facts(), executor(facts()[20:]))


def persons(record: str, place: str, value: int, day: int = 19000) -> Row:
    return Row(record, value * 1000, measure="persons", unit="persons", place=place, day_from=day, day_to=day)


def test_no_small_number_is_told_nor_whether_there_is_one() -> None:
    """Control: where nobody said a small number the same places are told."""
    question = Question(("drug_cases",), (1,))
    one, neighbour, other = "vn-na-xo-my-ly", "vn-na-xo-muong-tip", "vn-na-xo-nam-can"
    small = [persons("a", one, 2), persons("b", one, 30, 19100), persons("c", "vn-na", 40)]
    found = cells(question, CATALOGUE, executor(small))
    assert [cell.value for cell in found if cell.qualifier != "hidden"] == [40_000]
    silent = {cell.place for cell in found if cell.qualifier == "hidden"}
    assert {one, neighbour} <= silent
    elsewhere = [persons("a", neighbour, 2), *small[1:]]
    hidden = {cell.place for cell in cells(question, CATALOGUE, executor(elsewhere)) if cell.qualifier == "hidden"}
    assert {one, neighbour} <= hidden
    large = [persons("a", one, 7), persons("b", other, 30, 19100)]
    assert {cell.place: cell.value for cell in cells(question, CATALOGUE, executor(large))} == {
        one: 7000,
        other: 30_000,
    }


def test_what_is_counted_once_or_returned_or_stands_is_not_added_up() -> None:
    pair = {"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs"}
    rows = [Row("a", stock=True), Row("b", returned=True), Row("c", **pair), Row("d", day_from=18990, day_to=19030)]
    assert cells(Question(("drug_cases",), (1,)), CATALOGUE, executor(rows)) == [
        Cell("incident", "cases", "cases", "", "vn-na", 1000, None, "exact", 0, 1)
    ]
