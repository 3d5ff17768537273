"""Each of the thirteen that must be impossible has its tests, its controls, and a check in four languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.house.test_promises import defined_in
from tests.impossible import IMPOSSIBLE, Held
from tools import docs
from twinline.access.roles import Right
from twinline.access.roles import rights as rights_of
from twinline.node.demo import world
from twinline.node.rights.commands import rights
from twinline.node.rights.impossible import impossible
from twinline.records.words import LANGUAGES

THIRTEEN = [f"R{number}" for number in range(1, 14)]


def faults(held: Held) -> list[str]:
    """Return what is wrong with what holds one of the thirteen."""
    found = [] if held.tests else ["no test holds it"]
    found += [] if held.controls else ["no control shows a check failing"]
    for each in (*held.tests, *held.controls):
        file, _, name = each.partition("::")
        path = docs.ROOT / file
        if not path.is_file() or name not in defined_in(path):
            found.append(f"{each} isn't there")
    return found


def test_there_are_thirteen_in_the_tests_and_in_the_package() -> None:
    assert list(IMPOSSIBLE) == list(impossible()) == THIRTEEN


@pytest.mark.parametrize("name", THIRTEEN)
def test_each_is_held_by_tests_that_are_there_and_told_in_four_languages(name: str) -> None:
    assert faults(IMPOSSIBLE[name]) == []
    assert all(impossible()[name][part][lang].strip() for part in ("what", "check") for lang in LANGUAGES)
    assert len({impossible()[name]["check"][lang] for lang in LANGUAGES}) == len(LANGUAGES)


def test_the_page_is_as_made() -> None:
    page = (docs.ROOT / "docs/rights.md").read_text(encoding="utf-8")
    assert docs.made_anew(page) == page, "run: .venv/bin/python -m tools.docs"


def accounts() -> dict[str, frozenset[Right]]:
    """Return whom the page has a reviewer make accounts for, each with what these open."""
    page = (docs.ROOT / "docs/rights.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| `twinline user link (.+?)` \|", page, re.MULTILINE)
    return {who: rights_of(re.findall(r"--role (\w+)", asked)) for who, asked in rows}


def test_the_accounts_that_a_reviewer_is_told_to_make_open_what_is_to_be_tried() -> None:
    tries, answers = accounts().values()
    assert {Right.SEALED_WRITE, Right.SEALED_READ, Right.RELEASE, Right.SECOND} <= tries
    assert {Right.ANSWER_PERSON, Right.TRACE} <= answers


def test_the_demo_s_own_link_opens_none_of_it() -> None:
    """The control: why the page has them made."""
    assert not {Right.SEALED_READ, Right.SECOND, Right.TRACE} & rights_of(world.ROLES)


def test_one_without_its_test_or_control_is_found() -> None:
    held = IMPOSSIBLE["R5"]
    gone = held.tests[0].replace("::test_", "::test_no_")
    assert faults(replace(held, tests=(gone,))) == [f"{gone} isn't there"]
    assert faults(replace(held, tests=(), controls=())) == ["no test holds it", "no control shows a check failing"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_says_them_to_whoever_is_no_programmer(lang: str) -> None:
    told = CliRunner().invoke(rights, ["--impossible", "--lang", lang])
    assert told.exit_code == 0
    for each in impossible().values():
        assert each["what"][lang] in told.output
        assert each["check"][lang] in told.output


def test_programs_get_them_too() -> None:
    lines = CliRunner().invoke(rights, ["--impossible", "--json"]).output.splitlines()
    assert [json.loads(line)["name"] for line in lines] == THIRTEEN
