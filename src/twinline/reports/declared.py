"""What reports there are: their sections, texts and indicators, declared in TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.reports.words import LANGUAGES, packaged_toml
from twinline.sentences import Sentence

NAMES = ("joint",)
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DeclaredSection:
    """One section as declared: its name, texts and indicators in order."""

    name: str
    title: Labels
    intro: Labels
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One report as declared."""

    name: str
    title: Labels
    intro: Labels
    footers: tuple[Labels, ...]
    sections: tuple[DeclaredSection, ...]
    unreviewed: tuple[str, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator of the report, in the order of its sections."""
        return tuple(name for section in self.sections for name in section.indicators)


@lru_cache
def declared(name: str) -> Declared:
    """Return a report's declaration; ``BadQuestion`` if there is no report of that name."""
    if name not in NAMES:
        raise BadQuestion(
            "no-report", Sentence("There is no report named {name!r}; there are: {names}.", name=name, names=NAMES)
        )
    return read(name, packaged_toml(f"{name}.toml"))


def read(name: str, body: Mapping[str, Any]) -> Declared:
    """Return a declaration from its TOML; ``BadQuestion`` names a text or indicator that is missing."""
    sections = tuple(
        DeclaredSection(
            section["name"],
            _texts(f"{name}: {section['name']}: title", section["title"]),
            _texts(f"{name}: {section['name']}: intro", section["intro"]),
            tuple(packaged()[indicator].name for indicator in section["indicators"]),
        )
        for section in body["sections"]
    )
    footers = tuple(_texts(f"{name}: footer", footer) for footer in body["footers"])
    title, intro = _texts(f"{name}: title", body["title"]), _texts(f"{name}: intro", body["intro"])
    return Declared(name, title, intro, footers, sections, tuple(body["unreviewed"]))


def _texts(at: str, texts: Mapping[str, str]) -> Labels:
    missing = [lang for lang in LANGUAGES if not texts.get(lang)]
    if missing:
        raise BadQuestion("no-text", Sentence("{at}: no text in {missing}.", at=at, missing=missing))
    return dict(texts)
