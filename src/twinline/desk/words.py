"""The glossary: the words that the screen uses, in four languages, kept in one file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from twinline.desk.language import known
from twinline.records.words import instead


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((files("twinline.desk") / "glossary.toml").read_text("utf-8"))


@cache
def glossary() -> dict[str, dict[str, str]]:
    """Return every term with its words per language."""
    return dict(_file()["term"])


def word(term: str, language: str | None) -> str:
    """Return the word for a term, the office's own on its pages; ``KeyError`` names a term that the glossary lacks."""
    lang, words = known(language), glossary()[term]
    told = instead.get()
    return words[lang] if told is None else told.get((lang, words["en"], words[lang]), words[lang])


@cache
def banned() -> dict[str, tuple[str, ...]]:
    """Return, per language, the words that must not appear on any page."""
    return {code: tuple(words) for code, words in _file()["never"].items()}


@cache
def fine() -> dict[str, tuple[str, ...]]:
    """Return, per language, phrases in which such a word says something else."""
    return {code: tuple(words) for code, words in _file()["fine"].items()}


def unreviewed_terms(language: str) -> int:
    """Return how many terms no native reader has read in this language."""
    return sum(language in term.get("unreviewed", ()) for term in glossary().values())
