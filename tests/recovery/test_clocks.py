"""Clocks may lie by years and jump: what stands, in which order, and what was known on a day, follow receipts alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import DjangoDbBlocker

from tests.border import MINUTE, Clock
from tests.promises import SEED, tell, tries
from tests.recovery.conftest import SmallPairs
from tests.recovery.neighbours import run
from tests.recovery.world import Office, wire
from tests.store.random_stories import rows
from twinline.reports.commands import figures, report
from twinline.store import traces, verifying
from twinline.store.commands.reading import show
from twinline.store.reading import Reader
from twinline.times import rfc3339

YEARS = 10 * 365 * 1440 * MINUTE


class Lying:
    """Two offices whose clocks are somewhere within ten years of the truth, and jump."""

    def __init__(self, pairs: SmallPairs, folder: Path, chance: random.Random) -> None:
        border = pairs.copy(folder)
        self.border, self.chance = border, chance
        border.la.clock = Clock(border.clock.now)
        self.na, self.xk = Office.of(border.vn), Office.of(border.la)
        for office in (self.na, self.xk):
            office.clock.now += chance.randint(-YEARS, YEARS)

    def live(self, turns: int) -> None:
        for _ in range(turns):
            one, other = self.chance.sample((self.na, self.xk), 2)
            (record,) = one.say(1)
            wire(one, other)
            other.side.countersign(record)
            if self.chance.random() < 0.5:
                one.side.amend(record, {**one.side.view(record).row.body, "persons": self.chance.randint(4, 9)})
            wire(other, one)
            for office in (one, other):
                office.clock.now += self.chance.choice((0, 0, 1, -1)) * self.chance.randint(0, YEARS // 5)

    def told(self, known_on: str) -> list[str]:
        """Return the joint figures and report as both tell them of that moment."""
        asked = ("--known-on", known_on)
        return [
            run(command, office, *words, *asked)
            for office in (self.na, self.xk)
            for command, words in ((figures, ("--as", "joint", "--json")), (report, ("joint", "--format", "json")))
        ]


@pytest.mark.parametrize("worlds", tries("clocks off by ten years"))
def test_what_was_known_on_a_day_is_told_the_same_a_year_later_whatever_the_clocks_say(
    small_pairs: SmallPairs, tmp_path: Path, worlds: int, django_db_blocker: DjangoDbBlocker
) -> None:
    compared = 0
    for number in range(worlds):
        with django_db_blocker.unblock():
            world = Lying(small_pairs, tmp_path / f"{number}", random.Random(f"{SEED} {number}"))
            world.live(2)
            moments = [rfc3339(max(held_at(office) for office in (world.na, world.xk)))]
            before = {moment: world.told(moment) for moment in moments}
            for moment, told in before.items():
                assert told[:2] == told[2:], moment
            # A year goes by; both go on, their clocks as wrong as before.
            for office in (world.na, world.xk):
                office.clock.now = max(office.clock.now, held_at(office)) + 366 * 1440 * MINUTE
            world.live(2)
            assert {moment: world.told(moment) for moment in moments} == before
            compared += 4 * len(moments)
            for clock in ("arrived", "held"):
                here, there = (rows(o.side, "store_record", clock=clock) for o in (world.na, world.xk))
                assert here == there
            for office in (world.na, world.xk):
                assert verifying.verify(office.ledger).faults == []
            world.border.close()
    tell("clocks off by ten years", worlds, {"figures and reports compared as bytes": compared})


@pytest.mark.parametrize(("years", "odd"), [(10, True), (-10, False), (0, False)])
def test_a_time_that_lies_after_its_arrival_is_told_as_a_clock_s_word(
    small_pairs: SmallPairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch,
    years: int, odd: bool,
) -> None:  # fmt: skip
    with django_db_blocker.unblock():
        border = small_pairs.copy(tmp_path)
        border.la.clock = Clock(border.clock.now)
        na, xk = Office.of(border.vn), Office.of(border.la)
        na.clock.now += years * YEARS // 10
        (record,) = na.say(1)
        wire(na, xk)
        (traced,) = traces.trace(xk.side.ledger, Reader.of_node(xk.side.ledger), record)
        assert traced.ahead is odd
        monkeypatch.setenv("TWINLINE_NODE", str(xk.side.ledger.folder))
        told = CliRunner().invoke(show, [record, "--trace"], catch_exceptions=False)
        assert ("that is after it arrived" in told.stdout) is odd
        border.close()


def held_at(office: Office) -> int:
    """Return from when, at the latest, both sides held what stands there."""
    with office.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT MAX(held_from) FROM store_record")
        return int(cursor.fetchone()[0])


def test_a_figure_that_forgets_what_it_was_known_on_would_be_seen(
    small_pairs: SmallPairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: without a day the figures do change."""
    with django_db_blocker.unblock():
        world = Lying(small_pairs, tmp_path / "one", random.Random(SEED))
        world.live(1)
        before = run(figures, world.na, "--as", "joint", "--json")
        world.live(2)
        assert run(figures, world.na, "--as", "joint", "--json") != before
        world.border.close()
