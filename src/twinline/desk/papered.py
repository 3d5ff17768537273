"""What the pages of papers show: a signed paper that came back, a sheet as it is typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from twinline.desk.seen import Fault


@dataclass(frozen=True, kw_only=True)
class PaperBack:
    """A signed paper: its record (``not_ours`` to speak of), or what is missing, with the scan that waits.

    ``is_sheet``: it is a sheet to type in; ``is_typed``: nothing is left of it to type in here.
    """

    record_id: str = ""
    not_ours: bool = False
    is_sheet: bool = False
    is_typed: bool = False
    waiting: str = ""
    told: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One thing that a sheet can say: the key that says it (empty: none), its word and its drawing."""

    code: str
    label: str
    icon: SafeString
    key: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Blank:
    """One blank of a sheet: its word, what was typed, perhaps its unit."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One marker of a sheet, what was chosen for it, and what doesn't fit."""

    number: str
    chosen: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A sheet as it is typed in: its blanks, a row for each marker, what else was seen.

    ``both``: its record has a sheet for an inspection and one for a patrol.
    """

    record_id: str
    title: str
    patrol: bool = False
    both: bool = False
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    rows: tuple[GridRow, ...] = ()
    conditions: tuple[Answer, ...] = ()
    findings: tuple[Answer, ...] = ()
    nothing: Answer | None = None
    faults: tuple[Fault, ...] = ()
