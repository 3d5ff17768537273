"""Sentences that can be said in any of the four languages, and the errors that carry them.

A sentence is written once, in English, with named blanks: ``Sentence("No feed here is called {told!r}.", told=x)``.
The English pattern is its name in the catalogues (gettext's msgid), so a room that reads no file can say what is wrong
and only the edge, ``tongues``, says it in the reader's language. ``str()`` of a sentence is its English.

In a pattern ``{name}`` stands for a value as it is, ``{name!r}`` for one in quotation marks, ``{name:,}`` for a number
with its thousands apart. A value may be text, a number, a list of these, another sentence, or an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from string import Formatter
from typing import Any, Final

#: Returns the pattern of a language for an English one; of two, that which fits the number.
Words = Callable[["Sentence"], str]

ENGLISH: Final = "en"
_GROUPS = {"en": ",", "fr": "\u202f", "vi": ".", "lo": "."}
_QUOTES = {"en": ("'", "'"), "fr": ("«\u00a0", "\u00a0»"), "vi": ("“", "”"), "lo": ("“", "”")}
_LONGEST = 2000


class Sentence:
    """An English pattern and what fills its blanks. With ``many`` the pattern that fits ``number`` is said."""

    __slots__ = ("many", "number", "pattern", "values")

    def __init__(self, pattern: str, /, **values: Any) -> None:
        self.pattern = pattern
        self.values: Mapping[str, Any] = values
        self.many = ""
        self.number = 0

    def filled(self, **values: Any) -> Sentence:
        """Return the same sentence with other values in some of its blanks."""
        other = Sentence(self.pattern, **{**self.values, **values})
        other.many, other.number = self.many, self.number
        return other

    def said(self, words: Words, lang: str) -> str:
        """Return it in a language, of which ``words`` gives the patterns."""
        return _Filling(words, lang).vformat(words(self), (), self.values)

    def __str__(self) -> str:
        return self.said(english, ENGLISH)

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and packed(self) == packed(other)

    def __hash__(self) -> int:
        return hash(self.pattern)


class Plural(Sentence):
    """A sentence that depends on a number, which fills the blank ``{number}``."""

    __slots__ = ()

    def __init__(self, one: str, many: str, number: int, /, **values: Any) -> None:
        super().__init__(one, **values, number=number)
        self.many = many
        self.number = number


def entries(number: int) -> Plural:
    """Return how many entries, to stand in a sentence."""
    return Plural("{number:,} entry", "{number:,} entries", number)


def feeds(number: int) -> Plural:
    """Return how many feeds, to stand in a sentence."""
    return Plural("{number:,} feed", "{number:,} feeds", number)


def records(number: int) -> Plural:
    """Return how many records, to stand in a sentence."""
    return Plural("{number:,} record", "{number:,} records", number)


#: What may stand where a sentence does: text is quoted as it is, in whatever language it came.
Text = Sentence | str


def english(sentence: Sentence) -> str:
    """Return the English pattern."""
    return sentence.many if sentence.many and sentence.number != 1 else sentence.pattern


class Problem(Exception):
    """What a person can act on: ``check`` is a stable word for programs, the rest is said in the reader's language.

    ``where`` (which field, line or leaf), ``sentence`` (what is wrong) and ``remedy`` (what to do) are English text;
    ``told`` is the sentence and ``whole`` all of it, to be said in any language.
    """

    def __init__(self, check: str, sentence: Text, *, where: Text = "", remedy: Text = "") -> None:
        super().__init__(check)
        self.check = check
        self.told = sentence
        self.at = where
        self.to_do = remedy

    @property
    def sentence(self) -> str:
        """Return what is wrong, in English."""
        return str(self.told)

    @property
    def where(self) -> str:
        """Return where it was found, in English."""
        return str(self.at)

    @property
    def remedy(self) -> str:
        """Return what to do, in English."""
        return str(self.to_do)

    @property
    def whole(self) -> Text:
        """Return where, what and what to do as one sentence."""
        what = Sentence("{where}: {what}", where=self.at, what=self.told) if self.where else self.told
        return Sentence("{what} {remedy}", what=what, remedy=self.to_do) if self.remedy else what

    def __str__(self) -> str:
        return str(self.whole)


def joined(parts: Iterable[Text], mark: str = ", ") -> Sentence:
    """Return parts one after the other."""
    each = list(parts)
    pattern = mark.join(f"{{p{i}}}" for i in range(len(each)))
    return Sentence(pattern, **{f"p{i}": part for i, part in enumerate(each)})


def packed(text: Text) -> str:
    """Return a sentence as JSON, to be kept or sent and said later in the reader's language; text as it is."""
    if isinstance(text, str):
        return text
    return json.dumps(_plain(text), ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> Text:
    """Return what ``packed`` made; any other text as it is, quoted."""
    if not text.startswith("{"):
        return text
    try:
        found = _sentence(json.loads(text))
        str(found)  # a pattern that came from elsewhere may be none
        return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        many = {"many": value.many, "number": value.number} if value.many else {}
        return {"say": value.pattern, **many, "with": {name: _plain(one) for name, one in value.values.items()}}
    if isinstance(value, Problem):
        return _plain(value.whole)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int) else str(value)


def _sentence(plain: Any) -> Sentence:
    values = {str(name): _value(one) for name, one in plain["with"].items()}
    number = values.pop("number", 0) if "many" in plain else 0
    found = Plural(str(plain["say"]), str(plain["many"]), int(number), **values) if "many" in plain else None
    return found or Sentence(str(plain["say"]), **values)


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return _sentence(plain)
    return [_value(one) for one in plain] if isinstance(plain, list) else plain


class _Filling(Formatter):
    """Fills blanks by name alone: no attribute, index or width of a value can be asked for."""

    def __init__(self, words: Words, lang: str) -> None:
        self._words = words
        self._lang = lang

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        # A pattern that came from elsewhere may have a blank for which nothing was given.
        return kwargs.get(field_name, f"{{{field_name}}}"), field_name

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion != "r":
            return value
        start, end = _QUOTES.get(self._lang, _QUOTES[ENGLISH])
        return f"{start}{self._plainly(value)}{end}"

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "," and isinstance(value, int):
            return f"{value:,}".replace(",", _GROUPS.get(self._lang, ","))
        return self._plainly(value)

    def _plainly(self, value: Any) -> str:
        if isinstance(value, Problem):
            value = value.whole
        if isinstance(value, Sentence):
            return value.said(self._words, self._lang)
        if isinstance(value, list | tuple | set | frozenset):
            each = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return ", ".join(map(self._plainly, each)) or "–"
        return shown(str(value))


def shown(text: str) -> str:
    """Return text as it may stand on a screen: what would steer a terminal or turn a line around is spelled out."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _KEPT else ascii(char)[1:-1] for char in text)


#: Not printable by Unicode's lists, but part of how words are written.
_KEPT = frozenset("\u00a0\u202f\u200b\u2009")
