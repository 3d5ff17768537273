"""How long an answer may take: the time runs from when the other side signed for what was asked."""

from __future__ import annotations

from dataclasses import dataclass

HOUR_MS = 3_600_000

ON_ITS_WAY = "on_its_way"
WAITING = "waiting"
REMIND = "remind"
OVERDUE = "overdue"
ESCALATED = "escalated"
ANSWERED = "answered"
ANSWERED_LATE = "answered_late"

#: States in which an answer is still owed.
OPEN = frozenset({WAITING, REMIND, OVERDUE, ESCALATED})


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer is due and how it stands; instants in milliseconds, ``None`` where not known (yet).

    ``received`` is when the other side signed for the request, ``answered`` from when both sides held the reply.
    """

    hours: int
    received: int | None
    due: int | None
    answered: int | None
    state: str


def deadline(hours: int, received: int | None, answered: int | None, now: int) -> Deadline:
    """Return how an answer stands at an instant.

    Nothing is due before the receipt. In the last third of the time it is called to mind; it is overdue after
    it, and goes up to the superiors when as much time again has passed.
    """
    if received is None:
        # An answer without a receipt for the request: whoever answers has read it.
        return Deadline(hours, None, None, answered, ANSWERED if answered is not None else ON_ITS_WAY)
    length = hours * HOUR_MS
    due = received + length
    if answered is not None:
        return Deadline(hours, received, due, answered, ANSWERED if answered <= due else ANSWERED_LATE)
    if now <= due - length // 3:
        state = WAITING
    elif now <= due:
        state = REMIND
    else:
        state = OVERDUE if now <= due + length else ESCALATED
    return Deadline(hours, received, due, None, state)
