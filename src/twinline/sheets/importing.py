"""Reading a sheet: which rows are right, what is wrong with the others, and saying those that are new."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from twinline.feeds import entries
from twinline.records import free_text, registry
from twinline.records.ended import named_after_their_end
from twinline.records.fields import Code, Decimal, Field, ListOf, Part, Place, RecordRef
from twinline.records.fields.groups import Declared
from twinline.records.findings import Finding
from twinline.records.kind import Kind
from twinline.records.messages_typed import for_typed
from twinline.records.ready import ReadySentences
from twinline.records.words import LANGUAGES
from twinline.sentences import Sentence, Text
from twinline.sheets.cells import CommaTyped, label_of, plain, value_of
from twinline.sheets.columns import EXACT_PARTS, Column, beside, body_of, columns, without_gaps
from twinline.sheets.ready_cells import vocabulary
from twinline.sheets.tables import Table, column_letter
from twinline.store import lines, meaning, reading, saying
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.saying import Said, Saying
from twinline.text import fold
from twinline.times import days_of
from twinline.tongues import told

#: A list of parts longer than this is no row of a sheet.
MOST_LISTED = 60
LATEST = days_of("2200")[1]
MERGED = Sentence("merged cells: part them, so that each row says what is its own")
FORMULA = Sentence("a formula: put the value in its place")
_COMMA = Sentence("a number typed with a comma is text to the spreadsheet: type the number")
NO_COLUMN = Sentence("there is no such column here, and none is taken in: leave it out")
NO_HEADERS = Sentence("no row holds the headers of a template")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in one place of a file: sheet, row from 1, column's letters (empty: the row as a whole)."""

    sheet: str
    row: int
    column: str
    header: str
    rule: str
    sentence: Text

    def line(self, lang: str) -> str:
        """Return it in one line: where, and what."""
        at = f"{self.sheet} {self.column}{self.row}"
        return (
            f"{at} ({self.header}): {told(self.sentence, lang)}"
            if self.header
            else f"{at}: {told(self.sentence, lang)}"
        )


@dataclass(frozen=True, slots=True)
class RightRow:
    """A row that is a record: where it stands, and its body."""

    sheet: str
    row: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds. ``known`` rows were said before: nothing would be added by saying them again."""

    kind: str
    new: tuple[RightRow, ...]
    known: tuple[RightRow, ...]
    flaws: tuple[Flaw, ...]

    def stays_home(self, lang: str) -> list[Flaw]:
        """Return the cells of new rows whose text is taken in and can't cross as it is; none of them is wrong."""
        return [
            Flaw(
                row.sheet, row.row, "", one.label.to(lang) if one.label else one.field, one.rule, sentence_of(one, lang)
            )
            for row in self.new
            for one in free_text.stays_home("say", self.kind, row.body)
        ]

    @property
    def broken(self) -> int:
        """How many rows are wrong."""
        return len({(flaw.sheet, flaw.row) for flaw in self.flaws})


def preview(ledger: Ledger, kind: str, tables: Sequence[Table], *, lang: str, author: str) -> Preview:
    """Return what saying the rows of a file would add, and what is wrong with the others. Nothing is written."""
    right: list[RightRow] = []
    flaws: list[Flaw] = []
    for table in tables:
        for row in _rows(kind, table, lang, ledger, author):
            if isinstance(row, RightRow):
                right.append(row)
            else:
                flaws += row
    return _told_apart(ledger, kind, right, flaws, author)


def _told_apart(ledger: Ledger, kind: str, right: Sequence[RightRow], flaws: Sequence[Flaw], author: str) -> Preview:
    said = said_before(ledger, kind, author)
    new, known = [], []
    for row in right:
        key = _key(kind, row.body)
        if said[key] > 0:
            said[key] -= 1
            known.append(row)
        else:
            new.append(row)
    return Preview(kind, tuple(new), tuple(known), tuple(flaws))


def say(
    ledger: Ledger, seen: Preview, *, author: str, audience: tuple[str, ...], intended: tuple[str, ...] = (), now: int
) -> list[Said]:
    """Say the new rows of a preview: all of them, or none."""
    told_rows = (
        Saying(seen.kind, dict(row.body), author, author, audience, intended=intended, line=row.row) for row in seen.new
    )
    return saying.say_all(ledger, told_rows, now=now)


