"""The Monday sheet as an officer may see it: as a page that prints, and as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.strip import on_page
from twinline.line.strip import draw
from twinline.reports import monday_told
from twinline.reports.monday import Monday, monday_sheet, week_of
from twinline.store.here import still, this_ledger
from twinline.times import days_of, iso

_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Page:
    """What stands on the sheet, its strip lying and upright, and the weeks beside it (a day of each)."""

    told: dict[str, Any]
    strips: tuple[SafeString, SafeString]
    week: str
    before: str
    after: str


@still()
def monday(user: User, lang: str, *, week: str, now: int) -> Page | None:
    """Return the sheet of the week of a day (``2026-11-26``), or None where that is no day."""
    sheet = _sheet(user, week, now)
    if sheet is None:
        return None
    first, _ = sheet.week
    return Page(
        told=monday_told.laid_out(sheet, lang),
        strips=(
            on_page(draw(monday_told.strip(sheet, lang))),
            on_page(draw(monday_told.strip(sheet, lang, narrow=True))),
        ),
        week=iso(first),
        before=iso(first - _WEEK),
        after=iso(first + _WEEK),
    )


@still()
def monday_pdf(user: User, lang: str, *, week: str, now: int) -> bytes | None:
    """Return the sheet of the week of a day as a PDF of one page, or None where that is no day."""
    sheet = _sheet(user, week, now)
    return None if sheet is None else monday_told.as_pdf(sheet, lang)


def _sheet(user: User, week: str, now: int) -> Monday | None:
    try:
        first, last = days_of(week)
    except ValueError:
        return None
    if first != last or week_of(first)[0] < 0:
        return None
    return monday_sheet(this_ledger(), here.reader_of(user), user.organisation, day=first, now=now)
