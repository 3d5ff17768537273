"""The Monday sheet told in a language: laid out as plain texts, and these as text, HTML, JSON and PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import escape
from importlib.resources import as_file, files
from typing import Any

from twinline.line.strip import VN, draw
from twinline.line.strip.model import Strip
from twinline.line.strip.paper import on_paper
from twinline.line.strip.standard import standard_strip
from twinline.line.strip.words import WORDS
from twinline.records import registry
from twinline.records.cooperation import SUBJECTS
from twinline.records.fields.dates import shown_date
from twinline.records.gazetteer import packaged
from twinline.records.words import named as with_colon
from twinline.reports import phrases
from twinline.reports.calendar import plain as plain_entries
from twinline.reports.language import number
from twinline.reports.monday import Awaited, Cut, Monday
from twinline.reports.pdf_text import extractable
from twinline.reports.strips import existing, gates, marks, named
from twinline.reports.words import word
from twinline.sentences import Plural, Sentence
from twinline.store.reading import Row
from twinline.times import day_of, iso, rfc3339
from twinline.tongues import told

FORMS = ("text", "html", "json", "pdf")
SILENT = 2
_STANDARD = "ua-1"
_WHAT = {
    "answer": Sentence("to answer"),
    "owed": Sentence("promised by us"),
    "task": Sentence("our task of a plan"),
    "settle": Sentence("they see it otherwise"),
    "confirm": Sentence("to confirm"),
}


def laid_out(sheet: Monday, lang: str) -> dict[str, Any]:
    """Return all that stands on the page, in order, as plain texts; each list with what to say where it is empty."""
    first, last = sheet.week
    patrols = Plural("{number} patrol", "{number} patrols", sheet.patrols)
    incidents = Plural("{number} incident", "{number} incidents", sheet.incidents)
    return {
        "lang": lang,
        "title": told(Sentence("Monday sheet"), lang),
        "whose": packaged().name(sheet.organisation, lang),
        "week": _span(first, last, lang),
        "known": told(Sentence("As known here on {at}", at=_moment(sheet.now, lang)), lang),
        "example": word("contains_example", lang) if sheet.example else "",
        "strip_title": told(Sentence("The week on the line"), lang),
        "strip_told": told(
            Sentence(
                "Drawn: what was walked and what happened in the week before ({patrols}, {incidents}), and the patrols "
                "planned in this one.",
                patrols=patrols, incidents=incidents,
            ),
            lang,
        ),
        "attribution": WORDS[lang].attribution,
        "parts": [
            _part(Sentence("The other side awaits from us"), Sentence("The other side awaits nothing from us."),
                  sheet.awaited, [_awaited(one, lang) for one in sheet.awaited.shown], lang),
            _part(Sentence("Coming in four weeks"), Sentence("Nothing is due or coming."),
                  sheet.coming, [_coming(one, lang) for one in sheet.coming.shown], lang),
            _part(Sentence("Done together in the same week a year before: {days}", days=_span(*sheet.before, lang)),
                  Sentence("Nothing of it is recorded."),
                  sheet.done, [_done(one, lang) for one in sheet.done.shown], lang),
        ],
        "sources": " · ".join(
            with_colon(*pair, lang) for pair in phrases.sources(sheet.sources, _name, lang)
        ),
        "silences": _silences(sheet, lang),
    }  # fmt: skip


def _silences(sheet: Monday, lang: str) -> list[str]:
    """Return a sentence for each source that long has not been heard: two lines at most, the rest as a number."""
    found = list(phrases.silences(sheet.sources, _name, lang))
    if len(found) <= SILENT:
        return found
    left = len(found) - SILENT + 1
    more = Plural(
        "{number} more source has not been heard either", "{number} more sources have not been heard either", left
    )
    return [*found[: SILENT - 1], told(more, lang)]


def _part(title: Sentence, nothing: Sentence, cut: Cut[Any], lines: list[dict[str, str]], lang: str) -> dict[str, Any]:
    more = Plural("and {number} more", "and {number} more", cut.more)
    return {
        "title": told(title, lang),
        "total": number(cut.total * 1000, lang) if cut.total else "",
        "lines": lines,
        "more": told(more, lang) if cut.more else "",
        "nothing": "" if lines else told(nothing, lang),
    }


def _line(
    day: str, label: str, title: str, *, record: str = "", example: bool, late: bool = False, lang: str
) -> dict[str, str]:
    return {
        "day": day,
        "label": label,
        "title": title[:1].upper() + title[1:],
        "record": record,
        "mark": word("example", lang) if example else "",
        "late": told(Sentence("late"), lang) if late else "",
    }


def _awaited(one: Awaited, lang: str) -> dict[str, str]:
    day = one.day if one.day is not None else day_of(one.at) if one.at is not None else None
    said = _short(day) if day is not None else ""
    clock = f" {rfc3339(one.at)[11:16]}" if one.at is not None else ""
    title = f"{_task(one, lang)} · {_title(one.row, lang)}" if one.what == "task" else _title(one.row, lang)
    return _line(said + clock, told(_WHAT[one.what], lang), title, record=one.row.record,
                 example=one.row.example, late=one.late, lang=lang)  # fmt: skip


def _task(one: Awaited, lang: str) -> str:
    return SUBJECTS[one.row.body["tasks"][one.number - 1]["what"]].to(lang)


def _coming(one: Any, lang: str) -> dict[str, str]:
    until = f"–{_short(one.last)}" if one.last != one.first else ""
    record = one.occasion.row.record if one.occasion else ""
    return _line(_short(one.first) + until, one.label(lang), one.title(lang), record=record, example=one.example,
                 lang=lang)  # fmt: skip


def _done(row: Row, lang: str) -> dict[str, str]:
    day = _short(row.day_from) if row.day_from is not None else ""
    kind = registry.of_kind(row.kind).label.to(lang)
    return _line(day, kind, _title(row, lang), record=row.record, example=row.example, lang=lang)


def _title(row: Row, lang: str) -> str:
    return registry.title(row.kind, dict(row.body), lang)


def _name(code: str, lang: str) -> str:
    return packaged().name(code, lang)


def _short(day: int) -> str:
    """Return a day as ``26/11``: the week and its year stand at the head."""
    return f"{iso(day)[8:]}/{iso(day)[5:7]}"


def _moment(ms: int, lang: str) -> str:
    return f"{shown_date(iso(day_of(ms)), lang)}, {rfc3339(ms)[11:16]}"


def _span(first: int, last: int, lang: str) -> str:
    return f"{shown_date(iso(first), lang)} – {shown_date(iso(last), lang)}"


def strip(sheet: Monday, lang: str, *, narrow: bool = False, attributed: bool = True) -> Strip:
    """Return the strip of the week; on paper its attribution stands beneath it in the page's own type."""
    words = WORDS[lang] if attributed else replace(WORDS[lang], attribution="")
    shown = (
        *marks(sheet.happened, {"patrol", "incident"}, lang, sheet.places),
        *marks(sheet.planned, {"plan"}, lang, sheet.places),
    )
    made = standard_strip(
        words, named(lang), gates=tuple(gates()), marks=shown, walked=sheet.walked, narrow=narrow,
        key="tall" if narrow else "wide", places=sheet.places, exists=existing(sheet.week[1]),
    )  # fmt: skip
    # One page holds the communes and the provinces; the levels between are on the line's own page.
    return replace(made, bands=tuple(band for band in made.bands if (band.side == VN) == (band.level == 0)))


