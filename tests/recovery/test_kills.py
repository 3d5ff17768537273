"""Killed at any moment: nothing acknowledged is lost, nothing is half done, and the next start needs no hand."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, adopt
from tests.promises import tell, tries
from tests.recovery import looking
from tests.recovery.deeds import both
from tests.recovery.killing import kill
from tests.recovery.world import read_stick, wire
from tests.store.after import half_applied
from twinline.exchange import files
from twinline.exchange.errors import ExchangeError
from twinline.store import backing, ledger, reading
from twinline.store.errors import StoreError
from twinline.store.ledger import DATABASE, open_ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX knows them")


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def pair(pairs: Pairs) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        for name in ("vn", "la"):
            shutil.copytree(pairs.folder / name, folder / name)

    return prepare


def after_a_countersignature(folder: Path, told: list[str]) -> list[str]:
    na, xk, faults = looking.looked_at(folder, told)
    faults += [f"{each}: no longer agreed" for each in told if xk.side.standing(each) != "agreed"]
    faults += looking.healed(na, xk)
    # What one of them had not told yet is agreed at both now, or stands at both as it stood.
    for record in sorted(na.records()):
        if na.side.standing(record) != xk.side.standing(record):
            faults.append(f"{record}: told otherwise on either side")
    amid = len(na.records()) > len(told)
    looking.close(na, xk)
    return [*faults, *(["amid"] if amid else [])]


def after_an_exchange(folder: Path, told: list[str]) -> list[str]:
    acknowledged = [record for line in told for record in line.split()]
    na, xk, faults = looking.looked_at(folder, acknowledged)
    faults += [f"{record} lost across the border" for record in set(acknowledged) - xk.records()]
    amid = ["amid"] if na.records() != xk.records() else []
    faults += looking.healed(na, xk)
    looking.close(na, xk)
    return [*faults, *amid]


def after_a_bundle(folder: Path, told: list[str]) -> list[str]:
    read = [record for line in told if line.startswith("read ") for record in line.split()[1:]]
    written = {line.split()[1] for line in told if line.startswith("written ")}
    na, xk, faults = looking.looked_at(folder, read)
    faults += [f"{record} lost across the border" for record in set(read) - xk.records()]
    there = sorted((folder / "sticks").glob("*.age")) if (folder / "sticks").exists() else []
    faults += [f"{name} was written and is gone" for name in written - {path.name for path in there}]
    amid = len(there) > len(read) // 5
    for path in there[-3:]:  # told or not: a file under its name is whole
        try:
            read_stick(xk, path)
        except ExchangeError as fault:
            faults.append(f"{path.name}: {fault}")
    faults += looking.healed(na, xk)
    looking.close(na, xk)
    return [*faults, *(["amid"] if amid else [])]


def after_a_backup(folder: Path, told: list[str]) -> list[str]:
    kept = {line.split()[0]: line.split()[1:] for line in told}
    na, xk, faults = looking.looked_at(folder, [record for said in kept.values() for record in said])
    there = {path.name: path for path in (folder / "backups").glob("*.twinline")}
    faults += [f"{name} was made and is gone" for name in kept.keys() - there.keys()]
    for name, path in sorted(there.items())[-2:]:
        try:
            backing.check(na.ledger, path)
        except StoreError as fault:
            faults.append(f"{name}: {fault}")
        with closing(sqlite3.connect(path)) as backup:
            found = {record for (record,) in backup.execute("SELECT record FROM store_record")}
        faults += [f"{record} isn't in {name}" for record in kept.get(name, ()) if record not in found]
    amid = len(there) > len(kept) or any((folder / "backups").glob(".*.part"))
    looking.close(na, xk)
    return [*faults, *(["amid"] if amid else [])]


def schema(path: Path) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return which migrations a database says it has, and the tables and indexes it really has."""
    with closing(sqlite3.connect(path)) as base:
        names = base.execute("SELECT app || ' ' || name FROM django_migrations").fetchall()
        made = base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql").fetchall()
    return frozenset(name for (name,) in names), tuple(sql for (sql,) in made)


