"""What programs may ask of the line, of what their account's organisation may read: as ``twinline line`` answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest

from twinline.access.models import User
from twinline.api.asked import BadParameter, day, instant, parameters
from twinline.api.declared import route
from twinline.api.door import answering
from twinline.desk.house import here
from twinline.line.places import Interval, Places
from twinline.sentences import Sentence
from twinline.store import line_told, watching
from twinline.store.here import this_ledger
from twinline.store.line_told import Asking
from twinline.times import day_of, first_of_quarter, iso, now_ms

Question = Callable[[Asking, dict[str, Any]], dict[str, Any]]


def _answer(user: User, request: HttpRequest, *, name: str, question: Question) -> dict[str, Any]:
    asked = parameters(request, route(f"line-{name}", "GET"))
    known_on = instant(asked, "known_on")
    period = _period(asked)
    watched = watching.watched(this_ledger(), here.reader_of(user), known_on=known_on)
    return question(Asking(watched, _within(watched.places, asked["place"]), period, known_on), asked)


def _period(asked: dict[str, Any]) -> tuple[int, int]:
    """Return the days asked for; without a beginning from the quarter's first, without an end up to today."""
    last = day(asked, "until", 1)
    last = day_of(now_ms()) if last is None else last
    first = day(asked, "from", 0)
    first = first_of_quarter(last) if first is None else first
    if first > last:
        raise BadParameter(
            "from", Sentence("{first} comes after {last}.", first=asked["from"], last=asked["until"] or iso(last))
        )
    return first, last


def _within(places: Places, code: str | None) -> Interval:
    found = line_told.stretch_of(places, code)
    if found is None:
        raise BadParameter("place", Sentence("{code} is not known to have a stretch of this line.", code=code))
    return found


questions = {
    name: answering(get=partial(_answer, name=name, question=question))
    for name, question in {
        "coverage": lambda ask, _: line_told.coverage(ask),
        "gaps": lambda ask, asked: line_told.gaps(ask, asked["days"]),
        "unattended": lambda ask, _: line_told.unattended(ask),
        "markers": lambda ask, _: line_told.markers(ask),
    }.items()
}
