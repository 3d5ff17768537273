"""What may not be in the repository isn't, and the checks would find it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import checks


def test_nothing_is_in_the_repository_that_may_not_be():
    assert [str(finding) for finding in checks.findings()] == []


def test_the_checks_see_the_whole_repository():
    seen = {path.relative_to(checks.ROOT).as_posix() for path in checks.repository_files()}
    assert {"README.md", "Makefile", ".ci/run", "requirements/node.txt", "src/twinline/times.py"} <= seen


@pytest.mark.parametrize(
    "named", ["/home/" + "mai/twinline", "/Users/" + "mai/x", "/root/" + ".ssh", "C:\\Users" + "\\Mai"]
)
def test_a_home_folder_is_found(named):
    assert len(checks.names_a_machine("docs/a.md", f"as in {named} here")) == 1


def test_a_path_of_this_machine_is_found(monkeypatch):
    monkeypatch.setattr(checks, "_is_local", lambda path: path == "/work" + "shop/notes")
    assert checks.names_a_machine("a.py", "see /work" + "shop/notes/today.md")
    assert not checks.names_a_machine("a.py", "see https://example.org/work" + "shop/notes")


def test_only_what_is_there_and_not_on_every_machine_is_local(tmp_path):
    assert not checks._is_local("/usr/bin")
    assert not checks._is_local("/nowhere/at-all")


@pytest.mark.parametrize("path", ["/usr/bin/chromium", "/records/new", "/var/lib/twinline", "a/home/page/x"])
def test_a_path_that_is_nobodys_is_left_alone(path):
    assert checks.names_a_machine("docs/a.md", f"`{path}`") == []


@pytest.mark.parametrize("host", checks.HOSTS)
def test_a_registry_or_a_content_network_is_found(host):
    assert len(checks.names_a_registry("a.html", f'<script src="https://{host}/x">')) == 1
    assert len(checks.names_a_registry("a.txt", f"files.{host}")) == 1


def test_a_word_that_only_looks_like_a_registry_is_left_alone():
    assert checks.names_a_registry("a.md", "the crates-io of my" + "pypi-organisation") == []


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "b.md").write_text("# The line\n\n## Who looks after it?\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "link",
    [
        "[b](b.md)",
        "[b](b.md#the-line)",
        "[b](b.md#who-looks-after-it)",
        "[x](https://example.org/no)",
        "[up](../docs)",
        "`[n](no.md)`",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(pages, link):
    assert checks.dead_links("docs/a.md", f"# A\n{link}", pages) == []


@pytest.mark.parametrize(
    "link", ["[n](no.md)", "[b](b.md#no)", "[a](#no)", "[out](../../etc)", "![i](i.png)", "[r]: no.md"]
)
def test_a_link_that_leads_nowhere_is_found_with_its_line(pages, link):
    found = checks.dead_links("docs/a.md", f"# A\n{link}", pages)
    assert [finding.line for finding in found] == [2]


def test_what_stands_in_a_fence_is_no_link_and_no_heading(pages):
    assert checks.dead_links("docs/a.md", "```\n[n](no.md)\n```\n", pages) == []
    assert checks.slugs("```\n# no\n```\n# yes") == {"yes"}


def test_two_headings_of_one_name_are_told_apart():
    assert checks.slugs("# A\n# A\n## B `c`") == {"a", "a-1", "b-c"}


def test_a_readme_of_more_than_150_lines_is_found():
    assert checks.too_long("README.md", "x\n" * 151)
    assert not checks.too_long("README.md", "x\n" * 150)
    assert not checks.too_long("docs/format.md", "x\n" * 151)


def test_the_checks_run_over_a_repository_find_each_fault(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "src" / "twinline").mkdir(parents=True)
    (tmp_path / "src" / "twinline" / "a.py").write_text("import fcntl\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("[n](no.md)\n" * 151, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    found = list(checks.findings(tmp_path))
    assert {finding.path for finding in found} == {"src/twinline/a.py", "README.md"}
    assert len(found) == 1 + 151 + 1
