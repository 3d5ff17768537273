"""docs/promises.md says what the suites really do: files, numbers, controls."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import promises
from tests.promises import PROMISES, SUITES, Suite, lines, tell
from tools import docs

ROOT = docs.ROOT


def calls(path: Path, name: str) -> set[str]:
    """Return the first arguments, where they are texts, of all calls of a function in a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def defined_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def faults(suite: Suite) -> list[str]:
    """Return what is wrong with a suite as declared."""
    path = ROOT / suite.file
    if not path.is_file():
        return [f"{suite.file} isn't there"]
    found = []
    if suite.what not in calls(path, "tries") | calls(path, "cells"):
        found.append(f"{suite.file} takes no numbers for '{suite.what}'")
    if suite.what not in calls(path, "tell"):
        found.append(f"{suite.file} doesn't tell what '{suite.what}' found")
    if suite.control not in defined_in(path):
        found.append(f"{suite.file} has no control {suite.control}")
    if suite.promise not in PROMISES:
        found.append(f"'{suite.what}' proves no promise")
    return found


@pytest.mark.parametrize("what", SUITES)
def test_a_suite_is_where_the_page_says_and_has_its_control(what: str) -> None:
    assert faults(SUITES[what]) == []


def test_every_suite_that_tells_is_on_the_page() -> None:
    files = [
        path for path in (ROOT / "tests").rglob("test_*.py")
        if "from tests.promises import" in path.read_text(encoding="utf-8")
    ]  # fmt: skip
    assert {what for path in files for what in calls(path, "tell")} - {"nothing"} == set(SUITES)


def test_every_promise_has_a_suite_or_says_what_is_missing() -> None:
    proved = {suite.promise for suite in SUITES.values()}
    assert [name for name, one in PROMISES.items() if name not in proved and not one.missing] == []


def test_the_page_is_as_made() -> None:
    page = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    assert docs.made_anew(page) == page, "run: .venv/bin/python -m tools.docs"


def test_a_suite_that_is_not_there_is_found() -> None:
    """The control."""
    kept = SUITES["kills while saying"]
    for wrong in (
        {"file": "tests/store/test_nothing.py"}, {"control": "test_nothing"}, {"promise": "Z9"}, {"what": "nothing"},
    ):  # fmt: skip
        assert faults(Suite(**{**{name: getattr(kept, name) for name in Suite.__slots__}, **wrong}))


def test_a_run_says_a_line_for_each_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "TOLD", {})
    tell("kills while saying", 3, {"lost": 0}, seed=7)
    tell("kills while saying", 2, {"lost": 1}, seed=7)
    assert lines() == ["A1 kills while saying: 5 kills, seed 7: 1 lost"]
