"""Tests that need a part of the system: skipped with a reason outside CI, failed in CI, never silently passed."""

from __future__ import annotations

import sys

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


def test_a_part_that_needs_another_beside_it_is_missing_without(absent, monkeypatch):
    shell = system.Part("shell", "dash", ("python3", "sh"), serves="nothing", beside=(absent,))
    monkeypatch.setitem(system.PARTS, "shell", shell)
    assert "no-such-package is not installed" in (system.why_missing("shell") or "")


def test_a_library_is_there_when_programs_find_it(monkeypatch):
    absent = system.Part("none", "no-such-package", soname="libno-such-part.so.9", serves="nothing")
    monkeypatch.setattr(sys, "platform", "linux")
    assert absent.find() is None
    monkeypatch.setattr(system, "loads", {"libno-such-part.so.9"}.__contains__)
    assert absent.find() == "libno-such-part.so.9"


def test_system_no_leaves_the_machine_alone(monkeypatch):
    monkeypatch.setenv("SYSTEM", "no")
    assert system.privilege() is None