def formed(sheet: Monday, form: str, lang: str) -> bytes:
    """Return the sheet in a form and language, as the bytes of a file."""
    if form == "pdf":
        return as_pdf(sheet, lang)
    if form == "json":
        return as_json(sheet)
    return "".join(f"{line}\n" for line in (_html if form == "html" else _text)(sheet, lang)).encode()


def as_pdf(sheet: Monday, lang: str) -> bytes:
    """Return the sheet as a PDF of one A4 page; it holds no time of making but that of what was known."""
    import typst

    paper = on_paper(strip(sheet, lang, attributed=False))
    with as_file(files("twinline.reports")) as room:
        made = typst.compile(
            str(room / "monday.typ"),
            root=str(room),
            font_paths=[str(room / "fonts")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[_STANDARD],
            sys_inputs={
                "sheet": json.dumps(laid_out(sheet, lang), ensure_ascii=False),
                "strip": paper.shapes,
                "words": json.dumps(
                    {"width": paper.width, "height": paper.height, "words": [asdict(one) for one in paper.words]},
                    ensure_ascii=False,
                ),
            },
        )
    return extractable(bytes(made))


def as_json(sheet: Monday) -> bytes:
    """Return the sheet for programs: codes, days and ids, the same whoever asks."""
    plain = {
        "organisation": sheet.organisation,
        "known_on": rfc3339(sheet.now),
        "week": [iso(day) for day in sheet.week],
        "patrols_the_week_before": sheet.patrols,
        "incidents_the_week_before": sheet.incidents,
        "awaited": _plain(sheet.awaited, [_plain_awaited(one) for one in sheet.awaited.shown]),
        "coming": _plain(sheet.coming, plain_entries(sheet.coming.shown)),
        "done": _plain(sheet.done, [{"record": one.record, "kind": one.kind} for one in sheet.done.shown]),
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _plain_awaited(one: Awaited) -> dict[str, Any]:
    day = None if one.day is None else iso(one.day)
    at = None if one.at is None else rfc3339(one.at)
    plain: dict[str, Any] = {"what": one.what, "record": one.row.record, "late": one.late, "day": day, "at": at}
    return {**plain, "number": one.number} if one.number else plain


def _plain(cut: Cut[Any], shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {"shown": shown, "more": cut.more}


def _text(sheet: Monday, lang: str) -> Iterator[str]:
    said = laid_out(sheet, lang)
    yield f"{said['title']} · {said['whose']}"
    yield said["week"]
    yield said["known"]
    yield from (f"! {each}" for each in (said["example"], *said["silences"]) if each)
    yield ""
    yield said["strip_title"]
    yield f"  {said['strip_told']}"
    for part in said["parts"]:
        yield ""
        yield part["title"] + (f" ({part['total']})" if part["total"] else "")
        for line in part["lines"]:
            marks_ = "".join(f" [{each}]" for each in (line["late"], line["mark"]) if each)
            yield f"  {line['day']:<12}{with_colon(line['label'], line['title'], lang)}{marks_}"
        yield from (f"  {each}" for each in (part["more"], part["nothing"]) if each)
    yield ""
    yield said["sources"]


def _html(sheet: Monday, lang: str) -> Iterator[str]:
    said = {name: escape(text) if isinstance(text, str) else text for name, text in laid_out(sheet, lang).items()}
    yield f'<section class="monday" lang="{lang}">'
    yield f"<h1>{said['title']}</h1><p>{said['whose']}</p><p>{said['week']}</p><p>{said['known']}</p>"
    yield from (f'<p class="silent">{escape(each)}</p>' for each in (*said["silences"],))
    yield f"<p>{said['example']}</p>" if said["example"] else ""
    yield f"<h2>{said['strip_title']}</h2>{draw(strip(sheet, lang), standalone=True)}<p>{said['strip_told']}</p>"
    for part in said["parts"]:
        yield f"<h2>{escape(part['title'])} {part['total']}</h2><table><tbody>"
        for line in part["lines"]:
            cells = (line["day"], line["label"], " ".join(filter(None, (line["title"], line["late"], line["mark"]))))
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        yield f"</tbody></table><p>{escape(part['more'] or part['nothing'])}</p>"
    yield f"<p>{said['sources']}</p></section>"
