"""One cell: from what stands in it to a value of the record, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from twinline.line.coordinates import NotAPlace, place_from
from twinline.records import fields as declared
from twinline.records.fields.plain import NO, YES
from twinline.records.gazetteer import PLACES, packaged
from twinline.records.ready import ReadySentences
from twinline.records.reference_sets import ReferenceSet
from twinline.records.vocabulary import Vocabulary
from twinline.records.written import day, decimal, whole
from twinline.sheets import ready_cells
from twinline.sheets.columns import NONE, OPEN, Column
from twinline.text import fold

_CODED = re.compile(r".*\[([a-z0-9-]+)\]\s*\Z", re.DOTALL)
_MOMENT = re.compile(r"(\S+)[ T]+(\d{1,2}):(\d{2})(?::\d{2})?\Z")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?\Z")
#: What makes a spreadsheet take a text for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class CommaTyped(ValueError):
    """A number with a decimal comma that the spreadsheet took for text."""


def value_of(column: Column, cell: Any, *, comma: str = "", on: int | None = None) -> Any:
    """Return the value a cell says, or None where it is empty; what doesn't fit comes back as it stands.

    ``on`` is the day on which names of places are meant: two communes of one name may have followed each other.
    ``comma`` names the language whose decimal comma the file itself uses (a CSV separated by semicolons); else
    ``CommaTyped`` is raised for a number typed with one: the spreadsheet read it as text.
    """
    if isinstance(cell, str):
        cell = cell.strip().removeprefix("'").strip()  # the mark of a text, where there was one
    if cell is None or cell == "":
        return None
    if column.sort in ("org", "orgs"):
        kinds = column.field.kinds if isinstance(column.field, declared.Org) else frozenset[str]()
        found = [organisation(one, on, kinds) for one in _several(cell)]
        return found if column.sort == "orgs" else found[0] if len(found) == 1 else cell
    if column.sort == "sentence":
        assert isinstance(column.field, ReadySentences)
        return ready_cells.sentence_of(column.field, str(cell), lambda name: organisation(name, on))
    return _TAKEN[column.sort](column, cell, comma)


def _text(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str) and isinstance(column.field, ReferenceSet):
        return _coded(column.field.known, cell)
    return cell if isinstance(cell, str) else _date_text(cell)


def _date_text(cell: Any) -> str:
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)


def _date(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, datetime | date):
        return _date_text(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a year, or a number that is no date: judging says which
    return day(cell) if isinstance(cell, str) else cell


def _period(column: Column, cell: Any, comma: str) -> Any:
    return cell if cell in (OPEN, NONE) else _date(column, cell, comma)


def _moment(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M")
    match = _MOMENT.match(cell) if isinstance(cell, str) else None
    return f"{day(match[1])}T{match[2].zfill(2)}:{match[3]}" if match else cell


def _count(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, str):
        if "," in cell and not isinstance(whole(cell), int):
            raise CommaTyped(cell)
        return whole(cell)
    return cell


def _decimal(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return plain(repr(cell))
    if isinstance(cell, str) and "," in cell and not comma:
        raise CommaTyped(cell)
    return decimal(cell, comma or "en") if isinstance(cell, str) else cell


def plain(text: str) -> str:
    """Return a number as a record holds it: no exponent, no needless zeros."""
    try:
        plain = format(Decimal(text), "f")
    except InvalidOperation:
        return text
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _flag(column: Column, cell: Any, comma: str) -> Any:
    if isinstance(cell, bool):
        return cell or None
    said = fold(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
    if said in {"x", "1", "true", *(fold(word) for word in YES.values())}:
        return True
    return None if said in {"0", "false", *(fold(word) for word in NO.values())} else cell


def _code(column: Column, cell: Any, comma: str) -> Any:
    field = column.field
    assert isinstance(field, declared.Code)
    return _coded(field.vocabulary, cell)


def _coded(vocabulary: Vocabulary, cell: Any) -> Any:
    return (vocabulary.find(cell) or cell) if isinstance(cell, str) else cell


def _codes(column: Column, cell: Any, comma: str) -> Any:
    field = column.field
    assert isinstance(field, declared.ListOf)
    assert isinstance(field.item, declared.Code)
    return [_coded(field.item.vocabulary, one) for one in _several(cell)]


def _several(cell: Any) -> list[Any]:
    return [part.strip() for part in str(cell).split(";") if part.strip()]


@lru_cache(maxsize=8192)
def organisation(text: str, on: int | None = None, kinds: frozenset[str] = frozenset()) -> str:
    """Return the code of an organisation by code, by ``name [code]`` or by name on a day; an unknown one as it is.

    Where a name has several meanings one of ``kinds`` is meant, else a place.
    """
    match = _CODED.match(text)
    if match:
        return match[1]
    if packaged().organisation(text):
        return text
    wanted = (kinds, PLACES, None) if kinds else (PLACES, None)
    found = next((found for some in wanted if (found := packaged().resolve(text, on=on, kinds=some))), None)
    return found or (_ended(text, on, wanted) if on is not None else None) or text


def _ended(text: str, on: int, wanted: tuple[frozenset[str] | None, ...]) -> str | None:
    """Return the code of what had the name last and ended before a day: judging says that it did, and what is there."""
    codes = (packaged().resolve_ended(text, before=on, kinds=some) for some in wanted)
    return next((code for code in codes if code), None)


def _gate(column: Column, cell: Any, comma: str) -> Any:
    if not isinstance(cell, str):
        return cell
    match = _CODED.match(cell)
    if match:
        return match[1]
    names = {fold(name): gate.code for gate in packaged().gates.values() for name in gate.names.values()}
    return names.get(fold(cell), cell)


def _position(column: Column, cell: Any, comma: str) -> Any:
    """Return what a typed position says of a place; what can't be read as it stands."""
    try:
        return dict(place_from(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)))
    except NotAPlace:
        return str(cell)


