"""What may be done with personal parts: each act asks who, for which record and why, and leaves its trace.

The trace is written before a part is opened or erased: there is no reading that left none.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass

from twinline.access import tracing
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.sealed import reserve, words
from twinline.sealed.part import Part, Unfit, checked, not_in_list
from twinline.sealed.retention import Decision, Doubt, decide, doubted, is_past
from twinline.sealed.vault import FOLDER, Held, NoPart, Vault, VaultError
from twinline.sentences import Problem, Sentence
from twinline.store import contacts, peers, reading, recounting
from twinline.store.ledger import Ledger
from twinline.store.linking import later_name
from twinline.store.reading import Reader
from twinline.times import day_of


class NotAllowed(Problem):
    """Somebody's roles don't give the right, or the record isn't their organisation's own."""

    def __init__(self) -> None:
        super().__init__("not-allowed", Sentence("Your role does not open this."))


class Restricted(VaultError):
    """A part whose use the person it is about had restricted: only those who answer that person open it."""

    def __init__(self) -> None:
        super().__init__("restricted", Sentence(
            "The use of this part was restricted at the person’s request. It is kept and erased on its date; whoever "
            "needs it before asks the data protection officer."
        ))  # fmt: skip


class Past(VaultError):
    """A part whose date is past: it waits to be erased, and nobody opens it or puts its end off any more."""

    def __init__(self) -> None:
        super().__init__("past", Sentence(
            "The date of this part is past: it is opened no more and waits to be erased. If this machine’s clock is "
            "wrong, set it right."
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A part as somebody with a reason reads it."""

    held: Held
    part: Part


@dataclass(frozen=True, slots=True)
class Counting:
    """The record that counts suspects, and whether somebody may put its number right."""

    record: str
    may_amend: bool


def put(ledger: Ledger, user: User, record: str, part: Part, *, now: int) -> str:
    """Return the id of a part now kept with a record. Raises ``NotAllowed``, ``Unfit`` or ``VaultError``."""
    kind = _kind(ledger, user, record, Right.SEALED_WRITE)
    fit = checked(part, kind=kind, today=day_of(now))
    name = _vault(ledger).put(record, fit, now=now)
    _note(user, "collect", now=now, record=record, part=name)
    return name


def change(ledger: Ledger, user: User, name: str, part: Part, *, reason: str, now: int) -> bool:
    """Put a part right for a reason of the list, or in another class: whoever turns out to be a victim is no suspect.

    Returns whether the person was counted among the suspects and no longer is one: then the numbers are to be put
    right as well (``store.recounting``).
    """
    held = _vault(ledger).about(name)
    kind = _kind(ledger, user, held.record, Right.SEALED_WRITE)
    _usable(held)
    _not_past(held, now)
    _listed(reason)
    fit = checked(part, kind=kind, today=day_of(now))
    _note(user, "alter", now=now, record=held.record, part=name, reason=reason)
    was = _vault(ledger).read(name).person
    _vault(ledger).change(name, fit, now=now)
    return was in words.COUNTED and fit.person not in words.COUNTED


def still_counted(ledger: Ledger, user: User, record: str) -> Counting | None:
    """Return the record by which the suspects of one are counted now, if it counts any."""
    found = reading.record(ledger, Reader(frozenset({user.organisation})), later_name(ledger, record))
    if found is None or found.row.kind not in recounting.KINDS or not found.row.body.get(recounting.FIELD):
        return None
    kind = found.row.kind
    may = user.may(Right.SAY, kind) and (user.may(Right.RELEASE) or not ledger.crosses(found.row.audience))
    return Counting(found.row.record, may)


def of(ledger: Ledger, user: User, record: str) -> list[Held]:
    """Return the parts kept with a record, unread."""
    _kind(ledger, user, record, Right.SEALED_READ)
    return _vault(ledger).of(record)


def about(ledger: Ledger, user: User, name: str) -> Held:
    """Return what is known of a part without reading it, for somebody who may see that it is there."""
    held = _vault(ledger).about(name)
    _kind(ledger, user, held.record, Right.SEALED_READ)
    return held


def read(ledger: Ledger, user: User, name: str, *, reason: str, now: int) -> Opened:
    """Return a part, opened for a reason of the list, the reading traced first."""
    _listed(reason)
    held = _vault(ledger).about(name)
    _kind(ledger, user, held.record, Right.SEALED_READ)
    _usable(held)
    _not_past(held, now)
    _note(user, "consult", now=now, record=held.record, part=name, reason=reason)
    return Opened(held, _vault(ledger).read(name))


