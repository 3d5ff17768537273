"""What the options of figures and reports name must be there: a calendar, and whom the answer is for."""

from __future__ import annotations

import pytest

from tests.border import Border
from twinline.figures.errors import FiguresError
from twinline.reports import asked
from twinline.reports.ledger_source import LedgerSource
from twinline.sentences import Problem


@pytest.mark.parametrize("readers", ["vn-moon", "vn-na,vn-moon", "twin:moon"])
def test_figures_for_somebody_nobody_knows_are_refused(border: Border, readers: str) -> None:
    """They would be figures of nothing, which look like zeros."""
    with pytest.raises(Problem, match="moon"):
        asked.seen_as(LedgerSource(border.vn.ledger), readers, None, None)


@pytest.mark.parametrize("readers", ["line", "self", "twin:la-xk", "vn-na,la-xk"])
def test_figures_for_who_is_there_are_given(border: Border, readers: str) -> None:
    """Control."""
    assert asked.seen_as(LedgerSource(border.vn.ledger), readers, None, None)["readers"]


@pytest.mark.parametrize("dates", [("2022", "2022", None), (None, None, None), (None, None, "2022")])
def test_a_calendar_that_there_isnt_is_refused_whatever_is_asked_in_it(dates: tuple[str | None, ...]) -> None:
    with pytest.raises(FiguresError, match="moon"):
        asked.days(*dates, "moon")
    assert asked.days(*dates, "civil") == (dates[0] or dates[2], dates[1] or dates[2]), "control"
