"""A receiver's track as the desk reads it, and lists as files for maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk import filling, telling
from twinline.desk.house import here, kept
from twinline.desk.house.rows import row
from twinline.line.shapes import Unreadable, read_shapes
from twinline.line.tracks import SAID, UNJUDGED, NoTrack, walked
from twinline.store import gis, lines, reading
from twinline.store.here import this_ledger
from twinline.times import day_of, days_of, iso, now_ms
from twinline.tongues import told

_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Day:
    """What was walked on one day, and the form to say it."""

    day: str
    stretches: Sequence[str]
    km: str
    address: str


@dataclass(frozen=True, slots=True)
class Track:
    name: str
    fixes: int
    kept: int
    dropped: Sequence[tuple[str, int]]
    gaps: int
    walks: Sequence[Day]
    #: what could not be judged; empty where all could
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """A file to take away."""

    name: str
    type: str
    content: bytes


def track(lang: str, content: bytes, name: str, day: str, *, ridden: bool = False) -> Track | str:
    """Return what a track tells, or a sentence why it is refused. Nothing of it is kept."""
    line = lines.base().line
    try:
        on = days_of(filling.day(day))[0] if day.strip() else None
    except ValueError:
        return _("A day is written such as 23/11/2026.")
    try:
        found = walked(read_shapes(content, name), line, day=on, today=day_of(now_ms()), ridden=ridden)
    except (NoTrack, Unreadable) as reason:
        return told(reason.whole, lang)
    days = []
    for walk in found.walks:
        first, last = walk.stretches[0][0], walk.stretches[-1][1]
        query = {"day": iso(walk.day), "chainage": first, "to_chainage": last, "line": line.version}
        query["stretch"] = [f"{a}-{b}" for a, b in walk.stretches]
        days.append(
            Day(
                telling.short_day(walk.day, lang),
                [_stretch(a, b, lang) for a, b in walk.stretches],
                telling.number(f"{walk.length_m / 1000:.1f}", lang),
                f"{reverse('desk:fill-in', args=['patrol'])}?{urlencode(query, doseq=True)}",
            )
        )
    dropped = [(told(SAID[reason], lang), number) for reason, number in found.dropped.items() if number]
    unjudged = told(UNJUDGED, lang) if found.untimed else ""
    return Track(name, found.fixes, found.kept, dropped, found.gaps, days, unjudged)


def from_track(given: Mapping[str, str], stretches: Sequence[str]) -> dict[str, Any]:
    """Return the beginning of a patrol that a link from a track's page asks for; nothing if it is none."""
    line = given.get("line", "")
    try:
        day = iso(days_of(given["day"])[0])
        first, last = int(given["chainage"]), int(given["to_chainage"])
        parts = [tuple(int(m) for m in each.split("-", 1)) for each in stretches[:60]]
    except (KeyError, ValueError):
        return {}
    place = {"chainage": first, "to_chainage": last, "line": line}
    metres = sum(b - a for a, b in parts)
    return {
        "when": day,
        "place": place,
        "walked": [{"day": day, "place": {"chainage": a, "to_chainage": b, "line": line}} for a, b in parts],
        "distance": {"amount": f"{metres / 1000:.1f}", "unit": "km"},
    }


def line_out(user: User, lang: str, *, form: str, filters: Mapping[str, str], now: int) -> Out | None:
    """Return the records that fit the filters as a file, as this officer may see them; None for an unknown form."""
    if form not in gis.FORMS:
        return None
    ledger = this_ledger()
    found = reading.records(ledger, here.reader_of(user), limit=_ALL, **kept.asked(filters))
    places = lines.in_use(ledger)

    def titled(one: reading.Row) -> tuple[str, str]:
        seen = row(one, lang)
        return seen.kind_label, seen.title

    content = gis.written(form, gis.features(found, places, titled), places, made=gis.stood_since(found), lang=lang)
    return Out(f"twinline-{iso(now // 86_400_000)}.{form}", gis.TYPES[form], content)


def _stretch(a: int, b: int, lang: str) -> str:
    first, last = (telling.number(f"{metres / 1000:.3f}", lang) for metres in (a, b))
    return f"km {first} – {last}"
