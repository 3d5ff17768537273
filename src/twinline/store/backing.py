"""Backups: one file, made from a live node, opened and verified when made, with no key in it."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from twinline.sentences import Sentence
from twinline.store import attachments, heads, verifying
from twinline.store.errors import StoreError
from twinline.store.ledger import DATABASE, Ledger
from twinline.times import from_rfc3339, rfc3339

#: What a backup keeps beside the tables, of the files in a node's folder. Nothing secret is among them.
FILES = ("node.toml", "keys/node.certificate", "keys/root.public")
#: Files that offices made their own, in a node's folder: reports, letters, how years are written, corrected words.
OFFICES = ("office.toml", "reports/*.toml", "reports/*.docx", "reports/*.xlsx", "words/*/LC_MESSAGES/django.po")
_OFFICE_FILE = re.compile(
    r"office\.toml|reports/[a-z0-9-]{1,40}\.(?:toml|docx|xlsx)|words/(?:vi|lo|en|fr)/LC_MESSAGES/django\.po"
)
#: When the last backup was made: nothing else is kept of it, since it may be anywhere.
LAST = "last-backup"
_ABOUT = "CREATE TABLE twinline_backup (name TEXT PRIMARY KEY, text TEXT NOT NULL)"
_FILES = "CREATE TABLE twinline_file (name TEXT PRIMARY KEY, raw BLOB NOT NULL)"
#: What is in a backup and not in the ledger that comes out of it.
_BESIDE = ("twinline_backup", "twinline_attachment", "twinline_file")


class Unsound(StoreError):
    """A backup didn't come out, or doesn't read back, as what was to be kept."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as made: where, how large (bytes), what it holds, and the ledger digest by which it is known."""

    path: Path
    size: int
    feeds: int
    entries: int
    digest: str
    made: str


