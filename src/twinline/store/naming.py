"""Which entry names which file, and which records that name one were withdrawn: an index beside the ledger.

It is only a cache: deleted, it is made again from the log.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

from twinline.feeds import entries
from twinline.ledger.acts import AMEND, ON_PAPER, SAY
from twinline.records.attachments import FIELD, Attached
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.registry import KINDS
from twinline.store.feeds import codes_of, find
from twinline.store.ledger import Ledger

FOLDER = "attachments"
#: The acts whose bodies may name files.
NAMING = (SAY, AMEND, ON_PAPER)
_AT_ONCE = 500
_INDEX = "index.sqlite3"
_TABLES = (
    "CREATE TABLE named (sha256 TEXT, feed TEXT, record TEXT, entry INTEGER, position INTEGER, bytes INTEGER, "
    "media TEXT, PRIMARY KEY (sha256, entry)) WITHOUT ROWID",
    "CREATE TABLE lacked (node TEXT, sha256 TEXT, have INTEGER, PRIMARY KEY (node, sha256)) WITHOUT ROWID",
    "CREATE TABLE untrue (sha256 TEXT, bytes INTEGER, times INTEGER, PRIMARY KEY (sha256, bytes)) WITHOUT ROWID",
    "CREATE TABLE offered (node TEXT, sha256 TEXT, PRIMARY KEY (node, sha256)) WITHOUT ROWID",
    "CREATE TABLE seen (entry INTEGER)",
)
#: What the file says of its tables, so that one with other tables than these is begun anew.
_VERSION = crc32("\n".join(_TABLES).encode()) >> 1


def folder(ledger: Ledger) -> Path:
    """Return where attachments are kept, making it at its first use."""
    found = ledger.folder / FOLDER
    (found / "part").mkdir(parents=True, exist_ok=True)
    return found


@contextlib.contextmanager
def opened(ledger: Ledger, *, noting: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the index, up to date with the log; without ``noting`` as it is, whatever was said since."""
    with closing(_connected(folder(ledger) / _INDEX)) as index:
        with index:
            # Inside a transaction that may be undone nothing is known yet that could be noted.
            if noting and not ledger.connection.in_atomic_block:
                _note(ledger, index)
        with index:
            yield index


def bring_up_to_date(ledger: Ledger) -> None:
    """Begin the index anew if an earlier version of the product made it, with other tables; there may be none."""
    path = ledger.folder / FOLDER / _INDEX
    if path.exists():
        _connected(path).close()


def _connected(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, timeout=30)
    if _version(index) != _VERSION:
        index.execute("BEGIN IMMEDIATE")
        with index:
            if _version(index) != _VERSION:  # nobody else began it meanwhile
                _begin(index)
    return index


def _version(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])


def _begin(index: sqlite3.Connection) -> None:
    for (name,) in index.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        index.execute(f'DROP TABLE "{name}"')
    for table in _TABLES:
        index.execute(table)
    index.execute(f"PRAGMA user_version = {_VERSION}")


def _note(ledger: Ledger, index: sqlite3.Connection) -> None:
    (seen,) = index.execute("SELECT COALESCE(MAX(entry), 0) FROM seen").fetchone()
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM store_entry")
        newest = int(cursor.fetchone()[0])
        if newest == seen:
            return
        if newest < seen:  # another ledger than the one this index is of
            index.execute("DELETE FROM named")
            seen = 0
        holds = "instr(e.raw, %s) > 0" if ledger.connection.vendor == "sqlite" else "position(%s in e.raw) > 0"
        cursor.execute(
            "SELECT e.id, e.position, e.raw, f.feed FROM store_entry e JOIN store_feed f ON f.id = e.feed_id "  # noqa: S608
            f"WHERE e.id > %s AND e.id <= %s AND e.quarantine = '' AND e.record IS NOT NULL AND {holds} ORDER BY e.id",
            [seen, newest, f'"{FIELD}":['.encode()],
        )
        for number, position, raw, feed in cursor.fetchall():
            entry = entries.read(bytes(raw))
            if entry.kind not in KINDS or entry.act not in NAMING:
                continue
            index.executemany(
                "INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (one["sha256"], feed, entry.record, number, position, one["bytes"], one["media"])
                    for one in attached(entry.body)
                ],
            )
    index.execute("DELETE FROM seen")
    index.execute("INSERT INTO seen VALUES (?)", [newest])


def attached(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sound attachments that a body names."""
    told = body.get(FIELD)
    return [one for one in told if isinstance(one, dict) and _sound(one)] if isinstance(told, list) else []


def _sound(one: dict[str, Any]) -> bool:
    found = Found()
    Attached.check(one, "", found, packaged())
    return not found.findings


def withdrawn(ledger: Ledger, records: Collection[str]) -> set[str]:
    """Return which of these records were withdrawn."""
    found: set[str] = set()
    told = iter(sorted(records))
    with ledger.connection.cursor() as cursor:
        while some := list(islice(told, _AT_ONCE)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(
                "SELECT record FROM store_record WHERE arrived_to IS NULL AND standing = 'withdrawn' "  # noqa: S608
                f"AND record IN ({marks})",
                some,
            )
            found.update(record for (record,) in cursor.fetchall())
    return found


def audience(ledger: Ledger, feed: str) -> tuple[str, ...] | None:
    """Return the organisations that a feed is addressed to."""
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed)
        return codes_of(cursor, row.audience) if row else None
