"""Each row of the two articles: entered on one node, answered on the other, counted by an indicator of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Border, Pairs, Side, carry
from tools import coverage
from twinline import records
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.listed import records_behind
from twinline.figures.question import Question
from twinline.records.example_offices import tasks_done
from twinline.records.example_year import example_year
from twinline.records.facts import thousandths
from twinline.reports.ledger_source import LedgerSource
from twinline.store import awaited, reading, saying
from twinline.store.reading import Reader, readable_audiences
from twinline.times import DAY_MS, Days, days_of

ROWS = coverage.rows()
KNOWN = packaged()
LA = "la-xk"


@dataclass(frozen=True)
class Kept:
    """Two nodes that hold all rows, under which id each; what waited at the other desk, and at ours after a month."""

    border: Border
    ids: dict[str, str]
    there: set[str]
    here: set[str]


@pytest.fixture(scope="module")
def kept(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Kept]:
    """All rows, entered by Nghệ An and answered by Xieng Khouang."""
    with django_db_blocker.unblock():
        border = pairs.copy(tmp_path_factory.mktemp("coverage"))
        ids = {name(row): enter(border.vn, row.kind, row.body) for row in ROWS}
        carry(border.vn, border.la)
        there, here = waiting(border.la), waiting(border.vn)
        for record in ids.values():
            border.la.countersign(record)
        carry(border.vn, border.la)
        yield Kept(border, ids, there, here)
        border.close()


def waiting(side: Side) -> set[str]:
    """Return what somebody at a desk has to confirm or to answer, or awaits of the other side after a month."""
    reader, later = Reader.of_node(side.ledger), side.clock() + 31 * DAY_MS
    asked = awaited.open_requests(side.ledger, reader, now=later)
    questions = awaited.to_confirm(side.ledger, reader), awaited.unconfirmed(side.ledger, reader, later)
    found = [row for asked in questions for row in reading.records(side.ledger, reader, **asked, limit=None)]
    return {row.record for row in found} | {row.record for row, _due in asked}


def name(row: coverage.Row) -> str:
    return f"{row.id} {row.kind} {row.indicator}"


def enter(side: Side, kind: str, body: dict[str, object]) -> str:
    """Say a row to the line, with the other node's office among those who may answer it."""
    named = records.counterparts(kind, body)
    more = {} if LA in named else {"counterparts": sorted({*body.get("counterparts", ()), LA})}  # type: ignore[misc]
    return side.say(kind, {**body, **more}).record


def asked(row: coverage.Row) -> Days | None:
    """Return for when a row's figure is asked: where it stands until a day (a status that ends), for that day."""
    ends = records.registry.event_days(row.kind, row.body).last
    return Days(None, ends, "interval") if KNOWN[row.indicator].nature == "stock" and ends is not None else None


def counted(side: Side, row: coverage.Row, record: str) -> tuple[int, set[str]]:
    """Return what the indicator counts of a record, in thousandths, and its standings."""
    source = LedgerSource(side.ledger)
    everyone = Reader(side.ledger.line(), every=True)
    question = Question((row.indicator,), tuple(readable_audiences(side.ledger, everyone)), period=asked(row))
    if KNOWN[row.indicator].counted is None:
        found = [one for one in ask(question, KNOWN, source.execute).returned_of(row.indicator) if one.record == record]
        return sum(one.value for one in found), {one.standing for one in found}
    found = records_behind(question, KNOWN, row.indicator, source.execute)
    # What is listed as left out, with its reason, isn't counted.
    behind = [one for one in found if one.record == record and not one.reason]
    once = {(one.record, one.member, number): one for number, one in enumerate(behind)}
    if KNOWN[row.indicator].counted.aggregate == "distinct":
        once = {(one.member, "", 0): one for one in behind}
    return sum(one.value for one in once.values()), {one.standing for one in behind}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_is_entered_on_one_node_answered_on_the_other_and_counted_on_both(
    kept: Kept, row: coverage.Row, django_db_blocker: DjangoDbBlocker
) -> None:
    record = kept.ids[name(row)]
    with django_db_blocker.unblock():
        for side in (kept.border.vn, kept.border.la):
            assert side.standing(record) == "agreed"
            value, standings = counted(side, row, record)
            assert value == thousandths(row.value)
            assert standings == {"agreed"}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_is_followed_up_at_both_desks_until_it_is_answered(
    kept: Kept, row: coverage.Row, django_db_blocker: DjangoDbBlocker
) -> None:
    record = kept.ids[name(row)]
    assert record in kept.there
    assert record in kept.here
    with django_db_blocker.unblock():
        asked = {one.record for one, _due in awaited.open_requests(
            kept.border.vn.ledger, Reader.of_node(kept.border.vn.ledger), now=kept.border.clock())}  # fmt: skip
        # The control: once it is answered, only a request that was confirmed, and not replied to, still waits.
        left = (waiting(kept.border.vn) | waiting(kept.border.la)) - asked
    assert record not in left


