"""Backups of personal parts: of their own, unreadable without the key kept apart, and what was erased stays so."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.border import Border
from twinline.access import tracing
from twinline.sealed import backing, keeping
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault, VaultError
from twinline.store.ledger import Ledger
from twinline.times import DAY_MS, day_of, from_rfc3339

NOW = from_rfc3339("2026-11-05T08:00:00+07:00")
NAME = "Ka Lo Mark 7341"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def ledger(border: Border) -> Ledger:
    return border.vn.ledger


@pytest.fixture
def parts(ledger: Ledger) -> list[str]:
    """Three parts: the third ends in ten days."""
    vault = Vault(ledger.folder)
    ends = [day_of(NOW) + days for days in (300, 300, 10)]
    return [
        vault.put("r", Part(person="suspect", basis="fact", purpose="investigation", ends=end, name=NAME), now=NOW)
        for end in ends
    ]


@pytest.fixture
def lost(ledger: Ledger, tmp_path: Path) -> Callable[[], Path]:
    """Lose the machine's personal parts; return the folder where their key was kept apart."""

    def lose() -> Path:
        kept = tmp_path / "safe"
        kept.mkdir()
        (ledger.folder / "keys" / "sealed.key").rename(kept / "sealed.key")
        for path in sorted((ledger.folder / "sealed").rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        return kept

    return lose


def noted(act: str, part: str, now: int) -> None:
    tracing.note(now=now, officer="lan", organisation="vn-na", act=act, record="r", part=part)


def there(ledger: Ledger) -> list[str]:
    return sorted(each.part for each in Vault(ledger.folder).all())


def test_what_was_backed_up_comes_back_and_can_be_read(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    path, number = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    assert number == 3
    keys = lost()
    assert there(ledger) == []
    brought = backing.bring_back(ledger, path, keys, now=NOW + DAY_MS)
    assert (brought.kept, brought.erased, brought.closed) == (3, 0, 0)
    assert there(ledger) == sorted(parts)
    assert Vault(ledger.folder).read(parts[0]).name == NAME
    assert [row["act"] for row in tracing.rows()] == ["backup", "restore"]


def test_without_the_key_kept_apart_nothing_comes_back(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    keys = lost()
    with pytest.raises(VaultError, match=r"sealed.key is missing"):
        backing.bring_back(ledger, path, None, now=NOW)
    right = (keys / "sealed.key").read_bytes()
    (keys / "sealed.key").write_bytes(bytes(32))
    with pytest.raises(VaultError, match="doesn't open"):
        backing.bring_back(ledger, path, keys, now=NOW)
    assert there(ledger) == []
    (keys / "sealed.key").write_bytes(right)
    assert backing.bring_back(ledger, path, keys, now=NOW).kept == 3


def test_the_file_holds_no_name_and_no_key_and_others_can_not_read_it(
    ledger: Ledger, parts: list[str], tmp_path: Path
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    raw = path.read_bytes()
    assert NAME.encode() not in raw
    assert (ledger.folder / "keys" / "sealed.key").read_bytes() not in raw
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0


def test_what_was_erased_since_is_left_out_before_anything_is_written(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    noted("erase", parts[0], NOW + 1)
    Vault(ledger.folder).erase([parts[0]])
    keys = lost()
    brought = backing.bring_back(ledger, path, keys, now=NOW + DAY_MS)
    assert (brought.kept, brought.erased) == (2, 1)
    assert there(ledger) == sorted(parts[1:])
    with closing(sqlite3.connect(path)) as copy:
        (called,) = copy.execute("SELECT key FROM part WHERE part = ?", [parts[0]]).fetchone()
    assert not (ledger.folder / "sealed" / "keys" / called).exists()


def test_a_restore_that_forgets_the_erasures_would_bring_it_back(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    Vault(ledger.folder).erase([parts[0]])  # and nobody noted it
    keys = lost()
    assert backing.bring_back(ledger, path, keys, now=NOW + DAY_MS).kept == 3
    assert Vault(ledger.folder).read(parts[0]).name == NAME


def test_what_is_past_its_end_is_left_out(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    keys = lost()
    backing.bring_back(ledger, path, keys, now=NOW + 11 * DAY_MS)
    assert there(ledger) == sorted(parts[:2])


@pytest.mark.parametrize("act", ["alter", "restrict"])
def test_what_was_changed_since_comes_back_closed(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path, act: str
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    noted(act, parts[0], NOW + 1)
    keys = lost()
    assert backing.bring_back(ledger, path, keys, now=NOW + DAY_MS).closed == 1
    vault = Vault(ledger.folder)
    assert {each.part: each.restricted_by for each in vault.all()} == {
        parts[0]: backing.RESTORED, parts[1]: None, parts[2]: None,
    }  # fmt: skip


def test_what_is_here_is_never_written_over(ledger: Ledger, parts: list[str], tmp_path: Path) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    vault = Vault(ledger.folder)
    vault.change(parts[0], Part(person="victim", basis="fact", purpose="protection", ends=30_000, name="N"), now=NOW)
    vault.erase([parts[1]])
    assert backing.bring_back(ledger, path, None, now=NOW + DAY_MS).kept == 1
    assert vault.read(parts[0]).person == "victim"


def test_after_35_days_it_is_refused_and_taken_away_where_the_next_is_made(
    ledger: Ledger, parts: list[str], tmp_path: Path
) -> None:
    folder, later = tmp_path / "backups", NOW + backing.OLDEST_MS + 1
    folder.mkdir()
    path, _ = backing.back_up(ledger, folder, now=NOW)
    with pytest.raises(VaultError, match="after 35 days"):
        backing.bring_back(ledger, path, None, now=later)
    (folder / "something else.txt").write_text("stays", encoding="utf-8")
    fresh, _ = backing.back_up(ledger, folder, now=later)
    Vault(ledger.folder).note_run(at=later - DAY_MS, erased=0, doubt=None)
    assert backing.take_away(ledger, folder, now=later) == 0
    assert sorted(each.name for each in folder.iterdir()) == sorted([fresh.name, "something else.txt"])


@pytest.mark.parametrize("last_run", [None, NOW])
def test_a_clock_ten_years_ahead_takes_no_backup_away_and_blames_none(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path, last_run: int | None
) -> None:
    folder, ahead = tmp_path / "backups", NOW + 3_652 * DAY_MS
    folder.mkdir()
    if last_run is not None:
        Vault(ledger.folder).note_run(at=last_run, erased=0, doubt=None)
    path, _ = backing.back_up(ledger, folder, now=NOW)
    wrong, _ = backing.back_up(ledger, folder, now=ahead)
    assert backing.take_away(ledger, folder, now=ahead) == 1  # it is told that one stays
    assert path.exists()
    with pytest.raises(VaultError, match="Look at this machine’s clock"):
        backing.bring_back(ledger, path, None, now=ahead)
    keys = lost()
    with pytest.raises(VaultError, match="which is still to come"):
        backing.bring_back(ledger, wrong, keys, now=NOW + DAY_MS)
    assert backing.bring_back(ledger, path, keys, now=NOW + DAY_MS).kept == 3


def test_a_backup_of_a_clock_ahead_comes_back_on_somebody_s_word_and_what_was_ever_changed_is_closed(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path
) -> None:
    noted("alter", parts[0], NOW - 1)
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW + 3_652 * DAY_MS)
    noted("erase", parts[1], NOW + 1)
    brought = backing.bring_back(ledger, path, lost(), now=NOW + DAY_MS, vouched_by="Hoa")
    assert (brought.kept, brought.erased, brought.closed) == (2, 1, 1)
    assert [row["officer"] for row in tracing.rows() if row["act"] == "restore"] == ["Hoa"]


def test_nobody_s_word_brings_back_a_backup_that_is_too_old(ledger: Ledger, parts: list[str], tmp_path: Path) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    with pytest.raises(VaultError, match="no part is brought back after 35 days"):
        backing.bring_back(ledger, path, None, now=NOW + 36 * DAY_MS, vouched_by="Hoa")


class Full(sqlite3.Connection):
    """A database that has room for so many rows more and undoes all of them then, as SQLite does on a full disk."""

    room = 1

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        if sql.startswith("INSERT INTO part"):
            if Full.room == 0:
                super().execute("ROLLBACK")
                raise sqlite3.OperationalError("database or disk is full")
            Full.room -= 1
        return super().execute(sql, *values)


def test_on_a_full_disk_all_comes_back_or_nothing_and_the_disk_is_blamed(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    keys, connect = lost(), sqlite3.connect
    with monkeypatch.context() as small:
        small.setattr(sqlite3, "connect", lambda *where, **how: connect(*where, **{"factory": Full, **how}))
        with pytest.raises(sqlite3.OperationalError, match="disk is full"):
            backing.bring_back(ledger, path, keys, now=NOW + DAY_MS)
    assert there(ledger) == []
    assert list((ledger.folder / "sealed" / "keys").iterdir()) == []
    assert backing.bring_back(ledger, path, keys, now=NOW + DAY_MS).kept == 3


def test_what_is_no_such_backup_or_another_s_is_refused_in_a_sentence(
    ledger: Ledger, border: Border, parts: list[str], tmp_path: Path
) -> None:
    other = tmp_path / "x.parts"
    other.write_bytes(b"no database")
    with pytest.raises(VaultError, match="is no backup of personal parts"):
        backing.bring_back(ledger, other, None, now=NOW)
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    with pytest.raises(VaultError, match="This backup is of vn-na"):
        backing.bring_back(border.la.ledger, path, None, now=NOW)
    with pytest.raises(VaultError, match="is there already"):
        backing.back_up(ledger, path, now=NOW)


#: What somebody wrote into a backup by hand; each would lie in the vault unreadable, or end the command with a trace.
ALTERED = (
    "UPDATE about SET made = 'x'", "UPDATE part SET part = NULL", "UPDATE part SET part = '../../../outside'",
    "UPDATE part SET key = NULL", "UPDATE part SET key = '../../../outside'", "UPDATE part SET wrapped = 'abc'",
    "UPDATE part SET wrapped = NULL", "UPDATE part SET ends = 'x'", "UPDATE part SET held_to = 'x'",
    "UPDATE part SET body = NULL", "UPDATE part SET record = x'00'",
)  # fmt: skip


@pytest.mark.parametrize("how", ALTERED)
def test_a_backup_with_a_row_that_was_altered_is_refused_whole(
    ledger: Ledger, parts: list[str], lost: Callable[[], Path], tmp_path: Path, how: str
) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as copy:
        copy.execute(f"{how} WHERE rowid = 1")
        copy.commit()
    keys = lost()
    with pytest.raises(VaultError, match="is no backup of personal parts"):
        backing.bring_back(ledger, path, keys, now=NOW)
    assert there(ledger) == []
    path.write_bytes(whole)  # the control
    assert backing.bring_back(ledger, path, keys, now=NOW).kept == 3


@pytest.mark.parametrize("key", [None, b"another"])
def test_without_the_vault_s_key_what_is_past_its_date_is_erased_all_the_same(
    ledger: Ledger, parts: list[str], key: bytes | None
) -> None:
    """The control: what isn't past it stays, unread, for when the key is put back."""
    master = ledger.folder / "keys" / "sealed.key"
    right = master.read_bytes()
    master.unlink() if key is None else master.write_bytes(key)
    assert keeping.retain(ledger, now=NOW + 11 * DAY_MS, confirmed_by="Hoa").erase == (parts[2],)
    assert there(ledger) == sorted(parts[:2])
    assert Vault(ledger.folder).unopened() == 2
    master.write_bytes(right)
    master.chmod(0o600)
    assert Vault(ledger.folder).unopened() == 0


def test_a_part_whose_own_key_was_spoilt_comes_back(ledger: Ledger, parts: list[str], tmp_path: Path) -> None:
    path, _ = backing.back_up(ledger, tmp_path / "a.parts", now=NOW)
    vault = Vault(ledger.folder)
    (ledger.folder / "sealed" / "keys" / vault.about(parts[0]).key).write_bytes(b"x" * 60)
    assert vault.unopened() == 1
    assert backing.bring_back(ledger, path, None, now=NOW + DAY_MS).kept == 1
    assert (vault.unopened(), vault.read(parts[0]).name) == (0, NAME)
