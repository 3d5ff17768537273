"""Two records told as one event at the desk: what changes is seen before it is said, and which of them is counted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.border import Border, Side, carry
from tests.desk.officers import Officer
from tests.desk.test_papers import at
from twinline.figures import answer
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question, basis
from twinline.reports.ledger_source import LedgerSource

__all__ = ["at"]
At = Callable[[Side], None]


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def suspects(side: Side) -> int:
    """Return how many suspects of drug cases both sides' records give together."""
    source = LedgerSource(side.ledger)
    with source.seen(("la-xk", "vn-na")) as seen:
        question = Question(("drug_offenders_arrested",), seen.audiences, basis("joint"), known_on=seen.cut.asked)
        rows = answer.ask(question, packaged(), source.execute).figures
    return sum(row.value for row in rows if row.indicator == "drug_offenders_arrested") // 1000


def told_by_both(border: Border, lan: Officer, kham: Officer) -> tuple[str, str]:
    """Return the pages of one event that one side tells with seven suspects and the other with eight."""
    said = {
        "offence": "drug_trafficking",
        "when.from": "02/06/2026",
        "place.organisation": "vn-na-x-nam-can",
        "cases": "1",
    }
    ours = lan.post("/new/incident/", **said, persons="7", counterparts="la-xk", send="1", circle="twin:la-xk")[1]
    theirs = kham.post("/new/incident/", **said, persons="8", counterparts="vn-na", send="1", circle="twin:vn-na")[1]
    carry(border.vn, border.la)
    carry(border.la, border.vn)
    return ours, theirs


def test_what_changes_is_shown_before_two_records_are_called_one_and_either_can_be_counted(
    border: Border, at: At
) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    ours, theirs = told_by_both(border, lan, kham)
    here = f"{ours}same/{theirs.split('/')[2]}/"
    there = f"{theirs}same/{ours.split('/')[2]}/"
    assert here in lan.get(ours)[1]
    page = lan.get(here)[1]
    assert "both records are counted" in page
    assert re.search(r"7 \w+ \+ 8 \w+", page)
    assert suspects(border.vn) == 15
    assert lan.post(here, counted="theirs")[0] == 302
    carry(border.vn, border.la)
    # Named by its author: "our record", said by the other side, could be either's.
    assert "one event, counted by the record of Xieng Khouang" in kham.get(there)[1]
    assert "one event, counted by the record of Xieng Khouang" in lan.get(here)[1]
    # One side's word alone changes nothing.
    assert suspects(border.la) == 15
    assert kham.post(there, counted="ours")[0] == 302
    carry(border.la, border.vn)
    for side in (border.vn, border.la):
        assert suspects(side) == 8
    assert "the other side’s record is counted" in lan.get(here)[1]
    assert "What is counted of the two" in lan.get(ours)[1]
    # Both name the other of the two; then one of them takes it back.
    assert (lan.post(here, counted="ours")[0], kham.post(there, counted="theirs")[0]) == (302, 302)
    carry(border.vn, border.la)
    carry(border.la, border.vn)
    assert (suspects(border.vn), suspects(border.la)) == (7, 7)
    assert lan.post(here, **{"not": "1"})[0] == 302
    # Joint figures follow once both sides hold it, on both at once.
    assert suspects(border.vn) == 7
    carry(border.vn, border.la)
    carry(border.la, border.vn)
    assert (suspects(border.vn), suspects(border.la)) == (15, 15)
    assert "They are two events" in lan.get(here)[1]


def test_the_page_is_there_for_a_pair_of_both_sides_alone_and_for_those_who_may_send(border: Border, at: At) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    ours, theirs = told_by_both(border, lan, kham)
    here = f"{ours}same/{theirs.split('/')[2]}/"
    clerk = Officer(border.vn, at, may_release=False)
    assert clerk.get(here)[0] == 200
    assert 'name="counted"' not in clerk.get(here)[1]
    assert clerk.post(here, counted="ours")[0] == 403
    home = lan.fill_in(keep="1")
    assert lan.get(f"{ours}same/{home.split('/')[2]}/")[0] == 404
    assert kham.get(f"{theirs}same/{home.split('/')[2]}/")[0] == 404
    assert lan.post(f"{ours}act/withdraw/", reason="mistake")[0] == 302
    assert lan.get(here)[0] == 404
