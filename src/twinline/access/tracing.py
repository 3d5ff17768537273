"""The trace: a chain of who did what with personal parts and accounts. It can be read and checked, never edited.

The hash of a row is SHA-256 over the hash before it and the row's values as JSON; a trigger in the database refuses
to change or delete a row, and a row changed past the trigger breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from twinline.access.models import Trace
from twinline.access.reasons import ACTS

BEGINNING = "0" * 64
_VALUES = ("at_ms", "officer", "organisation", "act", "record", "part", "reason")


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain doesn't hold: the row's number, counted from 1."""

    row: int


def note(
    *,
    now: int,
    officer: str,
    organisation: str,
    act: str,
    record: str = "",
    part: str = "",
    reason: str = "",
) -> None:
    """Add one row to the trace; on disk when the transaction around it is. ``ValueError`` for an act of no list."""
    if act not in ACTS:
        raise ValueError(act)
    told: dict[str, Any] = {
        "at_ms": now, "officer": officer, "organisation": organisation, "act": act, "record": record, "part": part,
        "reason": reason,
    }  # fmt: skip
    with transaction.atomic():
        before = head()
        Trace.objects.create(**told, before=before, hash=_hash(before, told))


def head() -> str:
    """Return the hash of the latest row, by which the whole trace is known."""
    last = Trace.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or BEGINNING


def broken() -> Broken | None:
    """Return the first row at which the chain doesn't hold, or None."""
    before = BEGINNING
    for number, row in enumerate(Trace.objects.order_by("id").iterator(), start=1):
        if row.before != before or row.hash != _hash(before, {name: getattr(row, name) for name in _VALUES}):
            return Broken(number)
        before = row.hash
    return None


def rows() -> Iterator[dict[str, Any]]:
    """Yield the rows, the oldest first, as plain values with their hashes: what an auditor takes along."""
    for row in Trace.objects.order_by("id").iterator():
        yield {name: getattr(row, name) for name in (*_VALUES, "before", "hash")}


def _hash(before: str, told: dict[str, Any]) -> str:
    text = json.dumps([before, *(told[name] for name in _VALUES)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
