"""Erasing is done or it isn't, whenever the process is killed and however full the disk is."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.promises import tell, tries
from tests.recovery.killing import kill
from tests.store.disk import recorded
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
