"""The set-up: one road from a bare machine, quiet, repeatable, and plain about what is wrong.

The environments here are real, made from a folder of wheels of our own: no test needs a link.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import setup

ROOT = setup.ROOT
PYTHON = sys.executable


def wheel(folder: Path, name: str) -> Path:
    """Write a wheel of one module, as pip takes it."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "here = True\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    made = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(path, text)
    return made


def pin(made: Path) -> str:
    return f"{made.name.split('-')[0]}==1.0 --hash=sha256:{hashlib.sha256(made.read_bytes()).hexdigest()}\n"


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone in a folder with a space and a Lao letter in its name, its locks naming two wheels of our own."""
    root = tmp_path / "a clone ລ"
    for name in ("tools", "requirements", "wheels", "src/twinline/node"):
        (root / name).mkdir(parents=True)
    (root / "tools" / setup.pip_wheel().name).write_bytes(setup.pip_wheel().read_bytes())
    for name in ("src/twinline/__init__.py", "src/twinline/node/__init__.py"):
        (root / name).write_text("", encoding="utf-8")
    starts = "import sys\n\ndef main():\n    print(sys.argv)\n    return 3\n"
    (root / "src/twinline/node/cli.py").write_text(starts, encoding="utf-8")
    one, two = (pin(wheel(root / "wheels", name)) for name in ("grain", "tally"))
    (root / "requirements" / "node.txt").write_text(one, encoding="utf-8")
    (root / "requirements" / "dev.txt").write_text(one + two, encoding="utf-8")
    monkeypatch.setattr(setup, "ROOT", root)
    monkeypatch.setattr(setup, "VENV", root / ".venv")
    monkeypatch.setattr(setup, "STAMP", root / ".venv" / "twinline-setup.json")
    monkeypatch.setattr(setup, "LOG", root / ".venv" / "twinline-setup.log")
    monkeypatch.setenv("PYTHON", PYTHON)
    monkeypatch.setenv("OFFLINE", str(root / "wheels"))
    return root


def test_a_bare_clone_becomes_an_environment_and_a_second_time_nothing_is_done(clone, capfd):
    assert setup.main(["dev"]) == 0
    said = capfd.readouterr().out.splitlines()
    assert len(said) == 2, "one line for the environment, one for the packages, and nothing of pip's"
    inside = subprocess.run([str(setup.venv_python()), "-c", "import grain, tally, twinline"], check=False)
    assert inside.returncode == 0
    began = setup.STAMP.stat().st_mtime_ns
    assert setup.main(["node"]) == 0, "what dev holds, node needn't fetch again"
    assert capfd.readouterr().out == ""
    assert setup.STAMP.stat().st_mtime_ns == began


def test_the_command_starts_from_any_folder_and_keeps_its_exit_code(clone, tmp_path):
    setup.main(["node"])
    starter = setup.VENV / ("Scripts/twinline.cmd" if setup.WINDOWS else "bin/twinline")
    (tmp_path / "json.py").write_text("raise SystemExit('a module of the folder one stands in')", encoding="utf-8")
    ran = subprocess.run([str(starter), "a b", "c"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (3, "['twinline', 'a b', 'c']")


def test_a_changed_lock_is_followed(clone):
    setup.main(["node"])
    extra = pin(wheel(clone / "wheels", "beads"))
    lock = clone / "requirements" / "node.txt"
    lock.write_text(lock.read_text(encoding="utf-8") + extra, encoding="utf-8")
    assert setup.main(["node"]) == 0
    assert subprocess.run([str(setup.venv_python()), "-c", "import beads"], check=False).returncode == 0


def test_an_install_cut_short_is_done_anew(clone, capfd):
    setup.main(["node"])
    setup.STAMP.write_text("", encoding="utf-8")
    capfd.readouterr()
    assert setup.main(["node"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 2


def test_a_wheel_that_is_not_the_one_the_lock_names_is_refused_in_one_sentence(clone, capfd):
    (clone / "wheels" / "grain-1.0-py3-none-any.whl").write_bytes(wheel(clone / "wheels", "other").read_bytes())
    assert setup.main(["node"]) == 1
    said = capfd.readouterr().err.splitlines()
    assert said == [
        "set-up: A package that arrived isn't the one the lock names: it was not installed. Try another source."
    ]
    assert not setup.recorded()


def test_a_folder_that_lacks_a_wheel_is_named_with_the_wheel(clone, capfd):
    (clone / "wheels" / "grain-1.0-py3-none-any.whl").unlink()
    assert setup.main(["node"]) == 1
    assert "no wheel of grain==1.0" in capfd.readouterr().err


def test_offline_without_such_a_folder_is_said(clone, monkeypatch, capfd):
    monkeypatch.setenv("OFFLINE", str(clone / "no"))
    assert setup.main(["node"]) == 1
    assert "which is not a folder" in capfd.readouterr().err


def test_without_a_link_the_way_out_is_named():
    said = setup.explain(
        "WARNING: Retrying\nERROR: Could not find a version that satisfies the requirement x==1\nConnection refused"
    )
    assert "OFFLINE=folder" in said


def test_the_users_settings_for_pip_hold_but_not_those_that_install_elsewhere(monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", "kept")
    monkeypatch.setenv("PIP_TARGET", "dropped")
    environment = setup.clean_environment()
    assert environment["PIP_FIND_LINKS"] == "kept"
    assert "PIP_TARGET" not in environment
    assert environment["PIP_USER"] == "0"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "python3 doesn't start"),
        ({"version": [3, 9, 2], "missing": []}, "python3 is Python 3.9.2, and Twinline needs 3.11 or newer"),
        ({"version": [3, 11, 2], "missing": ["venv"]}, "python3 (Python 3.11.2) lacks venv"),
        ({"version": [3, 13, 0], "missing": []}, ""),
    ],
)
def test_a_python_is_judged_in_one_sentence(answer, sentence):
    assert setup.judge("python3", answer) == sentence


def test_where_venv_is_missing_the_one_apt_line_is_printed(monkeypatch):
    monkeypatch.setattr(setup, "probe", lambda name: {"version": [3, 11, 2], "missing": ["venv"], "executable": name})
    with pytest.raises(setup.SetupError, match="`apt-get install python3-venv`"):
        setup.choose(None)


def test_the_first_python_that_does_is_taken_and_a_named_one_before_all(monkeypatch):
    answers = {"python3.13": None, "python3.12": {"version": [3, 12, 1], "missing": [], "executable": "twelve"}}
    monkeypatch.setattr(setup.shutil, "which", lambda name: name)
    monkeypatch.setattr(setup, "probe", answers.get)
    assert setup.choose(None)["executable"] == "twelve"
    with pytest.raises(setup.SetupError, match="python9 doesn't start"):
        setup.choose("python9")


def test_an_order_that_is_none_is_answered_with_the_help(capfd):
    assert setup.main([]) == 2
    assert "python3 tools/setup.py node" in capfd.readouterr().err


def test_the_command_is_the_one_the_package_declares():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, function = declared["twinline"].split(":")
    assert f"from {module} import {function};" in setup.START


def test_the_real_probe_answers_of_this_python():
    answer = setup.probe(PYTHON)
    assert answer is not None
    assert json.dumps(answer["version"]) == json.dumps(list(sys.version_info[:3]))
    assert os.path.exists(answer["executable"])
