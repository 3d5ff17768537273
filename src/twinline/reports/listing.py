"""The records behind a figure, one line each, and the charts drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from twinline.figures.answer import Behind, Execute
from twinline.figures.catalogue import packaged
from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import Indicator
from twinline.figures.listed import records_behind, records_counted
from twinline.figures.question import Question, basis
from twinline.records import registry
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports.beside import Beside
from twinline.reports.declaration import DeclaredChart
from twinline.reports.model import Chart, Labels, ListedRecord, Listing, Series
from twinline.reports.words import LANGUAGES, word
from twinline.times import days_of, iso, span

#: More than these are counted, and not listed.
MOST_LISTED = 100
MONTHS = 12
#: Left out for their time alone: at another day they may count.
_OF_TIME = ("", "no_period", "straddles")


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says: its kind and its body."""

    kind: str
    body: Mapping[str, Any]


class Lists(Protocol):
    """Whence records are listed."""

    def execute(self, text: str, values: tuple[Any, ...]) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement."""

    def said(self, entries: Iterable[int]) -> Mapping[int, Said]:
        """Return what entries say, by entry id."""


def listing(source: Lists, question: Question, name: str) -> Listing:
    """Return the records that one joint figure counts, each once, by their first day."""
    rows: dict[str, Behind] = {}
    for row in records_counted(question, packaged(), name, source.execute):
        rows.setdefault(row.record, row)
    ordered = sorted(rows.values(), key=lambda row: (_first(row), row.record))
    shown = ordered[:MOST_LISTED]
    said = source.said(sorted({row.entry_id for row in shown}))
    records = tuple(
        ListedRecord(row.record, _titles(said[row.entry_id]), row.author, row.standing, row.example)
        for row in shown
        if row.entry_id in said
    )
    return Listing(packaged()[name], records, len(ordered) - len(records))


def _titles(said: Said) -> Labels:
    titles = {}
    for lang in LANGUAGES:
        title = registry.title(said.kind, dict(said.body), lang, gazetteer())
        titles[lang] = title[:1].upper() + title[1:]
    return titles


def _first(row: Behind) -> int:
    days = (day for day in (row.days.first, row.days.last) if day is not None)
    return next(days, 0)


def chart(
    declared: DeclaredChart, question: Question, end: int | None, beside: Beside, named: Mapping[str, str],
    execute: Execute,
) -> Chart | None:  # fmt: skip
    """Return a chart's numbers; ``None`` where there is nothing to draw.

    ``end`` is the last civil day shown. ``named``: by an indicator the one that says what was promised of it.
    """
    indicators = [packaged()[name] for name in declared.indicators]
    if declared.sort == "promised":
        return _promised(declared, question, indicators, beside, named, execute)
    if declared.sort == "units":
        return _units(declared, question, indicators[0], execute)
    if end is None:
        return None
    spans = _months(end)
    labels = tuple(dict.fromkeys(LANGUAGES, f"{month}/{year}") for year, month, _, _ in spans)
    if declared.sort == "months":
        series = tuple(
            Series({lang: word(f"stated_{side}", lang) for lang in LANGUAGES}, side.lower(), values)
            for side in ("VN", "LA")
            for values in [_by_month(question, indicators[0], side, spans, execute)]
        )
        # What lies in no single month stands behind them: else the months would tell fewer than the figure.
        if any(one.values[-1] is not None for one in series):
            labels += ({lang: word("several_months", lang) for lang in LANGUAGES},)
        else:
            series = tuple(replace(one, values=one.values[:-1]) for one in series)
    else:
        series = tuple(
            Series(each.label, ("first", "second", "third")[i % 3], _at_ends(question, each, spans, execute))
            for i, each in enumerate(indicators)
        )
    return _drawn(Chart(declared.title, "month", indicators[0].units[0], labels, series, declared.indicators))


Span = tuple[int, int, int, int]


def _months(end: int) -> list[Span]:
    """Return year, month, first and last day of twelve months, the last of them that of ``end``."""
    last = date.fromisoformat(iso(end))
    found = []
    for back in range(MONTHS - 1, -1, -1):
        at = last.year * 12 + last.month - 1 - back
        year, month = at // 12, at % 12 + 1
        found.append((year, month, *days_of(f"{year:04d}-{month:02d}")))
    return found


def _by_month(
    question: Question, indicator: Indicator, side: str, spans: Sequence[Span], execute: Execute
) -> tuple[int | None, ...]:
    """Return what each month counts, and behind them what lies in several of them."""
    whole = _period(question, spans[0][2], spans[-1][3])
    asked = replace(whole, indicators=(indicator.name,), basis=basis(f"held:{side}"))
    rows = records_counted(asked, packaged(), indicator.name, execute)
    months = [[row for row in rows if _inside(row, first, last)] for _, _, first, last in spans]
    several = [row for row in rows if not any(_inside(row, first, last) for _, _, first, last in spans)]
    return tuple(_total(indicator, each) for each in (*months, several))


def _at_ends(
    question: Question, indicator: Indicator, spans: Sequence[Span], execute: Execute
) -> tuple[int | None, ...]:
    found = records_behind(question, packaged(), indicator.name, execute)
    rows = [row for row in found if row.reason in _OF_TIME]
    return tuple(_total(indicator, [row for row in rows if _stands(row, last)]) for _, _, _, last in spans)


def _units(declared: DeclaredChart, question: Question, indicator: Indicator, execute: Execute) -> Chart | None:
    """Return what each organisation's work counts, by code: a count beside others is no rank."""
    rows = records_counted(question, packaged(), indicator.name, execute)
    codes = sorted({(row.side != "VN", row.about, row.side) for row in rows})
    series = tuple(
        Series(
            {lang: word(f"stated_{side}", lang) for lang in LANGUAGES},
            side.lower(),
            tuple(
                _total(indicator, [row for row in rows if row.about == code]) if of == side else None
                for _, code, of in codes
            ),
        )
        for side in ("VN", "LA")
    )
    labels = tuple({lang: _name(code, lang) for lang in LANGUAGES} for _, code, _ in codes)
    return _drawn(Chart(declared.title, "about", indicator.units[0], labels, series, declared.indicators))


