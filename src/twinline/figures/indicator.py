"""What an indicator, a unit and the catalogue of both are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from twinline.figures.errors import BadQuestion
from twinline.sentences import Sentence

LANGUAGES = ("vi", "lo", "en", "fr")
AGGREGATES = ("sum", "count", "distinct")
NATURES = ("flow", "stock")

Labels = Mapping[str, str]
#: Units of one measure: who says kilograms where grams are asked says the same thing.
_ALIKE = (
    frozenset({"g", "kg", "tonnes"}), frozenset({"m", "km"}), frozenset({"vnd", "million_vnd", "billion_vnd"}),
    frozenset({"usd", "million_usd"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which facts count: one measure of one kind.

    ``classes`` is empty when every class counts, ``side`` when both sides' facts do.
    """

    kind: str
    measure: str
    classes: tuple[str, ...]
    side: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Which facts an indicator counts, and how.

    ``aggregate``: ``sum`` adds the values, unit by unit; ``count`` counts events and
    ``distinct`` members, each once, in the indicator's own first unit.
    """

    aggregate: str
    selections: tuple[Selection, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named question over facts.

    ``nature`` is ``flow`` (happens in a period) or ``stock`` (stands on a day).
    ``counted`` is ``None`` for what is only ever returned. ``of_which`` names the
    whole that this is a part of. ``articles`` are rows of the two source articles.
    """

    name: str
    section: str
    nature: str
    units: tuple[str, ...]
    label: Labels
    definition: Labels
    unreviewed: tuple[str, ...]
    counted: Counted | None
    of_which: str | None
    reference_set: str
    articles: tuple[str, ...]

    def measured_in(self, unit: str) -> bool:
        """Return whether a unit as said is one of this indicator's, or measures what one of them does."""
        code = unit_code(unit)
        return any(code == one or any({code, one} <= alike for alike in _ALIKE) for one in self.units)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as reported: for each language its plural forms, with ``{n}`` for the number."""

    code: str
    forms: Mapping[str, Mapping[str, str]]


def unit_code(said: str) -> str:
    """Return the key of a unit as said: ``million USD per year`` is ``million_usd_per_year``."""
    return said.strip().lower().replace(" ", "_")


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All indicators and units, and the digest that reports name them by. Each is equal to itself alone."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    unreviewed_units: tuple[str, ...]
    digest: str

    def __getitem__(self, name: str) -> Indicator:
        """Return one indicator; ``BadQuestion`` if there is none of that name."""
        try:
            return self.indicators[name]
        except KeyError:
            raise BadQuestion(
                "no-indicator",
                Sentence("There is no indicator named {name!r}; `twinline figures --list` names all.", name=name),
            ) from None

    def chosen(self, names: Iterable[str]) -> tuple[Indicator, ...]:
        """Return the named indicators in the order asked, or all of them by name if none is named."""
        return _chosen(self, tuple(names))

    def wholes(self, name: str) -> tuple[Indicator, ...]:
        """Return what ``name`` is a part of: its whole, the whole of that, and so on."""
        found: list[Indicator] = []
        of_which = self[name].of_which
        while of_which is not None:
            found.append(self[of_which])
            of_which = self[of_which].of_which
        return tuple(found)


@lru_cache(maxsize=256)
def _chosen(catalogue: Catalogue, names: tuple[str, ...]) -> tuple[Indicator, ...]:
    """Return what ``Catalogue.chosen`` does: a report chooses the same ones some thirty times."""
    return tuple(catalogue[name] for name in dict.fromkeys(names) or sorted(catalogue.indicators))
