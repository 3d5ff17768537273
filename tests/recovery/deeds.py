"""What a process does when it is killed: each yields a line for every deed that the product said was done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.border import Clock, Side
from tests.recovery.world import Office, read_stick, wire, write_stick
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import backing, ledger
from twinline.times import now_ms


class Now(Clock):
    """The time of day."""

    def __call__(self) -> int:
        return now_ms()


def both(folder: Path) -> tuple[Office, Office]:
    """Open the pair that lies in a folder."""
    clock = Now()
    na, xk = (Office.of(Side.reopen(folder / name, clock)) for name in ("vn", "la"))
    return na, xk


def countersign(folder: Path) -> Iterator[str]:
    """Nghệ An says a record, Xieng Khouang has it and confirms it."""
    na, xk = both(folder)
    while True:
        (record,) = na.say(1)
        wire(na, xk)
        xk.side.countersign(record)
        yield record


def exchange(folder: Path) -> Iterator[str]:
    """Both say something, then they exchange."""
    na, xk = both(folder)
    while True:
        said = [*na.say(3), *xk.say(2)]
        wire(na, xk)
        yield " ".join(said)


def bundle(folder: Path) -> Iterator[str]:
    """One writes a file for a stick, the other reads it."""
    na, xk = both(folder)
    sticks = folder / "sticks"
    sticks.mkdir(exist_ok=True)
    for number in count(len(list(sticks.iterdir()))):
        said = na.say(5)
        path = write_stick(na, xk.id, sticks / f"{number:04}-{now_ms()}.age")
        yield f"written {path.name}"
        read_stick(xk, path)
        yield f"read {' '.join(said)}"


def backup(folder: Path) -> Iterator[str]:
    """A backup beside a node that goes on."""
    na, _ = both(folder)
    kept = folder / "backups"
    kept.mkdir(exist_ok=True)
    for number in count(len(list(kept.iterdir()))):
        said = na.say(2)
        made = backing.back_up(na.ledger, kept / f"{number:04}-{now_ms()}.twinline", now=na.clock())
        yield f"{made.path.name} {' '.join(said)}"


def migrate(folder: Path) -> Iterator[str]:
    """A node of the oldest version is opened by this one."""
    for number in count(len(list(folder.glob("*node-*")))):  # half copied ones, which are no node, among them
        node = folder / f"node-{number:04}"
        shutil.copytree(folder / "old", folder / f".{node.name}")
        (folder / f".{node.name}").rename(node)
        ledger.open_ledger(node).close()
        yield node.name


def erase(folder: Path) -> Iterator[str]:
    """Personal parts are kept, put right and erased."""
    vault = Vault(folder)
    record = "01a20658-9b81-7000-8000-00000000aaaa"
    for number in count():
        person = Part(person="suspect", basis="fact", purpose="investigation", ends=21_000, name=f"Mark {number}")
        kept = [vault.put(record, person, now=now_ms()) for _ in range(3)]
        yield f"kept {' '.join(kept)}"
        vault.change(kept[2], person, now=now_ms())
        vault.erase(kept[:2])
        yield f"erased {' '.join(kept[:2])}"
