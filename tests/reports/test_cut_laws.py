"""After any story, what was printed at any point of it is asked again by its cut: the same answer on both nodes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, Side
from tests.store.random_stories import SIDES, Story
from twinline.figures.answer import Answer, ask
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question, basis
from twinline.reports.cuts import Cut
from twinline.reports.ledger_source import LedgerSource

SEED = int(os.environ.get("TWINLINE_SEED") or 1)
INDICATORS = ("drug_cases", "drug_offenders_arrested")
PAIR = ("la-xk", "vn-na")


def answered(side: Side, said: str, readers: tuple[str, ...], **more: Any) -> tuple[Cut, Answer]:
    source = LedgerSource(side.ledger)
    with source.seen(readers, held=basis(said).held, **more) as seen:
        question = Question(INDICATORS, seen.audiences, basis(said), known_on=seen.cut.asked, cut=seen.within)
        found = ask(question, packaged(), source.execute)
    return seen.cut, replace(found, question=Question(INDICATORS, ()))


class Printed(Story):
    """A story in which figures are printed now and then."""

    counted: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.printed: list[tuple[str, str, Cut, Answer]] = []

    @rule(
        name=SIDES,
        said=st.sampled_from(("joint", "agreed", "held:VN", "held:LA", "stated:VN", "stated:LA")),
        back=st.integers(0, 90),
        pair=st.booleans(),
    )
    def print_figures(self, name: str, said: str, back: int, pair: bool) -> None:
        side = self.side(name)
        known_on = side.clock.now - back * 60_000 if back % 3 else None
        cut, found = answered(side, said, PAIR if pair else ("line",), known_on=known_on)
        self.printed.append((name, said, cut, found))
        self.counted["printed"] += 1

    @rule(said=st.sampled_from(("joint", "agreed")))
    def exchange(self, said: str = "joint") -> None:
        super().exchange()
        self.print_figures(name="vn", said=said, back=0, pair=True)

    def check(self) -> None:
        changed = 0
        for name, said, cut, found in self.printed:
            for side in (self.border.vn, self.border.la):
                if said.startswith("stated") and side is not self.side(name):
                    continue  # it rests on what only that node may read and had
                assert answered(side, said, cut.readers, cut=cut) == (cut, found)
            changed += answered(self.side(name), said, cut.readers)[1] != found
        self.counted["otherwise by now"] += changed


@pytest.fixture(autouse=True)
def nodes(pairs: Pairs, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    Story.pairs = pairs
    with django_db_blocker.unblock():
        yield


def tell(stories: int, steps: int, start: int) -> None:
    made = seed(start)(type("Printed", (Printed,), {}))
    run_state_machine_as_test(made, settings=settings(
        max_examples=stories, derandomize=False, stateful_step_count=steps, deadline=None, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=True,
    ))  # fmt: skip


def test_whatever_came_since_a_cut_gives_the_same_answer() -> None:
    tell(5, 30, SEED)
    assert Printed.counted["otherwise by now"] > 0, (Printed.counted, Story.done)


@pytest.mark.long
def test_whatever_came_since_a_cut_gives_the_same_answer_over_many_stories() -> None:
    tell(60, 50, SEED)
