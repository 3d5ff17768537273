"""What a report is once declared: texts, sections, indicators, lists and charts, as plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

Labels = Mapping[str, str]
#: months: month by month, both sides; stocks: as it stood at each month's end; units: by organisation; promised: beside
#: what was promised.
CHARTS = ("months", "stocks", "units", "promised")


@dataclass(frozen=True, slots=True)
class DeclaredChart:
    """A chart as declared: ``months``, ``stocks``, ``units`` or ``promised``, over some indicators."""

    sort: str
    title: Labels
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclaredSection:
    """One section as declared: its name, texts and indicators in order, and what else stands in it.

    ``lists`` names indicators whose records are listed one by one; ``watch``: who was where on the line.
    """

    name: str
    title: Labels
    intro: Labels
    indicators: tuple[str, ...]
    lists: tuple[str, ...] = ()
    charts: tuple[DeclaredChart, ...] = ()
    watch: bool = False


@dataclass(frozen=True)
class Declared:
    """One report as declared. ``promised`` names, for an indicator, the one that says what was promised of it."""

    name: str
    title: Labels
    intro: Labels
    footers: tuple[Labels, ...]
    sections: tuple[DeclaredSection, ...]
    promised: Mapping[str, str]
    unreviewed: tuple[str, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator that is told, in the order of the sections, each once."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.indicators))

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 over the canonical JSON of the declaration."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
