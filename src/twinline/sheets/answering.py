"""A month's reconciliation as a sheet: both sides' records go out, what we answer to theirs comes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import xlsxwriter
from django.db import transaction

from twinline.ledger.acts import COUNTERSIGN, DISPUTE
from twinline.records import free_text, registry
from twinline.records.acts import DISPUTE_REASONS, REASON, Countersign, Dispute
from twinline.records.attachments import FIELD
from twinline.records.findings import shown
from twinline.records.kind import Kind
from twinline.records.messages_typed import for_typed
from twinline.records.parts import NOTE
from twinline.records.words import LANGUAGES, Labels
from twinline.sentences import Sentence, Text
from twinline.sheets.cells import FORMULA_SIGNS
from twinline.sheets.importing import FORMULA, MERGED, NO_COLUMN, NO_HEADERS, Flaw, is_filled, sentence_of
from twinline.sheets.tables import Table, column_letter
from twinline.sheets.writing import OPTIONS, SEPARATORS
from twinline.store import acting, meaning, reading, reconciling
from twinline.store.ledger import Ledger
from twinline.store.pairwords import difference, state
from twinline.store.reading import Reader, Row, View
from twinline.store.reconciling import Line, Sheet
from twinline.store.saying import Said
from twinline.text import fold
from twinline.times import iso
from twinline.tongues import told

#: What is to be read, what is filled in, and which record in which version a row answers.
SHOWN: Mapping[str, Sentence | Labels] = {
    "state": Sentence("how it stands"),
    "day": Sentence("day"),
    "ours": Kind.our_side,
    "theirs": Kind.counterparts.label,
    "says": Sentence("what they say"),
    "differences": Sentence("what differs"),
}
FILLED: Mapping[str, Sentence | Labels] = {"answer": Sentence("our answer"), "reason": REASON, "note": NOTE}
ABOUT = {"record": Sentence("which record: leave as it is")}
HEADS: Mapping[str, Sentence | Labels] = {**SHOWN, **FILLED, **ABOUT}
ANSWERS = {COUNTERSIGN: Countersign.label, DISPUTE: Dispute.label}
#: What a record says beside its matter; pictures are looked at on its page.
_NOT_TOLD = frozenset({"example", "replaces", FIELD})
#: Signs of the hash of the version that a row answers.
_SIGNS = 16
_WIDTHS = {
    "state": 22,
    "day": 12,
    "ours": 44,
    "theirs": 44,
    "says": 52,
    "differences": 36,
    "answer": 18,
    "reason": 26,
    "note": 40,
}

_NO_RECORD = Sentence("this row names no record of the other side in this month: take the sheet anew")
_CHANGED = Sentence("they changed this record after the sheet was written: take the sheet anew")
_NOT_YOURS = Sentence("this record isn’t yours to answer")
_TWICE = Sentence("this record is answered in an earlier row, too")
_NO_ANSWER = Sentence("a reason or a note, and no answer")
_NO_REASON = Sentence("what is confirmed has no reason: say it in the note")


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that answers a record of theirs: by which act, and with which body."""

    sheet: str
    row: int
    line: Line
    view: View
    act: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """What a filled sheet holds. ``known`` answers stand already: saying them again would add nothing."""

    new: tuple[Answer, ...]
    known: tuple[Answer, ...]
    flaws: tuple[Flaw, ...]

    @property
    def broken(self) -> int:
        """How many rows are wrong."""
        return len({(flaw.sheet, flaw.row) for flaw in self.flaws})


def write(ledger: Ledger, reader: Reader, month: Sheet, lang: str, form: str) -> bytes:
    """Return a month as ``xlsx`` or ``csv``: a row for each line, with room for the answer to theirs."""
    lines = [_cells(ledger, reader, line, lang) for line in month.lines]
    return _csv(lines, lang) if form == "csv" else _workbook(lines, month.month, lang)


