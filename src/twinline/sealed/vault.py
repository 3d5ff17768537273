"""The vault: encrypted parts in a database file of their own, each part's key in a small file beside it.

``sealed/parts.sqlite3`` holds ciphertext (ChaCha20-Poly1305, RFC 8439) and what erasing needs to know: record and
dates. ``sealed/keys/`` holds each part's own key in a small file, itself encrypted under ``keys/sealed.key``. To erase
is to overwrite and remove that key: it takes no free space, so a full disk can't stop it. The row is deleted after, and
its pages with it.

No index, search table, figure or export knows this file. It has a rollback journal rather than a write-ahead log, so
that nothing of an erased part waits in a log.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from twinline.sealed import reserve
from twinline.sealed.part import Part
from twinline.sealed.retention import Kept
from twinline.sentences import Problem, Sentence

FOLDER = "sealed"
MASTER = "sealed.key"
_KEY, _NONCE = 32, 12
#: Bytes of a part's key as its file holds it: encrypted, with what proves that nobody altered it.
WRAPPED = _NONCE + _KEY + 16

_TABLES = """
CREATE TABLE IF NOT EXISTS part (
    part TEXT PRIMARY KEY, record TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, ends INTEGER NOT NULL,
    written INTEGER NOT NULL,
    held_to INTEGER, held_why TEXT, held_by TEXT, restricted_by TEXT
);
CREATE INDEX IF NOT EXISTS part_by_record ON part (record);
CREATE TABLE IF NOT EXISTS run (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, erased INTEGER NOT NULL, doubt TEXT);
"""
_ABOUT = "SELECT part, record, key, ends, written, held_to, held_why, held_by, restricted_by FROM part"
_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)


class VaultError(Problem):
    """A part can't be kept, read or erased; the sentence says why. Nothing is half done."""


class NoPart(VaultError):
    """There is no such part, or no longer, or not for whoever asks."""

    def __init__(self) -> None:
        super().__init__("no-part", Sentence("There is no such personal part here, or it was erased."))


class Held(msgspec.Struct, frozen=True):
    """A part as it lies in the vault, unread: which record it belongs to, when it was written, when it ends."""

    part: str
    record: str
    key: str
    ends: int
    written: int
    held_to: int | None
    held_why: str | None
    held_by: str | None
    restricted_by: str | None = None


