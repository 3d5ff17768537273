"""Free text that names what is never recorded of people: found by words, so that it stays at home.

The words, how they are looked for, and the exceptions with their reasons stand in ``never_said.toml``. A list of words
catches what is said plainly; what somebody hides on purpose it doesn't. It is a warning to an honest writer, and a line
that a careless one can't cross.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from twinline.records.acts import ACTS
from twinline.records.attachments import Attachments
from twinline.records.fields import Address, Declared, ListOf, Names, Part, Place, Text
from twinline.records.findings import Finding
from twinline.records.registry import KINDS
from twinline.records.words import Labels
from twinline.text import Remembered, fold, plain

RULE = "never_said"
#: How the same is told of what somebody else said.
THERE = "never_said_there"
_LAO = re.compile("[\u0e80-\u0eff]")
_WORD = re.compile(r"[^\W_]+")
#: Words in a row are parted by spaces, hyphens, apostrophes or low lines, not by a full stop or a comma.
_BETWEEN_ROWS = re.compile("[^\\w\\s\u2010-\u2014\u2019\u02bc'-]+")
#: What may stand beside a word.
_MARKS = "().,;:!?“”«»\"'"
_INVISIBLE = re.compile("[\u200c\u200d\u2060\ufeff\u00ad]")
#: A space of no width, by which some part Lao words.
_NO_SPACE = "\u200b"
#: Where Vietnamese puts the tone mark of oa, oe and uy, by the older way and by the newer: hoà, hòa.
_TONES = re.compile("(o)([àáảãạèéẻẽẹ])\\Z|(u)([ỳýỷỹỵ])\\Z")
_TONE_FIRST = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "òóỏõọòóỏõọùúủũụ")
#: A word with a capital, of letters that Vietnamese and French have.
_CAPITALS = "".join(sign for sign in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1EFA))) if sign.isupper())
_TITLE = f"[{_CAPITALS}][^\\W\\d_{_CAPITALS}]*"
#: A syllable of Vietnamese or a name of Laos in capitals; an abbreviation (UBND, BĐBP) is none.
_VOWELS = "AEIOUYĂÂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"
_SYLLABLE = f"(?:CH|GH|GI|KH|NGH|NG|NH|PH|QU|TH|TR|[BCDĐGHKLMNPQRSTVWX])?[{_VOWELS}]{{1,3}}(?:CH|NG|NH|[CMNPTSVK])?"
_IN_CAPITALS = f"(?=[^\\W\\d_]{{2}})(?:{_SYLLABLE}){{1,4}}(?!\\w)"
_LAO_DIGITS = str.maketrans("".join(map(chr, range(0xED0, 0xEDA))), "0123456789")
#: Without so long a number no number of the forms stands in a text.
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){6}")
_BARE = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy")


@dataclass(frozen=True, slots=True)
class Flag:
    """A word of the list that a text says: its topic, and the word as the list has it."""

    topic: str
    word: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """A field of a body whose text has a word of the list: its path, its label (if it is declared), text and word."""

    path: str
    label: Labels | None
    text: str
    flag: Flag


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words in a row, each as written and without diacritics (None where only the written form counts)."""

    flag: Flag | None
    exact: tuple[str, ...]
    bare: tuple[str, ...] | None
    begins: bool

    def ends(self, exact: list[str], spoken: list[str], at: int) -> int:
        """Return how many words it takes at a place of a text, 0 where it doesn't stand there."""
        words = len(self.exact)
        if at + words > len(exact):
            return 0
        return words if all(self._says(exact, spoken, at, number) for number in range(words)) else 0

    def goes_on(self, exact: list[str], spoken: list[str], at: int) -> bool:
        """Return whether it stands at a place of a text as far as the text goes, and longer than that."""
        words = len(exact) - at
        return words < len(self.exact) and all(self._says(exact, spoken, at, number) for number in range(words))

    def _says(self, exact: list[str], spoken: list[str], at: int, number: int) -> bool:
        begins = self.begins and number == len(self.exact) - 1
        return _same(exact[at + number], self.exact[number], begins) or (
            self.bare is not None and _same(spoken[at + number], self.bare[number], begins)
        )


def _same(said: str, word: str, begins: bool) -> bool:
    return said.startswith(word) if begins else said == word


