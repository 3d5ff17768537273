"""All that a house made of paper answers: what pages tried alone get for the rooms below."""

from __future__ import annotations

from tests.desk import fakes, fakes_calendar, fakes_line

PAPER = {
    name: value
    for part in (fakes, fakes_line, fakes_calendar)
    for name, value in vars(part).items()
    if not name.startswith("_") and getattr(value, "__module__", "") == part.__name__
}
