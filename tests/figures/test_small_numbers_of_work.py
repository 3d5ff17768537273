"""Small numbers, where figures are asked of whose work it is: with and without those under them (R10)."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import executor
from tests.figures.test_small_numbers import CATALOGUE, INDICATORS, NARROW, PARENTS, TREE, persons
from twinline.figures.answer import count
from twinline.figures.hiding import HIDDEN
from twinline.figures.question import Question
from twinline.figures.small import Veil
from twinline.figures.subtraction import follow


def leaks(rows):
    """Return what can be worked out of all that may be asked of whose work it is, by codes with all below and alone."""
    cells = {f"row{at}": row.about for at, row in enumerate(rows)} | {f"any {code}": code for code in NARROW}
    shown, hidden, small_ones = [], [], []
    for code, alone in product(PARENTS, (False, True)):
        whose = (code,) if alone else tuple(sorted(TREE.under(code)))
        question = Question(INDICATORS[:1], (1,), organisations=whose, organisation=code, alone=alone)
        found = count(question, CATALOGUE, executor(rows), TREE)
        one = {name: 1 for name, about in cells.items() if about in whose}
        if found and found[0].qualifier == HIDDEN:
            hidden.append(one)
            continue
        shown.append(one)
        if code in NARROW and found and 0 < found[0].value < 5000:
            small_ones.append((code, alone))
    return [*follow(shown, hidden), *small_ones]


@st.composite
def worked(draw):
    """Draw records of what organisations of a province did, some with few persons."""
    values = st.sampled_from((0, 1000, 4000, 5000, 9000, 50000))
    return [
        persons(f"r{at}", draw(values), "p", about=draw(st.sampled_from(sorted(PARENTS))))
        for at in range(draw(st.integers(1, 6)))
    ]


@settings(max_examples=60, deadline=None)
@given(worked())
def test_no_small_number_follows_from_work_asked_with_and_without_those_under(rows):
    assert leaks(rows) == []


def test_a_rule_that_forgets_whose_work_it_is_is_found_out(monkeypatch):
    """Negative control: what lies under a commune alone, less its village's, is the commune's own."""
    rows = [persons("a", 2000, "p", about="c1"), persons("b", 50000, "p", about="v1")]
    assert leaks(rows) == []
    hides = Veil.hides
    monkeypatch.setattr(Veil, "hides", lambda self, told, places, _: hides(self, told, places, None))
    assert leaks(rows) != []
