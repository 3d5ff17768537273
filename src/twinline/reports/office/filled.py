"""An office's file filled from a report: the same cut, the same numbers, the same words as every other form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.dom.minidom import Document

from twinline.figures.hiding import HIDDEN
from twinline.figures.numbers import decimal_text
from twinline.records.reference_sets import named_set
from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.claims import claim
from twinline.reports.language import date_said, number, unit_name
from twinline.reports.letters import Letter, name_of, superior
from twinline.reports.model import Chart, CountedLine, Listing, Number, Report, Row
from twinline.reports.more_phrases import chart_category, chart_cell, listing_more, with_years
from twinline.reports.office.marked import Marked, marked, put, put_alone, repeated
from twinline.reports.office.opened import TEXTS, elements, is_word, opened, tree, written
from twinline.reports.office.placeholders import EACH, VOICES, Placeholder, placeholder
from twinline.reports.packed import packed
from twinline.reports.phrases import bare, figure, heading, notes, period, silences, sources, standing, whose
from twinline.reports.wordml import CORE, core, paragraph_of, sound
from twinline.reports.words import listed, word

#: What is left for a pen, and what stands where nothing is said.
_OPEN, _NOTHING = "………", "–"


def filled(report: Report, lang: str, letter: Letter, data: bytes) -> bytes:
    """Return an office's file with its placeholders filled from a report; it was judged before (``judged.asked``).

    What every report has to say stands at the end, where the file has no place of its own for it.
    """
    parts = opened(data)
    filling = Filling(report, lang, letter)
    for name in [each for each in parts if TEXTS.match(each)]:
        told = tree(parts[name])
        if filling.fill(told):
            parts[name] = written(told)
    parts["word/document.xml"] = _with(parts["word/document.xml"], list(filling.unsaid()))
    if CORE in parts:
        office = name_of(report, letter.office, lang)
        parts[CORE] = core(report.title[lang], office, lang, claim(report, lang)).encode()
    return packed(parts)


def _with(document: bytes, lines: Sequence[str]) -> bytes:
    """Return a document with lines more at its end, before what says how its last pages are laid out."""
    if not lines:
        return document
    told = tree(document)
    body = next(each for each in elements(told) if is_word(each, "body"))
    last = body.lastChild
    before = last if last is not None and last.localName == "sectPr" else None
    for line in lines:
        body.insertBefore(paragraph_of(told, body, line), before)
    return written(told)


class Filling:
    """One file while it is filled: what stands in the place of a placeholder, and what was said of it all."""

    def __init__(self, report: Report, lang: str, letter: Letter) -> None:
        self.report, self.lang, self.letter = report, lang, letter
        self.rows = {row.indicator.name: row for section in report.sections for row in section.rows}
        self.said: set[str] = set()

    def fill(self, told: Document) -> bool:
        """Fill a part; tell whether anything in it changed."""
        changed = False
        for one in list(marked(told)):
            asked = [placeholder(said) for said in one.said]
            each = next((found for found in asked if found.sort == "each"), None)
            if each is not None:
                self._repeat(one, each)
                changed = True
        for one in list(marked(told)):
            put(one.paragraph, [self.clean(self.value(placeholder(said))) for said in one.said])
            changed = True
        return changed

    def unsaid(self) -> Iterator[str]:
        """Yield what has to be said and has no place in the file: who is silent, EXAMPLE, what is hidden."""
        if "silences" not in self.said:
            yield from map(sound, silences(self.report.sources, self.report.name_of, self.lang))
        if "notes" not in self.said:
            if self.report.example:
                yield word("contains_example", self.lang)
            if self.report.hidden:
                yield word("hidden", self.lang)

    def value(self, asked: Placeholder) -> Sequence[str]:
        """Return the lines that stand in the place of a placeholder."""
        lang = asked.lang or self.lang
        if asked.sort == "text":
            self.said.add(asked.name)
            return self._text(asked.name, lang)
        if asked.sort == "written":
            return self.letter.written.get(asked.name, "").splitlines() or [""]
        if asked.sort == "name":
            return [name_of(self.report, asked.name, lang)]
        return list(self._figure(asked, lang))

    def exact(self, asked: Placeholder) -> int | None:
        """Return a figure in thousandths where it is one plain number that stands by itself, else ``None``."""
        if asked.sort != "figure" or asked.told or asked.number in ("not_agreed", "reported"):
            return None
        lines = [line for line in self.rows[asked.name].counted if asked.unit in ("", line.unit)]
        if len(lines) != 1 or lines[0].example:
            return None
        said = self._said(lines[0], asked)
        return said.value if said is not None and said.qualifier == "exact" and said.value_max is None else None

    def clean(self, lines: Sequence[str]) -> list[str]:
        # What somebody wrote is no placeholder, whatever it looks like.
        return [sound(line).replace("{{", "{ {") for line in lines]

    def _text(self, name: str, lang: str) -> Sequence[str]:
        report, letter = self.report, self.letter
        heads = [value for _, value in heading(report, lang)]
        if name in ("notes", "silences", "sources", "cut"):
            lines = {
                "notes": lambda: notes(report, lang),
                "silences": lambda: silences(report.sources, report.name_of, lang),
                "sources": lambda: (named(*pair, lang) for pair in sources(report.sources, report.name_of, lang)),
                "cut": lambda: cuts.lines(report.cut),
            }[name]()
            return list(lines) or [""]
        return [
            {
                "title": report.title[lang],
                "readers": heads[0],
                "period": heads[1],
                "known_on": heads[2],
                "office": name_of(report, letter.office, lang),
                "superior": superior(report, letter.office, lang),
                "number": letter.number or _OPEN,
                "issued": date_said(letter.issued, lang) if letter.issued else _OPEN,
            }[name]
        ]

    def _figure(self, asked: Placeholder, lang: str) -> Iterator[str]:
        row = self.rows[asked.name]
        if asked.told == "label":
            yield row.indicator.label[lang]
        elif asked.number == "reported":
            yield from self._reported(row, lang)
        else:
            lines = [line for line in row.counted if asked.unit in ("", line.unit)]
            if asked.told == "unit" and not lines:
                yield unit_name(asked.unit or row.indicator.units[0], lang, self.report.catalogue)
                return
            several = len({(line.unit, line.reference_set) for line in lines}) > 1
            told = [text for line in lines if (text := self._line(line, asked, several, lang))]
            yield listed(told, lang) if told else _NOTHING

    def _line(self, line: CountedLine, asked: Placeholder, several: bool, lang: str) -> str:
        """Return one figure: bare if it is the only one, else with its unit and the set that it is of."""
        said = self._said(line, asked)
        if asked.told == "unit":
            value = None if said is None or said.qualifier == HIDDEN else said.value
            return unit_name(line.unit, lang, self.report.catalogue, value)
        if said is None:
            return ""
        text = figure(said, line.unit, self.report, lang) if several or asked.told else bare(said, lang)
        marks = [named_set(line.reference_set, lang)] if several and line.reference_set else []
        marks += [word("example", lang)] if line.example else []
        return f"{text} ({', '.join(marks)})" if marks else text

    def _said(self, line: CountedLine, asked: Placeholder) -> Number | None:
        if asked.number == "not_agreed":
            return Number(line.not_yet_agreed) if "joint" in line.voices else None
        if asked.number == "last_year":
            return line.last_year
        return line.promised if asked.number == "promised" else line.voices.get(VOICES[asked.number])

    def _reported(self, row: Row, lang: str) -> Iterator[str]:
        for line in row.returned:
            said = [
                period(line, row, lang), self.report.place_of(line, lang), whose(line, self.report, lang),
                standing(line, lang), word("example", lang) if line.example else "",
            ]  # fmt: skip
            told = listed((text for text in said if text), lang)
            yield f"{figure(line.number, line.unit, self.report, lang)} ({told})"
        if not row.returned:
            yield _NOTHING

    def rows_of(self, each: Placeholder) -> list[dict[str, str]]:
        """Return the cells of each row of a list, as texts; one row of dashes where there is none.

        Behind ``#`` stands what is a number, with a decimal point; in ``alone`` what a paragraph says instead of a row
        that has one text and no cells.
        """
        return list(self._cells(each)) or [dict.fromkeys((*EACH[each.of], "alone"), _NOTHING)]

    def _repeat(self, one: Marked, each: Placeholder) -> None:
        """Repeat a row for each month, unit or record, and fill its cells."""
        told = self.rows_of(each)
        in_a_table = one.row is not one.paragraph
        for row, cells in zip(repeated(one.row, len(told)), told, strict=True):
            if "alone" in cells and not in_a_table:
                put_alone(row, self.clean([cells["alone"]])[0])
                continue
            for near in list(marked(row)):
                values = []
                for said in near.said:
                    asked = placeholder(said)
                    if asked.sort == "each":
                        values.append([""])
                    elif asked.sort in EACH:
                        values.append(self.clean([cells[asked.name]]))
                    else:
                        values.append(self.clean(self.value(asked)))
                put(near.paragraph, values)

    def _cells(self, each: Placeholder) -> Iterator[dict[str, str]]:
        if each.of == "record":
            for found in self._listings(each.name):
                yield from self._records(found)
        for chart in self._charts(each):
            by_tone = {one.tone: one.values for one in chart.series}
            for i in range(len(chart.categories)):
                values = {tone: by_tone[tone][i] for tone in ("vn", "la")}
                cells = {tone: chart_cell(value, self.lang) for tone, value in values.items()}
                exact = {f"{tone}#": decimal_text(value) for tone, value in values.items() if value is not None}
                yield {"name": chart_category(chart, i, self.lang), **cells, **exact}

    def _records(self, found: Listing) -> Iterator[dict[str, str]]:
        lang, report = self.lang, self.report
        for i, one in enumerate(found.records, start=1):
            mark = f" [{word('example', lang)}]" if one.example else ""
            yield {
                "no": number(1000 * i, lang),
                "text": with_years(one.title[lang], lang) + mark,
                "by": report.name_of(one.author, lang),
                "standing": word(f"standing_{one.standing}", lang),
            }
        if found.more:
            more = listing_more(found, lang)
            yield {"no": "", "text": more, "by": "", "standing": "", "alone": more}

    def _listings(self, name: str) -> Iterator[Listing]:
        for section in self.report.sections:
            yield from (each for each in section.listings if each.indicator.name == name)

    def _charts(self, each: Placeholder) -> Iterator[Chart]:
        of = {"month": "month", "unit": "about"}.get(each.of)
        found = (chart for section in self.report.sections for chart in section.charts)
        yield from [chart for chart in found if chart.of == of and each.name in chart.shows][:1]
