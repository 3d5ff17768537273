"""Small numbers of persons and households: hidden with a neighbour's, so that none follows by subtraction (R10)."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import Row, executor, returned
from tests.promises import tell, tries
from twinline.figures import small
from twinline.figures.answer import ask, count
from twinline.figures.catalogue import packaged
from twinline.figures.changes import explain, known_then
from twinline.figures.hiding import HIDDEN
from twinline.figures.listed import records_behind
from twinline.figures.question import Question
from twinline.figures.small import Tree, packaged_tree
from twinline.figures.subtraction import follow
from twinline.records.gazetteer import packaged as gazetteer
from twinline.times import Days

CATALOGUE = packaged()
#: A province with two districts: one of three communes and their villages, one of a single commune.
PARENTS = {
    "p": "", "d1": "p", "d2": "p", "c1": "d1", "c2": "d1", "c3": "d1", "c4": "d2",
    "v1": "c1", "v2": "c1", "v3": "c2",
}  # fmt: skip
KINDS = {code: {"p": "province", "d": "district", "c": "commune", "v": "village"}[code[0]] for code in PARENTS}
TREE = Tree(PARENTS, KINDS)
NARROW = sorted(code for code in PARENTS if code[0] in "cv")
INDICATORS = ("offenders_all_offences", "drug_offenders_arrested")
CLASSES = ("drug_trafficking", "illegal_logging")
DAYS = (101, 102)
PERIODS = (None, *(Days(day, day, "day") for day in DAYS))
MOMENTS = (0, 3, 5)  # when what is said comes to be held
KNOWN = (1, 4, 6)


def persons(record, value, place, *, about="vn-na", **more):
    """Return the fact of an incident: so many persons of so many thousandths, on day 101, unless said otherwise."""
    day = more.pop("day", 101)
    return Row(
        record, value, measure="persons", unit="persons", place=place, about=about, day_from=day, day_to=day, **more
    )


def told(rows, places=None, *, tree=TREE, name=INDICATORS[0], **asked):
    """Return what is counted of some places: the number, HIDDEN, or None where no record was found."""
    question = Question((name,), (1,), places=places if places is None else tuple(places), **asked)
    found = count(question, CATALOGUE, executor(rows), tree)
    return None if not found else HIDDEN if found[0].qualifier == HIDDEN else found[0].value


@st.composite
def ledgers(draw):
    """Draw records of persons in places, some of them amended later."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        place = draw(st.sampled_from([*NARROW, "d1", "p"]))
        values = st.sampled_from((0, 1000, 2000, 4000, 5000, 7000, 9000, 50000))
        since = draw(st.sampled_from(MOMENTS))
        more = {"day": draw(st.sampled_from(DAYS)), "cls": draw(st.sampled_from(CLASSES)), "arrived_from": since}
        later = [moment for moment in MOMENTS if moment > since]
        until = draw(st.sampled_from([None, *later]))
        rows.append(persons(f"r{number}", draw(values), place, held_from=since, held_to=until, **more))
        if until is not None and draw(st.booleans()):
            rows.append(persons(f"r{number}", draw(values), place, held_from=until, **more | {"arrived_from": until}))
    return rows


def cells(rows):
    """Return what numbers are made of: each state of each record; and for all that a reader can't know to be nothing,
    one cell more in each village and commune, for each day, class and moment."""
    own = {f"row{at}": row for at, row in enumerate(rows)}
    unknown = {
        f"any {place} {day} {cls} {since}": persons("any", 1000, place, day=day, cls=cls, held_from=since)
        for place, day, cls, since in product(NARROW, DAYS, CLASSES, MOMENTS)
    }
    return own | unknown


def a_sum(cells, places, period, known_on, drugs):
    """Return which cells a question counts: the rules of the page on figures, in plain words."""
    return {
        name: 1
        for name, row in cells.items()
        if (places is None or row.place in places)
        and (period is None or period.first <= row.day_from <= period.last)
        and row.held_from <= known_on
        and (row.held_to is None or row.held_to > known_on)
        and (not drugs or row.cls == CLASSES[0])
    }


def answers(rows, tree=TREE):
    """Return all that may be asked about some rows, as sums of cells: those told, each with whose and its number, and
    those hidden."""
    run, made_of = executor(rows), cells(rows)
    shown, hidden = [], []
    for code, period, known_on, name in product([None, *sorted(PARENTS)], PERIODS, KNOWN, INDICATORS):
        places = None if code is None else tuple(sorted(tree.under(code)))
        question = Question((name,), (1,), period=period, places=places, known_on=known_on)
        found = count(question, CATALOGUE, run, tree)
        one = a_sum(made_of, places, period, known_on, name == INDICATORS[1])
        if found and found[0].qualifier == HIDDEN:
            hidden.append(one)
        else:
            shown.append((code, one, found[0].value if found else 0))
    return shown, hidden


