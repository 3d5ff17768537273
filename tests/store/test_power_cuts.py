"""Power cuts while a node says records: whatever the disk lost of what wasn't synced, nothing acknowledged is gone.

The recording is taken under the SQLite that the product runs on, above it the
product's own code with its own pragmas. The control takes ``synchronous=NORMAL``
instead, which a kill can't tell from ``FULL`` and a power cut can.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, adopt
from tests.promises import SEED, tell, tries
from tests.store import sayer
from tests.store.after import lost, reopened
from tests.store.disk import Disk, Recording, files_of, recorded
from twinline.store import database
from twinline.store import ledger as store_ledger
from twinline.store.engine import base as engine
from twinline.store.errors import StoreError
from twinline.store.ledger import open_ledger

DEEDS = 260  # enough that the write-ahead log is carried over into the database more than once


@dataclass
class Found:
    """What images of a disk showed."""

    images: int = 0
    acknowledged: int = 0
    losing: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"acknowledged at the last": self.acknowledged, "lost": len(self.lost), "faults": len(self.half)}


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def record(pairs: Pairs, folder: Path, deeds: int = DEEDS) -> tuple[Recording, dict[str, bytes]]:
    """Say records on a copy of a node and return what its disk saw, and what was on it before."""
    shutil.copytree(pairs.folder / "vn", folder)
    adopt(folder)
    before = files_of(folder)
    with recorded() as recording:
        for told in islice(sayer.say_on(folder), deeds):
            recording.acknowledge(*told)
        close(folder)
    return recording, before


def close(folder: Path) -> None:
    for alias in connections:
        if str(connections.databases[alias]["NAME"]).startswith(str(folder)):
            connections[alias].close()


def cut(recording: Recording, before: dict[str, bytes], folder: Path, images: int) -> Found:
    """Cut the power at random moments of a recording and look at the node that starts again."""
    chance = random.Random(SEED)
    found, disk, told = Found(), Disk(before), []
    # A moment is as likely just before or after a sync, an acknowledgement or a deletion as anywhere.
    turns = [i + near for i, op in enumerate(recording.ops) if op.what not in ("write",) for near in (0, 1)]
    anywhere = range(len(recording.ops) + 1)
    cuts = sorted(chance.choice(turns) if chance.random() < 0.5 else chance.choice(anywhere) for _ in range(images))
    image = folder.with_name("image")
    shutil.copytree(folder, image, ignore=shutil.ignore_patterns("*.sqlite3*"))
    for number, op in enumerate([*recording.ops, None]):
        while cuts and cuts[0] == number:
            cuts.pop(0)
            for old in image.glob("*.sqlite3*"):
                old.unlink()
            for path, data in disk.cut(chance).items():
                (image / Path(path).name).write_bytes(data)
            adopt(image)
            try:
                gone, half = reopened(image, told)
            except (DatabaseError, sqlite3.Error, StoreError) as fault:
                gone, half = [], [f"it doesn't start: {fault}"]
            found.images += 1
            found.losing += bool(gone)
            found.acknowledged = max(found.acknowledged, len(told))
            found.lost += gone
            found.half += half
        if op is None:
            break
        disk.play(op)
        if op.what == "ack":
            told.append(op.told)
    return found


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry the log over often: these stories are short, and those moments are the ones to be looked at."""
    few = database._PRAGMAS.replace("wal_autocheckpoint=8000", "wal_autocheckpoint=1000")
    assert few != database._PRAGMAS
    monkeypatch.setattr(database, "_PRAGMAS", few)


@pytest.mark.parametrize("images", tries("power cuts while saying"))
def test_a_power_cut_loses_nothing_acknowledged_and_leaves_nothing_half_done(
    pairs: Pairs, tmp_path: Path, images: int
) -> None:
    recording, before = record(pairs, tmp_path / "node")
    carried = [op for op in recording.ops if op.what == "sync" and op.path.endswith("sqlite3")]
    assert len(carried) >= 3, "the recording must take in the moments when the log is carried over"
    found = cut(recording, before, tmp_path / "node", images)
    tell("power cuts while saying", found.images, found.counts())
    assert found.images == images
    assert (found.lost, found.half) == ([], [])


