"""The answer to a question at the command line: as lines of text, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from twinline.figures.answer import Answer, Behind, Figure, Returned
from twinline.figures.beside import Beside
from twinline.figures.catalogue import packaged
from twinline.figures.hiding import HIDDEN, number_text
from twinline.figures.numbers import decimal_text
from twinline.figures.rounds import Coverage
from twinline.records.words import named
from twinline.reports import cuts, phrases
from twinline.reports.collect import Seen, returned_line
from twinline.reports.language import Period, amount, number, period_said
from twinline.reports.model import Namer, Names, Number, ReturnedLine
from twinline.reports.sentence import Asked, Count, of_count, of_return
from twinline.reports.words import listed, why, word
from twinline.times import Days, iso, span

Bodies = Mapping[int, Mapping[str, Any]]
_CODES = Names({})
_NO_BODIES: Bodies = {}


def lines(
    answer: Answer,
    lang: str,
    compared: Mapping[str, Beside] | None = None,
    covered: Mapping[str, tuple[Coverage, ...]] | None = None,
    names: Namer = _CODES,
    corrected: Collection[str] = (),
    bodies: Bodies = _NO_BODIES,
) -> Iterator[str]:
    """Yield each indicator with what is counted, then what was returned; zero and silence never look alike.

    ``compared`` is what is counted beside a returned figure, by its record; ``covered`` says of an indicator how many
    of the units asked have answered; ``corrected`` are those whose figures were put right after the day known on.
    What ``names`` doesn't name stands by its code. ``bodies`` tell a period as it was said, by the entry of a figure.
    """
    for indicator in packaged().chosen(answer.question.indicators):
        yield f"{indicator.name}: {indicator.label[lang]}"
        figures = answer.of(indicator.name)
        for figure in figures:
            yield "  " + named(word("counted", lang), _counted(figure, lang), lang)
        if indicator.counted and not figures:
            yield "  " + named(word("counted", lang), word("nothing_counted", lang), lang)
        if phrases.without_day(indicator, answer.question.as_of):
            yield f"  ! {word('without_day', lang)}"
        for one, said in _each_covered(covered, indicator.name, lang):
            who = ", ".join(names.name_of(code, lang) for code in one.missing)
            yield f"  {said}; {word('units_missing', lang, who=who)}" if who else f"  {said}"
        reported = answer.returned_of(indicator.name)
        if not indicator.counted and not reported:
            yield "  " + word("nothing_returned", lang)
        for row in reported:
            yield "  " + named(word("returned", lang), _returned(row, indicator.nature, names, lang, bodies), lang)
            if row.record in (compared or {}):
                yield f"    {counted_beside((compared or {})[row.record], lang)}"
        if indicator.name in corrected:
            yield f"  ! {word('corrected_since', lang)}"


def _each_covered(
    covered: Mapping[str, tuple[Coverage, ...]] | None, indicator: str, lang: str
) -> Iterator[tuple[Coverage, str]]:
    told = (covered or {}).get(indicator, ())
    return zip(told, phrases.units_reported(told, lang), strict=True)


def counted_beside(found: Beside, lang: str) -> str:
    """Return what is counted beside a returned figure, and the difference where there is one."""
    said = word("nothing_counted", lang) if found.figure is None else amount_of(found.figure, lang)
    text = word("counted_beside", lang, n=said)
    if found.difference is None:
        return text
    return listed((text, word("difference", lang, n=number(found.difference, lang))), lang)


def hides(answer: Answer) -> bool:
    """Return whether any number of an answer is hidden."""
    return any(f.qualifier == HIDDEN for f in answer.figures) or any(r.qualifier == HIDDEN for r in answer.returned)


def foot(seen: Seen, days: tuple[str | None, str | None], lang: str, *, hidden: bool = False) -> Iterator[str]:
    """Yield what stands under an answer: what is hidden, the exact days asked, who is silent, the sources, the cut."""
    names = seen.names([one.organisation for one in seen.sources])

    def name_of(code: str, lang: str) -> str:
        return names.get(code, {}).get(lang) or names.get(code, {}).get("en") or code

    asked = Period(*days, None, None)
    if days != (None, None):
        found = span(*days)
        asked = Period(*(None if day is None else iso(day) for day in (found.first, found.last)), None, None)
    yield ""
    if hidden:
        yield word("hidden", lang)
    yield from phrases.units_unknown(seen.cut.readers, lang)
    said = word("all_periods", lang) if days == (None, None) else period_said(asked, "flow", lang)
    yield named(word("period", lang), said, lang)
    yield from (f"! {silence}" for silence in phrases.silences(seen.sources, name_of, lang))
    yield word("sources", lang)
    yield from (f"  {named(*each, lang)}" for each in phrases.sources(seen.sources, name_of, lang))
    yield ""
    yield word("cut", lang)
    yield from (f"  {line}" for line in cuts.lines(seen.cut))


def behind_lines(records: tuple[Behind, ...], lang: str) -> Iterator[str]:
    """Yield the records behind a figure, those counted first, those left out with the reason."""
    for each in records:
        said = amount(each.value, lang, qualified=each.qualifier, unit=each.unit, catalogue=packaged())
        mark = f" [{word('example', lang)}]" if each.example else ""
        left_out = f"  {named(word('left_out', lang), why(each.reason, lang), lang)}" if each.reason else ""
        yield f"{each.record}  {said}  {each.standing}  {each.author}{mark}{left_out}"


def sentences(
    answer: Answer,
    asked: Asked,
    lines: Mapping[str, ReturnedLine],
    names: Namer,
    lang: str,
    covered: Mapping[str, tuple[Coverage, ...]],
) -> Iterator[tuple[str, str]]:
    """Yield each figure of an answer with its indicator's name and as a sentence; ``lines`` by record."""
    catalogue = packaged()
    basis = answer.question.basis
    for indicator in catalogue.chosen(answer.question.indicators):
        for figure in answer.of(indicator.name):
            said = Number(figure.value, figure.value_max, figure.qualifier, figure.precision)
            count = Count(
                said,
                figure.unit,
                basis.side or basis.voice,
                figure.reference_set,
                figure.not_yet_agreed,
                figure.example,
                covered.get(indicator.name, ()),
            )
            yield indicator.name, of_count(count, indicator, asked, names, catalogue, lang)
        if not answer.of(indicator.name) and (indicator.counted or not answer.returned_of(indicator.name)):
            nothing = Count(
                None, indicator.units[0], basis.side or basis.voice, coverage=covered.get(indicator.name, ())
            )
            yield indicator.name, of_count(nothing, indicator, asked, names, catalogue, lang)
        for row in answer.returned_of(indicator.name):
            yield indicator.name, of_return(lines[row.record], indicator, asked, names, catalogue, lang)