def _name(code: str, lang: str) -> str:
    return gazetteer().name(code, lang) if gazetteer().organisation(code) is not None else code


def _promised(
    declared: DeclaredChart, question: Question, indicators: Sequence[Indicator], beside: Beside,
    named: Mapping[str, str], execute: Execute,
) -> Chart | None:  # fmt: skip
    kept, plans = [], []
    for each in indicators:
        unit = each.units[0]
        kept.append(_total(each, records_counted(question, packaged(), each.name, execute)))
        plan = beside.promise(named.get(each.name), unit, "")
        plans.append(None if plan is None else plan.value)
    series = (
        Series({lang: word("promised", lang) for lang in LANGUAGES}, "second", tuple(plans)),
        Series({lang: word("kept", lang) for lang in LANGUAGES}, "first", tuple(kept)),
    )
    labels = tuple(each.label for each in indicators)
    return _drawn(Chart(declared.title, "indicator", indicators[0].units[0], labels, series, declared.indicators))


def _period(question: Question, first: int, last: int) -> Question:
    return replace(question, period=span(iso(first), iso(last)))


def _inside(row: Behind, first: int, last: int) -> bool:
    begins, ends = row.days.first, row.days.last
    return begins is not None and ends is not None and first <= begins and ends <= last


def _stands(row: Behind, day: int) -> bool:
    begins, ends = row.days.first, row.days.last
    begun = begins <= day if begins is not None else row.days.shape == "open_start"
    return begun and (ends is None or ends >= day)


def _total(indicator: Indicator, rows: Sequence[Behind]) -> int | None:
    """Return what facts count together, as the figure would; ``None`` where there are none, or one isn't shown."""
    assert indicator.counted is not None
    if any(row.qualifier == HIDDEN for row in rows):
        return None
    if indicator.counted.aggregate == "sum":
        rows = [row for row in rows if row.unit == indicator.units[0]]
        return sum(row.value for row in rows) if rows else None
    things = {row.record if indicator.counted.aggregate == "count" else row.member for row in rows}
    return 1000 * len(things) if things else None


def _drawn(found: Chart) -> Chart | None:
    return found if any(value is not None for one in found.series for value in one.values) else None


def every_behind(question: Question, names: Iterable[str], execute: Execute) -> Iterator[Behind]:
    """Yield the records behind several joint figures, those of one event each by itself."""
    for name in names:
        found = records_behind(replace(question, period=None), packaged(), name, execute)
        yield from (row for row in found if row.reason in ("", "same_event", *_OF_TIME))