class Old:
    """A node as the first version left it, and every state that a migration of it passes through."""

    def __init__(self, current: Path, folder: Path) -> None:
        from django.core.management import call_command
        from django.db.migrations.executor import MigrationExecutor

        self.folder = folder
        shutil.copytree(current, folder, ignore=shutil.ignore_patterns("*.sqlite3*"))
        alias = "ledger of the first version"
        connections.databases[alias] = {**connections.databases["default"], "NAME": str(folder / DATABASE)}
        executor = MigrationExecutor(connections[alias])
        plan = [step.name for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
                if step.app_label == "store"]  # fmt: skip
        self.steps = len(plan) - 1
        for app in ("contenttypes", "auth", "sessions", "access"):
            call_command("migrate", app, database=alias, verbosity=0, interactive=False)
        call_command("migrate", "store", plan[0], database=alias, verbosity=0, interactive=False)
        connections[alias].close()
        self._fill(current / DATABASE)
        self.whole = [schema(folder / DATABASE)]
        later = folder.with_name("later")
        shutil.copytree(folder, later)
        del connections[alias]
        connections.databases[alias] = {**connections.databases["default"], "NAME": str(later / DATABASE)}
        for name in plan[1:]:
            call_command("migrate", "store", name, database=alias, verbosity=0, interactive=False)
            connections[alias].close()
            self.whole.append(schema(later / DATABASE))
        del connections[alias], connections.databases[alias]

    def _fill(self, current: Path) -> None:
        """Bring over what the first version had columns for."""
        with closing(sqlite3.connect(self.folder / DATABASE, isolation_level=None)) as old:
            old.execute("PRAGMA foreign_keys=OFF")
            old.execute("ATTACH ? AS now", (str(current),))
            for (table,) in old.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
                if not table.startswith("store_"):
                    continue
                columns = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})")]
                there = {row[1] for row in old.execute(f"PRAGMA now.table_info({table})")}
                both_have = ", ".join(f'"{name}"' for name in columns if name in there)
                if both_have:
                    old.execute(f"INSERT INTO main.{table} ({both_have}) SELECT {both_have} FROM now.{table}")


@pytest.fixture
def old(pairs: Pairs, tmp_path: Path) -> Old:
    pairs_folder = tmp_path / "lived"
    for name in ("vn", "la"):
        shutil.copytree(pairs.folder / name, pairs_folder / name)
        adopt(pairs_folder / name)
    na, xk = both(pairs_folder)
    na.say(20)
    wire(na, xk)
    looking.close(na, xk)
    return Old(pairs_folder / "vn", tmp_path / "old")


@pytest.mark.parametrize("kills", tries("kills while confirming"))
def test_a_kill_while_confirming(pair: Callable[[Path], None], tmp_path: Path, kills: int) -> None:
    found = kill("countersign", tmp_path, kills, prepare=pair, look=after_a_countersignature)
    tell("kills while confirming", found.kills, found.counts())
    assert found.faults == []


@pytest.mark.parametrize("kills", tries("kills while exchanging"))
def test_a_kill_while_exchanging(pair: Callable[[Path], None], tmp_path: Path, kills: int) -> None:
    found = kill("exchange", tmp_path, kills, prepare=pair, look=after_an_exchange)
    tell("kills while exchanging", found.kills, found.counts())
    assert found.faults == []


@pytest.mark.parametrize("kills", tries("kills while writing and reading a stick"))
def test_a_kill_while_writing_and_reading_a_stick(pair: Callable[[Path], None], tmp_path: Path, kills: int) -> None:
    found = kill("bundle", tmp_path, kills, prepare=pair, look=after_a_bundle)
    tell("kills while writing and reading a stick", found.kills, found.counts())
    assert found.faults == []