def marked(ledger: Ledger, seen: Preview, *, author: str) -> Preview:
    """Return a preview whose rows are marked EXAMPLE, told anew which of them were said before."""
    rows = [RightRow(row.sheet, row.row, {**row.body, "example": True}) for row in (*seen.new, *seen.known)]
    return _told_apart(ledger, seen.kind, sorted(rows, key=lambda row: (row.sheet, row.row)), seen.flaws, author)


def said_before(ledger: Ledger, kind: str, author: str) -> Counter[bytes]:
    """Return how many records of a kind each body was said as by an organisation: now, earlier, or taken back since."""
    by_record: dict[str, set[bytes]] = {}
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.record, e.raw FROM store_record r JOIN store_entry e ON e.id = r.entry "
            "WHERE r.kind = %s AND r.author = %s AND r.record NOT IN "
            "(SELECT record FROM store_record WHERE standing = 'released')",
            [kind, author],
        )
        for record, raw in cursor.fetchall():
            by_record.setdefault(record, set()).add(_key(kind, entries.read(bytes(raw)).body))
    return Counter(key for keys in by_record.values() for key in keys)


def _key(kind: str, body: Mapping[str, Any]) -> bytes:
    compared = _compared(registry.of_kind(kind), body)
    return hashlib.sha256(msgspec.json.encode(compared, order="sorted")).digest()


