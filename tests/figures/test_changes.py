"""Two days' knowledge side by side: what changed, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import Row, executor, filled, returned
from tests.figures.test_figures_laws import ASKED, ledgers, questions
from twinline.figures.catalogue import packaged
from twinline.figures.changes import WHYS, explain, known_then
from twinline.figures.question import Question, basis
from twinline.times import Days

CATALOGUE = packaged()
DAY = Days(19000, 19000, "day")
WAS = {"held_to": 5, "arrived_to": 5}
IS = {"held_from": 5, "arrived_from": 5, "entry_id": 2}


def told(rows, *, name="drug_cases", said="joint", standing=None, **asked):
    """Return what changed between instant 1 and instant 9; ``standing`` is how record ``a`` stood at the end."""
    question = Question((name,), (1,), basis(said), known_on=1, **asked)
    database = filled(rows)
    if standing:
        state = ("a", 9, standing, 1, 5, None, 5, None)
        database.execute("INSERT INTO store_record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", state)

    def execute(text, values):
        return database.execute(text, values).fetchall()

    then = [known_then(replace(question, known_on=moment), CATALOGUE, execute) for moment in (1, 9)]
    return explain(*then, CATALOGUE, execute)


def whys(explained):
    return [(each.record, each.why, each.difference) for each in explained.changes]


STORIES = {
    "a record that came since": ([Row("a", **IS)], {}, ("new_record", 1000)),
    "a record taken back": ([Row("a", **WAS)], {"standing": "withdrawn"}, ("withdrawn", -1000)),
    "a record sent on to more": ([Row("a", **WAS)], {"standing": "released"}, ("released", -1000)),
    "another number": ([Row("a", **WAS), Row("a", 4000, **IS)], {}, ("amended", 3000)),
    "another unit": ([Row("a", **WAS), Row("a", unit="points", **IS)], {}, ("amended", -1000)),
    "another class": ([Row("a", **WAS), Row("a", cls="illegal_logging", **IS)], {}, ("reclassified", -1000)),
    "a class of ours since": ([Row("a", cls="illegal_logging", **WAS), Row("a", **IS)], {}, ("reclassified", 1000)),
    "another day": (
        [Row("a", **WAS), Row("a", day_from=19005, day_to=19005, **IS)], {"period": DAY}, ("redated", -1000)
    ),
    "part of it outside now": (
        [Row("a", **WAS), Row("a", day_to=19005, shape="interval", **IS)], {"period": DAY}, ("redated", -1000)
    ),
    "another place": (
        [Row("a", **WAS), Row("a", place="la-xk", **IS)], {"places": ("vn-na",)}, ("moved", -1000)
    ),
    "confirmed": ([Row("a", **WAS), Row("a", standing="agreed", **IS)], {"said": "agreed"}, ("confirmed", 1000)),
    "contested": (
        [Row("a", standing="agreed", **WAS), Row("a", standing="disputed", **IS)],
        {"said": "agreed"}, ("contested", -1000),
    ),
    "amended after it was confirmed": (
        [Row("a", standing="agreed", **WAS), Row("a", **IS)], {"said": "agreed"}, ("confirmation_lapsed", -1000)
    ),
    "contested, and counted as before": (
        [Row("a", **WAS), Row("a", standing="disputed", **IS)], {}, ("contested", 0)
    ),
    "the other side took that back": (
        [Row("a", standing="disputed", **WAS), Row("a", **IS)], {}, ("no_longer_contested", 0)
    ),
    "the same event as another": ([Row("a", **WAS), Row("a", summed=0, **IS)], {}, ("same_event", -1000)),
    "not the same event after all": ([Row("a", summed=0, **WAS), Row("a", **IS)], {}, ("same_event_undone", 1000)),
    "for other readers now": ([Row("a", **WAS), Row("a", audience_id=2, **IS)], {}, ("other_readers", -1000)),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_each_change_says_why(story):
    rows, asked, expected = STORIES[story]
    found = whys(told(rows, **asked))
    assert {(why, difference) for _, why, difference in found} >= {expected}
    assert {record for record, _, _ in found} == {"a"}


def test_what_was_reported_again_for_a_later_day_answers_now():
    """26 of 27 communes on one day, 27 of 27 on another: told apart by the day held here, never mixed."""
    rows = [
        returned("a", "border_communes", 26000, unit="communes", day_to=100, entry_id=1),
        returned("b", "border_communes", 27000, unit="communes", day_to=120, held_from=5, arrived_from=5, entry_id=2),
    ]
    found = told(rows, name="border_communes", period=Days(None, 150, "open_start"))
    assert whys(found) == [("b", "new_record", 27000), ("a", "later_answers", -26000)]
    assert all(each.returned for each in found.changes)
    taken = [rows[0], replace(rows[1], held_from=0, arrived_from=0, held_to=5, arrived_to=5)]
    found = told(taken, name="border_communes", period=Days(None, 150, "open_start"))
    assert [why for _, why, _ in whys(found)] == ["other_readers", "later_answers"]


def test_nothing_changed_where_nothing_did():
    assert told([Row("a"), returned("b", "drug_cases", 9000, entry_id=2)]).changes == ()


def test_a_pair_that_two_records_tell_changes_when_the_last_of_them_goes():
    pair = {"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs", "member": "m"}
    pair |= {"day_from": 0, "day_to": None, "shape": "open_end"}
    rows = [Row("a", **WAS, **pair), Row("b", entry_id=3, **pair)]
    assert told(rows, name="twinned_village_pairs").changes == ()
    assert [why for _, why, _ in whys(told(rows[:1], name="twinned_village_pairs", standing="withdrawn"))] == [
        "withdrawn"
    ]


@settings(max_examples=120, deadline=None)
@given(ledgers, questions(), st.sampled_from(ASKED), st.integers(0, 8), st.integers(0, 8))
def test_what_changed_adds_up_to_the_difference(ledger, question, name, first, last):
    rows = [replace(row, entry_id=number) for number, row in enumerate(ledger, 1)]
    run = executor(rows)
    one = replace(question, indicators=(name,))
    before, after = (known_then(replace(one, known_on=at), CATALOGUE, run) for at in sorted((first, last)))
    found = explain(before, after, CATALOGUE, run)
    assert {each.why for each in found.changes} <= set(WHYS)
    for unit in {figure.unit for then in (before, after) for figure in then.answer.figures}:
        total = [sum(f.value for f in then.answer.figures if f.unit == unit) for then in (before, after)]
        told = sum(each.difference for each in found.changes if each.unit == unit and not each.returned)
        assert told == total[1] - total[0]
    if first == last:
        assert found.changes == ()


def test_a_change_left_out_would_be_found():
    found = told([Row("a", **IS), Row("b", entry_id=3, **{k: v for k, v in IS.items() if k != "entry_id"})])
    total = [sum(f.value for f in then.answer.figures) for then in (found.before, found.after)]
    assert sum(each.difference for each in found.changes[1:]) != total[1] - total[0]
