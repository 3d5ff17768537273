"""What is hidden of an answer, so that no small number of persons or households points at someone (see ``small``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.numbers import decimal_text
from twinline.figures.question import Question
from twinline.figures.returned import RETURN
from twinline.figures.small import PERSONS, Tree, Veil, measures, packaged_tree, protected, related, small_numbers, veil
from twinline.figures.sql import Value

Execute = Callable[[str, tuple[Value, ...]], Iterable[Sequence[Any]]]
#: The qualifier of a number that isn't told.
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Hiding:
    """What the readers of a question may not be told."""

    question: Question
    veil: Veil

    def counted(self, indicator: Indicator) -> bool:
        """Return whether what the question counts of an indicator is hidden."""
        if self.veil.bare or not protected(indicator):
            return False
        return self.veil.hides(measures(indicator), self.question.places, self.question.organisations)

    def of(self, told: Iterable[tuple[str, str]], place: str, about: str, author: str) -> bool:
        """Return whether a number of some measures that one record says is hidden."""
        if author and author == self.question.owner:
            return False
        return self.veil.hides(told, self._under(place), self._under(about))

    def returned(self, indicator: Indicator, place: str, about: str, author: str) -> bool:
        """Return whether a figure that somebody reported, and claims nowhere to be published, is hidden."""
        return protected(indicator) and self.of([(RETURN, indicator.name)], place, about, author)

    def behind(self, indicator: Indicator, place: str, about: str, author: str) -> bool:
        """Return whether what one record adds to a count is hidden."""
        return protected(indicator) and self.of(measures(indicator), place, about, author)

    def _under(self, code: str) -> Collection[str] | None:
        return self.veil.tree.under(code) if code else None


def hiding(
    question: Question,
    catalogue: Catalogue,
    execute: Execute,
    *,
    rows: bool = False,
    returned: Iterable[str] = (),
    tree: Tree | None = None,
) -> Hiding:
    """Return what is hidden of a question: of what it counts; with ``rows`` of the records behind, too.

    ``returned`` names the indicators of which figures were reported that may be hidden. Of everywhere and everybody,
    or of a whole province, nothing that is counted is hidden: then nothing is read.
    """
    by = tree or packaged_tree()
    wanted = [one for one in catalogue.chosen(question.indicators) if protected(one)]
    told = {(RETURN, name) for name in returned}
    if rows or by.may_be_cut(question.places) or by.may_be_cut(question.organisations):
        told |= {measure for one in wanted for measure in measures(one)}
    if not told:
        return Hiding(question, Veil(by, {}, {}))
    families = related(told, catalogue)
    return Hiding(question, veil(execute(*small_numbers(question, families)), families, by))


class Told(Protocol):
    """A number in thousandths with its qualifier."""

    @property
    def value(self) -> int:
        """Return the number, zero where it is hidden."""

    @property
    def qualifier(self) -> str:
        """Return how exact it is, or that it is hidden."""


def number_text(said: Told) -> str | None:
    """Return a number as an exact decimal string, ``None`` where it is hidden."""
    return None if said.qualifier == HIDDEN else decimal_text(said.value)


def owner_of(readers: Sequence[str]) -> str:
    """Return the one organisation that an answer is for, empty where it is for more (``line`` is more)."""
    return readers[0] if len(readers) == 1 and readers[0] != "line" else ""


def unit_of(indicator: Indicator) -> str:
    """Return the unit that a hidden number of an indicator would have."""
    return next((unit for unit in indicator.units if unit in PERSONS), indicator.units[0])


def blank(said: Any) -> Any:
    """Return a figure, a returned number or a record behind one without its number."""
    more = {"precision": None, "warnings": ()} if hasattr(said, "precision") else {}
    more |= {"difference": None} if hasattr(said, "difference") else {}
    return replace(said, value=0, value_max=None, qualifier=HIDDEN, **more)