def hold(ledger: Ledger, user: User, name: str, *, until: int, why: str, now: int) -> None:
    """Put off the end of a part, in the officer's name, for a reason of the list and at most a year."""
    held = _vault(ledger).about(name)
    _kind(ledger, user, held.record, Right.SEALED_WRITE)
    _usable(held)
    _not_past(held, now)
    _listed(why)
    if not day_of(now) < until <= day_of(now) + words.LONGEST_HOLD:
        what = Sentence("A hold ends within {days} days: choose an earlier date.", days=words.LONGEST_HOLD)
        raise Unfit("until", "hold-too-long", what)
    _note(user, "hold", now=now, record=held.record, part=name, reason=why)
    _vault(ledger).hold(name, until=until, why=why, by=user.username)


def erase(ledger: Ledger, user: User, name: str, *, reason: str, now: int) -> None:
    """Erase a part before its date, for a reason of the list."""
    held = _vault(ledger).about(name)
    _kind(ledger, user, held.record, Right.SEALED_WRITE)
    _usable(held)
    _listed(reason)
    with reserve.spent(ledger.folder / FOLDER):
        _note(user, "erase", now=now, record=held.record, part=name, reason=reason)
        _vault(ledger).erase([name])


def retain(ledger: Ledger, *, now: int, confirmed_by: str = "") -> Decision:
    """Return what the run of retention at this moment decided, and did: what is past its end is erased.

    Nothing is where the clock is in doubt; ``confirmed_by`` names a person who says that it is right.
    """
    with reserve.spent(ledger.folder / FOLDER):
        return _retain(ledger, now, confirmed_by)


def _retain(ledger: Ledger, now: int, confirmed_by: str) -> Decision:
    vault = _vault(ledger)
    # On a full disk, or without the vault's key, what is left of rows waits for the next run; keys go in this one.
    with contextlib.suppress(sqlite3.OperationalError, VaultError, OSError):
        vault.sweep()
    decision = decide(
        vault.kept(), now=now, last_run=vault.last_run(), peer_word=_peer_word(ledger), confirmed=bool(confirmed_by)
    )
    by = confirmed_by or "retention"
    for name in decision.erase:
        record = vault.about(name).record
        tracing.note(now=now, officer=by, organisation=ledger.node.organisation, act="erase", record=record, part=name)
    vault.erase(decision.erase)
    if decision.doubt is None and (decision.due or vault.last_run() is not None or vault.kept()):
        vault.note_run(at=now, erased=len(decision.erase), doubt=None)
    return decision


def clock_doubt(ledger: Ledger, *, now: int) -> Doubt | None:
    """Return why this machine's clock isn't believed at this moment, or None: what hangs on dates waits then."""
    return doubted(now=now, last_run=_vault(ledger).last_run(), peer_word=_peer_word(ledger))


def _peer_word(ledger: Ledger) -> int | None:
    """Return the latest instant that another node's signed word names."""
    told = [contacts.told_at(ledger, peer.node) for peer in peers.all_peers(ledger)]
    return max((moment for moment in told if moment is not None), default=None)


def _kind(ledger: Ledger, user: User, record: str, right: Right) -> str:
    """Return the kind of a record of the person's own organisation, once their role gives the right."""
    if not user.may(right):
        raise NotAllowed
    found = reading.records(ledger, Reader(frozenset({user.organisation})), ids=[record], limit=1)
    if not found:
        raise NoPart
    if found[0].author != user.organisation or not user.may(right, found[0].kind):
        raise NotAllowed
    return found[0].kind


def _listed(reason: str) -> None:
    if reason not in words.REASONS:
        raise not_in_list("reason", words.REASONS)


def _usable(held: Held) -> None:
    if held.restricted_by is not None:
        raise Restricted


def _not_past(held: Held, now: int) -> None:
    """Raise ``Past`` after a part's end, or that of its hold: that it isn't erased yet is no reason to read it."""
    if is_past(held.ends, held.held_to, day_of(now)):
        raise Past


def _note(user: User, act: str, *, now: int, record: str, part: str, reason: str = "") -> None:
    tracing.note(
        now=now, officer=user.username, organisation=user.organisation, act=act, record=record, part=part, reason=reason
    )


def _vault(ledger: Ledger) -> Vault:
    return Vault(ledger.folder)
