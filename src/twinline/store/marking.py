"""Marks on what is kept, whoever said it: text that names what is never recorded of people, days that hadn't come."""

from __future__ import annotations

from typing import Any

from twinline.records import free_text, registry
from twinline.records.findings import Finding
from twinline.store import meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row, View
from twinline.times import day_of, iso

#: What is said this many days ahead may be a clock that is a little slow.
LENIENT_DAYS = 1


def marked(ledger: Ledger, view: View) -> list[Finding]:
    """Return where the words of a record, or of an answer to it, name what never crosses.

    Of our own words: what to take out before they are sent. Of another side's: not to pass them on. Such an entry can't
    be refused, for the feed around it would stand still; it is kept as it was signed, and marked wherever it is shown.
    """
    found: list[Finding] = []
    standing = (view.standing.tip, *(voice.act for voice in view.standing.voices))
    for act in standing:
        rule = free_text.RULE if act.side == ledger.node.side else free_text.THERE
        found += free_text.stays_home(act.act, act.kind, act.body, rule)
    return found


def untimely(view: View) -> list[Finding]:
    """Return the finding that a record tells, as of what has been, of a day that hadn't come when it arrived here.

    It is kept and counted on the day it says, for its author alone can put it right; nobody should rest on it unwarned.
    """
    row, tip = view.row, view.standing.tip
    body = dict(row.body)
    if not meaning.readable(row.kind, row.version) or not _ahead(row.kind, body, tip.arrived):
        return []
    declared = registry.of_kind(row.kind)
    first, field = declared.event_days(body).first, declared.time_field
    told = declared.fields.get(field)
    return [Finding(field, "day_to_come", iso(first or 0), told.label if told else None, {})]


def still_ahead(ledger: Ledger, reader: Reader, now: int) -> list[Row]:
    """Return records that tell of a day that hasn't come yet as of what has been, the farthest first."""
    found = reading.records(
        ledger, reader, kinds=registry.OF_THE_PAST, begins=day_of(now) + LENIENT_DAYS + 1, limit=None
    )
    return [
        one for one in found
        if meaning.readable(one.kind, one.version) and _ahead(one.kind, dict(one.body), now)
    ]  # fmt: skip


def _ahead(kind: str, body: dict[str, Any], said: int) -> bool:
    return registry.ahead_of(kind, body, day_of(said) + LENIENT_DAYS)
