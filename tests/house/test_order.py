"""The order of the house is held: each contract of pyproject.toml is kept by us, and broken by what breaks it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
ROOMS = "node desk exchange reports store access ledger figures records feeds line tongues times text data sentences"
PURE_ROOMS = ("line", "feeds", "records", "figures", "ledger")
BESIDE_OR_ABOVE = [
    ("feeds", "records"),
    ("exchange", "reports"),
    ("store", "access"),
    ("ledger", "store"),
    ("times", "line"),
    ("figures", "ledger"),
]


def lint(house: Path, rooms: dict[str, str]) -> tuple[int, str]:
    """Build a house of these rooms (name -> its source), and return what import-linter says of it."""
    shutil.copy(ROOT / "pyproject.toml", house)
    for name, source in {"": "", **rooms}.items():
        room = house / "src" / "twinline" / name
        room.mkdir(parents=True, exist_ok=True)
        (room / "__init__.py").write_text("", encoding="utf-8")
        if name:
            (room / "inside.py").write_text(source, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    command = [sys.executable, "-c", LINT]
    ran = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_a_house_with_every_room_in_order_is_kept(tmp_path):
    rooms = dict.fromkeys(ROOMS.split(), "")
    downward = {"node": "desk", "desk": "store", "store": "ledger", "ledger": "records", "records": "text"}
    code, said = lint(tmp_path, rooms | {room: f"import twinline.{other}.inside" for room, other in downward.items()})
    assert code == 0, said


def test_rooms_that_are_not_there_yet_are_not_missed(tmp_path):
    code, said = lint(tmp_path, {"feeds": "", "times": ""})
    assert code == 0, said


def test_each_room_that_imports_beside_or_above_itself_is_refused(tmp_path):
    rooms = dict.fromkeys([each for pair in BESIDE_OR_ABOVE for each in pair], "")
    code, said = lint(tmp_path, rooms | {room: f"import twinline.{other}.inside" for room, other in BESIDE_OR_ABOVE})
    assert code == 1
    found = set(re.findall(r"twinline\.(\w+) is not allowed to import twinline\.(\w+)", said))
    assert found >= set(BESIDE_OR_ABOVE)


def test_a_room_nobody_placed_is_refused(tmp_path):
    code, said = lint(tmp_path, {"attic": ""})
    assert code == 1
    assert "attic" in said


@pytest.mark.parametrize("banned", ["django.db", "sqlite3"])
def test_each_pure_room_that_reaches_out_is_refused(tmp_path, banned):
    code, said = lint(tmp_path, dict.fromkeys(PURE_ROOMS, f"import {banned}"))
    assert code == 1
    assert "Pure rooms" in said
    outside = banned.partition(".")[0]
    assert {room for room in PURE_ROOMS if f"twinline.{room}.inside -> {outside}" in said} == set(PURE_ROOMS)


def test_a_pure_room_that_reaches_out_through_the_rooms_below_is_refused(tmp_path):
    assert lint(tmp_path, {"ledger": "import twinline.text.inside", "text": "import urllib.request"})[0] == 1


def test_a_pure_room_that_says_its_sentences_itself_is_refused(tmp_path):
    assert lint(tmp_path, {"feeds": "import twinline.tongues.inside", "tongues": "import gettext"})[0] == 1
