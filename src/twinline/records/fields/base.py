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

    A value is judged on two roads. ``check`` says all that is wrong with it. ``fits`` answers
    quickly whether it is plainly right: true only where ``check`` would find nothing; where it
    is false, ``check`` decides. A field that has only ``check`` is right as it is, and slower.
    """

    name = ""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        # A quick answer holds for the check it was written beside, not for a stricter one of a subclass.
        if "fits" not in vars(cls) and any(name.lstrip("_").startswith("check") for name in vars(cls)):
            cls.fits = Field.fits  # type: ignore[method-assign]

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

    def fits(self, value: Any, lookup: Lookup) -> bool:
        """Return whether a value is plainly right; false decides nothing."""
        found = Found()
        self.check(value, "", found, lookup)
        return not found.findings

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
