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
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from twinline.records.acts import ACTS
from twinline.records.attachments import Attachments
from twinline.records.fields import Address, Declared, ListOf, Names, Part, Place, Text
from twinline.records.findings import Finding
from twinline.records.registry import KINDS
from twinline.records.words import Labels
from twinline.text import fold, plain

RULE = "never_said"
#: How the same is told of what somebody else said.
THERE = "never_said_there"
_LAO = re.compile("[\u0e80-\u0eff]")
_WORD = re.compile(r"[^\W_]+")
#: Words in a row are parted by spaces, hyphens, apostrophes or low lines, not by a full stop or a comma.
_GAP = re.compile("[\\s_\u2010-\u2014\u2019\u02bc'-]*\\Z")
_INVISIBLE = re.compile("[\u200c\u200d\u2060\ufeff\u00ad]")
#: A space of no width, by which some part Lao words.
_NO_SPACE = "\u200b"
#: Where Vietnamese puts the tone mark of oa, oe and uy, by the older way and by the newer: hoà, hòa.
_TONES = re.compile("(o)([àáảãạèéẻẽẹ])\\Z|(u)([ỳýỷỹỵ])\\Z")
_TONE_FIRST = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "òóỏõọòóỏõọùúủũụ")
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
        last = len(self.exact) - 1
        if at + last >= len(exact):
            return 0
        for number, word in enumerate(self.exact):
            begins = self.begins and number == last
            if not _same(exact[at + number], word, begins) and (
                self.bare is None or not _same(spoken[at + number], self.bare[number], begins)
            ):
                return 0
        return last + 1


def _same(said: str, word: str, begins: bool) -> bool:
    return said.startswith(word) if begins else said == word


@dataclass(frozen=True, slots=True)
class _Lists:
    """The list, ready: phrases by the first two letters of their first word, Lao runs, and the exceptions of both."""

    phrases: Mapping[str, tuple[_Phrase, ...]]
    runs: tuple[tuple[str, Flag], ...]
    spared: Mapping[str, tuple[_Phrase, ...]]
    spared_runs: tuple[str, ...]


def flags(text: str) -> list[Flag]:
    """Return the first word of each topic of the list that a text says, in the order of the text; often none."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lists = _lists()
    found = list(_in_words(text.replace(_NO_SPACE, " "), lists))
    if _LAO.search(text):
        found += _in_runs(text.replace(_NO_SPACE, ""), lists)
    first: dict[str, Flag] = {}
    for flag in found:
        first.setdefault(flag.topic, flag)
    return list(first.values())


def _in_words(text: str, lists: _Lists) -> Iterator[Flag]:
    for exact in _rows(text):
        # A word typed without diacritics may stand for the one with them; one that has some stands for itself.
        spoken = [word if word.isascii() else "\0" for word in exact]
        spared: set[int] = set()
        for at, _ in enumerate(exact):
            for phrase in _at(lists.spared, exact, at):
                spared.update(range(at, at + phrase.ends(exact, spoken, at)))
        for at, _ in enumerate(exact):
            for phrase in _at(lists.phrases, exact, at):
                ends = phrase.ends(exact, spoken, at)
                if ends and not spared.issuperset(range(at, at + ends)) and phrase.flag:
                    yield phrase.flag


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the words of a text in rows that nothing but spaces and hyphens part."""
    row: list[str] = []
    before = 0
    for match in _WORD.finditer(plain(text)):
        if row and not _GAP.match(match.string[before : match.start()]):
            yield row
            row = []
        row.append(_tone_first(match[0]))
        before = match.end()
    if row:
        yield row


def _tone_first(word: str) -> str:
    """Return a word with its tone where the older way puts it: both ways are right and mean the same."""
    found = _TONES.search(word)
    if not found:
        return word
    toned = found[2] or found[4]
    return word[: found.start()] + toned.translate(_TONE_FIRST) + toned.translate(_BARE)


