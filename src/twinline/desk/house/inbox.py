"""What waits for an officer: to answer, overdue, to confirm, contested, to release, lapsing, to review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from twinline.access.models import MailTrouble, User
from twinline.desk import telling
from twinline.desk.followed import Inbox, Item, Waiting
from twinline.desk.house import here
from twinline.desk.house.follow import onward_said
from twinline.desk.house.rounds import due_words, sheet_address
from twinline.desk.house.rows import row
from twinline.desk.seen import Row as Shown
from twinline.ledger.deadlines import ESCALATED, OVERDUE, Deadline
from twinline.records import registry
from twinline.records.dated import told as dated
from twinline.records.fields.dates import days
from twinline.records.kind import REPORT
from twinline.records.kinds.incident import Incident
from twinline.sentences import unpacked
from twinline.store import agenda, awaited, following, marking, meaning, onward, plans, quiet, reading, rounds
from twinline.store.agenda import Occasion
from twinline.store.here import still, this_ledger
from twinline.store.reading import Reader, Row
from twinline.store.rounds import MISSING, Standing, Unit
from twinline.times import DAY_MS, day_of
from twinline.tongues import told

#: How many of a list are shown where all lists are.
SHOWN = 12
#: Days before its end from which something is said to lapse.
LAPSING_DAYS = 60
#: Days after it from which a status that ended, or a plan that nobody told of, is no longer asked after.
PAST_DAYS = 60
REVIEW_DAYS = 30
#: Days after which our side's record that nobody of the other side confirmed is named.
UNCONFIRMED_DAYS = 30
#: What waits for others, or for no day: nobody is reminded of it by mail.
NOT_IN_MAIL = frozenset({"unconfirmed", "quiet", "open", "markers", "findings"})
#: Open incidents, theirs to close who told them, markers and findings have lists of their own: they are many.
MANY = ("incident", "inspection", "findings")
FEW = tuple(kind for kind in onward.FOLLOWED if kind not in MANY)
#: What waits, told only if it is shown.
Pending = Callable[[], Item]
ENDING = ("agreement", "joint_plan", "twinning", "commitment")


@still()
def inbox(user: User, lang: str, *, now: int, whole: str = "") -> Inbox:
    """Return all that waits for this officer, the most pressing first; lists with nothing in them are left out.

    Of each list its first are shown; ``whole`` names the one (of ``followed.LISTS``) that is asked for alone and whole.
    """
    ledger, reader = this_ledger(), here.reader_of(user)
    ours = ledger.node.side
    theirs = awaited.other_side(ledger)
    asked = awaited.open_requests(ledger, reader, now=now)
    to_us = [(one, due) for one, due in asked if one.side == theirs and awaited.addressed(ledger, reader, one)]
    by_us = [(one, due) for one, due in asked if one.side == ours and due.state in (OVERDUE, ESCALATED)]
    confirm = awaited.to_confirm(ledger, reader)
    unconfirmed = awaited.unconfirmed(ledger, reader, now - UNCONFIRMED_DAYS * DAY_MS)
    contested = {"side": ours, "standing": "disputed"}
    sheets = rounds.due_sheets(ledger, reader, user.organisation, now=now)
    review, walked = _to_review(user, reader, now), _walked(reader, lang, now)
    lists = [
        _counted("sheets", _("Returns to sign"), _sheets(sheets, reader, lang), whole),
        _counted("answer", _("To answer"), _due(to_us, lang), whole),
        _counted("overdue", _("Overdue from the other side"), _due(by_us, lang), whole),
        _counted("first_report", _("First report due"), _first_reports(user, reader, lang, now), whole),
        _list("ahead", _("Told as done on a day that has not come"), _ahead(user, reader, now), lang, whole),
        _asked("confirm", _("Awaiting your confirmation"), confirm, reader, lang, whole),
        _asked("contested", _("Contested by the other side"), contested, reader, lang, whole),
        _list("release", _("To send on, kept on our side"), _to_release(user, reader), lang, whole),
        _counted("lapsing", _("Lapsing soon, or past its time"), _ending(reader, lang, now), whole),
        _counted("open", _("Incidents still open"), _still_open(user, reader, lang, now), whole),
        _counted("markers", _("Markers that nobody found sound since"), walked["unsound"], whole),
        _counted("findings", _("Found on the way; nobody looked again"), walked["unwalked"], whole),
        _counted("quiet", _("Nothing follows: promised, or still open"), _quiet(reader, lang, now), whole),
        _asked("unconfirmed", _("Not confirmed by the other side for a month"), unconfirmed, reader, lang, whole),
        _list("review", _("Alerts sent without the right to send, to review"), review, lang, whole),
    ]  # fmt: skip
    return Inbox(lists=tuple(one for one in lists if one.total and whole in ("", one.name)))


@still()
def waiting(user: User, *, now: int) -> tuple[int, int]:
    """Return how many things wait for an officer, and how many of the answers they owe are overdue."""
    ledger, reader = this_ledger(), here.reader_of(user)
    late = sum(
        due.state in (OVERDUE, ESCALATED)
        for one, due in awaited.open_requests(ledger, reader, now=now)
        if one.side != ledger.node.side and awaited.addressed(ledger, reader, one)
    )
    lists = inbox(user, user.language, now=now).lists
    return sum(one.total for one in lists if one.name not in NOT_IN_MAIL), late


def mail_trouble(user: User, lang: str) -> tuple[int, str] | None:
    """Return since when reminders can't be sent and why, for whoever looks after the node; None while they can."""
    trouble = MailTrouble.objects.first() if user.is_operator and settings.MAIL_FILE.exists() else None
    return (trouble.since_ms, told(unpacked(trouble.why), lang)) if trouble else None


