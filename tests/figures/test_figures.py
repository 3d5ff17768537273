"""What a question counts, leaves out and lists beside."""

from __future__ import annotations

import pytest

from tests.figures.fact_table import Row, executor, returned
from twinline.figures.answer import Answer, ask
from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.figures.listed import records_behind
from twinline.figures.question import Question, basis
from twinline.times import Days, days_of, end_of_day, span

CATALOGUE = packaged()
JUNE = span("2022-06", "2022-06")
DAY = days_of("2022-06-10")[0]


def counted(rows, indicator="drug_cases", **asked):
    answer = told(rows, indicator, **asked)
    return [(figure.unit, figure.value, figure.not_yet_agreed) for figure in answer.figures]


def told(rows, *indicators, audiences=(1,), **asked) -> Answer:
    question = Question(indicators, audiences, **asked)
    return ask(question, CATALOGUE, executor(rows))


def on(day: str, **more) -> dict:
    first, last = days_of(day)
    return {"day_from": first, "day_to": last, **more}


def test_facts_of_the_classes_of_an_indicator_are_added_up():
    rows = [Row("a", 2000), Row("b", 3000, cls="drug_retail"), Row("c", 5000, cls="illegal_logging")]
    assert counted(rows) == [("cases", 5000, 0)]
    assert counted(rows, "cases_all_offences") == [("cases", 10000, 0)]


def test_units_and_reference_sets_are_never_mixed():
    heroin = {"measure": "seized", "cls": "heroin"}
    rows = [Row("a", 2000, unit="cakes", **heroin), Row("b", 1, unit="kg", **heroin)]
    assert counted(rows, "seized_heroin") == [("cakes", 2000, 0), ("kg", 1, 0)]


def test_an_event_that_straddles_the_period_is_left_out_and_listed():
    rows = [Row("a", **on("2022-06-30")), Row("b", day_from=DAY, day_to=DAY + 30, shape="interval")]
    assert counted(rows, period=JUNE) == [("cases", 1000, 0)]
    question = Question(("drug_cases",), (1,), period=JUNE)
    assert [(b.record, b.reason) for b in records_behind(question, CATALOGUE, "drug_cases", executor(rows))] == [
        ("a", ""),
        ("b", "straddles"),
    ]


def test_what_gives_no_period_counts_only_when_no_period_is_asked():
    rows = [Row("a", day_from=None, day_to=None, shape="none")]
    assert counted(rows) == [("cases", 1000, 0)]
    assert counted(rows, period=JUNE) == []
    question = Question(("drug_cases",), (1,), period=JUNE)
    assert records_behind(question, CATALOGUE, "drug_cases", executor(rows))[0].reason == "no_period"


def test_open_periods_hold_what_is_open_on_the_same_side():
    to_june = Row("a", day_from=None, day_to=DAY, shape="open_start")
    since_june = Row("b", day_from=DAY, day_to=None, shape="open_end")
    assert counted([to_june, since_june], period=span(None, "2022")) == [("cases", 1000, 0)]
    assert counted([to_june, since_june], period=span("2022", None)) == [("cases", 1000, 0)]
    assert counted([to_june, since_june], period=span("2022", "2022")) == []


def test_joint_counts_an_event_of_both_sides_once_and_each_side_its_own():
    rows = [Row("a", 2000, event="a"), Row("b", 3000, event="a", summed=0, side="LA", about="la-xk")]
    assert counted(rows) == [("cases", 2000, 0)]
    assert counted(rows, basis=basis("stated:VN")) == [("cases", 2000, 0)]
    assert counted(rows, basis=basis("stated:LA")) == [("cases", 3000, 0)]
    listed = records_behind(Question(("drug_cases",), (1,)), CATALOGUE, "drug_cases", executor(rows))
    assert [(b.record, b.reason) for b in listed] == [("a", ""), ("b", "same_event")]


