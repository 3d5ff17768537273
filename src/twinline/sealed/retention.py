"""When parts end, and whether the clock may be believed. Pure: days and instants come in, a decision goes out.

A clock can't destroy: nothing is erased by date where the clock went further than ``TRUSTED_STEP_MS`` since the last
run, or back, or where no other node's recent word agrees with it; then a person confirms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from twinline.times import DAY_MS, day_of

TRUSTED_STEP_MS = 35 * DAY_MS
#: How far another node's word may lie from our clock and still agree with it.
AGREES_MS = 35 * DAY_MS


class Doubt(Enum):
    """Why the clock isn't believed."""

    JUMPED = "jumped"
    WENT_BACK = "went-back"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the decision needs of a part: its id, its end and, if it is held, the end of the hold (civil days)."""

    part: str
    ends: int
    held_to: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Which parts are to be erased now, and why none are if the clock is in doubt (``due`` are those that would be)."""

    erase: tuple[str, ...]
    due: tuple[str, ...]
    doubt: Doubt | None


def decide(
    parts: Iterable[Kept], *, now: int, last_run: int | None, peer_word: int | None, confirmed: bool = False
) -> Decision:
    """Return what is to be erased at the instant ``now``.

    ``last_run`` is the instant of the last run, ``peer_word`` the latest instant that any other node's signed word
    names; ``confirmed`` is a person's word that the clock is right.
    """
    today = day_of(now)
    due = tuple(each.part for each in parts if is_past(each.ends, each.held_to, today))
    doubt = None if confirmed else doubted(now=now, last_run=last_run, peer_word=peer_word)
    return Decision(() if doubt else due, due, doubt)


def is_past(ends: int, held_to: int | None, today: int) -> bool:
    """Return whether a part's end, and that of its hold if there is one, lie before a civil day."""
    return max(ends, held_to or ends) < today


def doubted(*, now: int, last_run: int | None, peer_word: int | None) -> Doubt | None:
    """Return why the clock isn't believed at ``now``, or None."""
    if last_run is not None and now < last_run - DAY_MS:
        return Doubt.WENT_BACK
    if last_run is not None and now - last_run > TRUSTED_STEP_MS:
        return Doubt.JUMPED
    if peer_word is None or abs(now - peer_word) > AGREES_MS:
        return Doubt.ALONE
    return None
