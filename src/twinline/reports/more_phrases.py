"""The sentences of what stands beside figures: last year, promises, lists, charts, the line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twinline.figures.indicator import Indicator
from twinline.records.reference_sets import named_set
from twinline.records.words import named
from twinline.reports.language import amount, date_at, date_said, number, unit_name, year_said
from twinline.reports.model import Chart, CountedLine, ListedRecord, Listing, Report, Row, Watch
from twinline.reports.phrases import figure, set_of
from twinline.reports.words import word
from twinline.times import iso

#: A year in a record's title: behind a slash, or where the title ends with a year alone.
_YEAR = re.compile(r"(?<=/)\d{4}(?!\d)|(?<=· )\d{4}\Z")
#: More gaps than these are one number.
MOST_GAPS = 40


def last_year(line: CountedLine, report: Report, lang: str) -> Iterator[str]:
    """Yield the figure of the same period last year, if there is one."""
    if line.last_year is not None:
        yield word("last_year_said", lang, n=figure(line.last_year, line.unit, report, lang))


def beside(line: CountedLine, row: Row, report: Report, lang: str) -> Iterator[str]:
    """Yield what stands beside a counted figure: among which things it counts, and what was promised, if anything."""
    if line.reference_set:
        yield set_of(line.reference_set, lang)
    if line.promised is not None and row.promise is not None:
        said = figure(line.promised, line.unit, report, lang)
        yield word("promised_as", lang, n=said, what=promised_what(line, row.promise, lang))


def promised_what(line: CountedLine, promise: Indicator, lang: str) -> str:
    """Return what a promise is called, with the set that it is of where the figure beside it is of none."""
    label = promise.label[lang]
    return label if line.promised_of == line.reference_set else f"{label}, {named_set(line.promised_of, lang)}"


def record_line(one: ListedRecord, report: Report, lang: str) -> str:
    """Return a listed record's line: what, and who states it."""
    mark = f" [{word('example', lang)}]" if one.example else ""
    return f"{with_years(one.title[lang], lang)} ({report.name_of(one.author, lang)}){mark}"


def with_years(title: str, lang: str) -> str:
    """Return a record's title with the years of the dates in it, ``13/8/2026`` or a year alone at its end, as said."""
    return _YEAR.sub(lambda found: year_said(int(found[0]), lang, marked=False), title)


def listing_title(listing: Listing, lang: str) -> str:
    """Return the heading of a list of records."""
    return named(word("listed", lang), listing.indicator.label[lang], lang)


def listing_more(listing: Listing, lang: str) -> str:
    """Return how many records more were counted; empty if all are listed."""
    return word("listed_more", lang, n=number(1000 * listing.more, lang)) if listing.more else ""


def chart_desc(chart: Chart, report: Report, lang: str) -> str:
    """Return what a chart shows, for who doesn't see it."""
    what = ", ".join(one.name[lang] for one in chart.series)
    return word("chart_desc", lang, what=what, unit=unit_name(chart.unit, lang, report.catalogue))


def chart_category(chart: Chart, place: int, lang: str) -> str:
    """Return the name of a chart's category; of a month its number and year."""
    name = chart.categories[place][lang]
    month, _, year = name.partition("/")
    if chart.of != "month" or not year:
        return name
    return f"{month}/{year_said(int(year), lang, marked=False)}"


def chart_cell(value: int | None, lang: str) -> str:
    """Return a number of a chart as its table says it."""
    return "–" if value is None else number(value, lang)


def watch_pairs(watch: Watch, report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of what is told of the line."""
    for name, metres in lengths(watch):
        said = metres if name == "length" else _tenths(metres)
        yield word(f"watch_{name}", lang), amount(said, lang, unit="km", catalogue=report.catalogue)
    seen = word(
        "watch_unseen_of", lang, n=number(1000 * len(watch.unseen), lang), all=number(1000 * watch.markers, lang)
    )
    yield word("watch_unseen", lang), seen
    if watch.nowhere:
        yield word("watch_nowhere", lang), number(1000 * watch.nowhere, lang)


def lengths(watch: Watch) -> Iterator[tuple[str, int]]:
    """Yield what is told of the line as lengths in metres, each with the name of its words."""
    yield "length", watch.length_m
    yield "covered", watch.covered_m
    yield "vn", watch.vn_m
    yield "la", watch.la_m
    yield "both", watch.both_m
    yield "together", watch.together_m
    yield "gaps", sum(gap.to_m - gap.from_m for gap in watch.gaps)
    yield "unattended", watch.unattended_m


def gaps(watch: Watch, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each stretch that was not patrolled, from north to south: its kilometres, and when it last was."""
    for gap in watch.gaps[:MOST_GAPS]:
        last = word("never_walked", lang) if gap.last is None else word("last_walked", lang, at=_day(gap.last, lang))
        yield _stretch(gap.from_m, gap.to_m, lang), last
    if len(watch.gaps) > MOST_GAPS:
        yield word("gaps_more", lang, n=number(1000 * (len(watch.gaps) - MOST_GAPS), lang)), ""


def _stretch(first: int, last: int, lang: str) -> str:
    """Return a stretch in kilometres, to the hundred metres unless it is shorter than these."""
    ends = [_tenths(first), _tenths(last)] if _tenths(first) < _tenths(last) else [first, last]
    return f"km {number(ends[0], lang)} – {number(ends[1], lang)}"


def _tenths(metres: int) -> int:
    """Return a length to the hundred metres: where a stretch begins is not known better."""
    return round(metres, -2)


def _day(day: int, lang: str) -> str:
    return date_at(iso(day), lang) if lang == "fr" else date_said(iso(day), lang)
