"""Random small ledgers: the statement answers what plain Python answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import filterfalse

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.fact_table import Row, executor, on_duckdb
from twinline.figures.answer import ask, ask_beside
from twinline.figures.catalogue import packaged
from twinline.figures.listed import records_behind, records_counted
from twinline.figures.question import Question, Settled, basis
from twinline.figures.statement import ODD, quick
from twinline.times import Days

CATALOGUE = packaged()
ASKED = ("cases_all_offences", "drug_cases", "illegal_crossing_cases", "twinned_village_pairs")
BASES = ("joint", "agreed", "stated:VN", "stated:LA", "held:VN", "held:LA")
instants = st.integers(0, 6)
days = st.one_of(st.none(), st.integers(100, 106))


@st.composite
def rows(draw):
    """Draw one record's fact, of either kind, with its days, its standing and when it was known."""
    number = draw(st.integers(0, 5))
    first, last = draw(days), draw(days)
    if first is not None and last is not None and first > last:
        first, last = last, first
    shapes = {(True, True): "none", (True, False): "open_start", (False, True): "open_end"}
    shape = shapes.get((first is None, last is None), "interval")
    arrived = draw(instants)
    held = draw(st.one_of(st.none(), st.integers(arrived, 7)))
    side = draw(st.sampled_from(("VN", "LA")))
    pair = {"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs", "stock": True}
    case = {
        "cls": draw(st.sampled_from(("drug_retail", "unlawful_entry_exit", "illegal_logging"))),
        "kind": draw(st.sampled_from(("incident", "case"))),
    }
    return Row(
        record=f"r{number}", value=draw(st.integers(0, 9)) * 1000,
        day_from=first, day_to=last, shape=shape, side=side, member=f"m{draw(st.integers(0, 2))}",
        arrived_from=arrived, arrived_to=draw(st.one_of(st.none(), st.integers(arrived + 1, 8))),
        held_from=held, held_to=None if held is None else draw(st.one_of(st.none(), st.integers(held + 1, 8))),
        standing=draw(st.sampled_from(("stated", "agreed", "disputed"))),
        summed=draw(st.integers(0, 1)), summed_own=draw(st.integers(0, 1)),
        audience_id=draw(st.integers(1, 2)), place=draw(st.sampled_from(("vn-na", "la-xk", ""))),
        qualifier=draw(st.sampled_from(("exact", "exact", "more_than", "about"))),
        reference_set=draw(st.sampled_from(("", "", "a_set"))),
        unit=draw(st.sampled_from(("cases", "cases", "points"))),
        value_max=draw(st.sampled_from((None, None, 20_000))),
        about=draw(st.sampled_from(("vn-na", "la-xk"))), published=draw(st.one_of(st.none(), st.integers(100, 106))),
        **{name: cell for name, cell in draw(st.sampled_from((case, pair))).items() if name != "unit"},
    )  # fmt: skip


def edges(edge):
    """Draw how far indexes cover the facts: anything may lie beyond, or nothing was seen there, since it came later."""
    return st.sampled_from((None, frozenset())).map(lambda beyond: Settled(edge, edge, beyond=beyond))


@st.composite
def questions(draw):
    """Draw a question about the four indicators."""
    first, last = draw(days), draw(days)
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Question(
        ASKED,
        audiences=draw(st.sampled_from(((1,), (1, 2), ()))),
        basis=basis(draw(st.sampled_from(BASES))),
        period=None if first is None and last is None else Days(first, last, "interval"),
        places=draw(st.sampled_from((None, ("vn-na",), ("vn-na", "la-xk")))),
        organisations=draw(st.sampled_from((None, ("la-xk",)))),
        known_on=draw(st.one_of(st.none(), st.integers(0, 8).map(lambda n: n))),
        published_by=draw(st.one_of(st.none(), st.integers(100, 106))),
        settled=draw(st.one_of(st.none(), st.integers(0, 6).flatmap(edges))),
    )


