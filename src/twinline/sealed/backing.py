"""Backups of personal parts: a file of their own, at most 35 days old, in which what was erased since never comes back.

The file holds what the vault holds: ciphertext, and each part's key encrypted under ``keys/sealed.key``, which is not
in it. Bringing one back replays what the trace knows: a part erased since is left out before anything is written, one
that was changed since comes back closed to all but those who answer its person: it says what is no longer held true.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from twinline.access import tracing
from twinline.access.models import Trace
from twinline.sealed import keeping
from twinline.sealed.copies import Copies, Row, rows_of
from twinline.sealed.retention import Doubt
from twinline.sealed.vault import VaultError
from twinline.sentences import Sentence
from twinline.store.ledger import Ledger
from twinline.times import DAY_MS, day_of, from_rfc3339, rfc3339

#: A backup older than this is not brought back, and its file is taken away when the next is made in its folder.
OLDEST_MS = 35 * DAY_MS
ENDING = ".parts"
#: Who stands on the trace for a command: whoever looks after the machine.
BY = "command"
#: How a part is marked that was changed after the backup: whoever answers its person may open it again.
RESTORED = "restored"
_ABOUT = "CREATE TABLE about (organisation TEXT NOT NULL, made TEXT NOT NULL)"


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing a backup back: parts kept, left out because erased or past their end, and closed."""

    kept: int
    erased: int
    closed: int
    made: str


def back_up(ledger: Ledger, target: Path, *, now: int) -> tuple[Path, int]:
    """Write a backup of the parts into a folder (or a file), whole or not at all; return where, and how many."""
    made = rfc3339(now)
    name = f"{ledger.node.organisation}-{made[:19].replace(':', '')}{ENDING}"
    path = target / name if target.is_dir() else target
    if path.exists():
        raise VaultError("exists", Sentence("{path} is there already: name another file.", path=path))
    vault = Copies(ledger.folder)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(beside)) as copy:
            number = vault.copy_to(copy)
            copy.execute(_ABOUT)
            copy.execute("INSERT INTO about VALUES (?, ?)", [ledger.node.organisation, made])
            copy.commit()
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        _note(ledger, "backup", now)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    vault.remember_backup(made)
    return path, number


def bring_back(ledger: Ledger, path: Path, keys: Path | None, *, now: int, vouched_by: str = "") -> Brought:
    """Put the parts of a backup back, but for those erased since; nothing that is here is written over.

    ``keys`` is the folder where ``sealed.key`` was kept, if this node doesn't have it. One that says it was made on a
    day still to come takes ``vouched_by``, the name of who says that the clock here is right; since nobody knows then
    when it was made, each part that was ever changed comes back closed. Raises ``VaultError`` for what is no such
    backup, is another organisation's, or is too old.
    """
    organisation, made, rows = opened(path)
    since = from_rfc3339(made)
    if organisation not in ledger.hosts():
        raise VaultError("not-ours", Sentence("This backup is of {organisation}, not of this node.",
                         organisation=organisation))  # fmt: skip
    ahead = since > now + DAY_MS
    if ahead and not vouched_by:
        raise VaultError("to-come", Sentence(
            "This backup says it was made on {made}, which is still to come: this machine’s clock, or that of the one "
            "that made it, is wrong. Take one that was made before; if there is none and the clock here is right, say "
            "who vouches for it with --clock-is-right.",
            made=made[:10],
        ))  # fmt: skip
    if since < now - OLDEST_MS:
        raise VaultError("too-old", Sentence(
            "This backup is of {made}: no part is brought back after {days} days. Look at this machine’s clock; if it "
            "is right, destroy the file.",
            made=made[:10], days=OLDEST_MS // DAY_MS,
        ))  # fmt: skip
    gone = {row.part for row in Trace.objects.filter(act="erase").iterator()}
    after = 0 if ahead else since
    changed = {row.part for row in Trace.objects.filter(act__in=("alter", "restrict"), at_ms__gt=after).iterator()}
    today = day_of(now)
    wanted = [row for row in rows if row.part not in gone and _stands(row, today)]
    vault = Copies(ledger.folder)
    taken = vault.take_key(keys)
    _note(ledger, "restore", now, by=vouched_by if ahead else BY)
    try:
        kept = vault.put_back(wanted, closed={row.part for row in wanted if row.part in changed}, by=RESTORED)
    except VaultError:
        if taken:
            vault.leave_key()
        raise
    closed = sum(name in changed for name in kept)
    return Brought(len(kept), len(rows) - len(wanted), closed, made)


def opened(path: Path) -> tuple[str, str, list[Row]]:
    """Return whose backup a file is, when it was made, and its rows; ``VaultError`` where it is none.

    It is a file from outside: read only, and no function of its own schema is trusted.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            source.execute("PRAGMA trusted_schema=OFF")
            organisation, made = source.execute("SELECT organisation, made FROM about").fetchone()
            from_rfc3339(made)
            return organisation, made, rows_of(source)
    except (sqlite3.DatabaseError, TypeError, ValueError, AttributeError) as error:
        raise VaultError("not-a-backup", Sentence("{path} is no backup of personal parts.", path=path)) from error


def _stands(row: Row, today: int) -> bool:
    return max(row.ends, row.held_to or row.ends) >= today


def take_away(ledger: Ledger, folder: Path, *, now: int) -> int:
    """Remove this organisation's backups in a folder that are too old to be brought back; return how many stay instead.

    As with the parts themselves, a clock that may be wrong removes nothing: neither one that jumped, nor one that no
    other node, and no person since the last run of retention, vouched for.
    """
    doubt = keeping.clock_doubt(ledger, now=now)
    believed = doubt is None or (doubt is Doubt.ALONE and Copies(ledger.folder).last_run() is not None)
    old = [path for path in folder.glob(f"{ledger.node.organisation}-*{ENDING}") if _too_old(path, now)]
    if believed:
        for path in old:
            path.unlink(missing_ok=True)
    return 0 if believed else len(old)


def _too_old(path: Path, now: int) -> bool:
    """Return whether a file says itself that it is such a backup, and too old; False for what can't be read."""
    with suppress(sqlite3.DatabaseError, TypeError, ValueError, OSError):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as found:
            made = found.execute("SELECT made FROM about").fetchone()[0]
        return from_rfc3339(made) < now - OLDEST_MS
    return False


def _note(ledger: Ledger, act: str, now: int, by: str = BY) -> None:
    tracing.note(now=now, officer=by, organisation=ledger.node.organisation, act=act)
