from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Clock, Side


class Border:
    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.vn = Side(folder / "vn", "vn-na", self.clock, hosts=("vn-na-bg",))
        self.la = Side(folder / "la", "la-xk", self.clock)
        self.vn.pin(self.la)
        self.la.pin(self.vn)


@pytest.fixture
def border(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Border]:
    """Two paired sides, each with a real database in a folder of its own."""
    with django_db_blocker.unblock():
        made = Border(tmp_path)
        yield made
        for side in (made.vn, made.la):
            side.ledger.close()
