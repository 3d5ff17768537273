"""Both sides' records beside each other: what may be one event, and the reconciliation sheet of a month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk.house import here
from twinline.desk.house.rows import row
from twinline.desk.house.sheets import FORMS, counted
from twinline.desk.seen import LinesOf, Perhaps, SheetRead, SideBySide, SideLine
from twinline.ledger.fold import RELEASED, WITHDRAWN
from twinline.sheets import answering, tables
from twinline.store import meaning, pairing, reading, reconciling
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.pairwords import difference, reason
from twinline.times import day_of, iso
from twinline.tongues import told

#: How many proposals a record's page shows.
SHOWN = 3


def perhaps(user: User, lang: str, record_id: str) -> Sequence[Perhaps]:
    """Return what may tell the same event as a record, with the reasons; only what this officer may read.

    Whoever may not send isn't asked, nor anybody about a record that stays on our side.
    """
    kept = reading.records(this_ledger(), here.reader_of(user), ids=[record_id])
    if not user.may_release or not kept or not here.crosses(kept[0].audience):
        return []
    found = pairing.proposals(this_ledger(), here.reader_of(user), record=record_id)
    return [
        Perhaps(
            row=row(found.rows[each.second], lang),
            reasons=tuple(told(reason(why, found.rows[each.second].kind, lang), lang) for why in each.reasons),
        )
        for each in found.proposals[:SHOWN]
    ]


def side_by_side(user: User, lang: str, *, month: str) -> SideBySide | None:
    """Return the sheet of a month (``2026-06``), or None where that is no month."""
    ledger = this_ledger()
    try:
        sheet = reconciling.sheet(ledger, here.reader_of(user), month)
    except StoreError:
        return None
    lines = [_line(user, line, lang) for line in sheet.lines]
    year, number = int(month[:4]), int(month[5:])
    return SideBySide(
        month=month,
        before=f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}",
        after=f"{year + (number == 12):04}-{number % 12 + 1:02}",
        groups=tuple(_group(lines, state) for state in reconciling.STATES if any(one.state == state for one in lines)),
        confirmable=sum(line.may_confirm for line in lines),
    )


def confirm_equal(user: User, *, month: str, records: Collection[str], now: int) -> int | None:
    """Confirm those records of theirs that equal ours, in one act. Return how many; None where one no longer does."""
    kept = reading.records(this_ledger(), here.reader_of(user), ids=records)
    if not user.may_release or not all(user.may(Right.RELEASE, one.kind) for one in kept):
        raise PermissionDenied
    try:
        reconciling.confirm(this_ledger(), here.reader_of(user), month, only=records, author=user.organisation, now=now)
    except StoreError:
        return None
    return len(records)


def month_sheet(user: User, lang: str, *, month: str, form: str) -> bytes | None:
    """Return a month as a spreadsheet with room for answers, or None where there is no such month or form."""
    ledger, reader = this_ledger(), here.reader_of(user)
    try:
        found = reconciling.sheet(ledger, reader, month)
    except StoreError:
        return None
    return answering.write(ledger, reader, found, lang, form) if form in FORMS else None


def answers_in(
    user: User, lang: str, *, month: str, data: bytes, name: str, take: bool, good_rows: bool, now: int
) -> SheetRead | None:
    """Return what a filled sheet of a month answers; say it if ``take``: all of it, or none. None: no such month."""
    ledger, reader = this_ledger(), here.reader_of(user)
    try:
        month_told = reconciling.sheet(ledger, reader, month)
        found = tables.read(data, name)
    except tables.BadSheet as refused:
        return SheetRead(kind="", refused=told(refused, lang))
    except StoreError:
        return None
    seen = answering.preview(
        ledger, reader, month_told, found, lang=lang, author=user.organisation, may=lambda row: _may_answer(user, row)
    )
    said = 0
    if take and (good_rows or not seen.flaws):
        said = len(seen.new)
        answering.say(ledger, reader, seen, author=user.organisation, now=now)
    return SheetRead(kind="", **counted(seen, lang), said=said, tried=take)


def _may_answer(user: User, row: reading.Row) -> bool:
    """Return whether an officer confirms or contests a record of theirs."""
    named = meaning.counterparts_of(row.kind, row.version, row.body)
    return (
        row.standing not in (WITHDRAWN, RELEASED)
        and not meaning.is_press(row.kind, row.body)
        and here.answers_for(user, named)
        and user.may(Right.RELEASE, row.kind)
    )


def last_month(now: int) -> str:
    """Return the month before the present one."""
    today = date.fromisoformat(iso(day_of(now)))
    return f"{today.year - (today.month == 1):04}-{(today.month - 2) % 12 + 1:02}"


def _group(lines: Sequence[SideLine], state: str) -> LinesOf:
    found = [line for line in lines if line.state == state]
    return LinesOf(
        state=state,
        lines=tuple(line for line in found if not line.unasked),
        unasked=tuple(line for line in found if line.unasked),
    )


def _line(user: User, line: reconciling.Line, lang: str) -> SideLine:
    kind = line.theirs.kind if line.theirs else ""
    named = line.theirs is not None and here.answers_for(
        user, meaning.counterparts_of(line.theirs.kind, line.theirs.version, line.theirs.body)
    )
    return SideLine(
        state=line.state,
        ours=row(line.ours, lang) if line.ours else None,
        theirs=row(line.theirs, lang) if line.theirs else None,
        reasons=tuple(told(reason(one, kind, lang), lang) for one in line.reasons),
        differences=tuple(told(difference(one, kind, lang), lang) for one in line.differences),
        may_confirm=line.state == "equal" and named and user.may(Right.RELEASE, kind),
        may_link=bool(line.ours and line.theirs and line.differences) and user.may(Right.RELEASE, kind),
        unasked=line.state in ("only_ours", "only_theirs") and not any(map(_asks, (line.ours, line.theirs))),
    )


def _asks(kept: reading.Row | None) -> bool:
    """Return whether a record names somebody who may confirm or contest it."""
    return kept is not None and bool(meaning.counterparts_of(kept.kind, kept.version, kept.body))