def leaks(rows, tree=TREE):
    """Return what can be worked out of a ledger that shouldn't: hidden sums that follow, small numbers told."""
    shown, hidden = answers(rows, tree)
    small_ones = [(code, value) for code, _, value in shown if code in NARROW and 0 < value < 5000]
    return [*follow([one for _, one, _ in shown], hidden), *small_ones]


@pytest.mark.parametrize("many", tries("ledgers with small numbers"))
def test_no_small_number_is_told_or_follows_from_all_that_may_be_asked(many):
    found = Counter()

    @settings(max_examples=many, deadline=None)
    @given(ledgers())
    def of_a_ledger(rows):
        found["ledgers"] += 1
        assert leaks(rows) == []

    of_a_ledger()
    tell("ledgers with small numbers", found["ledgers"], {"small numbers told or worked out": 0}, seed=None)


def test_a_rule_that_hides_the_small_number_alone_is_found_out(monkeypatch):
    """Negative control: without a neighbour the district less the others tells it."""
    rows = [persons("a", 2000, "c1"), persons("b", 50000, "c2"), persons("c", 50000, "c3")]
    assert leaks(rows) == []
    monkeypatch.setattr(Tree, "veiled", lambda self, codes: frozenset(frozenset({code}) for code in codes))
    monkeypatch.setattr(Tree, "cuts", lambda self, block, codes: codes and self.under(*block) == frozenset(codes))
    monkeypatch.setattr(Tree, "may_be_cut", lambda self, codes: codes is not None)
    assert leaks(rows) != []


def test_a_rule_that_hides_nothing_is_found_out(monkeypatch):
    monkeypatch.setattr(small, "SMALL_ONE", "1 = 0")
    assert leaks([persons("a", 2000, "c1")]) != []


values = st.sampled_from((0, 1000, 4000, 5000, 7000, 9000, 12000, 50000))


def steps(history):
    """Return the small steps that can be seen between two days known on, of one record of a commune amended again."""
    ends = [*range(1, len(history)), None]
    rows = [
        persons("a", value, "c1", held_from=at, arrived_from=at, held_to=end)
        for (at, value), end in zip(enumerate(history), ends, strict=True)
    ]
    seen = [told(rows, TREE.under("c1"), known_on=at) for at in range(len(history))]
    numbers = [number for number in seen if number not in (None, HIDDEN)]
    return [(one, other) for one, other in product(numbers, numbers) if 0 < abs(one - other) < 5000]


@settings(max_examples=40, deadline=None)
@given(st.lists(values, min_size=1, max_size=5))
def test_no_small_step_is_told_between_two_days_known_on(history):
    assert steps(history) == []


def test_a_rule_without_steps_is_found_out(monkeypatch):
    assert steps([7000, 9000]) == []
    monkeypatch.setattr(small, "SMALL_STEP", "1 = 0")
    assert steps([7000, 9000]) != []


def test_what_is_hidden_once_is_hidden_from_then_on_and_what_was_told_before_stands():
    rows = [
        persons("a", 9000, "c1", held_to=3), persons("a", 2000, "c1", held_from=3, held_to=5, arrived_from=3),
        persons("a", 9000, "c1", held_from=5, arrived_from=5),
    ]  # fmt: skip
    assert [told(rows, TREE.under("c1"), known_on=at) for at in (1, 4, 6)] == [9000, HIDDEN, HIDDEN]


def test_a_commune_with_a_small_number_is_hidden_with_its_neighbour_and_the_district_is_told():
    more = {"c5": "d1", "c6": "d2"}  # so that no commune is alone in its district
    tree = Tree(PARENTS | more, KINDS | dict.fromkeys(more, "commune"))
    rows = [persons("a", 2000, "c1"), persons("b", 50000, "c2"), persons("c", 9000, "c3")]
    found = [told(rows, tree.under(code), tree=tree) for code in ("c1", "c2", "c3", "c5", "d1")]
    assert found == [HIDDEN, HIDDEN, 9000, None, 61000]


def test_where_nothing_is_small_all_is_told():
    rows = [persons("a", 5000, "c1"), persons("b", 50000, "c2")]
    assert [told(rows, TREE.under(code)) for code in ("c1", "c2", "c3")] == [5000, 50000, None]


def test_a_village_hides_its_commune_and_a_lone_one_a_cousins():
    rows = [persons("a", 2000, "v3"), persons("b", 50000, "c3")]
    assert told(rows, TREE.under("c2")) == HIDDEN
    rows = [persons("a", 2000, "c4"), persons("b", 50000, "c3")]
    assert [told(rows, TREE.under(code)) for code in ("d2", "p")] == [HIDDEN, 52000]


def test_a_post_with_a_small_number_is_hidden_like_a_place():
    tree = packaged_tree()
    rows = [persons("a", 2000, "vn-na", about="vn-post-my-ly"), persons("b", 50000, "vn-na", about="vn-post-mon-son")]
    asked = {
        name: tuple(tree.under(name)) for name in ("vn-post-my-ly", "vn-post-na-loi", "vn-post-mon-son", "vn-na-bg")
    }
    found = [told(rows, tree=tree, organisations=codes) for codes in asked.values()]
    assert found == [HIDDEN, HIDDEN, 50000, 52000]


