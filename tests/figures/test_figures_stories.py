"""What both sides said, through the fold and the statements on each engine: plain Python counts the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.affairs import DRUGS, LOGGING, MERGED, MONTH, RULES, Asked, affairs, asked, counted
from tests.figures.fact_table import Row, emptied, engine, executor
from tests.ledger.cast import SUPERIORS, wider
from tests.ledger.stories import found
from tests.needs import needs
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.listed import records_behind
from twinline.figures.question import Basis, Question
from twinline.ledger import timeline
from twinline.ledger.acts import Act, Law
from twinline.reports.ledger_source import LedgerSource
from twinline.store import meaning, projection
from twinline.store.rows import FactRow
from twinline.times import Days, days_of

CATALOGUE = packaged()
OFFENCES = {"drug_cases": (DRUGS,), "cases_all_offences": (DRUGS, LOGGING)}
LAW = Law(meaning.counterparts, meaning.essentials, lambda code: SUPERIORS.get(code, ()), wider)
COLUMNS = set(Row.__dataclass_fields__)
told_by_roster = st.sampled_from(MERGED)


def facts(acts: list[Act]) -> list[Row]:
    """Return the rows that the store keeps of some acts."""
    told = {act.hash: act for act in acts}
    rows = projection.Rows()
    for span in timeline.spans(acts, LAW):
        projection.add(rows, projection.Told(told[span.state.version.hash], 1, 0, "feed"), span, solo=False, number=0)
    return [
        Row(**{name: cell for name, cell in zip(FactRow._fields, row, strict=True) if name in COLUMNS})
        for row in rows.facts
    ]


def question(said: Asked, stated: Any) -> Question:
    """Return the product's question, its places as the product finds them by gazetteer and roster."""
    roster = SimpleNamespace(changes=SimpleNamespace(successors=stated))
    source = LedgerSource(cast(Any, SimpleNamespace(roster=lambda: roster)))
    places = None if said.place is None else (source.recut if said.merged else source.under)(said.place)
    days = None if said.days is None else [days_of(f"{MONTH}{day}")[0] for day in said.days]
    return Question(
        tuple(OFFENCES), said.readers, Basis(said.voice, said.side, held=said.held), place=said.place, places=places,
        period=None if days is None else Days(days[0], days[1], "interval"), known_on=said.known_on,
    )  # fmt: skip


def alike(acts: list[Act], said: Asked, stated: Any, execute: Any, forget: str = "") -> bool:
    """Return whether an engine counts what plain Python counts: the totals, and the records behind them."""
    asks = question(said, stated)
    answer = ask(asks, CATALOGUE, execute)
    for name, offences in OFFENCES.items():
        by_hand = counted(acts, said, offences, stated, forget)
        if sum(figure.value for figure in answer.of(name)) != sum(by_hand.values()) * 1000:
            return False
        behind = {row.record for row in records_behind(asks, CATALOGUE, name, execute) if not row.reason}
        if behind != set(by_hand):
            return False
    return True


def tried(name: str, examples: int, **more: Any) -> None:
    """Try so many stories on an engine."""
    execute = engine(name, **more)

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(affairs(), asked, told_by_roster)
    def law(acts: list[Act], said: Asked, stated: Any) -> None:
        emptied(execute, facts(acts))
        assert alike(acts, said, stated, execute)

    law()


def test_sqlite_counts_what_was_said_as_plain_python_does() -> None:
    tried("sqlite", 100)


def test_duckdb_counts_what_was_said_as_plain_python_does() -> None:
    tried("duckdb", 20)


@needs("postgres")
def test_postgresql_counts_what_was_said_as_plain_python_does(postgres: Any) -> None:
    tried("postgres", 40, server=postgres)


@pytest.mark.long
@needs("postgres")
@pytest.mark.parametrize("name", ["sqlite", "duckdb", "postgres"])
def test_over_many_stories_each_engine_counts_as_plain_python_does(name: str, postgres: Any) -> None:
    tried(name, 1000, server=postgres)


@pytest.mark.parametrize("rule", RULES)
def test_a_reference_that_forgets_a_rule_is_caught(rule: str) -> None:
    stories = st.tuples(affairs(), asked, told_by_roster)
    assert found(stories, lambda told: not alike(*told, executor(facts(told[0])), forget=rule), within=3000)
