"""A disk that remembers: every write and sync of SQLite is recorded below it, and can be made to fail.

A thin layer is put between SQLite and its own file layer (a VFS whose writing
methods are replaced). It lies under the very SQLite that Python's sqlite3 and
so Django use: what runs above it is the product's own code with its own
pragmas. Out of the recording a disk can be built as a power cut leaves it:
what was synced is there, of what was not anything may be missing.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import errno
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from twinline.store import database

SECTOR = 512
IOERR_FSYNC = 1034
_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)
# Names are passed on as the very pointers that came: SQLite keeps them.
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", _I), ("close", _P), ("read", _P), ("write", _P), ("truncate", _P), ("sync", _P),
        *((f"more{n}", _P) for n in range(13)),
    )  # fmt: skip


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", _I), ("size", _I), ("longest", _I), ("next", _P), ("name", ctypes.c_char_p), ("data", _P),
        ("open", _P), ("delete", _P), *((f"more{n}", _P) for n in range(14)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Op:
    """Something done to a file, or (``ack``) said to somebody."""

    what: str
    path: str = ""
    at: int = 0
    data: bytes = b""
    told: tuple[str, str] = ("", "")


@dataclass
class Recording:
    """All that was written, in order. ``fails(n)`` tells whether the n-th sync fails."""

    ops: list[Op] = field(default_factory=list)
    fails: Callable[[int], bool] = lambda number: False
    syncs: int = 0
    failed: int = 0
    #: what a write answers instead of writing (SQLite's code), or 0; asked with the number of the write
    refuses: Callable[[int], int] = lambda number: 0
    writes: int = 0
    refused: int = 0

    def acknowledge(self, record: str, deed: str) -> None:
        self.ops.append(Op("ack", told=(record, deed)))

    def write_again(self, log: Path) -> None:
        """Do what the product does on opening, and record it: this one write isn't SQLite's."""
        self.ops.append(Op("write", str(log), 0, log.read_bytes()))
        if not self.sync(str(log)):
            raise OSError(errno.EIO, "the sync failed")

    def may_write(self) -> int:
        """Return 0, or the code with which a write is refused."""
        self.writes += 1
        code = self.refuses(self.writes)
        self.refused += bool(code)
        return code

    def sync(self, path: str) -> bool:
        """Note a sync and return whether it may succeed."""
        self.syncs += 1
        bad = self.fails(self.syncs)
        self.failed += bad
        self.ops.append(Op("failed sync" if bad else "sync", path))
        return not bad


#: What SQLite may still call must never be collected.
_alive: list[Any] = []


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record what SQLite does to the files of all databases that are opened inside; close them inside, too."""
    library = ctypes.CDLL(_sqlite3.__file__)
    try:
        find, register, unregister = (
            library.sqlite3_vfs_find, library.sqlite3_vfs_register, library.sqlite3_vfs_unregister,
        )  # fmt: skip
    except AttributeError:
        pytest.skip("the SQLite of this Python hides its file layer (it is linked in): no power cuts can be tried")
    find.restype = _P
    find.argtypes, register.argtypes, unregister.argtypes = [ctypes.c_char_p], [_P, _I], [_P]
    under = find(None)
    recording = Recording()
    layer = _layer(under, recording)
    register(ctypes.addressof(layer), 1)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "_write_again", recording.write_again)
            yield recording
    finally:
        register(under, 1)
        unregister(ctypes.addressof(layer))


