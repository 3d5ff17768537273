"""What every field of a record has: a name, a label, and the answers derived from it."""

from __future__ import annotations

import copy
from typing import Any, Self

from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.words import Labels


class Field:
    """One thing a record may say.

    ``required``: a record without it is refused. ``essential``: an agreed record falls
    back to stated when an amendment touches it (time, place, parties and facts are;
    notes and names are not). ``only_for``: the field may be said only where another
    field has one of these codes.
    """

    name = ""

    def __init__(
        self,
        label: Labels,
        *,
        help: Labels | None = None,
        required: bool = False,
        essential: bool = True,
        only_for: tuple[str, frozenset[str]] | None = None,
    ) -> None:
        self.label = label
        self.help = help
        self.required = required
        self.essential = essential
        self.only_for = only_for

    def again(self) -> Self:
        """Return the same field for another declaration, which asks it in the same words."""
        return copy.copy(self)

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        """Add to ``found`` what is wrong with a value; ``at`` is its path in the record."""
        raise NotImplementedError

    def form(self) -> dict[str, Any]:
        """Return the JSON Schema of a value, without its titles."""
        raise NotImplementedError

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        """Return a right value as a reader of the language reads it."""
        return str(value)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of this field (draft 2020-12), with its words."""
        titles: dict[str, Any] = {"title": self.label.to("en"), "x-labels": dict(self.label)}
        if self.label.unreviewed:
            titles["x-unreviewed"] = list(self.label.unreviewed)
        if self.help:
            titles |= {"description": self.help.to("en"), "x-help": dict(self.help)}
        return titles | self.form()


def where(field: str, *codes: str) -> tuple[str, frozenset[str]]:
    """Return the condition ``only_for`` takes: the other field and the codes it must have."""
    return field, frozenset(codes)
