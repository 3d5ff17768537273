"""Organisations and other records, referred to by code or id."""

from __future__ import annotations

import re
from typing import Any

from twinline.records.fields.base import Field
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels

ORGANISATION_PATTERN = r"[a-z]{2}(?:-[a-z0-9]+)*"
RECORD_PATTERN = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_is_record = re.compile(RECORD_PATTERN).fullmatch


class Org(Field):
    """An organisation, by code; ``kinds`` are those that a form offers, and that a name in a sheet means first."""

    def __init__(self, label: Labels, *, kinds: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(label, **more)
        self.kinds = frozenset(kinds)

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        check_organisation(value, at, found, lookup, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return is_organisation(value, lookup)

    def form(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{ORGANISATION_PATTERN}$", "x-refers": "organisation"}

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return shown_organisation(value, lang, lookup)


class Orgs(Field):
    """Several organisations, by code, each once."""

    def __init__(self, label: Labels, *, limit: int = 40, **more: Any) -> None:
        super().__init__(label, **more)
        self.limit = limit

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, list):
            found.add(at, "not_a_list", value, self.label)
            return
        if len(value) > self.limit:
            found.add(at, "too_many", value, self.label, limit=self.limit, count=len(value))
        if self.required and not value:
            found.add(at, "empty", value, self.label)
        for number, code in enumerate(value):
            check_organisation(code, f"{at}[{number}]", found, lookup, self.label)
            if code in value[:number]:
                found.add(f"{at}[{number}]", "twice", code, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        if type(value) is not list or not self.required <= len(value) <= self.limit:
            return False
        return all(is_organisation(code, lookup) for code in value) and len(set(value)) == len(value)

    def form(self) -> dict[str, Any]:
        one = {"type": "string", "pattern": f"^{ORGANISATION_PATTERN}$", "x-refers": "organisation"}
        return {"type": "array", "items": one, "uniqueItems": True, "maxItems": self.limit} | (
            {"minItems": 1} if self.required else {}
        )

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return ", ".join(shown_organisation(code, lang, lookup) for code in value)


class RecordRef(Field):
    """Another record, by id. ``link`` is the tie that naming it states (``part_of``, ``fulfils``, ``answers``).

    The record named need not be here: the tie waits for it. ``to`` are the kinds that a form offers.
    """

    def __init__(self, label: Labels, *, link: str = "", to: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(label, **more)
        self.link = link
        self.to = to

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        if not isinstance(value, str) or not _is_record(value):
            found.add(at, "not_a_record", value, self.label)

    def fits(self, value: Any, lookup: Lookup) -> bool:
        return type(value) is str and _is_record(value) is not None

    def form(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{RECORD_PATTERN}$", "x-refers": "record"}


def is_organisation(value: Any, lookup: Lookup) -> bool:
    """Return whether a value is the code of a known organisation."""
    return isinstance(value, str) and lookup.organisation(value) is not None


def check_organisation(value: Any, at: str, found: Found, lookup: Lookup, label: Labels) -> None:
    """Add a finding unless the value is the code of a known organisation."""
    if not is_organisation(value, lookup):
        found.add(at, "unknown_organisation", value, label)


def shown_organisation(code: str, lang: str, lookup: Lookup) -> str:
    """Return the name of an organisation in the nearest language it has one, else its code."""
    organisation = lookup.organisation(code)
    return (Labels(organisation.names, ()).to(lang) if organisation else "") or code
