"""A disk that is full or fails: what was acknowledged stays and can be read; what can't be kept is said."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction
from pytest_django import DjangoDbBlocker

from tests.border import Border, Pairs, adopt, incident
from tests.promises import SEED, tell, tries
from tests.store import sayer
from tests.store.after import reopened
from tests.store.disk import recorded
from twinline.feeds import roster
from twinline.store import heads, reading, rosters
from twinline.store import ledger as store_ledger
from twinline.store.engine import base as engine
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger, open_ledger
from twinline.store.reading import Reader

FULL, WRITE_FAILS = 13, 778
FAULTS = (DatabaseError, sqlite3.Error, StoreError)


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def close(folder: Path) -> None:
    for alias in connections:
        if str(connections.databases[alias]["NAME"]).startswith(str(folder)):
            connections[alias].close()


def readable(ledger: Ledger) -> int:
    return len(reading.records(ledger, Reader.of_node(ledger), limit=10**6))


@pytest.mark.parametrize("code", [FULL, WRITE_FAILS], ids=["full", "failing"])
@pytest.mark.parametrize("every", [3, 17])
@pytest.mark.parametrize("turns", tries("writes that a disk refuses"))
def test_what_a_disk_refuses_is_not_acknowledged_and_the_rest_stays_and_can_be_read(
    pairs: Pairs, tmp_path: Path, every: int, code: int, turns: int
) -> None:
    shutil.copytree(pairs.folder / "vn", tmp_path / "node")
    adopt(tmp_path / "node")
    told: list[tuple[str, str]] = []
    chance, refused, unread = random.Random(SEED), 0, 0
    with recorded() as recording:
        told += islice(sayer.say_on(tmp_path / "node"), 3)
        recording.refuses = lambda number: code if chance.random() * every < 1 else 0
        looking = open_ledger(tmp_path / "node")
        saying = sayer.say_on(tmp_path / "node")
        for _ in range(turns):
            try:
                told.append(next(saying))
            except FAULTS:
                refused += 1
                saying = sayer.say_on(tmp_path / "node")
                unread += readable(looking) < 1
        recording.refuses = lambda number: 0
        close(tmp_path / "node")
    lost, half = reopened(tmp_path / "node", told)
    found = {"writes refused": recording.refused, "sayings refused": refused, "acknowledged": len(told)}
    tell(
        "writes that a disk refuses", turns, {**found, "lost": len(lost), "half done": len(half), "unreadable": unread}
    )
    assert refused
    assert (lost, half, unread) == ([], [], 0)


def test_an_acknowledgement_that_does_not_wait_for_the_disk_is_found_lost(pairs: Pairs, tmp_path: Path) -> None:
    """The control: who acknowledges what was refused is found out."""
    shutil.copytree(pairs.folder / "vn", tmp_path / "node")
    adopt(tmp_path / "node")
    never = "019bbbbb-0000-7000-8000-000000000000"
    with recorded() as recording:
        told = list(islice(sayer.say_on(tmp_path / "node"), 2))
        recording.refuses = lambda number: FULL
        with pytest.raises(FAULTS):
            told.append(next(sayer.say_on(tmp_path / "node")))
        told.append((never, "say"))
        recording.refuses = lambda number: 0
        close(tmp_path / "node")
    assert reopened(tmp_path / "node", told)[0] == [f"{never} say"]


def test_after_an_io_error_nothing_is_signed_before_the_ledger_was_opened_anew(
    pairs: Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails at a commit; while it does, nothing is said; then the heads are read again, and all goes on."""
    shutil.copytree(pairs.folder / "vn", tmp_path / "node")
    adopt(tmp_path / "node")
    settled: list[Path] = []
    settle = engine.settle
    monkeypatch.setattr(engine, "settle", lambda path: (settled.append(path), settle(path)))
    with recorded() as recording:
        saying = sayer.say_on(tmp_path / "node")
        told = [next(saying)]
        ledger = open_ledger(tmp_path / "node")
        before, open_before = signed(ledger), ledger.connection.connection
        recording.fails = lambda number: True
        with pytest.raises(FAULTS):
            next(sayer.say_on(tmp_path / "node"))
        with pytest.raises((StoreError, DatabaseError), match=r"refuses to keep|disk I/O"):
            heads.sign_all(ledger, now=1_795_402_800_000)
        assert signed(ledger) == before
        recording.fails = lambda number: False
        heads.sign_all(ledger, now=1_795_402_800_000)
        assert settled
        assert ledger.connection.connection is not open_before
        told.append(next(sayer.say_on(tmp_path / "node")))
        close(tmp_path / "node")
    assert reopened(tmp_path / "node", told) == ([], [])


def signed(ledger: Ledger) -> int:
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_checkpoint")
        return int(cursor.fetchone()[0])


def test_a_roster_that_a_failed_commit_took_back_is_not_remembered(border: Border) -> None:
    """Two statements at one place of the roster, of which the disk kept the second."""

    def stated(code: str) -> list[dict[str, object]]:
        return [roster.organisation_statement(organisation=code, side="VN", parent="vn-na", name={"en": code})]

    ledger = border.vn.ledger
    with transaction.atomic(using=ledger.alias):
        rosters.say(ledger, stated("vn-na-one"), now=border.clock())
        assert "vn-na-one" in ledger.roster().organisations
        transaction.set_rollback(True, using=ledger.alias)
    rosters.say(ledger, stated("vn-na-two"), now=border.clock())
    assert "vn-na-two" in ledger.roster().organisations
    assert "vn-na-one" not in ledger.roster().organisations
    assert incident()
    assert store_ledger.DATABASE
