"""Attachments as kept: files named by their hash, beside the ledger, read only by those who may read a record that
names them.

``attachments/`` holds the files, what has arrived of others (``part/``), and an index of who names them (``naming``).
A file goes when the last record that names it is withdrawn.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinline.feeds import entries
from twinline.ledger.acts import COUNTERSIGN
from twinline.records.attachments import LARGEST
from twinline.sentences import Sentence
from twinline.store import stripping
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.naming import FOLDER, attached, audience, folder, opened, withdrawn
from twinline.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that some record names: its length and type, and how much of it is here."""

    sha256: str
    size: int
    media: str
    have: int
    records: tuple[str, ...]


def place(ledger: Ledger, sha256: str) -> Path:
    """Return where a file is kept once it is whole."""
    return folder(ledger) / sha256[:2] / sha256


def part(ledger: Ledger, sha256: str) -> Path:
    """Return where what has arrived of a file is kept until it is whole."""
    return folder(ledger) / "part" / sha256


def keep(ledger: Ledger, raw: bytes, shows: str) -> dict[str, Any]:
    """Lay a picture bare, keep it, and return how a record names it; on disk when this returns.

    Raises ``stripping.NotAPicture`` for what can't be attached.
    """
    if len(raw) > 5 * LARGEST:
        raise stripping.NotAPicture(
            "too-large", Sentence("The file is over {most} MB: make it smaller.", most=5 * LARGEST // 1000000)
        )
    plain, media = stripping.bare(raw, shows)
    sha256 = hashlib.sha256(plain).hexdigest()
    _write(place(ledger, sha256), plain)
    return {"sha256": sha256, "bytes": len(plain), "media": media, "shows": shows}


def missing(ledger: Ledger, body: Mapping[str, Any]) -> list[str]:
    """Return the hashes that a body names and whose files are neither here nor named by a record that stands."""
    told = [str(one["sha256"]) for one in attached(body)]
    absent = [sha256 for sha256 in told if not place(ledger, sha256).exists()]
    if not absent:
        return []
    with opened(ledger) as index:
        named = {sha256: {record for (record,) in index.execute(_NAMED, [sha256])} for sha256 in absent}
    gone = withdrawn(ledger, set().union(*named.values()))
    return [sha256 for sha256, records in named.items() if records <= gone]


def untrue(ledger: Ledger, body: Mapping[str, Any]) -> Untrue | None:
    """Return what a body says wrongly of the length or format of a file that is here; ``None`` if all is true.

    A file that isn't here yet may be named as somebody named it before.
    """
    for one in attached(body):
        said = int(one["bytes"]), str(one["media"])
        if (is_ := measured(place(ledger, str(one["sha256"])))) is not None:
            if is_ != said:
                return Untrue(str(one["sha256"]), *is_)
            continue
        with opened(ledger) as index:
            known = index.execute(
                "SELECT DISTINCT bytes, media FROM named WHERE sha256 = ?", [str(one["sha256"])]
            ).fetchall()
        if known and said not in known:
            return Untrue(str(one["sha256"]), *known[0])
    return None


def read(ledger: Ledger, reader: Reader, sha256: str) -> tuple[bytes, str] | None:
    """Return a file and its media type if a record that this reader may see names it, and it is here."""
    line = ledger.line()
    with opened(ledger) as index:
        found = index.execute("SELECT DISTINCT feed, media FROM named WHERE sha256 = ?", [sha256]).fetchall()
    for feed, media in found:
        codes = audience(ledger, feed)
        if codes is not None and reader.reads(codes, line) and (path := place(ledger, sha256)).exists():
            return path.read_bytes(), str(media)
    return None


def state(ledger: Ledger, reader: Reader) -> list[Kept]:
    """Return the files that records a reader may see name, and how much of each is here; not what was taken back."""
    line = ledger.line()
    found: dict[str, tuple[int, str, list[str]]] = {}
    with opened(ledger) as index:
        rows = index.execute("SELECT sha256, feed, record, bytes, media FROM named ORDER BY entry").fetchall()
    gone = withdrawn(ledger, {record for _, _, record, _, _ in rows})
    for sha256, feed, record, size, media in rows:
        codes = audience(ledger, feed)
        taken_back = record in gone and not place(ledger, sha256).exists()
        if codes is not None and reader.reads(codes, line) and not taken_back:
            records = found.setdefault(sha256, (size, media, []))[2]
            if record not in records:
                records.append(record)
    return [
        Kept(sha256, size, media, size if place(ledger, sha256).exists() else begun(ledger, sha256), tuple(records))
        for sha256, (size, media, records) in found.items()
    ]


def clear(ledger: Ledger) -> None:
    """Delete the files that only withdrawn records name: taking back reaches them, too, on every node.

    What this node's own organisations confirmed they keep: a paper that both signed isn't one side's to destroy.
    """
    if not (ledger.folder / FOLDER).exists():
        return
    with opened(ledger) as index:
        rows = index.execute("SELECT DISTINCT sha256, record FROM named").fetchall()
    gone = withdrawn(ledger, {record for _, record in rows})
    stay = {sha256 for sha256, record in rows if record not in gone}
    for sha256 in sorted({sha256 for sha256, _ in rows} - stay):
        here = [path for path in (place(ledger, sha256), part(ledger, sha256)) if path.exists()]
        if here and not any(_confirmed_here(ledger, record) for named, record in rows if named == sha256):
            for path in here:
                path.unlink(missing_ok=True)


def _confirmed_here(ledger: Ledger, record: str) -> bool:
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry WHERE record = %s AND quarantine = ''", [record])
        told = [entries.read(bytes(raw)) for (raw,) in cursor.fetchall()]
    hosts = ledger.hosts()
    return any(entry.act == COUNTERSIGN and entry.author in hosts for entry in told)


# In a backup.


def into_backup(ledger: Ledger, copy: sqlite3.Connection) -> None:
    """Put all whole files into a backup, one row each."""
    copy.execute(_IN_BACKUP)
    for path in sorted(folder(ledger).glob("[0-9a-f][0-9a-f]/*")):
        if len(path.name) == 64:
            copy.execute("INSERT INTO twinline_attachment VALUES (?, ?)", [path.name, path.read_bytes()])


def from_backup(source: sqlite3.Connection, target: Path) -> None:
    """Write the files of a backup into a node's folder; those that are not what their name says are left out."""
    if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'twinline_attachment'").fetchone():
        return
    for sha256, raw in source.execute("SELECT sha256, raw FROM twinline_attachment"):
        if hashlib.sha256(raw).hexdigest() == sha256:
            path = target / FOLDER / sha256[:2] / sha256
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, raw)


