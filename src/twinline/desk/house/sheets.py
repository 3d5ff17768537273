"""Spreadsheets at the desk: a template, taking one in, and any list as one, under the officer's own rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twinline.access.models import User
from twinline.desk.house import here, kept
from twinline.desk.seen import SheetRead, Wrong
from twinline.records import registry
from twinline.sheets import answering, importing, tables, writing
from twinline.store import reading, saying
from twinline.store.here import this_ledger
from twinline.tongues import told

FORMS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
#: So many problems stand on a page; the file itself has the others.
SHOWN = 200
MOST = 20_000


def sheet_template(lang: str, kind: str, form: str) -> bytes | None:
    """Return the empty sheet of a kind, or None where there is no such kind or form."""
    return writing.template(kind, lang, form) if kind in registry.KINDS and form in FORMS else None


def sheet_of(user: User, lang: str, *, filters: Mapping[str, str], form: str) -> bytes | None:
    """Return the records of one kind that fit the filters of the list, as a sheet; None where no kind is named."""
    kind = filters.get("kind", "")
    if kind not in registry.KINDS or form not in FORMS:
        return None
    asked = kept.asked(filters)
    rows = reading.records(this_ledger(), here.reader_of(user), limit=MOST, **asked)
    return writing.export(kind, rows, lang, form)


def counted(seen: importing.Preview | answering.AnswersRead, lang: str) -> dict[str, Any]:
    """Return what a file that was read has of new, known and broken rows, and what is wrong with these."""
    return {
        "new": len(seen.new),
        "known": len(seen.known),
        "broken": seen.broken,
        "wrong": tuple(
            Wrong(sheet=one.sheet, at=f"{one.column}{one.row}", header=one.header, sentence=told(one.sentence, lang))
            for one in seen.flaws[:SHOWN]
        ),
        "more": max(0, len(seen.flaws) - SHOWN),
    }


def sheet_in(
    user: User, lang: str, *, kind: str, data: bytes, name: str, take: bool, good_rows: bool, now: int
) -> SheetRead:
    """Return what a file holds; say its new rows on our side if ``take``: all of them, or none."""
    ledger = this_ledger()
    try:
        found = tables.read(data, name)
    except tables.BadSheet as refused:
        return SheetRead(kind=kind, refused=told(refused, lang))
    seen = importing.preview(ledger, kind, found, lang=lang, author=user.organisation)
    if here.is_example():
        seen = importing.marked(ledger, seen, author=user.organisation)
    said = 0
    if take and (good_rows or not seen.flaws):
        audience = saying.expand(ledger, "self", author=user.organisation)
        said = len(importing.say(ledger, seen, author=user.organisation, audience=audience, now=now))
    return SheetRead(
        kind=kind,
        **counted(seen, lang),
        said=said,
        tried=take,
        stays_home=tuple(
            Wrong(sheet=one.sheet, at=str(one.row), header=one.header, sentence=told(one.sentence, lang))
            for one in seen.stays_home(lang)[:SHOWN]
        ),
    )