def test_agreed_counts_what_is_countersigned_and_joint_says_how_much_is_not():
    rows = [Row("a", 2000, standing="agreed"), Row("b", 3000, standing="disputed")]
    assert counted(rows, basis=basis("agreed")) == [("cases", 2000, 0)]
    assert counted(rows) == [("cases", 5000, 3000)]


def test_a_withdrawn_record_still_counts_at_the_earlier_instant():
    rows = [Row("a", arrived_from=10, arrived_to=90, held_from=20, held_to=100)]
    assert counted(rows) == []
    assert counted(rows, known_on=99) == [("cases", 1000, 0)]
    assert counted(rows, known_on=100) == []
    assert counted(rows, known_on=19) == []
    assert counted(rows, known_on=19, basis=basis("stated:VN")) == [("cases", 1000, 0)]
    assert counted(rows, known_on=19, basis=basis("held:VN")) == []


def test_what_only_one_node_holds_is_listed_as_not_yet_held():
    question = Question(("drug_cases",), (1,))
    listed = records_behind(question, CATALOGUE, "drug_cases", executor([Row("a", held_from=None)]))
    assert [(b.record, b.reason) for b in listed] == [("a", "not_yet_held")]


def test_a_reader_sees_nothing_of_other_audiences():
    rows = [Row("a"), Row("b", 7000, audience_id=2)]
    assert counted(rows) == [("cases", 1000, 0)]
    assert counted(rows, audiences=()) == []
    assert counted(rows, audiences=(1, 2)) == [("cases", 8000, 0)]


def test_places_and_organisations_narrow_the_figure():
    rows = [Row("a"), Row("b", place="vn-na-d-ky-son", about="vn-na-ks-police")]
    assert counted(rows, places=("vn-na-d-ky-son",)) == [("cases", 1000, 0)]
    assert counted(rows, organisations=("vn-na-ks-police",)) == [("cases", 1000, 0)]
    assert counted(rows, places=()) == []


def test_a_pair_stated_twice_is_one_pair_and_stands_from_its_day():
    pair = {"kind": "twinning", "measure": "twinned_pairs", "cls": "village", "unit": "pairs", "shape": "open_end"}
    rows = [
        Row("a", **pair, member="v1+v2", **on("2013")),
        Row("b", **pair, member="v1+v2", **on("2014")),
        Row("c", **pair, member="v3+v2", **on("2018")),
    ]
    rows = [Row(**{**row.__dict__, "day_to": None}) for row in rows]
    assert counted(rows, "twinned_village_pairs") == [("pairs", 2000, 0)]
    assert counted(rows, "twinned_village_pairs", period=span(None, "2015")) == [("pairs", 1000, 0)]
    assert counted(rows, "twinned_village_pairs", known_on=end_of_day(days_of("2012")[1])) == []


def test_a_return_is_never_added_up_and_a_flow_answers_its_exact_period():
    quarter = {**on("2022-06"), "shape": "interval"}
    rows = [
        returned("a", "drug_cases", 30000, **quarter),
        returned("b", "drug_cases", 20000, **{**on("2022-07"), "shape": "interval"}),
    ]
    assert told(rows, "drug_cases").figures == ()
    assert [r.value for r in told(rows, "drug_cases").returned] == [30000, 20000]
    assert [r.value for r in told(rows, "drug_cases", period=JUNE).returned] == [30000]
    assert told(rows, "drug_cases", period=span("2022-06", "2022-07")).returned == ()


def test_a_returned_stock_answers_with_its_latest_day_inside_the_period():
    rows = [
        returned("a", "border_communes", 27000, unit="communes", day_to=days_of("2022-08")[1]),
        returned("b", "border_communes", 27000, unit="communes", day_to=days_of("2023-04-30")[1]),
        returned("c", "border_communes", 21000, unit="communes", day_to=days_of("2025-10")[1]),
    ]
    assert [r.record for r in told(rows, "border_communes").returned] == ["a", "b", "c"]
    assert [r.record for r in told(rows, "border_communes", period=span("2022", "2023")).returned] == ["b"]
    assert [r.record for r in told(rows, "border_communes", period=span(None, "2026")).returned] == ["c"]


