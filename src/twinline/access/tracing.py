"""The trace: a chain of who did what with personal parts and accounts. It can be read and checked, never edited.

The hash of a row is SHA-256 over the hash before it and the row's values as JSON; a trigger in the database refuses
to change or delete a row, and a row changed past the trigger breaks the chain from there on. A chain whose end is cut
off still holds: but SQLite counts the rows that were ever added (``sqlite_sequence``), and goes on from there, and a
file beside the ledger names the latest (``latest``). Whoever writes the whole chain, that count and that file anew is
found by a hash that was written down elsewhere before (``holds``). A
trigger that is gone, or was written to let something through, is told as well, though no row is wrong yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from twinline.access import journal, latest
from twinline.access.models import Trace
from twinline.access.reasons import ACTS
from twinline.sentences import Sentence

BEGINNING = "0" * 64
#: The triggers, as the migration made them: what is done to a row that they refuse.
_GUARDED = ("UPDATE", "DELETE")
_GUARD = (
    "CREATE TRIGGER access_trace_{word} BEFORE {word} ON access_trace "
    "BEGIN SELECT RAISE(ABORT, 'the trace is only added to'); END"
)
_VALUES = ("at_ms", "officer", "organisation", "act", "record", "part", "reason")


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain doesn't hold: the row's number, counted from 1; ``cut`` if it ends there too early.

    ``unguarded``: every row holds, but nothing keeps them from being changed.
    """

    row: int
    cut: bool = False
    unguarded: bool = False

    @property
    def told(self) -> Sentence:
        """Return what was done to the trace, and where."""
        if self.unguarded:
            return Sentence(
                "The trace has lost its guard in the database: its rows hold, but somebody made it possible to "
                "change them."
            )
        if self.cut:
            return Sentence("The trace was cut: what was written after row {row:,} was taken out.", row=self.row)
        return Sentence("The trace was altered: row {row:,} does not go with the one before it.", row=self.row)


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
        row = Trace.objects.create(**told, before=before, hash=_hash(before, told))
    # Once it is on the disk, and not before: the journal takes nothing back.
    transaction.on_commit(lambda: _told(row))


def _told(row: Trace) -> None:
    """Tell a row's hash to what lies outside the database; a file that names a row that is gone goes on doing so."""
    journal.tell(journal.Event.TRACE, row=row.pk, hash=row.hash)
    before = latest.named()
    if not before or before == row.before or holds(before):
        latest.name(row.hash)


def head() -> str:
    """Return the hash of the latest row, by which the whole trace is known."""
    last = Trace.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or BEGINNING


def broken(*, using: str = DEFAULT_DB_ALIAS) -> Broken | None:
    """Return the first row at which the chain in a database doesn't hold, or that nothing guards it; None: it holds."""
    before, number, counted = BEGINNING, 0, connections[using].vendor == "sqlite"
    for number, row in enumerate(Trace.objects.using(using).order_by("id").iterator(), start=1):
        if row.before != before or row.hash != _hash(before, {name: getattr(row, name) for name in _VALUES}):
            return Broken(number)
        if counted and row.id > number:
            return Broken(number - 1, cut=True)
        before = row.hash
    if counted and number < _ever(using):
        return Broken(number, cut=True)
    if (named := latest.named()) and not holds(named, using=using):
        return Broken(number, cut=True)
    return Broken(number, unguarded=True) if counted and _unguarded(using) else None


def guard_again(*, now: int, officer: str, organisation: str) -> bool:
    """Set the guard of the trace again where it is gone, and trace who did; return whether it was gone."""
    gone = _unguarded(DEFAULT_DB_ALIAS)
    with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for word in gone:
            cursor.execute(f"DROP TRIGGER IF EXISTS access_trace_{word}")
            cursor.execute(_GUARD.format(word=word))
        if gone:
            note(now=now, officer=officer, organisation=organisation, act="guard")
    return bool(gone)


def holds(told: str, *, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Return whether a hash by which the trace was known once is still that of one of its rows."""
    return told == BEGINNING or Trace.objects.using(using).filter(hash=told).exists()


def rows() -> Iterator[dict[str, Any]]:
    """Yield the rows, the oldest first, as plain values with their hashes: what an auditor takes along."""
    for row in Trace.objects.order_by("id").iterator():
        yield {name: getattr(row, name) for name in (*_VALUES, "before", "hash")}


def _unguarded(using: str) -> list[str]:
    """Return what no trigger refuses, or one that isn't as it was made."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'access_trace'")
        there = {str(name): " ".join(str(text).split()) for name, text in cursor.fetchall()}
    return [word for word in _GUARDED if there.get(f"access_trace_{word}") != _GUARD.format(word=word)]


def _ever(using: str) -> int:
    """Return how many rows were ever added, as SQLite counts them: a row that is rolled back is none."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [Trace._meta.db_table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _hash(before: str, told: dict[str, Any]) -> str:
    text = json.dumps([before, *(told[name] for name in _VALUES)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
