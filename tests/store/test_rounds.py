"""A round from its opening to its end: who is done, late, missing; nothing to report, zero and silence are three."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.border import Clock, Side, carry
from twinline.figures.catalogue import packaged
from twinline.figures.question import Basis
from twinline.figures.rounds import coverage
from twinline.store import rounds, signing, verifying
from twinline.store.linking import earlier_names
from twinline.store.reading import Reader
from twinline.store.rounds import Standing
from twinline.store.saying import Unfit
from twinline.store.signing import Entered
from twinline.times import days_of, end_of_day, from_rfc3339

COMMAND, POST, OTHER = "vn-na-bg", "vn-post-nam-can-qt", "vn-post-tam-quang"
ASKED: dict[str, Any] = {
    "indicators": ["own_patrols", "drug_cases", "cases_all_offences"], "period": "2026-06", "repeats": "monthly",
    "due_days": 5, "units": [{"unit": POST}, {"unit": OTHER, "from": "2026-07-01"}], "example": True,
}  # fmt: skip
JULY = days_of("2026-07-01")[0]
NOTHING = Entered(nothing=True)


class Province(Side):
    """The command and its posts on one node."""

    def opened(self, **more: Any) -> str:
        return signing.open_round(self.ledger, {**ASKED, **more}, author=COMMAND, now=self.clock())

    def reader(self, *codes: str) -> Reader:
        return Reader(frozenset(codes or (COMMAND,)))

    def standing(self, record: str, day: int = JULY, known_on: int | None = None) -> Standing:  # type: ignore[override]
        round = rounds.find(self.ledger, self.reader(), record)
        term = rounds.term_of(round, day, today=day)
        found = rounds.standings(self.ledger, self.reader(), round, [term], now=self.clock(), known_on=known_on)
        return found[0]

    def states(self, record: str, **more: Any) -> dict[str, str]:
        return {one.unit: one.state for one in self.standing(record, **more).units}

    def sheet(self, record: str, unit: str = POST, day: int = JULY) -> signing.Sheet:
        round = rounds.find(self.ledger, self.reader(unit), record)
        term = rounds.term_of(round, day, today=day)
        return signing.sheet(self.ledger, self.reader(unit), round, term, unit, now=self.clock())

    def sign(self, record: str, unit: str = POST, **entered: Entered) -> int:
        return signing.sign(
            self.ledger, self.reader(unit), self.sheet(record, unit), entered, author=unit, now=self.clock()
        )

    def covered(self, *organisations: str, known_on: int | None = None, owner: str = COMMAND) -> str:
        asks = rounds.question(
            self.ledger, self.reader(), known_on=known_on, indicators=("drug_cases",),
            basis=Basis("stated", "VN", held=False), period=rounds.span(self.term()),
            organisations=organisations or None, owner=owner,
        )  # fmt: skip
        found = coverage(
            asks, packaged(), lambda text, values: rounds.execute(self.ledger, text, values),
            lambda ids: rounds.bodies(self.ledger, ids), lambda record: earlier_names(self.ledger, record),
        )  # fmt: skip
        return ", ".join(f"{len(one.reported)} of {len(one.asked)}" for one in found.get("drug_cases", ()))

    def term(self) -> Any:
        (round,) = rounds.every(self.ledger, self.reader())
        return rounds.term_of(round, JULY, today=JULY)


@pytest.fixture
def province(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    clock = Clock(from_rfc3339("2026-08-01T08:00:00+07:00"))
    with django_db_blocker.unblock():
        made = Province(tmp_path / "vn", COMMAND, clock, (COMMAND, POST, OTHER))
        yield made
        made.ledger.close()


def test_a_round_asks_each_unit_in_the_terms_in_which_it_is_there(province: Province) -> None:
    record = province.opened()
    assert province.states(record, day=days_of("2026-06-10")[0]) == {POST: "missing"}
    assert province.states(record) == {POST: "waiting", OTHER: "waiting"}


def test_zero_nothing_to_report_and_silence_are_three_things(province: Province) -> None:
    record = province.opened()
    province.sign(record, own_patrols=Entered("0"), drug_cases=NOTHING)
    mine = province.standing(record).of(POST)
    assert mine is not None
    told = {name: "nothing" if cell.nothing else cell.body["value"] for name, cell in mine.cells.items()}
    assert told == {"own_patrols": "0", "drug_cases": "nothing"}
    assert mine.state == "waiting"
    assert province.covered() == "1 of 2"


def test_who_answers_after_the_due_day_is_late_and_who_corrects_isnt(province: Province) -> None:
    record = province.opened()
    everything = {"own_patrols": Entered("4"), "drug_cases": Entered("1"), "cases_all_offences": Entered("2")}
    province.sign(record, **everything)
    province.clock.now = end_of_day(days_of("2026-08-05")[0])
    assert province.states(record) == {POST: "done", OTHER: "missing"}
    province.sign(record, OTHER, **everything)
    assert province.sign(record, drug_cases=Entered("2")) == 1
    assert province.states(record) == {POST: "done", OTHER: "late"}
    assert province.standing(record).of(POST).cells["drug_cases"].corrected
    assert province.covered() == "2 of 2"
    then = end_of_day(days_of("2026-08-04")[0])
    assert province.covered(known_on=then) == "1 of 2"
    assert province.states(record, known_on=then) == {POST: "done", OTHER: "waiting"}
    assert verifying.verify(province.ledger).sound


def test_a_number_takes_the_place_of_nothing_and_the_other_way_round(province: Province) -> None:
    record = province.opened()
    province.sign(record, own_patrols=NOTHING, drug_cases=NOTHING, cases_all_offences=NOTHING)
    assert province.states(record)[POST] == "done"
    province.sign(record, drug_cases=Entered("0"), own_patrols=NOTHING)
    cells = province.standing(record).of(POST).cells
    assert {name: cell.nothing for name, cell in cells.items()} == {
        "own_patrols": True, "drug_cases": False, "cases_all_offences": True
    }  # fmt: skip
    province.sign(record, drug_cases=NOTHING)
    assert all(cell.nothing for cell in province.standing(record).of(POST).cells.values())
    assert province.sign(record, drug_cases=NOTHING) == 0


def test_a_part_above_its_whole_and_what_is_no_number_are_refused_whole(province: Province) -> None:
    record = province.opened()
    for entered in (
        {"drug_cases": Entered("3"), "cases_all_offences": Entered("2")},
        {"own_patrols": Entered("4"), "drug_cases": Entered("many")},
    ):
        with pytest.raises(Unfit) as unfit:
            province.sign(record, **entered)
        assert {one.field for one in unfit.value.findings} == {"drug_cases.value"}
    assert not province.standing(record).of(POST).cells


def test_the_sheet_counts_what_the_units_own_records_say(province: Province) -> None:
    record = province.opened()
    body = {"when": "2026-07-03", "place": "vn-na-x-nam-can", "offence": "drug_trafficking", "cases": 2, "persons": 9}
    province.say("incident", {**body, "example": True}, to="self", author=POST)
    lines = {line.indicator.name: line for line in province.sheet(record).lines}
    assert lines["drug_cases"].counted.value == 2000
    assert lines["own_patrols"].counted is None
    province.sign(record, drug_cases=Entered("3"), cases_all_offences=Entered("3"))
    lines = {line.indicator.name: line for line in province.sheet(record).lines}
    assert lines["drug_cases"].difference == -1000


def test_a_unit_sees_its_own_sheet_and_no_other_ones_answers(province: Province) -> None:
    record = province.opened()
    province.sign(record, OTHER, own_patrols=Entered("4"))
    round = rounds.find(province.ledger, province.reader(POST), record)
    (seen,) = rounds.standings(province.ledger, province.reader(POST), round, [province.term()], now=province.clock())
    assert [one.unit for one in seen.units] == [POST]
    assert province.covered() == "0 of 2"
    assert province.covered(owner=POST) == ""
    assert province.standing(record).of(OTHER).cells


def test_a_unit_with_a_month_to_answer_has_one_sheet_due(province: Province) -> None:
    province.opened()
    due = rounds.due_sheets(province.ledger, province.reader(POST), POST, now=province.clock())
    assert [(one.term.period["to"], mine.state) for one, mine in due] == [
        ("2026-06-30", "missing"), ("2026-07-31", "waiting")
    ]  # fmt: skip


@pytest.fixture
def apart(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Side, Side]]:
    """Return the command and a post, each on a node of its own."""
    clock = Clock(from_rfc3339("2026-08-01T08:00:00+07:00"))
    with django_db_blocker.unblock():
        command, post = Side(tmp_path / "bg", COMMAND, clock), Side(tmp_path / "post", POST, clock)
        command.pin(post)
        post.pin(command)
        yield command, post
        command.ledger.close()
        post.ledger.close()


def test_late_is_judged_by_the_receipt_of_the_askers_node(apart: tuple[Side, Side]) -> None:
    command, post = apart
    due = end_of_day(days_of("2026-08-05")[0])
    asked = {**ASKED, "period": "2026-07", "units": [{"unit": POST}]}
    record = signing.open_round(command.ledger, asked, author=COMMAND, now=command.clock())
    carry(command, post)

    def state(side: Side, code: str) -> str:
        reader = Reader(frozenset({code}))
        round = rounds.find(side.ledger, reader, record)
        (found,) = rounds.standings(side.ledger, reader, round, [rounds.term_of(round, JULY, today=JULY)],
                                    now=side.clock())  # fmt: skip
        return found.units[0].state

    reader = Reader(frozenset({POST}))
    round = rounds.find(post.ledger, reader, record)
    term = rounds.term_of(round, JULY, today=JULY)
    sheet = signing.sheet(post.ledger, reader, round, term, POST, now=post.clock())
    everything = dict.fromkeys(ASKED["indicators"], NOTHING)
    signing.sign(post.ledger, reader, sheet, everything, author=POST, now=post.clock())
    assert post.clock.now < due, "signed in time, by the post's own clock"
    assert (state(post, POST), state(command, COMMAND)) == ("on_its_way", "waiting")
    post.clock.now = due
    assert (state(post, POST), state(command, COMMAND)) == ("on_its_way", "missing")
    carry(command, post)
    assert (state(post, POST), state(command, COMMAND)) == ("late", "late")


def test_what_the_askers_node_receipted_in_time_is_done_however_late_the_receipt_comes(
    apart: tuple[Side, Side],
) -> None:
    command, post = apart
    asked = {**ASKED, "period": "2026-07", "units": [{"unit": POST}]}
    record = signing.open_round(command.ledger, asked, author=COMMAND, now=command.clock())
    carry(command, post)
    reader = Reader(frozenset({POST}))
    round = rounds.find(post.ledger, reader, record)
    term = rounds.term_of(round, JULY, today=JULY)
    sheet = signing.sheet(post.ledger, reader, round, term, POST, now=post.clock())
    signing.sign(post.ledger, reader, sheet, dict.fromkeys(ASKED["indicators"], NOTHING), author=POST, now=post.clock())
    carry(command, post)
    post.clock.now = end_of_day(days_of("2026-08-20")[0])
    (found,) = rounds.standings(post.ledger, reader, round, [term], now=post.clock())
    assert found.units[0].state == "done"
    assert found.units[0].at < end_of_day(term.due)
