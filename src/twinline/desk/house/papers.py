"""Papers: minutes that go out to be signed, and what comes back, our word for it with the scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house import here, kept
from twinline.desk.house.open_record import may
from twinline.desk.house.pictures import not_taken
from twinline.desk.house.said import allowed, faults, not_now
from twinline.desk.papered import PaperBack
from twinline.desk.seen import Fault
from twinline.ledger.fold import WITHDRAWN
from twinline.reports import minutes as drawn
from twinline.store import acting, codes, papers, reading, saying, stretches, stripping
from twinline.store.errors import NoRecord, StoreError
from twinline.store.here import this_ledger
from twinline.store.ledger import Ledger
from twinline.store.reading import View
from twinline.tongues import told as in_words

#: How long a scan that was given waits for its record to be named, in seconds.
WAITS = 24 * 3600
#: So much of a record's id is printed beside its code.
SHORT = 13
_SALT = "twinline.papers"


def minutes(user: User, record_id: str) -> bytes | None:
    """Return the minutes of a record that this officer may read as PDF, or None where nobody signs any."""
    view = reading.record(this_ledger(), here.reader_of(user), record_id)
    if view is None or view.standing.standing == WITHDRAWN or not drawn.minuted(view):
        return None
    return drawn.minutes(view, drawn.outcomes(this_ledger(), here.reader_of(user), view))


def on_paper(
    user: User, lang: str, *, record_id: str, scans: Sequence[bytes], signed: str, number: str, undo: bool, now: int
) -> Sequence[Fault]:
    """Say that the other side signed a record of ours on paper, or take that back. Return what doesn't fit."""
    ledger, view = this_ledger(), allowed(user, record_id, "on_paper")
    if undo:
        return _say(ledger, view, {"undo": True}, lang, now)
    if not scans:
        return [_no_scan()]
    try:
        attached = papers.keep(ledger, scans)
    except StoreError as error:
        return [_not_kept(error, lang)]
    return _signed(user, view, attached, signed, number, lang, now)


def paper_back(
    user: User, lang: str, *, scans: Sequence[bytes], waiting: str, told: str, signed: str, number: str, now: int
) -> PaperBack:
    """Take a signed paper back in: its code, or what an officer typed (``told``), says which record it belongs to.

    ``waiting`` names a scan that was given before and found no record.
    """
    ledger = this_ledger()
    try:
        attached = papers.keep(ledger, scans) if scans else _given(user, waiting)
        if not attached:
            return PaperBack(faults=(_no_scan(),))
        paper = codes.Paper(told) if told else papers.paper_on(ledger, attached)
    except StoreError as error:
        return PaperBack(faults=(_not_kept(error, lang),))
    token = signing.dumps([user.pk, attached], salt=_SALT)
    view, fault = _view(user, paper.record if paper else None)
    if view is None:
        return PaperBack(waiting=token, faults=(fault,))
    record = view.row.record
    if stretches.has_sheet(view) or (paper is not None and paper.sheet):
        return PaperBack(record_id=record, is_sheet=True, is_typed="grid" not in may(user, view))
    shown = kept.record(user, lang, record)
    if shown is None or "on_paper" not in shown.may:
        return PaperBack(record_id=record, not_ours=True)
    wrong = _signed(user, view, attached, signed, number, lang, now)
    return PaperBack(record_id=record, waiting=token, told=record[:SHORT], faults=tuple(wrong))


def _view(user: User, told: str | None) -> tuple[View | None, Fault]:
    """Return the record that a paper belongs to, or None and why none was found."""
    if told is None:
        sentence = _("No code of a record was found on this scan: type the number printed beside the code.")
        return None, Fault(field="told", rule="no_code", given="", sentence=sentence)
    sentence = _("No record here has the number %(number)s: look at the paper again.") % {"number": told}
    none = Fault(field="told", rule="no_record", given=told, sentence=sentence)
    try:
        return papers.find(this_ledger(), here.reader_of(user), told), none
    except NoRecord:
        return None, none


def _not_kept(error: StoreError, lang: str) -> Fault:
    if isinstance(error, stripping.NotAPicture):
        return not_taken()
    if isinstance(error, codes.TwoPapers):
        sentence = _("This scan shows papers of two records: scan each by itself.")
        return Fault(field="scan", rule="two", given="", sentence=sentence)
    if isinstance(error, papers.OtherPaper | papers.Sheet):
        return Fault(field="scan", rule=error.check, given="", sentence=in_words(error, lang))
    return not_now()


def _given(user: User, waiting: str) -> list[dict[str, Any]]:
    """Return a scan that this officer gave before; nothing where it was another's, or too long ago."""
    try:
        who, attached = signing.loads(waiting, salt=_SALT, max_age=WAITS)
    except signing.BadSignature:
        return []
    return list(attached) if who == user.pk else []


def _signed(
    user: User, view: View, attached: Sequence[dict[str, Any]], on: str, number: str, lang: str, now: int
) -> Sequence[Fault]:
    ledger = this_ledger()
    try:
        papers.must_be_of(ledger, here.reader_of(user), view, attached)
    except StoreError as error:
        return [_not_kept(error, lang)]
    if not on.strip():
        return [Fault(field="signed", rule="missing", given="", sentence=_("Say on which day it was signed."))]
    return _say(ledger, view, papers.signed(attached, on, number), lang, now)


def _say(ledger: Ledger, view: View, body: dict[str, Any], lang: str, now: int) -> Sequence[Fault]:
    try:
        acting.on_paper(ledger, view, body, now=now)
    except saying.Unfit as unfit:
        return faults(unfit.findings, lang)
    except StoreError:
        return [not_now()]
    return []


def _no_scan() -> Fault:
    return Fault(field="scan", rule="missing", given="", sentence=_("Attach the scan of the signed paper."))
