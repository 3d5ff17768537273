"""Taking persons out of the number of suspects: what would be said anew, and saying it."""

from __future__ import annotations

from collections.abc import Collection

from twinline.access.models import User
from twinline.desk.house import here, open_record
from twinline.desk.house.rows import row
from twinline.desk.house.said import allowed
from twinline.desk.reported import Lowered, Recount
from twinline.store import acting, reach, recounting
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.reading import Reader
from twinline.tongues import told


def recount(user: User, lang: str, *, record_id: str, fewer: int) -> Recount | str:
    """Return what taking so many persons out would change, or why it can't be done.

    Raises ``PermissionDenied`` where this officer may not amend the record.
    """
    ledger, view = this_ledger(), allowed(user, record_id, "amend")
    try:
        found = recounting.plan(ledger, view, fewer)
    except StoreError as problem:
        return told(problem.told, lang)
    mine = [one for one in found.lowered if "amend" in open_record.may(user, acting.find(ledger, one.row.record))]
    reader = Reader.of_node(ledger)
    return Recount(
        fewer=fewer,
        lowered=tuple(
            Lowered(
                row=row(one.row, lang), before=one.before, after=one.after, chosen=one.row.record == view.row.record,
                waiting=tuple(here.who(who.organisation, lang, side=who.side)
                              for who in reach.reached(ledger, reader, one.row.record) if who.has_node),
            )
            for one in mine
        ),
        others=tuple(row(one.row, lang) for one in found.lowered if one not in mine),
        theirs=tuple(row(one, lang) for one in found.theirs),
        reported=tuple(row(one, lang) for one in found.reported),
    )  # fmt: skip


def take_out(user: User, lang: str, *, record_id: str, fewer: int, chosen: Collection[str], now: int) -> str:
    """Take persons out of a record and of those ``chosen`` among the tied ones; return why it can't be, or nothing.

    Raises ``PermissionDenied`` where this officer may not amend all of them.
    """
    ledger, view = this_ledger(), allowed(user, record_id, "amend")
    try:
        planned = recounting.plan(ledger, view, fewer)
        left_out = {one.row.record for one in planned.lowered} - {*chosen, view.row.record}
        for one in planned.lowered:
            if one.row.record not in left_out:
                allowed(user, one.row.record, "amend")
        recounting.recount(ledger, view, fewer, left_out, now=now)
    except StoreError as problem:
        return told(problem.whole, lang)
    return ""
