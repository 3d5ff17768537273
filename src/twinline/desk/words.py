"""The glossary: the words that the screen uses, in four languages, kept in one file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from twinline.desk.language import known


@cache
def glossary() -> dict[str, dict[str, str]]:
    """Return every term with its words per language."""
    text = (files("twinline.desk") / "glossary.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["term"])


def word(term: str, language: str | None) -> str:
    """Return the word for a term; ``KeyError`` names a term that the glossary lacks."""
    return glossary()[term][known(language)]


@cache
def banned() -> dict[str, tuple[str, ...]]:
    """Return, per language, the words that must not appear on any page."""
    text = (files("twinline.desk") / "glossary.toml").read_text("utf-8")
    return {code: tuple(words) for code, words in tomllib.loads(text)["never"].items()}


def unreviewed_terms(language: str) -> int:
    """Return how many terms no native reader has read in this language."""
    return sum(language in term.get("unreviewed", ()) for term in glossary().values())
