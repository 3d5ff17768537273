"""The forms a report comes in, and whether a file is one of them as this ledger gives it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from twinline.figures.errors import BadQuestion
from twinline.reports import cuts
from twinline.reports.as_csv import COLUMNS, as_csv, may_tell
from twinline.reports.as_docx import as_docx
from twinline.reports.as_html import as_page
from twinline.reports.as_json import as_json, digest
from twinline.reports.as_pdf import as_pdf
from twinline.reports.as_text import as_text
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.claims import Claim, claimed
from twinline.reports.collect import ReportSource, joint_report
from twinline.reports.declaration import Declared
from twinline.reports.language import buddhist_years
from twinline.reports.letters import Letter
from twinline.reports.model import Report
from twinline.reports.office.filled import filled
from twinline.reports.office.filled_sheets import filled_book
from twinline.reports.office.sheets import is_book
from twinline.reports.wordml import CORE
from twinline.reports.words import LANGUAGES
from twinline.sentences import Sentence

FORMS = ("text", "html", "json", "csv", "pdf", "xlsx", "docx")
#: The number and the day of a report that was never issued, and what nobody wrote: none.
_NEVER: Mapping[str, str] = MappingProxyType({})
_CSV = ",".join(COLUMNS).encode()
#: How files begin that say which report they are.
_PACKED = (b"%PDF", b"PK")
#: The forms that an office may lay out by itself.
LAYOUTS = ("docx", "xlsx")


#: What an office wrote around the figures of a report, by its code and a language.
Texts = Callable[[str, str], Mapping[str, str]]


def _no_texts(office: str, lang: str) -> Mapping[str, str]:
    """Return that an office wrote nothing around the figures."""
    del office, lang
    return _NEVER


def formed(report: Report, form: str, lang: str, letter: Letter) -> bytes:
    """Return a report in a form and language, as the bytes of a file; as DOCX it is an office's letter."""
    with buddhist_years(letter.buddhist):
        return _formed(report, form, lang, letter)


def _formed(report: Report, form: str, lang: str, letter: Letter) -> bytes:
    if form == "html":
        return as_page(report, lang).encode()
    if form in ("csv", "text"):
        return (as_csv if form == "csv" else as_text)(report, lang).encode()
    if form == "json":
        return as_json(report).encode()
    layout = letter.template
    if layout is not None and form == ("xlsx" if is_book(layout) else "docx"):
        return (filled_book if form == "xlsx" else filled)(report, lang, letter, layout)
    if form == "docx":
        return as_docx(report, lang, letter)
    return (as_pdf if form == "pdf" else as_xlsx)(report, lang)


def of_file(told: bytes, source: ReportSource) -> Report:
    """Return the report that a file of JSON says it is, read again by its cut from what is held here.

    Raises ``BadQuestion`` where the file is no report, or its cut can't be read here.
    """
    try:
        text = told.decode("utf-8")
        plain = json.loads(text)
        name, period = str(plain["report"]), plain["period"] or {}
        since, until = period.get("from"), period.get("to")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadQuestion(
            "no-report", Sentence("The first file isn't the JSON of a report: write it with --format json.")
        ) from None
    return joint_report(source, name=name, since=since, until=until, cut=cuts.read(text))


def differences(told: bytes, report: Report) -> Iterator[str]:
    """Yield where a file of JSON says something else than a report: path, what is there, what is here."""
    yield from _between("", json.loads(told), json.loads(as_json(report)))


def other_figures(told: bytes, report: Report) -> Iterator[str]:
    """Yield where a file of JSON has another figure than a report, or one that the report doesn't have."""
    here = _figures(json.loads(as_json(report)))
    for name, lines in _figures(json.loads(told)).items():
        yield from _between(name, lines, here.get(name))


