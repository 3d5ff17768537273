"""A node killed at any moment while it says records loses nothing that it acknowledged, and starts without a hand."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Pairs, adopt
from tests.promises import SEED, tell, tries
from tests.store import sayer
from tests.store.after import reopened

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX knows them")


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def speak(folder: str, told: str) -> None:
    """Say records until killed, each acknowledged by one write to the file ``told``."""
    sayer.settle()
    descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for record, deed in sayer.say_on(Path(folder)):
        os.write(descriptor, f"{record} {deed}\n".encode())


def read(told: Path) -> list[tuple[str, str]]:
    lines = told.read_text().splitlines() if told.exists() else []
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def kill(pairs: Pairs, folder: Path, kills: int) -> tuple[int, list[str], list[str]]:
    """Kill a saying process so often; return how many deeds were acknowledged, what was lost, what half applied."""
    chance = random.Random(SEED)
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["tests.store.preloaded"])
    acknowledged, lost, half = 0, [], []
    node = folder / "none"
    told = folder / "told"
    for number in range(kills):
        if number % 25 == 0:  # a fresh node now and then, so that looking at it stays quick
            node = folder / f"node-{number}"
            told = folder / f"told-{number}"
            shutil.copytree(pairs.folder / "vn", node)
            adopt(node)
        before = len(read(told))
        process = start.Process(target=speak, args=(str(node), str(told)))
        process.start()
        deadline = time.monotonic() + 60
        while len(read(told)) == before and process.is_alive() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.12)
        assert process.is_alive(), "it ended by itself"
        process.kill()
        process.join()
        deeds = read(told)
        missing, faults = reopened(node, deeds)
        lost += missing
        half += faults
        acknowledged += len(deeds) - before
    return acknowledged, lost, half


@pytest.mark.parametrize("kills", tries("kills while saying"))
def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_half_done(
    pairs: Pairs, tmp_path: Path, kills: int
) -> None:
    acknowledged, lost, half = kill(pairs, tmp_path, kills)
    found = {"acknowledged": acknowledged, "lost": len(lost), "half applied": len(half)}
    tell("kills while saying", kills, found)
    assert acknowledged >= kills
    assert (lost, half) == ([], [])


def test_what_is_acknowledged_before_it_is_kept_is_found_lost(pairs: Pairs, tmp_path: Path) -> None:
    """The control: an acknowledgement of something that the node never kept."""
    shutil.copytree(pairs.folder / "vn", tmp_path / "vn")
    adopt(tmp_path / "vn")
    never = "019bbbbb-0000-7000-8000-000000000000"
    assert reopened(tmp_path / "vn", [(never, "say")]) == ([f"{never} say"], [])
