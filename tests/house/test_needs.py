"""Tests that need a part of the system: skipped with a reason outside CI, failed in CI, never silently passed."""

from __future__ import annotations

import pytest

from tests.needs import hold_back, needs
from tools import system

ABSENT = system.Part("absent", "no-such-package", ("no-such-program",), serves="nothing")


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(system.PARTS, "absent", ABSENT)
    return "absent"


def test_outside_ci_a_missing_part_skips_and_says_which_package(absent, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-package is not installed"):
        hold_back((absent,))


def test_in_ci_a_missing_part_is_a_failure(absent, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-package is not installed"):
        hold_back((absent,))


def test_a_part_nobody_declared_is_refused_at_once():
    with pytest.raises(KeyError):
        needs("netscape")


def test_a_part_that_is_there_holds_nothing_back(monkeypatch):
    monkeypatch.setitem(system.PARTS, "shell", system.Part("shell", "dash", ("python3", "sh"), serves="nothing"))
    hold_back(("shell",))


def test_system_no_leaves_the_machine_alone(monkeypatch):
    monkeypatch.setenv("SYSTEM", "no")
    assert system.privilege() is None
