"""What is asked: which indicators, when, where, of whom, by whom, known when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from twinline.figures.errors import BadQuestion
from twinline.sentences import Sentence
from twinline.times import Days, day_of

SIDES = ("VN", "LA")
Measures: TypeAlias = frozenset[tuple[str, str]]
Classes: TypeAlias = frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Basis:
    """On whose word a figure rests.

    ``voice`` is ``stated``, ``agreed`` or ``joint``. ``side`` is the side that
    states. ``held`` is true where only what both sides held counts, so that both
    nodes give the same figure; a stated figure of one node's own reading is not.
    """

    voice: str
    side: str | None = None
    held: bool = True


JOINT = Basis("joint")
AGREED = Basis("agreed")


def basis(text: str) -> Basis:
    """Return the basis that ``stated:VN``, ``held:VN``, ``agreed`` or ``joint`` means.

    ``held:X`` is what X stated as far as both sides held it: the form joint reports use.
    Raises ``BadQuestion`` for anything else.
    """
    if text in ("agreed", "joint"):
        return Basis(text)
    voice, _, side = text.partition(":")
    if voice in ("stated", "held") and side in SIDES:
        return Basis("stated", side, held=voice == "held")
    raise BadQuestion(
        "no-basis", Sentence("{text!r} is no basis; ask as stated:VN, stated:LA, agreed or joint.", text=text)
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """How far indexes cover the facts: up to the id ``edge``; ``last`` was the greatest id just now.

    ``plain`` and ``odd`` are the kinds, measures and classes of the facts that each index holds, ``beyond`` the kinds
    and measures of those that lay beyond the edge; ``None`` where any may.
    """

    edge: int
    last: int
    plain: Classes | None = None
    odd: Classes | None = None
    beyond: Measures | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question about any number of indicators.

    ``places`` and ``organisations`` are all codes that count (those below them
    included by the caller), ``None`` for everywhere and everyone; ``place`` and
    ``organisation`` are the code that was asked, by which counted and returned
    are compared; ``alone``: the organisation without those below it, which no return is of.
    ``audiences`` are the readable audience ids: none means nobody.
    ``known_on`` is an instant in ms, ``None`` for all that is known so far.
    ``cut`` reads the facts of a cut instead, whatever is known of times: feed rows and the last entry of each.
    ``published_by`` is a civil day: only what its author claims to have published by then.
    ``settled`` tells how far indexes cover the facts; it changes no answer.
    ``owner`` is the organisation that alone reads the answer, if one does: it is told its own small numbers.
    """

    indicators: tuple[str, ...]
    audiences: tuple[int, ...]
    basis: Basis = JOINT
    period: Days | None = None
    places: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    place: str | None = None
    organisation: str | None = None
    alone: bool = False
    known_on: int | None = None
    cut: tuple[tuple[int, int], ...] | None = None
    published_by: int | None = None
    owner: str = ""
    settled: Settled | None = None

    def __post_init__(self) -> None:
        period = self.period
        if period and period.first is not None and period.last is not None and period.first > period.last:
            raise BadQuestion("period", Sentence("The period ends before it begins; exchange its two days."))
        if not self.indicators:
            raise BadQuestion("no-indicators", Sentence("No indicator was asked for; name at least one."))

    @property
    def as_of(self) -> int | None:
        """Return the civil day a stock is asked for, if any: the period's end, else the day known on."""
        if self.period is not None and self.period.last is not None:
            return self.period.last
        return None if self.known_on is None else day_of(self.known_on)
