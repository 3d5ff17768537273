"""A report as plain text, at most 96 columns wide but for addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain

from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.language import number, unit_name
from twinline.reports.model import VOICES, Chart, CountedLine, Report, ReturnedLine, Row, Section
from twinline.reports.more_phrases import (
    beside,
    chart_category,
    chart_cell,
    gaps,
    last_year,
    listing_more,
    listing_title,
    record_line,
    watch_pairs,
)
from twinline.reports.phrases import (
    bare,
    figure,
    heading,
    label,
    notes,
    period,
    remarks,
    silences,
    sources,
    standing,
    told_by,
    voice_word,
    warnings,
    whose,
)
from twinline.reports.words import listed, word

WIDTH = 96


def as_text(report: Report, lang: str) -> str:
    """Return the whole report as text in a language."""
    return "\n".join(line.rstrip() for line in _lines(report, lang)) + "\n"


def width(text: str) -> int:
    """Return how many columns a text takes: marks above and below letters take none."""
    return sum(unicodedata.category(sign) not in ("Mn", "Me", "Cf") for sign in text)


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a text in lines of at most ``WIDTH`` columns, broken at spaces; what has no space stays whole."""
    line = indent
    for part in text.split(" "):
        if line.strip() and width(line) + width(part) + 1 > WIDTH:
            yield line
            line = indent
        line += part if line == indent else f" {part}"
    yield line


def _lines(report: Report, lang: str) -> Iterator[str]:
    title = report.title[lang]
    yield title
    yield "=" * width(title)
    yield ""
    head = list(heading(report, lang))
    column = max(width(name) for name, _ in head) + 2
    for name, value in head:
        first, *rest = wrapped(value, " " * column)
        yield name + " " * (column - width(name)) + first[column:]
        yield from rest
    yield ""
    for silence in silences(report.sources, report.name_of, lang):
        yield from wrapped(f"! {silence}", "")
    if any(one.silent for one in report.sources):
        yield ""
    yield from wrapped(report.intro[lang], "")
    for section in report.sections:
        yield ""
        yield from _section(section, report, lang)
    yield ""
    for note in notes(report, lang):
        yield from wrapped(note, "")
    yield ""
    yield word("sources", lang)
    for who, known in sources(report.sources, report.name_of, lang):
        yield from _hanging(named(who, known, lang), "  ")
    yield ""
    yield word("cut", lang)
    yield from (f"  {line}" for line in cuts.lines(report.cut))


def _section(section: Section, report: Report, lang: str) -> Iterator[str]:
    title = section.title[lang]
    yield title
    yield "-" * width(title)
    yield from wrapped(section.intro[lang], "")
    for row in section.rows:
        yield ""
        yield from wrapped(label(row, report, lang), "")
        yield from _counted(row, report, lang)
        for line in row.returned:
            yield from _returned(line, row, report, lang)
    yield from _line(section, report, lang)
    for each in section.listings:
        if each.records:
            yield ""
            yield from wrapped(listing_title(each, lang), "")
            for one in each.records:
                yield from _hanging(record_line(one, report, lang), "  ")
            if each.more:
                yield from wrapped(listing_more(each, lang), "  ")
    for chart in section.charts:
        yield from _chart(chart, report, lang)


def _line(section: Section, report: Report, lang: str) -> Iterator[str]:
    if not section.watched:
        return
    yield ""
    if section.watch is None:
        yield from wrapped(word("watch_needs_period", lang), "")
        return
    yield word("watched", lang)
    yield from (f"  {row}" for row in _columns(list(watch_pairs(section.watch, report, lang))))
    if section.watch.gaps:
        yield ""
        yield word("watch_gaps", lang)
        yield from (f"  {row}" for row in _columns(list(gaps(section.watch, lang))))
    if section.watch.unseen:
        yield ""
        yield from wrapped(named(word("watch_unseen", lang), ", ".join(section.watch.unseen), lang), "  ")


def _chart(chart: Chart, report: Report, lang: str) -> Iterator[str]:
    """Yield the numbers of a chart as a table: a line for each category."""
    yield ""
    yield from wrapped(f"{chart.title[lang]} ({unit_name(chart.unit, lang, report.catalogue)})", "")
    heads = [word(chart.of, lang), *(one.name[lang] for one in chart.series)]
    rows = [
        [chart_category(chart, i, lang), *(chart_cell(one.values[i], lang) for one in chart.series)]
        for i in range(len(chart.categories))
    ]
    sizes = [max(width(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        first = row[0] + " " * (sizes[0] - width(row[0]))
        yield "  " + "  ".join([first, *(" " * (sizes[i] - width(row[i])) + row[i] for i in range(1, len(row)))])


def _columns(pairs: list[tuple[str, str]]) -> Iterator[str]:
    column = max(width(name) for name, _ in pairs)
    for name, value in pairs:
        yield f"{name}{' ' * (column - width(name))}  {value}"


def _counted(row: Row, report: Report, lang: str) -> Iterator[str]:
    if row.indicator.counted is None:
        return
    if not row.counted:
        yield "  " + named(word("counted", lang), word("nothing_counted", lang), lang)
        return
    for line in row.counted:
        yield from _counted_line(line, row, report, lang)


def _counted_line(line: CountedLine, row: Row, report: Report, lang: str) -> Iterator[str]:
    """Yield one counted line: the joint figure first, then each voice beneath it, numbers flush right."""
    mark = f"  [{word('example', lang)}]" if line.example else ""
    joint = line.voices.get("joint")
    said = figure(joint, line.unit, report, lang) if joint else f"– {unit_name(line.unit, lang, report.catalogue)}"
    yield "  " + named(word("counted", lang), said + mark, lang)
    names = {voice: voice_word(voice, lang) for voice in VOICES}
    values = {voice: bare(line.voices.get(voice), lang) for voice in VOICES}
    last = word("not_yet_agreed", lang)
    not_yet = bare(None, lang) if joint is None else number(line.not_yet_agreed, lang)
    cells = [*((names[voice], values[voice]) for voice in VOICES), (last, not_yet)]
    column = max(width(name) for name, _ in cells)
    right = max(width(value) for _, value in cells)
    for name, value in cells:
        yield f"      {name}{' ' * (column - width(name))}  {' ' * (right - width(value))}{value}"
    remarked = (last_year(line, report, lang), beside(line, row, report, lang), warnings(line, report, lang))
    for said in chain(*remarked):
        yield from wrapped(said, "      ")


def _returned(line: ReturnedLine, row: Row, report: Report, lang: str) -> Iterator[str]:
    place = report.place_of(line, lang)
    parts = [figure(line.number, line.unit, report, lang), period(line, row, lang), place]
    yield from _hanging(" · ".join(part for part in parts if part), "  ")
    work = whose(line, report, lang)
    if work:
        yield from wrapped(named(word("about", lang), work, lang), "      ")
    yield from wrapped(listed((told_by(line, lang), standing(line, lang)), lang), "      ")
    said = listed(remarks(line, report, lang), lang)
    if said:
        yield from wrapped(said, "      ")
    if line.url:
        yield f"      {line.url}"
    reference = f" ({line.reference})" if line.reference else ""
    yield f"      {word('record', lang)} {line.record}{reference}"


def _hanging(text: str, indent: str) -> Iterator[str]:
    first, *rest = wrapped(text, indent + "    ")
    yield indent + "– " + first.lstrip()
    yield from rest
