"""A report as HTML: headings and tables that read, print and speak, without a script; as a page with its own style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape as escape_anew
from importlib.resources import files

from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.as_svg import as_svg
from twinline.reports.language import number, unit_name
from twinline.reports.model import VOICES, Chart, CountedLine, Listing, Report, ReturnedLine, Row, Section
from twinline.reports.more_phrases import (
    beside,
    chart_category,
    chart_cell,
    gaps,
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
from twinline.reports.words import word

#: A page has the same words again and again.
escape = lru_cache(maxsize=4096)(escape_anew)
_BASES = {"VN": "stated:VN", "LA": "stated:LA", "agreed": "agreed", "joint": "joint"}


@dataclass(frozen=True, slots=True)
class Links:
    """Where figures lead: ``figure(indicator, unit, basis)`` to the records behind it, ``record(id)`` to a record.

    What leads nowhere, with an empty address, is no link.
    """

    figure: Callable[[str, str, str], str]
    record: Callable[[str], str]


def as_html(report: Report, lang: str, links: Links) -> str:
    """Return the report as one ``section`` element in a language, every figure a link."""
    return "\n".join(_fragment(report, lang, links)) + "\n"


def as_page(report: Report, lang: str) -> str:
    """Return the report as a page of its own, for a file: any screen, both colour schemes, paper; it links to nothing
    but the sources of what was published."""
    nowhere = Links(figure=lambda *_: "", record=lambda _: "")
    style = files("twinline.reports").joinpath("page.css").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title[lang])}</title><style>\n{style}</style></head><body>\n"
        f"{as_html(report, lang, nowhere)}</body></html>\n"
    )


def _link(address: str, shown: str) -> str:
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def _fragment(report: Report, lang: str, links: Links) -> Iterator[str]:
    yield f'<section class="report" lang="{lang}">'
    yield f"<h1>{escape(report.title[lang])}</h1>"
    yield '<dl class="report-head">'
    for name, value in heading(report, lang):
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"
    for silence in silences(report.sources, report.name_of, lang):
        yield f'<p class="silent">{escape(silence)}</p>'
    yield f'<p class="report-intro">{escape(report.intro[lang])}</p>'
    for section in report.sections:
        yield from _section(section, report, lang, links)
    yield '<footer class="report-foot">'
    for note in notes(report, lang):
        yield f"<p>{escape(note)}</p>"
    yield from _cut(report, lang)
    yield "</footer>"
    yield "</section>"


def _cut(report: Report, lang: str) -> Iterator[str]:
    yield f'<h2>{escape(word("sources", lang))}</h2><dl class="report-sources">'
    for who, known in sources(report.sources, report.name_of, lang):
        yield f"<div><dt>{escape(who)}</dt><dd>{escape(known)}</dd></div>"
    yield "</dl>"
    yield f'<details class="report-cut"><summary>{escape(word("cut", lang))}</summary><pre>'
    yield from (escape(line) for line in cuts.lines(report.cut))
    yield "</pre></details>"


def _section(section: Section, report: Report, lang: str, links: Links) -> Iterator[str]:
    yield f'<section class="report-section" id="report-{escape(section.name)}">'
    yield f"<h2>{escape(section.title[lang])}</h2>"
    yield f"<p>{escape(section.intro[lang])}</p>"
    if any(row.indicator.counted for row in section.rows):
        yield from _counted_table(section, report, lang, links)
    if any(row.returned for row in section.rows):
        yield from _returned_table(section, report, lang, links)
    if section.watched:
        yield from _line(section, report, lang)
    for each in section.listings:
        yield from _listing(each, report, lang, links)
    for place, chart in enumerate(section.charts):
        yield from chart_figure(chart, report, lang, key=f"chart-{section.name}-{place}", phones=True)
    yield "</section>"


def _line(section: Section, report: Report, lang: str) -> Iterator[str]:
    if section.watch is None:
        yield f"<p>{escape(word('watch_needs_period', lang))}</p>"
        return
    yield f'<h3>{escape(word("watched", lang))}</h3><dl class="report-line">'
    for name, value in watch_pairs(section.watch, report, lang):
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"
    if section.watch.gaps:
        yield f'<table class="report-gaps"><caption>{escape(word("watch_gaps", lang))}</caption>'
        yield _head([word("stretch", lang), word("watch_gaps", lang)])
        yield "<tbody>"
        for where, last in gaps(section.watch, lang):
            yield f'<tr><th scope="row">{escape(where)}</th><td>{escape(last)}</td></tr>'
        yield "</tbody></table>"
    if section.watch.unseen:
        yield f"<p>{escape(named(word('watch_unseen', lang), ', '.join(section.watch.unseen), lang))}</p>"


def _listing(listing: Listing, report: Report, lang: str, links: Links) -> Iterator[str]:
    if not listing.records:
        return
    yield f'<h3>{escape(listing_title(listing, lang))}</h3><ol class="report-list">'
    for one in listing.records:
        yield f"<li>{_link(links.record(one.record), escape(record_line(one, report, lang)))}</li>"
    yield "</ol>"
    if listing.more:
        yield f"<p>{escape(listing_more(listing, lang))}</p>"


def chart_figure(chart: Chart, report: Report, lang: str, *, key: str, phones: bool = False) -> Iterator[str]:
    """Yield a chart as a figure: the drawing, and the table behind it.

    For ``phones`` it is drawn twice, lying and upright: a page shows one of them.
    """
    unit = unit_name(chart.unit, lang, report.catalogue)
    title = f'{escape(chart.title[lang])} <span class="unit">({escape(unit)})</span>'
    yield f'<figure class="report-chart"><figcaption>{title}</figcaption>'
    if phones:
        yield f'<div class="lying">{as_svg(chart, report, lang, key=key)}</div>'
        yield f'<div class="upright">{as_svg(chart, report, lang, key=f"{key}-tall", narrow=True)}</div>'
    else:
        yield as_svg(chart, report, lang, key=key)
    yield f"<details><summary>{escape(word('chart_table', lang))}</summary><table>"
    yield f"<caption>{escape(chart.title[lang])}</caption>"
    yield _head([word(chart.of, lang), *(one.name[lang] for one in chart.series)])
    yield "<tbody>"
    for i in range(len(chart.categories)):
        cells = "".join(f'<td class="number">{escape(chart_cell(one.values[i], lang))}</td>' for one in chart.series)
        yield f'<tr><th scope="row">{escape(chart_category(chart, i, lang))}</th>{cells}</tr>'
    yield "</tbody></table></details></figure>"


def _counted_table(section: Section, report: Report, lang: str, links: Links) -> Iterator[str]:
    yield '<table class="figures-counted">'
    yield f"<caption>{escape(named(section.title[lang], word('counted', lang), lang))}</caption>"
    heads = [word("indicator", lang), *(voice_word(voice, lang) for voice in VOICES)]
    yield _head([*heads, word("not_yet_agreed", lang), *([word("last_year", lang)] if report.compared else [])])
    yield "<tbody>"
    for row in section.rows:
        if row.indicator.counted is None:
            continue
        if not row.counted:
            cells = (
                f'<td class="none" colspan="{6 if report.compared else 5}">{escape(word("nothing_counted", lang))}</td>'
            )
            yield f"<tr>{_label(row, report, lang)}{cells}</tr>"
        for line in row.counted:
            cells = _voices(row, line, lang, links) + _last_year(line, report, lang)
            yield f"<tr>{_label(row, report, lang, line)}{cells}</tr>"
    yield "</tbody></table>"


def _label(row: Row, report: Report, lang: str, line: CountedLine | None = None) -> str:
    text = f'<span title="{escape(row.indicator.definition[lang])}">{escape(label(row, report, lang))}</span>'
    if line is not None:
        text += f' <span class="unit">{escape(unit_name(line.unit, lang, report.catalogue))}</span>'
        if line.example:
            text += f" {_example(lang)}"
        text += "".join(f'<p class="beside">{escape(said)}</p>' for said in beside(line, row, report, lang))
        text += "".join(f'<p class="warning">{escape(said)}</p>' for said in warnings(line, report, lang))
    return f'<th scope="row">{text}</th>'


def _voices(row: Row, line: CountedLine, lang: str, links: Links) -> str:
    cells = []
    for voice in VOICES:
        said = line.voices.get(voice)
        text = escape(bare(said, lang))
        if said is not None:
            text = _link(links.figure(row.indicator.name, line.unit, _BASES[voice]), text)
        cells.append(_cell(f"number {voice.lower()}", voice_word(voice, lang), text))
    not_yet = number(line.not_yet_agreed, lang) if "joint" in line.voices else bare(None, lang)
    cells.append(_cell("number not-yet-agreed", word("not_yet_agreed", lang), escape(not_yet)))
    return "".join(cells)


def _cell(name: str, head: str, shown: str) -> str:
    """Return a cell that a narrow screen shows under its column's head."""
    return f'<td class="{name}" data-label="{escape(head)}">{shown}</td>'


