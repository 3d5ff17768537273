"""A report as the letter of one office, to be numbered, finished and signed there: DOCX in its side's layout.

The Vietnamese one follows appendix I of Decree 30/2020/NĐ-CP, the Lao one the usage of Lao offices (decision 0142).
Number, date, recipients and who signs are left open: the office gives them when it issues the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from twinline.records.gazetteer import packaged
from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.claims import claim
from twinline.reports.language import instant_said, number, unit_name
from twinline.reports.letters import WRITTEN, Letter, name_of, superior
from twinline.reports.model import VOICES, Report, Section
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
from twinline.reports.packed import packed
from twinline.reports.phrases import (
    bare,
    days_asked,
    figure,
    label,
    notes,
    period,
    plain_label,
    remarks,
    silences,
    sources,
    standing,
    told_by,
    versions,
    voice_word,
    warnings,
    whose,
)
from twinline.reports.wordml import Page, gap, paragraph, parts, rule, run, side_by_side, table
from twinline.reports.words import filled, french_spaces, listed, packaged_toml, word

#: What a digit of 10 points takes at most, in twentieths of a point: in Times New Roman, and in fonts that draw Lao.
_DIGIT = (104, 130)
#: What a cell leaves free at both edges, and a little more.
_EDGES = 120
#: The part of a table's width that its first column keeps for words.
_FOR_WORDS = 0.18
_TAGS = {"vi": "vi-VN", "lo": "lo-LA", "en": "en-GB", "fr": "fr-FR"}


def as_docx(report: Report, lang: str, letter: Letter) -> bytes:
    """Return the report as a letter in a language; it holds no time, and is the same bytes each time."""
    side = _side(letter.office)
    page = _page(side, lang)
    body = "".join(_letter(report, lang, letter, side, page))
    office = name_of(report, letter.office, lang)
    keywords = claim(report, lang)
    return packed(parts(body, page, title=report.title[lang], author=office, keywords=keywords))


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, Any]:
    return packaged_toml("letter.toml")


def _word(name: str, lang: str, **blanks: str) -> str:
    return filled(_declared()["words"][name], lang, blanks)


@lru_cache(maxsize=1)
def _breakable() -> Mapping[str, str]:
    """Return heads of columns with a space of no width (U+200B) where a line may end within them."""
    told = [head for heads in _declared()["heads"].values() for head in heads]
    return {head.replace("|", ""): head.replace("|", "\u200b") for head in told}


def _side(office: str) -> str:
    return "LA" if office == "la" or office.startswith("la-") else "VN"


def _page(side: str, lang: str) -> Page:
    told = _declared()["page"][side]
    latin = "Phetsarath OT" if lang == "lo" else "Times New Roman"
    margins = (told["top"], told["bottom"], told["left"], told["right"])
    return Page(*margins, latin=latin, lao="Phetsarath OT", size=told["size"], lang=_TAGS[lang])


def _letter(report: Report, lang: str, letter: Letter, side: str, page: Page) -> Iterator[str]:
    yield from (_head_of_vietnam if side == "VN" else _head_of_laos)(report, lang, letter, page)
    yield from _title(report, lang, page)
    yield paragraph(run(_word("to", lang)), align="center", after=8)
    yield from _prose(_opening(report, lang, letter), page)
    for silence in silences(report.sources, report.name_of, lang):
        yield paragraph(run(silence, bold=True), after=6)
    yield from _written(letter, lang, page, WRITTEN[:1], 0)
    figures = [section for section in report.sections if _holds(section)]
    offset = 1 if letter.written.get(WRITTEN[0]) else 0
    for place, section in enumerate(figures, start=1 + offset):
        yield from _section(section, place, report, lang, page)
    yield from _written(letter, lang, page, WRITTEN[1:], len(figures) + offset)
    for note in notes(report, lang):
        yield paragraph(run(note, size=page.size - 2), after=3, align="both")
    yield from _foot(lang, page)
    yield from _annex(report, lang, page)


def _head_of_vietnam(report: Report, lang: str, letter: Letter, page: Page) -> Iterator[str]:
    """Yield the head of appendix I: office, number at left; country, motto, place and date at right."""
    left, right = round(page.across * 0.42), page.across - round(page.across * 0.42)
    above = superior(report, letter.office, lang)
    office = [paragraph(run(above.upper(), size=12), align="center")] if above else []
    office.append(paragraph(run(name_of(report, letter.office, lang).upper(), size=12, bold=True), align="center"))
    office.append(rule(0.4, left))
    office.append(paragraph(run(_word("number_VN", lang), size=13), align="center", before=6))
    country = [
        paragraph(run(_word("country_VN", lang), size=12, bold=True), align="center"),
        paragraph(run(_word("motto_VN", lang), size=13, bold=True), align="center"),
        rule(0.62, right),
        paragraph(run(_dated(report, letter, lang), size=13, italic=lang != "lo"), align="center", before=6),
    ]
    yield side_by_side("".join(office), "".join(country), (left, right))


def _head_of_laos(report: Report, lang: str, letter: Letter, page: Page) -> Iterator[str]:
    """Yield the head of Lao letters: country and motto in the middle, then office at left, number and date at right."""
    yield paragraph(run(_word("country_LA", lang), size=13, bold=True), align="center")
    yield paragraph(run(_word("motto_LA", lang), size=13, bold=True), align="center")
    yield rule(0.25, page.across)
    left = round(page.across * 0.4)
    above = superior(report, letter.office, lang)
    office = [paragraph(run(above, size=12))] if above else []
    office.append(paragraph(run(name_of(report, letter.office, lang), size=12, bold=True)))
    dated = [
        paragraph(run(_word("number_LA", lang), size=12), align="right"),
        paragraph(run(_dated(report, letter, lang), size=12), align="right"),
    ]
    yield side_by_side("".join(office), "".join(dated), (left, page.across - left))


def _title(report: Report, lang: str, page: Page) -> Iterator[str]:
    yield paragraph(run(_word("report", lang), size=14, bold=True), align="center", before=18)
    yield paragraph(run(_subject(report, lang), size=14, bold=True), align="center")
    yield rule(0.3, page.across)


def _subject(report: Report, lang: str) -> str:
    """Return what the letter is about: the report's title without the word that stands above it, and its period."""
    title, over = report.title[lang], _word("report", lang)
    if title.casefold().startswith(over.casefold()):
        title = title[len(over) :].strip()
        title = title[:1].upper() + title[1:]
    return title


