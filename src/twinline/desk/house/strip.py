"""The strip with what an officer may see on it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.rows import row
from twinline.line import watch
from twinline.line.strip import Mark, Walked, draw
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.reports.strips import existing, gates, kinds_of, mark_of, named, ties, told_events
from twinline.store import lines, reading, watching
from twinline.store.here import this_ledger
from twinline.store.reading import Row
from twinline.times import day_of, now_ms

#: The latest records with a place on the line are drawn; older ones are a search away.
DRAWN = 120
#: So many of a kind are looked at; how many more there are is said.
READ = 2_000
MARKED = frozenset({"patrol", "plan", "incident", "twinning", "activity", "alert"})
LATELY = frozenset({"patrol", "plan", "alert"})


#: Home shows what was walked in so many days as a ribbon, and the patrols of the last of them one by one.
RIBBON_DAYS, PATROL_DAYS = 90, 30


def strip(user: User, lang: str) -> tuple[SafeString, SafeString]:
    """Return the strip as SVG twice: lying for a wide page, upright for a phone. Links lead to the records."""
    today = day_of(now_ms())
    found = watching.watched(this_ledger(), here.reader_of(user))
    places = found.places
    covered = watch.patrolled(found.walks, (0, places.line.length_m), (today - RIBBON_DAYS, today))
    walked = [Walked(p.from_m, p.to_m, p.vn, p.la) for p in covered.parts if p.times]
    lasting = MARKED - LATELY
    drawn_marks = (
        *marks_of(user, lang, lasting)[0],
        *marks_of(user, lang, LATELY, since=today - PATROL_DAYS)[0],
    )

    def drawn(narrow: bool) -> SafeString:
        key = "tall" if narrow else "wide"
        made = standard_strip(
            WORDS[lang],
            named(lang),
            gates=tuple(gates()),
            marks=drawn_marks,
            walked=walked,
            narrow=narrow,
            key=key,
            places=places,
            exists=existing(today),
        )
        return on_page(draw(made))

    return drawn(False), drawn(True)


def on_page(drawing: str) -> SafeString:
    """Return a drawing as it may stand on a page: everything in it was escaped where it was drawn."""
    return mark_safe(drawing)  # noqa: S308


def marks_of(
    user: User, lang: str, shown: Set[str], *, most: int = DRAWN, **asked: Any
) -> tuple[tuple[Mark, ...], int]:
    """Return the latest marks of the sorts to be shown, of records by what is asked for (as for ``reading.records``),
    and how many more there are.

    What both sides tell is one mark, which leads to the record of this side.
    """
    ledger = this_ledger()
    found: list[Row] = []
    unread = 0
    for kind in sorted(kinds_of(shown)):
        rows, more = _read(user, kind, **asked)
        found, unread = found + rows, unread + more
    places = lines.in_use(ledger)
    told = sorted(told_events(found, shown), key=lambda each: (_last_day(each[0]), each[0].record), reverse=True)
    more_told = max(len(told) - most, 0)
    latest = [(each[0], mark_of(each, lang, places)) for each in told[:most]]
    if "twinning" in shown:
        rows, more = _read(user, "twinning", **{**asked, "since": None, "within": None})
        period = asked.get("since", day_of(now_ms())), asked.get("until", day_of(now_ms()))
        # What holds was signed long ago: it gives no room to what happened lately
        latest += ties(rows, places, period, asked.get("within", (0, places.line.length_m)), lang)
        unread += more
    drawn = []
    for one, mark in latest:
        title = mark.title if mark.kind == "twinning" else row(one, lang).title
        drawn.append(replace(mark, label=title, title=title, href=reverse("desk:record", args=[one.record])))
    return tuple(drawn), more_told + unread


def _read(user: User, kind: str, **asked: Any) -> tuple[list[Row], int]:
    """Return the latest records of a kind, those of this side first, and how many more there are."""
    ledger, reader = this_ledger(), here.reader_of(user)
    rows = reading.records(ledger, reader, kind=kind, limit=READ, **asked)
    more = reading.count(ledger, reader, kind=kind, **asked) - READ if len(rows) == READ else 0
    return sorted(rows, key=lambda one: one.side != ledger.node.side), more


def _last_day(one: Row) -> int:
    return next((day for day in (one.day_to, one.day_from) if day is not None), 0)
