"""Checks of single JSON fields, shared by entries, certificates and genesis leaves."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from twinline.feeds.audiences import is_code
from twinline.feeds.errors import Malformed
from twinline.sentences import Sentence

HASH = re.compile(r"[0-9a-f]{64}")
INSTANT = r"(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_INSTANT = re.compile(INSTANT, re.ASCII)


def text(source: dict[str, Any], field: str, *, where: str) -> str:
    """Return a field that must be text and not empty."""
    value = source.get(field)
    if type(value) is not str or not value:
        raise Malformed(
            "field", Sentence("{field} must be text; {value!r} was given.", field=field, value=value), where=where
        )
    return value


def code(source: dict[str, Any], field: str, *, where: str) -> str:
    """Return a field that must be an organisation code."""
    value = source.get(field)
    if not is_code(value):
        raise Malformed(
            "code",
            Sentence("{field} must be an organisation code; {value!r} was given.", field=field, value=value),
            where=where,
        )
    return str(value)


def instant(source: dict[str, Any], field: str, *, where: str) -> str:
    """Return a field that must be an RFC 3339 time with zone."""
    value = source.get(field)
    if type(value) is not str or not is_instant(value):
        raise Malformed(
            "time",
            Sentence("{field} must be an RFC 3339 time with zone; {value!r} was given.", field=field, value=value),
            where=where,
        )
    return value


def is_instant(value: str) -> bool:
    """Return whether text is an RFC 3339 time with zone: capital T and Z, no leap second."""
    match = _INSTANT.fullmatch(value)
    return match is not None and is_day(*match.groups())


@lru_cache(maxsize=4096)
def is_day(year: str, month: str, day: str) -> bool:
    """Return whether the calendar has this day."""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
