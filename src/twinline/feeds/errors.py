"""What can be wrong with bytes that somebody sent, as a small tree of exceptions.

Every one carries ``check`` (a stable slug that programs and translations can
rely on), ``where`` (which field, line or leaf), ``sentence`` (what is wrong)
and ``remedy`` (what the officer can do).
"""

from __future__ import annotations

from twinline.sentences import Problem, Sentence

SEND_AGAIN = Sentence("Ask the sender to write it again, and keep this copy as evidence.")


class FeedError(Problem):
    """Anything in feeds/ that doesn't hold."""


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
