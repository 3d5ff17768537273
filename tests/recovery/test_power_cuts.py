"""Power cuts and failing syncs while two nodes exchange: nobody loses what it acknowledged, nobody runs ahead.

Either machine loses its power, or both. The other one goes on as it was: what it
holds, or has a receipt for, must still be on the disk of whoever said or gave it.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import DatabaseError, connections
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, adopt
from tests.promises import SEED, tell, tries
from tests.recovery import looking
from tests.recovery.conftest import SmallPairs
from tests.recovery.deeds import both
from tests.recovery.world import Office, read_stick, wire, write_stick
from tests.store.disk import Disk, Recording, files_of, recorded
from twinline.exchange.errors import ExchangeError
from twinline.feeds.errors import FeedError
from twinline.store import database, heads
from twinline.store.errors import StoreError

FAULTS = (DatabaseError, sqlite3.Error, StoreError, ExchangeError, FeedError, OSError)
NODES = ("vn", "la")


@dataclass
class Seen:
    """What images of two disks showed."""

    images: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"records acknowledged at the last": self.acknowledged, "lost, ahead or half done": len(self.faults)}


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def close(folder: Path) -> None:
    for alias in connections:
        if str(connections.databases[alias]["NAME"]).startswith(str(folder)):
            connections[alias].close()


def exchanged(na: Office, xk: Office, sticks: Path) -> list[str]:
    said = [*na.say(2), *xk.say(1)]
    wire(na, xk)
    return said


def imported(na: Office, xk: Office, sticks: Path) -> list[str]:
    said = na.say(3)
    read_stick(xk, write_stick(na, xk.id, sticks / f"{na.clock()}.age"))
    return said


DEEDS = {"exchanging": exchanged, "reading a stick": imported}


def record(pairs: Pairs, folder: Path, deed: str, turns: int, every: int = 0) -> tuple[Recording, dict[str, bytes]]:
    """Let two nodes do a deed so often, about every Nth sync failing if given; return what their disks saw."""
    for name in NODES:
        shutil.copytree(pairs.folder / name, folder / name)
        adopt(folder / name)
    before = {path: data for name in NODES for path, data in files_of(folder / name).items()}
    sticks = folder / "sticks"
    sticks.mkdir()
    chance = random.Random(SEED)
    with recorded() as recording:
        na, xk = both(folder)
        if every:
            recording.fails = lambda number: chance.random() * every < 1
        for _ in range(turns):
            try:
                for said in DEEDS[deed](na, xk, sticks):
                    recording.acknowledge(said, "both")
            except FAULTS:
                continue  # as a server does: the same process goes on
        recording.fails = lambda number: False
        close(folder)
    return recording, before


def cut(recording: Recording, before: dict[str, bytes], folder: Path, images: int) -> Seen:
    """Cut the power of one machine or both at random moments; look at what the next start finds, and at the other."""
    chance, seen, disk, told = random.Random(SEED), Seen(), Disk(before), []
    turns = [i + near for i, op in enumerate(recording.ops) if op.what != "write" for near in (0, 1)]
    anywhere = range(len(recording.ops) + 1)
    cuts = sorted(chance.choice(turns) if chance.random() < 0.6 else chance.choice(anywhere) for _ in range(images))
    image = folder.with_name("image")
    for name in NODES:
        shutil.copytree(folder / name, image / name, ignore=shutil.ignore_patterns("*.sqlite3*", "aside", "spool"))
    for number, op in enumerate([*recording.ops, None]):
        while cuts and cuts[0] == number:
            cuts.pop(0)
            dark = chance.choice(((NODES[0],), (NODES[1],), NODES))
            lay(disk, image, folder, dark, chance)
            seen.images += 1
            seen.acknowledged = max(seen.acknowledged, len(told))
            seen.faults += [f"{number} {dark}: {fault}" for fault in looked_at(image, told)]
        if op is None:
            break
        disk.play(op)
        if op.what == "ack":
            told.append(op.told[0])
    return seen


def lay(disk: Disk, image: Path, folder: Path, dark: tuple[str, ...], chance: random.Random) -> None:
    """Write the files of both nodes as they are now, those whose power was cut as the cut left them."""
    after, going_on = disk.cut(chance), disk.now()
    for name in NODES:
        for old in (image / name).glob("*.sqlite3*"):
            old.unlink()
        for path, data in (after if name in dark else going_on).items():
            if Path(path).parent == folder / name:
                (image / name / Path(path).name).write_bytes(data)
        adopt(image / name)


def looked_at(image: Path, told: list[str]) -> list[str]:
    try:
        na, xk, faults = looking.looked_at(image, told, whole=False)
    except FAULTS as fault:
        return [f"it doesn't start: {fault}"]
    everything = na.records() | xk.records()
    faults += [f"{record} lost" for record in told if record not in na.records() or record not in xk.records()]
    faults += looking.healed(na, xk)
    if not everything <= na.records():
        faults.append("something is gone after the next exchange")
    looking.close(na, xk)
    return faults


@pytest.mark.parametrize("images", tries("power cuts while exchanging"))
def test_a_power_cut_while_exchanging(small_pairs: SmallPairs, tmp_path: Path, images: int) -> None:
    recording, before = record(small_pairs, tmp_path / "world", "exchanging", 20)
    seen = cut(recording, before, tmp_path / "world", images)
    tell("power cuts while exchanging", seen.images, seen.counts())
    assert seen.faults == []


@pytest.mark.parametrize("images", tries("power cuts while reading a stick"))
def test_a_power_cut_while_reading_a_stick(small_pairs: SmallPairs, tmp_path: Path, images: int) -> None:
    recording, before = record(small_pairs, tmp_path / "world", "reading a stick", 20)
    seen = cut(recording, before, tmp_path / "world", images)
    tell("power cuts while reading a stick", seen.images, seen.counts())
    assert seen.faults == []


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("every", [15, 40])
@pytest.mark.parametrize("images", tries("failing syncs while two nodes exchange"))
def test_nobody_ever_holds_what_its_author_lacks_however_syncs_fail(
    small_pairs: SmallPairs, tmp_path: Path, images: int, every: int, deed: str
) -> None:
    turns = 20 if images < 50 else 40
    recording, before = record(small_pairs, tmp_path / "world", deed, turns, every)
    seen = cut(recording, before, tmp_path / "world", images)
    tell(
        "failing syncs while two nodes exchange", seen.images,
        {"failed syncs": recording.failed, "of": recording.syncs, **seen.counts()},
    )  # fmt: skip
    assert recording.failed
    assert seen.acknowledged or every < 40
    assert seen.faults == []


def test_nodes_that_do_not_wait_for_the_disk_are_found(
    small_pairs: SmallPairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: ``synchronous=NORMAL``; a kill can't tell it from ``FULL``."""
    monkeypatch.setattr(database, "_PRAGMAS", database._PRAGMAS.replace("synchronous=FULL", "synchronous=NORMAL"))
    recording, before = record(small_pairs, tmp_path / "world", "exchanging", 8)
    assert cut(recording, before, tmp_path / "world", 6).faults