def _layer(under: int, recording: Recording) -> _Vfs:
    own = _Vfs.from_address(under)
    layer = _Vfs.from_buffer_copy(own)
    layer.name = b"recording"
    paths: dict[int, str] = {}
    tables: dict[int, tuple[_Methods, _Methods]] = {}
    open_below, delete_below = _OPEN(own.open), _DELETE(own.delete)

    def table(methods: int) -> _Methods:
        """Return the file layer's table of methods with those that write replaced."""
        if methods in tables:
            return tables[methods][0]
        below = _Methods.from_address(methods)
        above = _Methods.from_buffer_copy(below)
        write_below, truncate_below, sync_below = _WRITE(below.write), _TRUNCATE(below.truncate), _SYNC(below.sync)

        @_WRITE
        def write(file: int, data: int, amount: int, at: int) -> int:
            if file in paths:
                if code := recording.may_write():
                    return code
                recording.ops.append(Op("write", paths[file], at, ctypes.string_at(data, amount)))
            return int(write_below(file, data, amount, at))

        @_TRUNCATE
        def truncate(file: int, size: int) -> int:
            if file in paths:
                recording.ops.append(Op("truncate", paths[file], size))
            return int(truncate_below(file, size))

        @_SYNC
        def sync(file: int, flags: int) -> int:
            if file in paths and not recording.sync(paths[file]):
                return IOERR_FSYNC
            return int(sync_below(file, flags))

        for name, call in (("write", write), ("truncate", truncate), ("sync", sync)):
            setattr(above, name, ctypes.cast(call, _P).value)
        _alive.extend((write, truncate, sync, above))
        tables[methods] = (above, below)
        return above

    @_OPEN
    def opened(vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        done = int(open_below(under, name, file, flags, out))
        methods = ctypes.cast(file, ctypes.POINTER(_P))
        if done == 0 and name and methods[0]:
            paths[file] = ctypes.string_at(name).decode()
            methods[0] = ctypes.addressof(table(methods[0]))
        else:
            paths.pop(file, None)
        return done

    @_DELETE
    def delete(vfs: int, name: int, sync: int) -> int:
        path = ctypes.string_at(name).decode()
        recording.ops.append(Op("delete", path))
        done = int(delete_below(under, name, sync))
        if sync and done == 0:  # the folder was synced, too: the file can't come back
            recording.ops.append(Op("sync", path))
        return done

    layer.open = ctypes.cast(opened, _P).value
    layer.delete = ctypes.cast(delete, _P).value
    _alive.extend((opened, delete, layer, open_below, delete_below))
    return layer


class Disk:
    """What is on a disk while a recording is played on it: what is safe, and what a cut may take.

    A failed sync leaves what it was to sync in doubt for good: a later sync that
    succeeds proves nothing about it (the system may hold it for written), only
    writing it again and syncing that does.
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.safe: dict[str, bytearray | None] = {path: bytearray(data) for path, data in files.items()}
        #: per file what was done since then, in order, each with whether it is safe
        self.since: dict[str, list[tuple[Op, bool]]] = {}
        self.loose: dict[str, list[Op]] = {}

    def play(self, op: Op) -> None:
        if op.what == "sync" and op.path not in self.since:
            for each in self.loose.pop(op.path, []):
                self.safe[op.path] = done(self.safe.get(op.path), each)
        elif op.what in ("sync", "failed sync"):
            settled = [(each, op.what == "sync") for each in self.loose.pop(op.path, [])]
            self.since.setdefault(op.path, []).extend(settled)
        elif op.what != "ack":
            self.loose.setdefault(op.path, []).append(op)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files after a power cut now."""
        found = {}
        for path in self.safe | self.since | self.loose:
            kept = self.safe.get(path)
            content = None if kept is None else bytearray(kept)
            way = chance.choice(("nothing", "everything", "some", "torn"))
            for op, safe in (*self.since.get(path, ()), *((op, False) for op in self.loose.get(path, ()))):
                for piece in pieces(op) if way == "torn" else [op]:
                    if safe or way == "everything" or (way != "nothing" and chance.random() < 0.5):
                        content = done(content, piece)
            if content is not None:
                found[path] = bytes(content)
        return found

    def now(self) -> dict[str, bytes]:
        """Return the files as the running system sees them: a machine whose power stays on."""
        found = {}
        for path in self.safe | self.since | self.loose:
            kept = self.safe.get(path)
            content = None if kept is None else bytearray(kept)
            for op in (*(each for each, _ in self.since.get(path, ())), *self.loose.get(path, ())):
                content = done(content, op)
            if content is not None:
                found[path] = bytes(content)
        return found


def pieces(op: Op) -> list[Op]:
    """Return a write as the sectors it is made of."""
    if op.what != "write":
        return [op]
    return [Op("write", op.path, op.at + i, op.data[i : i + SECTOR]) for i in range(0, len(op.data), SECTOR)]


def done(content: bytearray | None, op: Op) -> bytearray | None:
    """Return a file's content after something was done to it; ``None`` where it is gone."""
    if op.what == "delete":
        return None
    content = bytearray() if content is None else content
    if op.what == "truncate":
        return content[: op.at] + bytes(max(0, op.at - len(content)))
    if len(content) < op.at:
        content += bytes(op.at - len(content))
    content[op.at : op.at + len(op.data)] = op.data
    return content


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the database files in a folder, by path."""
    return {str(path): path.read_bytes() for path in folder.glob("*.sqlite3*") if not path.name.endswith("-shm")}
