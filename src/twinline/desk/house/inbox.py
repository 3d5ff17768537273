"""What waits for an officer: to answer, overdue, to confirm, contested, to release, lapsing, to review."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from twinline.access.models import MailTrouble, User
from twinline.desk import telling
from twinline.desk.followed import Inbox, Item, Waiting
from twinline.desk.house import here
from twinline.desk.house.kept import awaiting
from twinline.desk.house.rounds import due_words, sheet_address
from twinline.desk.house.rows import row
from twinline.ledger.deadlines import ESCALATED, OVERDUE, Deadline
from twinline.records import registry
from twinline.records.fields.dates import days, shown_date
from twinline.sentences import unpacked
from twinline.store import awaited, following, meaning, reading, rounds
from twinline.store.here import this_ledger
from twinline.store.reading import Reader, Row
from twinline.store.rounds import MISSING, Standing, Unit
from twinline.times import day_of
from twinline.tongues import told

#: How many of the latest records of a kind are looked through, and how many of a list are shown.
LOOKED_THROUGH, SHOWN = 300, 12
#: Days before its end from which something is said to lapse.
LAPSING_DAYS = 60
REVIEW_DAYS = 30
ENDING = ("agreement", "joint_plan", "twinning", "commitment")


def inbox(user: User, lang: str, *, now: int) -> Inbox:
    """Return all that waits for this officer, the most pressing first; lists with nothing in them are left out."""
    ledger, reader = this_ledger(), here.reader_of(user)
    ours = ledger.node.side
    theirs = awaited.other_side(ledger)
    asked = awaited.open_requests(ledger, reader, now=now)
    to_us = [(one, due) for one, due in asked if one.side == theirs and awaited.addressed(ledger, reader, one)]
    by_us = [(one, due) for one, due in asked if one.side == ours and due.state in (OVERDUE, ESCALATED)]
    confirm = awaiting(user, lang, limit=SHOWN)
    contested = reading.records(ledger, reader, side=ours, standing="disputed", limit=LOOKED_THROUGH)
    sheets = rounds.due_sheets(ledger, reader, user.organisation, now=now)
    lists = [
        Waiting(name="sheets", title=_("Returns to sign"), items=_sheets(sheets, reader, lang), total=len(sheets)),
        Waiting(name="answer", title=_("To answer"), items=_due(to_us, lang), total=len(to_us)),
        Waiting(name="overdue", title=_("Overdue from the other side"), items=_due(by_us, lang), total=len(by_us)),
        Waiting(
            name="confirm", title=_("Awaiting your confirmation"),
            items=tuple(Item(row=one) for one in confirm.rows), total=confirm.total,
        ),
        _list("contested", _("Contested by the other side"), contested, lang),
        _list("release", _("To send on, kept on our side"), _to_release(user, reader), lang),
        _list("lapsing", _("Lapsing soon, or past its time"), _lapsing(reader, now), lang, _until),
        _list("review", _("Alerts sent without the right to send, to review"), _to_review(user, reader, now), lang),
    ]  # fmt: skip
    return Inbox(lists=tuple(one for one in lists if one.total))


def waiting(user: User, *, now: int) -> tuple[int, int]:
    """Return how many things wait for an officer, and how many of the answers they owe are overdue."""
    ledger, reader = this_ledger(), here.reader_of(user)
    late = sum(
        due.state in (OVERDUE, ESCALATED)
        for one, due in awaited.open_requests(ledger, reader, now=now)
        if one.side != ledger.node.side and awaited.addressed(ledger, reader, one)
    )
    return sum(one.total for one in inbox(user, user.language, now=now).lists), late


def mail_trouble(user: User, lang: str) -> tuple[int, str] | None:
    """Return since when reminders can't be sent and why, for whoever looks after the node; None while they can."""
    trouble = MailTrouble.objects.first() if user.is_operator and settings.MAIL_FILE.exists() else None
    return (trouble.since_ms, told(unpacked(trouble.why), lang)) if trouble else None


def _list(
    name: str, title: str, found: Sequence[Row], lang: str, remark: Callable[[Row, str], str] | None = None
) -> Waiting:
    items = tuple(Item(row=row(one, lang), remark=remark(one, lang) if remark else "") for one in found[:SHOWN])
    return Waiting(name=name, title=title, items=items, total=len(found))


def _due(found: Sequence[tuple[Row, Deadline]], lang: str) -> tuple[Item, ...]:
    ordered = sorted(found, key=lambda one: one[1].due or 0)
    return tuple(
        Item(
            row=row(one, lang),
            state=due.state,
            remark=_("due on %(day)s") % {"day": telling.moment(due.due, lang)} if due.due is not None else "",
        )
        for one, due in ordered[:SHOWN]
    )


def _sheets(found: Sequence[tuple[Standing, Unit]], reader: Reader, lang: str) -> tuple[Item, ...]:
    records = reading.records(this_ledger(), reader, ids={one.round.record for one, _unit in found})
    rows = {one.record: row(one, lang) for one in records}
    return tuple(
        Item(row=rows[one.round.record], state=OVERDUE if mine.state == MISSING else "",
             remark=due_words(one.term, lang), address=sheet_address(one.round.record, mine.unit, one.term))
        for one, mine in found[:SHOWN] if one.round.record in rows
    )  # fmt: skip


def _to_release(user: User, reader: Reader) -> list[Row]:
    """Return what was said at home and is meant for others, where this officer may send it."""
    if not user.may_release:
        return []
    found = reading.records(this_ledger(), reader, side=this_ledger().node.side, limit=LOOKED_THROUGH)
    return [one for one in found if not here.crosses(one.audience) and here.speaks_for(user, one.author)]


def _lapsing(reader: Reader, now: int) -> list[Row]:
    """Return agreements, plans, twinnings that end soon, and commitments past their time or near it, not done."""
    ledger, today = this_ledger(), day_of(now)
    found = []
    for kind in ENDING:
        for one in reading.records(ledger, reader, kind=kind, limit=LOOKED_THROUGH):
            last = days(one.body["until"]).last if "until" in one.body else None
            if last is None or last > today + LAPSING_DAYS or not meaning.readable(one.kind, one.version):
                continue
            late = kind == "commitment" and not following.fulfilment(ledger, reader, one).done
            if late or (kind != "commitment" and last >= today):
                found.append(one)
    return sorted(found, key=lambda one: days(one.body["until"]).last or 0)


def _until(one: Row, lang: str) -> str:
    return str(_("until %(day)s") % {"day": shown_date(str(one.body["until"]), lang)})


def _to_review(user: User, reader: Reader, now: int) -> list[Row]:
    """Return our side's alerts about danger to life of the last days, for those who have the right to send."""
    if not user.may_release:
        return []
    found = reading.records(this_ledger(), reader, kind="notice", side=this_ledger().node.side, limit=LOOKED_THROUGH)
    since = now - REVIEW_DAYS * 86_400_000
    return [
        one
        for one in found
        if one.arrived >= since and meaning.readable(one.kind, one.version)
        and registry.skips_release(one.kind, dict(one.body)) and here.crosses(one.audience)
    ]  # fmt: skip
