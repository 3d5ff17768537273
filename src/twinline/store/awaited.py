"""What somebody still has to do: requests not answered, the other side's records not confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from twinline.ledger.deadlines import ANSWERED, ANSWERED_LATE, Deadline, deadline
from twinline.ledger.fold import AGREED_ON_PAPER, STATED
from twinline.store import following, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row

#: How many of the latest requests, and of the other side's records of a standing, are looked through.
REQUESTS, LATEST = 300, 500
ASKING = ("notice",)


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
    found = [
        one
        for kind in ASKING
        for one in reading.records(ledger, reader, kind=kind, limit=REQUESTS)
        if following.hours_to_answer(one) is not None
    ]
    answered = {
        other for _how, _one, other in following.linked(ledger, reader, [one.record for one in found], "answers")
    }
    waiting = []
    for one in found:
        if one.record not in answered:
            hours = following.hours_to_answer(one) or 0
            due = deadline(hours, following.received(ledger, reader, one), None, now)
            if due.state not in (ANSWERED, ANSWERED_LATE):
                waiting.append((one, due))
    return waiting


def to_confirm(ledger: Ledger, reader: Reader) -> list[Row]:
    """Return the other side's records that name those who read and that nobody of us has answered.

    A question takes an answer, and an answer none: neither waits for a confirmation.
    """
    unanswered = [
        one
        for standing in (AGREED_ON_PAPER, STATED)
        for one in reading.records(ledger, reader, side=other_side(ledger), standing=standing, limit=LATEST)
    ]
    return [
        one
        for one in unanswered
        if not meaning.is_press(one.kind, one.body)
        and following.hours_to_answer(one) is None
        and not is_answer(one)
        and addressed(ledger, reader, one)
    ]


def unconfirmed(ledger: Ledger, reader: Reader, before: int) -> list[Row]:
    """Return our side's records that name the other side, reached others before an instant, and that nobody confirmed.

    Questions and answers aside: a question is asked after until it is answered.
    """
    return [
        one
        for one in reading.records(ledger, reader, side=ledger.node.side, standing=STATED, limit=LATEST)
        if one.arrived < before
        and not meaning.is_press(one.kind, one.body)
        and ledger.crosses(tuple(one.audience))
        and following.hours_to_answer(one) is None
        and not is_answer(one)
        and any(side == other_side(ledger) for side in map(ledger.roster().side, _named(one)))
    ]


def _named(row: Row) -> tuple[str, ...]:
    return tuple(meaning.counterparts_of(row.kind, row.version, row.body))


def is_answer(row: Row) -> bool:
    """Return whether a record answers another: nothing more is awaited of the other side."""
    return any(verb == following.ANSWERS for verb, _ in meaning.links(row.kind, row.version, row.body))
