"""What all rooms' tests share."""

from __future__ import annotations

import pytest

from tests.needs import hold_back


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hold back a test whose part of the system is missing (tests/needs.py)."""
    for mark in item.iter_markers("needs"):
        hold_back(mark.args)
