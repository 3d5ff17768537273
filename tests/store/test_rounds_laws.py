"""A round's states against a reference in plain Python, after random answers, corrections, silences and delays."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.border import Clock
from tests.store.test_rounds import ASKED, COMMAND, OTHER, POST, Province
from twinline.store.signing import Entered
from twinline.times import days_of, end_of_day, from_rfc3339

DAY = 86_400_000
#: A unit that is gone before the term begins, and one that ends within it.
GONE, ENDING = "vn-post-hanh-dich", "vn-post-keng-du"
UNITS = [
    {"unit": POST}, {"unit": OTHER, "from": "2026-07-01"}, {"unit": GONE, "to": "2026-06-30"},
    {"unit": ENDING, "to": "2026-07-10"},
]  # fmt: skip
THERE = (POST, OTHER, ENDING)
Said = dict[tuple[str, str], tuple[int, str | None]]


@pytest.fixture
def province(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Province]:
    clock = Clock(from_rfc3339("2026-08-01T08:00:00+07:00"))
    with django_db_blocker.unblock():
        made = Province(tmp_path / "vn", COMMAND, clock, (COMMAND, POST, OTHER, GONE, ENDING))
        yield made
        made.ledger.close()


def state(said: Said, unit: str, now: int) -> str:
    """Return how a unit stands by what it said first of each indicator; the round is due on 5 August."""
    due = end_of_day(days_of("2026-08-05")[0])
    first = [said[unit, name][0] for name in ASKED["indicators"] if (unit, name) in said]
    if len(first) < len(ASKED["indicators"]):
        return "missing" if now > due else "waiting"
    return "late" if max(first) > due else "done"


def lived(province: Province, record: str, chance: random.Random) -> list[tuple[int, Said]]:
    """Let units answer at random; return what was said by each of some instants."""
    said: Said = {}
    told = []
    for _ in range(7):
        province.clock.now += chance.choice((DAY // 2, DAY, 2 * DAY))
        unit = chance.choice(THERE)
        entered: dict[str, Entered] = {}
        for name in chance.sample(ASKED["indicators"], chance.randint(1, 3)):
            # The drug cases are a part of all cases: none is ever told above its whole.
            value = None if chance.random() < 0.4 else str({"cases_all_offences": 9}.get(name, chance.randint(0, 5)))
            entered[name] = Entered(nothing=True) if value is None else Entered(value)
        yes = {**{n: said[unit, n][1] for n in ASKED["indicators"] if (unit, n) in said}}
        if "drug_cases" in entered and "cases_all_offences" in yes | entered:
            entered["cases_all_offences"] = Entered("9")
        if "cases_all_offences" in entered and entered["cases_all_offences"].nothing:
            entered["cases_all_offences"] = Entered("9")
        province.sign(record, unit, **entered)
        for name, one in entered.items():
            first = said[unit, name][0] if (unit, name) in said else province.clock.now
            said[unit, name] = (first, None if one.nothing else one.value)
        told.append((province.clock.now, dict(said)))
    return told


@pytest.mark.parametrize("seed", range(4))
def test_every_unit_stands_as_what_it_said_first_and_when(province: Province, seed: int) -> None:
    """Control: with an answer forgotten the reference differs."""
    record = province.opened(units=UNITS)
    told = lived(province, record, random.Random(seed))
    for at, said in told:
        standing = province.standing(record, known_on=at)
        assert {one.unit: one.state for one in standing.units} == {unit: state(said, unit, at) for unit in THERE}
        cells = {
            (one.unit, name): None if cell.nothing else str(cell.body["value"])
            for one in standing.units
            for name, cell in one.cells.items()
        }
        assert cells == {key: value for key, (_, value) in said.items()}
        done = [unit for unit in THERE if (unit, "drug_cases") in said]
        assert province.covered(known_on=at) == f"{len(done)} of {len(THERE)}"
    at, whole = told[-1]
    assert any(
        {unit: state(less, unit, at) for unit in THERE} != {unit: state(whole, unit, at) for unit in THERE}
        for less in ({key: said for key, said in whole.items() if key[0] != unit} for unit in THERE)
    )


def test_a_number_after_nothing_is_no_delay_and_nothing_about_another_indicator_is(province: Province) -> None:
    record = province.opened()
    two = {"drug_cases": Entered("0"), "cases_all_offences": Entered("9")}
    province.sign(record, own_patrols=Entered(nothing=True), **two)
    province.sign(record, OTHER, own_patrols=Entered(nothing=True))
    province.clock.now = end_of_day(days_of("2026-08-05")[0]) + DAY
    province.sign(record, own_patrols=Entered("3"))
    province.sign(record, OTHER, drug_cases=Entered(nothing=True), cases_all_offences=Entered(nothing=True))
    assert province.states(record) == {POST: "done", OTHER: "late"}