class _ByBeginning:
    """Phrases by how they begin: by their first word, or by what that begins with where only this is given."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self._words: dict[str, tuple[_Phrase, ...]] = {}
        self._stems: dict[str, tuple[_Phrase, ...]] = {}
        for phrase in phrases:
            found = self._stems if phrase.begins and len(phrase.exact) == 1 else self._words
            for first in {phrase.exact[0], *((phrase.bare[0],) if phrase.bare else ())}:
                found[first] = (*found.get(first, ()), phrase)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._shortest = min(self._lengths, default=0)
        self._starts = {stem[: self._shortest] for stem in self._stems}

    def at(self, words: list[str]) -> list[tuple[int, _Phrase]]:
        """Return the phrases that may stand in a row of words, each with where it would begin."""
        found: list[tuple[int, _Phrase]] = []
        for at, word in enumerate(words):
            if word in self._words:
                found += [(at, phrase) for phrase in self._words[word]]
            if word[: self._shortest] in self._starts:
                stems = (word[:length] for length in self._lengths if len(word) >= length)
                found += [(at, phrase) for stem in stems for phrase in self._stems.get(stem, ())]
        return found


@dataclass(frozen=True, slots=True)
class _Forms:
    """What is known by its form rather than by its words: numbers of papers and telephones, names with a title."""

    each: tuple[tuple[str, re.Pattern[str]], ...]
    called_after: re.Pattern[str]

    def found(self, text: str) -> Iterator[Flag]:
        for topic, form in self.each:
            for one in form.finditer(text):
                if topic != "name" or not self.called_after.search(text[max(0, one.start() - 40) : one.start()]):
                    yield Flag(topic, one[0].strip())
                    break


@dataclass(frozen=True, slots=True)
class _Lists:
    """The list, ready: phrases by their first word, Lao runs, and the exceptions of both.

    ``beginnings``: whether something of the list may begin in what stands between spaces, a word or two.
    """

    phrases: _ByBeginning
    runs: tuple[tuple[str, Flag], ...]
    spared: _ByBeginning
    spared_runs: tuple[str, ...]
    forms: _Forms
    beside: frozenset[str]
    then: frozenset[str]
    beginnings: Remembered[bool] = field(default_factory=lambda: Remembered(_may_begin))


def _may_begin(said: str) -> bool:
    if said.strip(_MARKS) in _lists().then:
        return True
    if said.isascii() and said.isalnum() and said not in _lists().beside and not _lists().phrases.at([said.lower()]):
        return False  # most words, and any number or reference
    if _names(said):
        return True
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", said)).replace(_NO_SPACE, " ")
    if _LAO.search(text):
        return True
    *closed, last = _BETWEEN_ROWS.split(plain(text))
    for part in (*closed, last):
        exact = _words_of(part)
        spoken = _spoken(exact)
        for at, phrase in _lists().phrases.at(exact):
            if phrase.ends(exact, spoken, at) or (part is last and phrase.goes_on(exact, spoken, at)):
                return True
    return False


def _names(said: str) -> bool:
    """Return whether a word or two may be part of a name that a form sees."""
    before, _, after = unicodedata.normalize("NFC", _INVISIBLE.sub("", said)).partition(" ")
    return before.strip(_MARKS).rpartition("’")[2] in _lists().beside and (
        not after or after.strip("(“\"'")[:1].isupper()
    )


def silent(text: str) -> bool:
    """Return whether a text plainly says nothing of the list; false decides nothing.

    Vietnamese is written in a few thousand syllables: of most texts they alone tell it, or each with the next one.
    """
    if _LONG_NUMBER.search(text):
        return False
    said, begins = text.split(), _lists().beginnings
    if not any(map(begins.__getitem__, said)):
        return True
    return not any(
        (begins[one] and begins[f"{one} {after}"]) or _speaks(one, after) for one, after in pairwise((*said, "."))
    )


def _speaks(one: str, after: str) -> bool:
    """Return whether two words may be somebody's name, with nothing before it, and what they do."""
    return after.strip(_MARKS) in _lists().then and one.lstrip(_MARKS)[:1].isupper()


