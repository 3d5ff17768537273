"""What the pages of a round show."""

from __future__ import annotations

from dataclasses import dataclass

from twinline.desk.seen import Choice, Fault, Who


@dataclass(frozen=True, kw_only=True)
class DueSheet:
    """A sheet that a unit still has to sign: its address, period and due day in words; ``missing``: it is overdue."""

    address: str
    title: str
    period: str
    due: str
    missing: bool


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """One period of a round in a list, with how many units have reported; none where only one's own is seen."""

    address: str
    period: str
    due: str
    reported: int
    asked: int
    missing: int
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class RoundLine:
    """A round in the list, with its last periods."""

    record_id: str
    title: str
    author: Who
    terms: tuple[TermLine, ...]
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A unit's answer to one indicator; nothing said at all has no ``kind``: ``number``, ``nothing``."""

    label: str
    kind: str = ""
    text: str = ""
    record_id: str = ""
    corrected: bool = False


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A unit in a round: how it stands, in a word and a sign, since when, and its answers."""

    unit: Who
    state: str
    state_word: str
    sign: str
    at_ms: int | None
    address: str
    answers: tuple[Answer, ...]
    by_other: Who | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """An indicator of a round: how many units answered, and what is counted for all of them (empty: no record)."""

    name: str
    label: str
    reported: int
    counted: str


@dataclass(frozen=True, kw_only=True)
class RoundPage:
    """One period of a round."""

    record_id: str
    title: str
    author: Who
    term: TermLine
    terms: tuple[TermLine, ...]
    units: tuple[UnitLine, ...]
    indicators: tuple[IndicatorLine, ...]
    whole: bool
    known: str = ""
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One row of a sheet: what is counted, and what is typed or was said; faults stand beside it."""

    name: str
    label: str
    definition: str
    unit: str
    counted: str
    value: str = ""
    qualifier: str = "exact"
    nothing: bool = False
    said: bool = False
    difference: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """A unit's sheet."""

    record_id: str
    title: str
    unit: Who
    term: TermLine
    state_word: str
    sign: str
    lines: tuple[SheetLine, ...]
    qualifiers: tuple[Choice, ...]
    may_sign: bool
    filled: bool
    faults: tuple[Fault, ...] = ()
    example: bool = False


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The form that opens a round: indicators by section, the units under the officer's own."""

    sections: tuple[tuple[str, tuple[Choice, ...]], ...]
    units: tuple[Choice, ...]
    rhythms: tuple[Choice, ...]
    said: dict[str, str]
    chosen: tuple[str, ...]
    asked: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
