"""The index that figures are read by, and reports shown again: both change how fast an answer is, and no answer."""

from __future__ import annotations

import threading

import pytest

from tests.border import Border, Side, carry, incident
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.figures.statement import quick
from twinline.reports import again
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.store import settled, verifying
from twinline.store.commands import rebuilding
from twinline.store.commands.common import Progress
from twinline.store.ledger import Ledger
from twinline.times import Days
from twinline.tongues import speaking

SINCE = {"since": "2022", "until": "2022"}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index be built for a few facts."""
    monkeypatch.setattr(settled, "FEWEST", 1)
    monkeypatch.setattr(settled, "PART", 100)


@pytest.fixture
def border(border: Border) -> Border:
    """A pair that holds six cases."""
    for number in range(3, 9):
        border.vn.say("incident", incident(persons=number))
    carry(border.vn, border.la)
    return border


def report(side: Side):
    return joint_report(LedgerSource(side.ledger), **SINCE)


def persons(side: Side) -> int:
    rows = [
        row for part in report(side).sections for row in part.rows if row.indicator.name == "drug_offenders_arrested"
    ]
    return rows[0].counted[0].voices["joint"].value


def plan(side: Side) -> str:
    covered = settled.edge(side.ledger)
    asked = Question(("drug_offenders_arrested",), (1,), period=Days(1, 2, "interval"), settled=covered)
    ((text, values),) = quick(asked, packaged())
    return str(LedgerSource(side.ledger).execute(f"EXPLAIN QUERY PLAN {text}", values))


def test_figures_are_read_by_the_indexes_once_they_are_built(border):
    told = border.vn.say("incident", incident(persons=9)).record
    carry(border.vn, border.la)
    border.la.dispute(told)
    carry(border.la, border.vn)
    assert "COVERING INDEX" not in plan(border.vn)
    before = report(border.vn)
    assert settled.settle(border.vn.ledger)
    found = plan(border.vn)
    for index in ("fact_settled", "fact_settled_odd"):
        assert f"COVERING INDEX {index} (kind=? AND measure=? AND cls=? AND day_to>? AND day_to<?)" in found
    assert "fact_by_question" not in found
    assert report(border.vn) == before
    assert not settled.settle(border.vn.ledger), "nothing came since"


def test_of_very_many_facts_it_is_built_by_a_rebuild_alone(border):
    assert not settled.settle(border.vn.ledger, most=3)
    assert settled.edge(border.vn.ledger) is None
    assert settled.waiting(border.vn.ledger, most=3) > 3, "the doctor says so"
    assert settled.waiting(border.vn.ledger) == 0, "of few the next tick builds it"
    assert settled.settle(border.vn.ledger, most=None)
    assert settled.waiting(border.vn.ledger, most=3) == 0


def test_a_building_that_is_broken_off_leaves_the_indexes_there_were(border, monkeypatch):
    assert settled.settle(border.vn.ledger)
    before, told = settled.edge(border.vn.ledger), report(border.vn)
    border.vn.say("incident", incident(persons=9))
    monkeypatch.setattr(settled, "PART", 1_000_000)
    monkeypatch.setattr(settled, "_STEPS", 1)

    def broken_off() -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(settled, "_look_up", broken_off)
        with pytest.raises(KeyboardInterrupt):
            settled.settle(border.vn.ledger, most=None)
    assert settled.edge(border.vn.ledger).edge == before.edge
    assert report(border.vn) == told, "what isn't exchanged yet is no part of a joint report"
    assert settled.settle(border.vn.ledger, most=None)
    assert settled.edge(border.vn.ledger).edge > before.edge


def test_a_long_building_by_command_shows_that_it_goes_on(border, monkeypatch, capfd):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    def slowly(ledger: Ledger, *, most: int | None) -> bool:
        assert ledger.folder == border.vn.ledger.folder
        assert most is None
        return seen.wait(60)

    seen, show = threading.Event(), Progress._show
    monkeypatch.setattr(Progress, "_show", lambda self, text: (show(self, text), seen.set()))
    monkeypatch.setattr(settled, "settle", slowly)
    monkeypatch.setattr(rebuilding, "ledger", lambda: border.vn.ledger)
    with speaking("fr"):
        rebuilding.rebuild.main(["--indexes"], standalone_mode=False)
    told = capfd.readouterr()
    assert "construction des index des chiffres\u00a0: 1 s" in told.err
    assert told.out == "Les index des chiffres sont construits.\n"


def test_what_arrives_later_counts_too_and_what_was_amended_counts_once(border):
    settled.settle(border.vn.ledger)
    told = border.vn.say("incident", incident(persons=100)).record
    carry(border.vn, border.la)
    assert ("incident", "persons") in settled.edge(border.vn.ledger).beyond
    assert persons(border.vn) == persons(border.la) == 133_000
    settled.settle(border.vn.ledger)
    assert not settled.edge(border.vn.ledger).beyond
    border.vn.amend(told, incident(persons=50))
    carry(border.vn, border.la)
    assert persons(border.vn) == persons(border.la) == 83_000


def test_a_class_that_came_since_the_indexes_were_built_counts_once_they_are_built_anew(border):
    """Control: what the indexes hold is read once after each building; kept longer, these would be left out."""
    settled.settle(border.vn.ledger)
    assert persons(border.vn) == 33_000
    border.vn.say("incident", incident(persons=100, offence="drug_retail"))
    carry(border.vn, border.la)
    settled.settle(border.vn.ledger)
    assert not settled.edge(border.vn.ledger).beyond
    assert persons(border.vn) == 133_000


def test_looking_how_far_the_indexes_reach_walks_through_no_table(border):
    """However many facts there are: what lies beyond the edge is read from there on."""
    settled.settle(border.vn.ledger)
    border.vn.say("incident", incident(persons=100))
    asked: list[str] = []

    def heard(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    connection = border.vn.ledger.connection
    with connection.execute_wrapper(heard):
        assert settled.edge(border.vn.ledger).beyond
    with connection.cursor() as cursor:
        plans = [str(cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()) for sql in asked if "PRAGMA" not in sql
                 and "%s" not in sql]  # fmt: skip
    assert any("INTEGER PRIMARY KEY (rowid>?)" in plan for plan in plans)
    assert not [plan for plan in plans if "SCAN store_fact" in plan]


def test_what_comes_between_looking_at_the_index_and_counting_is_counted(border, monkeypatch):
    settled.settle(border.vn.ledger)
    looked = settled.edge(border.vn.ledger)
    border.vn.say("incident", incident(persons=100))
    carry(border.vn, border.la)
    monkeypatch.setattr(settled, "edge", lambda ledger: looked)
    assert not looked.beyond
    assert persons(border.vn) == 133_000


def test_a_node_built_anew_has_its_index_again(border):
    before = report(border.vn)
    verifying.rebuild(border.vn.ledger)
    assert settled.edge(border.vn.ledger) is not None
    assert report(border.vn) == before
    assert verifying.verify(border.vn.ledger).sound


def test_a_report_is_collected_anew_once_anything_was_written_and_not_before(border):
    source = LedgerSource(border.vn.ledger)
    asked = {**SINCE, "readers": ("line",), "known_on": None, "name": "joint"}
    first = again.report(source, **asked)
    assert again.report(source, **asked) is first
    assert again.report(source, **{**asked, "readers": ("vn-na",)}) is not first
    border.vn.say("incident", incident(persons=100))
    carry(border.vn, border.la)
    later = again.report(source, **asked)
    assert later is not first
    assert later == report(border.vn) != first