def flags(text: str, *, forms: bool = True) -> list[Flag]:
    """Return the first word of each topic of the list that a text says, in the order of the text; often none.

    Without ``forms`` numbers and names are let be: where an office says how it is reached.
    """
    if silent(text):
        return []
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lists = _lists()
    found = list(_in_words(text.replace(_NO_SPACE, " "), lists))
    if _LAO.search(text):
        found += _in_runs(text.replace(_NO_SPACE, ""), lists)
    if forms:
        found += lists.forms.found(text.replace(_NO_SPACE, "").translate(_LAO_DIGITS))
    first: dict[str, Flag] = {}
    for flag in found:
        first.setdefault(flag.topic, flag)
    return list(first.values())


def _in_words(text: str, lists: _Lists) -> Iterator[Flag]:
    for exact in _rows(text):
        maybe = lists.phrases.at(exact)
        if not maybe:
            continue
        spoken = _spoken(exact)
        spared: set[int] = set()
        for at, phrase in lists.spared.at(exact):
            spared.update(range(at, at + phrase.ends(exact, spoken, at)))
        for at, phrase in maybe:
            ends = phrase.ends(exact, spoken, at)
            if ends and not spared.issuperset(range(at, at + ends)) and phrase.flag:
                yield phrase.flag


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the words of a text in rows that nothing but spaces and hyphens part."""
    for part in _BETWEEN_ROWS.split(plain(text)):
        row = _words_of(part)
        if row:
            yield row


def _words_of(part: str) -> list[str]:
    return [word if word.isascii() else _tone_first(word) for word in _WORD.findall(part)]


def _spoken(exact: list[str]) -> list[str]:
    """Return words as they are compared without diacritics: one typed without may stand for the one with them."""
    return [word if word.isascii() else "\0" for word in exact]


def _tone_first(word: str) -> str:
    """Return a word with its tone where the older way puts it: both ways are right and mean the same."""
    found = _TONES.search(word)
    if not found:
        return word
    toned = found[2] or found[4]
    return word[: found.start()] + toned.translate(_TONE_FIRST) + toned.translate(_BARE)


def _in_runs(text: str, lists: _Lists) -> Iterator[Flag]:
    said = fold(text)
    for spared in lists.spared_runs:
        said = said.replace(spared, "\0")
    for run, flag in sorted(lists.runs, key=lambda one: said.find(one[0])):
        if run in said:
            yield flag


@cache
def _lists() -> _Lists:
    told = tomllib.loads((files("twinline.records") / "never_said.toml").read_text(encoding="utf-8"))
    phrases: list[_Phrase] = []
    runs: list[tuple[str, Flag]] = []
    for topic, words in told.items():
        if not isinstance(words, dict):
            continue  # forms and exceptions
        for lang, listed in words.items():
            for word in listed if lang != "why" else ():
                flag = Flag(topic, word.removesuffix("*"))
                if _LAO.search(word):
                    runs.append((fold(word), flag))
                else:
                    phrases.append(_phrase(word, flag, exactly=lang.endswith("_exact")))
    spared = [word for one in told["except"] for word in one["says"]]
    return _Lists(
        _ByBeginning(phrases),
        tuple(runs),
        _ByBeginning(_phrase(word, None) for word in spared if not _LAO.search(word)),
        tuple(fold(word) for word in spared if _LAO.search(word)),
        _forms(told.get("form", []), told),
        _words_in(told.get("beside", [])),
        _words_in(told.get("then", [])),
    )


def _forms(forms: Iterable[Mapping[str, str]], told: Mapping[str, Any]) -> _Forms:
    each = []
    stands_for = {
        "TITLE": _TITLE, "LAO": _LAO.pattern, "CAPITALS": _IN_CAPITALS,
        "NAME": f"(?:[{_CAPITALS}][^\\W\\d_{_CAPITALS}]+|{_IN_CAPITALS})",
        # A name with nothing before it but a word without a capital: "xã Nậm Cắn" is no "Cắn".
        "AMID": f"(?:(?<!\\w)(?<!\\w )|(?<!\\w)[^\\W\\d_{_CAPITALS}]+ )",
        "NOBODY": f"(?:{_any_of(told.get('nobody', []))})(?!\\w)",
        "STATE": f"(?:{_any_of(told.get('state', []))})(?!\\w)",
        "SPEAKS": f"(?:{_any_of(told.get('speaks', []))})(?!\\w)",
        "RESPECTED": f"(?:{_any_of(told.get('respected', []))})",
    }  # fmt: skip
    for form in forms:
        says = re.sub("«([A-Z]+)»", lambda mark: stands_for[mark[1]], form["says"])
        each.append((form["topic"], re.compile(unicodedata.normalize("NFC", says))))
    names = _any_of(told.get("called_after", []))
    before = re.compile(rf"(?i)(?<!\w)(?:{names})(?: \w+){{0,3}} $" if names else r"(?!)")
    return _Forms(tuple(each), before)


def _words_in(listed: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(word for one in listed for word in one["says"])


def _any_of(listed: Iterable[Mapping[str, Any]]) -> str:
    return "|".join(re.escape(word) for one in listed for word in one["says"])


def _phrase(word: str, flag: Flag | None, *, exactly: bool = False) -> _Phrase:
    exact = tuple(_tone_first(each) for each in _WORD.findall(plain(word.removesuffix("*"))))
    return _Phrase(flag, exact, None if exactly else tuple(map(fold, exact)), word.endswith("*"))


# In the fields of a record


def in_body(act: str, kind: str, body: Mapping[str, Any]) -> list[Flagged]:
    """Return the fields of an entry's body whose text has a word of the list, one for each such word.

    Of a kind or an act that is declared, its fields of free text are read; of any other, all text that is no address.
    """
    declared = KINDS.get(kind) if act in ("say", "amend") else ACTS.get(act)
    texts = _texts(declared, body, "") if declared is not None else _all_texts(body, "")
    return [Flagged(path, label, text, flag) for path, label, text, forms in texts for flag in flags(text, forms=forms)]


def stays_home(act: str, kind: str, body: Mapping[str, Any], rule: str = RULE) -> list[Finding]:
    """Return a finding for each field whose text must not cross the border: the field, the words, what to do."""
    found: dict[str, list[Flagged]] = {}
    for one in in_body(act, kind, body):
        found.setdefault(one.path, []).append(one)
    return [
        Finding(path, rule, each[0].text, each[0].label, {"word": ", ".join(one.flag.word for one in each)})
        for path, each in found.items()
    ]


#: A field's path, its label, its text, and whether numbers and names are looked for in it.
_Told = tuple[str, Labels | None, str, bool]


def _texts(declared: type[Declared], body: Mapping[str, Any], at: str) -> Iterator[_Told]:
    bearing = _bearing(declared)  # type: ignore[arg-type]
    for name, value in body.items():
        if name in bearing:
            yield from _in_field(bearing[name], value, f"{at}{name}")


@cache
def _bearing(declared: type[Declared]) -> dict[str, Any]:
    """Return the fields of a declaration that have text somewhere in them."""
    return {name: field for name, field in declared.fields.items() if _bears(field)}


def _bears(field: Any) -> bool:
    if isinstance(field, ListOf | Attachments):
        return _bears(field.item)
    if isinstance(field, Part):
        return bool(_bearing(field.of))  # type: ignore[arg-type]
    return isinstance(field, Names | Place | Text) and not isinstance(field, Address)


def _in_field(field: Any, value: Any, at: str) -> Iterator[_Told]:
    if isinstance(field, ListOf | Attachments):
        for number, item in enumerate(value if isinstance(value, list) else ()):
            yield from _in_field(field.item, item, f"{at}[{number}]")
    elif isinstance(field, Part):
        if isinstance(value, dict):
            yield from _texts(field.of, value, f"{at}.")
    elif isinstance(field, Names):
        for lang, name in value.items() if isinstance(value, dict) else ():
            yield f"{at}.{lang}", field.label, str(name), True
    elif isinstance(field, Place):
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            yield f"{at}.name", field.label, value["name"], True
    elif isinstance(field, Text) and not isinstance(field, Address) and isinstance(value, str):
        yield at, field.label, value, not field.reaches_office


def _all_texts(value: Any, at: str) -> Iterator[_Told]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _all_texts(inner, f"{at}.{name}" if at else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _all_texts(inner, f"{at}[{number}]")
    elif isinstance(value, str) and not value.startswith(("http://", "https://")):
        yield at, None, value, " " in value