def test_a_node_that_does_not_wait_for_the_disk_is_found_losing(
    pairs: Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(database, "_PRAGMAS", database._PRAGMAS.replace("synchronous=FULL", "synchronous=NORMAL"))
    recording, before = record(pairs, tmp_path / "node", 60)
    found = cut(recording, before, tmp_path / "node", 30)
    assert found.losing > found.images // 3


@pytest.mark.parametrize("reopen", [True, False], ids=["starting again", "going on"])
@pytest.mark.parametrize("every", [2, 3, 7, 20])
@pytest.mark.parametrize("images", tries("power cuts after syncs that failed"))
def test_what_a_failing_disk_did_not_sync_is_not_acknowledged(
    pairs: Pairs, tmp_path: Path, images: int, every: int, reopen: bool
) -> None:
    """About every Nth sync fails, and proves nothing about what it was to sync, not even when a later one succeeds."""
    recording, before, refused = failing(pairs, tmp_path / "node", every, reopen)
    found = cut(recording, before, tmp_path / "node", images)
    counts = {"failed syncs": recording.failed, "sayings refused": refused, **found.counts()}
    tell("power cuts after syncs that failed", found.images, counts)
    assert recording.failed
    assert refused
    assert (found.lost, found.half) == ([], [])


def failing(pairs: Pairs, folder: Path, every: int, reopen: bool) -> tuple[Recording, dict[str, bytes], int]:
    """Say records while about every Nth sync fails, until 120 syncs; return also how many sayings were refused."""
    shutil.copytree(pairs.folder / "vn", folder)
    adopt(folder)
    before = files_of(folder)
    refused = 0
    with recorded() as recording:
        saying = sayer.say_on(folder)
        recording.acknowledge(*next(saying))
        chance = random.Random(SEED)
        recording.fails = lambda number: chance.random() * every < 1
        while recording.syncs < 120:
            try:
                recording.acknowledge(*next(saying))
            except (DatabaseError, sqlite3.Error, StoreError):
                refused += 1
                if reopen:
                    close(folder)
                saying = sayer.say_on(folder)  # beside the connection that failed, unless that was closed
        recording.fails = lambda number: False
        close(folder)
    return recording, before, refused


def test_a_node_that_builds_on_what_a_failed_sync_left_is_found_losing(
    pairs: Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: started again without writing the log's end once more."""
    for place in (store_ledger, engine):
        monkeypatch.setattr(place, "settle", lambda path: None)
    recording, before, _ = failing(pairs, tmp_path / "node", every=3, reopen=True)
    monkeypatch.undo()
    found = cut(recording, before, tmp_path / "node", 80)
    assert found.losing or found.half


def test_opening_a_node_beside_a_writer_neither_fails_nor_waits_nor_takes_anything(
    pairs: Pairs, tmp_path: Path
) -> None:
    shutil.copytree(pairs.folder / "vn", tmp_path / "node")
    adopt(tmp_path / "node")
    saying = sayer.say_on(tmp_path / "node")
    told = list(islice(saying, 5))
    settings = database.sqlite(tmp_path / "node" / "ledger.sqlite3")
    with sqlite3.connect(settings["NAME"], isolation_level=None) as writer, ThreadPoolExecutor(1) as beside:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE store_feed SET loose = loose + 1")
        began = time.monotonic()
        assert beside.submit(reopen_and_look, tmp_path / "node", told).result(timeout=20) == []
        assert time.monotonic() - began < 10
        writer.execute("ROLLBACK")
    writer.close()
    close(tmp_path / "node")
    assert reopened(tmp_path / "node", told) == ([], [])


def reopen_and_look(folder: Path, told: list[tuple[str, str]]) -> list[str]:
    ledger = open_ledger(folder)
    try:
        return lost(ledger, told)
    finally:
        ledger.close()


def test_nothing_is_brought_home_from_a_log_that_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: once it is on the disk, all of it is."""
    path, left = tmp_path / "a.sqlite3", tmp_path / "left.sqlite3"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("CREATE TABLE said (word)")
        writing.execute("INSERT INTO said VALUES ('brought home by nobody')")
        for end in ("", "-wal"):  # as a process leaves them that was killed
            shutil.copy(f"{path}{end}", f"{left}{end}")
    files = [left, Path(f"{left}-wal")]
    before = [file.read_bytes() for file in files]

    def refuses(_: Path) -> None:
        raise OSError(5, "the sync failed")

    with monkeypatch.context() as refusing:
        refusing.setattr(database, "_write_again", refuses)
        with pytest.raises(StoreError, match="the sync failed"):
            database.settle(left)
    assert [file.read_bytes() for file in files] == before
    database.settle(left)
    assert b"brought home by nobody" in left.read_bytes()
