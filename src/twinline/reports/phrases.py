"""The sentences that text and HTML share: figures, sources, standings, warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from twinline.figures.hiding import owner_of
from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.rounds import Coverage
from twinline.records.reference_sets import named_set
from twinline.records.words import named
from twinline.reports import french
from twinline.reports.language import amount, date_at, date_said, instant_said, number, period_said
from twinline.reports.model import CountedLine, Namer, Number, Report, ReturnedLine, Row, Source
from twinline.reports.words import listed, qualifier, sentence, word
from twinline.times import day_of, iso

NameOf = Callable[[str, str], str]
_VOICES = {"VN": "stated_VN", "LA": "stated_LA", "agreed": "agreed", "joint": "joint"}


def voice_word(voice: str, lang: str) -> str:
    """Return the heading of what one side states, both agree on, or is joint."""
    return word(_VOICES[voice], lang)


def figure(said: Number, unit: str, report: Report, lang: str) -> str:
    """Return a number with its qualifier, range, rounding and unit."""
    return amount(
        said.value,
        lang,
        upper=said.value_max,
        qualified=said.qualifier,
        precision=said.precision,
        unit=unit,
        catalogue=report.catalogue,
    )


def bare(said: Number | None, lang: str) -> str:
    """Return a number without its unit, for a column of numbers; a dash where nothing was said, never a zero."""
    if said is None:
        return "–"
    upper = "" if said.value_max is None else f"–{number(said.value_max, lang)}"
    return qualifier(said.qualifier, lang, n=number(said.value, lang) + upper)


def label(row: Row, report: Report, lang: str) -> str:
    """Return an indicator's label, with the whole that it is a part of, and how many of the units asked answered."""
    whole = row.indicator.of_which
    remarks = [named(word("of_which", lang), report.catalogue[whole].label[lang], lang)] if whole else []
    return _with_remarks(row.indicator.label[lang], [*remarks, *units_reported(row.coverage, lang)])


def plain_label(row: Row, lang: str) -> str:
    """Return an indicator's label alone, with how many of the units asked answered."""
    return _with_remarks(row.indicator.label[lang], list(units_reported(row.coverage, lang)))


def units_reported(told: Iterable[Coverage], lang: str) -> Iterator[str]:
    """Yield for each round how many of the units it asked have answered: a total without some is seen to be so.

    What hasn't begun yet is told apart: it is neither zero nor silence.
    """
    for one in told:
        parts = [word("units_reported", lang, n=str(len(one.reported)), all=str(len(one.asked)))] if one.asked else []
        parts += [word("terms_to_come", lang, n=str(one.to_come))] if one.to_come else []
        yield listed(parts, lang)


def units_unknown(readers: Sequence[str], lang: str) -> Iterator[str]:
    """Yield, for an answer that several read, that none of them is told how many units have reported.

    The same sentence whether there are rounds or not: it is the same on both nodes, and silence never looks like zero.
    """
    if not owner_of(readers):
        yield word("units_unknown", lang)


def without_day(indicator: Indicator, as_of: int | None) -> bool:
    """Return whether a figure counts what stands on a day and no day was asked: what has an end is not in it."""
    return as_of is None and indicator.counted is not None and indicator.nature == "stock"


def _with_remarks(text: str, remarks: list[str]) -> str:
    return f"{text} ({'; '.join(remarks)})" if remarks else text


def period(line: ReturnedLine, row: Row, lang: str) -> str:
    """Return the period a figure was reported for."""
    return period_said(line.period, row.indicator.nature, lang)


def whose(line: ReturnedLine, report: Namer, lang: str) -> str:
    """Return whose work it is, and with whom."""
    text = report.name_of(line.about, lang) if line.about else ""
    if not line.counterparts:
        return text
    names = [report.name_of(code, lang) for code in line.counterparts]
    return f"{text} {word('with', lang)} {', '.join(map(french.the, names) if lang == 'fr' else names)}".strip()


def told_by(line: ReturnedLine, lang: str) -> str:
    """Return on what the figure rests: the press and when it was published, or the organisation itself."""
    text = word(line.basis, lang)
    if line.published:
        date = date_at(line.published, lang) if lang == "fr" else date_said(line.published, lang)
        text = f"{text}, {word('published', lang, date=date)}"
    return text


def standing(line: ReturnedLine, lang: str) -> str:
    """Return what the two sides said of it: by itself, neither confirmed nor contested."""
    return word(f"standing_{line.standing}", lang)


def set_of(code: str, lang: str) -> str:
    """Return among which things a number counts, in words."""
    return named(word("reference_set", lang), named_set(code, lang), lang)


