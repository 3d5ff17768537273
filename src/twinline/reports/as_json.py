"""A report as canonical JSON: the same bytes on every node that holds the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from twinline.figures.hiding import number_text
from twinline.figures.numbers import decimal_text
from twinline.reports import cuts
from twinline.reports.language import Period
from twinline.reports.model import CountedLine, Number, Report, ReturnedLine, Row, Source
from twinline.times import iso, rfc3339

FORMAT = 1


def as_json(report: Report) -> str:
    """Return the report as one line of JSON with sorted keys and a newline, all languages in it.

    Numbers are decimal strings. It holds no time of making, no node and no time of
    arrival: only the instant of the cut, and what both sides hold there.
    """
    return json.dumps(plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def plain(report: Report) -> dict[str, Any]:
    """Return the report as plain lists, dicts, texts and whole numbers."""
    return {
        "format": FORMAT,
        "report": report.name,
        "title": dict(report.title),
        "period": report.period and _period(report.period),
        **cuts.plain(report.cut),
        "sources": plain_sources(report.sources),
        "definitions": report.definitions,
        "line_version": report.line_version,
        "names": {code: dict(names) for code, names in report.names.items()},
        "sections": [
            {"name": section.name, "title": dict(section.title), "rows": [_row(row) for row in section.rows]}
            for section in report.sections
        ],
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


def _row(row: Row) -> dict[str, Any]:
    indicator = row.indicator
    return {
        "indicator": indicator.name,
        "label": dict(indicator.label),
        "nature": indicator.nature,
        "of_which": indicator.of_which,
        "articles": list(indicator.articles),
        "is_counted": indicator.counted is not None,
        "counted": [_counted(line) for line in row.counted],
        "returned": [_returned(line) for line in row.returned],
    }


def _counted(line: CountedLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "reference_set": line.reference_set,
        "voices": _voices(line.voices),
        "not_yet_agreed": decimal_text(line.not_yet_agreed),
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
