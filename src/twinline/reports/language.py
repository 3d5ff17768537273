"""Numbers, units, dates and periods as each language writes them (CLDR, through Babel)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import Catalogue
from twinline.figures.numbers import decimal_of
from twinline.reports.words import french_spaces, period_phrase, qualifier
from twinline.times import BORDER_ZONE, clock, days_of, iso

# British English: the day stands before the month, as in the other three languages.
_LOCALES = {"vi": Locale("vi"), "lo": Locale("lo"), "en": Locale("en", "GB"), "fr": Locale("fr")}
#: The Buddhist era as CLDR counts it: so many years more, and each begins on 1 January.
BUDDHIST = 543
_BUDDHIST_YEARS: ContextVar[bool] = ContextVar("buddhist_years", default=False)
_VOWELS = "aàâeéèêiîoôuûyh"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as said: full or partial dates, either of which may be missing, and the civil days they mean."""

    said_from: str | None
    said_to: str | None
    first: int | None
    last: int | None


def in_buddhist_years() -> bool:
    """Return whether Lao texts have years of the Buddhist era here."""
    return _BUDDHIST_YEARS.get()


@contextmanager
def buddhist_years(wanted: bool) -> Iterator[None]:
    """Write the years of Lao texts in the Buddhist era inside; other languages, and what programs read, never do."""
    before = _BUDDHIST_YEARS.set(wanted)
    try:
        yield
    finally:
        _BUDDHIST_YEARS.reset(before)


def year_said(year: int, lang: str, *, marked: bool = True) -> str:
    """Return a year: ``2026``, or ``ພ.ສ. 2569``; unmarked where a column says which era it is."""
    if lang != "lo" or not _BUDDHIST_YEARS.get():
        return str(year)
    return f"ພ.ສ.\u00a0{year + BUDDHIST}" if marked else str(year + BUDDHIST)


@lru_cache(maxsize=4096)
def number(thousandths: int, lang: str) -> str:
    """Return a number as the language writes it: ``468,281`` for 468281 in French; never rounded."""
    return str(format_decimal(decimal_of(thousandths), "#,##0.###", locale=_LOCALES[lang]))


def amount(
    thousandths: int,
    lang: str,
    *,
    upper: int | None = None,
    qualified: str = "exact",
    precision: int | None = None,
    unit: str = "",
    catalogue: Catalogue | None = None,
) -> str:
    """Return a number with its upper end, qualifier and unit: ``more than 5,200 items``.

    A unit that no declaration knows is written as it was said.
    """
    digits = number(thousandths, lang) + ("" if upper is None else f"–{number(upper, lang)}")
    said = qualifier(qualified, lang, n=digits)
    if qualified == HIDDEN:
        return said
    known = catalogue.units.get(unit) if catalogue else None
    if known is None:
        said = f"{said} {unit}".strip()
    else:
        form = known.forms[lang]
        plural = _LOCALES[lang].plural_form(decimal_of(thousandths if upper is None else upper))
        said = form.get(plural, form["other"]).replace("{n}", said)
        if lang == "fr":
            said = french_spaces(said)
    if qualified == "rounded":
        by = (
            qualifier("rounded_somehow", lang)
            if precision is None
            else qualifier("rounded_to", lang, n=number(precision, lang))
        )
        said += f" ({by})"
    return said


def unit_name(unit: str, lang: str, catalogue: Catalogue, thousandths: int | None = None) -> str:
    """Return a unit by itself: in the form that goes with a number, or in the plural, ``cases``."""
    known = catalogue.units.get(unit)
    if known is None:
        return unit
    plural = "other" if thousandths is None else _LOCALES[lang].plural_form(decimal_of(thousandths))
    return known.forms[lang].get(plural, known.forms[lang]["other"]).replace("{n}", "").strip()


