"""One text, one answer: the statements run on other engines as they are."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.figures.fact_table import Row, executor, on_duckdb, returned
from tests.needs import needs
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.listed import records_behind
from twinline.figures.question import Question, basis
from twinline.times import Days

CATALOGUE = packaged()
INDICATORS = (
    "drug_cases", "cases_all_offences", "joint_patrols", "twinned_village_pairs", "delegations_sent_to_laos",
    "drug_offenders_arrested",
)  # fmt: skip


def ledger():
    """Return some hundred facts of several kinds, drawn with a fixed seed."""
    chance = random.Random(7)
    kinds = (
        {"cls": "drug_retail"},
        {"cls": "illegal_logging"},
        {"cls": "drug_retail", "measure": "persons", "unit": "persons", "place": "vn-na-xo-my-ly"},
        {"kind": "activity", "measure": "activities", "cls": "joint_patrol", "unit": "activities"},
        {"kind": "activity", "measure": "delegations_sent", "cls": "visit", "unit": "delegations"},
        {"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs", "day_to": None},
    )
    for number in range(300):
        day = chance.randrange(100, 200)
        more = {"day_from": day, "day_to": day + chance.randrange(3), **chance.choice(kinds)}
        yield Row(
            f"r{number:03}",
            chance.randrange(9) * 1000,
            side=chance.choice(("VN", "LA")),
            standing=chance.choice(("stated", "agreed", "disputed")),
            qualifier=chance.choice(("exact", "exact", "more_than", "rounded")),
            member=f"m{chance.randrange(20)}",
            summed=chance.randrange(2),
            summed_own=chance.randrange(2),
            audience_id=chance.randrange(1, 3),
            held_from=chance.choice((None, 5, 10)),
            held_to=chance.choice((None, None, 20)),
            shape="interval",
            **more,
        )
    for number in range(40):
        yield returned(f"t{number:02}", "border_communes", 27000, unit="communes", day_to=chance.randrange(100, 200))


def questions():
    for said in ("joint", "agreed", "stated:VN", "held:LA"):
        for period in (None, Days(120, 160, "interval"), Days(None, 150, "open_start")):
            for known_on in (None, 7, 15):
                names = (*INDICATORS, "border_communes")
                yield Question(names, (1, 2), basis(said), period, known_on=known_on)
    yield Question(INDICATORS[-1:], (1, 2), places=("vn-na-xo-my-ly",))  # where small numbers are hidden


def test_duckdb_answers_as_sqlite_does():
    rows = list(ledger())
    assert alike(rows, on_duckdb(rows), every=2) > 60


@needs("postgres")
def test_postgresql_answers_as_sqlite_does(postgres):
    rows = list(ledger())
    postgres.fill(rows)
    assert alike(rows, postgres.execute, every=4) > 30


def test_an_engine_that_counts_otherwise_would_be_found():
    rows = list(ledger())
    changed = executor([replace(row, value=row.value + 1000) for row in rows])
    with pytest.raises(AssertionError):
        alike(rows, changed)


def alike(rows, there, every=1):
    """Return how many figures were asked, all the same here and there, down to the records behind them."""
    here = executor(rows)
    answered = 0
    for question in list(questions())[::-every]:
        answer = ask(question, CATALOGUE, here)
        answered += len(answer.figures)
        assert ask(question, CATALOGUE, there) == answer
        for name in INDICATORS:
            listed = records_behind(question, CATALOGUE, name, here)
            assert records_behind(question, CATALOGUE, name, there) == listed
    return answered