def _last_year(line: CountedLine, report: Report, lang: str) -> str:
    if not report.compared:
        return ""
    return _cell("number last-year", word("last_year", lang), escape(bare(line.last_year, lang)))


def _returned_table(section: Section, report: Report, lang: str, links: Links) -> Iterator[str]:
    yield '<table class="figures-returned">'
    yield f"<caption>{escape(named(section.title[lang], word('returned', lang), lang))}</caption>"
    names = ("indicator", "figure", "period", "place", "about", "source", "standing")
    yield _head([word(name, lang) for name in names])
    yield "<tbody>"
    for row in section.rows:
        for line in row.returned:
            yield f"<tr>{_label(row, report, lang)}{_returned(line, row, report, lang, links)}</tr>"
    yield "</tbody></table>"


def _returned(line: ReturnedLine, row: Row, report: Report, lang: str, links: Links) -> str:
    said = escape(figure(line.number, line.unit, report, lang))
    shown = _link(links.record(line.record), said)
    if line.example:
        shown += f" {_example(lang)}"
    source = escape(told_by(line, lang))
    if line.url:
        name = escape(line.url.split("/")[2] if line.url.count("/") >= 2 else line.url)
        source += f' <a class="source" rel="noreferrer external" href="{escape(_safe(line.url))}">{name}</a>'
    said_beside = [text for text in remarks(line, report, lang) if text != word("example", lang)]
    beside = "".join(f'<p class="remark">{escape(text)}</p>' for text in said_beside)
    cells = (
        ("figure", shown),
        ("period", escape(period(line, row, lang))),
        ("place", escape(report.place_of(line, lang))),
        ("about", escape(whose(line, report, lang))),
        ("source", source),
        ("standing", escape(standing(line, lang)) + beside),
    )
    return "".join(_cell(name, word(name, lang), text) for name, text in cells)


def _head(names: Iterable[str]) -> str:
    return "<thead><tr>" + "".join(f'<th scope="col">{escape(name)}</th>' for name in names) + "</tr></thead>"


def _example(lang: str) -> str:
    return f'<strong class="example">{escape(word("example", lang))}</strong>'


def _safe(url: str) -> str:
    """Return an address that is safe to follow; anything but http and https leads nowhere."""
    return url if url.startswith(("https://", "http://")) else "#"
