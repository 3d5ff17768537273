"""How records go on that no link ties: exhibits, seizures, incidents, markers not sound, shifts, bulletins, counts.

Nothing is typed in for it: it follows from the later records that a reader may see, and from the days.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.records.cooperation import term_of
from twinline.records.fields.dates import days
from twinline.records.gazetteer import packaged
from twinline.records.kind import CLOSING, REPORT
from twinline.records.kinds.exhibit import ENDS
from twinline.records.kinds.watching import FINDINGS, MarkerSeen
from twinline.store import meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names, later_name
from twinline.store.reading import Reader, Row
from twinline.times import iso

#: For how many days what is told day after day is looked through.
SINCE_DAYS = 400
#: Days after which it is asked what became of something, and after which it is so no longer.
STEP_DAYS, CASE_DAYS, SHIFT_DAYS, GRACE_DAYS, ASKED_DAYS = 180, 30, 1, 10, 92
#: Days after which it is asked whether a marker was mended, and whether an incident is closed.
MENDED_DAYS, CLOSED_DAYS = 14, 90
INSPECTING = ("inspection", "patrol")
#: What spans more days than these isn't one seizure: a total of years needs no case.
_ONE_SEIZURE_DAYS = 31
SERIES = ("liaison_bulletin", "crossing_count", "liaison_shift", "pledge_round")
#: Pledges are signed anew every year: for how many days the one before is looked for, and after how many it is due.
PLEDGED_DAYS, YEAR_DAYS = 900, 365
#: What is asked after; the markers of patrols go with those of inspections, what else both found with ``findings``.
FOLLOWED = ("exhibit", "seizure", "incident", "inspection", "findings", *SERIES)
#: Which records name others in a field that ties nothing, by the kind that is named: kind and field.
NAMED_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "case": (("incident", "case"), ("seizure", "case"), ("exhibit", "case"), ("handover", "case")),
    "incident": (("seizure", "incident"),),
    "seizure": (("exhibit", "seizure"),),
    "stretch": (("inspection", "stretch"),),
    "trail": (("crossing_count", "trail"), ("control_post", "trail")),
    "patrol": (("patrol", "plan"),),
    "agreement": (("activity", "agreement"), ("twinning", "agreement"), ("stretch", "agreement")),
    "programme_status": (("programme_status", "renews"),),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line on how a record goes on; ``what`` is a code of ``records.onward:ONWARD``.

    ``day`` is a civil day, ``who`` an organisation's code, ``code`` a word of the kind's own list, ``number`` a count,
    ``row`` the record that is spoken of. ``late`` says that somebody should do something.
    """

    what: str
    day: int | None = None
    who: str = ""
    code: str = ""
    number: int = 0
    row: Row | None = None
    markers: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[str, ...] = ()
    late: bool = False


def naming(ledger: Ledger, reader: Reader, row: Row) -> list[Row]:
    """Return the records that name one in a field of theirs, the latest first."""
    names = earlier_names(ledger, row.record)
    found = [
        one for kind, field in NAMED_IN.get(row.kind, ())
        for one in _rows(ledger, reader, kind, of_cases=field == "case", holding=names) if one.body.get(field) in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-(one.day_to or one.day_from or 0), one.record))


def steps(ledger: Ledger, reader: Reader, row: Row, today: int) -> list[Step]:
    """Return how a record goes on, as it is on a civil day; nothing for other kinds."""
    if row.kind == "exhibit":
        return list(_custody(ledger, reader, row, today))
    if row.kind == "seizure":
        return list(_seized(row, naming(ledger, reader, row), today))
    if row.kind == "incident":
        return list(_open(row, today))
    if row.kind in INSPECTING and row.day_to is not None:
        walks = _walks(ledger, reader, row.day_to)
        return [*_unsound(row, _last_seen(walks), today), *_unwalked(row, walks, today)]
    if row.kind in SERIES:
        since = None if row.day_to is None else row.day_to - _looked_back(row.kind)
        alike = [one for one in _rows(ledger, reader, row.kind, since) if _series(one) == _series(row)]
        return list(_in_series(ledger, reader, row, _in_order(alike), today))
    return []


def waiting(ledger: Ledger, reader: Reader, today: int, kinds: Sequence[str] = FOLLOWED) -> Iterator[tuple[Row, Step]]:
    """Yield what waits for somebody of some kinds, each with what is missing."""
    since = today - SINCE_DAYS
    if "exhibit" in kinds:
        for row in _rows(ledger, reader, "exhibit"):
            yield from _late(row, _custody(ledger, reader, row, today))
    if "seizure" in kinds:
        named = (one.body.get("seizure") for one in _rows(ledger, reader, "exhibit"))
        exhibited = {later_name(ledger, str(name)) for name in named if name}
        for row in _rows(ledger, reader, "seizure", since):
            if row.record not in exhibited:
                yield from _late(row, _seized(row, (), today))
    if "incident" in kinds:
        for row in _rows(ledger, reader, "incident", since, waits=(REPORT, CLOSING)):
            yield from _late(row, _open(row, today))
    yield from _of_walks(ledger, reader, today, kinds)
    for kind in (one for one in SERIES if one in kinds):
        series: dict[tuple[str, ...], list[Row]] = {}
        for row in _rows(ledger, reader, kind, today - _looked_back(kind)):
            series.setdefault(_series(row), []).append(row)
        for alike in series.values():
            last = _in_order(alike)[-1]
            yield from _late(last, _in_series(ledger, reader, last, _in_order(alike), today))


