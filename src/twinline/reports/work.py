"""Whose work figures are asked for: an organisation's with that of all below it, or its own alone."""

from __future__ import annotations

from dataclasses import dataclass

from twinline.figures.errors import FiguresError
from twinline.reports.collect import ReportSource
from twinline.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Work:
    """An organisation by its code, empty for everybody's work; ``alone``: without the work of those below it.

    Raises ``FiguresError`` where ``alone`` is asked of nobody.
    """

    source: ReportSource
    code: str = ""
    alone: bool = False

    def __post_init__(self) -> None:
        if self.alone and not self.code:
            raise FiguresError("alone", Sentence("--alone goes with --org: name whose own work is asked."))

    @property
    def organisations(self) -> tuple[str, ...] | None:
        """Return the codes of all whose work counts, ``None`` for everybody's."""
        if not self.code:
            return None
        return (self.code,) if self.alone else self.source.under(self.code)
