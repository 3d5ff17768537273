"""A report as CSV (RFC 4180, UTF-8): one line a number, plain decimals, for whoever counts on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from twinline.figures.hiding import number_text
from twinline.figures.numbers import decimal_text
from twinline.reports.beside import year_before
from twinline.reports.declaration import DeclaredSection
from twinline.reports.model import VOICES, Number, Report
from twinline.reports.more_phrases import lengths
from twinline.reports.phrases import plain_label, standing
from twinline.reports.words import LANGUAGES, word

COLUMNS = (
    "section", "indicator", "label", "on_word_of", "value", "value_max", "qualifier", "unit", "reference_set",
    "period_from", "period_to", "place", "about", "standing", "record", "example",
)  # fmt: skip
#: Place, about, standing, record and example of a line that has none.
_NONE = ("", "", "", "", "")
_BASES = {"VN": "stated:VN", "LA": "stated:LA", "agreed": "agreed", "joint": "joint"}
#: How the lengths of the line that were looked after are named.
_WATCH = "watch_"
#: What a spreadsheet would take for a formula is said as text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report, lang: str) -> str:
    """Return the report as CSV with a head of column names; numbers with a decimal point, dates as ISO 8601.

    Counted and returned numbers stand in lines of their own (``on_word_of`` is ``returned`` for these, ``last_year``
    and ``promised`` for what stands beside): nothing in it may be added up that the report doesn't add up.
    """
    sink = io.StringIO()
    rows = csv.writer(sink, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([_safe(cell) for cell in line] for line in _lines(report, lang))
    return sink.getvalue()


def may_tell(told: bytes, days: tuple[str, str], sections: Sequence[DeclaredSection]) -> bool:
    """Return whether a file of CSV may be a report of a period (its two dates as said), before any is made.

    It names no report and no cut, but each number that was counted has the report's own period, and stands in one of
    its sections.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(told.decode("utf-8"))))
    except (ValueError, csv.Error):
        return False
    counted = [one for one in lines if one.get("on_word_of") in _BASES.values()]
    told_of = {(one["section"], one["indicator"]) for one in counted if not one["indicator"].startswith(_WATCH)}
    places = ({(each.title[lang], name) for each in sections for name in each.indicators} for lang in LANGUAGES)
    return any(told_of <= each for each in places) and all(
        (one.get("period_from"), one.get("period_to")) == days for one in counted
    )


def _lines(report: Report, lang: str) -> Iterator[tuple[str, ...]]:
    days = (report.period.said_from or "", report.period.said_to or "") if report.period else ("", "")
    earlier = (year_before(*days) if all(days) else None) or ("", "")
    for section in report.sections:
        for name, metres in lengths(section.watch) if section.watch else ():
            head = (section.title[lang], f"{_WATCH}{name}", word(f"watch_{name}", lang))
            yield (*head, "joint", decimal_text(metres), "", "exact", "km", "", *days, *_NONE)
        for row in section.rows:
            head = (section.title[lang], row.indicator.name, plain_label(row, lang))
            for line in row.counted:
                for voice in VOICES:
                    if voice in line.voices:
                        yield (
                            *head, _BASES[voice], *_number(line.voices[voice]), line.unit, line.reference_set, *days,
                            "", "", "", "", word("example", lang) if line.example else "",
                        )  # fmt: skip
                if line.last_year is not None:
                    yield (
                        *head,
                        "last_year",
                        *_number(line.last_year),
                        line.unit,
                        line.reference_set,
                        *earlier,
                        *_NONE,
                    )
                if line.promised is not None and row.promise is not None:
                    promise = (head[0], row.promise.name, row.promise.label[lang])
                    yield (*promise, "promised", *_number(line.promised), line.unit, line.promised_of, *days, *_NONE)
            for said in row.returned:
                period = (said.period.said_from or "", said.period.said_to or "")
                about = report.name_of(said.about, lang) if said.about else ""
                yield (
                    *head, "returned", *_number(said.number), said.unit, said.reference_set, *period,
                    report.place_of(said, lang), about, standing(said, lang), said.record,
                    word("example", lang) if said.example else "",
                )  # fmt: skip


def _number(said: Number) -> tuple[str, str, str]:
    upper = "" if said.value_max is None else decimal_text(said.value_max)
    return number_text(said) or "", upper, said.qualifier


def _safe(cell: str) -> str:
    number = cell.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell
