"""A period typed on a page: as the command names it, in any reporting calendar, and what can be none is told."""

from __future__ import annotations

import pytest

from twinline.desk import periods
from twinline.figures.calendars import calendars, period

NAMED = ("2025", "2025-03", "2025-Q1", "2025-H2", "2025-03-04")
#: What is no date here: no words, no number of another calendar, no end before the beginning.
NONE = ("0000", "0001", "quarter one", "2025-Q5", "2568", "2025-13", "2025-02-30")


@pytest.mark.parametrize("calendar", calendars())
@pytest.mark.parametrize("text", NAMED)
def test_what_is_typed_means_what_the_command_takes_it_for(text: str, calendar: str) -> None:
    assert periods.read(text, text, calendar) == period(text, calendar)
    assert periods.unread(text, text) == ()


def test_it_is_typed_as_people_write_it() -> None:
    assert periods.read("5/8/2025", "Q4/2025") == ("2025-08-05", "2025-12")
    assert periods.read("q2/2025", "") == ("2025-04", None)
    assert periods.read("", "h1/2025") == (None, "2025-06")


@pytest.mark.parametrize("text", NONE)
def test_what_is_none_is_left_out_and_told(text: str) -> None:
    assert periods.read(text, text) == (None, None)
    assert periods.unread(text, "2025") == (text,)


def test_an_end_before_the_beginning_is_none() -> None:
    assert periods.read("2025-12-15", "2024") == ("2025-12-15", None)
    assert periods.unread("2025-12-15", "2024") == ("2024",)
    assert periods.unread("2025-12-15", "2025") == (), "a year that it lies in is no end before it"
