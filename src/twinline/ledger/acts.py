"""The acts of one record, as the fold sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SAY = "say"
AMEND = "amend"
WITHDRAW = "withdraw"
COUNTERSIGN = "countersign"
DISPUTE = "dispute"
SAME_EVENT = "same_event"
RELEASED_AS = "released_as"
TRANSLATE = "translate"
ON_PAPER = "on_paper"

#: Acts that must go to the audience of the record they are about (SPINE: one record, one audience for life).
SAME_AUDIENCE = frozenset({AMEND, WITHDRAW, COUNTERSIGN, DISPUTE, ON_PAPER})

Clock = Literal["arrived", "held"]


@dataclass(frozen=True, slots=True)
class Act:
    """One entry about a record.

    ``arrived`` is when this node wrote it down; ``held`` is from when the
    receipts show that both sides held it (``None``: not yet). Both in
    milliseconds. ``version`` is that of the kind's declaration, for the body.
    """

    hash: bytes
    entry: int
    record: str
    act: str
    kind: str
    author: str
    side: str
    about: str
    audience: int
    follows: bytes | None
    body: Mapping[str, Any]
    arrived: int
    held: int | None
    version: int = 1

    def known(self, clock: Clock) -> int | None:
        """Return from when the act is known on the clock asked for."""
        return self.arrived if clock == "arrived" else self.held


@dataclass(frozen=True, slots=True)
class Law:
    """What the fold must be told about kinds and organisations, as functions.

    ``counterparts`` gives the organisations that an act telling the record
    names as its other party; ``essentials`` what an amendment may not touch
    and stay agreed (time, place, parties, facts); ``superiors`` the rostered superiors of an
    organisation; ``wider`` which of two audiences holds the other (``None``: neither does).
    """

    counterparts: Callable[[Act], tuple[str, ...]]
    essentials: Callable[[Act], object]
    superiors: Callable[[str], tuple[str, ...]]
    wider: Callable[[int, int], int | None]