def preview(
    ledger: Ledger, reader: Reader, month: Sheet, tables: Sequence[Table], *, lang: str, author: str,
    may: Callable[[Row], bool],
) -> AnswersRead:  # fmt: skip
    """Return what a filled sheet of a month would say, and what is wrong with its rows. Nothing is written.

    ``may`` says whether whoever answers may answer a record.
    """
    lines = {line.theirs.record: line for line in month.lines if line.theirs}
    new: list[Answer] = []
    known: list[Answer] = []
    flaws: list[Flaw] = []
    answered: set[str] = set()
    for row in (row for table in tables for row in _rows(table, lang)):
        try:
            if not isinstance(row, _Filled):
                raise _Wrong(*row)
            line, view = _named(ledger, reader, lines, row, lang)
            if not meaning.readable(view.row.kind, view.row.version) or not may(view.row):
                raise _Wrong(row.flaw("record", "not_yours", _NOT_YOURS, lang))
            act, body = _said(row, lang)
            _judged(row, act, view, body, lang)
            if view.row.record in answered:
                raise _Wrong(row.flaw("record", "twice", _TWICE, lang))
        except _Wrong as wrong:
            flaws += wrong.flaws
        else:
            answered.add(view.row.record)
            answer = Answer(row.sheet, row.row, line, view, act, body)
            (known if _stands(answer, author) else new).append(answer)
    return AnswersRead(tuple(new), tuple(known), tuple(flaws))


def say(ledger: Ledger, reader: Reader, seen: AnswersRead, *, author: str, now: int) -> list[Said]:
    """Say the new answers of a preview: all of them, or none. What is equal and confirmed becomes one event."""
    said: list[Said] = []
    with transaction.atomic(using=ledger.alias):
        for one in seen.new:
            if one.act == COUNTERSIGN and one.line.state == "equal":
                said += reconciling.confirm_line(ledger, reader, one.line, one.body, author=author, now=now)
            else:
                answer = acting.countersign if one.act == COUNTERSIGN else acting.dispute
                said.append(answer(ledger, one.view, one.body, author=author, now=now))
    return said


class _Wrong(ValueError):
    """A row that can't be said as it stands, with what is wrong in it."""

    def __init__(self, *flaws: Flaw) -> None:
        super().__init__()
        self.flaws = flaws


@dataclass(frozen=True, slots=True)
class _Filled:
    """A row in which something was filled in: its cells as texts, and where each stands."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    at: Mapping[str, int]

    def flaw(self, column: str, rule: str, sentence: Text, lang: str) -> Flaw:
        place = self.at.get(column)
        return Flaw(
            self.sheet, self.row, "" if place is None else column_letter(place), _head(column, lang), rule, sentence
        )


def _rows(table: Table, lang: str) -> Iterator[_Filled | list[Flaw]]:
    """Yield each row that answers, or what keeps it from being read."""
    head = next((number for number, row in enumerate(table.rows) if any(map(is_filled, row))), None)
    if head is None:
        return
    named = [_text(cell) for cell in table.rows[head]]
    at = {name: place for place, text in enumerate(named) if (name := _known().get(fold(text))) is not None}
    if not {"answer", "record"} <= at.keys():
        yield [Flaw(table.name, head + 1, "", "", "no_headers", NO_HEADERS)]
        return
    strange = [place for place, text in enumerate(named) if text and fold(text) not in _known()]
    if strange:
        yield [Flaw(table.name, head + 1, column_letter(one), named[one], "no_column", NO_COLUMN) for one in strange]
    for number in range(head + 1, len(table.rows)):
        row = table.rows[number]
        cells = {name: _text(row[place]) for name, place in at.items() if place < len(row) and is_filled(row[place])}
        filled = _Filled(table.name, number + 1, cells, at)
        read = [name for name in (*FILLED, *ABOUT) if name in at]
        flaws = [filled.flaw(name, "merged", MERGED, lang) for name in read if (number, at[name]) in table.merged]
        flaws += [filled.flaw(name, "formula", FORMULA, lang) for name in read if (number, at[name]) in table.formulas]
        if flaws:
            yield flaws
        elif cells.keys() & FILLED.keys():
            yield filled


def _named(ledger: Ledger, reader: Reader, month: Mapping[str, Line], row: _Filled, lang: str) -> tuple[Line, View]:
    """Return the line and the record that a row answers, in the version that it was written for; or raise."""
    record, _, version = row.cells.get("record", "").partition("/")
    line = month.get(record)
    view = reading.record(ledger, reader, record) if line else None
    if line is None or view is None:
        raise _Wrong(row.flaw("record", "no_record", _NO_RECORD, lang))
    if _version(view) != version:
        raise _Wrong(row.flaw("record", "changed", _CHANGED, lang))
    return line, view


def _said(row: _Filled, lang: str) -> tuple[str, dict[str, Any]]:
    """Return the act that a row asks for, and its body; or raise."""
    if "answer" not in row.cells:
        raise _Wrong(row.flaw("answer", "no_answer", _NO_ANSWER, lang))
    act = _listed(row, "answer", ANSWERS, lang)
    if act == COUNTERSIGN and "reason" in row.cells:
        raise _Wrong(row.flaw("reason", "no_reason", _NO_REASON, lang))
    reason = {"reason": _listed(row, "reason", DISPUTE_REASONS, lang)} if "reason" in row.cells else {}
    note = {"note": {"language": lang, "text": row.cells["note"]}} if "note" in row.cells else {}
    return act, {**reason, **note}


def _judged(row: _Filled, act: str, view: View, body: Mapping[str, Any], lang: str) -> None:
    """Raise where an answer can't be said as it is."""
    kind = view.row.kind
    found = [*meaning.judge_own(act, kind, body, record=view.row.record), *free_text.stays_home(act, kind, body)]
    if found:
        raise _Wrong(*(row.flaw(one.field.partition(".")[0], one.rule, sentence_of(one, lang), lang) for one in found))


