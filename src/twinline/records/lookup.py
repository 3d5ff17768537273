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
