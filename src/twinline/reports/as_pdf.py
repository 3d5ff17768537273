"""A report as PDF by typst: tagged (PDF/UA-1), its fonts in it, and the same bytes each time on every node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import as_file, files
from typing import Any

from twinline.records.words import named
from twinline.reports import cuts
from twinline.reports.as_strip import as_strip
from twinline.reports.as_svg import as_svg
from twinline.reports.claims import claim
from twinline.reports.language import number, unit_name
from twinline.reports.model import VOICES, Chart, Report, Section
from twinline.reports.more_phrases import (
    beside,
    chart_category,
    chart_cell,
    chart_desc,
    gaps,
    listing_more,
    listing_title,
    record_line,
    watch_pairs,
)
from twinline.reports.on_paper import drawing
from twinline.reports.pdf_text import extractable
from twinline.reports.phrases import (
    asked,
    bare,
    figure,
    label,
    notes,
    period,
    plain_label,
    remarks,
    silences,
    sources,
    standing,
    told_by,
    versions,
    voice_word,
    warnings,
    whose,
)
from twinline.reports.words import listed, word

_STANDARD = "ua-1"


def as_pdf(report: Report, lang: str) -> bytes:
    """Return the report as a PDF file in a language. It holds no time of making."""
    import typst

    with as_file(files("twinline.reports")) as room:
        made = typst.compile(
            str(room / "report.typ"),
            root=str(room),
            font_paths=[str(room / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[_STANDARD],
            sys_inputs={"report": json.dumps(laid_out(report, lang), ensure_ascii=False)},
        )
    return extractable(bytes(made))


def laid_out(report: Report, lang: str) -> dict[str, Any]:
    """Return what stands on the pages, in a language and in order, as plain texts."""
    return {
        "lang": lang,
        "mark": claim(report, lang),
        "title": report.title[lang],
        "heading": [list(pair) for pair in asked(report, lang)],
        "silences": list(silences(report.sources, report.name_of, lang)),
        "intro": report.intro[lang],
        "voices": [
            word("indicator", lang), *(voice_word(voice, lang) for voice in VOICES),
            word("not_yet_agreed", lang), *([word("last_year", lang)] if report.compared else []),
        ],
        "returned_heads": [word(name, lang) for name in ("indicator", "figure", "period", "place")],
        "sections": [_section(section, report, lang) for section in report.sections],
        "watched_title": word("watched", lang),
        "gaps_heads": [word("stretch", lang), word("watch_gaps", lang)],
        "sources_title": word("sources", lang),
        "sources": [list(pair) for pair in sources(report.sources, report.name_of, lang)],
        "notes": [*notes(report, lang), *(named(*pair, lang) for pair in versions(report, lang))],
        "signatures": [
            {"whom": word(f"signed_{side}", lang), "hint": word("sign_here", lang), "name": word("sign_name", lang)}
            for side in ("VN", "LA")
        ],
        "cut_title": word("cut", lang),
        "cut": list(cuts.lines(report.cut)),
    }  # fmt: skip


def _section(section: Section, report: Report, lang: str) -> dict[str, Any]:
    title = section.title[lang]
    return {
        "title": title,
        "intro": section.intro[lang],
        "counted_title": word("counted", lang),
        "counted": list(_counted(section, report, lang)),
        "silent": _silent(section, lang),
        "returned_title": word("returned", lang),
        "returned": list(_returned(section, report, lang)),
        "watched": [list(pair) for pair in watch_pairs(section.watch, report, lang)] if section.watch else [],
        "strip": drawing(as_strip(section.watch, lang, key="strip", paper=True)) if section.watch else None,
        "gaps": [list(pair) for pair in gaps(section.watch, lang)] if section.watch else [],
        "watch_note": _watch_note(section, lang),
        "lists": [
            {
                "title": listing_title(each, lang),
                "records": [record_line(one, report, lang) for one in each.records],
                "more": listing_more(each, lang),
            }
            for each in section.listings
            if each.records
        ],
        "charts": [_chart(each, report, lang) for each in section.charts],
    }


def _watch_note(section: Section, lang: str) -> str:
    if section.watch is None:
        return word("watch_needs_period", lang) if section.watched else ""
    return named(word("watch_unseen", lang), ", ".join(section.watch.unseen), lang) if section.watch.unseen else ""


def _chart(chart: Chart, report: Report, lang: str) -> dict[str, Any]:
    return {
        "title": chart.title[lang],
        "unit": unit_name(chart.unit, lang, report.catalogue),
        "drawn": drawing(as_svg(chart, report, lang, key="chart", standalone=True)),
        "desc": chart_desc(chart, report, lang),
        "heads": [word(chart.of, lang), *(one.name[lang] for one in chart.series)],
        "rows": [
            [chart_category(chart, i, lang), *(chart_cell(one.values[i], lang) for one in chart.series)]
            for i in range(len(chart.categories))
        ],
    }


def _silent(section: Section, lang: str) -> str:
    """Return the indicators of which nothing is counted, in one sentence: silence isn't zero, and takes no table."""
    found = [plain_label(row, lang) for row in section.rows if row.indicator.counted and not row.counted]
    return named(word("nothing_counted", lang).capitalize(), listed(found, lang), lang) if found else ""


def _counted(section: Section, report: Report, lang: str) -> Iterator[dict[str, Any]]:
    for row in section.rows:
        if row.indicator.counted is None:
            continue
        for line in row.counted:
            marks = [word("example", lang)] if line.example else []
            joint = "joint" in line.voices
            yield {
                "label": label(row, report, lang),
                "unit": unit_name(line.unit, lang, report.catalogue),
                "marks": [*marks, *beside(line, row, report, lang), *warnings(line, report, lang)],
                "cells": [
                    *(bare(line.voices.get(voice), lang) for voice in VOICES),
                    number(line.not_yet_agreed, lang) if joint else bare(None, lang),
                    *([bare(line.last_year, lang)] if report.compared else []),
                ],
            }


def _returned(section: Section, report: Report, lang: str) -> Iterator[dict[str, Any]]:
    for row in section.rows:
        for line in row.returned:
            said = [whose(line, report, lang), told_by(line, lang), standing(line, lang), *remarks(line, report, lang)]
            yield {
                "label": label(row, report, lang),
                "figure": figure(line.number, line.unit, report, lang),
                "period": period(line, row, lang),
                "place": report.place_of(line, lang),
                "marks": [text for text in said if text],
            }