def _opening(report: Report, lang: str, letter: Letter) -> str:
    asked = days_asked(report, lang)
    at = report.cut.known_on
    known = word("known_so_far", lang) if at is None else instant_said(at, lang)
    return _word("opening", lang, office=name_of(report, letter.office, lang), period=asked, known=known)


def _written(letter: Letter, lang: str, page: Page, names: tuple[str, ...], before: int) -> Iterator[str]:
    told = [name for name in names if letter.written.get(name)]
    for place, name in enumerate(told, start=before + 1):
        yield paragraph(run(f"{place}. {word(f'written_{name}', lang)}"), style="Heading1")
        for text in letter.written[name].splitlines():
            yield from _prose(text, page)


def _prose(text: str, page: Page, *, keep: bool = False) -> Iterator[str]:
    """Yield a paragraph of the letter. Lao has few spaces, and isn't stretched at these."""
    if text.strip():
        align = "left" if page.lang.startswith("lo") else "both"
        yield paragraph(run(text.strip()), align=align, before=3, after=3, first_mm=10, keep=keep)


def column_widths(rows: Sequence[Sequence[str]], first: int, across: int, lang: str) -> list[int]:
    """Return the widths of a table of figures in twentieths of a point: wider where a number needs it.

    A number that is broken at the edge of its column reads as another one. The first column gives the room, as long as
    it keeps enough for its words.
    """
    count = len(rows[0]) - 1
    even = (across - first) // count
    # A group of digits may be set apart by a narrow space, at which no line ends: only at these two.
    longest = [
        max((len(part) for row in rows for part in re.split("[ \n]", row[i]) if re.search("[0-9]", part)), default=0)
        for i in range(1, count + 1)
    ]
    widths = [max(even, long * _DIGIT[lang == "lo"] + _EDGES) for long in longest]
    left = first + even * count - sum(widths)
    return [left, *widths] if left >= across * _FOR_WORDS else [first, *[even] * count]


def _holds(section: Section) -> bool:
    told = any(row.counted or row.returned for row in section.rows)
    return told or bool(section.charts or section.watch or any(each.records for each in section.listings))


def _section(section: Section, place: int, report: Report, lang: str, page: Page) -> Iterator[str]:
    yield paragraph(run(f"{place}. {section.title[lang]}"), style="Heading1")
    yield from _prose(section.intro[lang], page, keep=True)
    counted = list(_counted(section, report, lang))
    if counted:
        voices = [voice_word(voice, lang) for voice in VOICES]
        heads = [word("indicator", lang), *voices, word("not_yet_agreed", lang)]
        heads += [word("last_year", lang)] if report.compared else []
        heads = [_breakable().get(head, head) for head in heads]
        first = round(page.across * (0.3 if report.compared else 0.4))
        yield table(heads, counted, column_widths(counted, first, page.across, lang), size=10, numbers=len(heads) - 1)
        yield gap(8)
    silent = [plain_label(row, lang) for row in section.rows if row.indicator.counted and not row.counted]
    if silent:
        said = named(word("nothing_counted", lang).capitalize(), listed(silent, lang), lang)
        yield paragraph(run(said, size=page.size - 2, grey=True), after=4)
    returned = list(_returned(section, report, lang))
    if returned:
        yield paragraph(run(word("returned", lang), size=page.size - 1), style="Heading2")
        heads = [word(name, lang) for name in ("indicator", "figure", "period", "place")]
        yield table(heads, returned, _shares(page, (28, 20, 22, 30)), size=10)
        yield gap(8)
    yield from _more(section, report, lang, page)


