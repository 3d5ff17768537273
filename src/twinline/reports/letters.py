"""The office whose letter a report is: its name, what stands above it, what it wrote, and its own file to fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twinline.records.gazetteer import packaged
from twinline.reports.model import Report

#: What an officer writes around the figures, in the order in which it stands in the letter.
WRITTEN = ("results", "difficulties", "direction", "proposals")


@dataclass(frozen=True, slots=True)
class Letter:
    """The office that writes, by its code, and what it wrote around the figures, by ``WRITTEN``.

    ``template`` is its own file with placeholders (DOCX or XLSX), if the report has one. Of an issued report the
    ``number`` and the day it was ``issued``. ``buddhist``: its Lao texts have years of the Buddhist era.
    """

    office: str
    written: Mapping[str, str]
    template: bytes | None = None
    number: str = ""
    issued: str = ""
    buddhist: bool = False


def name_of(report: Report, code: str, lang: str) -> str:
    """Return an organisation's name in a language, as packaged, else as the report has it."""
    return packaged().name(code, lang) if packaged().organisation(code) is not None else report.name_of(code, lang)


def superior(report: Report, code: str, lang: str) -> str:
    """Return the name of the organisation above an office; none above a province: the country stands there already."""
    known = packaged()
    above = known.parent(code) if known.organisation(code) is not None else ""
    return name_of(report, above, lang) if "-" in above else ""
