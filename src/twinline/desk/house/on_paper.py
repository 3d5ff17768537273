"""What came back signed on paper: our word for it, with the scan."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house.pictures import not_taken
from twinline.desk.house.said import allowed, faults, not_now
from twinline.desk.seen import Fault
from twinline.store import acting, papers, saying, stripping
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger


def on_paper(
    user: User, lang: str, *, record_id: str, scans: Sequence[bytes], signed: str, number: str, undo: bool, now: int
) -> Sequence[Fault]:
    """Say that the other side signed a record of ours on paper, or take that back. Return what doesn't fit."""
    ledger, view = this_ledger(), allowed(user, record_id, "on_paper")
    if not undo and not scans:
        return [Fault(field="scan", rule="missing", given="", sentence=_("Attach the scan of the signed paper."))]
    if not undo and not signed.strip():
        return [Fault(field="signed", rule="missing", given="", sentence=_("Say on which day it was signed."))]
    try:
        body = {"undo": True} if undo else papers.signed(ledger, scans, signed, number)
        acting.on_paper(ledger, view, body, now=now)
    except stripping.NotAPicture:
        return [not_taken()]
    except saying.Unfit as unfit:
        return faults(unfit.findings, lang)
    except StoreError:
        return [not_now()]
    return []
