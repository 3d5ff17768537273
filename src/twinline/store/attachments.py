"""Attachments as kept: files named by their hash, beside the ledger, read only by those who may read a record that
names them.

``attachments/`` holds the files, what has arrived of others (``part/``), and an
index (which entry names which file, what each peer lacks) that is only a cache:
deleted, it is made again from the log.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from twinline.feeds import audiences, entries
from twinline.ledger.acts import AMEND, ON_PAPER, SAY
from twinline.records.attachments import FIELD, LARGEST, Attached
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.registry import KINDS
from twinline.sentences import Sentence
from twinline.store import stripping
from twinline.store.errors import StoreError
from twinline.store.feeds import codes_of, find
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader

FOLDER = "attachments"
#: The acts whose bodies may name files.
NAMING = (SAY, AMEND, ON_PAPER)
_TABLES = """
CREATE TABLE IF NOT EXISTS named (sha256 TEXT, feed TEXT, record TEXT, entry INTEGER, position INTEGER, bytes INTEGER,
    media TEXT, PRIMARY KEY (sha256, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS lacked (node TEXT, sha256 TEXT, have INTEGER, PRIMARY KEY (node, sha256)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS untrue (sha256 TEXT, bytes INTEGER, times INTEGER,
    PRIMARY KEY (sha256, bytes)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS offered (node TEXT, sha256 TEXT, PRIMARY KEY (node, sha256)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (entry INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a record names and that isn't all here: how much of it is, and its length at most."""

    sha256: str
    size: int
    have: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that some record names: its length and type, and how much of it is here."""

    sha256: str
    size: int
    media: str
    have: int
    records: tuple[str, ...]


def folder(ledger: Ledger) -> Path:
    """Return where attachments are kept, making it at its first use."""
    found = ledger.folder / FOLDER
    (found / "part").mkdir(parents=True, exist_ok=True)
    return found


def place(ledger: Ledger, sha256: str) -> Path:
    """Return where a file is kept once it is whole."""
    return folder(ledger) / sha256[:2] / sha256


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
    """Return the hashes that a body names and whose files are neither here nor named by a record already."""
    told = [str(one["sha256"]) for one in _attached(body)]
    absent = [sha256 for sha256 in told if not place(ledger, sha256).exists()]
    if not absent:
        return []
    with _index(ledger) as index:
        return [sha256 for sha256 in absent if not index.execute(_NAMED, [sha256]).fetchone()]


def untrue(ledger: Ledger, body: Mapping[str, Any]) -> Untrue | None:
    """Return what a body says wrongly of the length or format of a file that is here; ``None`` if all is true.

    A file that isn't here yet may be named as somebody named it before.
    """
    for one in _attached(body):
        said = int(one["bytes"]), str(one["media"])
        if (is_ := _measured(place(ledger, str(one["sha256"])))) is not None:
            if is_ != said:
                return Untrue(str(one["sha256"]), *is_)
            continue
        with _index(ledger) as index:
            known = index.execute(
                "SELECT DISTINCT bytes, media FROM named WHERE sha256 = ?", [str(one["sha256"])]
            ).fetchall()
        if known and said not in known:
            return Untrue(str(one["sha256"]), *known[0])
    return None


def read(ledger: Ledger, reader: Reader, sha256: str) -> tuple[bytes, str] | None:
    """Return a file and its media type if a record that this reader may see names it, and it is here."""
    line = ledger.line()
    with _index(ledger) as index:
        found = index.execute("SELECT DISTINCT feed, media FROM named WHERE sha256 = ?", [sha256]).fetchall()
    for feed, media in found:
        codes = _audience(ledger, feed)
        if codes is not None and reader.reads(codes, line) and (path := place(ledger, sha256)).exists():
            return path.read_bytes(), str(media)
    return None


def state(ledger: Ledger, reader: Reader) -> list[Kept]:
    """Return the files that records a reader may see name, and how much of each is here."""
    line = ledger.line()
    found: dict[str, tuple[int, str, list[str]]] = {}
    with _index(ledger) as index:
        rows = index.execute("SELECT sha256, feed, record, bytes, media FROM named ORDER BY entry").fetchall()
    for sha256, feed, record, size, media in rows:
        codes = _audience(ledger, feed)
        if codes is not None and reader.reads(codes, line):
            records = found.setdefault(sha256, (size, media, []))[2]
            if record not in records:
                records.append(record)
    return [
        Kept(sha256, size, media, size if place(ledger, sha256).exists() else _begun(ledger, sha256), tuple(records))
        for sha256, (size, media, records) in found.items()
    ]


# The way to another node: nothing is asked of, or given to, a node that may not see a record that names it.


def wanted(ledger: Ledger, hosts: Collection[str]) -> list[Wanted]:
    """Return what a node reading for ``hosts`` could give us, the smallest first: its hash betrays nothing to it."""
    found = [
        Wanted(sha256, max(size for size, _ in namings), _begun(ledger, sha256))
        for sha256, namings in _shared(ledger, hosts).items()
        if not place(ledger, sha256).exists()
    ]
    return sorted(found, key=lambda one: (one.size, one.sha256))


def piece(ledger: Ledger, hosts: Collection[str], sha256: str, offset: int, most: int) -> tuple[int, bytes] | None:
    """Return the length of a file and the bytes from ``offset`` on, if a node reading for ``hosts`` may have it.

    Only where a record that it may see names the file as it is: another length or format it would not take.
    """
    path = place(ledger, sha256)
    if _measured(path) not in _shared(ledger, hosts, sha256).get(sha256, ()):
        return None
    with path.open("rb") as file:
        file.seek(offset)
        return path.stat().st_size, file.read(most)


def take(ledger: Ledger, hosts: Collection[str], sha256: str, offset: int, data: bytes) -> bool:
    """Keep a piece of a file that is wanted, right after what is here; return whether it got further.

    Where a record says that the file ends, it is brought under its name if it is
    what was said, and a bare picture; else all of it is dropped. It is asked for
    again, but not for ever, and never if its hash is right: then its author
    named something else. Records may name it with several lengths, one of them
    true: each is tried by itself, so that a false one keeps no other back.
    """
    namings = _shared(ledger, hosts, sha256).get(sha256, frozenset())
    have, most, end = _begun(ledger, sha256), max((size for size, _ in namings), default=0), offset + len(data)
    if place(ledger, sha256).exists() or not offset <= have < end <= most:
        return False
    path = folder(ledger) / "part" / sha256
    with path.open("ab") as file:
        file.truncate(have)
        file.write(data[have - offset :])
        file.flush()
        os.fsync(file.fileno())
    medias = {media for size, media in namings if size == end}
    return _finish(ledger, path, sha256, medias) if medias else True


def _finish(ledger: Ledger, path: Path, sha256: str, medias: Collection[str]) -> bool:
    """Keep a file that has come to its end if it is sound; return whether it is."""
    raw = path.read_bytes()
    right = hashlib.sha256(raw).hexdigest() == sha256
    if right and any(stripping.is_bare(raw, media) for media in medias):
        target = place(ledger, sha256)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
        return True
    path.unlink()
    with _index(ledger) as index:
        # What isn't a bare picture never will be; a wrong hash may be a fault of the way, but not for ever.
        index.execute(
            "INSERT INTO untrue VALUES (?, ?, ?) "
            "ON CONFLICT (sha256, bytes) DO UPDATE SET times = times + excluded.times",
            [sha256, len(raw), _TRIES if right else 1],
        )
    return False


def keep_lacked(ledger: Ledger, node: str, lacked: Mapping[str, int]) -> None:
    """Keep what a peer says that it lacks: hash and how much of it it has. What it doesn't name it doesn't ask for."""
    with _index(ledger, noting=False) as index:
        index.execute("DELETE FROM lacked WHERE node = ?", [node])
        index.executemany("INSERT INTO lacked VALUES (?, ?, ?)", [(node, *each) for each in lacked.items()])


def lacked(ledger: Ledger, node: str, hosts: Collection[str], receipted: Mapping[str, int]) -> dict[str, int]:
    """Return what a peer lacks, as far as is known: what it last said, and what is named by entries new to it."""
    with _index(ledger) as index:
        told = dict(index.execute("SELECT sha256, have FROM lacked WHERE node = ?", [node]).fetchall())
        rows = index.execute("SELECT sha256, feed, position FROM named").fetchall()
    new = {sha256 for sha256, feed, position in rows if position >= receipted.get(feed, 0)}
    return {sha256: told.get(sha256, 0) for sha256 in sorted({*told, *new} & _shared(ledger, hosts).keys())}


def offered(ledger: Ledger, node: str) -> frozenset[str]:
    """Return what a peer was sent unasked: it isn't sent so again."""
    with _index(ledger, noting=False) as index:
        rows = index.execute("SELECT sha256 FROM offered WHERE node = ?", [node]).fetchall()
    return frozenset(sha256 for (sha256,) in rows)


def note_offered(ledger: Ledger, node: str, sha256: str) -> None:
    """Note that a peer is sent a file that it didn't ask for."""
    with _index(ledger, noting=False) as index:
        index.execute("INSERT OR IGNORE INTO offered VALUES (?, ?)", [node, sha256])


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
_TRIES = 3
_AT_ONCE = 500
_NAMED = "SELECT 1 FROM named WHERE sha256 = ?"


def _shared(ledger: Ledger, hosts: Collection[str], sha256: str = "") -> dict[str, frozenset[tuple[int, str]]]:
    """Return, for each file that records name which a node reading for ``hosts`` may see, what they say of it.

    That is its length and media type. Withdrawn records give nothing, and lengths that were found untrue don't count.
    """
    line = ledger.line()
    with _index(ledger) as index:
        rows = index.execute(
            "SELECT n.sha256, n.bytes, n.media, n.feed, n.record FROM named n "
            "LEFT JOIN untrue u ON u.sha256 = n.sha256 AND u.bytes = n.bytes "
            "WHERE COALESCE(u.times, 0) < ? AND ? IN ('', n.sha256) ORDER BY n.bytes, n.sha256",
            [_TRIES, sha256],
        ).fetchall()
    gone = _withdrawn(ledger, {record for *_, record in rows})
    seen: dict[str, bool] = {}
    found: dict[str, set[tuple[int, str]]] = {}
    for named, size, media, feed, record in rows:
        if feed not in seen:
            codes = _audience(ledger, feed)
            seen[feed] = codes is not None and audiences.may_read(codes, hosts, line)
        if seen[feed] and record not in gone:
            found.setdefault(named, set()).add((size, media))
    return {named: frozenset(said) for named, said in found.items()}


def _withdrawn(ledger: Ledger, records: Collection[str]) -> set[str]:
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


def _measured(path: Path) -> tuple[int, str] | None:
    """Return the length and media type of a file that is here."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size, stripping.media_of(file.read(stripping.HEAD))
    except FileNotFoundError:
        return None


def _audience(ledger: Ledger, feed: str) -> tuple[str, ...] | None:
    with ledger.connection.cursor() as cursor:
        row = find(cursor, feed)
        return codes_of(cursor, row.audience) if row else None


def _begun(ledger: Ledger, sha256: str) -> int:
    path = folder(ledger) / "part" / sha256
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


@contextlib.contextmanager
def _index(ledger: Ledger, *, noting: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the index, up to date with the log; without ``noting`` as it is, whatever was said since."""
    with closing(sqlite3.connect(folder(ledger) / "index.sqlite3", timeout=30)) as index:
        with index:
            index.executescript(_TABLES)
            # Inside a transaction that may be undone nothing is known yet that could be noted.
            if noting and not ledger.connection.in_atomic_block:
                _note(ledger, index)
        with index:
            yield index


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
                    for one in _attached(entry.body)
                ],
            )
    index.execute("DELETE FROM seen")
    index.execute("INSERT INTO seen VALUES (?)", [newest])


def _attached(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sound attachments that a body names."""
    told = body.get(FIELD)
    return [one for one in told if isinstance(one, dict) and _sound(one)] if isinstance(told, list) else []


def _sound(one: dict[str, Any]) -> bool:
    found = Found()
    Attached.check(one, "", found, packaged())
    return not found.findings


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
