"""Erasing is done or it isn't, whenever the process is killed and however full the disk is."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.promises import SEED, tell, tries
from tests.recovery.deeds import erase
from tests.recovery.killing import kill
from tests.store.disk import Disk, Op, Recording, recorded
from twinline.sealed import vault
from twinline.sealed.part import Part
from twinline.sealed.vault import NoPart, Vault

RECORD = "01a20658-9b81-7000-8000-00000000aaaa"
FULL = 13


def prepare(folder: Path) -> None:
    (folder / "keys").mkdir(parents=True)


def readable(vault: Vault, name: str) -> bool:
    try:
        vault.read(name)
    except NoPart:
        return False
    return True


def lying(folder: Path) -> tuple[set[str], set[str]]:
    """Return the keys that rows name, and those that lie there."""
    with closing(sqlite3.connect(folder / "sealed" / "parts.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = {key for (key,) in db.execute("SELECT key FROM part")}
    return rows, {path.name for path in (folder / "sealed" / "keys").iterdir()}


def look(folder: Path, told: list[str]) -> list[str]:
    """Return what was lost, what was read after it was erased, and what the next start left lying."""
    vault = Vault(folder)
    vault.all()  # as the next start does, which makes the tables where there were none yet
    kept = [line.split()[1:] for line in told if line.startswith("kept ")]
    gone = {name for line in told if line.startswith("erased ") for name in line.split()[1:]}
    faults = [f"{names[2]} is lost" for names in kept if not readable(vault, names[2])]
    faults += [f"{name} was erased and can be read" for name in gone if readable(vault, name)]
    if not (folder / "sealed" / "parts.sqlite3").exists():
        return faults
    rows, keys = lying(folder)
    amid = ["amid"] if rows != keys else []
    vault.sweep()
    rows, keys = lying(folder)
    faults += [] if rows == keys else ["a row without its key, or a key without its row, was left"]
    return [*faults, *amid]


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX knows them")
@pytest.mark.parametrize("kills", tries("kills while erasing"))
def test_a_kill_while_erasing(tmp_path: Path, kills: int) -> None:
    found = kill("erase", tmp_path, kills, prepare=prepare, look=look)
    tell("kills while erasing", found.kills, found.counts())
    assert found.faults == []


@contextmanager
def files_recorded(recording: Recording, folder: Path) -> Iterator[None]:
    """Record what is done to the files of keys, which aren't SQLite's: a name come or gone is safe with its folder."""
    waiting: dict[str, set[str]] = {}
    named: set[str] = set()
    sync_below, unlink_below = os.fsync, os.unlink

    def fsync(descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        sync_below(descriptor)
        if Path(path).is_dir():
            names = waiting.pop(path, set())
            named.update(names)
            recording.ops += [Op("sync", each) for each in sorted(names)]
        elif path.startswith(str(folder)):
            recording.ops.append(Op("write", path, 0, Path(path).read_bytes()))
            if path in named:
                recording.ops.append(Op("sync", path))
            else:
                waiting.setdefault(str(Path(path).parent), set()).add(path)

    def unlink(path: str | Path, **more: int) -> None:
        unlink_below(path, **more)
        recording.ops.append(Op("delete", str(path)))
        waiting.setdefault(str(Path(path).parent), set()).add(str(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(os, "unlink", unlink)
        yield


def cut(folder: Path, images: int, turns: int = 12) -> tuple[int, list[str]]:
    """Keep and erase parts, cut the power at so many random moments; return what was told at most, and the faults."""
    prepare(folder)
    with recorded() as recording, files_recorded(recording, folder):
        for told in islice(erase(folder), turns):
            recording.ops.append(Op("ack", told=(told, "")))
    chance, disk, lines, faults, most = random.Random(SEED), Disk({}), [], [], 0
    cuts = Counter(chance.randrange(len(recording.ops) + 1) for _ in range(images))
    for number, op in enumerate([*recording.ops, None]):
        for _ in range(cuts[number]):
            with TemporaryDirectory(dir=folder.parent) as name:
                image = Path(name)
                (image / "sealed" / "keys").mkdir(parents=True)
                (image / "keys").mkdir()
                for path, data in disk.cut(chance).items():
                    (image / Path(path).relative_to(folder)).write_bytes(data)
                    (image / Path(path).relative_to(folder)).chmod(0o600)
                most = max(most, len(lines))
                faults += [each for each in starts(image, lines) if each != "amid"]
        if op is not None:
            disk.play(op)
            lines += [op.told[0]] if op.what == "ack" else []
    return most, faults


def starts(image: Path, told: list[str]) -> list[str]:
    try:
        return look(image, told)
    except Exception as fault:  # whatever a start on torn files falls over
        return [f"it doesn't start: {fault}"]


@pytest.mark.skipif(sys.platform != "linux", reason="which file is synced is asked of Linux")
@pytest.mark.parametrize("images", tries("power cuts while erasing"))
def test_a_power_cut_while_erasing(tmp_path: Path, images: int) -> None:
    most, faults = cut(tmp_path / "node", images)
    tell("power cuts while erasing", images, {"told at the last": most, "lost, half done or back": len(faults)})
    assert faults == []
    assert most > 4


@pytest.mark.skipif(sys.platform != "linux", reason="which file is synced is asked of Linux")
def test_a_vault_that_does_not_wait_for_the_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: what was kept is lost; and where keys are removed without a sync, what was erased is back.

    For the second the rows stay, as on a full disk: the key alone decides.
    """
    with monkeypatch.context() as full:
        full.setattr(Vault, "_sweep", lambda self: None)
        assert not any("can be read" in each for each in cut(tmp_path / "full", 40)[1])
        full.setattr(Vault, "_destroy", lambda self, called: (self._keys / called).unlink(missing_ok=True))
        assert any("can be read" in each for each in cut(tmp_path / "back", 300)[1])
    lax = tuple(each.replace("synchronous=EXTRA", "synchronous=OFF") for each in vault._PRAGMAS)
    assert lax != vault._PRAGMAS
    monkeypatch.setattr(vault, "_PRAGMAS", lax)
    assert any("lost" in each for each in cut(tmp_path / "lax", 40)[1])


