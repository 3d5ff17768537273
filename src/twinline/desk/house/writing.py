"""The texts of a report: what an office writes around the figures, kept as a draft and carried over on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from twinline.access import writing
from twinline.access.models import User
from twinline.desk.reported import Writing, WrittenPart
from twinline.reports.language import Period, period_said
from twinline.reports.letters import WRITTEN
from twinline.reports.words import word
from twinline.times import iso, span

LONGEST = writing.LONGEST
PARTS = WRITTEN


def written(user: User, lang: str, *, report: str, since: str | None, until: str | None) -> Mapping[str, str]:
    """Return what the officer's organisation has written of a report's period, by part."""
    return writing.read(_place(user, lang, report, since, until)).texts


def page(
    user: User, lang: str, *, report: str, title: str, since: str | None, until: str | None, carry: str = ""
) -> Writing:
    """Return the texts as they are written so far; with ``carry`` what is empty is filled from that period."""
    place = _place(user, lang, report, since, until)
    found = writing.read(place)
    earlier = writing.periods(place)
    before = writing.read(replace(place, period=carry)).texts if carry in earlier else {}
    return Writing(
        title=title,
        period=_said(place.period, lang),
        parts=tuple(
            WrittenPart(
                name=part,
                label=word(f"written_{part}", lang),
                text=found.texts.get(part) or before.get(part, ""),
                carried=not found.texts.get(part) and bool(before.get(part)),
            )
            for part in WRITTEN
        ),
        earlier=tuple((one, _said(one, lang)) for one in earlier),
        seen_ms=found.at_ms,
        by=found.by,
    )


def keep(
    user: User, lang: str, *, report: str, since: str | None, until: str | None, texts: Mapping[str, str],
    seen_ms: int, now: int,
) -> bool:  # fmt: skip
    """Keep what was typed; False if somebody else wrote meanwhile."""
    place = _place(user, lang, report, since, until)
    return writing.keep(user, place, texts, seen_ms=seen_ms, now=now)


def _place(user: User, lang: str, report: str, since: str | None, until: str | None) -> writing.Place:
    return writing.place_of(user.organisation, report or "joint", since, until, lang)


def _said(key: str, lang: str) -> str:
    """Return a period in words."""
    since, _, until = key.partition("..")
    if not (since or until):
        return word("all_periods", lang)
    days = span(since or None, until or None)
    first, last = (None if day is None else iso(day) for day in (days.first, days.last))
    return period_said(Period(since or first, until or last, days.first, days.last), "flow", lang)
