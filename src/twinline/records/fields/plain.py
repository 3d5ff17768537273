"""Text, codes and flags."""

from __future__ import annotations

import re
from typing import Any

from twinline.records.fields.base import Field
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import LANGUAGES, Labels, words

# Characters that no eye sees: controls, signs that turn the direction of what follows, halves of a character.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def check_words(value: str, at: str, found: Found, label: Labels, limit: int, *, lines: bool = False) -> bool:
    """Add what is wrong with a text as text to ``found``; return whether it is right."""
    if not value.strip():
        found.add(at, "empty", value, label)
    elif len(value) > limit:
        found.add(at, "too_long", value, label, limit=limit)
    elif _HIDDEN.search(value) or (not lines and ("\n" in value or "\t" in value)):
        found.add(at, "hidden_character", ascii(value), label)
    else:
        return True
    return False


def plain_words(value: Any, limit: int) -> bool:
    """Return whether a value is plainly a line of text: what can be printed hides nothing and breaks no line."""
    return type(value) is str and value.isprintable() and len(value) <= limit and not value.isspace() and value != ""


class Text(Field):
    """A line of text of at most ``limit`` characters (``lines``: several), of the given form if one is given.

    ``reaches_office``: it says how an office is reached, so that a number or a name in it is none of a person.
    """

    def __init__(
        self,
        label: Labels,
        *,
        limit: int = 120,
        pattern: str = "",
        example: str = "",
        lines: bool = False,
        reaches_office: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, **more)
        self.limit = limit
        self.lines = lines
        self.reaches_office = reaches_office
        self.pattern = pattern
        self.example = example
        self._match = re.compile(pattern).fullmatch if pattern else None

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, str):
            found.add(at, "not_text", value, self.label)
            return
        right = check_words(value, at, found, self.label, self.limit, lines=self.lines)
        if right and self._match and not self._match(value):
            found.add(at, "wrong_form", value, self.label, example=self.example)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return plain_words(value, self.limit) and (self._match is None or self._match(value) is not None)

    def form(self) -> dict[str, Any]:
        form: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": self.limit}
        return form | {"pattern": f"^(?:{self.pattern})$"} if self.pattern else form


class Quote(Text):
    """A few words copied from a page so that a number can be found again there: twelve at most."""

    WORDS = 12

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        super().check(value, at, found, lookup)
        if isinstance(value, str) and len(value.split()) > self.WORDS:
            found.add(at, "too_many_words", value, self.label, limit=self.WORDS)

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return f"«\u202f{value}\u202f»"


class Address(Text):
    """The address of a public page."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if isinstance(value, str) and not re.fullmatch(r"https?://[^\s<>\"']+", value):
            found.add(at, "not_an_address", value, self.label)
        else:
            super().check(value, at, found, lookup)

    def form(self) -> dict[str, Any]:
        return super().form() | {"format": "uri", "pattern": "^https?://"}


class Code(Field):
    """One code of a closed list."""

    def __init__(self, label: Labels, vocabulary: Vocabulary, **more: Any) -> None:
        super().__init__(label, **more)
        self.vocabulary = vocabulary
        self._codes = frozenset(vocabulary)

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if value not in self.vocabulary:
            found.add(at, "not_in_list", value, self.label, allowed=", ".join(self.vocabulary))

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is str and value in self._codes

    def form(self) -> dict[str, Any]:
        return {
            "type": "string",
            "oneOf": [
                {
                    "const": code,
                    "title": labels.to("en"),
                    "x-labels": dict(labels),
                    "x-unreviewed": list(labels.unreviewed),
                }
                for code, labels in self.vocabulary.items()
            ],
        }

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return self.vocabulary[value].to(lang) if value in self.vocabulary else str(value)


class Flag(Field):
    """Yes or no; leaving it out means no."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if value is not True and value is not False:
            found.add(at, "not_a_flag", value, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return value is True or value is False

    def form(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return (YES if value else NO).to(lang)


YES = words(vi="có", lo="ແມ່ນ", en="yes", fr="oui")
NO = words(vi="không", lo="ບໍ່", en="no", fr="non")
_NAMED = frozenset(LANGUAGES)


class Names(Field):
    """A name in one or more of the four languages: ``{"vi": "Nậm Cắn", "en": "Nam Can"}``."""

    def __init__(self, label: Labels, *, limit: int = 200, **more: Any) -> None:
        super().__init__(label, **more)
        self.limit = limit

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, dict) or not value:
            found.add(at, "not_a_part", value, self.label, parts=", ".join(LANGUAGES))
            return
        for lang, name in value.items():
            here = f"{at}.{lang}"
            if lang not in _NAMED:
                found.add(here, "unknown_field", name, self.label)
            elif not isinstance(name, str):
                found.add(here, "not_text", name, self.label)
            else:
                check_words(name, here, found, self.label, self.limit)

    def form(self) -> dict[str, Any]:
        one = {"type": "string", "minLength": 1, "maxLength": self.limit}
        return {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, one),
            "minProperties": 1,
            "additionalProperties": False,
        }

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return Labels(value, ()).to(lang)