def test_every_row_of_the_articles_is_there_and_none_besides() -> None:
    assert {row.id for row in ROWS} == set(coverage.ALL)


def test_each_row_is_counted_by_an_indicator_of_its_own_or_names_the_row_it_shares_one_with() -> None:
    first: dict[str, str] = {}
    for row in ROWS:
        if row.same_as:
            assert first[row.indicator] == row.same_as
        else:
            assert row.indicator not in first, f"{row.id} and {first.get(row.indicator)} share {row.indicator}"
            first[row.indicator] = row.id


def test_each_indicator_names_the_rows_it_counts() -> None:
    assert [(row.id, row.indicator) for row in ROWS if row.id not in KNOWN[row.indicator].articles] == []


def test_the_unit_of_an_example_is_one_of_its_indicator() -> None:
    assert [(row.id, row.unit) for row in ROWS if row.unit not in KNOWN[row.indicator].units] == []


def test_what_is_declined_says_why() -> None:
    assert all(one.what and one.because for one in coverage.declined())
    assert Counter(one.what for one in coverage.declined()).most_common(1)[0][1] == 1


def test_the_page_is_made_from_the_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert coverage.told_coverage() in page
    assert all(f"| {row} |" in page for row in coverage.ALL)


def test_what_a_figure_leaves_out_is_not_taken_for_counted(kept: Kept, django_db_blocker: DjangoDbBlocker) -> None:
    (row,) = [one for one in ROWS if one.indicator == "communes_kept_drug_free"]
    ends = asked(row)
    assert ends is not None
    assert ends.last is not None
    source = LedgerSource(kept.border.vn.ledger)
    with django_db_blocker.unblock():
        audiences = tuple(readable_audiences(kept.border.vn.ledger, Reader(kept.border.vn.ledger.line(), every=True)))
        later = Question((row.indicator,), audiences, period=Days(None, ends.last + 1, "interval"))
        assert ask(later, KNOWN, source.execute).of(row.indicator) == ()


def test_each_kind_of_a_row_is_said_to_be_followed_up_and_by_what() -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
    told = page.split("## How each is followed up")[1]
    assert [row.kind for row in ROWS if f"| `{row.kind}` |" not in told] == []
    assert "| `marker` |" not in told  # a kind of which no row is made


def test_each_row_occurs_in_the_example_year(border: Border) -> None:
    node = border.vn
    line = saying.expand(node.ledger, "line", author=node.code)
    year = [saying.Saying(one.kind, one.body, node.code, one.about, line) for one in example_year(2025)]
    saying.say_all(node.ledger, year, now=node.clock())
    reader = Reader.of_node(node.ledger)
    for plan in reading.records(node.ledger, reader, kind="joint_plan", limit=None):
        for told in tasks_done(plan.body, plan.record):
            node.say("task_done", told)
    carry(border.vn, border.la)
    assert {row.indicator for row in ROWS} - counted_in_2025(node) == set()
    # The control: what nobody says any more is missed.
    for shift in reading.records(node.ledger, reader, kind="liaison_shift", limit=None):
        node.withdraw(shift.record)
    carry(border.vn, border.la)
    assert {row.indicator for row in ROWS} - counted_in_2025(node) == {"liaison_shifts"}


def counted_in_2025(side: Side) -> set[str]:
    """Return the indicators of the rows that come to something: by the end of the year, or in it alone."""
    source = LedgerSource(side.ledger)
    everyone = tuple(readable_audiences(side.ledger, Reader(side.ledger.line(), every=True)))
    names = tuple(dict.fromkeys(row.indicator for row in ROWS))
    periods = (Days(None, days_of("2025")[1], "interval"), Days(*days_of("2025"), "interval"))
    answers = [ask(Question(names, everyone, period=period), KNOWN, source.execute) for period in periods]
    return {one.indicator for found in answers for one in (*found.figures, *found.returned) if one.value}