def test_a_node_that_sends_before_its_disk_has_it_is_found_lacking(
    small_pairs: SmallPairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: heads that are signed and sent although their sync failed."""
    for name in NODES:
        shutil.copytree(small_pairs.folder / name, tmp_path / "world" / name)
        adopt(tmp_path / "world" / name)
    before = {path: data for name in NODES for path, data in files_of(tmp_path / "world" / name).items()}
    with recorded() as recording:
        na, xk = both(tmp_path / "world")
        na.say(1)
        held = {name: files_of(na.folder) for name in ("vn",)}
        heads.sign_all(na.ledger, now=na.clock())
        wire(na, xk)
        close(tmp_path / "world")
    disk = Disk(before)
    for op in recording.ops:
        disk.play(op)
    for name in NODES:
        shutil.copytree(
            tmp_path / "world" / name, tmp_path / "image" / name, ignore=shutil.ignore_patterns("*sqlite3*")
        )
    lay(disk, tmp_path / "image", tmp_path / "world", (), random.Random(1))
    assert looked_at(tmp_path / "image", []) == []
    lay(disk, tmp_path / "image", tmp_path / "world", (), random.Random(1))
    for old in (tmp_path / "image" / "vn").glob("*.sqlite3*"):
        old.unlink()
    for path, data in held["vn"].items():
        (tmp_path / "image" / "vn" / Path(path).name).write_bytes(data)
    assert any("its author less" in fault for fault in looked_at(tmp_path / "image", []))
