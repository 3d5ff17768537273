"""A person asks what is kept of them: two people answer, and every step leaves its trace.

The data protection officer opens a request and finds; nothing is found before a second person has confirmed it. There
is no index of persons to search: each part of the organisation is opened, looked at, and closed, one after the other.
What was looked for is kept nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from twinline.access import tracing
from twinline.access.models import PersonRequest, Trace, User
from twinline.access.roles import Right
from twinline.sealed import words
from twinline.sealed.keeping import NotAllowed
from twinline.sealed.part import Part, Unfit, checked, not_in_list
from twinline.sealed.vault import Held, NoPart, Vault, VaultError
from twinline.sentences import Problem, Sentence
from twinline.store import reach, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.text import fold
from twinline.times import day_of

#: How long a confirmed request stays open, and how long one waits to be confirmed.
OPEN_MS = 4 * 3_600_000
WAITS_MS = 7 * 86_400_000
#: More parts than this are no one person's; fewer letters than that find everybody.
MOST, LEAST_LETTERS = 20, 3
_LOOKED_IN = ("name", "alias", "document", "contact", "statement")


class NotOpen(Problem):
    """A request that is not open to this person now."""

    def __init__(self) -> None:
        super().__init__("not-open", Sentence(
            "This request isn’t open: a second person has to confirm it first, or its time is over. Open a new one."
        ))  # fmt: skip


class SamePerson(Problem):
    """A request that whoever opened it would confirm, too."""

    def __init__(self) -> None:
        super().__init__("same-person", Sentence(
            "Two people answer a person: somebody else who may confirm it, a commander or another data protection "
            "officer, must be the second. Nothing was looked for."
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A part about the person, opened: where it belongs, what it says, and which organisations were told the record."""

    held: Held
    part: Part
    kind: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and how many parts could not be opened: if any, the answer isn't complete."""

    found: tuple[Found, ...]
    unread: int


def of_organisation(user: User) -> QuerySet[PersonRequest]:
    """Return the requests of a person's organisation, the latest first."""
    _may(user, Right.SECOND)
    return PersonRequest.objects.filter(organisation=user.organisation).order_by("-opened_ms")


def begin(user: User, why: str, *, now: int) -> PersonRequest:
    """Open a request; it waits for a second person."""
    _may(user, Right.ANSWER_PERSON)
    if why not in words.WISHES:
        raise not_in_list("why", words.WISHES)
    name = secrets.token_hex(16)
    _note(user, "ask", now=now, part=name, reason=why)
    return PersonRequest.objects.create(
        name=name, why=why, organisation=user.organisation, opened_ms=now, opened_by=user.username
    )


def confirm(user: User, name: str, *, now: int) -> None:
    """Confirm somebody else's request: the second of two. Raises ``SamePerson`` for one's own, else ``NotOpen``."""
    _may(user, Right.SECOND)
    if PersonRequest.objects.filter(name=name, opened_by=user.username).exists():
        raise SamePerson
    waiting = PersonRequest.objects.filter(
        name=name, organisation=user.organisation, confirmed_ms=None, ended_ms=None, opened_ms__gt=now - WAITS_MS
    )
    if not waiting.exists():
        raise NotOpen
    _note(user, "confirm", now=now, part=name)
    waiting.update(confirmed_ms=now, confirmed_by=user.username)


def end(user: User, name: str, *, now: int) -> None:
    """End one's own request: nothing more is shown under it."""
    _may(user, Right.ANSWER_PERSON)
    PersonRequest.objects.filter(name=name, opened_by=user.username, ended_ms=None).update(ended_ms=now)
    _note(user, "end", now=now, part=name)


def stands(request: PersonRequest, *, now: int) -> str:
    """Return how a request stands: ``waiting``, ``open`` or ``ended``."""
    if request.ended_ms is not None:
        return "ended"
    if request.confirmed_ms is None:
        return "waiting" if request.opened_ms > now - WAITS_MS else "ended"
    return "open" if now - OPEN_MS < request.confirmed_ms <= now else "ended"


def mine(user: User, name: str, *, now: int) -> PersonRequest:
    """Return one's own request that two people stand for now; ``NotOpen`` for any other."""
    _may(user, Right.ANSWER_PERSON)
    found = PersonRequest.objects.filter(name=name, opened_by=user.username, organisation=user.organisation).first()
    if found is None or stands(found, now=now) != "open":
        raise NotOpen
    return found


