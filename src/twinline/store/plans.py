"""How joint plans go: their tasks and reviews, by the records that belong to them and that a reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twinline.ledger.fold import AGREED, DISPUTED
from twinline.records import plans
from twinline.records.plans import LATE, Standing, Word
from twinline.store import awaited, following, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row

#: For how many days after its time something is asked after.
ASKED_DAYS = 365


@dataclass(frozen=True, slots=True)
class Progress:
    """How a plan goes, and what belongs to it, the latest first."""

    tasks: tuple[Standing, ...]
    reviews: tuple[Standing, ...]
    rows: tuple[Row, ...]


def progress(ledger: Ledger, reader: Reader, plan: Row, *, today: int) -> Progress:
    """Return how a joint plan goes on a civil day, as a reader may know it."""
    found = {
        row.record: row for name in _told_twice(ledger, reader, plan)
        for row in following.pointing_to(ledger, reader, name, following.PART_OF)
        if meaning.readable(row.kind, row.version)
    }  # fmt: skip
    rows = sorted(found.values(), key=lambda row: (-(row.day_to or row.day_from or 0), row.record))
    body = dict(plan.body)
    held = [
        (row.day_to, row.record) for row in rows
        if row.kind == "activity" and row.body["type"] in plans.REVIEWS and row.day_to is not None
        and row.day_to <= today
    ]  # fmt: skip
    said = [_word(row) for row in rows if row.kind == "task_done"]
    return Progress(
        tuple(plans.tasks(body, said, today, _earlier(ledger, reader, plan, said))),
        tuple(plans.reviews(body, held, today)),
        tuple(rows),
    )


def _told_twice(ledger: Ledger, reader: Reader, plan: Row) -> list[str]:
    """Return the ids of a plan's record and of those that are one event with it: what names one means all."""
    same = reading.records(ledger, reader, kind="joint_plan", event=plan.event, limit=None) if plan.event else []
    return [plan.record, *(row.record for row in same if row.record != plan.record)]


def _earlier(ledger: Ledger, reader: Reader, plan: Row, said: list[Word]) -> list[Mapping[str, Any]]:
    """Return what a plan said before, the oldest first, where a word names a task that it doesn't have now."""
    if all(plans.names(plan.body, word) for word in said):
        return []
    view = reading.record(ledger, reader, plan.record)
    return [act.body for act in view.standing.versions[:-1]] if view else []


def _word(row: Row) -> Word:
    body = row.body
    sides = plans.BOTH if row.standing == AGREED else frozenset((row.side,))
    return Word(
        row.record, body["task"], body["what"], body["outcome"], sides, row.standing == DISPUTED, row.day_to
    )  # fmt: skip


def owed_by(ledger: Ledger, reader: Reader, side: str, today: int, last: int) -> Iterator[tuple[Row, Standing]]:
    """Yield the tasks that a side still has to do or to say something of by a civil day: plan, how the task stands.

    Of plans one of whose parties those who read answer for, and for a year after the task's time.
    """
    for row in reading.records(ledger, reader, kind="joint_plan", limit=None):
        readable = meaning.readable(row.kind, row.version)
        if not readable or not awaited.answers_for(ledger, reader.organisations, row.body["parties"]):
            continue
        for one in progress(ledger, reader, row, today=today).tasks:
            whose = row.body["tasks"][one.number - 1]["whose"]
            ours = whose in (side, "both") and side not in one.sides
            if ours and not one.over and one.due is not None and today - ASKED_DAYS <= one.due <= last:
                yield row, one


def late(ledger: Ledger, reader: Reader, today: int) -> Iterator[tuple[Row, str, Standing]]:
    """Yield the tasks and reviews of plans whose time is past, within a year: the plan, ``task`` or ``review``, how."""
    for row in reading.records(ledger, reader, kind="joint_plan", limit=None):
        if not meaning.readable(row.kind, row.version):
            continue
        found = progress(ledger, reader, row, today=today)
        for what, standings in (("task", found.tasks), ("review", found.reviews)):
            for one in standings:
                if one.state == LATE and one.due is not None and one.due >= today - ASKED_DAYS:
                    yield row, what, one
