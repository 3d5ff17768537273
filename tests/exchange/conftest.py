"""The three offices of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Clock
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


@pytest.fixture
def desks(tmp_path: Path, django_db_blocker: DjangoDbBlocker):
    """Nghệ An and Xieng Khouang, paired."""
    with django_db_blocker.unblock():
        clock = Clock()
        na, xk = Desk(tmp_path / "na", "vn-na", clock), Desk(tmp_path / "xk", "la-xk", clock)
        na.add(xk)
        xk.add(na)
        yield na, xk
        for desk in (na, xk):
            desk.side.ledger.close()
