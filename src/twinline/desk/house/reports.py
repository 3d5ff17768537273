"""Which reports there are, what stands in them beside figures, and a report as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from twinline.desk.reported import Listed, OnTheLine, ReportChoice
from twinline.records.words import named
from twinline.reports import more_phrases
from twinline.reports.as_html import chart_figure
from twinline.reports.as_strip import as_strip
from twinline.reports.declared import every
from twinline.reports.forms import LAYOUTS, formed
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.letters import Letter
from twinline.reports.model import Report, Section
from twinline.reports.words import word
from twinline.store.here import this_ledger
from twinline.tongues import told


def choices(lang: str) -> tuple[ReportChoice, ...]:
    """Return the reports that can be asked for; of one whose declaration doesn't hold, why."""
    return tuple(
        ReportChoice(name=one.name, title=one.title[lang], faults=told(one.faults, lang) if one.faults else "")
        for one in every(LedgerSource(this_ledger()))
    )


def report_names(lang: str) -> tuple[str, ...]:
    """Return the names of the reports that can be asked for and hold."""
    return tuple(one.name for one in choices(lang) if not one.faults)


def beside_figures(section: Section, report: Report, lang: str) -> dict[str, Any]:
    """Return what a chapter holds beside its figures: the line, lists of records, charts."""
    return {
        "line": _line(section, report, lang),
        "line_note": word("watch_needs_period", lang) if section.watched and section.watch is None else "",
        "lists": tuple(
            Listed(
                title=more_phrases.listing_title(each, lang),
                records=tuple((one.record, more_phrases.record_line(one, report, lang)) for one in each.records),
                more=more_phrases.listing_more(each, lang),
            )
            for each in section.listings
            if each.records
        ),
        "charts": tuple(
            _drawn("".join(chart_figure(each, report, lang, key=f"chart-{section.name}-{number}", phones=True)))
            for number, each in enumerate(section.charts)
        ),
    }


#: How a report leaves a desk as a file: its form, and the type that says so.
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


def filed(
    office: str,
    found: Report,
    lang: str,
    form: str,
    written: Mapping[str, str],
    issued: Mapping[str, str] | None = None,
) -> bytes:
    """Return a report as a file; as DOCX it is an office's letter, with what it wrote, in its own layout if it has one.

    ``issued``: number and day of an issued one. ``BadQuestion`` where the office's own file doesn't fit its report.
    """
    source = LedgerSource(this_ledger())
    letter = Letter(
        office, written, source.template(found.name) if form in LAYOUTS else None, **(issued or {}),
        buddhist=source.buddhist(office),
    )  # fmt: skip
    return formed(found, "text" if form == "txt" else form, lang, letter)


def _line(section: Section, report: Report, lang: str) -> OnTheLine | None:
    watch = section.watch
    if watch is None:
        return None
    unseen = named(word("watch_unseen", lang), ", ".join(watch.unseen), lang) if watch.unseen else ""
    told_of = tuple(more_phrases.watch_pairs(watch, report, lang))
    strips = (
        _drawn(as_strip(watch, lang, key=f"{section.name}-wide")),
        _drawn(as_strip(watch, lang, key=f"{section.name}-tall", narrow=True)),
    )
    return OnTheLine(told=told_of, strips=strips, gaps=tuple(more_phrases.gaps(watch, lang)), unseen=unseen)


def _drawn(figure: str) -> SafeString:
    """Return a drawing as it may stand on a page: every text in it was escaped where it was put there."""
    return mark_safe(figure)  # noqa: S308
