"""What can go wrong between two nodes.

Each error has a stable ``check`` (for programs, tests and translations), ``where`` it was found, and a
``sentence`` that says what, where and what to do.
"""

from __future__ import annotations

from twinline.sentences import Problem, Text


class ExchangeError(Problem):
    """The root of the tree. Its sentence says all; ``where`` is for programs."""

    @property
    def whole(self) -> Text:
        return self.told


class NodeStopped(ExchangeError):
    """This node may sign nothing: it isn't the copy that ran last, or its organisation has ended it."""


class ParcelRefused(ExchangeError):
    """A parcel was refused whole; nothing of it was kept."""


class NotAParcel(ParcelRefused):
    """The bytes are no parcel, or none of a format known here."""


class Damaged(ParcelRefused):
    """The parcel isn't what its sender signed: cut short, altered or against the format."""


class NotForUs(ParcelRefused):
    """The parcel, or the file around it, was written for another node."""


class UnknownSender(ParcelRefused):
    """The parcel was written by a node this one isn't paired with."""


class RevokedSender(UnknownSender):
    """The parcel names a node whose key its organisation said to be in wrong hands."""


class TooLarge(ParcelRefused):
    """The parcel is larger than a node takes."""


class FeedRefused(ExchangeError):
    """One feed inside a sound parcel was refused; the others were kept."""


class PairingError(ExchangeError):
    """A pairing card isn't sound, or isn't whose it was said to be."""


class NotAuthentic(ExchangeError):
    """An HTTP message isn't signed by the node it should come from."""


class Unreachable(ExchangeError):
    """The other node gave no usable answer."""


class DictionaryUnknown(Unreachable):
    """The other node doesn't know the dictionary with which it was spoken to: say it again without."""
