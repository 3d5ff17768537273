"""A reader killed at any moment has lost nothing it receipted and kept nothing by halves."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.border import incident
from tests.exchange.desks import Desk
from tests.promises import SEED, tell, tries
from twinline.exchange import files
from twinline.store import receiving, saying, sending, verifying
from twinline.store.saying import Saying

READ = """
import os, sys
import django
django.setup()
from pathlib import Path
from twinline.exchange import files
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.store.ledger import open_ledger
shelf = LedgerShelf(open_ledger(Path(os.environ["TWINLINE_NODE"])))
shelf.own, shelf.peers()
print("go", flush=True)
files.read_bundle(shelf, Path(sys.argv[1]), at_ms=1_795_402_800_000)
print("done", flush=True)
"""


def killed(folder: Path, stick: Path, after_s: float) -> bool:
    """Let another process read a stick and kill it; return whether it had finished."""
    environment = {
        **os.environ,
        "TWINLINE_NODE": str(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "twinline.node.settings",
    }
    command = [sys.executable, "-c", READ, str(stick)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "go\n"
        time.sleep(after_s)
        reader.kill()
        return "done" in reader.stdout.read()


def whole(desk: Desk) -> None:
    """Assert that every feed ends at a signed head that the reader receipted."""
    for feed in sending.feeds_for(desk.side.ledger, desk.side.ledger.node.hosts):
        rows = desk.side.ledger.connection.cursor().execute("SELECT size FROM store_feed WHERE feed = %s", [feed.id])
        assert rows.fetchone()[0] == feed.size
        assert sending.receipt_sizes(desk.side.ledger, feed.id)[desk.id] == feed.size


def heads(desk: Desk) -> list[tuple[str, int, bytes | None]]:
    ledger = desk.side.ledger
    feeds = sending.feeds_for(ledger, ledger.node.hosts)
    return [(feed.id, feed.size, sending.root_at(ledger, feed.id, feed.size)) for feed in feeds]


def fill(desk: Desk, count: int) -> None:
    audience = saying.expand(desk.side.ledger, "line", author=desk.side.code)
    many = [Saying("incident", incident(cases=n + 1), "vn-na", "vn-na", audience) for n in range(count)]
    saying.say_all(desk.side.ledger, many, now=desk.clock())


def kills(desks: tuple[Desk, Desk], tmp_path: Path, *, rounds: int, seed: int) -> int:
    """Kill a reader so many times, on and on over the same file; return how often it was in the middle."""
    na, xk = desks
    chance, middle = random.Random(seed), 0
    for _ in range(rounds):
        fill(na, 2000)
        stick = tmp_path / "there.age"
        files.write_bundle(na.shelf, na.peer, stick, at_ms=na.clock())
        before = heads(xk)
        done = killed(xk.side.ledger.folder, stick, chance.random() * 0.4)
        whole(xk)
        middle += not done and heads(xk) not in (before, heads(na))
        files.read_bundle(xk.shelf, stick, at_ms=xk.clock())
        assert heads(xk) == heads(na)
        files.write_bundle(xk.shelf, xk.peer, stick, at_ms=xk.clock())
        files.read_bundle(na.shelf, stick, at_ms=na.clock())
    assert all(verifying.verify(desk.side.ledger).sound for desk in desks)
    return middle


@pytest.mark.parametrize("rounds", tries("kills while reading a large stick"))
def test_a_reader_killed_at_random_moments_goes_on_where_it_was(desks, tmp_path, rounds: int):
    middle = kills(desks, tmp_path, rounds=rounds, seed=SEED)
    tell("kills while reading a large stick", rounds, {"in the middle of the file": middle})
    assert middle >= rounds // 10


def test_what_was_kept_without_a_receipt_is_found(desks, tmp_path, monkeypatch):
    """The control: a reader that keeps what it read and receipts it later."""
    na, xk = desks
    fill(na, 20)
    stick = tmp_path / "there.age"
    files.write_bundle(na.shelf, na.peer, stick, at_ms=na.clock())
    monkeypatch.setattr(receiving.receipts, "keep", lambda *args: 0)
    files.read_bundle(xk.shelf, stick, at_ms=xk.clock())
    with pytest.raises((AssertionError, KeyError)):
        whole(xk)
