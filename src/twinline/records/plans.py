"""How a joint plan goes: which of its tasks are done and which reviews were held, by what belongs to it. Pure.

Nobody types in how many: a task is done when the side whose it is says so in a record of its own, or confirms the
other's; a task of both takes both. A review was held when talks, a conference or a review belong to the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from twinline.records.fields.dates import days
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words

DONE, GIVEN_UP = "done", "given_up"
OPEN, LATE, HALF, CONTESTED = "open", "late", "half", "contested"
OUTCOMES = vocabulary(
    "outcome of a task",
    done=words(vi="đã xong", lo="ສຳເລັດແລ້ວ", en="done", fr="accomplie"),
    given_up=words(
        vi="hai bên thôi không làm",
        lo="ສອງຝ່າຍຕົກລົງບໍ່ເຮັດ",
        en="given up by both sides",
        fr="abandonnée par les deux côtés",
    ),
)
STATES = vocabulary(
    "how a task or a review of a plan stands",
    open=words(vi="chưa làm", lo="ຍັງບໍ່ທັນເຮັດ", en="open", fr="à faire"),
    late=words(vi="quá hạn", lo="ກາຍກຳນົດ", en="past its time", fr="en retard"),
    half=words(vi="chờ bên kia", lo="ລໍຖ້າອີກຝ່າຍ", en="said by one side", fr="dit par un côté"),
    contested=words(vi="chưa thống nhất", lo="ຍັງບໍ່ທັນເປັນເອກະພາບ", en="not yet agreed", fr="pas encore d’accord"),
    done=OUTCOMES["done"],
    given_up=OUTCOMES["given_up"],
)
BOTH = frozenset(("VN", "LA"))
#: What a planned review may be held as, and how many days before its own.
REVIEWS, EARLY_DAYS = frozenset(("review", "talks", "conference")), 45


@dataclass(frozen=True, slots=True)
class Word:
    """One record that says what became of a task: which, who stands behind it, the last civil day it tells of."""

    record: str
    task: int
    what: str
    outcome: str
    sides: frozenset[str]
    contested: bool
    day: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One task or review: its place in the plan from 1, a code of ``STATES``, and by when it is due (None: not said).

    ``day`` is the last civil day of what settled it; ``records`` are those that speak of it.
    """

    number: int
    state: str
    due: int | None
    day: int | None = None
    records: tuple[str, ...] = ()
    #: the sides that stand behind what is said of it
    sides: frozenset[str] = frozenset()

    @property
    def over(self) -> bool:
        """Return whether nothing more is to be done."""
        return self.state in (DONE, GIVEN_UP)


def tasks(
    body: Mapping[str, Any], said: Iterable[Word], today: int, earlier: Sequence[Mapping[str, Any]] = ()
) -> list[Standing]:
    """Return how each task of a plan stands on a civil day, given what the plan said before, the oldest first.

    A word goes with its task where that was renamed or moved since; one on what was never planned counts for none.
    """
    lists = [one.get("tasks", ()) for one in (*earlier, body)]
    words_on: dict[int | None, list[Word]] = {}
    for word in said:
        words_on.setdefault(_meant(word, lists), []).append(word)
    found = []
    for number, task in enumerate(lists[-1], start=1):
        meant = words_on.get(number, [])
        due = _due(body, task)
        state, day = _state(meant, task["whose"], due is not None and due < today)
        sides = frozenset().union(*(word.sides for word in meant if not word.contested))
        found.append(Standing(number, state, due, day, tuple(word.record for word in meant), sides))
    return found


def names(body: Mapping[str, Any], word: Word) -> bool:
    """Return whether a word names a task by the number and the subject that it has in a version of a plan."""
    planned = body.get("tasks", ())
    return 0 < word.task <= len(planned) and bool(planned[word.task - 1]["what"] == word.what)


def _meant(word: Word, lists: Sequence[Sequence[Mapping[str, Any]]]) -> int | None:
    """Return which task of the last list a word is on, by the latest list that has what it names; None if none has."""
    for place in range(len(lists) - 1, -1, -1):
        if names({"tasks": lists[place]}, word):
            number: int | None = word.task
            for before, after in pairwise(lists[place:]):
                number = _moved(before, after).get(number or 0)
            return number
    return None


def _moved(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Return by the number of each task in a plan the one that it has in the plan's next version.

    The same task is what is alike in all, then in what and whose, then in its place and whose: that was renamed.
    """
    left_before, left_after = dict(enumerate(before, start=1)), dict(enumerate(after, start=1))
    found = {}
    for alike in _ALIKE:
        for number, task in list(left_before.items()):
            same = [one for one, now in left_after.items() if alike(one, now) == alike(number, task)]
            if same:
                found[number] = same[0]
                del left_before[number], left_after[found[number]]
    return found


_ALIKE: tuple[Callable[[int, Mapping[str, Any]], object], ...] = (
    lambda number, task: (number, dict(task)),
    lambda _number, task: dict(task),
    lambda number, task: (number, task["what"], task["whose"]),
    lambda _number, task: (task["what"], task["whose"]),
    lambda number, task: (number, task["whose"]),
)


def _due(body: Mapping[str, Any], task: Mapping[str, Any]) -> int | None:
    """Return the last civil day for a task: its own, else that of its stage."""
    if "by" in task:
        return days(task["by"]).last
    stages = body.get("stages", ())
    return days(stages[task["stage"] - 1]["to"]).last if 0 < task.get("stage", 0) <= len(stages) else None


def _state(said: Sequence[Word], whose: str, late: bool) -> tuple[str, int | None]:
    standing = [word for word in said if not word.contested]
    for outcome, needed in ((DONE, BOTH if whose == "both" else frozenset((whose,))), (GIVEN_UP, BOTH)):
        alike = [word for word in standing if word.outcome == outcome]
        if alike and needed <= frozenset().union(*(word.sides for word in alike)):
            return outcome, max((word.day for word in alike if word.day is not None), default=None)
    if len(standing) < len(said):
        return CONTESTED, None
    return (HALF if said else LATE if late else OPEN), None


def reviews(body: Mapping[str, Any], held: Iterable[tuple[int, str]], today: int) -> list[Standing]:
    """Return how each planned review stands, given the last civil day and id of each that belongs to the plan.

    Each takes the first one held from 45 days before it on, and before the next one's 45 days; what was held once
    counts once.
    """
    planned = sorted(
        (days(said).last or 0, days(said).first or 0, number)
        for number, said in enumerate(body.get("reviews", ()), start=1)
    )
    left, found = sorted(held), []
    for place, (due, first, number) in enumerate(planned):
        until = planned[place + 1][1] - EARLY_DAYS if place + 1 < len(planned) else None
        fits = [one for one in left if one[0] >= first - EARLY_DAYS and (until is None or one[0] < max(until, due + 1))]
        if fits:
            left.remove(fits[0])
            found.append(Standing(number, DONE, due, fits[0][0], (fits[0][1],)))
        else:
            found.append(Standing(number, LATE if due < today else OPEN, due))
    return sorted(found, key=lambda one: one.number)