def _stands(one: Answer, author: str) -> bool:
    """Return whether an organisation's last word about a record is this very answer."""
    return any(
        voice.author == author
        and voice.verb == one.act
        and all(voice.act.body.get(name) == one.body.get(name) for name in ("reason", "note"))
        for voice in one.view.standing.voices
    )


def _version(view: View) -> str:
    return view.standing.tip.hash.hex()[:_SIGNS]


def _text(cell: Any) -> str:
    return str(cell if cell is not None else "").strip().removeprefix("'").strip()


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    """Return which column each header is, in any of the four languages."""
    return {fold(told_head): name for name in HEADS for lang in LANGUAGES for told_head in (_head(name, lang), name)}


def _head(name: str, lang: str) -> str:
    head = HEADS.get(name)
    return head.to(lang) if isinstance(head, Labels) else told(head, lang) if head else name


def _listed(row: _Filled, name: str, words: Mapping[str, Labels], lang: str) -> str:
    """Return the code that a cell says, in any of the four languages; raise where it says none."""
    cell = row.cells[name]
    said = {fold(label.to(each)): code for code, label in words.items() for each in LANGUAGES}
    code = said.get(fold(cell), cell)
    if code not in words:
        detail = {"allowed": ", ".join(label.to(lang) for label in words.values()), "given": shown(cell)}
        raise _Wrong(row.flaw(name, "not_in_list", for_typed("not_in_list").to(lang).format_map(detail), lang))
    return code


def _cells(ledger: Ledger, reader: Reader, line: Line, lang: str) -> dict[str, str]:
    rows = {"ours": line.ours, "theirs": line.theirs}
    day = next(row.day_to for row in (line.theirs, line.ours) if row)
    view = reading.record(ledger, reader, line.theirs.record) if line.theirs else None
    return {
        "state": told(state(line.state), lang),
        "day": iso(day) if day is not None else "",
        **{name: f"{registry.title(row.kind, dict(row.body), lang)} ({row.short})" if row else ""
           for name, row in rows.items()},
        "says": _says(line.theirs, lang) if line.theirs else "",
        "differences": "; ".join(told(difference(one, line.theirs.kind, lang), lang) for one in line.differences)
        if line.theirs else "",
        "record": f"{view.row.record}/{_version(view)}" if view else "",
    }  # fmt: skip


def _says(row: Row, lang: str) -> str:
    """Return all that a record of theirs says: nobody confirms what they didn't read."""
    body = {name: said for name, said in row.body.items() if name not in _NOT_TOLD}
    if not meaning.readable(row.kind, row.version):
        return ""
    return "; ".join(f"{label}: {text}" for label, text in registry.describe(row.kind, body, lang, theirs=True))


def _csv(lines: Sequence[Mapping[str, str]], lang: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATORS[lang], lineterminator="\r\n")
    writer.writerow([_head(name, lang) for name in HEADS])
    for line in lines:
        cells = [line.get(name, "") for name in HEADS]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _workbook(lines: Sequence[Mapping[str, str]], title: str, lang: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    # The same month gives the same bytes, whenever it is written.
    book.set_properties({"created": datetime(2000, 1, 1), "title": title})  # noqa: DTZ001 no zone in it
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(HEADS):
        sheet.set_column(number, number, _WIDTHS.get(name, 12), text)
        sheet.write_string(0, number, _head(name, lang), bold)
        words = {"answer": ANSWERS, "reason": DISPUTE_REASONS}.get(name, {})
        if words and lines:
            listed = {"validate": "list", "source": [one.to(lang) for one in words.values()], "error_type": "warning"}
            sheet.data_validation(1, number, len(lines), number, listed)
    for row, line in enumerate(lines, start=1):
        for number, name in enumerate(HEADS):
            sheet.write_string(row, number, line.get(name, ""), text)
    book.close()
    return out.getvalue()