class Vault:
    """The personal parts of one node."""

    def __init__(self, node: Path) -> None:
        self._folder = node / FOLDER
        self._keys = self._folder / "keys"
        self._master_path = node / "keys" / MASTER

    # Keeping and reading

    def put(self, record: str, part: Part, *, now: int) -> str:
        """Return the id of a part that is now on disk, its key first."""
        name = secrets.token_hex(16)
        self._begin()
        with self._open() as db, together(db):
            key, body = self._sealed(name, record, part)
            db.execute(
                "INSERT INTO part (part, record, key, body, ends, written) VALUES (?, ?, ?, ?, ?, ?)",
                [name, record, key, body, part.ends, now],
            )
        return name

    def change(self, name: str, part: Part, *, now: int) -> None:
        """Put another part in the place of one, under a fresh key; then the old key is destroyed. A hold stays."""
        held = self.about(name)
        with self._open() as db, together(db):
            (old,) = db.execute("SELECT key FROM part WHERE part = ?", [name]).fetchone()
            key, body = self._sealed(name, held.record, part)
            db.execute(
                "UPDATE part SET key = ?, body = ?, ends = ?, written = ? WHERE part = ?",
                [key, body, part.ends, now, name],
            )
        self._destroy(old)

    def read(self, name: str) -> Part:
        """Return what a part says. Raises ``NoPart`` where it was erased or never was."""
        row = None
        if self._database.exists():
            with self._open() as db:
                row = db.execute("SELECT record, key, body FROM part WHERE part = ?", [name]).fetchone()
        key = self._key(row[1]) if row else None
        if row is None or key is None:
            raise NoPart
        try:
            raw = ChaCha20Poly1305(key).decrypt(row[2][:_NONCE], row[2][_NONCE:], _bound(name, row[0]))
        except InvalidTag as error:
            raise VaultError(
                "altered", Sentence("This personal part was altered on the disk; it can't be read.")
            ) from error
        return msgspec.json.decode(raw, type=Part)

    def about(self, name: str) -> Held:
        """Return what is known of a part without reading it."""
        found = self._rows("WHERE part = ?", [name])
        if not found:
            raise NoPart
        return found[0]

    def of(self, record: str) -> list[Held]:
        """Return the parts of one record, unread, the oldest first."""
        return self._rows("WHERE record = ?", [record])

    def all(self) -> list[Held]:
        """Return all parts, unread."""
        return self._rows("", [])

    def unopened(self) -> int:
        """Return how many parts, or keys of parts that are lost, can't be opened any more here; none is read."""
        if not self._database.exists():
            return len(list(self._keys.iterdir())) if self._keys.exists() else 0
        return sum(not self.opens(each) for each in self.all())

    def opens(self, held: Held) -> bool:
        """Return whether the keys that are here open a part; it isn't read."""
        try:
            return self._key(held.key) is not None
        except (VaultError, OSError):
            return False

    # Ending

    def hold(self, name: str, *, until: int, why: str, by: str) -> None:
        """Put off the end of a part to a civil day, for a reason, in somebody's name."""
        self.about(name)
        with self._open() as db, together(db):
            db.execute("UPDATE part SET held_to = ?, held_why = ?, held_by = ? WHERE part = ?", [until, why, by, name])

    def restrict(self, name: str, *, by: str | None) -> None:
        """Close a part to all but those who answer the person, in somebody's name; with None it is open again."""
        self.about(name)
        with self._open() as db, together(db):
            db.execute("UPDATE part SET restricted_by = ? WHERE part = ?", [by, name])

    def erase(self, names: Collection[str]) -> int:
        """Erase parts for good; return how many. Their keys go first, overwritten in place.

        With the key gone a part can't be read any more, whatever is left of its row; where a full disk keeps the row
        from being deleted, the next run deletes it.
        """
        gone = [each for each in self._rows("", []) if each.part in set(names)]
        for each in gone:
            self._destroy(each.key)
        if gone:
            # Without its key a part is gone, whatever keeps the sweep from its work; the next run does it.
            with contextlib.suppress(sqlite3.OperationalError, VaultError, OSError):
                self._sweep()
        return len(gone)

    def sweep(self) -> None:
        """Delete rows whose key is gone, and their pages. ``sqlite3.OperationalError`` where the disk is full."""
        if self._database.exists():
            self._sweep()

    def kept(self) -> list[Kept]:
        """Return what retention needs to know of each part."""
        return [Kept(each.part, each.ends, each.held_to) for each in self.all()]

    def last_run(self) -> int | None:
        """Return when retention last ran here."""
        if not self._database.exists():
            return None
        with self._open() as db:
            found: int | None = db.execute("SELECT MAX(at) FROM run").fetchone()[0]
            return found

    def note_run(self, *, at: int, erased: int, doubt: str | None) -> None:
        """Keep that retention ran."""
        with self._open() as db, together(db):
            db.execute("INSERT INTO run (at, erased, doubt) VALUES (?, ?, ?)", [at, erased, doubt])

    # Inside

    @property
    def _database(self) -> Path:
        return self._folder / "parts.sqlite3"

    def _begin(self) -> None:
        for folder in (self._folder, self._keys):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not self._master_path.exists():
            write(self._master_path, secrets.token_bytes(_KEY))
        reserve.fill(self._folder)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        db = sqlite3.connect(self._database, timeout=30, isolation_level=None)
        try:
            self._set_up(db)
            yield db
        finally:
            db.close()

    def _set_up(self, db: sqlite3.Connection) -> None:
        try:
            for pragma in _PRAGMAS:
                db.execute(pragma)
            db.executescript(_TABLES)
            if not db.execute("SELECT 1 FROM pragma_table_info('part') WHERE name = 'restricted_by'").fetchone():
                db.execute("ALTER TABLE part ADD COLUMN restricted_by TEXT")  # kept by an earlier version
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            what = Sentence(
                "{path} is no longer the database of personal parts: put it aside, then bring them back from their "
                "backup ('twinline persons restore').",
                path=str(self._database),
            )
            raise VaultError("broken-parts", what) from error

    def _rows(self, where: str, values: list[object]) -> list[Held]:
        if not self._database.exists():
            return []
        with self._open() as db:
            rows = db.execute(f"{_ABOUT} {where} ORDER BY written, part", values).fetchall()
        found = (dict(zip(Held.__struct_fields__, row, strict=True)) for row in rows)
        return [msgspec.convert(each, Held) for each in found if (self._keys / each["key"]).exists()]

    def _sealed(self, name: str, record: str, part: Part) -> tuple[str, bytes]:
        """Return the name of a fresh key, kept, and the part encrypted under it."""
        key, nonce, wrap = secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE), secrets.token_bytes(_NONCE)
        called = secrets.token_hex(16)
        write(self._keys / called, wrap + ChaCha20Poly1305(self._master()).encrypt(wrap, key, called.encode()))
        return called, nonce + ChaCha20Poly1305(key).encrypt(nonce, msgspec.json.encode(part), _bound(name, record))

    def _master(self) -> bytes:
        if os.name == "posix" and self._master_path.stat().st_mode & 0o077:
            what = Sentence(
                "The key {path} can be read by other users: allow only its owner to read it, then try again.",
                path=str(self._master_path),
            )
            raise VaultError("exposed", what)
        return self._master_path.read_bytes()

    def _key(self, called: str) -> bytes | None:
        """Return a part's key, or None where it was destroyed (its file is gone, or was overwritten with zeros)."""
        raw = self._wrapped(called)
        return None if raw is None else self._unwrapped(called, raw)

    def _wrapped(self, called: str) -> bytes | None:
        try:
            raw = (self._keys / called).read_bytes()
        except FileNotFoundError:
            return None
        return raw if any(raw) else None

    def _unwrapped(self, called: str, raw: bytes) -> bytes:
        try:
            return ChaCha20Poly1305(self._master()).decrypt(raw[:_NONCE], raw[_NONCE:], called.encode())
        except (InvalidTag, ValueError) as error:
            # Not the same as erased: nothing may be swept because somebody put a wrong key in place.
            what = Sentence(
                "{path} doesn't open the personal parts kept here: put back the key they were kept under.",
                path=str(self._master_path),
            )
            raise VaultError("wrong-key", what) from error

    def _destroy(self, called: str) -> None:
        """Overwrite a key in place and remove it: on disk when this returns."""
        path = self._keys / called
        try:
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        path.unlink()
        _sync_folder(self._keys)

    def _sweep(self) -> None:
        with self._open() as db:
            with together(db):
                rows = dict(db.execute("SELECT part, key FROM part").fetchall())
                gone = {name for name, called in rows.items() if self._key(called) is None}
                db.executemany("DELETE FROM part WHERE part = ?", [(name,) for name in gone])
                # A key without its row: writing was cut short, or erasing between overwriting it and removing it.
                # Nobody else writes while this transaction stands.
                named = {called for name, called in rows.items() if name not in gone}
                for orphan in {path.name for path in self._keys.iterdir()} - named:
                    self._destroy(orphan)
            if gone:
                db.execute("VACUUM")


@contextlib.contextmanager
def together(db: sqlite3.Connection) -> Iterator[None]:
    """All of it, or nothing; nobody else writes meanwhile."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite has undone it already; what went wrong is told, not that nothing was left to undo.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _bound(name: str, record: str) -> bytes:
    """Return what a ciphertext is bound to: a part moved to another record can't be read there."""
    return f"{name}\n{record}".encode()


def write(path: Path, raw: bytes) -> None:
    """Write a secret that only its owner can read, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a folder's list of names durable, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
