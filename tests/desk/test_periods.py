"""A period typed on a page: as the command names it, in any reporting calendar, and what can be none is refused."""

from __future__ import annotations

import re

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


def test_it_is_typed_as_people_write_it() -> None:
    assert periods.read("5/8/2025", "Q4/2025") == ("2025-08-05", "2025-12")
    assert periods.read("q2/2025", "") == ("2025-04", None)
    assert periods.read("", "h1/2025") == (None, "2025-06")


@pytest.mark.parametrize("text", NONE)
def test_what_is_none_is_refused_by_its_name_as_it_was_typed(text: str) -> None:
    for which, typed in (("first", (text, "2025")), ("last", ("2025", text))):
        with pytest.raises(periods.Unread, match=re.escape(f"'{text}'")) as refused:
            periods.read(*typed)
        assert refused.value.which == which


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(periods.Unread, match="ends before it begins") as refused:
        periods.read("2025-12-15", "2024")
    assert refused.value.which == "last"
    assert periods.read("2025-12-15", "2025") == ("2025-12-15", "2025"), "a year that it lies in is no end before it"
