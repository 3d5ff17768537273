"""Places and organisations that had ended by the day of a record: they are named of their own time only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from twinline.records.fields.base import Field
from twinline.records.fields.dates import shown_date
from twinline.records.fields.groups import ListOf, Part
from twinline.records.fields.parties import Org, Orgs
from twinline.records.fields.places import Place
from twinline.records.findings import Finding
from twinline.records.gazetteer import Organisation, packaged
from twinline.records.ready import ReadySentences
from twinline.records.registry import event_days, of_kind
from twinline.records.words import LANGUAGES, Labels

#: These tell what an organisation, a gate or a place is or was.
_OF_THEMSELVES = frozenset({"organisation", "gate", "gate_status", "place"})


def named_after_their_end(kind: str, body: Mapping[str, Any]) -> list[Finding]:
    """Return which organisations and places of a body had ended before its first day, and what is there since.

    What has no day, or begins before the end, may name them: it tells of their time. So may what names an organisation
    of whose end the directory knows the year alone.
    """
    if kind in _OF_THEMSELVES:
        return []
    said = [
        (at, field, known)
        for name, field in _naming(kind)
        if name in body
        for at, code in _codes(name, field, body[name])
        if (known := packaged().organisation(code)) is not None and known.ends_on_a_day
    ]
    first = event_days(kind, dict(body)).first if said else None
    if first is None:
        return []
    return [_finding(at, field, known, first) for at, field, known in said if (known.valid_to or first) < first]


def _finding(at: str, field: Field, ended: Organisation, day: int) -> Finding:
    heirs = packaged().heirs(ended.code)
    now = heirs or (packaged().parent(ended.code, day),)
    detail = {
        "name": Labels({lang: packaged().name(ended.code, lang) for lang in LANGUAGES}, ()),
        "ended": ended.ended,
        "day": Labels({lang: shown_date(ended.ended, lang) for lang in LANGUAGES}, ()),
        "now": Labels({lang: ", ".join(packaged().name(one, lang) for one in now) for lang in LANGUAGES}, ()),
        "codes": ", ".join(now),
    }
    return Finding(at, "has_become" if heirs else "has_ended", ended.code, field.label, detail)


@lru_cache(maxsize=64)
def _naming(kind: str) -> tuple[tuple[str, Field], ...]:
    """Return the fields of a kind in which an organisation or a place may be named, at whatever depth."""
    return tuple((name, field) for name, field in of_kind(kind).fields.items() if _names(field))


def _names(field: Field) -> bool:
    if isinstance(field, ReadySentences):
        return False  # a sentence may tell of a time before its record's own
    if isinstance(field, Part):
        return any(map(_names, field.of.fields.values()))
    return _names(field.item) if isinstance(field, ListOf) else isinstance(field, Org | Orgs | Place)


def _codes(at: str, field: Field, said: Any) -> Iterator[tuple[str, str]]:
    """Yield each code of an organisation that is said in a field, and where; what isn't right in it is passed over."""
    if isinstance(field, Part) and isinstance(said, dict):
        for name, inner in field.of.fields.items():
            if name in said and _names(inner):
                yield from _codes(f"{at}.{name}", inner, said[name])
    elif isinstance(field, ListOf | Orgs) and isinstance(said, list):
        for number, one in enumerate(said):
            if isinstance(field, ListOf):
                yield from _codes(f"{at}[{number}]", field.item, one)
            elif isinstance(one, str):
                yield f"{at}[{number}]", one
    elif isinstance(field, Place) and isinstance(said, dict):
        if isinstance(code := said.get("organisation"), str):
            yield f"{at}.organisation", code
    elif isinstance(field, Org | Place) and isinstance(said, str):
        yield at, said


__all__ = ["named_after_their_end"]