def _of_walks(ledger: Ledger, reader: Reader, today: int, kinds: Sequence[str]) -> Iterator[tuple[Row, Step]]:
    """Yield the walks that found markers not sound (``inspection``) or something else (``findings``) that waits."""
    walks = _walks(ledger, reader, today - SINCE_DAYS) if {"inspection", "findings"} & set(kinds) else []
    if "inspection" in kinds:
        seen = _last_seen(walks)
        for row in {one.record: one for _condition, one in seen.values()}.values():
            yield from _late(row, _unsound(row, seen, today))
    if "findings" in kinds:
        for row in walks:
            yield from _late(row, _unwalked(row, walks, today))


def _late(row: Row, found: Iterator[Step]) -> Iterator[tuple[Row, Step]]:
    return ((row, step) for step in found if step.late)


def _custody(ledger: Ledger, reader: Reader, row: Row, today: int) -> Iterator[Step]:
    """Yield who keeps an exhibit since when, and whether its custody should have gone on."""
    last = row.body["custody"][-1]
    day = days(last["on"]).last or 0
    if last["step"] in ENDS:
        yield Step("ended", day=day, code=last["step"])
        return
    yield Step("kept_by", day=_since(row.body["custody"]), who=last["held_by"])
    closed = _closed(ledger, reader, row)
    if closed is not None and closed <= today:
        yield Step("case_closed", day=closed, late=True)
    elif day <= today - STEP_DAYS:
        yield Step("no_step", day=day, late=True)


def _since(custody: Sequence[Mapping[str, Any]]) -> int:
    """Return since when the present holder keeps it: the first of the last steps in one hand."""
    held, day = custody[-1]["held_by"], custody[-1]["on"]
    for step in reversed(custody):
        if step["held_by"] != held:
            break
        day = step["on"]
    return days(day).first or 0


def _closed(ledger: Ledger, reader: Reader, row: Row) -> int | None:
    """Return when the case of an exhibit was closed, None while it is open, unknown or not said."""
    name = row.body.get("case")
    found = reading.records(ledger, reader, ids=[later_name(ledger, str(name))]) if name else []
    closing = found[0].body.get("closed") if found else None
    return days(closing["on"]).last if closing else None


def _seized(row: Row, exhibits: Sequence[Row], today: int) -> Iterator[Step]:
    """Yield that nothing goes on from a seizure, where nothing does."""
    last, first = row.day_to, row.day_from
    if exhibits or "case" in row.body or "incident" in row.body or last is None or first is None:
        return
    if last - first <= _ONE_SEIZURE_DAYS and last <= today - CASE_DAYS and not meaning.is_press(row.kind, row.body):
        yield Step("no_case", day=last, late=True)


def _open(row: Row, today: int) -> Iterator[Step]:
    """Yield that an incident which somebody follows is still open: one of which it was said when it became known."""
    if "aware" not in row.body or "closed" in row.body or "case" in row.body or row.day_to is None:
        return
    if today - SINCE_DAYS <= row.day_to <= today - CLOSED_DAYS:
        yield Step("still_open", day=row.day_to, late=True)


def _walks(ledger: Ledger, reader: Reader, since: int) -> list[Row]:
    """Return the inspections and patrols that were done since a civil day, the earliest first."""
    rows = [
        row for kind in INSPECTING for row in _rows(ledger, reader, kind, since)
        if row.day_to is not None and row.body.get("stage", "walked") == "walked"
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (one.day_to or 0, one.record))


def _last_seen(walks: Sequence[Row]) -> dict[str, tuple[str, Row]]:
    """Return how each marker was found last, and by which walk."""
    seen: dict[str, tuple[str, Row]] = {}
    for row in walks:
        for one in row.body.get("markers", ()):
            if one["condition"] != "not_reached":
                seen[one["number"]] = one["condition"], row
    return seen


def _unwalked(row: Row, walks: Sequence[Row], today: int) -> Iterator[Step]:
    """Yield what a walk found beside markers and nobody looked for since, or which walk did so.

    A later walk takes a finding over where it names it again on a part of the same way, and ends it where it goes all
    that way and doesn't name it.
    """
    findings, day = row.body.get("findings", ()), row.day_to
    if not findings or day is None:
        return
    later = [one for one in walks if (one.day_to or 0) > day]
    again = {code: next((one for one in later if _looked(row, one, code)), None) for code in findings}
    left = tuple(code for code, one in again.items() if one is None)
    if left:
        yield Step("unwalked", day=day, findings=left, late=today - SINCE_DAYS <= day <= today - MENDED_DAYS)
    for one in {one.record: one for one in again.values() if one is not None}.values():
        yield Step("looked_again", row=one)


