"""Counts and measured numbers: whole numbers as numbers, all others as decimal strings."""

from __future__ import annotations

import re
from typing import Any

from twinline.records.fields.base import Field
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels

COUNT_LIMIT = 10**9
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,3})?").fullmatch
DECIMAL_PATTERN = r"^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,3})?$"
_GROUP = {"vi": ".", "lo": ".", "en": ",", "fr": "\u202f"}


class Count(Field):
    """A whole number of things. ``default`` is what leaving it out means for the facts (None: nothing stated)."""

    def __init__(self, label: Labels, *, least: int = 0, default: int | None = None, **more: Any) -> None:
        super().__init__(label, **more)
        self.least = least
        self.default = default

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        # A flag is an int to Python, and a float would lose what was said.
        if type(value) is not int or not self.least <= value <= COUNT_LIMIT:
            found.add(at, "not_a_count", value, self.label, least=self.least)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is int and self.least <= value <= COUNT_LIMIT

    def form(self) -> dict[str, Any]:
        form: dict[str, Any] = {"type": "integer", "minimum": self.least, "maximum": COUNT_LIMIT}
        return form if self.default is None else form | {"default": self.default}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_decimal(str(value), lang)


class Decimal(Field):
    """A number of up to three decimals, as text, kept as it was said: ``"468.281"``."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not is_decimal(value):
            found.add(at, "not_a_decimal", value, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return is_decimal(value)

    def form(self) -> dict[str, Any]:
        return {"type": "string", "pattern": DECIMAL_PATTERN}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_decimal(value, lang)


def is_decimal(value: Any) -> bool:
    """Return whether a value is a decimal string of at most three decimals, not below zero."""
    return isinstance(value, str) and _DECIMAL(value) is not None


def shown_decimal(text: str, lang: str) -> str:
    """Return a decimal string with the language's signs.

    >>> shown_decimal("5200", "fr"), shown_decimal("468.281", "vi"), shown_decimal("5200.5", "en")
    ('5\u202f200', '468,281', '5,200.5')
    """
    whole, _, part = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", _GROUP[lang]) if whole.isdecimal() else whole
    return f"{grouped}{'.' if lang == 'en' else ','}{part}" if part else grouped