def remarks(line: ReturnedLine, report: Report, lang: str) -> Iterator[str]:
    """Yield what has to be said beside a figure: EXAMPLE, unclear, inferred, its set, difference, part above whole."""
    if line.example:
        yield word("example", lang)
    for name, holds in (("unclear", line.unclear), ("inferred", line.inferred)):
        if holds:
            yield word(name, lang)
    if line.reference_set:
        yield set_of(line.reference_set, lang)
    if line.difference is not None:
        yield word("difference", lang, n=number(line.difference, lang))
    yield from warnings(line, report, lang)


def warnings(line: CountedLine | ReturnedLine, report: Report, lang: str) -> Iterator[str]:
    """Yield the sentences on a part that is above its whole."""
    yield from (above_whole(warning, report.catalogue, lang) for warning in line.warnings)


def above_whole(warning: str, catalogue: Catalogue, lang: str) -> str:
    """Return the sentence on a part that is above its whole, from what ``figures`` warns of."""
    part, _, whole = warning.partition(" > ")
    return word("above_whole", lang, part=_side(part, catalogue, lang), whole=_side(whole, catalogue, lang))


def heading(report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what stands at the head of a report: name and value of each line."""
    yield from asked(report, lang)
    yield from versions(report, lang)


def versions(report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the digests of what a report was made by: its declaration, the indicators, the line."""
    yield word("declaration", lang), report.declaration
    yield word("definitions", lang), report.definitions
    yield word("line_version", lang), report.line_version


def asked(report: Report, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what a report was asked for: for whom, of which place and whose work if of one, when, as known when."""
    readers = [
        word("line_audience", lang) if code == "line" else report.name_of(code, lang) for code in report.cut.readers
    ]
    yield word("for", lang), ", ".join(readers)
    if report.place:
        again = f" ({word('on_same_land', lang)})" if report.recut else ""
        yield word("place", lang), report.name_of(report.place, lang) + again
    if report.organisation:
        yield word("about", lang), work(report.name_of(report.organisation, lang), lang, alone=report.alone)
    yield word("period", lang), days_asked(report, lang)
    known = word("known_so_far", lang) if report.cut.known_on is None else instant_said(report.cut.known_on, lang)
    yield word("known_on", lang), known


def days_asked(report: Report, lang: str) -> str:
    """Return the period that a report was asked for, in words."""
    return word("all_periods", lang) if report.period is None else period_said(report.period, "flow", lang)


def work(name: str, lang: str, *, alone: bool) -> str:
    """Return whose work a figure is of: an organisation's name, and that those below it aren't counted with it."""
    return sentence("alone", lang).format(name=name) if alone else name


def sources(said: Iterable[Source], names: NameOf, lang: str, *, here: bool = False) -> Iterator[tuple[str, str]]:
    """Yield whose words an answer could rest on, each with up to when they are known; ``here``: and when received."""
    for one in said:
        text = word("nothing_known", lang)
        if one.known_up_to is not None:
            text = word("known_up_to", lang, at=instant_said(one.known_up_to, lang))
        if here and one.received is not None:
            text = listed((text, word("received_on", lang, at=instant_said(one.received, lang))), lang)
        yield names(one.organisation, lang), text


def silences(said: Iterable[Source], names: NameOf, lang: str) -> Iterator[str]:
    """Yield a sentence for each source that long has not been heard."""
    for one in said:
        who = names(one.organisation, lang)
        if one.silent and one.known_up_to is None:
            yield word("silent_always", lang, who=who, of=french.of(who))
        elif one.silent and one.known_up_to is not None:
            at = date_said(iso(day_of(one.known_up_to)), lang)
            yield word("silent_since", lang, who=who, of=french.of(who), at=at)


def notes(report: Report, lang: str) -> Iterator[str]:
    """Yield the sentences at the foot of a report."""
    for footer in report.footers:
        yield footer[lang]
    yield from units_unknown(report.cut.readers, lang)
    if any(without_day(row.indicator, report.as_of) for section in report.sections for row in section.rows):
        yield word("days_lacking", lang)
    if report.example:
        yield word("contains_example", lang)
    if report.hidden:
        yield word("hidden", lang)
    if lang in report.unreviewed:
        yield word("unreviewed", lang)


def _side(said: str, catalogue: Catalogue, lang: str) -> str:
    name, _, value = said.rpartition(" ")
    whole, _, part = value.partition(".")
    thousandths = int(whole) * 1000 + int((part + "000")[:3])
    return named(catalogue[name].label[lang], number(thousandths, lang), lang)
