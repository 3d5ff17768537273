"""What of the vault goes into a backup and comes back out of it: ciphertext and wrapped keys, never a part."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec

from twinline.sealed.vault import MASTER, WRAPPED, Vault, VaultError, together, write
from twinline.sentences import Sentence
from twinline.times import from_rfc3339

LAST = "last-backup"
_COLUMNS = "part, record, key, body, ends, written, held_to, held_why, held_by, restricted_by"
_ALL = f"{_COLUMNS}, wrapped"
_TABLE = f"CREATE TABLE part ({_ALL})"
_READ = f"SELECT {_COLUMNS} FROM part ORDER BY part"  # noqa: S608 names of columns, not values
_READ_COPY = f"SELECT {_ALL} FROM part ORDER BY part"  # noqa: S608
_KEEP = f"INSERT INTO part ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_KEEP_COPY = "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


#: What a part and its key are called: drawn by chance, and the key's is the name of a file.
_Name = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Row(msgspec.Struct, frozen=True):
    """A part as a backup has it: nothing of it can be read without the key of the vault it came from.

    ``wrapped`` is the part's own key, as its file holds it.
    """

    part: _Name
    record: Annotated[str, msgspec.Meta(max_length=64)]
    key: _Name
    body: bytes
    ends: int
    written: int
    held_to: int | None
    held_why: str | None
    held_by: str | None
    restricted_by: str | None
    wrapped: Annotated[bytes, msgspec.Meta(min_length=WRAPPED, max_length=WRAPPED)]


def rows_of(copy: sqlite3.Connection) -> list[Row]:
    """Return the parts that a backup holds; ``msgspec.ValidationError`` where one isn't as it was written.

    A row that was altered would lie in the vault and could be neither read nor erased.
    """
    rows = (dict(zip(Row.__struct_fields__, row, strict=True)) for row in copy.execute(_READ_COPY).fetchall())
    return [msgspec.convert(row, Row) for row in rows]


class Copies(Vault):
    """The vault as backups see it."""

    def copy_to(self, copy: sqlite3.Connection) -> int:
        """Write the parts, with their keys as they are kept, into another database; return how many."""
        copy.execute(_TABLE)
        if not self._database.exists():
            return 0
        number = 0
        with self._open() as db, together(db):  # nothing is erased meanwhile
            for row in db.execute(_READ).fetchall():
                wrapped = self._wrapped(row[2])
                if wrapped is not None:
                    copy.execute(_KEEP_COPY, [*row, wrapped])
                    number += 1
        return number

    def take_key(self, kept: Path | None) -> bool:
        """Take the vault's key from where it was kept, if none is here; return whether it was. ``VaultError``: none."""
        if self._master_path.exists():
            return False
        places = () if kept is None else (kept / MASTER, kept / "keys" / MASTER)
        found = next((path for path in places if path.is_file()), None)
        if found is None:
            what = Sentence("keys/sealed.key is missing here: say with --keys where it was kept apart.")
            raise VaultError("no-key", what)
        write(self._master_path, found.read_bytes())
        return True

    def leave_key(self) -> None:
        """Take a key away again that doesn't open what was to be brought back."""
        self._master_path.unlink()

    def put_back(self, rows: list[Row], *, closed: Collection[str], by: str) -> list[str]:
        """Put rows of a backup back that aren't here, or can't be opened here, all or none; return their names.

        Those ``closed`` are restricted in the name of ``by``. Raises ``VaultError``, and writes nothing, where this
        vault's key doesn't open them; ``sqlite3.OperationalError`` or ``OSError``, and keeps nothing, on a full disk.
        """
        for row in rows:
            self._unwrapped(row.key, row.wrapped)
        self._begin()
        here = {each.part for each in self.all() if self.opens(each)}
        new = [row for row in rows if row.part not in here]
        with self._open() as db, together(db):
            try:
                for row in new:
                    db.execute("DELETE FROM part WHERE part = ?", [row.part])  # its key is gone or spoilt
                    self._destroy(row.key)
                    write(self._keys / row.key, row.wrapped)
                    restricted = by if row.part in closed else row.restricted_by
                    db.execute(_KEEP, [*msgspec.structs.astuple(row)[:-2], restricted])
            except BaseException:
                for row in new:
                    self._destroy(row.key)
                raise
        return [row.part for row in new]

    def remember_backup(self, made: str) -> None:
        """Keep when the last backup was made."""
        self._begin()
        (self._folder / LAST).write_text(f"{made}\n", encoding="utf-8", newline="\n")

    def last_backup(self) -> str:
        """Return when the last backup was made (RFC 3339), empty if never, or if nothing here says it any more."""
        with suppress(OSError, ValueError):
            made = (self._folder / LAST).read_text(encoding="utf-8").strip()
            from_rfc3339(made)
            return made
        return ""
