"""The calendar told: what is due and coming, and both countries' festivals, as entries, text, JSON and iCalendar."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from twinline.records import registry
from twinline.records.dated import OCCASIONS, told
from twinline.records.gazetteer import packaged
from twinline.records.holidays import Holiday, holidays, unknown
from twinline.records.words import named
from twinline.reports.icalendar import Event, as_icalendar
from twinline.reports.language import date_said
from twinline.reports.words import word
from twinline.sentences import Sentence
from twinline.store.agenda import Occasion, agenda
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.times import iso, rfc3339
from twinline.tongues import told as in_words

#: What is known of festivals is as packaged: it changes with the product, not from day to day.
_PACKAGED_MS = 1_767_225_600_000
#: On one day festivals stand first, then what presses most.
_PRESSING = {what: number for number, what in enumerate(OCCASIONS)}
_SAME_ENTRY = {"to_answer": "answer", "awaited": "answer"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar, on civil days or at an instant (``at``, milliseconds).

    ``what`` is a code of ``records.dated:OCCASIONS``; ``occasion`` or ``holiday`` is what it tells.
    """

    what: str
    first: int
    last: int
    at: int | None = None
    occasion: Occasion | None = None
    holiday: Holiday | None = None

    def label(self, lang: str) -> str:
        """Return what it is in words: ``stage 2 ends``, ``public holiday in Laos``."""
        return told(self.what, self.occasion.number if self.occasion else 0, lang)

    def title(self, lang: str) -> str:
        """Return its name: that of the record, or of the festival."""
        if self.holiday is not None:
            return self.holiday.names.to(lang)
        assert self.occasion is not None
        row = self.occasion.row
        return registry.title(row.kind, dict(row.body), lang)

    @property
    def example(self) -> bool:
        """Return whether the record is marked EXAMPLE."""
        return self.occasion is not None and self.occasion.row.example


def entries(ledger: Ledger, reader: Reader, first: int, last: int, *, now: int) -> list[Entry]:
    """Return what the calendar of a reader shows from one civil day to another, the earliest first."""
    found = [Entry(one.what, one.first, one.last, holiday=one) for one in holidays(first, last)]
    found += [
        Entry(one.what, one.first, one.last, one.at, occasion=one)
        for one in agenda(ledger, reader, first, last, now=now)
    ]
    return sorted(found, key=lambda one: (one.first, one.holiday is None, _PRESSING[one.what]))


def as_text(found: Iterable[Entry], lang: str) -> str:
    """Return the calendar as lines of text, a heading for each day on which something begins."""
    return "".join(f"{line}\n" for line in _lines(found, lang))


def _lines(found: Iterable[Entry], lang: str) -> Iterator[str]:
    for first, group in groupby(found, key=lambda one: one.first):
        yield date_said(iso(first), lang)
        for one in group:
            until = f" – {date_said(iso(one.last), lang)}" if one.last != one.first else ""
            clock = f"{rfc3339(one.at)[11:16]} " if one.at is not None else ""
            mark = f" [{word('example', lang)}]" if one.example else ""
            record = f"  {one.occasion.row.record}" if one.occasion else ""
            yield f"  {clock}{named(one.label(lang), one.title(lang), lang)}{until}{mark}{record}"


def absent(first: int, last: int) -> dict[int, list[Holiday]]:
    """Return for each year of some civil days which festivals aren't among them, since nobody here knows their day."""
    found = {year: unknown(year) for year in range(int(iso(first)[:4]), int(iso(last)[:4]) + 1)}
    return {year: those for year, those in found.items() if those}


def absent_told(found: Mapping[int, Sequence[Holiday]], lang: str) -> list[str]:
    """Return in words which festivals are absent, a sentence for each year."""
    return [
        in_words(
            Sentence(
                "Not in this calendar, since their day in {year} isn’t known here: {names}.",
                year=str(year), names=", ".join(one.names.to(lang) for one in those),
            ),
            lang,
        )
        for year, those in found.items()
    ]  # fmt: skip


def plain(found: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return the calendar as plain values, the same whoever asks: codes, days, ids, and festivals by their names."""
    return [
        {
            "what": one.what,
            "first": iso(one.first),
            "last": iso(one.last),
            "at": rfc3339(one.at) if one.at is not None else None,
            **(_plain_occasion(one.occasion) if one.occasion else _plain_holiday(one.holiday)),
        }
        for one in found
    ]


def as_json(found: Iterable[Entry], absent: Mapping[int, Sequence[Holiday]]) -> bytes:
    """Return the calendar as one line of JSON, for programs; at its end the absent festivals, each with its year."""
    left_out = [
        {"what": "day_not_known", "first": iso(one.first), "last": iso(one.last), "at": None, **_plain_holiday(one)}
        for those in absent.values() for one in those
    ]  # fmt: skip
    return json.dumps([*plain(found), *left_out], ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _plain_occasion(one: Occasion) -> dict[str, Any]:
    return {
        "record": one.row.record, "kind": one.row.kind, "author": one.row.author, "number": one.number or None,
        "state": one.state or None, "example": one.row.example,
    }  # fmt: skip


def _plain_holiday(one: Holiday | None) -> dict[str, Any]:
    assert one is not None
    return {"festival": one.code, "sides": list(one.sides), "off": list(one.off), "names": dict(one.names)}


def as_ics(found: Iterable[Entry], lang: str, *, organisation: str, absent: Mapping[int, Sequence[Holiday]]) -> bytes:
    """Return the calendar as an iCalendar file in a language, named after whose it is.

    Which festivals are absent is an event of the first day of their year: telephones show no other note.
    """
    name = f"Twinline · {packaged().name(organisation, lang)}"
    notes = [
        Event(f"absent.{year}.twinline", said, those[0].first, those[0].first, _PACKAGED_MS)
        for (year, those), said in zip(absent.items(), absent_told(absent, lang), strict=True)
    ]
    return as_icalendar([*(_event(one, lang) for one in found), *notes], name=name, lang=lang)


def _event(one: Entry, lang: str) -> Event:
    label, title = one.label(lang), one.title(lang)
    if one.occasion is None:
        assert one.holiday is not None
        uid = f"{one.holiday.code}.{one.holiday.year}.twinline"
        return Event(uid, title, one.first, one.last, _PACKAGED_MS, description=label, category=label)
    row = one.occasion.row
    mark = f" [{word('example', lang)}]" if one.example else ""
    kind = registry.of_kind(row.kind).label.to(lang)
    return Event(
        f"{row.record}.{_SAME_ENTRY.get(one.what, one.what)}.{one.occasion.number}.twinline",
        named(label[:1].upper() + label[1:], title, lang) + mark,
        one.first,
        one.last,
        row.arrived,
        one.at,
        description=f"{kind} · {packaged().name(row.author, lang)}",
        category=kind,
    )