def back_up(ledger: Ledger, target: Path, *, now: int) -> Backup:
    """Write a backup of a live node into a file (or, under a name of its own, into a folder) and verify it.

    What was said so far is signed first, so that nothing in the backup depends
    on a key that isn't. The file appears whole or not at all.
    """
    heads.sign_all(ledger, now=now)
    made = rfc3339(now)
    path = target / f"{ledger.node.organisation}-{made[:19].replace(':', '')}.twinline" if target.is_dir() else target
    if path.exists():
        raise StoreError("exists", Sentence("{path} is there already: name another file.", path=path))
    if not path.parent.is_dir():
        raise StoreError(
            "no-folder", Sentence("There is no folder {folder}: make it first, or name another.", folder=path.parent)
        )
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        # Accounts are in it, with their hashed passwords: nobody else reads it while it is written, or after.
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(ledger, beside, made)
        verdict = check(ledger, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    (ledger.folder / LAST).write_text(f"{made}\n", encoding="utf-8", newline="\n")
    return Backup(path, path.stat().st_size, verdict.feeds, verdict.entries, verdict.digest, made)


def last(folder: Path) -> int | None:
    """Return when the last backup of the node in a folder was made, in milliseconds."""
    try:
        return from_rfc3339((folder / LAST).read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError):
        return None


def check(ledger: Ledger, path: Path) -> verifying.Verdict:
    """Return what a verification of a backup of this node finds; raises ``Unsound`` unless all of it holds."""
    alias = f"backup:{path}"
    # Opened as it lies: no pragma of a live ledger may change the file.
    connections.databases[alias] = {**connections.databases["default"], "NAME": str(path), "OPTIONS": {}}
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            told = cursor.fetchone()[0]
        if told != "ok":
            raise Unsound(
                "database",
                Sentence(
                    "The backup's database isn't whole ({told}): nothing was written. Look at the disk.", told=told
                ),
            )
        verdict = verifying.verify(Ledger(alias, ledger.folder, ledger.node))
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
    if not verdict.sound:
        raise Unsound(
            "backup",
            Sentence(
                "The backup doesn't verify ({fault}): nothing was written. Run 'twinline verify'.",
                fault=verdict.faults[0],
            ),
        )
    return verdict


def unpack(path: Path, folder: Path) -> dict[str, str]:
    """Write the database of a backup into ``folder`` and return the texts it keeps beside the tables, by name.

    A plain ``ledger.sqlite3`` of a lost node is taken, too; then there are no texts.
    """
    if not path.is_file():
        raise StoreError("no-backup", Sentence("There is no backup at {path}.", path=path))
    try:
        with closing(sqlite3.connect(path)) as source:
            if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise Unsound("damaged", Sentence("{path} is damaged: use another backup.", path=path))
            about = _about(source)
            attachments.from_backup(source, folder)
            with closing(sqlite3.connect(folder / DATABASE)) as copy:
                source.backup(copy)
                for table in _BESIDE:
                    copy.execute(f"DROP TABLE IF EXISTS {table}")
                copy.execute("PRAGMA journal_mode=WAL")
                copy.commit()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise  # the disk's fault, not the file's: nobody is to throw a good backup away
        raise Unsound(
            "not-a-backup", Sentence("{path} is no backup of a node ({error}).", path=path, error=error)
        ) from error
    return about


def traced(path: Path) -> str:
    """Return the hash of the last row of the trace in a backup; empty where there was none yet.

    It is asked for as a file from outside: read only, and no function of the database's own schema is trusted.
    """
    if not path.is_file():
        raise StoreError("no-backup", Sentence("There is no backup at {path}.", path=path))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
            source.execute("PRAGMA trusted_schema=OFF")
            _about(source)
            row = source.execute("SELECT hash FROM access_trace ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unsound(
            "not-a-backup", Sentence("{path} is no backup of a node ({error}).", path=path, error=error)
        ) from error
    return str(row[0]) if row else ""


def offices_files(path: Path, folder: Path) -> list[str]:
    """Write what offices made their own into ``folder`` as a backup has it, and return the files' names.

    A name that no such file can have is left out, and what is there already stays as it is.
    """
    with closing(sqlite3.connect(path)) as source:
        if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'twinline_file'").fetchone():
            return []
        rows = [(name, raw) for name, raw in source.execute("SELECT name, raw FROM twinline_file ORDER BY name")
                if _OFFICE_FILE.fullmatch(name) and not (folder / name).exists()]  # fmt: skip
    for name, raw in rows:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return [name for name, _ in rows]


def _about(source: sqlite3.Connection) -> dict[str, str]:
    names = {str(name) for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "store_feed" not in names:
        raise Unsound("not-a-backup", Sentence("There are no feeds in this file: it is no backup of a node."))
    if "twinline_backup" not in names:
        return {}
    return {str(name): str(text) for name, text in source.execute("SELECT name, text FROM twinline_backup")}


def _copy(ledger: Ledger, path: Path, made: str) -> None:
    """Copy the database as of one moment, whoever writes meanwhile."""
    with closing(sqlite3.connect(ledger.folder / DATABASE)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        # Whoever is signed in at the desk has a key to it, of a sort; and so has a program.
        copy.execute("DELETE FROM django_session")
        copy.execute("DELETE FROM access_token")
        copy.execute("DELETE FROM access_passkey")
        # Addresses for reminders are kept for these alone; and a node brought back writes to nobody unasked.
        copy.execute("DELETE FROM access_reminder")
        # Which lists somebody opens often is soon said again; what they removed should be nowhere.
        copy.execute("DELETE FROM access_keptfilter")
        copy.execute(_ABOUT)
        rows = [(name, (ledger.folder / name).read_text(encoding="utf-8")) for name in FILES]
        copy.executemany("INSERT INTO twinline_backup VALUES (?, ?)", [*rows, ("made", made)])
        copy.execute(_FILES)
        own = {
            path.relative_to(ledger.folder).as_posix(): path for each in OFFICES for path in ledger.folder.glob(each)
        }
        found = [(name, path.read_bytes()) for name, path in sorted(own.items()) if _OFFICE_FILE.fullmatch(name)]
        copy.executemany("INSERT INTO twinline_file VALUES (?, ?)", found)
        attachments.into_backup(ledger, copy)
        copy.commit()
        copy.execute("VACUUM")
