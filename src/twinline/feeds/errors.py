"""What can be wrong with bytes that somebody sent, as a small tree of exceptions.

Every one carries ``check`` (a stable slug that programs and translations can
rely on), ``where`` (which field, line or leaf), ``sentence`` (what is wrong)
and ``remedy`` (what the officer can do).
"""

from __future__ import annotations

SEND_AGAIN = "Ask the sender to write it again, and keep this copy as evidence."


class FeedError(Exception):
    """Anything in feeds/ that doesn't hold."""

    def __init__(self, check: str, sentence: str, *, where: str = "", remedy: str = "") -> None:
        self.check = check
        self.where = where
        self.sentence = sentence
        self.remedy = remedy
        super().__init__(check, sentence, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return " ".join(part for part in (f"{place}{self.sentence}", self.remedy) if part)


class Malformed(FeedError):
    """The bytes don't have the form that docs/format.md asks for."""


class BadSignature(FeedError):
    """No signature by the key asked for, or one that doesn't verify."""


class BadTree(FeedError):
    """Leaves, root or proof of a Merkle tree don't fit together."""


class Untrusted(FeedError):
    """The certificates don't lead to a root that was compared in person."""


class NotForUs(FeedError):
    """Well formed, but addressed to somebody else."""


class Refused(FeedError):
    """A batch of a feed is refused; nothing of it may be kept as that feed's."""