def plain(answer: Answer, compared: Mapping[str, Beside] | None = None, bodies: Bodies = _NO_BODIES) -> dict[str, Any]:
    """Return an answer as plain values; numbers are decimal strings."""
    return {
        "definitions": answer.digest,
        "counted": [_plain_figure(figure) for figure in answer.figures],
        "returned": [
            _plain_returned(row, (compared or {}).get(row.record), bodies.get(row.entry_id, {}))
            for row in answer.returned
        ],
    }


def plain_behind(records: tuple[Behind, ...]) -> list[dict[str, Any]]:
    """Return the records behind a figure as plain values."""
    return [
        {
            "record": each.record,
            "entry_id": each.entry_id,
            "value": number_text(each),
            "unit": each.unit,
            "qualifier": each.qualifier,
            "standing": each.standing,
            "author": each.author,
            "place": each.place,
            "days": _days(each.days),
            "example": each.example,
            "left_out": each.reason or None,
        }
        for each in records
    ]


def _counted(figure: Figure, lang: str) -> str:
    said = amount_of(figure, lang)
    if figure.not_yet_agreed:
        not_yet = amount(figure.not_yet_agreed, lang, unit=figure.unit, catalogue=packaged())
        said += f" ({named(word('not_yet_agreed', lang).lower(), not_yet, lang)})"
    return said + _marks(figure, lang)


def codes(answer: Answer) -> set[str]:
    """Return the places and organisations that what was returned names."""
    return {code for row in answer.returned for code in (row.place, row.about) if code}


def _returned(row: Returned, nature: str, names: Namer, lang: str, bodies: Bodies) -> str:
    line = returned_line(row, bodies.get(row.entry_id, {}))
    period = line.period
    by = ""
    if line.basis == "press":
        by = phrases.told_by(line, lang)
    elif line.standing != "stated":
        by = phrases.standing(line, lang)
    who = dict.fromkeys(names.name_of(code, lang) for code in (row.place, row.about) if code)
    parts = [amount_of(row, lang), period_said(period, nature, lang), *who, by, row.record]
    return " · ".join(part for part in parts if part) + _marks(row, lang)


def amount_of(said: Figure | Returned, lang: str) -> str:
    """Return a figure's number with qualifier and unit."""
    return amount(
        said.value,
        lang,
        upper=said.value_max,
        qualified=said.qualifier,
        precision=said.precision,
        unit=said.unit,
        catalogue=packaged(),
    )


def _marks(said: Figure | Returned, lang: str) -> str:
    mark = f" [{word('example', lang)}]" if said.example else ""
    if said.reference_set:
        mark = f" ({phrases.set_of(said.reference_set, lang)})" + mark
    return mark + "".join(f" [{phrases.above_whole(warning, packaged(), lang)}]" for warning in said.warnings)


def _number(said: Figure | Returned) -> dict[str, Any]:
    return {
        "indicator": said.indicator,
        "value": number_text(said),
        "value_max": None if said.value_max is None else decimal_text(said.value_max),
        "qualifier": said.qualifier,
        "precision": None if said.precision is None else decimal_text(said.precision),
        "unit": said.unit,
        "reference_set": said.reference_set,
        "example": said.example,
        "warnings": list(said.warnings),
    }


def _plain_figure(figure: Figure) -> dict[str, Any]:
    hidden = figure.qualifier == HIDDEN
    return _number(figure) | {
        "not_yet_agreed": None if hidden else decimal_text(figure.not_yet_agreed),
        "facts": None if hidden else figure.facts,
    }


def _plain_returned(row: Returned, found: Beside | None, body: Mapping[str, Any]) -> dict[str, Any]:
    period = returned_line(row, body).period
    difference = row.difference if found is None else found.difference
    return _number(row) | {
        "record": row.record,
        "author": row.author,
        "about": row.about,
        "counterparts": list(row.counterparts),
        "place": row.place,
        "days": _days(row.days),
        "said": {"from": period.said_from, "to": period.said_to},
        "published": None if row.published is None else iso(row.published),
        "standing": row.standing,
        "counted": None if found is None or found.figure is None else number_text(found.figure),
        "difference": None if difference is None else decimal_text(difference),
    }


def _days(days: Days) -> dict[str, Any]:
    return {
        "first": None if days.first is None else iso(days.first),
        "last": None if days.last is None else iso(days.last),
        "shape": days.shape,
    }
