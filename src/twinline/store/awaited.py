"""What somebody still has to do: requests not answered, the other side's records not confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twinline.ledger.deadlines import Deadline, deadline
from twinline.ledger.fold import AGREED_ON_PAPER, STATED
from twinline.records.kind import ANSWER
from twinline.store import following, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row


def other_side(ledger: Ledger) -> str:
    """Return the side across the border."""
    return "LA" if ledger.node.side == "VN" else "VN"


def answers_for(ledger: Ledger, organisations: Iterable[str], counterparts: Iterable[str]) -> bool:
    """Return whether one of some organisations is a named counterpart, or over one."""
    roster, named = ledger.roster(), tuple(counterparts)
    return any(mine == code or mine in roster.superiors(code) for mine in organisations for code in named)


def addressed(ledger: Ledger, reader: Reader, row: Row) -> bool:
    """Return whether a record names those who read, so that they may confirm it or answer."""
    return answers_for(ledger, reader.organisations, meaning.counterparts_of(row.kind, row.version, row.body))


def open_requests(ledger: Ledger, reader: Reader, *, now: int) -> list[tuple[Row, Deadline]]:
    """Return the requests that nobody of the other side has answered, with their deadlines."""
    rows = reading.records(ledger, reader, waits=(ANSWER,), unanswered=True, limit=None)
    received = following.received(ledger, reader, rows)
    asked = ((one, following.hours_to_answer(one)) for one in rows)
    return [(one, deadline(hours, received.get(one.record), None, now)) for one, hours in asked if hours is not None]


def to_confirm(ledger: Ledger, reader: Reader) -> dict[str, Any]:
    """Return what to ask of ``reading`` for the other side's records that name those who read and wait for their word.

    A question takes an answer, and an answer none: neither waits for a confirmation.
    """
    asked: dict[str, Any] = {
        "side": other_side(ledger), "standings": (AGREED_ON_PAPER, STATED), "waits_not": ANSWER,
    }  # fmt: skip
    groups = reading.asked_of(ledger, reader, **asked)
    return {**asked, "asked": [" ".join(codes) for codes in groups if answers_for(ledger, reader.organisations, codes)]}


def unconfirmed(ledger: Ledger, reader: Reader, before: int) -> dict[str, Any]:
    """Return what to ask of ``reading`` for our side's records that name the other side and that nobody confirmed.

    Such as reached others before an instant; questions and answers aside: a question is asked after until it is
    answered.
    """
    asked: dict[str, Any] = {
        "side": ledger.node.side, "standings": (STATED,), "waits_not": ANSWER, "crossing": True,
        "arrived_before": before,
    }  # fmt: skip
    side, theirs = ledger.roster().side, other_side(ledger)
    groups = reading.asked_of(ledger, reader, **asked)
    return {**asked, "asked": [" ".join(codes) for codes in groups if any(side(code) == theirs for code in codes)]}


def is_answer(row: Row) -> bool:
    """Return whether a record answers another: nothing more is awaited of the other side."""
    return any(verb == following.ANSWERS for verb, _ in meaning.links(row.kind, row.version, row.body))