def counts(row: Row, question: Question, nature: str) -> bool:
    """Return whether a row counts: the rules of the page on figures, in plain words."""
    said = question.basis
    start, end = (row.held_from, row.held_to) if said.held else (row.arrived_from, row.arrived_to)
    if question.known_on is None:
        known = start is not None and end is None
    else:
        known = start is not None and start <= question.known_on and (end is None or end > question.known_on)
    spoken = {"stated": row.side == said.side, "agreed": row.standing == "agreed", "joint": True}[said.voice]
    once = row.summed_own if said.voice == "stated" else row.summed
    seen = row.audience_id in question.audiences
    there = question.places is None or row.place in question.places
    theirs = question.organisations is None or row.about in question.organisations
    told = question.published_by is None or (row.published is not None and row.published <= question.published_by)
    return bool(known and spoken and once and seen and there and theirs and told and in_time(row, question, nature))


def in_time(row: Row, question: Question, nature: str) -> bool:
    if nature == "stock":
        day = question.as_of
        if day is None:
            return row.day_to is None
        began = row.day_from <= day if row.day_from is not None else row.shape == "open_start"
        return began and (row.day_to is None or row.day_to >= day)
    if question.period is None:
        return True
    first, last = question.period.first, question.period.last
    after = first is None or (row.day_from is not None and row.day_from >= first)
    return after and (last is None or (row.day_to is not None and row.day_to <= last))


def by_hand(ledger, question):
    """Return what each indicator counts, by going through all rows: by indicator, unit and reference set the total, the
    part not yet agreed, the upper end where there is a range, the qualifier, and how many facts."""
    found = {}
    for name in ASKED:
        indicator = CATALOGUE[name]
        how = indicator.counted
        chosen = {(one.kind, one.measure, cls) for one in how.selections for cls in one.classes}
        named = [row for row in ledger if (row.kind, row.measure, row.cls) in chosen]
        mine = [row for row in named if counts(row, question, indicator.nature)]
        summed = how.aggregate == "sum"
        for key in {(row.unit if summed else indicator.units[0], row.reference_set) for row in mine}:
            these = [r for r in mine if r.reference_set == key[1] and (not summed or r.unit == key[0])]
            settled = [row for row in these if row.standing != "disputed"]
            if summed:
                total, sure = sum(r.value for r in these), sum(r.value for r in settled)
                upper = sum(r.value if r.value_max is None else r.value_max for r in these)
                vague = {r.qualifier for r in these} - {"exact"}
            else:
                total, sure = 1000 * len({r.member for r in these}), 1000 * len({r.member for r in settled})
                upper, vague = total, set()
            qualifier = "exact" if not vague else vague.pop() if len(vague) == 1 else "about"
            found[name, *key] = (total, total - sure, upper if upper > total else None, qualifier, len(these))
    return found


ledgers = st.lists(rows(), max_size=12)


@settings(max_examples=100, deadline=None)
@given(ledgers, questions())
def test_the_statement_counts_what_plain_python_counts(ledger, question):
    assert told(question, executor(ledger)) == by_hand(ledger, question)


@settings(max_examples=25, deadline=None)
@given(ledgers, questions())
def test_duckdb_counts_what_plain_python_counts(ledger, question):
    assert told(replace(question, settled=None), on_duckdb(ledger)) == by_hand(ledger, question)


def test_an_engine_that_loses_a_fact_is_caught():
    """Negative control, on DuckDB."""
    ledger, question = [Row("a"), Row("b")], Question(("drug_cases",), (1,))
    assert told(question, on_duckdb(ledger)) == told(question, executor(ledger))
    assert told(question, on_duckdb(ledger[1:])) != told(question, executor(ledger))


def told(question, execute):
    """Return what ``by_hand`` does, as it is answered."""
    return {
        (f.indicator, f.unit, f.reference_set): (f.value, f.not_yet_agreed, f.value_max, f.qualifier, f.facts)
        for f in ask(question, CATALOGUE, execute).figures
    }


@settings(max_examples=60, deadline=None)
@given(ledgers, questions(), st.integers(0, 12))
def test_where_the_indexes_end_changes_no_answer(ledger, question, edge):
    """Control: without looking at what came after the indexes were seen, those facts would be missing."""
    where = {"plain": filter(_plain, ledger[:edge]), "odd": filterfalse(_plain, ledger[:edge]), "beyond": ledger[edge:]}
    held = {
        name: frozenset((row.kind, row.measure, row.cls)[: 2 if name == "beyond" else 3] for row in rows)
        for name, rows in where.items()
    }
    seen = replace(question, settled=Settled(edge, len(ledger), **held))
    assert ask(seen, CATALOGUE, executor(ledger)).figures == ask(question, CATALOGUE, executor(ledger)).figures