_TAKEN = {
    "text": _text,
    "texts": lambda column, cell, comma: _several(cell),
    "date": _date,
    "period": _period,
    "period_end": _period,
    "moment": _moment,
    "count": _count,
    "decimal": _decimal,
    "flag": _flag,
    "code": _code,
    "codes": _codes,
    "gate": _gate,
    "position": _position,
}


def shown(column: Column, value: Any, lang: str) -> Any:
    """Return what a cell shows of a value: numbers as numbers, codes in the reader's words, names with their code."""
    if value is None:
        return ""
    show = _SHOWN.get(column.sort)
    return show(column, value, lang) if show else value


def _shown_codes(column: Column, value: Any, lang: str) -> str:
    assert isinstance(column.field, declared.ListOf)
    assert isinstance(column.field.item, declared.Code)
    return "; ".join(label_of(column.field.item.vocabulary, one, lang) for one in value)


def _shown_code(column: Column, value: Any, lang: str) -> str:
    assert isinstance(column.field, declared.Code)
    return label_of(column.field.vocabulary, value, lang)


_SHOWN: Mapping[str, Callable[[Column, Any, str], Any]] = {
    "code": _shown_code,
    "codes": _shown_codes,
    "org": lambda column, value, lang: named(value, lang),
    "gate": lambda column, value, lang: named(value, lang),
    "orgs": lambda column, value, lang: "; ".join(named(one, lang) for one in value),
    "texts": lambda column, value, lang: "; ".join(str(one) for one in value),
    "flag": lambda column, value, lang: (YES if value else NO).to(lang),
    "sentence": lambda column, value, lang: ready_cells.shown(value, lang, lambda code: named(code, lang)),
    "decimal": lambda column, value, lang: float(value) if _PLAIN.match(str(value)) else value,
}


def label_of(vocabulary: Vocabulary, code: str, lang: str) -> str:
    """Return the word of a code; of two codes with one word the code itself."""
    label = vocabulary[code].to(lang) if code in vocabulary else code
    return label if _coded(vocabulary, label) == code else code


def named(code: str, lang: str) -> str:
    """Return an organisation or a gate as ``name [code]``: a name alone may mean several."""
    gate = packaged().gate(code)
    name = (gate.names.get(lang) or gate.names.get("vi", "")) if gate else packaged().name(code, lang)
    return f"{name} [{code}]" if name and name != code else code


def choices(column: Column, lang: str) -> list[str]:
    """Return what may stand in a cell where that is a closed list; nothing where it isn't."""
    if isinstance(column.field, declared.Code) and column.sort == "code":
        return [label_of(column.field.vocabulary, code, lang) for code in column.field.vocabulary]
    if isinstance(column.field, ReadySentences):
        return [label.to(lang) for label in ready_cells.vocabulary(column.field).values()]
    if column.sort == "flag":
        return [YES.to(lang), NO.to(lang)]
    if column.sort == "gate":
        return [named(code, lang) for code in packaged().gates]
    if column.sort == "org":
        return [named(code, lang) for code in packaged().organisations]
    return []
