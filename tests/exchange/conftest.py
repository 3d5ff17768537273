"""The three offices of the tests, and Django for the parts that need it."""

from __future__ import annotations

import os

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
django.setup()

from tests.exchange.world import Office  # noqa: E402


@pytest.fixture
def na() -> Office:
    return Office("vn-na")


@pytest.fixture
def xk() -> Office:
    return Office("la-xk")


@pytest.fixture
def bk() -> Office:
    return Office("la-bk")