@pytest.mark.parametrize("kills", tries("kills while backing up"))
def test_a_kill_while_backing_up(pair: Callable[[Path], None], tmp_path: Path, kills: int) -> None:
    found = kill("backup", tmp_path, kills, prepare=pair, look=after_a_backup)
    tell("kills while backing up", found.kills, found.counts())
    assert found.faults == []


@pytest.mark.parametrize("kills", tries("kills while migrating"))
def test_a_kill_while_migrating_leaves_one_version_or_the_other(old: Old, tmp_path: Path, kills: int) -> None:
    assert old.steps >= 1

    def prepare(folder: Path) -> None:
        shutil.copytree(old.folder, folder / "old")

    def look(folder: Path, told: list[str]) -> list[str]:
        faults = []
        nodes = sorted(folder.glob("node-*"))
        amid = len(nodes) > len(told)
        for node in nodes[-2:]:
            if schema(node / DATABASE)[1] not in [tables for _, tables in old.whole]:
                faults.append(f"{node.name}: neither the old tables nor the new")
            if schema(node / DATABASE) not in old.whole:
                faults.append(f"{node.name}: its tables aren't those of the version it says")
            adopt(node)
            opened = open_ledger(node)
            faults += half_applied(opened)
            if len(reading.records(opened, reading.Reader.of_node(opened), limit=100)) != 20:
                faults.append(f"{node.name}: records are gone")
            opened.close()
        return [*faults, *(["amid"] if amid else [])]

    found = kill("migrate", tmp_path, kills, prepare=prepare, look=look)
    tell("kills while migrating", found.kills, found.counts())
    assert found.faults == []


def test_what_was_told_before_it_was_done_is_found(pair: Callable[[Path], None], tmp_path: Path) -> None:
    """The control: each look finds an acknowledgement of something that the nodes never did."""
    pair(tmp_path / "world")
    for name in ("vn", "la"):
        adopt(tmp_path / "world" / name)
    never = "019bbbbb-0000-7000-8000-000000000000"
    (tmp_path / "world" / "backups").mkdir()
    assert after_an_exchange(tmp_path / "world", [never])
    assert after_a_bundle(tmp_path / "world", [f"read {never}"])
    assert after_a_bundle(tmp_path / "world", ["written never.age"])
    assert after_a_backup(tmp_path / "world", ["never.twinline"])
    with pytest.raises(StoreError):
        after_a_countersignature(tmp_path / "world", [never])


def test_a_file_written_in_place_is_found_cut(
    pair: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a stick's file that was being written under its own name when the kill came."""
    pair(tmp_path / "world")
    for name in ("vn", "la"):
        adopt(tmp_path / "world" / name)
    na, xk = both(tmp_path / "world")
    na.say(3)
    (tmp_path / "world" / "sticks").mkdir()
    path = tmp_path / "world" / "sticks" / "0.age"
    files.write_bundle(na.shelf, na.shelf.peers()[0], path, at_ms=na.clock())
    path.write_bytes(path.read_bytes()[:-200])
    looking.close(na, xk)
    assert after_a_bundle(tmp_path / "world", [])


def test_a_node_that_holds_more_than_its_author_is_found(pair: Callable[[Path], None], tmp_path: Path) -> None:
    """The control: what crossed before it was on the author's disk."""
    pair(tmp_path / "world")
    shutil.copytree(tmp_path / "world" / "vn", tmp_path / "before")
    for name in ("vn", "la"):
        adopt(tmp_path / "world" / name)
    na, xk = both(tmp_path / "world")
    na.say(3)
    wire(na, xk)
    looking.close(na, xk)
    shutil.rmtree(tmp_path / "world" / "vn")
    shutil.move(tmp_path / "before", tmp_path / "world" / "vn")
    assert ledger.DATABASE
    _, _, faults = looking.looked_at(tmp_path / "world", [])
    assert any("its author less" in fault for fault in faults)
    assert any("receipted" in fault for fault in faults)