def test_who_said_it_reads_it_and_nobody_else():
    rows = [persons("a", 2000, "c1", author="vn-na"), persons("b", 9000, "c2", author="vn-na")]
    assert told(rows, TREE.under("c1"), owner="vn-na") == 2000
    assert told(rows, TREE.under("c1"), owner="la-xk") == HIDDEN
    assert told(rows, TREE.under("c1")) == HIDDEN


def test_cases_and_goods_are_told_however_few():
    rows = [Row("a", 1000, place="c1")]
    assert told(rows, TREE.under("c1"), name="drug_cases") == 1000
    staff = Row("a", 2000, kind="control_post", measure="control_post_staff", unit="persons", place="c1", day_to=None)
    assert told([replace(staff, shape="open_end")], TREE.under("c1"), name="control_post_staff") == 2000


def test_what_is_reported_of_a_commune_is_hidden_and_what_is_published_stands():
    few = {"unit": "persons", "place": "vn-na-xo-my-ly", "entry_id": 1}
    rows = [returned("a", "drug_offenders_arrested", 2000, **few)]
    question = Question(("drug_offenders_arrested",), (1,))
    (row,) = ask(question, CATALOGUE, executor(rows)).returned
    assert (row.qualifier, row.value, row.difference) == (HIDDEN, 0, None)
    (row,) = ask(question, CATALOGUE, executor([replace(rows[0], published=19000)])).returned
    assert row.value == 2000
    (row,) = ask(question, CATALOGUE, executor([replace(rows[0], place="vn-na")])).returned
    assert row.value == 2000


def test_two_returns_of_a_commune_that_differ_by_few_are_both_hidden():
    few = {"unit": "persons", "place": "vn-na-xo-my-ly"}
    rows = [
        returned("a", "drug_offenders_arrested", 10000, day_to=100, **few),
        returned("b", "drug_offenders_arrested", 12000, day_to=120, entry_id=2, **few),
    ]
    question = Question(("drug_offenders_arrested",), (1,))
    assert {row.qualifier for row in ask(question, CATALOGUE, executor(rows)).returned} == {HIDDEN}


def test_behind_a_figure_no_record_tells_what_the_figure_hides():
    rows = [persons("a", 2000, "c1"), persons("b", 9000, "c2"), persons("c", 50000, "p")]
    name = INDICATORS[0]
    listed = records_behind(Question((name,), (1,)), CATALOGUE, name, executor(rows), TREE)
    assert {(b.record, b.value, b.qualifier) for b in listed} == {(r, 0, HIDDEN) for r in "abc"}
    inside = Question((name,), (1,), places=tuple(TREE.under("c1")))
    assert records_behind(inside, CATALOGUE, name, executor(rows), TREE) == ()


def test_what_changed_between_two_days_tells_no_small_number():
    place = "vn-na-xo-my-ly"
    rows = [persons("a", 9000, place, held_to=5), persons("a", 11000, place, held_from=5, arrived_from=5, entry_id=2)]
    name = INDICATORS[0]
    run = executor(rows)
    then = [known_then(Question((name,), (1,), known_on=at), CATALOGUE, run) for at in (1, 9)]
    found = explain(*then, CATALOGUE, run)
    assert all(change.hidden and change.difference == 0 for change in found.changes)


def test_in_the_packaged_gazetteer_no_place_follows_from_its_neighbours():
    tree, known = packaged_tree(), gazetteer()
    assert all(tree.blocks[code] == block for block in tree.blocks.values() for code in block)
    asked = {code: tree.under(code) for code in tree.parents}
    for code in tree.parents:  # and as places are cut again after a merger
        asked[f"again {code}"] = frozenset().union(tree.under(code), *map(tree.under, known.predecessors(code)))
    for code in (each for each in tree.parents if tree.narrow(each)):
        hidden = {name for name, codes in asked.items() if any(tree.cuts(b, codes) for b in tree.veiled([code]))}
        assert code in hidden
        shown = [dict.fromkeys(codes, 1) for name, codes in asked.items() if name not in hidden]
        assert follow([*shown, dict.fromkeys(tree.parents, 1)], [dict.fromkeys(tree.under(code), 1), {code: 1}]) == []


def test_all_published_figures_stand_as_they_are():
    table = files("twinline").joinpath("data", "published_figures.csv").read_text("utf-8")
    rows = [
        returned(
            one["id"], one["indicator"], 2000, unit=one["unit"], place=one["place_id"], about=one["org"], published=1,
            entry_id=number,
        )
        for number, one in enumerate(csv.DictReader(table.splitlines()), 1)
    ]  # fmt: skip
    question = Question(tuple(sorted(CATALOGUE.indicators)), (1,))
    found = ask(question, CATALOGUE, executor(rows)).returned
    assert len(found) == len(rows)
    assert HIDDEN not in {row.qualifier for row in found}