def date_said(said: str, lang: str) -> str:
    """Return a full or partial date: ``5 August 2022``, ``August 2022``, ``2022``."""
    first = date.fromisoformat(iso(days_of(said)[0]))
    size = said.count("-")
    locale = _LOCALES[lang]
    if size == 0:
        return {"vi": f"năm {first.year}", "lo": f"ປີ {year_said(first.year, lang)}"}.get(lang, str(first.year))
    if size == 1:
        month = str(format_skeleton("yMMMM", first, locale=locale))
        return f"ເດືອນ {_with_era(month, first.year)}" if lang == "lo" else month
    if lang == "vi":
        return f"ngày {first.day} tháng {first.month} năm {first.year}"
    whole = str(format_date(first, "long", locale=locale))
    if lang == "fr" and first.day == 1:
        return whole.replace("1 ", "1er ", 1)
    return f"ວັນທີ {_with_era(whole, first.year)}" if lang == "lo" else whole


def _with_era(said: str, year: int) -> str:
    return said.replace(f"{year}", year_said(year, "lo"))


def instant_said(ms: int, lang: str) -> str:
    """Return an instant at UTC+07:00: its date in words, and its time."""
    moment = clock(ms, BORDER_ZONE)
    return f"{date_said(moment.date().isoformat(), lang)}, {moment:%H:%M:%S} (UTC+07:00)"


def period_said(period: Period, nature: str, lang: str) -> str:
    """Return a period in words; what has no start or no end, and what has no period at all, says so."""
    start, end = period.said_from, period.said_to
    if start is None and end is None:
        return period_phrase("none", lang)
    if end is None:
        return period_phrase("open_end", lang, since=_since(str(start), lang))
    whole = _whole(period)
    if start is None or (nature == "stock" and whole):
        name = "as_of" if nature == "stock" else "open_start"
        return period_phrase(name, lang, at=_at(whole or end, lang), to=date_said(end, lang))
    if whole:
        return period_phrase("on", lang, on=date_said(whole, lang))
    return _span(start, end, lang)


def date_at(said: str, lang: str) -> str:
    """Return a date as an adverb: French says ``le 5 août 2022`` of a day and ``en août 2022`` of a month."""
    if lang == "fr":
        return f"le {date_said(said, lang)}" if said.count("-") == 2 else f"en {date_said(said, lang)}"
    return date_said(said, lang)


def _span(start: str, end: str, lang: str) -> str:
    if start.endswith("-01-01") and end.count("-") < 2 and start[:4] != end[:4]:
        # "Since 2012" was said, and its first day derived: it is told as it was said.
        return period_phrase(
            "since_to", lang, since=date_said(start[:4], lang), to=date_said(end, lang), at=_at(end, lang)
        )
    if lang != "fr":
        return period_phrase("interval", lang, **{"from": date_said(start, lang), "to": date_said(end, lang)})
    day = end.count("-") == 2
    return period_phrase(
        "interval", lang, **{"from": _of(start), "to": f"{'au' if day else 'à'} {date_said(end, lang)}"}
    )


def _whole(period: Period) -> str | None:
    """Return the one date that a period is: a day, a whole month or a whole year, said however it was."""
    if period.said_from is None or period.said_to is None:
        return None
    if period.said_from == period.said_to:
        return period.said_to
    said = period.said_to
    for candidate in (said[:4], said[:7]):
        if (period.first, period.last) == days_of(candidate):
            return candidate
    return None


def _at(said: str, lang: str) -> str:
    if lang == "fr":
        return f"au {date_said(said, lang)}" if said.count("-") == 2 else f"en {date_said(said, lang)}"
    return date_said(said, lang)


def _since(said: str, lang: str) -> str:
    return f"le {date_said(said, lang)}" if lang == "fr" and said.count("-") == 2 else date_said(said, lang)


def _of(said: str) -> str:
    shown = date_said(said, "fr")
    if said.count("-") == 2:
        return f"du {shown}"
    return f"d’{shown}" if shown[0].lower() in _VOWELS else f"de {shown}"
