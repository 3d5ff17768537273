"""The other side's desks: what waits for them, and exchanging over the link or by a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.house.open_record import succeeded
from twinline.desk.seen import Exchanged, Partner
from twinline.exchange import contact, errors, files, telling
from twinline.exchange.applying import Applied
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.shelf import Peer
from twinline.store import contacts, peers
from twinline.store.here import this_ledger
from twinline.times import now_ms


def partners(user: User, lang: str) -> Sequence[Partner]:
    """Return the desks that this one exchanges with."""
    ledger = this_ledger()
    shelf = LedgerShelf(ledger)
    paired = {peer.id: peer for peer in shelf.peers()}
    found = []
    for kept in peers.all_peers(ledger):
        peer = paired.get(kept.node)
        counts = _counts(shelf, peer, user) if peer else _Counts()
        good = succeeded(kept.last_result)
        known = contacts.contact(ledger, kept.node)
        found.append(
            Partner(
                id=kept.node,
                who=here.who(kept.organisation, lang),
                fingerprint=kept.root_key.fingerprint,
                address=kept.urls[0] if kept.urls else "",
                contact_ms=kept.last_contact,
                reached_ms=known.last_success,
                next_ms=known.next_try if kept.urls else None,
                known_ms=contacts.told_at(ledger, kept.node),
                to_send=counts.to_send,
                to_send_urgent=counts.to_send_urgent,
                arrived_there=counts.arrived_there,
                to_come=counts.to_come,
                to_come_urgent=counts.to_come_urgent,
                received=counts.received,
                trouble=_("The last attempt did not reach them.") if kept.last_contact and not good else "",
            )
        )
    return found


@dataclass
class _Counts:
    """What waits each way, of it what is urgent, what arrived there by their receipts, and what came."""

    to_send: int = 0
    to_send_urgent: int = 0
    arrived_there: int = 0
    to_come: int = 0
    to_come_urgent: int = 0
    received: int = 0


def _counts(shelf: LedgerShelf, peer: Peer, user: User) -> _Counts:
    """Return how much a peer has receipted and how much not yet, what it said it has for us, and what came from it.

    Only what the officer may read counts: a number says as much as a name.
    """
    reader, line = here.reader_of(user), this_ledger().line()
    told, receipted = shelf.told(peer.id) or {}, shelf.all_receipt_sizes()
    counts = _Counts()
    for feed in shelf.feeds_for(peer, unsigned=True):
        if feed.type != "records" or not reader.reads(feed.audience, line):
            continue
        urgent = feed.lane == "urgent"
        there = told[feed.id].size if feed.id in told else 0
        coming = max(there - feed.size, 0)
        counts.to_come += coming
        counts.to_come_urgent += coming if urgent else 0
        if feed.node == peer.id:
            counts.received += feed.size - 1
            continue
        # The first leaf of a series is its beginning, not something said.
        held = max(receipted.get(feed.id, {}).get(peer.id, 0), 1)
        lacking = max(feed.size - held, 0)
        counts.arrived_there += held - 1
        counts.to_send += lacking
        counts.to_send_urgent += lacking if urgent else 0
    return counts


def exchange_now(user: User, lang: str, *, partner: str, now: int) -> Exchanged:
    """Exchange with one partner over the link."""
    shelf = LedgerShelf(this_ledger())
    peer = shelf.peer(partner)
    if peer is None:
        return Exchanged(refused=_("This partner is no longer known here."))
    try:
        result = contact.meet(shelf, peer, now_ms)
    except errors.ExchangeError as error:
        return Exchanged(refused=sentence(error))
    return _told(result.applied, lang, sent=result.sent_entries)


def write_file(user: User, lang: str, *, partner: str, now: int) -> tuple[str, bytes] | None:
    """Return a name and the bytes of a sealed file for a partner, as for a stick; None for an unknown partner."""
    ledger = this_ledger()
    shelf = LedgerShelf(ledger)
    peer = shelf.peer(partner)
    if peer is None:
        return None
    name = files.suggested_name()
    folder = ledger.folder / "spool"
    folder.mkdir(exist_ok=True)
    path = folder / name
    try:
        files.write_bundle(shelf, peer, path, at_ms=now)
        return name, path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def read_file(user: User, lang: str, *, source: BinaryIO, now: int) -> Exchanged:
    """Read a sealed file that a partner wrote."""
    shelf = LedgerShelf(this_ledger())
    try:
        applied = files.read_bundle_from(shelf, source, at_ms=now)
    except errors.ExchangeError as error:
        return Exchanged(refused=sentence(error))
    told = telling.arrived([applied])
    shelf.note_contact(applied.manifest.sender, str(telling.sentence(told)), at_ms=now)
    return _told([applied], lang)


def sentence(error: errors.ExchangeError) -> str:
    """Return what went wrong in one sentence, in the reader's language and words."""
    return str(next((words for kind, words in _sentences() if isinstance(error, kind)), error.sentence))


def _sentences() -> Sequence[tuple[type[errors.ExchangeError], str]]:
    return (
        (
            errors.Unreachable,
            _("The other side can’t be reached now. What has come in is kept. Try later, or use a stick."),
        ),
        (errors.NotForUs, _("This file was written for another desk. Nothing of it was taken.")),
        (
            errors.RevokedSender,
            _("This file is from a desk whose key was stolen, as its own office said. Nothing was taken. Tell them."),
        ),
        (
            errors.UnknownSender,
            _("This file is from a desk that we have not compared fingerprints with. Nothing was taken."),
        ),
        (errors.TooLarge, _("This file is larger than a desk takes. Nothing of it was taken.")),
        (errors.Damaged, _("This file is damaged or was changed on its way. Nothing of it was taken.")),
        (errors.NotAParcel, _("This is not a file written by a desk. Nothing of it was taken.")),
        (
            errors.NotAuthentic,
            _("What answers there can’t prove that it is the other side. Check the address with them."),
        ),
        (errors.ExchangeError, _("The exchange could not be finished. What has come in is kept.")),
    )


def _told(applied: Sequence[Applied], lang: str, *, sent: int = 0) -> Exchanged:
    told = telling.arrived(applied)
    new = sum(count for outcome, count in told["entries"].items() if outcome not in ("known", "refused"))
    warning = ""
    if told["refused"] or told["alarms"]:
        warning = _("Part of what came was refused and not taken: tell whoever runs this desk.")
    elif told["unjudged"]:
        names = ", ".join(here.who(code, lang).name for code in told["unjudged"])
        warning = _("%(names)s wrote to this desk, which has not compared fingerprints with them yet.") % {
            "names": names
        }
    return Exchanged(
        received=new,
        sent=sent,
        receipts=told["receipts"],
        warning=warning,
    )
