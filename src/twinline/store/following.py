"""Following up: what answers a record, what carries it out, what belongs to it, and when an answer is due.

A link is read together with the version that states it. It stands as long as that version does, and waits where
what it points to isn't here: nothing is folded anew for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries
from twinline.ledger import threads
from twinline.ledger.deadlines import Deadline, deadline
from twinline.ledger.fold import LIVE
from twinline.ledger.threads import Delivery, Fulfilment
from twinline.records import registry
from twinline.records.cooperation import DELIVERED, months_between, term_of
from twinline.records.facts import thousandths
from twinline.records.fields.dates import days
from twinline.store import meaning, reading, receipts
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names, later_name
from twinline.store.reading import Reader, Row
from twinline.store.stating import ANSWERS

FULFILS, PART_OF = "fulfils", "part_of"
_IN = 500
_STANDS = (
    "FROM store_link l JOIN store_record r ON r.entry = l.entry AND r.record = l.record "
    "WHERE r.arrived_from IS NOT NULL AND r.arrived_to IS NULL "
    f"AND r.standing IN ({', '.join(repr(each) for each in sorted(LIVE))})"
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The notices of one thread in the order in which they answer each other, with what is due for each request.

    ``missing`` are the ids of what is answered here but hasn't arrived.
    """

    rows: tuple[Row, ...]
    answers: Mapping[str, str]
    deadlines: Mapping[str, Deadline]
    missing: tuple[str, ...]


def linked(ledger: Ledger, reader: Reader, records: Iterable[str], verb: str = "") -> list[tuple[str, str, str]]:
    """Return the links (verb, from, to) that stand and touch some records, as far as the reader may see them."""
    readable = reading.readable_audiences(ledger, reader)
    wanted = sorted(set(records))
    found: set[tuple[str, str, str]] = set()
    if not readable:
        return []
    told = f"{_STANDS} AND r.audience IN ({', '.join(map(str, readable))})" + (" AND l.verb = %s" if verb else "")
    with ledger.connection.cursor() as cursor:
        for start in range(0, len(wanted), _IN):
            part = wanted[start : start + _IN]
            marks = ", ".join(["%s"] * len(part))
            for end in ("record", "other"):
                cursor.execute(
                    f"SELECT l.verb, l.record, l.other {told} AND l.{end} IN ({marks})",
                    [*([verb] if verb else []), *part],
                )
                found.update((str(how), str(one), str(other)) for how, one, other in cursor.fetchall())
    return sorted(found)


def pointing_to(ledger: Ledger, reader: Reader, record: str, verb: str) -> list[Row]:
    """Return the records that name a record by a link and stand, the latest first."""
    names = earlier_names(ledger, record)
    ids = {one for _, one, other in linked(ledger, reader, names, verb) if other in names}
    return reading.records(ledger, reader, ids=ids, limit=len(ids)) if ids else []


def thread(ledger: Ledger, reader: Reader, record: str, *, now: int) -> Thread:
    """Return the thread that a notice is in, as the reader may see it."""
    group, answers = {record}, dict[str, str]()
    while True:
        found = {(one, later_name(ledger, other)) for _, one, other in linked(ledger, reader, group, ANSWERS)}
        answers |= dict(found)
        grown = group | threads.thread(record, answers.items())
        if grown == group:
            break
        group = grown
    rows = {row.record: row for row in reading.records(ledger, reader, ids=group, limit=len(group))}
    alive = {name: row for name, row in rows.items() if row.standing in LIVE}
    ordered = _ordered(alive, answers)
    due = _deadlines(ledger, reader, ordered, answers, now)
    return Thread(tuple(ordered), answers, due, tuple(sorted(group - set(rows))))


def _ordered(rows: Mapping[str, Row], answers: Mapping[str, str]) -> list[Row]:
    """Return what answers after what it answers; beside each other by id, which is by time."""
    depth: dict[str, int] = {}

    def of(record: str) -> int:
        if record not in depth:
            depth[record] = 0  # a circle ends here
            above = answers.get(record, "")
            depth[record] = of(above) + 1 if above in rows else 0
        return depth[record]

    return sorted(rows.values(), key=lambda row: (of(row.record), row.record))


def _deadlines(
    ledger: Ledger, reader: Reader, rows: Sequence[Row], answers: Mapping[str, str], now: int
) -> dict[str, Deadline]:
    replies: dict[str, list[Row]] = {}
    for row in rows:
        if row.record in answers:
            replies.setdefault(answers[row.record], []).append(row)
    asking = [row for row in rows if hours_to_answer(row) is not None]
    signed, found = received(ledger, reader, asking), {}
    for row in asking:
        hours = hours_to_answer(row)
        if hours is not None:
            held = [
                each.held if each.held is not None else each.arrived
                for each in replies.get(row.record, ())
                if each.side != row.side
            ]
            found[row.record] = deadline(hours, signed.get(row.record), min(held, default=None), now)
    return found