_IN_BACKUP = "CREATE TABLE twinline_attachment (sha256 TEXT PRIMARY KEY, raw BLOB NOT NULL)"
_NAMED = "SELECT record FROM named WHERE sha256 = ?"


def measured(path: Path) -> tuple[int, str] | None:
    """Return the length and media type of a file that is here."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size, stripping.media_of(file.read(stripping.HEAD))
    except FileNotFoundError:
        return None


def begun(ledger: Ledger, sha256: str) -> int:
    """Return how many bytes of a file that isn't whole are here."""
    path = part(ledger, sha256)
    return path.stat().st_size if path.exists() else 0


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class NotHere(StoreError):
    """A record names a file that nobody gave."""

    def __init__(self, absent: list[str]) -> None:
        super().__init__(
            "no-attachment",
            Sentence(
                "attachments: the file {absent} is not here; give it first ('twinline attachment add'). "
                "Nothing was written.",
                absent=absent[0],
            ),
        )


class Untrue(StoreError):
    """A record says of a file what it isn't."""

    def __init__(self, sha256: str, size: int, media: str) -> None:
        super().__init__(
            "attachment-untrue",
            Sentence(
                "attachments: the file {sha256} is {size:,} bytes of {media}; name it as 'twinline attachment add' "
                "printed it. Nothing was written.",
                sha256=sha256,
                size=size,
                media=media,
            ),
        )
