"""Periods as offices name them, to the day."""

import itertools

import pytest

from twinline.figures.calendars import calendars, period
from twinline.figures.errors import BadQuestion
from twinline.times import days_of


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022-06-03", ("2022-06-03", "2022-06-03")),
        ("2022-06", ("2022-06", "2022-06")),
        ("2022-Q1", ("2022-01", "2022-03")),
        ("2022-H2", ("2022-07", "2022-12")),
        ("2022", ("2022", "2022")),
        ("2021..2022-Q1", ("2021", "2022-03")),
        ("2012..", ("2012", None)),
        ("..2022-08", (None, "2022-08")),
    ],
)
def test_a_period_means_its_calendar_days(text, days):
    assert period(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022-06", ("2022-05-15", "2022-06-14")),
        ("2022-01", ("2021-12-15", "2022-01-14")),
        ("2022-Q1", ("2021-12-15", "2022-03-14")),
        ("2022-Q2", ("2022-03-15", "2022-06-14")),
        ("2022-H1", ("2021-12-15", "2022-06-14")),
        ("2022-H2", ("2022-06-15", "2022-12-14")),
        ("2022", ("2021-12-15", "2022-12-14")),
        ("2021..2022-Q1", ("2020-12-15", "2022-03-14")),
        ("2022-06-03", ("2022-06-03", "2022-06-03")),
    ],
)
def test_vietnamese_reports_close_on_the_fourteenth(text, days):
    assert period(text, "vn-report") == days


def test_lao_budget_years_ran_from_october_until_2016():
    assert period("2016", "la-budget") == ("2015-10-01", "2016-09-30")
    assert period("2017", "la-budget") == ("2017-01-01", "2017-12-31")
    assert period("2016-06", "la-budget") == ("2016-06-01", "2016-06-30")


def test_the_quarters_and_halves_of_a_lao_budget_year_are_parts_of_it():
    assert period("2015-Q1", "la-budget") == ("2014-10-01", "2014-12-31")
    assert period("2016-Q4", "la-budget") == ("2016-07-01", "2016-09-30")
    assert period("2016-H2", "la-budget") == ("2016-04-01", "2016-09-30")
    assert period("2017-Q1", "la-budget") == ("2017-01-01", "2017-03-31")


@pytest.mark.parametrize("name", ["civil", "vn-report"])
@pytest.mark.parametrize("parts", [[f"2024-{month:02}" for month in range(1, 13)], ["2024-Q1", "2024-Q2", "2024-Q3",
                         "2024-Q4"], ["2024-H1", "2024-H2"]])  # fmt: skip
def test_the_parts_of_a_year_follow_one_another_without_gap(name, parts):
    spans = [period(part, name) for part in parts]
    days = [(days_of(first)[0], days_of(last)[1]) for first, last in spans]
    year = period("2024", name)
    assert (days[0][0], days[-1][1]) == (days_of(year[0])[0], days_of(year[1])[1])
    assert all(before[1] + 1 == after[0] for before, after in itertools.pairwise(days))


@pytest.mark.parametrize("text", ["", "..", "June", "2022-13", "2022-Q5", "2022-H3", "2022-02-30", "22"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(BadQuestion, match="no period"):
        period(text)


def test_a_calendar_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(BadQuestion, match="civil, la-budget, vn-report"):
        period("2022", "lunar")
    assert all(set(one.label) == {"vi", "lo", "en", "fr"} for one in calendars().values())


@pytest.mark.parametrize("calendar", ["civil", "vn-report", "la-budget"])
@pytest.mark.parametrize("text", ["2565", "2565-Q1", "2564..2565-Q1", "..2565-08"])
def test_a_year_of_the_buddhist_era_is_refused_as_it_was_typed_in_every_calendar(calendar: str, text: str) -> None:
    typed = next(part for part in text.split("..") if part)
    with pytest.raises(BadQuestion, match=f"'{typed}' looks like a year .* write {int(typed[:4]) - 543}"):
        period(text, calendar)
    assert period(text.replace("256", "202"), calendar), "control: that year of the common era isn't"