def test_what_was_published_later_is_told_apart_from_what_was_held_later():
    october, may = days_of("2022-10-27")[0], days_of("2023-05-12")[0]
    rows = [
        returned("a", "communes_kept_drug_free", 26000, day_to=october, published=october, held_from=50),
        returned("b", "communes_kept_drug_free", 27000, day_to=may, published=may, held_from=10),
    ]
    assert [r.value for r in told(rows, "communes_kept_drug_free", published_by=october).returned] == [26000]
    assert [r.value for r in told(rows, "communes_kept_drug_free", known_on=20).returned] == [27000]


def test_counted_and_returned_differ_only_where_they_mean_the_same():
    rows = [
        Row("a", 2000, **on("2022-06-05")),
        returned("b", "drug_cases", 3000, **on("2022-06"), shape="interval"),
        returned("c", "drug_cases", 9000, **on("2022-06"), shape="interval", about="vn-na-bg"),
    ]
    rows[1:] = [Row(**{**row.__dict__, "day_from": days_of("2022-06")[0]}) for row in rows[1:]]
    answer = told(rows, "drug_cases", period=JUNE, place="vn-na", organisation="vn-na")
    assert [(r.about, r.difference) for r in answer.returned] == [("vn-na", -1000), ("vn-na-bg", None)]


def test_a_part_above_its_whole_is_said():
    whole = Row("a", 1000, measure="cases", cls="illegal_logging")
    part = Row("b", 2000, measure="cases", cls="drug_retail")
    assert all(not figure.warnings for figure in told([whole, part], "drug_cases", "cases_all_offences").figures)
    odd = [returned("c", "drug_cases", 9000), returned("d", "cases_all_offences", 8000)]
    warned = told(odd, "drug_cases", "cases_all_offences").returned_of("drug_cases")[0]
    assert warned.warnings == ("drug_cases 9 > cases_all_offences 8",)


def test_a_part_above_a_lower_bound_is_not_said():
    odd = [returned("c", "drug_cases", 9000), returned("d", "cases_all_offences", 8000, qualifier="more_than")]
    assert told(odd, "drug_cases", "cases_all_offences").returned_of("drug_cases")[0].warnings == ()


@pytest.mark.parametrize(
    ("parts", "sum_is"),
    [
        (["exact"], "exact"),
        (["exact", "more_than"], "more_than"),
        (["over", "at_least"], "more_than"),
        (["nearly", "exact"], "nearly"),
        (["nearly", "more_than"], "about"),
        (["rounded"], "rounded"),
        (["rounded", "over"], "about"),
        (["about", "exact"], "about"),
    ],
)
def test_a_sum_is_as_exact_as_its_weakest_part(parts, sum_is):
    rows = [Row(f"r{number}", qualifier=part) for number, part in enumerate(parts)]
    assert told(rows, "drug_cases").figures[0].qualifier == sum_is


def test_ranges_and_qualifiers_live_through_the_sum():
    rows = [Row("a", 15000, value_max=20000), Row("b", 1000, qualifier="more_than")]
    figure = told(rows, "drug_cases").figures[0]
    assert (figure.value, figure.value_max, figure.qualifier) == (16000, 21000, "more_than")


@pytest.mark.parametrize("given", ["", "stated", "stated:FR", "all"])
def test_a_basis_that_means_nothing_is_refused(given):
    with pytest.raises(BadQuestion, match="stated:VN"):
        basis(given)


def test_a_question_that_means_nothing_is_refused():
    with pytest.raises(BadQuestion, match="before it begins"):
        Question(("drug_cases",), (1,), period=Days(5, 4, "interval"))
    with pytest.raises(BadQuestion, match="no indicator named"):
        told([], "drug_dreams")
    with pytest.raises(BadQuestion, match="only returned"):
        records_behind(Question(("border_length",), (1,)), CATALOGUE, "border_length", executor([]))
