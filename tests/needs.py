"""Mark a test that needs a part of the system: it is skipped with the plain reason where the part is missing.

    from tests.needs import needs, part

    @needs("age", "zstd")
    def test_the_age_tool_opens_a_bundle(...):
        subprocess.run([part("age"), ...])

In CI nothing is skipped: there the same test fails. The parts are declared in tools/system.py.
"""

from __future__ import annotations

import pytest

from tools.system import PARTS, in_ci, why_missing


def needs(*names: str) -> pytest.MarkDecorator:
    """Return the mark for a test that can't run without these parts; an unknown name is a KeyError at once."""
    for name in names:
        PARTS[name]
    return pytest.mark.needs(*names)


def part(name: str) -> str:
    """Return the path of a part; only for tests marked as needing it."""
    found = PARTS[name].find()
    if found is None:
        pytest.fail(f"ask for {name} with @needs first: {why_missing(name)}")
    return found


def hold_back(names: tuple[str, ...]) -> None:
    """Skip the running test, or fail it in CI, where one of these parts is missing."""
    reasons = [reason for reason in map(why_missing, names) if reason]
    if reasons:
        (pytest.fail if in_ci() else pytest.skip)("; ".join(reasons))
