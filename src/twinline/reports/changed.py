"""Two days' knowledge of one figure side by side, as lines of text and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.figures.catalogue import packaged
from twinline.figures.changes import Change, Explained, Then
from twinline.figures.hiding import HIDDEN
from twinline.figures.numbers import decimal_text
from twinline.records.words import named
from twinline.reports import answers
from twinline.reports.language import amount
from twinline.reports.model import Namer
from twinline.reports.sentence import known
from twinline.reports.words import qualifier, why, word
from twinline.times import rfc3339

Moments = tuple[int | None, int | None]


def lines(
    found: Explained, moments: Moments, names: Namer, now: int, lang: str, bodies: answers.Bodies
) -> Iterator[str]:
    """Yield a figure as known on two days, and what each record changed; ``None`` is so far, that is ``now``."""
    indicator = packaged()[found.before.answer.question.indicators[0]]
    yield f"{indicator.name}: {indicator.label[lang]}"
    for then, moment in zip((found.before, found.after), moments, strict=True):
        yield named(word("known_on", lang), known(now if moment is None else moment, lang), lang)
        yield from _then(then, names, lang, bodies)
    yield named(word("what_changed", lang), "" if found.changes else word("nothing_changed", lang), lang).rstrip()
    for each in found.changes:
        changed = named(word("returned", lang), why(each.why, lang), lang) if each.returned else why(each.why, lang)
        author = names.name_of(each.author, lang)
        yield f"  {signed(each, lang)}  {changed}  {author}  {each.record}"


def signed(change: Change, lang: str) -> str:
    """Return what a record brings to the difference, with its sign and unit: ``+3 cases``, ``−1 case``, ``0 cases``."""
    if change.hidden:
        return qualifier(HIDDEN, lang)
    sign = "" if not change.difference else "+" if change.difference > 0 else "\u2212"
    return sign + amount(abs(change.difference), lang, unit=change.unit, catalogue=packaged())


def plain(found: Explained, moments: Moments, bodies: answers.Bodies) -> dict[str, Any]:
    """Return a figure as known on two days and what changed as plain values; numbers are decimal strings."""
    sides = {
        name: answers.plain(then.answer, bodies=bodies) | {"known_on": None if moment is None else rfc3339(moment)}
        for name, then, moment in zip(("before", "after"), (found.before, found.after), moments, strict=True)
    }
    return sides | {"changes": [_plain(each) for each in found.changes]}


def numbers(then: Then, lang: str) -> Iterator[str]:
    """Yield what is counted on a day, unit by unit, or that nothing is; nothing for what is only ever reported."""
    figures = then.answer.figures
    yield from (answers.amount_of(figure, lang) for figure in figures)
    if not figures and packaged()[then.answer.question.indicators[0]].counted:
        yield word("nothing_counted", lang)


def _then(then: Then, names: Namer, lang: str, bodies: answers.Bodies) -> Iterator[str]:
    yield from list(answers.lines(then.answer, lang, names=names, bodies=bodies))[1:]


def _plain(change: Change) -> dict[str, Any]:
    return {
        "record": change.record,
        "why": change.why,
        "unit": change.unit,
        "before": None if change.hidden or change.before is None else decimal_text(change.before),
        "after": None if change.hidden or change.after is None else decimal_text(change.after),
        "difference": None if change.hidden else decimal_text(change.difference),
        "hidden": change.hidden,
        "author": change.author,
        "place": change.place,
        "returned": change.returned,
    }
