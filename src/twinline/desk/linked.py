"""What the page shows on which two records are said to be one event."""

from __future__ import annotations

from dataclasses import dataclass

from twinline.desk.seen import Row, Who


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a side said of the two: one event or not, and which it names to be counted (``ours``, ``theirs``)."""

    who: Who
    same: bool
    at_ms: int
    named: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One number of the two: what it counts, what joint figures count now, and with each of the two counted."""

    what: str
    now: str
    ours: str
    theirs: str
    differs: bool


@dataclass(frozen=True, kw_only=True)
class OneEvent:
    """Both records beside each other, what each side says, and what would change.

    ``may``: this officer may say which is counted.
    ``wider`` (``ours``, ``theirs``) has more readers and is counted; where it is empty, ``named`` is what is chosen.
    """

    ours: Row
    theirs: Row
    differences: tuple[str, ...]
    words: tuple[Word, ...]
    linked: bool
    counted: str
    wider: str
    named: str
    counts: tuple[Counted, ...]
    may: bool
