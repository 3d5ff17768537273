"""What the records need to know of organisations and gates: a look-up somebody else answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class KnownOrganisation(Protocol):
    """An organisation as far as a record needs it."""

    @property
    def code(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def names(self) -> Mapping[str, str]: ...


class KnownGate(Protocol):
    """A border gate as far as a record needs it."""

    @property
    def code(self) -> str: ...
    @property
    def names(self) -> Mapping[str, str]: ...


class Lookup(Protocol):
    """Answers for codes: the packaged gazetteer does, a roster beside it may."""

    def organisation(self, code: str) -> KnownOrganisation | None:
        """Return the organisation with a code, ended ones too, or None."""

    def gate(self, code: str) -> KnownGate | None:
        """Return the gate with a code, or None."""


class Beside:
    """Several look-ups as one: the first that knows a code answers (a roster, then the gazetteer)."""

    def __init__(self, *lookups: Lookup) -> None:
        self._lookups = lookups

    def organisation(self, code: str) -> KnownOrganisation | None:
        """Return the organisation with a code, or None."""
        return next((known for one in self._lookups if (known := one.organisation(code))), None)

    def gate(self, code: str) -> KnownGate | None:
        """Return the gate with a code, or None."""
        return next((known for one in self._lookups if (known := one.gate(code))), None)