def _asked(name: str, title: str, asked: Mapping[str, Any], reader: Reader, lang: str, whole: str) -> Waiting:
    """Return a list of what the store finds: only what of it is shown is read."""
    found = reading.records(this_ledger(), reader, **asked, limit=_most(name, whole))
    total = reading.count(this_ledger(), reader, **asked)
    return Waiting(name=name, title=title, items=tuple(Item(row=row(one, lang)) for one in found), total=total)


def _list(name: str, title: str, found: Sequence[Row], lang: str, whole: str) -> Waiting:
    items = tuple(Item(row=row(one, lang)) for one in found[: _most(name, whole)])
    return Waiting(name=name, title=title, items=items, total=len(found))


def _counted(name: str, title: str, found: Sequence[Pending], whole: str) -> Waiting:
    items = tuple(told() for told in found[: _most(name, whole)])
    return Waiting(name=name, title=title, items=items, total=len(found))


def _pending(one: Row, lang: str, remark: str, state: str = "", address: str = "") -> Pending:
    """Return what tells of a record that waits, once it is shown."""
    return lambda: Item(row=row(one, lang), remark=remark, state=state, address=address)


def _most(name: str, whole: str) -> int | None:
    """Return how many of a list are shown: all of the one that is asked for whole."""
    return None if name == whole else SHOWN


def _due(found: Sequence[tuple[Row, Deadline]], lang: str) -> list[Pending]:
    ordered = sorted(found, key=lambda one: one[1].due or 0)
    due_on = _("due on %(day)s")
    return [
        _pending(one, lang, due_on % {"day": telling.moment(due.due, lang)} if due.due is not None else "", due.state)
        for one, due in ordered
    ]


def _sheets(found: Sequence[tuple[Standing, Unit]], reader: Reader, lang: str) -> list[Pending]:
    records = reading.records(this_ledger(), reader, ids={one.round.record for one, _unit in found})
    rows = {one.record: one for one in records}
    return [
        _pending(rows[one.round.record], lang, due_words(one.term, lang), "late" if mine.state == MISSING else "",
                 sheet_address(one.round.record, mine.unit, one.term))
        for one, mine in found if one.round.record in rows
    ]  # fmt: skip


