"""The page of the line: the strip of a stretch and a period, and who was where on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from twinline.access.models import User
from twinline.desk import knowledge, names, telling
from twinline.desk.house import here
from twinline.desk.house.asked import PATROL_DAYS, ZOOMS, Asked, asked, usual_period
from twinline.desk.house.drawn import Drawing
from twinline.desk.house.surveyed import agreed_version
from twinline.line import watch
from twinline.line.strip.words import WORDS
from twinline.sentences import Sentence, Text
from twinline.store import lines, watching
from twinline.store.here import this_ledger
from twinline.times import day_of, days_of, first_of_quarter, iso, now_ms
from twinline.tongues import told

MONTHS, YEAR = 24, 12
MANY = 400


@dataclass(frozen=True, slots=True)
class Month:
    """A month to go to: address, name, how many patrols it has, and whether it is shown.

    ``bar``: their share of those of the busiest month here, in eighths; 0 for none alone. ``far``: a narrow screen has
    room for a year alone, and does without this month.
    """

    address: str
    label: str
    year: str
    bar: int
    patrols: int
    here: bool
    far: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in words, its page, and what is said of it."""

    km: str
    address: str
    told: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Lengths in kilometres as written, and the stretches and markers behind them."""

    covered: str
    both: str
    together: str
    length: str
    share: int
    gaps: str
    gaps_rows: Sequence[Stretch]
    unattended: str
    unattended_rows: Sequence[Stretch]
    unseen: int
    markers: int
    unseen_rows: Sequence[Stretch]
    unseen_in: str
    plans: Sequence[Stretch]
    plans_open: int
    nowhere: int
    often: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class Page:
    strips: tuple[SafeString, SafeString]
    map: SafeString
    map_data: str
    here: str
    asked: Asked
    head: str
    period: str
    zooms: Mapping[str, str]
    months: Sequence[Month]
    earlier: str
    later: str
    answers: Answers
    notes: Sequence[str]
    version: str
    in_reports: str
    """By which digest a report names the same line: the packaged one by that of its drawing alone."""
    survey: str
    """What the line shown is: ``agreed`` by both, this desk's ``own``, or nothing for the packaged one."""
    km: str
    length: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue on the line: kilometres, markers, plans; and where to look."""

    km: str
    days: int
    markers: int
    quarter: str
    plans: int
    address: str


def page(user: User, lang: str, want: Asked) -> Page:
    """Return the page of the line as an officer may see it."""
    known = knowledge.instant(want.known_on)
    found = watching.watched(this_ledger(), here.reader_of(user), known_on=known)
    places = found.places
    covered = watch.patrolled(found.walks, (0, places.line.length_m), (want.first, want.last))
    strip = Drawing.of(user, lang, want, found, covered, known)
    return Page(
        strips=(strip.drawn(narrow=False), strip.drawn(narrow=True)),
        map=strip.course(),
        map_data=want.address().replace(reverse("desk:line"), reverse("desk:line-map"), 1),
        here=want.address(),
        asked=want,
        head=_km(want.from_m, want.to_m, lang),
        period=f"{telling.short_day(want.first, lang)} – {telling.short_day(want.last, lang)}",
        zooms=_zooms(want, places.line.length_m),
        months=list(_months(want, found.walks, lang)),
        earlier=want.address(month=_month(want, -1)),
        later=want.address(month=_month(want, 1)),
        answers=_answers(found, want, covered, lang),
        notes=[_note(each, lang) for each in places.line.notes],
        version=places.version[:16],
        in_reports=(places.line.version if places is lines.base() else places.version)[:16],
        survey="" if places is lines.base() else "agreed" if agreed_version(user) == places.version else "own",
        km=WORDS[lang].km,
        length=places.line.length_m,
    )


def overdue(user: User, lang: str) -> Overdue | None:
    """Return what is overdue today, or None where nobody ever said that they walk, inspect or look after anything."""
    found = watching.watched(this_ledger(), here.reader_of(user))
    if not (len(found.walks) or found.seen or len(found.plans)):
        return None
    today, whole = day_of(now_ms()), (0, found.places.line.length_m)
    quarter = first_of_quarter(today)
    old = watch.not_walked_for(found.walks, whole, days=PATROL_DAYS, on=today)
    plans = watch.planned_and_done(found.plans, found.walks, (today - 364, today - 1))
    want = asked({}, ())
    return Overdue(
        km=f"{_number(sum(each.to_m - each.from_m for each in old), lang)} {WORDS[lang].km}",
        days=PATROL_DAYS,
        markers=len(watch.not_inspected(found.places.markers, found.seen, whole, (quarter, today))),
        quarter=_quarter_said(today),
        plans=sum(1 for each in plans if each.last_day < today and not _done(each)),
        address=want.address(),
    )


def _done(plan: watch.Planned) -> bool:
    """Return whether a plan counts as carried out: nine tenths of its stretch."""
    return 10 * plan.done_m >= 9 * (plan.to_m - plan.from_m)


def map_data(user: User, lang: str, want: Asked, *, narrow: bool = False) -> dict[str, Any]:
    """Return what the map shows, as a GeoJSON collection; ``bbox`` is the stretch asked for, ``narrow`` on a phone."""
    known = knowledge.instant(want.known_on)
    found = watching.watched(this_ledger(), here.reader_of(user), known_on=known)
    line = found.places.line
    covered = watch.patrolled(found.walks, (0, line.length_m), (want.first, want.last))
    shown = line.between(want.from_m, want.to_m)
    (west, south), (east, north) = shown.min(axis=0).tolist(), shown.max(axis=0).tolist()
    features = list(Drawing.of(user, lang, want, found, covered, known).features(narrow=narrow))
    return {"type": "FeatureCollection", "bbox": [west, south, east, north], "features": features}


def _zooms(want: Asked, length: int) -> Mapping[str, str]:
    """Return the addresses further in, out, north and south, and of the whole; without those that lead nowhere."""
    wide, middle = want.to_m - want.from_m, (want.from_m + want.to_m) // 2
    plain = replace(want, place="")

    def around(centre: int, size: int) -> str:
        first = min(max(centre - size // 2, 0), length - size)
        return plain.address(a=first, b=first + size)

    found = {}
    closer = next((size for size in ZOOMS if size < wide), None)
    further = next((size for size in reversed(ZOOMS) if size > wide), length)
    if closer:
        found["in"] = around(middle, closer)
    if wide < length:
        found["out"] = around(middle, further)
        found["whole"] = plain.address(a="", b="")
    if want.from_m > 0:
        found["north"] = around(middle - wide // 2, wide)
    if want.to_m < length:
        found["south"] = around(middle + wide // 2, wide)
    return found


def _month(want: Asked, step: int) -> str:
    year, month = map(int, iso(want.last)[:7].split("-"))
    number = year * 12 + month - 1 + (step if want.month else min(step, 0))
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _months(want: Asked, walks: watch.Walks, lang: str) -> Iterator[Month]:
    """Yield the months up to the one that the period ends in, or this one if that is later by less than two years."""
    year, month = map(int, iso(want.last)[:7].split("-"))
    now_year, now_month = map(int, iso(day_of(now_ms()))[:7].split("-"))
    last, now = year * 12 + month - 1, now_year * 12 + now_month - 1
    end = now if last <= now < last + MONTHS else last
    codes = {number: f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(end - MONTHS + 1, end + 1)}
    counts = {}
    for number, code in codes.items():
        first, until = days_of(code)
        counts[number] = len(set(walks.within((first, until)).event.tolist()))
    most = max(counts.values())
    for number, patrols in counts.items():
        code = codes[number]
        yield Month(
            want.address(month=code),
            telling.month(date(number // 12, number % 12 + 1, 1), lang),
            str(number // 12),
            -(-8 * patrols // most) if most else 0,
            patrols,
            code == want.month,
            (number > end - YEAR) != (last > end - YEAR),
        )


def _answers(found: watching.Watched, want: Asked, covered: watch.Coverage, lang: str) -> Answers:
    within = (want.from_m, want.to_m)
    here_only = watch.patrolled(found.walks, within, (want.first, want.last))
    old = watch.not_walked_for(found.walks, within, days=want.days, on=want.last)
    alone = watch.nobody_looks_after(found.stretches, within, on=want.last)
    # Markers are inspected every quarter: unless a period is asked for, this one's is told
    since = first_of_quarter(want.last) if (want.first, want.last) == usual_period() else want.first
    unseen = watch.not_inspected(found.places.markers, found.seen, within, (since, want.last))
    plans = watch.planned_and_done(found.plans, found.walks, (want.first, want.last), within)
    often = sorted((p for p in here_only.parts if p.times), key=lambda p: -p.times)

    def row(a: int, b: int, told: str) -> Stretch:
        return Stretch(_km(a, b, lang), replace(want, place="").address(a=a, b=max(b, a + ZOOMS[-1])), told)

    return Answers(
        covered=_number(here_only.covered_m, lang),
        both=_number(here_only.both_m, lang),
        together=_number(here_only.together_m, lang),
        length=_number(here_only.length_m, lang),
        share=round(100 * here_only.covered_m / here_only.length_m),
        gaps=_number(sum(each.to_m - each.from_m for each in old), lang),
        gaps_rows=[row(each.from_m, each.to_m, _last(each.day, lang)) for each in old[:MANY]],
        unattended=_number(sum(b - a for a, b in alone), lang),
        unattended_rows=[row(a, b, "") for a, b in alone[:MANY]],
        unseen=len(unseen),
        markers=sum(within[0] <= marker.chainage <= within[1] for marker in found.places.markers),
        unseen_rows=[
            replace(row(u.marker.chainage - 250, u.marker.chainage + 250, _last(u.last, lang)), km=u.marker.number)
            for u in unseen[:MANY]
        ],
        unseen_in=f"{telling.short_day(since, lang)} – {telling.short_day(want.last, lang)}",
        plans=[
            row(
                p.from_m, p.to_m,
                f"{telling.short_day(p.first_day, lang)} – {telling.short_day(p.last_day, lang)}: "
                f"{_number(p.done_m, lang)} / {_number(p.to_m - p.from_m, lang)} {WORDS[lang].km}",
            )
            for p in plans
        ],
        plans_open=sum(not _done(plan) for plan in plans),
        nowhere=found.without_a_stretch((want.first, want.last)),
        often=[row(p.from_m, p.to_m, f"{p.times} (VN {p.vn}, LA {p.la})") for p in often[:20]],
    )  # fmt: skip


def _note(note: Text, lang: str) -> str:
    """Return what can't hold, with a place by its name instead of its code."""
    if isinstance(note, Sentence) and "place" in note.values:
        note = note.filled(place=names.who(str(note.values["place"]), lang).name)
    return told(note, lang)


def _quarter_said(day: int) -> str:
    year, month, _ = iso(day).split("-")
    return f"{(int(month) - 1) // 3 + 1}/{year}"


def _last(day: int | None, lang: str) -> str:
    return telling.short_day(day, lang) if day is not None else "–"


def _number(metres: int, lang: str) -> str:
    return telling.number(f"{metres / 1000:.1f}", lang)


def _km(a: int, b: int, lang: str) -> str:
    first, last = (telling.number(f"{metres / 1000:.1f}", lang) for metres in (a, b))
    return f"{WORDS[lang].km} {first} – {last}"
