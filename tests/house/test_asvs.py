"""docs/asvs.md: every requirement of levels 1 and 2, once; every test it names is there; its counts are right."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: How many requirements of each level the standard has (5.0.0), by chapter: 70 and 183 in all.
FIRST = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}
SECOND = {
    1: 19, 2: 7, 3: 11, 4: 8, 5: 5, 6: 22, 7: 12, 8: 3, 9: 3, 10: 24, 11: 11, 12: 6, 13: 12, 14: 7, 15: 10, 16: 16,
    17: 7,
}  # fmt: skip
STATES = ("yes", "partly", "no", "proxy", "n/a")
_ROW = re.compile(r"^\| (V(\d+)\.\d+\.\d+) \| (\d) \| (.+?) \| (\S+) \| (.+) \|$")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(text: str) -> list[tuple[str, int, int, str, str]]:
    """Return requirement, chapter, level, state and proof of each row."""
    found = (_ROW.match(line) for line in text.splitlines())
    return [(one[1], int(one[2]), int(one[3]), one[5], one[6]) for one in found if one]


def faults(text: str) -> list[str]:
    """Return what is wrong with the page."""
    found, wrong = rows(text), []
    names = [name for name, *_ in found]
    wrong += [f"{name} stands twice" for name, count in Counter(names).items() if count > 1]
    for level, wanted in ((1, FIRST), (2, SECOND)):
        given = Counter(chapter for _, chapter, at, _, _ in found if at == level)
        wrong += [f"level {level}, V{chapter}: {given[chapter]} of {number}" for chapter, number in wanted.items()
                  if given[chapter] != number]  # fmt: skip
        counts = Counter(state for _, _, at, state, _ in found if at == level)
        line = f"| level {level} | " + " | ".join(str(counts[state]) for state in STATES) + " |"
        wrong += [] if line in text else [f"the counts of level {level} are not {line}"]
    wrong += [f"{name}: {state!r}" for name, _, _, state, _ in found if state not in STATES]
    for path, test in _TEST.findall(text):
        file = ROOT / path
        if not file.is_file() or test not in defined_in(file):
            wrong.append(f"there is no {path}::{test}")
    return wrong


def defined_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")


def test_every_requirement_stands_once_and_every_test_it_names_is_there() -> None:
    assert faults(PAGE) == []
    assert len(_TEST.findall(PAGE)) > 60


def test_a_row_that_goes_a_test_that_goes_and_a_count_that_is_wrong_are_found() -> None:
    lines = PAGE.splitlines()
    without = "\n".join(line for line in lines if not line.startswith("| V6.3.1 "))
    assert any("V6" in fault for fault in faults(without))
    assert any("no tests/access" in fault for fault in faults(PAGE.replace("::test_a_link_", "::test_no_link_")))
    assert any("counts of level 1" in fault for fault in faults(PAGE.replace("| level 1 | ", "| level 1 | 9")))
