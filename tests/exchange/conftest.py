"""The three offices of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Clock, adopt
from tests.exchange.desks import Desk
from tests.exchange.world import Office


@pytest.fixture
def na() -> Office:
    return Office("vn-na")


@pytest.fixture
def xk() -> Office:
    return Office("la-xk")


@pytest.fixture
def bk() -> Office:
    return Office("la-bk")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> tuple[Path, int]:
    """What desks are copied from, founded and paired once, and the time it was then."""
    folder, clock = tmp_path_factory.mktemp("desks"), Clock()
    with django_db_blocker.unblock():
        na, xk = Desk(folder / "na", "vn-na", clock), Desk(folder / "xk", "la-xk", clock)
        na.add(xk)
        xk.add(na)
        for desk in (na, xk):
            desk.side.ledger.close()
    return folder, clock.now


@pytest.fixture
def desks(founded: tuple[Path, int], tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Desk, Desk]]:
    """Nghệ An and Xieng Khouang, paired."""
    folder, now = founded
    with django_db_blocker.unblock():
        clock = Clock(now)
        for name in ("na", "xk"):
            shutil.copytree(folder / name, tmp_path / name)
            adopt(tmp_path / name)
        na, xk = Desk.reopen(tmp_path / "na", clock), Desk.reopen(tmp_path / "xk", clock)
        yield na, xk
        for desk in (na, xk):
            desk.side.ledger.close()


@pytest.fixture
def row(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Desk, Desk, Desk]]:
    """Nghệ An, Xieng Khouang and Hua Phan in a row: the first and the last never met."""
    with django_db_blocker.unblock():
        clock = Clock()
        na, xk, hp = (Desk(tmp_path / code, code, clock) for code in ("vn-na", "la-xk", "la-hp"))
        for one, other in ((na, xk), (xk, hp)):
            one.add(other, "http://127.0.0.1:1")
            other.add(one, "http://127.0.0.1:1")
        yield na, xk, hp
        for desk in (na, xk, hp):
            desk.side.ledger.close()