def _plain(row: Row) -> bool:
    exact = row.qualifier == "exact" and row.value_max is None and row.precision is None
    return exact and not row.reference_set and row.standing != "disputed"


@settings(max_examples=60, deadline=None)
@given(ledgers, questions(), st.sampled_from((("joint", "agreed", "held:VN", "held:LA"), ("stated:LA", "stated:VN"))))
def test_several_words_counted_in_one_reading_are_what_each_is_by_itself(ledger, question, said):
    words = [basis(each) for each in said]
    here = executor(ledger)
    answer, beside = ask_beside(replace(question, basis=words[0]), words[1:], CATALOGUE, here)
    alone = [ask(replace(question, basis=word), CATALOGUE, here).figures for word in words]
    assert [answer.figures, *beside] == alone


def test_facts_that_came_after_the_indexes_were_seen_are_counted():
    """Control: the statement alone, which nobody asks again, doesn't find them."""
    question = Question(("drug_cases",), (1,), settled=Settled(1, 1, beyond=frozenset()))
    ledger = [Row("a"), Row("b")]
    assert ask(question, CATALOGUE, executor(ledger)).figures[0].value == 2000
    rows = [row for asked in quick(question, CATALOGUE) for row in executor(ledger)(*asked)]
    assert sum(row[1] or 0 for row in rows) == 1000
    assert rows[-1] == ("", 0, 0, 0, 0, 2), "the newest fact is another than was seen"


def test_a_record_of_which_one_fact_is_exact_and_another_is_not_counts_once():
    """Control: the statement that asks each index by itself would count it twice, and says that it isn't sure."""
    said = {"kind": "activity", "measure": "activities", "cls": "joint_patrol", "unit": "activities"}
    ledger = [Row("a", **said), Row("a", qualifier="about", **said)]
    question = Question(("joint_patrols",), (1,), settled=Settled(2, 2, beyond=frozenset()))
    assert ask(question, CATALOGUE, executor(ledger)).figures[0].value == 1000
    rows = [row for asked in quick(question, CATALOGUE) for row in executor(ledger)(*asked)]
    assert sum(row[3] for row in rows) == 2
    assert ODD in {row[5] for row in rows}


@settings(max_examples=60, deadline=None)
@given(ledgers, questions())
def test_the_records_behind_a_figure_add_up_to_it(ledger, question):
    answer = ask(question, CATALOGUE, executor(ledger))
    for name in ASKED[:3]:
        listed = records_behind(question, CATALOGUE, name, executor(ledger))
        assert sum(b.value for b in listed if not b.reason) == sum(f.value for f in answer.of(name))
        # Those that count are found by themselves as well, without looking at those left out.
        assert records_counted(question, CATALOGUE, name, executor(ledger)) == tuple(b for b in listed if not b.reason)


@settings(max_examples=60, deadline=None)
@given(ledgers, questions())
def test_what_a_reader_may_not_read_changes_nothing(ledger, question):
    one = replace(question, audiences=(1,))
    readable = [row for row in ledger if row.audience_id == 1]
    assert ask(one, CATALOGUE, executor(ledger)) == ask(one, CATALOGUE, executor(readable))


@settings(max_examples=60, deadline=None)
@given(ledgers, questions())
def test_what_happens_later_changes_no_figure_known_earlier(ledger, question):
    then = replace(question, known_on=4)
    later = Row("late", 9000, arrived_from=5, held_from=5, day_from=101, day_to=101)
    ended = [replace(r, arrived_to=5 if r.arrived_to is None else r.arrived_to) for r in ledger]
    assert ask(then, CATALOGUE, executor(ledger)).figures == ask(then, CATALOGUE, executor([*ended, later])).figures


def test_the_reference_tells_a_wrong_count():
    """Negative control: a reference that forgets same events is caught by the first duplicate."""
    ledger = [Row("a"), Row("b", summed=0)]
    question = Question(("drug_cases",), (1,))
    figure = ask(question, CATALOGUE, executor(ledger)).figures[0]
    assert figure.value != sum(row.value for row in ledger)
