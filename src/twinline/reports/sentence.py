"""One figure as one sentence, to be copied into a letter: what, where, when, how many, who says so, as known when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.rounds import Coverage
from twinline.records.words import named
from twinline.reports import french, phrases
from twinline.reports.language import Period, amount, date_at, date_said, period_said
from twinline.reports.model import CountedLine, Namer, Number, ReturnedLine, place_of
from twinline.reports.words import listed, sentence, word
from twinline.times import BORDER_ZONE, clock, day_of, end_of_day, iso


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of all figures of an answer: place, organisation and period, and the instant (ms) known on.

    ``as_of`` is the civil day that what stands on a day is counted for, if any was asked. ``alone``: of the
    organisation without those below it.
    """

    known_on: int
    period: Period | None = None
    place: str = ""
    organisation: str = ""
    #: indicators whose figures were put right after that instant
    corrected: frozenset[str] = frozenset()
    as_of: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A counted figure: on whose word (``VN``, ``LA``, ``agreed``, ``joint``), in which unit and among what.

    Without a number no record was found to count: that is no zero.
    """

    number: Number | None
    unit: str
    voice: str
    reference_set: str = ""
    not_yet_agreed: int = 0
    example: bool = False
    coverage: tuple[Coverage, ...] = ()


def counted(line: CountedLine, voice: str, number: Number, coverage: tuple[Coverage, ...] = ()) -> Count:
    """Return what one voice counts of a report's line; what isn't yet agreed is a part of the joint figure alone."""
    not_yet = line.not_yet_agreed if voice == "joint" else 0
    return Count(number, line.unit, voice, line.reference_set, not_yet, line.example, coverage)


def _where(asked: Asked, names: Namer, lang: str) -> list[str]:
    """Return the names of the place and of whose work was asked; one name where both are one, with all below."""
    place, whose = (names.name_of(code, lang) if code else "" for code in (asked.place, asked.organisation))
    whose = phrases.work(whose, lang, alone=asked.alone) if whose else ""
    return list(dict.fromkeys(name for name in (place, whose) if name))


def of_count(count: Count, indicator: Indicator, asked: Asked, names: Namer, catalogue: Catalogue, lang: str) -> str:
    """Return the sentence of a counted figure."""
    where = _where(asked, names, lang)
    period = asked.period
    if period is None and indicator.nature == "stock":
        day = asked.as_of
        period = Period(None, None if day is None else iso(day), None, day)
    remarks = [word("without_day", lang)] if phrases.without_day(indicator, asked.as_of) else []
    if count.reference_set:
        remarks.append(phrases.set_of(count.reference_set, lang))
    if count.not_yet_agreed:
        said = amount(count.not_yet_agreed, lang, unit=count.unit, catalogue=catalogue)
        remarks.append(named(_lower(word("not_yet_agreed", lang)), said, lang))
    remarks += phrases.units_reported(count.coverage, lang)
    remarks += _corrected(indicator, asked, lang)
    return _whole(
        lang,
        example=count.example,
        label=indicator.label[lang],
        where=", ".join(where) or sentence("everywhere", lang),
        when=word("all_periods", lang) if period is None else period_said(period, indicator.nature, lang),
        number=_number(count.number, count.unit, remarks, catalogue, lang, nothing=_nothing(indicator)),
        source=sentence(_silence(count.voice) if count.number is None else count.voice, lang),
        known=known(asked.known_on, lang),
    )


def of_return(
    line: ReturnedLine, indicator: Indicator, asked: Asked, names: Namer, catalogue: Catalogue, lang: str
) -> str:
    """Return the sentence of a reported figure."""
    place, whose = place_of(line, names, lang), phrases.whose(line, names, lang)
    where = [whose] if line.about == line.place and whose else [place, whose]
    return _whole(
        lang,
        example=line.example,
        label=indicator.label[lang],
        where=", ".join(part for part in where if part) or sentence("everywhere", lang),
        when=period_said(line.period, indicator.nature, lang),
        number=_number(
            line.number, line.unit, [*_remarks(line, lang), *_corrected(indicator, asked, lang)], catalogue, lang
        ),
        source=_source(line, names, lang),
        known=known(asked.known_on, lang),
    )


def known(ms: int, lang: str) -> str:
    """Return an instant as a letter says it: a day means its end, any other instant has its minute."""
    day = day_of(ms)
    date = date_at(iso(day), lang)
    if ms == end_of_day(day):
        return date
    return sentence("at_time", lang, date=date, time=f"{clock(ms, BORDER_ZONE):%H:%M}")


def _whole(lang: str, *, example: bool, **blanks: str) -> str:
    said = sentence("figure", lang, **blanks)
    return f"{word('example', lang)}. {said}" if example else said


def _number(
    said: Number | None, unit: str, remarks: list[str], catalogue: Catalogue, lang: str, nothing: str = ""
) -> str:
    if said is None:
        text = word(nothing, lang)
        return f"{text} ({listed(remarks, lang)})" if remarks else text
    text = amount(
        said.value,
        lang,
        upper=said.value_max,
        qualified=said.qualifier,
        precision=said.precision,
        unit=unit,
        catalogue=catalogue,
    )
    return f"{text} ({listed(remarks, lang)})" if remarks else text


def _silence(voice: str) -> str:
    """Return where nothing was found: nobody agreed to a silence, and what isn't there was told by no records."""
    return {"agreed": "nothing_agreed", "joint": "nothing_held"}.get(voice, voice)


def _nothing(indicator: Indicator) -> str:
    """Return the word for silence: what is only ever reported has no records to count."""
    return "nothing_counted" if indicator.counted else "nothing_returned"


def _remarks(line: ReturnedLine, lang: str) -> Iterator[str]:
    for name, holds in (("unclear", line.unclear), ("inferred", line.inferred)):
        if holds:
            yield word(name, lang)
    if line.reference_set:
        yield phrases.set_of(line.reference_set, lang)


def _corrected(indicator: Indicator, asked: Asked, lang: str) -> list[str]:
    return [word("corrected_since", lang)] if indicator.name in asked.corrected else []


def _source(line: ReturnedLine, names: Namer, lang: str) -> str:
    """Return who says it: the press with its page and day, or the organisation, and what the other side said to it."""
    if line.basis != "press":
        who = names.name_of(line.author, lang)
        told = sentence("own", lang, who=french.the(who) if lang == "fr" else who)
        return f"{told} ({phrases.standing(line, lang)})"
    host = (urlsplit(line.url or "").hostname or "").removeprefix("www.")
    published = date_said(line.published, lang) if line.published else ""
    by = ", ".join(part for part in (host, published) if part)
    return sentence("press", lang) + (f" ({by})" if by else "")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
