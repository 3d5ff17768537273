"""What reports there are: their sections, texts, indicators, lists and charts, declared in TOML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from twinline.figures.errors import BadQuestion
from twinline.figures.indicator import Indicator
from twinline.reports.declaration import Declared, DeclaredSection, Labels
from twinline.reports.judging import judged
from twinline.reports.words import LANGUAGES, common_footers, packaged_text, word
from twinline.sentences import Sentence, Text, joined

#: The reports that come with the product, in the order in which they are offered.
NAMES = ("joint", "liaison", "programme", "twinnings", "line")
#: Words that the command takes for something else.
RESERVED = ("again", "check", "issue", "list", "new")
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
#: Returns the text of a declaration in the node's own folder, by name; ``None`` where there is none.
Own = Callable[[str], str | None]


@lru_cache
def packaged(name: str) -> Declared:
    """Return a declaration that comes with the product."""
    return read(name, packaged_text(f"declarations/{name}.toml"))


def declared(name: str, own: Own = lambda _: None) -> Declared:
    """Return a report's declaration, a packaged one or one of the node's own.

    ``BadQuestion`` if there is no report of that name, or tells each fault in its declaration.
    """
    if name in NAMES:
        return packaged(name)
    text = own(name) if NAME.match(name) else None
    if text is None:
        raise BadQuestion(
            "no-report",
            Sentence(
                "There is no report named {name!r}; there are: {names}, and those of this node's own folder: "
                "`twinline report list` names all.",
                name=name, names=NAMES,
            ),
        )  # fmt: skip
    return read(name, text)


def alone(first: Indicator, *more: Indicator) -> Declared:
    """Return the declaration of a report of some indicators and nothing else; of one it is called what that is."""
    title = {lang: word("figures", lang) for lang in LANGUAGES} if more else first.label
    sections = (DeclaredSection(one.section, one.label, one.definition, (one.name,)) for one in (first, *more))
    return Declared("figure", title, first.definition, (), tuple(sections), {}, ())


def read(name: str, text: str) -> Declared:
    """Return a declaration from the text of its TOML; ``BadQuestion`` tells each fault, with its line."""
    found, faults = judged(name, text, common_footers())
    if found is None or faults:
        raise BadQuestion("declaration", joined([fault.sentence for fault in faults], "\n"))
    return found


@dataclass(frozen=True, slots=True)
class Offered:
    """A report that can be chosen: its name and title; of the node's own one that doesn't hold, why."""

    name: str
    title: Labels
    own: bool
    faults: Text = ""


class OwnReports(Protocol):
    """A node's own reports."""

    def own_report(self, name: str) -> str | None:
        """Return the declaration of one, as TOML; ``None`` if there is none of that name."""

    def own_reports(self) -> tuple[str, ...]:
        """Return their names."""


def every(source: OwnReports) -> tuple[Offered, ...]:
    """Return every report there is: those that come with the product, then the node's own."""
    found = [Offered(name, packaged(name).title, own=False) for name in NAMES]
    for name in source.own_reports():
        try:
            found.append(Offered(name, declared(name, source.own_report).title, own=True))
        except BadQuestion as error:
            found.append(Offered(name, dict.fromkeys(LANGUAGES, name), own=True, faults=error.whole))
    return tuple(found)
