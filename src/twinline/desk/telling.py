"""Days, moments, numbers and qualifiers in words, by CLDR, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime, get_day_names
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from twinline.times import BORDER_ZONE, Days, clock, days_of

_EPOCH = date(1970, 1, 1)
# British English: the day stands before the month, as in the other three languages.
_LOCALES = {"en": "en_GB"}


def day(number: int, lang: str) -> str:
    """Return a civil day in words, such as ``5 août 2022``."""
    return format_date(_EPOCH + timedelta(days=number), "long", locale=_locale(lang))


def short_day(number: int, lang: str) -> str:
    """Return a civil day in figures, day before month in all four languages."""
    pattern = "d MMM yyyy" if lang == "en" else "dd/MM/yyyy"
    return format_date(_EPOCH + timedelta(days=number), pattern, locale=_locale(lang))


def days(span: Days, lang: str) -> str:
    """Return a span in words: a day, a month, a year, from, until, or from and to."""
    if span.shape == "none":
        return ""
    if span.first is None or span.last is None:
        return _open(span, lang)
    if span.first == span.last:
        return day(span.first, lang)
    start = (_EPOCH + timedelta(days=span.first)).isoformat()
    if days_of(start[:4]) == (span.first, span.last):
        return start[:4]
    if days_of(start[:7]) == (span.first, span.last):
        # Not the form that stands alone (LLLL): Babel gives it in the language that asked for it first.
        return format_date(date.fromisoformat(start), "MMMM y", locale=_locale(lang))
    return f"{_start(span.first, lang)} – {_end(span.last, lang)}"


def partial(text: str, lang: str) -> str:
    """Return a date as it was said, full or partial, in words; other text as it is."""
    try:
        first, last = days_of(text)
    except ValueError:
        return text
    return days(Days(first, last, "day" if first == last else "interval"), lang)


def moment(ms: int, lang: str) -> str:
    """Return an instant as day and time at the border."""
    at = clock(ms, BORDER_ZONE)
    return f"{short_day((at.date() - _EPOCH).days, lang)} {format_datetime(at, 'HH:mm', locale=_locale(lang))}"


def number(text: str, lang: str) -> str:
    """Return a decimal as the language writes it, with exactly the decimals it was said with."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    decimals = max(0, -int(value.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_locale(lang))


def month(day: date, lang: str) -> str:
    """Return the short name of a month: ``Jun``, ``juin``, ``ມິ.ຖ.``, ``Th6``."""
    return format_date(day, "'Th'M" if lang == "vi" else "MMM", locale=_locale(lang))


def weekday(day: date, lang: str) -> str:
    """Return a day of the year with its weekday: ``Thursday 26 November``, ``jeudi 26 novembre``."""
    return format_date(day, "EEEE, d MMMM" if lang == "vi" else "EEEE d MMMM", locale=_locale(lang))


def weekdays(lang: str) -> list[tuple[str, str]]:
    """Return the names of the days of the week from Monday on, each short and whole."""
    short = get_day_names("short" if lang == "vi" else "abbreviated", locale=_locale(lang))
    whole = get_day_names("wide", locale=_locale(lang))
    return [(short[number], whole[number]) for number in range(7)]


def _start(first: int, lang: str) -> str:
    text = (_EPOCH + timedelta(days=first)).isoformat()
    return text[:4] if text.endswith("-01-01") else short_day(first, lang)


def _end(last: int, lang: str) -> str:
    text = (_EPOCH + timedelta(days=last)).isoformat()
    return text[:4] if text.endswith("-12-31") else short_day(last, lang)


def _open(span: Days, lang: str) -> str:
    if span.first is None and span.last is not None:
        return _("until %(day)s") % {"day": _end(span.last, lang)}
    assert span.first is not None
    return _("since %(day)s") % {"day": _start(span.first, lang)}


def is_date(text: str) -> bool:
    """Return whether a text is a full or partial date as records write it."""
    try:
        days_of(text)
    except ValueError:
        return False
    return True


def _locale(lang: str) -> str:
    return _LOCALES.get(lang, lang)