def to_send(user: User, lang: str) -> tuple[Shown, ...]:
    """Return all that was said at home and this officer may send, the latest first."""
    return tuple(row(one, lang) for one in _to_release(user, here.reader_of(user)))


def _to_release(user: User, reader: Reader) -> list[Row]:
    """Return what was said at home and is meant for others, where this officer may send it."""
    if not user.may_release:
        return []
    found = reading.records(this_ledger(), reader, side=this_ledger().node.side, at_home=True, limit=None)
    return [one for one in found if here.speaks_for(user, one.author) and user.is_for(one.kind)]


def _ending(reader: Reader, lang: str, now: int) -> list[Pending]:
    """Return what ends soon or is past its time, the earliest first: what is owed, plans, statuses, planned patrols."""
    ledger, today = this_ledger(), day_of(now)
    found: dict[tuple[str, str, int], tuple[int, str, Pending]] = {}
    for kind in ENDING:
        for one in reading.records(ledger, reader, kind=kind, limit=None):
            if not meaning.readable(one.kind, one.version):
                continue
            for last in _ends(reader, one, today):
                found[one.record, "ends", 0] = (last, one.record, _item(one, "ends", last, lang, today))
    for each in agenda.dated(ledger, reader, today - PAST_DAYS, today + LAPSING_DAYS, today=today):
        if _follows_up(each, today):
            key = each.row.record, each.what, each.number
            found[key] = (each.last, each.row.record, _item(each.row, each.what, each.last, lang, today, each.number))
    for plan, what, late in plans.late(ledger, reader, today):
        found[plan.record, what, late.number] = (
            late.due or 0, plan.record, _item(plan, what, late.due or 0, lang, today, late.number)
        )  # fmt: skip
    return [told for _day, _record, told in sorted(found.values(), key=lambda one: one[:2])]


def _quiet(reader: Reader, lang: str, now: int) -> list[Pending]:
    """Return what nothing follows: support not delivered, twinnings in which nothing was done, cases left open."""
    ledger, today = this_ledger(), day_of(now)
    pledged = _("pledged for %(day)s, nothing is delivered yet")
    idle = _("nothing was done together since %(day)s")
    found = [(last, one, pledged) for one, last in quiet.undelivered(ledger, reader, today)]
    found += [(last, one, idle) for one, last in quiet.idle(ledger, reader, today)]
    still_open = _("still open; nothing was told of it since %(day)s")
    found += [(last, one, still_open) for one, last in quiet.open_cases(ledger, reader, today)]
    told_so = [(last, one, said % {"day": telling.day(last, lang)}) for last, one, said in found]
    for one, step in onward.waiting(ledger, reader, today, kinds=FEW):
        told_so.append((step.day or 0, one, onward_said(step, lang)))
    told_so = _once(told_so, ledger.node.side)
    ordered = sorted(told_so, key=lambda each: (each[0], each[1].record), reverse=True)
    return [_pending(one, lang, remark) for _last, one, remark in ordered]


def _once(found: Sequence[tuple[int, Row, str]], side: str) -> list[tuple[int, Row, str]]:
    """Return what waits, once of an event that both sides tell: in the words of ours."""
    kept: dict[tuple[str, str], tuple[int, Row, str]] = {}
    for one in sorted(found, key=lambda each: each[1].side == side):
        kept[one[1].event or one[1].record, one[2] if not one[1].event else ""] = one
    return list(kept.values())


def _ends(reader: Reader, one: Row, today: int) -> list[int]:
    """Return the days by which a record of a kind that ends does so, or is owed and not carried out."""
    if one.kind == "commitment":
        ledger = this_ledger()
        days_owed = [day for day in following.due_days(one, today) if day <= today + LAPSING_DAYS]
        return [day for day in days_owed if not following.fulfilment(ledger, reader, one, day=day).done][:1]
    last = days(one.body["until"]).last if "until" in one.body else None
    return [last] if last is not None and today <= last <= today + LAPSING_DAYS else []


