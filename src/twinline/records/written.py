"""Days and numbers as people write them, and as a record holds them.

What can't be told apart is left as it was written, so that judging the record names it.
"""

from __future__ import annotations

import re

from twinline.times import days_of

_DAY = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})\Z")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_SPACES = re.compile("[\\s\u00a0\u202f]+")


def day(text: str) -> str:
    """Return a day, month or year as a record holds it; other text as it is.

    >>> day("5/8/2022"), day("08/2022"), day("2022")
    ('2022-08-05', '2022-08', '2022')
    """
    text = text.strip()
    match = _DAY.match(text)
    if not match:
        return text
    number, month, year = match.groups()
    iso = "-".join(part for part in (year, month.zfill(2), number.zfill(2) if number else "") if part)
    try:
        days_of(iso)
    except ValueError:
        return text
    return iso


def decimal(text: str, lang: str) -> str:
    """Return a number with a decimal point; what could be read in two ways stays as it was written.

    >>> decimal("468,281", "vi"), decimal("5,200", "en"), decimal("1.234,5", "fr"), decimal("5.200", "vi")
    ('468.281', '5200', '1234.5', '5.200?')
    """
    text = _SPACES.sub("", text)
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        last, other = (",", ".") if comma > point else (".", ",")
        return text.replace(other, "").replace(last, ".")
    if lang == "en":
        return text.replace(",", "") if _GROUPED.match(text) and comma >= 0 else text
    if comma >= 0:
        return text.replace(",", ".")
    # 5.200 is five thousand to one and five point two to another: the mark makes judging ask.
    return f"{text}?" if _GROUPED.match(text) else text


def ambiguous(given: object) -> bool:
    """Return whether a number was left as written because it can be read in two ways."""
    return isinstance(given, str) and given.endswith("?") and bool(_GROUPED.match(given[:-1]))


def whole(text: str) -> int | str:
    """Return a whole number, with or without signs between its thousands; other text as it is."""
    bare = _SPACES.sub("", text)
    if _GROUPED.match(bare):
        bare = re.sub("[.,]", "", bare)
    return int(bare) if re.fullmatch(r"-?\d{1,12}", bare) else text
