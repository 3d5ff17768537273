"""Words that somebody types to find records: names of places in any spelling, short numbers, and all else as it stands.

A record names places and organisations by code, so a name is looked up first: whoever writes it with its diacritics
means that one (*Nậm Cắn* is not *Nậm Càn*), whoever writes it without may mean either, and *Bolykham* is *Bolikhamxay*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twinline.records.gazetteer import packaged
from twinline.text import bare, fold, normal, plain

#: A name of more words than this is no name; a search of more codes is a search for the word itself.
LONGEST, MOST = 6, 24
_NUMBER = re.compile(r"(?:([a-z]{2}-[a-z0-9-]+)/|#)?(\d{1,9})").fullmatch
#: What people say before a short number: it narrows nothing.
_BEFORE = frozenset({"no", "no.", "n°", "nº", "số", "so", "ເລກທີ", "number", "numéro"})
Part = tuple[str, list[str | int | bytes]]


def conditions(words: str) -> Iterator[Part]:
    """Yield what a record's row ``r`` must meet, each with its values: one for each name, number or other word."""
    said = normal(words).split()
    while said:
        if said[0].casefold() in _BEFORE and len(said) > 1 and _NUMBER(said[1].casefold()):
            said = said[1:]
        for length in range(min(LONGEST, len(said)), 0, -1):
            found = _number(said[0]) if length == 1 else None
            found = found or _name(" ".join(said[:length]))
            if found or length == 1:
                for word in () if found else fold(said[0]).split():
                    yield _like(word)
                if found:
                    yield found
                said = said[length:]
                break


def spoken(told: str) -> tuple[tuple[str, ...], int] | None:
    """Return whose a short number may be, and the number, as written or said: ``vn-na/12``, *Nghệ An · No. 12*."""
    *before, last = normal(told).replace("·", " ").split() or [""]
    match = _NUMBER(last.casefold())
    if match is None or len(before) > LONGEST:
        return None
    if match[1]:
        return None if before else ((match[1],), int(match[2]))
    if before and before[-1].casefold() in _BEFORE:
        before.pop()
    meant = packaged().meant(" ".join(before)) if before else None
    return (meant.codes, int(match[2])) if meant and meant.codes else None


def _number(word: str) -> Part | None:
    """Return who bears a short number: ``vn-na/12`` of one author, ``12`` of anybody, or a marker's."""
    match = _NUMBER(word.casefold())
    if match is None:
        return None
    if match[1]:
        return "(r.author = %s AND r.number = %s)", [match[1], int(match[2])]
    token, value = _token(match[2])
    return f"(r.number = %s OR {token})", [int(match[2]), *value]


def _name(text: str) -> Part | None:
    """Return what names an organisation or a gate that is spelled so, by its code or in words; None where none is."""
    meant = packaged().meant(text)
    if meant is None or not 0 < len(meant.codes) <= MOST:
        return None
    marks = ", ".join(["%s"] * len(meant.codes))
    parts = [f"r.author IN ({marks}) OR r.about IN ({marks}) OR r.place IN ({marks})"]
    values: list[str | int | bytes] = [*meant.codes] * 3
    for code in meant.codes:
        part, value = _token(code)
        parts.append(part)
        values += value
    for spelling in meant.spellings:
        part, value = _phrase(spelling)
        parts.append(part)
        values += value
    return f"({' OR '.join(parts)})", values


def _phrase(spelling: str) -> Part:
    """Return what a text holds that spells a name so, or without its marks: then it may be either of two."""
    like, values = _like(fold(spelling))
    if plain(spelling) == fold(spelling) or bare(spelling) == spelling:
        return like, values
    forms = (str, str.lower, str.title, str.upper)
    told = dict.fromkeys(form(one) for one in (spelling, bare(spelling)) for form in forms)
    raw = " OR ".join(["instr(e.raw, %s) > 0"] * len(told))
    held = f"EXISTS (SELECT 1 FROM store_entry e WHERE e.id = r.entry AND ({raw}))"  # noqa: S608 marks alone
    return f"({like} AND {held})", [*values, *(one.encode() for one in told)]


def _like(word: str) -> Part:
    return "r.search LIKE %s ESCAPE '!'", [f"%{_escaped(word)}%"]


def _token(word: str) -> Part:
    """Return what holds a word that stands by itself."""
    return "' ' || r.search || ' ' LIKE %s ESCAPE '!'", [f"% {_escaped(word)} %"]


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
