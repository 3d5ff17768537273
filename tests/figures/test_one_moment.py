"""All figures of an answer are of one moment, though they are asked by several texts and records arrive meanwhile."""

from __future__ import annotations

from tests.figures.fact_table import Row, executor
from twinline.figures.answer import ask
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question
from twinline.figures.statement import quick

CATALOGUE = packaged()
EVERYTHING = Question(tuple(sorted(CATALOGUE.indicators)), (1,))
PART, WHOLE = "drug_cases", "cases_all_offences"


class Arriving:
    """A ledger to which another case comes after each of the first ``moves`` texts of arms."""

    def __init__(self, moves: int) -> None:
        self.rows, self.moves, self.texts = [Row("0")], moves, 0

    def __call__(self, text, values):
        found = executor(self.rows)(text, values)
        self.texts += text.startswith("SELECT '")
        if text.startswith("SELECT '") and self.texts <= self.moves:
            self.rows.append(Row(str(self.texts)))
        return found


def told(execute):
    return {figure.indicator: figure.value for figure in ask(EVERYTHING, CATALOGUE, execute).figures}


def test_what_comes_between_two_texts_is_in_all_figures_or_in_none():
    ledger = Arriving(moves=2)
    found = told(ledger)
    assert found == told(executor(ledger.rows))
    assert found[PART] == found[WHOLE] == 3000


def test_while_something_comes_with_every_text_all_is_read_by_one():
    ledger = Arriving(moves=1000)
    found = told(ledger)
    assert found[PART] == found[WHOLE] > 10_000


def test_the_texts_alone_would_mix_two_moments():
    """Negative control: they do differ, and the last row of each says so."""
    ledger = Arriving(moves=1000)
    texts = quick(EVERYTHING, CATALOGUE)
    assert len(texts) > 1
    last = [ledger(*each)[-1] for each in texts]
    assert len({row[-1] for row in last}) == len(texts)
