"""What the pages of papers show: a signed paper that came back, a villagers' sheet as it is typed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from twinline.desk.seen import Fault


@dataclass(frozen=True, kw_only=True)
class PaperBack:
    """A signed paper: its record (``not_ours`` to speak of), or what is missing, with the scan that waits."""

    record_id: str = ""
    not_ours: bool = False
    is_sheet: bool = False
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


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One marker of a sheet, what was chosen for it, and what doesn't fit."""

    number: str
    chosen: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A villagers' sheet as it is typed in: its stretch, a row for each marker, what else was seen."""

    record_id: str
    title: str
    rows: tuple[GridRow, ...] = ()
    conditions: tuple[Answer, ...] = ()
    findings: tuple[Answer, ...] = ()
    nothing: Answer | None = None
    day: str = ""
    participants: str = ""
    faults: tuple[Fault, ...] = ()
