"""Saying: a new record, an answer, a change, a release. What may not be said is named, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import filling
from twinline.desk.house import here, kept
from twinline.desk.seen import Fault
from twinline.ledger.fold import WITHDRAWN
from twinline.records import free_text, registry
from twinline.records.attachments import FIELD
from twinline.records.fields import ListOf, RecordRef
from twinline.records.findings import Finding
from twinline.records.findings import shown as in_short
from twinline.records.messages_typed import for_typed
from twinline.store import acting, linking, reading, saying
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.ledger import Ledger
from twinline.store.reading import View
from twinline.store.saying import Saying

Body = Mapping[str, object]
#: Among how many of the records said last that which was filled in last is looked for.
LATEST = 50


def last_like(user: User, kind: str) -> Body | None:
    """Return the body of what this officer's organisation filled in last of a kind, as it stands now."""
    ledger, reader = this_ledger(), here.reader_of(user)
    found = reading.filled_in(ledger, reader, kind, user.organisation, limit=LATEST)
    # What was taken back and said to fewer was filled in when it was said first.
    for one in sorted(found, key=lambda one: str(one.body.get("replaces", one.record)), reverse=True):
        now = reading.records(ledger, reader, ids=[linking.later_name(ledger, one.record)])
        if now and now[0].standing != WITHDRAWN:
            return {name: value for name, value in now[0].body.items() if name not in ("replaces", FIELD)}
    return None


def say(user: User, lang: str, *, kind: str, body: Body, circle: str | None, now: int) -> str | Sequence[Fault]:
    """Say a record at home, or to a circle at once if one is given. Return its id, or what doesn't fit.

    Raises ``PermissionDenied`` where this officer says nothing of that kind, or may not send it.
    """
    ledger = this_ledger()
    if not user.may(Right.SAY, kind):
        raise PermissionDenied
    if circle and not user.may_release and not registry.skips_release(kind, dict(body)):
        if not registry.of_kind(kind).may_skip_release:
            raise PermissionDenied
        return [_needs_right()]
    try:
        audience = saying.expand(ledger, circle or "self", author=user.organisation)
        told = Saying(kind, here.marked(numbered(user, kind, body)), user.organisation, user.organisation, audience)
        return saying.say(ledger, told, now=now).record
    except saying.Unfit as unfit:
        return faults(unfit.findings, lang)
    except StoreError:
        return [not_now()]


def release(user: User, *, record_id: str, circle: str, now: int) -> str | None:
    """Say a record again to a wider circle. Return the new record's id, or None where that can't be."""
    ledger = this_ledger()
    view = allowed(user, record_id, "release")
    try:
        audience = saying.expand(ledger, circle, author=view.row.author)
        return acting.release(ledger, [view], audience, now=now)[0].record
    except StoreError:
        return None


def stays_home(user: User, lang: str, *, record_id: str, circle: str) -> str:
    """Return why a record's words can't be sent to a circle, in a sentence; empty where they can."""
    ledger = this_ledger()
    view = allowed(user, record_id, "release")
    tip = view.standing.tip
    found = free_text.stays_home(tip.act, tip.kind, tip.body)
    try:
        crosses = ledger.crosses(saying.expand(ledger, circle, author=view.row.author))
    except StoreError:
        return ""
    return found[0].sentence(lang) if found and crosses else ""


def act(user: User, lang: str, *, record_id: str, act: str, body: Body, now: int) -> Sequence[Fault]:
    """Confirm, leave open, amend or withdraw. Return what doesn't fit; empty when said."""
    view = allowed(user, record_id, act)
    told = numbered(user, view.row.kind, body) if act == "amend" else dict(body)
    try:
        _ACTS[act](this_ledger(), view, told, user, now)
    except saying.Unfit as unfit:
        return faults(unfit.findings, lang)
    except StoreError:
        return [not_now()]
    return []


def numbered(user: User, kind: str, body: Body) -> dict[str, object]:
    """Return a body that names by its id each record that was named by its short number; what names none stays."""
    ledger, reader = this_ledger(), here.reader_of(user)

    def meant(told: object) -> object:
        return (reading.numbered(ledger, reader, told) if isinstance(told, str) else None) or told

    found = dict(body)
    for name, field in registry.of_kind(kind).fields.items():
        if isinstance(field, RecordRef) and name in found:
            found[name] = meant(found[name])
        elif isinstance(field, ListOf) and isinstance(field.item, RecordRef):
            rows = found.get(name)
            found |= {name: [meant(row) for row in rows]} if isinstance(rows, list) else {}
    return found


def faults(findings: Sequence[Finding], lang: str) -> list[Fault]:
    """Return what is wrong as it stands beside the fields, in the reader's language."""
    return [_fault(one, lang) for one in findings]


def _fault(one: Finding, lang: str) -> Fault:
    given = in_short(one.given).rstrip("?") if filling.ambiguous(one.given) else in_short(one.given)
    sentence = for_typed(one.rule).to(lang).format_map({**one.blanks(lang), "given": given})
    if filling.ambiguous(one.given):
        sentence = _("%(number)s can be read in two ways: write it without the point, or with a comma.") % {
            "number": given
        }
    return Fault(field=one.field, rule=one.rule, given=given, sentence=sentence[:1].upper() + sentence[1:])


def _needs_right() -> Fault:
    sentence = _(
        "Only an alert about danger to life is sent without the right to send. Save it: somebody will send it."
    )
    return Fault(field="type", rule="release", given="", sentence=sentence)


def not_now() -> Fault:
    """Return that something can't be done with a record as it stands."""
    sentence = _("This can’t be done with the record as it stands now. Look at it again.")
    return Fault(field="", rule="store", given="", sentence=sentence)


def allowed(user: User, record_id: str, act: str) -> View:
    """Return the record if this officer may do this with it; else the page is closed."""
    ledger = this_ledger()
    view = reading.record(ledger, here.reader_of(user), record_id)
    if view is None:
        raise PermissionDenied
    found = kept.record(user, "en", record_id)
    if found is None or act not in found.may:
        raise PermissionDenied
    return view


Do = Callable[[Ledger, View, dict[str, Any], User, int], object]
_ACTS: Mapping[str, Do] = {
    "countersign": lambda ledger, view, body, user, now: acting.countersign(
        ledger, view, body, author=user.organisation, now=now
    ),
    "dispute": lambda ledger, view, body, user, now: acting.dispute(
        ledger, view, body, author=user.organisation, now=now
    ),
    "amend": lambda ledger, view, body, user, now: acting.amend(ledger, view, body, now=now),
    "translate": lambda ledger, view, body, user, now: acting.translate(
        ledger, view, body, author=user.organisation, now=now
    ),
    "withdraw": lambda ledger, view, body, user, now: acting.withdraw(ledger, view, body, now=now),
}