def _counted(section: Section, report: Report, lang: str) -> Iterator[list[str]]:
    for row in section.rows:
        for line in row.counted:
            unit = unit_name(line.unit, lang, report.catalogue)
            marks = [word("example", lang)] if line.example else []
            marks += [*beside(line, row, report, lang), *warnings(line, report, lang)]
            not_yet = number(line.not_yet_agreed, lang) if "joint" in line.voices else bare(None, lang)
            yield [
                "\n".join([f"{label(row, report, lang)}, {unit}", *marks]),
                *(bare(line.voices.get(voice), lang) for voice in VOICES), not_yet,
                *([bare(line.last_year, lang)] if report.compared else []),
            ]  # fmt: skip


def _returned(section: Section, report: Report, lang: str) -> Iterator[list[str]]:
    for row in section.rows:
        for line in row.returned:
            said = [whose(line, report, lang), told_by(line, lang), standing(line, lang), *remarks(line, report, lang)]
            yield [
                label(row, report, lang), figure(line.number, line.unit, report, lang), period(line, row, lang),
                "\n".join([report.place_of(line, lang), *(text for text in said if text)]),
            ]  # fmt: skip


def _more(section: Section, report: Report, lang: str, page: Page) -> Iterator[str]:
    """Yield what stands beside figures: the line, the records, the numbers of charts."""
    if section.watch is not None:
        pairs = [list(pair) for pair in watch_pairs(section.watch, report, lang)]
        yield table([word("watched", lang), ""], pairs, _shares(page, (60, 40)), size=10, numbers=1)
        yield gap(8)
        missing = [list(pair) for pair in gaps(section.watch, lang)]
        if missing:
            heads = [word("stretch", lang), word("watch_gaps", lang)]
            yield table(heads, missing, _shares(page, (40, 60)), size=10)
            yield gap(8)
        if section.watch.unseen:
            unseen = named(word("watch_unseen", lang), ", ".join(section.watch.unseen), lang)
            yield paragraph(run(unseen, size=page.size - 2), after=4)
    for each in section.listings:
        if each.records:
            yield paragraph(run(listing_title(each, lang), size=page.size - 1), style="Heading2")
            for one in each.records:
                yield paragraph(run(f"- {record_line(one, report, lang)}"), after=2)
            if each.more:
                yield paragraph(run(listing_more(each, lang)), after=4)
    for chart in section.charts:
        unit = unit_name(chart.unit, lang, report.catalogue)
        yield paragraph(run(f"{chart.title[lang]} ({unit})", size=page.size - 1), style="Heading2")
        heads = [word(chart.of, lang), *(one.name[lang] for one in chart.series)]
        heads = [_breakable().get(head, head) for head in heads]
        rows = [
            [chart_category(chart, i, lang), *(chart_cell(one.values[i], lang) for one in chart.series)]
            for i in range(len(chart.categories))
        ]
        rest = 60 // (len(heads) - 1)
        shares = (40, *[rest] * (len(heads) - 1))
        yield table(heads, rows, _shares(page, shares), size=10, numbers=len(heads) - 1)
        yield gap(8)


def _foot(lang: str, page: Page) -> Iterator[str]:
    left = page.across // 2
    recipients = paragraph(run(_word("recipients", lang), size=12, bold=True, italic=lang != "lo"))
    recipients += "".join(paragraph(run(line, size=11)) for line in _word("recipient", lang).split("\n"))
    signed = paragraph(run(_word("authority", lang), bold=True), align="center")
    signed += paragraph(run(_word("sign_here", lang), size=11, grey=True), align="center", after=48)
    signed += paragraph(run(_word("sign_name", lang), bold=True), align="center")
    yield paragraph(after=8, keep=True, low=True)
    yield side_by_side(recipients, signed, (left, page.across - left))


def _annex(report: Report, lang: str, page: Page) -> Iterator[str]:
    """Yield what the figures rest on, on a page of its own."""
    yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    yield paragraph(run(word("sources", lang)), style="Heading1")
    for who, known in sources(report.sources, report.name_of, lang):
        yield paragraph(run(named(who, known, lang), size=page.size - 2))
    for name, value in versions(report, lang):
        yield paragraph(run(named(name, value, lang), size=8))
    yield paragraph(run(word("cut", lang)), style="Heading1")
    for line in cuts.lines(report.cut):
        yield paragraph(run(line, size=8))


def _shares(page: Page, shares: tuple[int, ...]) -> list[int]:
    whole = sum(shares)
    return [page.across * share // whole for share in shares]


def _dated(report: Report, letter: Letter, lang: str) -> str:
    """Return place and date, the date to be filled in: the place is the office's province."""
    known = packaged()
    found = next(
        (
            each
            for each in (letter.office, *known.superiors(letter.office))
            if (one := known.organisation(each)) is not None and one.kind == "province"
        ),
        "",
    )
    place = name_of(report, found, lang) if found else _word("somewhere", lang)
    return french_spaces(_word("dated", lang, place=place))
