"""A report as canonical JSON: the same bytes on every node that holds the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from twinline.figures.hiding import number_text
from twinline.figures.numbers import decimal_text
from twinline.figures.rounds import Coverage
from twinline.reports import cuts
from twinline.reports.language import Period
from twinline.reports.model import (
    Chart,
    CountedLine,
    Listing,
    Number,
    Report,
    ReturnedLine,
    Row,
    Section,
    Source,
    Watch,
)
from twinline.times import iso, rfc3339

FORMAT = 1


def as_json(report: Report) -> str:
    """Return the report as one line of JSON with sorted keys and a newline, all languages in it.

    Numbers are decimal strings. It holds no time of making, no node and no time of
    arrival: only the instant of the cut, and what both sides hold there.
    """
    return json.dumps(plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def digest(report: Report) -> str:
    """Return SHA-256 over a report's JSON, in hex: by it an issued report is named."""
    return hashlib.sha256(as_json(report).encode()).hexdigest()


def plain(report: Report) -> dict[str, Any]:
    """Return the report as plain lists, dicts, texts and whole numbers."""
    return {
        "format": FORMAT,
        "report": report.name,
        "title": dict(report.title),
        "period": report.period and _period(report.period),
        **cuts.plain(report.cut),
        "sources": plain_sources(report.sources),
        "declaration": report.declaration,
        "definitions": report.definitions,
        "line_version": report.line_version,
        "names": {code: dict(names) for code, names in report.names.items()},
        "sections": [_section(section) for section in report.sections],
        "unreviewed": list(report.unreviewed),
        "example": report.example,
    }


def plain_sources(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return whose words an answer could rest on; when they arrived here is told on pages alone."""
    return [
        {
            "organisation": one.organisation,
            "known_up_to": None if one.known_up_to is None else rfc3339(one.known_up_to),
            "silent": one.silent,
        }
        for one in sources
    ]


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": dict(section.title),
        "rows": [_row(row) for row in section.rows],
        "lists": [_listing(each) for each in section.listings],
        "charts": [_chart(each) for each in section.charts],
        "watch": section.watch and _watch(section.watch),
    }


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "indicator": listing.indicator.name,
        "records": [
            {
                "record": one.record,
                "title": dict(one.title),
                "author": one.author,
                "standing": one.standing,
                "example": one.example,
            }
            for one in listing.records
        ],
        "more": listing.more,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": dict(chart.title),
        "of": chart.of,
        "unit": chart.unit,
        "categories": [dict(each) for each in chart.categories],
        "series": [
            {
                "name": dict(each.name),
                "values": [None if value is None else decimal_text(value) for value in each.values],
            }
            for each in chart.series
        ],
    }


def _watch(watch: Watch) -> dict[str, Any]:
    """Return lengths in metres, as whole numbers."""
    return {
        "length_m": watch.length_m,
        "patrolled_m": watch.covered_m,
        "patrolled_by_VN_m": watch.vn_m,
        "patrolled_by_LA_m": watch.la_m,
        "patrolled_by_both_m": watch.both_m,
        "patrolled_together_m": watch.together_m,
        "not_patrolled": [
            {"from_m": gap.from_m, "to_m": gap.to_m, "last": None if gap.last is None else iso(gap.last)}
            for gap in watch.gaps
        ],
        "patrolled": [dict(zip(("from_m", "to_m", "VN", "LA"), each, strict=True)) for each in watch.walked],
        "markers": watch.markers,
        "markers_not_inspected": list(watch.unseen),
        "looked_after_by_nobody_m": watch.unattended_m,
        "patrols_without_a_stretch": watch.nowhere,
    }


def _row(row: Row) -> dict[str, Any]:
    indicator = row.indicator
    reported = {"reported": plain_coverage(row.coverage)} if row.coverage else {}
    return reported | {
        "indicator": indicator.name,
        "label": dict(indicator.label),
        "nature": indicator.nature,
        "of_which": indicator.of_which,
        "articles": list(indicator.articles),
        "is_counted": indicator.counted is not None,
        "promise": row.promise and row.promise.name,
        "counted": [_counted(line) for line in row.counted],
        "returned": [_returned(line) for line in row.returned],
    }


def plain_coverage(told: Iterable[Coverage]) -> list[dict[str, Any]]:
    """Return how many of the units asked have answered, and who is missing, as plain values; what is to come if any."""
    return [
        {
            "round": one.round,
            "author": one.author,
            "asked": len(one.asked),
            "reported": len(one.reported),
            "missing": list(one.missing),
        }
        | ({"to_come": one.to_come} if one.to_come else {})
        for one in told
    ]


def _counted(line: CountedLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "reference_set": line.reference_set,
        "voices": _voices(line.voices),
        "not_yet_agreed": decimal_text(line.not_yet_agreed),
        "last_year": line.last_year and _number(line.last_year),
        "promised": line.promised and _number(line.promised),
        "example": line.example,
        "warnings": list(line.warnings),
    }


def _voices(voices: Mapping[str, Number]) -> dict[str, Any]:
    names = {"VN": "stated:VN", "LA": "stated:LA", "agreed": "agreed", "joint": "joint"}
    return {names[voice]: _number(said) for voice, said in voices.items()}


def _returned(line: ReturnedLine) -> dict[str, Any]:
    return _number(line.number) | {
        "unit": line.unit,
        "period": _period(line.period),
        "place": line.place,
        "place_said": line.place_said,
        "about": line.about,
        "author": line.author,
        "counterparts": list(line.counterparts),
        "reference_set": line.reference_set,
        "standing": line.standing,
        "basis": line.basis,
        "published": line.published,
        "source": line.url,
        "reference": line.reference,
        "record": line.record,
        "unclear": line.unclear,
        "inferred": line.inferred,
        "example": line.example,
        "difference": None if line.difference is None else decimal_text(line.difference),
        "warnings": list(line.warnings),
    }


def _number(said: Number) -> dict[str, Any]:
    return {
        "value": number_text(said),
        "value_max": None if said.value_max is None else decimal_text(said.value_max),
        "qualifier": said.qualifier,
        "precision": None if said.precision is None else decimal_text(said.precision),
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "from": period.said_from,
        "to": period.said_to,
        "first_day": None if period.first is None else iso(period.first),
        "last_day": None if period.last is None else iso(period.last),
    }
