"""What came after the indexes were built: read once for all indicators, it changes no answer and makes no new text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import Row, executor
from twinline.figures.answer import ask_beside
from twinline.figures.catalogue import packaged
from twinline.figures.question import Question, Settled, basis
from twinline.times import Days

CATALOGUE = packaged()
#: Summed, records counted, and members: in a period, and on a day.
ASKED = (
    "cases_all_offences", "drug_cases", "seizures_made", "joint_patrols", "agreements_in_force",
    "twinned_village_pairs",
)  # fmt: skip
WORDS = tuple(map(basis, ("joint", "agreed", "held:VN", "held:LA")))
#: What one entry may state; a seizure states several classes and counts once.
STATED = (
    [{"cls": "drug_retail"}],
    [{"cls": "drug_retail"}, {"cls": "illegal_logging"}],
    [{"kind": "seizure", "measure": "seizures", "cls": cls, "unit": "seizures"} for cls in ("drugs", "weapons")],
    [{"kind": "activity", "measure": "activities", "cls": "joint_patrol", "unit": "activities"}],
    [{"kind": "agreement", "measure": "agreements_in_force", "cls": "mou", "unit": "agreements", "day_to": None}],
    [{"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs", "day_to": None}],
)


@st.composite
def entries(draw):
    """Draw the facts of one entry, which all stand for the same time; what is amended since stands no more."""
    same = {
        "side": draw(st.sampled_from(("VN", "LA"))),
        "standing": draw(st.sampled_from(("stated", "agreed", "disputed"))),
        "summed": draw(st.integers(0, 1)),
        "summed_own": draw(st.integers(0, 1)),
        "held_to": draw(st.sampled_from((None, None, 5))),
        "day_from": draw(st.integers(100, 104)),
        "example": draw(st.booleans()),
        "unit": draw(st.sampled_from(("cases", "points"))),
    }
    qualifier = draw(st.sampled_from(("exact", "exact", "about")))
    member, value = f"m{draw(st.integers(0, 2))}", draw(st.integers(0, 9)) * 1000
    return [
        {"shape": "interval", "day_to": 104, "qualifier": qualifier, "member": member, "value": value, **same, **one}
        for one in draw(st.sampled_from(STATED))
    ]


def ledger(told: list[list[dict]]) -> list[Row]:
    return [Row(f"r{at}", **cells) for at, each in enumerate(told) for cells in each]


def asked(**more) -> Question:
    return Question(ASKED, (1,), period=Days(100, 104, "interval"), known_on=9, **more)


@settings(max_examples=120, deadline=None)
@given(st.lists(entries(), max_size=9), st.integers(0, 9))
def test_wherever_the_indexes_end_every_word_is_told_the_same(told, covered):
    rows = ledger(told)
    edge = len(ledger(told[:covered]))
    beyond = frozenset((row.kind, row.measure) for row in rows[edge:])
    here = executor(rows)
    plain = ask_beside(asked(), WORDS[1:], CATALOGUE, here)
    seen = ask_beside(asked(settled=Settled(edge, len(rows), beyond=beyond)), WORDS[1:], CATALOGUE, here)
    assert (seen[0].figures, seen[1]) == (plain[0].figures, plain[1])


def test_of_which_nothing_is_looked_for_is_missing():
    """Negative control: the law sees what lies beyond the edge left out."""
    rows = ledger([STATED[1], STATED[1]])
    here = executor([replace(row, day_from=100, day_to=104) for row in rows])
    looked = ask_beside(asked(settled=Settled(2, 4, beyond=frozenset({("other", "cases")}))), (), CATALOGUE, here)
    plain = ask_beside(asked(), (), CATALOGUE, here)
    assert [figure.value for figure in looked[0].figures] != [figure.value for figure in plain[0].figures]


def test_the_texts_stay_the_same_while_other_measures_come():
    """SQLite understands a text once; of a new one it takes longer to do so than to answer it."""
    texts: list[set[str]] = []
    for stated in (STATED[0], STATED[0] + STATED[2] + STATED[3]):
        rows, gathered = ledger([STATED[0], stated]), set()
        here = executor(rows)
        beyond = frozenset((row.kind, row.measure) for row in rows[1:])

        def heard(text, values, here=here, gathered=gathered):
            gathered.add(text)
            return here(text, values)

        ask_beside(asked(settled=Settled(1, len(rows), beyond=beyond)), WORDS[1:], CATALOGUE, heard)
        texts.append(gathered)
    assert texts[0] == texts[1]