def _looked(row: Row, later: Row, code: str) -> bool:
    """Return whether a later walk says what became of a finding."""
    named = code in later.body.get("findings", ())
    if row.m_from is None or row.m_to is None or later.m_from is None or later.m_to is None:
        return bool(row.place) and row.place == later.place
    if named:
        return later.m_from <= row.m_to and later.m_to >= row.m_from
    return later.m_from <= row.m_from and later.m_to >= row.m_to


def _unsound(row: Row, seen: Mapping[str, tuple[str, Row]], today: int) -> Iterator[Step]:
    """Yield the markers that a record found not sound and nobody looked at since."""
    left = tuple(
        one for one in row.body.get("markers", ())
        if one["condition"] not in ("sound", "not_reached") and one["number"] in seen
        and seen[one["number"]][1].record == row.record
    )  # fmt: skip
    if left and row.day_to is not None:
        late = today - SINCE_DAYS <= row.day_to <= today - MENDED_DAYS
        yield Step("unsound", day=row.day_to, markers=left, late=late)


def _looked_back(kind: str) -> int:
    """Return for how many days one of a series is looked through."""
    return PLEDGED_DAYS if kind == "pledge_round" else SINCE_DAYS


def _series(row: Row) -> tuple[str, ...]:
    """Return what tells whose bulletins, shifts, counts or pledges a record is one of."""
    if row.kind == "pledge_round":
        return (row.author, row.body["village"], row.body["topic"])
    if row.kind == "crossing_count":
        return (row.author, json.dumps(row.body["place"], sort_keys=True))
    if row.kind == "liaison_shift":
        return (row.body["side"], row.body.get("seat", row.author))
    return (row.author, row.body.get("office", ""))


def _in_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda one: (one.day_to or 0, one.record))


def _in_series(ledger: Ledger, reader: Reader, row: Row, alike: Sequence[Row], today: int) -> Iterator[Step]:
    """Yield the one before and after in a series, and whether the next is due."""
    place = next((number for number, one in enumerate(alike) if one.record == row.record), None)
    if place is None or row.day_to is None:
        return
    before, after = alike[max(place - 1, 0) : place], alike[place + 1 : place + 2]
    handed = int(row.body.get("handed_on", 0))
    yield from (Step("before", row=one) for one in before)
    if after:
        yield from (Step("handed_on", number=handed),) if handed else ()
        yield Step("after", row=after[0])
    elif row.kind == "liaison_shift":
        if handed:
            late = SHIFT_DAYS < today - row.day_to <= ASKED_DAYS
            yield Step("not_taken_over", day=row.day_to, number=handed, late=late)
    elif _goes_on(ledger, reader, row, alike):
        due = _due(row)
        yield Step("due" if today <= due else "missed", day=due, late=due < today <= due + ASKED_DAYS)


def _goes_on(ledger: Ledger, reader: Reader, row: Row, alike: Sequence[Row]) -> bool:
    """Return whether another is awaited: of bulletins while the office stands, of what was told in several terms."""
    if row.kind == "pledge_round":
        return len({iso(one.day_to)[:4] for one in alike if one.day_to is not None}) > 1
    if row.kind == "crossing_count":
        return len({iso(one.day_to)[:7] for one in alike if one.day_to is not None}) > 1
    name = row.body.get("office")
    office = reading.records(ledger, reader, ids=[later_name(ledger, str(name))]) if name else []
    until = days(office[0].body["until"]).last if office and "until" in office[0].body else None
    return until is None or until > (row.day_to or 0)


def _due(row: Row) -> int:
    """Return by which civil day the next is due: some days after the end of the term that follows this one's."""
    first, last = row.day_from or row.day_to or 0, row.day_to or 0
    if row.kind == "pledge_round":
        return last + YEAR_DAYS + GRACE_DAYS
    months = (int(iso(last)[:4]) - int(iso(first)[:4])) * 12 + int(iso(last)[5:7]) - int(iso(first)[5:7]) + 1
    months = next(term for term in (1, 3, 6, 12) if months <= term or term == 12)
    return term_of(term_of(last, months)[1] + 1, months)[1] + GRACE_DAYS


def _rows(ledger: Ledger, reader: Reader, kind: str, since: int | None = None, **asked: Any) -> list[Row]:
    found = reading.records(ledger, reader, kind=kind, since=since, limit=None, **asked)
    return [one for one in found if meaning.readable(one.kind, one.version)]


def found_told(step: Step, lang: str) -> str:
    """Return the markers that a step speaks of, each with its condition, or what else was found."""
    markers = [MarkerSeen.show(dict(one), lang, packaged()) for one in step.markers]
    return ", ".join([*markers, *(FINDINGS[code].to(lang) for code in step.findings)])