def _follows_up(each: Occasion, today: int) -> bool:
    """Return whether a day of the calendar waits for somebody: a plan nobody told of, a task, a review, an end."""
    if each.what == "planned":
        return each.last < today
    if each.what == "ends":
        # A status that nobody renewed has ended all the same; of the others the end is known and agreed.
        return each.row.kind == "programme_status" or (each.row.kind not in ENDING and each.last >= today)
    return each.what in ("task", "review") and each.last >= today


def _item(one: Row, what: str, last: int, lang: str, today: int, number: int = 0) -> Pending:
    """Return a record with what ends, is due or was planned on which day."""
    shown = telling.day(last, lang)
    remark = _("until %(day)s") % {"day": shown} if what == "ends" else f"{dated(what, number, lang)}: {shown}"
    return _pending(one, lang, str(remark), "late" if last < today else "")


def _first_reports(user: User, reader: Reader, lang: str, now: int) -> list[Pending]:
    """Return our incidents that somebody knows of and nothing was reported of yet, the most pressing first."""
    ledger = this_ledger()
    due = []
    for one in reading.records(ledger, reader, kind="incident", side=ledger.node.side, waits=(REPORT,), limit=None):
        at = Incident.report_due(dict(one.body)) if here.speaks_for(user, one.author) else None
        if at is not None:
            due.append((at, one))
    return [
        _pending(
            one, lang, _("due on %(day)s") % {"day": telling.moment(at, lang)}, "late" if at < now else ""
        )
        for at, one in sorted(due, key=lambda each: each[0])
    ]  # fmt: skip


def _ahead(user: User, reader: Reader, now: int) -> list[Row]:
    """Return what tells of a day to come as of what has been: ours to put right, theirs to contest."""
    found = marking.still_ahead(this_ledger(), reader, now)
    return [one for one in found if one.side != this_ledger().node.side or here.speaks_for(user, one.author)]


def _still_open(user: User, reader: Reader, lang: str, now: int) -> list[Pending]:
    """Return our incidents that nobody closed nor put into a case, the latest first."""
    ledger = this_ledger()
    found = [
        (one, step) for one, step in onward.waiting(ledger, reader, day_of(now), kinds=("incident",))
        if one.side == ledger.node.side and here.speaks_for(user, one.author)
    ]  # fmt: skip
    return [_pending(one, lang, onward_said(step, lang)) for one, step in found]


def _walked(reader: Reader, lang: str, now: int) -> dict[str, list[Pending]]:
    """Return by what waits the walks that found a marker not sound, or something else, which nobody looked at since."""
    ledger, found = this_ledger(), {}
    waits = list(onward.waiting(ledger, reader, day_of(now), kinds=("inspection", "findings")))
    for what in ("unsound", "unwalked"):
        told_so = [(step.day or 0, one, onward_said(step, lang)) for one, step in waits if step.what == what]
        ordered = sorted(_once(told_so, ledger.node.side), key=lambda each: (each[0], each[1].record), reverse=True)
        found[what] = [_pending(one, lang, remark) for _day, one, remark in ordered]
    return found


def _to_review(user: User, reader: Reader, now: int) -> list[Row]:
    """Return our side's alerts about danger to life of the last days, for those who have the right to send."""
    if not user.may_release:
        return []
    ledger, since = this_ledger(), now - REVIEW_DAYS * DAY_MS
    found = reading.records(ledger, reader, kind="notice", side=ledger.node.side, arrived_since=since, limit=None)
    return [
        one
        for one in found
        if meaning.readable(one.kind, one.version)
        and registry.skips_release(one.kind, dict(one.body)) and here.crosses(one.audience)
    ]  # fmt: skip
