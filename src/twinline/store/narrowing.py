"""Narrowing: a record keeps its audience for life, so it is taken back and said anew to fewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from twinline.feeds.audiences import LINE
from twinline.sentences import Sentence
from twinline.store import acting, saying
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import View
from twinline.store.saying import Said, Saying


def narrow(
    ledger: Ledger, view: View, audience: Sequence[str], withdrawal: dict[str, Any], *, now: int
) -> tuple[Said, Said]:
    """Withdraw a record and say it anew to fewer, as one that replaces it: both, or neither.

    Returns the withdrawal and the new saying. Whoever held the record keeps
    what they read; by receipts one sees who has received that it was withdrawn.
    """
    if not fewer(audience, view.row.audience):
        raise StoreError(
            "not-fewer",
            Sentence(
                "{audience} are not fewer than those who can read {record} now.",
                audience=audience,
                record=view.row.record,
            ),
        )
    tip = view.standing.tip
    body = {**tip.body, "replaces": view.row.record}
    told = Saying(tip.kind, body, view.standing.root.author, tip.about, tuple(audience))
    with transaction.atomic(using=ledger.alias):
        withdrawn = acting.withdraw(ledger, view, withdrawal, now=now)
        said = saying.say(ledger, told, now=now)
        acting.paper_along(ledger, view, said, audience, now=now)
        return withdrawn, said


def fewer(audience: Sequence[str], before: Sequence[str]) -> bool:
    """Return whether an audience is smaller than another, and within it."""
    if tuple(audience) == LINE:
        return False
    return tuple(before) == LINE or set(audience) < set(before)