def find(ledger: Ledger, user: User, name: str, asked: str, born: str, *, now: int) -> Answer:
    """Return the parts in which all words of ``asked`` stand (and the year of birth, if one is given).

    Raises ``Unfit`` for too few letters, or where more parts fit than one person can have.
    """
    request = mine(user, name, now=now)
    wanted = fold(asked).split()
    if sum(map(len, wanted)) < LEAST_LETTERS:
        raise Unfit("asked", "too-short", Sentence("Give at least {least} letters or digits.", least=LEAST_LETTERS))
    _note(user, "search", now=now, part=name, reason="request")
    vault, unread, fitting = Vault(ledger.folder), 0, []
    for held in vault.all():
        if _kind(ledger, user, held.record) is None:
            continue
        try:
            part = vault.read(held.part)
        except NoPart:
            continue
        except VaultError:
            unread += 1
            continue
        said = fold(" ".join(getattr(part, field) for field in _LOOKED_IN))
        if all(word in said for word in wanted) and born in ("", part.born):
            fitting.append(held.part)
    if len(fitting) > MOST:
        raise Unfit("asked", "too-many", Sentence(
            "This fits more than {most} parts: give more of the name, or the number of a document.", most=MOST
        ))  # fmt: skip
    request.found = " ".join(fitting)
    request.save(update_fields=["found"])
    return Answer(show(ledger, user, name, now=now).found, unread)


def show(ledger: Ledger, user: User, name: str, *, now: int, act: str = "consult", only: Sequence[str] = ()) -> Answer:
    """Return what was found under a request, each part's opening traced first; ``only`` these, if any are named."""
    request = mine(user, name, now=now)
    vault, found, unread = Vault(ledger.folder), [], 0
    for part in request.parts:
        if only and part not in only:
            continue
        try:
            held = vault.about(part)
            kind = _kind(ledger, user, held.record)
            if kind is None:
                continue
            _note(user, act, now=now, record=held.record, part=part, reason="request")
            found.append(Found(held, vault.read(part), kind, told_of(ledger, user, held.record)))
        except NoPart:
            continue
        except VaultError:
            unread += 1
    return Answer(tuple(found), unread)


def correct(ledger: Ledger, user: User, name: str, part: str, told: Part, *, now: int) -> Held:
    """Put a part right. Returns what is known of it; who was told its record stands in ``told_of``."""
    held, kind = _under(ledger, user, name, part, now)
    fit = checked(told, kind=kind, today=day_of(now))
    _note(user, "alter", now=now, record=held.record, part=part, reason="request")
    Vault(ledger.folder).change(part, fit, now=now)
    return held


def restrict(ledger: Ledger, user: User, name: str, part: str, *, now: int) -> Held:
    """Close a part to all but those who answer the person."""
    held, _ = _under(ledger, user, name, part, now)
    _note(user, "restrict", now=now, record=held.record, part=part, reason="request")
    Vault(ledger.folder).restrict(part, by=user.username)
    return held


def lift(ledger: Ledger, user: User, name: str, part: str, *, now: int) -> Held:
    """Let a restricted part be used again."""
    held, _ = _under(ledger, user, name, part, now)
    _note(user, "lift", now=now, record=held.record, part=part, reason="request")
    Vault(ledger.folder).restrict(part, by=None)
    return held


def erase(ledger: Ledger, user: User, name: str, part: str, *, now: int) -> Held:
    """Erase a part for good."""
    held, _ = _under(ledger, user, name, part, now)
    _note(user, "erase", now=now, record=held.record, part=part, reason="request")
    Vault(ledger.folder).erase([part])
    return held


def told_of(ledger: Ledger, user: User, record: str) -> tuple[str, ...]:
    """Return the organisations of other sides that were sent a record, or what it was released as.

    They hold its numbers, never a part; where these change, or were wrong, they are to be told.
    """
    reader = Reader(frozenset({user.organisation}))
    view = reading.record(ledger, reader, record)
    later = [str(told.act.body["record"]) for told in view.acts if told.act.act == "released_as"] if view else []
    told = {one for each in (record, *later) for one in reach.reached(ledger, reader, each)}
    return tuple(sorted({one.organisation for one in told if one.side != ledger.node.side}))


def readings(part: str) -> list[dict[str, Any]]:
    """Return when a part was opened or given out, and why, the oldest first: what its person may know."""
    rows = Trace.objects.filter(part=part, act__in=("consult", "disclose")).order_by("id")
    return list(rows.values("at_ms", "act", "reason", "organisation"))


def _under(ledger: Ledger, user: User, name: str, part: str, now: int) -> tuple[Held, str]:
    """Return a part that was found under a request, and the kind of its record."""
    if part not in mine(user, name, now=now).parts:
        raise NoPart
    held = Vault(ledger.folder).about(part)
    kind = _kind(ledger, user, held.record)
    if kind is None:
        raise NoPart
    return held, kind


def _kind(ledger: Ledger, user: User, record: str) -> str | None:
    """Return the kind of a record that the person's own organisation said, else None."""
    found = reading.records(ledger, Reader(frozenset({user.organisation})), ids=[record], limit=1)
    return found[0].kind if found and found[0].author == user.organisation else None


def _may(user: User, right: Right) -> None:
    if not user.may(right):
        raise NotAllowed


def _note(user: User, act: str, *, now: int, record: str = "", part: str = "", reason: str = "") -> None:
    tracing.note(
        now=now, officer=user.username, organisation=user.organisation, act=act, record=record, part=part, reason=reason
    )
