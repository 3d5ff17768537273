"""The documentation says what the code does: names, commands, tables, numbers, and a walk that is really walked."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import tomllib

import click
import pytest
from django.apps import apps

from tools import docs
from twinline.node.cli import main
from twinline.records.kinds.offences import OFFENCES

ROOT = docs.ROOT
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *DOCS.glob("decisions/*.md")])
ROOMS = [
    *("node", "api", "desk", "exchange", "reports", "sheets", "sealed", "store", "access"),
    *("ledger", "figures", "records", "feeds", "line"),
]
# `store.append:keep`, and what Python would say: no path, no port.
NAMED = re.compile(r"`([a-z_]+(?:\.[a-z_]+)+):([A-Za-z_][\w.]*)`")
DECISION_LINES = 50


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading."""
    section = page.split(f"## {heading}\n", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert rows, heading
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows.group().splitlines()[2:]]


def found(module: str, name: str) -> bool:
    """Return whether a module of the house has what a page names."""
    try:
        holder: object = importlib.import_module(f"twinline.{module}")
        for part in name.split("."):
            holder = getattr(holder, part)
    except (ImportError, AttributeError):
        return False
    return True


def command_named(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """Return the command that the words after ``twinline`` name, and the words left."""
    command: click.Command | None = docs.command_group()
    while isinstance(command, click.Group) and words:
        command, words = command.get_command(click.Context(command), words[0]), words[1:]
    return command, words


def misnamed(line: str) -> list[str]:
    """Return what a line that begins with ``twinline`` names and the program doesn't have."""
    command, rest = command_named(shlex.split(line)[1:])
    if command is None:
        return [line]
    known = {option for each in command.params for option in each.opts} | {"--node", "--help"}
    return [word for word in rest if word.startswith("--") and word.partition("=")[0] not in known]


@pytest.mark.parametrize("name", docs.PAGES)
def test_what_is_made_from_the_code_is_what_the_code_makes(name):
    page = text(name)
    assert docs.made_anew(page) == page, f"{name} has drifted: run `python -m tools.docs`"


def test_a_made_part_that_drifted_is_found():
    drifted = text("README.md").replace(" of ", " from ")
    assert docs.made_anew(drifted) != drifted


def test_every_command_is_documented_under_its_name():
    page = text("docs/commands.md")
    for name, help_text in docs.commands():
        assert f"### {name}\n" in page
        assert help_text.count("\n") > 3, f"{name} has no help"


def test_every_command_stands_in_the_table_by_need():
    page = text("docs/commands.md").split("## Each in its own words")[0]
    told = set(re.findall(r"`([a-z-]+)`", page))
    group = docs.command_group()
    assert set(group.list_commands(click.Context(group))) <= told


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_command_named_in_a_page_is_one_with_its_options(page):
    lines = re.findall(r"(?:^ *|`)(twinline (?:[a-z]|--)[^`\n|(]*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [wrong for line in lines for wrong in misnamed(line)] == []


@pytest.mark.parametrize("line", ["twinline fly", "twinline peer fly", "twinline verify --harder"])
def test_a_command_or_option_that_is_none_is_found(line):
    assert misnamed(line)


def test_every_room_is_named_in_the_order_of_the_house():
    named = [row[0].strip("`/") for row in table(text("docs/architecture.md"), "The rooms, from the roof down")]
    assert named == ROOMS
    here = {path.parent.name for path in (ROOT / "src" / "twinline").glob("*/__init__.py")}
    assert here - {"data"} == set(ROOMS)
    layers = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    assert re.findall(r"[a-z]+", " ".join(layers))[: len(ROOMS)] == ROOMS


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_in_the_code(page):
    names = NAMED.findall(page.read_text(encoding="utf-8"))
    assert [f"{module}:{name}" for module, name in names if not found(module, name)] == []


def test_the_tour_names_a_function_of_each_step():
    names = {module.split(".")[0] for module, _ in NAMED.findall(text("docs/architecture.md"))}
    assert names >= set(ROOMS) - {"access"}


@pytest.mark.parametrize("name", ["append:nowhere", "nowhere:keep", "append:keep.nowhere"])
def test_a_name_that_is_not_in_the_code_is_found(name):
    module, function = name.split(":")
    assert not found(f"store.{module}", function)


def test_every_table_is_named_with_what_it_is():
    rows = {row[0].strip("`"): row[2] for row in table(text("docs/architecture.md"), "The tables")}
    assert set(rows) == {model.__name__ for model in apps.get_app_config("store").get_models()}
    caches = {name for name, what in rows.items() if what == "cache"}
    rebuilt = re.findall(r'"store_([a-z]+)"', text("src/twinline/store/verifying.py").split("def rebuild")[1][:800])
    assert {name.lower() for name in caches} == set(rebuilt)


def test_every_variable_of_the_environment_is_explained():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = {name for source in sources for name in re.findall(r"TWINLINE_[A-Z]+", source)}
    assert read <= set(re.findall(r"TWINLINE_[A-Z]+", text("docs/operations.md")))


def test_the_numbers_of_the_readme_are_those_of_the_code():
    page = " ".join(text("README.md").split())
    assert f"closed list of {len(OFFENCES)}" in page


def test_the_story_in_the_readme_has_the_lines_of_the_demo():
    told = text("README.md").split("## The story of the demo")[1].split("\n## ")[0]
    words = tomllib.loads(text("src/twinline/node/demo/words.toml"))["en"]
    assert re.findall(r"^(\d)\.", told, re.MULTILINE) == list("123456")
    for name in ("enter", "down", "stick", "differ", "agree", "figure"):
        first = words[name].split(":")[0].split(",")[0].split(" ")[-1]
        assert first in told, f"{name} is told in other words"


def test_every_page_is_named_in_the_readme():
    page = text("README.md")
    assert [path.name for path in DOCS.glob("*.md") if f"docs/{path.name}" not in page] == []


def test_the_picture_is_there_and_small():
    picture = (DOCS / "img" / "two-desks.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 250_000


def test_every_decision_is_listed_short_and_whole():
    folder = DOCS / "decisions"
    listed = re.findall(r"^\| \[\d{4}\]\(([^)]+)\) \| (.+?) \|", text("docs/decisions/README.md"), re.MULTILINE)
    assert [name for name, _ in listed] == sorted(path.name for path in folder.glob("0*.md"))
    for name, title in listed:
        page = (folder / name).read_text(encoding="utf-8")
        assert page.startswith(f"# {name[:4]}: {title}\n")
        assert page.count("\n") <= DECISION_LINES, name
        headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
        assert headings == ["What it is about", "Decided", "Instead of", "What it costs"]


def test_the_walk_through_two_nodes_is_walked(tmp_path, monkeypatch, capfd, django_db_blocker):
    patrol = re.search(r"```json\n(.+?)```", text("docs/architecture.md"), re.DOTALL)
    assert patrol
    (tmp_path / "patrol.json").write_text(json.dumps(json.loads(patrol[1])), encoding="utf-8")
    walk = "".join(re.findall(r"```sh walk\n(.+?)```", text("docs/operations.md"), re.DOTALL))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWINLINE_NODE", "")
    blanks: dict[str, str] = {}
    said = ""
    for line in walk.splitlines():
        words = [blanks.get(word, word) for word in line.split()[1:]]
        with django_db_blocker.unblock(), pytest.raises(SystemExit) as ended:
            main(words)
        said, wrong = capfd.readouterr()
        assert ended.value.code == 0, f"{line}: {wrong}"
        if words[0] == "init":
            blanks[f"FINGERPRINT-OF-{words[1].upper()}"] = said.split("in person: ")[1].splitlines()[0]
        elif words[0] in ("add", "release"):
            blanks["RECORD" if words[0] == "add" else "RELEASED"] = said.strip()
        elif words[0] == "figures":
            assert "1 patrol" in said
    assert "ledger digest" in said
