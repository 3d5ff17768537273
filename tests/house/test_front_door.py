"""What a newcomer and a CI machine meet: locks, make, .ci/run, and the wheel a Windows laptop installs."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.checks import repository_files
from tools.source_checks import OUTSIDE, PURE_ROOMS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def make(*words: str) -> list[str]:
    """Return what make prints, untouched by the make this test may itself run under."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "ONCE"}
    ran = subprocess.run(["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [line.rstrip() for line in ran.stdout.splitlines() if line.strip()]


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> set[str]:
    return {line.rstrip(" \\") for line in lock(name).splitlines() if "==" in line}


@pytest.mark.parametrize("name", ["node", "dev"])
def test_a_lock_names_no_address_and_hashes_every_package(name):
    text = lock(name)
    assert not re.search(r"://|--(?:extra-)?index|--find-links|\bfile:", text)
    for block in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in block, block


def test_what_tests_need_holds_what_a_desk_needs_at_the_same_versions():
    assert pins("node") < pins("dev")


@pytest.mark.parametrize("name", ["node", "dev"])
def test_what_the_package_asks_for_is_in_the_lock(name):
    locked = [Requirement(pin) for pin in pins(name)]
    extra = PROJECT["project"]["optional-dependencies"]["dev"] if name == "dev" else []
    for asked in map(Requirement, PROJECT["project"]["dependencies"] + extra):
        found = [pin for pin in locked if canonicalize_name(pin.name) == canonicalize_name(asked.name)]
        assert found, f"{asked} is not in the lock: run `make lock`"
        for pin in found:
            version = next(iter(pin.specifier)).version
            assert asked.specifier.contains(version), f"{asked}, locked {version}: run `make lock`"


def test_the_two_lists_of_what_a_pure_room_may_not_import_are_one():
    contract = next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["id"] == "pure")
    assert tuple(contract["forbidden_modules"]) == OUTSIDE
    assert {module.split(".")[1] for module in contract["source_modules"]} == set(PURE_ROOMS)


def test_a_wheel_holds_every_file_of_the_package_and_the_licences(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    made = zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path)))
    inside = set(made.namelist())
    ours = {path.relative_to(ROOT / "src").as_posix() for path in repository_files() if ROOT / "src" in path.parents}
    assert ours - inside == set()
    assert {name.rsplit("/", 1)[1] for name in inside if "/licenses/" in name} >= {"LICENSE", "NOTICE"}


def test_make_help_lists_what_a_newcomer_may_ask_for():
    listed = {line.split()[1] for line in make()}
    assert {"help", "demo", "test", "test-long", "bench", "lint", "clean", "lock"} <= listed


def test_make_test_goes_from_set_up_to_lints_and_ends_with_pytest():
    steps = make("-n", "test")
    order = ("setup.py dev", "system.py", "lint.py", "-m pytest -n auto --dist worksteal")
    assert [step for step, line in zip(order, steps, strict=True) if line.endswith(step)] == list(order)


def test_the_demo_can_be_told_to_end():
    assert make("-n", "demo", "ONCE=1")[-1].endswith("twinline demo --once")
    assert make("-n", "demo")[-1].endswith("twinline demo")
    assert make("-n", "demo", "YEAR=2025")[-1].endswith("twinline demo  --example-year 2025")


@pytest.mark.parametrize(("code", "last"), [(0, "3 passed in 0.01s"), (2, "1 failed, 2 passed in 0.01s")])
def test_ci_skips_nothing_ends_with_pytests_line_and_keeps_the_exit_code(tmp_path, code, last):
    fake = tmp_path / "make"
    after = 'echo "make: *** [Makefile:22: test] Error 1" >&2' if code else ":"
    fake.write_text(f'#!/bin/sh\necho "$1 CI=$CI"\necho "{last}"\n{after}\nexit {code}\n', encoding="utf-8")
    fake.chmod(0o755)
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    command = [str(ROOT / ".ci" / "run")]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert ran.stdout.splitlines() == ["test CI=true", last]
    assert ran.stderr == ""
