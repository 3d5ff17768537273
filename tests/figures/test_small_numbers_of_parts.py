"""Small numbers that follow from a whole and its part: persons of a case, the wanted among them; two returns (R10)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import executor, returned
from tests.figures.test_small_numbers import CATALOGUE, HIDDEN, NARROW, PARENTS, TREE, persons
from twinline.figures.answer import ask, count
from twinline.figures.question import Question
from twinline.figures.subtraction import follow

WHOLE, WANTED, DANGEROUS = (
    "offenders_all_offences", "wanted_persons_arrested_with_lao_forces",
    "wanted_persons_arrested_with_lao_forces_dangerous_drugs",
)  # fmt: skip
MEASURES = {WHOLE: "persons", WANTED: "joint_wanted_arrested", DANGEROUS: "joint_wanted_dangerous_arrested"}


def case(record, place, *numbers):
    """Return the facts of a case: its persons, of them the wanted, of these the dangerous (thousandths)."""
    more = {"kind": "case", "unit": "persons", "entry_id": crc32(record.encode())}
    return [
        replace(persons(record, value, place), **more, measure=measure)
        for value, measure in zip(numbers, MEASURES.values(), strict=False)
    ]


@st.composite
def cases(draw):
    """Draw cases of a province, each part no larger than its whole."""
    rows = []
    for at in range(draw(st.integers(1, 4))):
        numbers = sorted((draw(st.sampled_from((0, 5, 7, 9, 14, 50))) for _ in MEASURES), reverse=True)
        rows += case(f"r{at}", draw(st.sampled_from([*NARROW, "d1"])), *(1000 * one for one in numbers))
    return rows


def made_of(rows, name, places):
    """Return of which cells a figure is the sum: the persons of each case who are no more than it says, and, for all
    that a reader can't know to be nothing, as many cells in each village and commune."""
    told = tuple(MEASURES)[tuple(MEASURES).index(name) :]
    where = {row.record: row.place for row in rows} | {f"any {code}": code for code in NARROW}
    return {f"{record} {part}": 1 for record, place in where.items() if place in places for part in told}


def leaks(rows):
    """Return what can be worked out of all that is told of cases: what is hidden, and small numbers of who is in the
    whole and not in its part."""
    shown, hidden, few = [], [], []
    for code in PARENTS:
        places = tuple(sorted(TREE.under(code)))
        numbers = []
        for name in MEASURES:
            found = count(Question((name,), (1,), places=places), CATALOGUE, executor(rows), TREE)
            one = made_of(rows, name, places)
            if found and found[0].qualifier == HIDDEN:
                hidden.append(one)
            else:
                shown.append(one)
                numbers.append(found[0].value if found else 0)
        few += [(code, a, b) for a, b in product(numbers, numbers) if code in NARROW and 0 < a - b < 5000]
    return [*follow(shown, hidden), *few]


@settings(max_examples=60, deadline=None)
@given(cases())
def test_no_small_number_follows_from_a_whole_and_its_part(rows):
    assert leaks(rows) == []


def test_a_rule_that_looks_at_each_measure_by_itself_is_found_out(monkeypatch):
    """Negative control: of seven persons five were wanted, so two were not."""
    rows = [*case("a", "c1", 7000, 5000, 0), *case("b", "c2", 50000, 50000, 50000)]
    assert leaks(rows) == []
    monkeypatch.setattr("twinline.figures.hiding.related", lambda asked, _: {one: " ".join(one) for one in asked})
    assert leaks(rows) != []


def test_of_two_returns_of_a_commune_the_part_may_not_be_near_its_whole():
    few = {"unit": "persons", "place": "vn-na-xo-my-ly", "day_to": 100}

    def reported(part):
        rows = [
            returned("a", WHOLE, 12000, **few, entry_id=1),
            returned("b", "drug_offenders_arrested", part, **few, entry_id=2),
        ]
        found = ask(Question((WHOLE, "drug_offenders_arrested"), (1,)), CATALOGUE, executor(rows)).returned
        return [row.qualifier for row in found]

    assert reported(10000) == [HIDDEN, HIDDEN]
    assert reported(12000) == reported(5000) == ["exact", "exact"]