def _compared(declared: type[Declared], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as one is told from another: 10.0 km, typed at the desk, are the 10 of a spreadsheet's cell."""
    return {name: _one_text(declared.fields.get(name), value) for name, value in body.items()}


def _one_text(field: Field | None, value: Any) -> Any:
    if isinstance(field, Decimal) and isinstance(value, str):
        return plain(value)
    if isinstance(field, Part) and isinstance(value, Mapping):
        return _compared(field.of, value)
    return [_one_text(field.item, one) for one in value] if isinstance(field, ListOf) else value


def _rows(
    kind: str, table: Table, lang: str, ledger: Ledger | None = None, author: str = ""
) -> list[RightRow | list[Flaw]]:
    declared = registry.of_kind(kind)
    head = next((number for number, row in enumerate(table.rows) if any(is_filled(cell) for cell in row)), None)
    if head is None:
        return []
    found = _headers(declared, table, head)
    if not any(isinstance(column, Column) for column in found.values()):
        return [[Flaw(table.name, head + 1, "", "", "no_headers", NO_HEADERS)]]
    return [
        _row(kind, table, number, found, lang, ledger, author)
        for number in range(head + 1, len(table.rows))
        if any(is_filled(cell) for cell in table.rows[number]) or any((number, at) in table.formulas for at in found)
    ]


def _headers(kind: type[Kind], table: Table, head: int) -> dict[int, Column | str]:
    """Return each column that is to be read, and the header of each that there is not; those left out aren't in it."""
    known = _known(kind.name)
    left_out = {fold(word) for lang in LANGUAGES for word in beside(lang)}
    found: dict[int, Column | str] = {}
    for number, cell in enumerate(table.rows[head]):
        header = str(cell).strip().rstrip("*").strip() if is_filled(cell) else ""
        column = known.get(fold(header)) if header else None
        if column is not None or fold(header) not in left_out:
            found[number] = column if column is not None else header
    return found


@lru_cache(maxsize=64)
def _known(name: str) -> Mapping[str, Column]:
    """Return every column that a sheet of a kind may have, by its header in each language and by its path."""
    kind = registry.of_kind(name)
    listed = {name: min(field.limit, MOST_LISTED) for name, field in kind.fields.items() if isinstance(field, ListOf)}
    exact = [
        f"{name}.{part}" for name, field in kind.fields.items() if isinstance(field, Place) for part in EXACT_PARTS
    ]
    known: dict[str, Column] = {}
    for column in columns(kind, listed=listed, exact=exact):
        for header in (column.path, *column.headers.values()):
            known.setdefault(fold(header), column)
    return known


def _row(
    kind: str,
    table: Table,
    number: int,
    heads: Mapping[int, Column | str],
    lang: str,
    ledger: Ledger | None,
    author: str,
) -> RightRow | list[Flaw]:
    flaws: list[Flaw] = []
    cells: dict[str, Any] = {}
    at: dict[str, int] = {}

    def flaw(column: int, rule: str, sentence: Text, header: str = "") -> None:
        flaws.append(Flaw(table.name, number + 1, column_letter(column), header, rule, sentence))

    row = table.rows[number]
    on = _day(row, heads)
    # A file that is not separated by commas writes decimals with one, whatever language its reader has.
    comma = ("fr" if lang == "en" else lang) if table.comma else ""
    for place, head in heads.items():
        cell = row[place] if place < len(row) else None
        header = head.headers[lang] if isinstance(head, Column) else head
        if (number, place) in table.merged:
            flaw(place, "merged", MERGED, header)
        elif (number, place) in table.formulas:
            flaw(place, "formula", FORMULA, header)
        elif not is_filled(cell):
            continue
        elif not isinstance(head, Column):
            flaw(place, "no_column", NO_COLUMN, header)
        else:
            at[head.path] = place
            try:
                value = value_of(head, cell, comma=comma, on=on)
            except CommaTyped:
                flaw(place, "comma", _COMMA, header)
                continue
            if value is not None:
                cells[head.path] = _meant(ledger, author, head, value)
    if any((number, place) in table.merged for place in range(len(row)) if place not in heads):
        flaw(0, "merged", MERGED)
    if flaws:
        return flaws
    names = without_gaps(cells)
    at = {names[path]: place for path, place in at.items() if path in names}
    told_cells = {names[path]: value for path, value in cells.items()}
    body = registry.normalise(kind, body_of(registry.of_kind(kind), told_cells))
    empty = {
        head.path: place
        for place, head in heads.items()
        if isinstance(head, Column) and head.path not in at and "[" not in head.path
    }
    for finding in meaning.judge_own("say", kind, body) or named_after_their_end(kind, body):
        column = _column_of(finding.field, at)
        column = _column_of(finding.field, empty) if column is None else column
        header = finding.label.to(lang) if finding.label else finding.field
        letters = column_letter(column) if column is not None else ""
        detail = finding.blanks(lang)
        if finding.rule == "not_in_list" and column is not None:
            detail["allowed"] = _in_words(heads[column], lang) or detail["allowed"]
        sentence = for_typed(finding.rule).to(lang).format_map(detail)
        flaws.append(Flaw(table.name, number + 1, letters, header, finding.rule, sentence))
    return flaws or RightRow(table.name, number + 1, registry.completed(kind, body))


def _meant(ledger: Ledger | None, author: str, column: Column, value: Any) -> Any:
    """Return a cell's value as this ledger knows it: kilometres on its line, a record by the id of its short number.

    A number that whoever says the row may not read stays as it stands.
    """
    if isinstance(value, dict) and "chainage" in value:
        return lines.kilometres(ledger, value)
    if ledger is None or not isinstance(column.field, RecordRef):
        return value
    return reading.numbered(ledger, Reader(frozenset({author})), str(value)) or value


def sentence_of(finding: Finding, lang: str) -> str:
    """Return what is wrong, for whoever typed it into a cell."""
    return for_typed(finding.rule).to(lang).format_map(finding.blanks(lang))


def _in_words(column: Column | str, lang: str) -> str:
    """Return the words of a column's closed list as the reader knows them."""
    field = column.field if isinstance(column, Column) else None
    if isinstance(field, ReadySentences):
        return " / ".join(label.to(lang) for label in vocabulary(field).values())
    item = field.item if isinstance(field, ListOf) else field
    return (
        ", ".join(label_of(item.vocabulary, code, lang) for code in item.vocabulary) if isinstance(item, Code) else ""
    )


def _day(row: Sequence[Any], heads: Mapping[int, Column | str]) -> int | None:
    """Return the day on which the names of a row are meant: its first date; of one that is no date, as they are now."""
    for place, head in heads.items():
        if isinstance(head, Column) and head.sort in ("date", "period") and place < len(row):
            try:
                return days_of(value_of(head, row[place]) or "")[1]
            except (ValueError, TypeError):
                if is_filled(row[place]):
                    return LATEST
    return None


def _column_of(path: str, at: Mapping[str, int]) -> int | None:
    """Return the column of the smallest part of a record that a finding's path names, if there is one."""
    below = [place for name, place in at.items() if name == path or name.startswith((f"{path}.", f"{path}["))]
    if below:
        return below[0]
    while path:
        if path in at:
            return at[path]
        if f"{path}.position" in at:  # what is typed there says marker, coordinates or kilometre
            return at[f"{path}.position"]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def is_filled(cell: Any) -> bool:
    """Return whether something stands in a cell."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
