"""View as: exactly what an organisation would see of records, before they are released.

The records are released for a moment inside a transaction, read as that
organisation would read them, and all of it is undone: what is shown is what the
one road of reading gives, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from twinline.feeds.audiences import LINE
from twinline.ledger.fold import RELEASED, WITHDRAWN
from twinline.sentences import Sentence
from twinline.store import acting, reading
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, View


@dataclass(frozen=True, slots=True)
class Seen:
    """What an organisation sees of a record (``view`` is ``None``: nothing), and whether only once it is released.

    ``record`` is the record as it is here. In a preview the id, the short
    number and the times of ``view`` are not those that the release will give.
    """

    record: str
    organisation: str
    view: View | None
    preview: bool


class _Undone(Exception):
    """Ends the transaction of a preview."""


def view_as(
    ledger: Ledger, organisations: Sequence[str], views: Sequence[View], audience: Sequence[str] | None, *, now: int
) -> list[Seen]:
    """Return what organisations see of records, one after the other: those not released yet as if they were.

    ``audience`` is to whom they would be released; empty means to whom each is
    meant for, and records meant for nobody further are shown as they are now.
    Raises ``StoreError`` where the release would be refused, or where nobody
    rosters an organisation.
    """
    known = ledger.line()
    for organisation in organisations:
        if organisation not in known:
            raise StoreError(
                "unknown-organisation",
                Sentence(
                    "{organisation} is not an organisation of a pinned side: it sees nothing.",
                    organisation=organisation,
                ),
            )
    readers = {organisation: Reader(frozenset({organisation})) for organisation in organisations}
    found: dict[tuple[str, str], Seen] = {}
    try:
        with transaction.atomic(using=ledger.alias):
            for view in views:
                shown, preview = view.row.record, _to_release(view, audience)
                if preview:
                    shown = acting.release(ledger, [view], audience, now=now)[0].record
                for organisation, reader in readers.items():
                    seen = reading.record(ledger, reader, shown)
                    found[organisation, view.row.record] = Seen(view.row.record, organisation, seen, preview)
            raise _Undone
    except _Undone:
        return [found[organisation, view.row.record] for organisation in readers for view in views]


def _to_release(view: View, audience: Sequence[str] | None) -> bool:
    return bool(audience or view.row.intended) and view.standing.standing not in (RELEASED, WITHDRAWN)


def addressed(ledger: Ledger, audience: Sequence[str]) -> list[str]:
    """Return the organisations of an audience, spelled out, our own node's aside."""
    codes = ledger.line() if tuple(audience) == LINE else set(audience)
    return sorted(set(codes) - ledger.hosts())
