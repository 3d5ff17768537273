from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Clock, Side


class Border:
    """Two paired sides, each with a real database in a folder of its own."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock = clock
        if (folder / "vn").exists():
            self.vn, self.la = Side.reopen(folder / "vn", clock), Side.reopen(folder / "la", clock)
            return
        self.vn = Side(folder / "vn", "vn-na", clock, hosts=("vn-na-bg",))
        self.la = Side(folder / "la", "la-xk", clock)
        self.vn.pin(self.la)
        self.la.pin(self.vn)

    def close(self) -> None:
        for side in (self.vn, self.la):
            side.ledger.close()


class Pairs:
    """Makes pairs of nodes: founded and paired once, then copied."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        Border(folder, self.clock).close()

    def copy(self, to: Path) -> Border:
        """Return a fresh pair in a folder of its own."""
        for name in ("vn", "la"):
            shutil.copytree(self.folder / name, to / name)
        return Border(to, Clock(self.clock.now))


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Pairs:
    """What pairs of nodes are copied from."""
    with django_db_blocker.unblock():
        return Pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture
def border(pairs: Pairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Border]:
    """Two paired sides, each with a real database in a folder of its own."""
    with django_db_blocker.unblock():
        made = pairs.copy(tmp_path)
        yield made
        made.close()
