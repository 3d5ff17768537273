"""The sealed store keeps what it was given, and forgets it for good."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from twinline.sealed.part import Part
from twinline.sealed.vault import NoPart, Vault, VaultError

RECORD = "01a20658-9b81-7000-8000-00000000aaaa"
OTHER = "01a20658-9b81-7000-8000-00000000bbbb"
NOW = 1_790_000_000_000
NAME = "Ka Lo Mark 7341"


@pytest.fixture
def node(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    return tmp_path


def someone(name: str = NAME, ends: int = 21_000) -> Part:
    return Part(person="suspect", basis="fact", purpose="investigation", ends=ends, name=name)


def bytes_kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_part_is_read_again_as_it_was_written(node: Path) -> None:
    name = Vault(node).put(RECORD, someone(), now=NOW)
    assert Vault(node).read(name) == someone()
    assert [each.part for each in Vault(node).of(RECORD)] == [name]


def test_a_name_stands_in_no_byte_of_the_folder_even_before_it_is_erased(node: Path) -> None:
    Vault(node).put(RECORD, someone(), now=NOW)
    assert NAME.encode() not in bytes_kept(node)


def test_the_search_for_names_finds_one_where_it_stands(node: Path) -> None:
    with sqlite3.connect(node / "plain.sqlite3") as db:
        db.execute("PRAGMA secure_delete=ON")
        db.execute("CREATE TABLE part (name TEXT)")
        db.execute("INSERT INTO part VALUES (?)", [NAME])
    assert NAME.encode() in bytes_kept(node)


def test_an_erased_part_is_gone_for_whoever_kept_the_old_database_file(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    shutil.copy(node / "sealed" / "parts.sqlite3", node / "old")
    assert vault.erase([name]) == 1
    shutil.copy(node / "old", node / "sealed" / "parts.sqlite3")
    with pytest.raises(NoPart):
        vault.read(name)


def test_whoever_kept_the_old_key_too_can_read_it_so_backups_of_keys_must_end(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    shutil.copytree(node / "sealed", node / "old")
    vault.erase([name])
    shutil.rmtree(node / "sealed")
    shutil.move(node / "old", node / "sealed")
    assert vault.read(name).name == NAME


def test_a_changed_part_has_a_fresh_key_and_the_old_one_is_destroyed(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    before = set((node / "sealed" / "keys").iterdir())
    vault.change(name, someone("Ka Lo Mark 9"), now=NOW + 1)
    assert vault.read(name).name == "Ka Lo Mark 9"
    assert before.isdisjoint((node / "sealed" / "keys").iterdir())


def test_a_part_moved_to_another_record_cannot_be_read_there(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    with sqlite3.connect(node / "sealed" / "parts.sqlite3") as db:
        db.execute("UPDATE part SET record = ?", [OTHER])
    with pytest.raises(VaultError, match="altered"):
        vault.read(name)


def test_a_key_cut_off_while_it_was_overwritten_counts_as_erased_and_its_row_is_swept(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    key = next((node / "sealed" / "keys").iterdir())
    key.write_bytes(bytes(len(key.read_bytes())))
    with pytest.raises(NoPart):
        vault.read(name)
    vault.sweep()
    assert not key.exists()
    with sqlite3.connect(node / "sealed" / "parts.sqlite3") as db:
        assert db.execute("SELECT COUNT(*) FROM part").fetchone() == (0,)


def test_a_wrong_master_key_is_said_and_nothing_is_swept_for_it(node: Path) -> None:
    vault = Vault(node)
    vault.put(RECORD, someone(), now=NOW)
    right = (node / "keys" / "sealed.key").read_bytes()
    (node / "keys" / "sealed.key").write_bytes(bytes(32))
    with pytest.raises(VaultError, match="doesn't open"):
        vault.sweep()
    (node / "keys" / "sealed.key").write_bytes(right)
    assert vault.read(vault.all()[0].part) == someone()


def test_a_key_whose_part_was_never_written_is_swept(node: Path) -> None:
    vault = Vault(node)
    vault.put(RECORD, someone(), now=NOW)
    (node / "sealed" / "keys" / ("f" * 32)).write_bytes(b"x" * 60)
    vault.sweep()
    assert len(list((node / "sealed" / "keys").iterdir())) == 1


def test_a_full_disk_keeps_no_part_from_being_erased(node: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)

    def full(self: Vault) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Vault, "_sweep", full)
    vault.erase([name])
    with pytest.raises(NoPart):
        vault.read(name)


def test_a_key_others_can_read_stops_the_vault(node: Path) -> None:
    vault = Vault(node)
    name = vault.put(RECORD, someone(), now=NOW)
    (node / "keys" / "sealed.key").chmod(0o644)
    with pytest.raises(VaultError, match="other users"):
        vault.read(name)


def test_keys_and_parts_are_readable_by_their_owner_alone(node: Path) -> None:
    Vault(node).put(RECORD, someone(), now=NOW)
    for path in (node / "keys" / "sealed.key", *(node / "sealed" / "keys").iterdir()):
        assert path.stat().st_mode & 0o077 == 0
