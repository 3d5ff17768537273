"""Two records as one event: what each side says, what would change, and saying so."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import linked
from twinline.desk.house import here
from twinline.desk.house.rows import row
from twinline.ledger.pairing import Count
from twinline.store import acting, reading
from twinline.store import one_event as kept
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.pairwords import difference, measure, number
from twinline.tongues import told

#: Differences that aren't of numbers: those stand in the table.
_PLAIN = ("days", "place", "class", "marks")


def one_event(user: User, lang: str, *, record_id: str, other_id: str) -> linked.OneEvent | None:
    """Return two records as one event or two, with what would change; None where this officer can't see such a pair."""
    ledger = this_ledger()
    try:
        found = kept.one_event(ledger, here.reader_of(user), record_id, other_id)
    except StoreError:
        return None
    names = {found.ours.record: "ours", found.theirs.record: "theirs"}
    kind, mine = found.theirs.kind, found.words.get(ledger.node.side)
    counted = names[found.counted("", "")] if found.linked else ""
    return linked.OneEvent(
        ours=row(found.ours, lang), theirs=row(found.theirs, lang),
        differences=tuple(told(difference(one, kind, lang), lang) for one in found.differences if one.what in _PLAIN),
        words=tuple(
            linked.Word(
                who=here.who(one.author, lang, side=side), same=one.same, at_ms=one.arrived,
                named=names.get(one.summed, ""),
            )
            for side, one in sorted(found.words.items(), key=lambda each: each[0] != ledger.node.side)
        ),
        linked=found.linked, counted=counted, wider=names.get(found.wider, ""),
        named=names[found.counted(ledger.node.side, mine.summed if mine else "")],
        counts=tuple(_counts(found, kind, counted, lang)), may=user.may(Right.RELEASE, kind),
    )  # fmt: skip


def same_event(user: User, *, record_id: str, other_id: str, same: bool, counted: str = "", now: int) -> bool:
    """Say that two records are one event, and which is counted (``ours``, ``theirs``), or that they aren't one.

    Return whether it was said. Raises ``PermissionDenied`` where this officer may not send, or may not see both.
    """
    ledger, reader = this_ledger(), here.reader_of(user)
    views = [reading.record(ledger, reader, one) for one in (record_id, other_id)]
    if views[0] is None or views[1] is None or not user.may(Right.RELEASE, views[0].row.kind):
        raise PermissionDenied
    named = {"ours" if view.row.side == ledger.node.side else "theirs": view.row.record for view in views if view}
    try:
        acting.same_event(
            ledger, views[0], views[1], summed=named.get(counted) if same else None, undo=not same,
            author=user.organisation, now=now,
        )  # fmt: skip
    except StoreError:
        return False
    return True


def _counts(found: kept.OneEvent, kind: str, counted: str, lang: str) -> list[linked.Counted]:
    """Return each number of the two records: what joint figures count of it now, and with each of them counted."""
    return [
        linked.Counted(
            what=measure(name, kind, lang), ours=number(ours, unit, lang), theirs=number(theirs, unit, lang),
            now=_now(ours, theirs, unit, counted, lang), differs=ours != theirs,
        )
        for (name, unit), (ours, theirs) in found.counts.items()
    ]  # fmt: skip


def _now(ours: Count | None, theirs: Count | None, unit: str, counted: str, lang: str) -> str:
    """Return what joint figures count of one number now: of two events both, though not added up here."""
    if counted:
        return number(ours if counted == "ours" else theirs, unit, lang)
    return " + ".join(number(one, unit, lang) for one in (ours, theirs) if one is not None)