def _figures(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is counted, reported and looked after in the JSON of a report: by section and indicator."""
    found: dict[str, Any] = {}
    for section in plain["sections"]:
        for row in section["rows"]:
            found[f"{section['name']}.{row['indicator']}"] = {word: row[word] for word in ("counted", "returned")}
        found[f"{section['name']}.watch"] = section["watch"]
    return found


def form_of(
    told: bytes,
    report: Report,
    office: str,
    template: bytes | None = None,
    issued: Mapping[str, str] = MappingProxyType({}),
    texts: Texts = _no_texts,
) -> tuple[str, str] | None:
    """Return as which form, and in which language, a file holds a report byte for byte; ``None`` if as none.

    A letter is one as it was written, by ``office`` or any of the sources, before anybody went on writing in it; in an
    office's own layout that of ``template``. In Lao the years are of either era. ``issued``: its number and day, if it
    was. ``texts`` gives what an office wrote around the figures in a language: a letter is found with it and without.
    """
    marks = {
        "pdf": (b"%PDF",),
        "xlsx": (b"PK",),
        "docx": (b"PK",),
        "html": (b"<",),
        "csv": (_CSV,),
    }
    claim = claimed(told)
    if not _may_be(told, claim, digest(report), template):
        return None
    forms = [form for form, mark in marks.items() if told.startswith(mark)] or ["text"]
    offices = sorted({office, *(one.organisation for one in report.sources)})
    for form in forms:
        for lang in LANGUAGES if claim is None else (claim.lang,):
            for letter in _letters(form, lang, offices if form in LAYOUTS else [office], template, issued, texts):
                if claim is not None and letter.buddhist != claim.buddhist:
                    continue
                if formed(report, form, lang, letter) == told:
                    return form, lang
    return None


def may_hold(told: bytes, body: Mapping[str, Any], declared: Declared, template: bytes | None = None) -> bool:
    """Return whether a file may be a report of which a record says that it was issued, before anything is counted.

    A PDF, a workbook and a letter name the report by its digest, a text and a page its declaration and what it rests
    on: of another none needs to be made. A CSV has but its period and its sections.
    """
    if told.startswith(_CSV):
        days = (str(body.get("period_from") or ""), str(body.get("period_to") or ""))
        return may_tell(told, days, declared.sections)
    if told.startswith(_PACKED):
        return _may_be(told, claimed(told), str(body["sha256"]), template)
    return all(one.encode() in told for one in (declared.digest, *(line.split(" ")[2] for line in body["rests_on"])))


def _may_be(told: bytes, claim: Claim | None, digest: str, template: bytes | None) -> bool:
    """Return whether a file may be the report of a digest: of those that claim to be one, that which claims this."""
    if claim is not None:
        return claim.digest == digest
    # An office's own file that has no place for such a claim is filled as it is.
    bare = template is not None and told.startswith(b"PK") and CORE.encode() not in template
    return bare or not told.startswith(_PACKED)


def _letters(
    form: str, lang: str, offices: Sequence[str], template: bytes | None, issued: Mapping[str, str], texts: Texts
) -> Iterator[Letter]:
    """Yield the letters as which a file may have been written."""
    for layout in {None, template} if form in LAYOUTS else {None}:
        for office in offices:
            around = texts(office, lang) if form in LAYOUTS else {}
            for written in ({}, around) if around else ({},):
                yield Letter(office, written, layout, **issued)
                if lang == "lo" and form not in ("json", "csv"):
                    yield Letter(office, written, layout, buddhist=True, **issued)


def _between(path: str, there: Any, here: Any) -> Iterator[str]:
    if isinstance(there, Mapping) and isinstance(here, Mapping):
        for name in sorted({*there, *here}):
            yield from _between(f"{path}.{name}" if path else str(name), there.get(name), here.get(name))
    elif _is_list(there) and _is_list(here) and len(there) == len(here):
        for number, (one, other) in enumerate(zip(there, here, strict=True)):
            yield from _between(f"{path}.{number}", one, other)
    elif there != here:
        yield f"{path}: {_short(there)} / {_short(here)}"


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
