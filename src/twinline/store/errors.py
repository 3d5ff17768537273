"""What the store refuses, in sentences that a person can act on."""

from __future__ import annotations

from twinline.sentences import Problem, Sentence


class StoreError(Problem):
    """Something could not be kept or found; nothing was written."""


class UnknownCode(StoreError):
    """A code names no organisation, place or gate that is known here."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "unknown-code",
            Sentence(
                "No organisation, place or gate here has the code {code!r}: 'twinline list organisation' names them.",
                code=code,
            ),
        )


class NoRecord(StoreError):
    """No record of that name can be seen here."""

    def __init__(self, told: str) -> None:
        super().__init__(
            "no-record",
            Sentence(
                "No single record here is called {told!r}: give its id, or enough of its beginning "
                "(see 'twinline list').",
                told=told,
            ),
        )