def test_an_erasure_told_before_it_was_done_is_found(tmp_path: Path) -> None:
    """The control: told erased and still readable; told kept and never there."""
    prepare(tmp_path)
    person = Part(person="suspect", basis="fact", purpose="investigation", ends=21_000, name="Mark")
    kept = [Vault(tmp_path).put(RECORD, person, now=1) for _ in range(3)]
    told = f"kept {' '.join(kept)}"
    assert look(tmp_path, [told]) == []
    assert look(tmp_path, [told, f"erased {kept[0]}"]) == [f"{kept[0]} was erased and can be read"]
    assert look(tmp_path, [told.replace(kept[2], "f" * 32)])


def test_a_disk_that_takes_no_more_writes_keeps_no_part_from_being_erased(tmp_path: Path) -> None:
    prepare(tmp_path)
    person = Part(person="suspect", basis="fact", purpose="investigation", ends=21_000, name="Mark")
    with recorded() as disk:
        vault = Vault(tmp_path)
        erased, left = (vault.put(RECORD, person, now=1) for _ in range(2))
        disk.refuses = lambda number: FULL
        with pytest.raises(sqlite3.OperationalError):  # the control: nothing more can be kept
            vault.put(RECORD, person, now=2)
        assert vault.erase([erased]) == 1
        assert disk.refused
        assert (readable(vault, erased), readable(vault, left)) == (False, True)
        assert len(lying(tmp_path)[0]) == 2  # its row is still there, and says nothing to anybody
        disk.refuses = lambda number: 0
        vault.sweep()
        assert [len(each) for each in lying(tmp_path)] == [1, 1]
        assert (readable(vault, erased), readable(vault, left)) == (False, True)
