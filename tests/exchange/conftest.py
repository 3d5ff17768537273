"""The three offices of the tests."""

from __future__ import annotations

import pytest

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
