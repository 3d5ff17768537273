"""Killing a process in the middle of its work, again and again, and looking at what the next start finds.

Both nodes of a pair lie in one folder and one process does the work of both, so a
kill takes both down at once: the harder case. What the process told (one write to
a file, after the product had returned) is the acknowledgement that no kill may
take back.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.border import adopt
from tests.promises import SEED
from tests.store import sayer

#: A fresh pair now and then, so that looking at it stays quick.
ROUNDS = 12

Prepare = Callable[[Path], None]
Look = Callable[[Path, list[str]], list[str]]


@dataclass
class Killed:
    """What so many kills showed. A fault is something lost, half done, or that needed a hand."""

    kills: int = 0
    acknowledged: int = 0
    amid: int = 0
    faults: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"acknowledged": self.acknowledged, "amid a deed": self.amid, "lost or half done": len(self.faults)}


def told_in(path: Path) -> list[str]:
    """Return what was acknowledged, without a last line that the kill cut."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def work_on(deed: str, folder: str, told: str) -> None:
    """Do a deed on and on until killed; each turn is told by one write. Runs in a process of its own."""
    sayer.settle()
    descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    turns: Iterator[str] = getattr(importlib.import_module("tests.recovery.deeds"), deed)(Path(folder))
    for each in turns:
        os.write(descriptor, f"{each}\n".encode())


def kill(deed: str, folder: Path, kills: int, *, prepare: Prepare, look: Look, span_s: float = 0.25) -> Killed:
    """Kill a process that does a deed so often, each time somewhere within ``span_s`` of an acknowledgement."""
    chance = random.Random(f"{SEED} {deed}")
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["tests.store.preloaded"])
    found = Killed()
    world = told = folder
    for number in range(kills):
        if number % ROUNDS == 0:
            world = folder / f"world-{number}"
            told = folder / f"told-{number}"
            prepare(world)
        for node in ("vn", "la"):
            if (world / node).exists():
                adopt(world / node)
        before = len(told_in(told))
        process = start.Process(target=work_on, args=(deed, str(world), str(told)))
        process.start()
        first = chance.random() < 0.8  # now and then it doesn't even come to a first one
        deadline = time.monotonic() + 60
        while first and len(told_in(told)) == before and process.is_alive() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(chance.random() * span_s)
        assert process.is_alive() or process.exitcode is None, f"it ended by itself ({process.exitcode})"
        process.kill()
        process.join()
        lines = told_in(told)
        found.kills += 1
        found.acknowledged += len(lines) - before
        seen = look(world, lines)
        found.amid += "amid" in seen
        found.faults += [f"{deed} {number}: {fault}" for fault in seen if fault != "amid"]
    return found
