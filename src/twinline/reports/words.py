"""The words of reports, read once from the packaged file; nothing else of this room reads a file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from twinline.records.words import instead

LANGUAGES = ("vi", "lo", "en", "fr")
_OWN = ("sheet_", "patrol_sheet_", "contains_example")


def packaged_text(name: str) -> str:
    """Return the text of a packaged file of this room, by its path in it."""
    return files("twinline.reports").joinpath(name).read_text("utf-8")


def packaged_toml(name: str) -> dict[str, Any]:
    """Return a packaged TOML file of this room."""
    return tomllib.loads(packaged_text(name))


def of_own_papers() -> tuple[Mapping[str, str], ...]:
    """Return the words of what an office prints for itself: the sheets to take along, the mark of examples."""
    return tuple(texts for name, texts in _words()["words"].items() if name.startswith(_OWN))


def common_footers() -> tuple[dict[str, str], ...]:
    """Return the foot of a report that declares none of its own."""
    return tuple(dict(footer) for footer in _words()["footers"])


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return packaged_toml("words.toml")


def word(name: str, lang: str, **blanks: str) -> str:
    """Return a word or sentence in a language, its blanks filled in."""
    return filled(_words()["words"][name], lang, blanks)


def qualifier(name: str, lang: str, **blanks: str) -> str:
    """Return a number with its qualifier: ``more than 5,200``."""
    return filled(_words()["qualifiers"][name], lang, blanks)


def period_phrase(name: str, lang: str, **blanks: str) -> str:
    """Return a period's phrase with its dates filled in."""
    return filled(_words()["periods"][name], lang, blanks)


def sentence(name: str, lang: str, **blanks: str) -> str:
    """Return a figure's sentence, or a part of one, with its blanks filled in."""
    return filled(_words()["sentences"][name], lang, blanks)


def why(reason: str, lang: str) -> str:
    """Return why a record is left out, or counts otherwise than on another day."""
    return filled(_words()["why"][reason], lang, {})


def unreviewed() -> tuple[str, ...]:
    """Return the languages whose words no native has read."""
    return tuple(_words()["unreviewed"])


def filled(texts: Mapping[str, str], lang: str, blanks: Mapping[str, str]) -> str:
    """Return a text in a language with its blanks filled in."""
    told = instead.get()
    text = texts[lang] if told is None else told.get((lang, texts["en"], texts[lang]), texts[lang])
    for name, value in blanks.items():
        text = text.replace("{" + name + "}", value)
    return french_spaces(text) if lang == "fr" else text


def listed(parts: Iterable[str], lang: str) -> str:
    """Return parts one after the other with semicolons."""
    return ("\u202f; " if lang == "fr" else "; ").join(parts)


@lru_cache(maxsize=4096)
def french_spaces(text: str) -> str:
    """Return French text with its narrow spaces: before ``;``, ``!``, ``?`` and ``%``, and a full one before ``:``."""
    for sign in ";!?%":
        text = text.replace(f" {sign}", f"\u202f{sign}")
    return text.replace(" : ", "\u00a0: ").replace("« ", "«\u00a0").replace(" »", "\u00a0»")
