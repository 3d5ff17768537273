"""What the store refuses, in sentences that a person can act on."""

from __future__ import annotations


class StoreError(Exception):
    """Something could not be kept or found; nothing was written."""


class NoRecord(StoreError):
    """No record of that name can be seen here."""

    def __init__(self, told: str) -> None:
        super().__init__(
            f"No single record here is called {told!r}: give its id, or enough of its beginning (see 'twinline list')."
        )