def hours_to_answer(row: Row) -> int | None:
    """Return in how many hours an answer to a record is awaited, or None where none is."""
    if not meaning.readable(row.kind, row.version):
        return None
    return registry.of_kind(row.kind).hours_to_answer(dict(row.body))


def received(ledger: Ledger, reader: Reader, rows: Sequence[Row]) -> dict[str, int]:
    """Return by record when the other side signed for it: a desk of an addressee if there is one, else any of theirs.

    What nobody there signed for yet is left out. Both sides hold the same receipts, so both count from one instant.
    """
    roster, found = ledger.roster(), dict[str, int]()
    with ledger.connection.cursor() as cursor:
        receipts_of = receipts.First(cursor)
        for row, feed, of, position in list(_first_told(ledger, reader, cursor, rows)):
            addressees = set(meaning.counterparts_of(row.kind, row.version, row.body))
            signed, meant = [], []
            for node, side, size, at in receipts_of.over(feed, position):
                if side and side != row.side:
                    signed.append(at)
                    if addressees & {*roster.hosted(node), receipts.organisation_of(roster, node, of, size)}:
                        meant.append(at)
            if signed:
                found[row.record] = min(meant or signed)
    return found


def _first_told(
    ledger: Ledger, reader: Reader, cursor: CursorWrapper, rows: Sequence[Row]
) -> Iterator[tuple[Row, int, receipts.Of, int]]:
    """Yield where each record was said first, as far as the reader may see it: feed and position."""
    readable = reading.readable_audiences(ledger, reader)
    told = set[str]()
    for start in range(0, len(rows) if readable else 0, _IN):
        part = {row.record: row for row in rows[start : start + _IN]}
        cursor.execute(
            "SELECT e.record, e.raw, e.position, f.id, f.feed, f.node, f.organisation FROM store_entry e "  # noqa: S608
            f"JOIN store_feed f ON f.id = e.feed_id WHERE e.record IN ({', '.join(['%s'] * len(part))}) "
            f"AND e.quarantine = '' AND f.audience_id IN ({', '.join(map(str, readable))}) ORDER BY e.id",
            [*part],
        )
        for record, raw, position, feed, name, node, organisation in cursor.fetchall():
            if record not in told and entries.read(bytes(raw)).act in ("say", "amend"):
                told.add(record)
                yield part[record], feed, receipts.Of(name, node, organisation), position


def is_pledge(row: Row) -> bool:
    """Return whether a record is support that was pledged: what delivers it is a record of its own."""
    return row.kind == "support" and row.body.get("step") == "pledged"


def due_days(row: Row, day: int) -> list[int]:
    """Return the civil days by whose end something of a commitment is owed, as it is about a civil day.

    Of what is owed every year, half-year, quarter or month these are two: the end of the one before, where it was owed
    then, and of the one that holds the day.
    """
    until = days(row.body["until"]).last if "until" in row.body else None
    months = months_between(row.body)
    if not months:
        return [] if until is None else [until]
    begun = days(row.body["agreed"]).first if "agreed" in row.body else None
    this = term_of(day, months)
    found = []
    for start, end in (term_of(this[0] - 1, months), this):
        owed = start == this[0] if begun is None else begun <= end
        if owed and (until is None or start <= until):
            found.append(end if until is None else min(end, until))
    return found


def fulfilment(ledger: Ledger, reader: Reader, row: Row, *, day: int) -> Fulfilment:
    """Return what of a commitment was delivered, counted from the records that carry it out, each event once.

    Of what is owed every year, half-year, quarter or month: in the one that holds the civil ``day``.
    """
    owed: dict[str, Any] = dict(row.body).get("owed") or {}
    pledged = thousandths(owed["amount"]) if owed else None
    names = earlier_names(ledger, row.record)
    readable = reading.readable_audiences(ledger, reader)
    marks = ", ".join(["%s"] * len(names))
    months = months_between(row.body)
    within = "AND f.day_to BETWEEN %s AND %s " if months else ""
    deliveries = []
    if readable:
        with ledger.connection.cursor() as cursor:
            cursor.execute(
                "SELECT f.record, f.value, f.unit, f.reference_set FROM store_link l "  # noqa: S608
                "JOIN store_fact f ON f.entry_id = l.entry AND f.member = l.other AND f.measure = %s "
                f"WHERE l.verb = %s AND l.other IN ({marks}) AND f.summed = 1 "
                f"AND f.arrived_from IS NOT NULL AND f.arrived_to IS NULL {within}"
                f"AND f.audience_id IN ({', '.join(map(str, readable))}) ORDER BY f.record, f.unit",
                [DELIVERED, FULFILS, *sorted(names), *(term_of(day, months) if months else ())],
            )
            deliveries = [
                Delivery(str(record), int(value), str(unit), str(level).removeprefix("level_"))
                for record, value, unit, level in cursor.fetchall()
            ]
    return threads.fulfilment(pledged, str(owed.get("unit", "")), str(row.body.get("level", "")), deliveries)