def _at(phrases: Mapping[str, tuple[_Phrase, ...]], words: list[str], at: int) -> tuple[_Phrase, ...]:
    return phrases.get(words[at][:2], ())


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
        if topic == "except":
            continue
        for lang, listed in words.items():
            for word in listed if lang != "why" else ():
                flag = Flag(topic, word.removesuffix("*"))
                if _LAO.search(word):
                    runs.append((fold(word), flag))
                else:
                    phrases.append(_phrase(word, flag, exactly=lang.endswith("_exact")))
    spared = [word for one in told["except"] for word in one["says"]]
    return _Lists(
        _by_beginning(phrases),
        tuple(runs),
        _by_beginning(_phrase(word, None) for word in spared if not _LAO.search(word)),
        tuple(fold(word) for word in spared if _LAO.search(word)),
    )


def _phrase(word: str, flag: Flag | None, *, exactly: bool = False) -> _Phrase:
    exact = tuple(_tone_first(each) for each in _WORD.findall(plain(word.removesuffix("*"))))
    return _Phrase(flag, exact, None if exactly else tuple(map(fold, exact)), word.endswith("*"))


def _by_beginning(phrases: Iterable[_Phrase]) -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, tuple[_Phrase, ...]] = {}
    for phrase in phrases:
        for start in {phrase.exact[0][:2], *((phrase.bare[0][:2],) if phrase.bare else ())}:
            found[start] = (*found.get(start, ()), phrase)
    return found


# In the fields of a record


def in_body(act: str, kind: str, body: Mapping[str, Any]) -> list[Flagged]:
    """Return the fields of an entry's body whose text has a word of the list, one for each such word.

    Of a kind or an act that is declared, its fields of free text are read; of any other, all text that is no address.
    """
    declared = KINDS.get(kind) if act in ("say", "amend") else ACTS.get(act)
    texts = _texts(declared, body, "") if declared is not None else _all_texts(body, "")
    return [Flagged(path, label, text, flag) for path, label, text in texts for flag in flags(text)]


def stays_home(act: str, kind: str, body: Mapping[str, Any], rule: str = RULE) -> list[Finding]:
    """Return a finding for each field whose text must not cross the border: the field, the words, what to do."""
    found: dict[str, list[Flagged]] = {}
    for one in in_body(act, kind, body):
        found.setdefault(one.path, []).append(one)
    return [
        Finding(path, rule, each[0].text, each[0].label, {"word": ", ".join(one.flag.word for one in each)})
        for path, each in found.items()
    ]


_Told = tuple[str, Labels | None, str]


def _texts(declared: type[Declared], body: Mapping[str, Any], at: str) -> Iterator[_Told]:
    for name, value in body.items():
        field = declared.fields.get(name)
        if field is not None:
            yield from _in_field(field, value, f"{at}{name}")


def _in_field(field: Any, value: Any, at: str) -> Iterator[_Told]:
    if isinstance(field, ListOf | Attachments):
        for number, item in enumerate(value if isinstance(value, list) else ()):
            yield from _in_field(field.item, item, f"{at}[{number}]")
    elif isinstance(field, Part):
        if isinstance(value, dict):
            yield from _texts(field.of, value, f"{at}.")
    elif isinstance(field, Names):
        for lang, name in value.items() if isinstance(value, dict) else ():
            yield f"{at}.{lang}", field.label, str(name)
    elif isinstance(field, Place):
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            yield f"{at}.name", field.label, value["name"]
    elif isinstance(field, Text) and not isinstance(field, Address) and isinstance(value, str):
        yield at, field.label, value


def _all_texts(value: Any, at: str) -> Iterator[_Told]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _all_texts(inner, f"{at}.{name}" if at else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _all_texts(inner, f"{at}[{number}]")
    elif isinstance(value, str) and not value.startswith(("http://", "https://")):
        yield at, None, value
