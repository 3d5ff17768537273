"""Make the environment Twinline runs in: a folder `.venv` beside this one.

    python3 tools/setup.py node      what a desk needs
    python3 tools/setup.py dev       that, and what tests and lints need
    python3 tools/setup.py wheels    fetch the packages of both into the folder named by TO=

Standard library only, and old enough in style that an old Python can still say
what it lacks. There is one road: an empty environment, pip from the wheel in this
folder, and a lock file with hashes. Where packages come from is the user's own pip
configuration, or the folder named by OFFLINE=. Asked twice, it does nothing twice.

Environment: PYTHON (which Python to use), OFFLINE (a folder of wheels), TO.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Dict  # noqa: UP035

Answer = Dict[str, Any]  # noqa: UP006  (an old Python must get as far as saying that it is too old)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "twinline-setup.json"
LOG = VENV / "twinline-setup.log"
LOWEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3")
LEVELS = {"node": ("node",), "dev": ("node", "dev")}
WINDOWS = os.name == "nt"

# What the chosen Python is asked about itself. `ensurepip` isn't needed: pip is in this folder.
PROBE = """
import importlib.util, json, sys
wanted = ("venv", "sqlite3", "ssl", "zlib", "ctypes")
print(json.dumps({
    "executable": getattr(sys, "_base_executable", None) or sys.executable,
    "version": list(sys.version_info[:3]),
    "missing": [name for name in wanted if importlib.util.find_spec(name) is None],
}))
"""
START = "import sys; sys.argv[0] = 'twinline'; from twinline.node.cli import main; sys.exit(main())"


class SetupError(Exception):
    """The environment can't be made; the message says what to do."""


def probe(command: str) -> Answer | None:
    """Ask a Python what it is; None where it doesn't start."""
    try:
        asked = subprocess.run([command, "-I", "-c", PROBE], capture_output=True, timeout=60, check=False)
        return json.loads(asked.stdout.decode("utf-8")) if asked.returncode == 0 else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def judge(name: str, found: Answer | None) -> str:
    """Say in one sentence why this Python doesn't do; empty where it does."""
    if found is None:
        return f"{name} doesn't start"
    version = ".".join(str(part) for part in found["version"])
    if tuple(found["version"][:2]) < LOWEST:
        return f"{name} is Python {version}, and Twinline needs 3.11 or newer"
    if found["missing"]:
        return f"{name} (Python {version}) lacks {', '.join(found['missing'])}"
    return ""


def choose(named: str | None) -> Answer:
    """Return what the Python to use says of itself: the one named, or the first that does."""
    names = [named] if named else [name for name in (*CANDIDATES, sys.executable) if shutil.which(name)]
    refused = []
    for name in names:
        found = probe(name)
        reason = judge(name, found)
        if found and not reason:
            return found
        refused.append(reason)
    remedy = "name another with PYTHON=/path/to/python3"
    if any("lacks" in reason for reason in refused):
        remedy = "run `apt-get install python3-venv`, or " + remedy
    raise SetupError(f"No Python to work with: {'; '.join(refused)}. To mend it, {remedy}.")


def lock_of(level: str) -> Path:
    return ROOT / "requirements" / f"{level}.txt"


def fingerprint(level: str) -> str:
    """Hash of all that decides what is installed at this level."""
    digest = hashlib.sha256()
    for path in (lock_of(level), pip_wheel()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def pip_wheel() -> Path:
    wheels = sorted((ROOT / "tools").glob("pip-*.whl"))
    if not wheels:
        raise SetupError("tools/ holds no pip wheel: the clone is incomplete.")
    return wheels[-1]


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def recorded() -> Answer:
    """What an earlier run left behind; empty where it didn't finish or its Python is gone."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return stamp if probe(str(venv_python())) else {}
    except (OSError, ValueError):
        return {}


def clean_environment() -> dict[str, str]:
    """The user's environment without what would make pip install elsewhere than in .venv."""
    elsewhere = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
    environment["PIP_USER"] = "0"
    return environment


def pip(*arguments: str) -> None:
    """Run pip silently; its words go to the log, and a failure becomes one sentence."""
    command = [str(venv_python()), str(pip_wheel() / "pip"), *arguments]
    command += ["--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    ran = subprocess.run(
        command, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    words = ran.stdout.decode("utf-8", "replace")
    LOG.write_text(words, encoding="utf-8")
    if ran.returncode:
        raise SetupError(explain(words))


def explain(words: str) -> str:
    """Turn what pip said when it failed into one sentence: what, and what to do."""
    errors = [line[len("ERROR:") :].strip() for line in words.splitlines() if line.startswith("ERROR:")]
    if "DO NOT MATCH THE HASHES" in words:
        return "A package that arrived isn't the one the lock names: it was not installed. Try another source."
    missing = re.search(r"requirement ([\w.-]+==[\w.+-]+)", words)
    folder = "Without a link, name a folder of wheels: OFFLINE=folder (made elsewhere by `make wheels TO=folder`)."
    if re.search(r"name resolution|Connection|Max retries|timed out|ProxyError|SSLError", words):
        return f"Where pip looks for packages can't be reached. {folder}"
    if missing:
        return f"pip found no wheel of {missing.group(1)} that fits this machine. {folder} See {relative(LOG)}."
    return f"pip failed: {errors[-1] if errors else 'no reason given'}; see {relative(LOG)}."


def relative(path: Path) -> Path:
    return path.relative_to(ROOT)


def source(offline: str | None) -> list[str]:
    """Arguments that say where packages come from: the user's own configuration, or a folder."""
    if not offline:
        return []
    folder = Path(offline).expanduser().resolve()
    if not folder.is_dir():
        raise SetupError(f"OFFLINE names {offline}, which is not a folder.")
    return ["--no-index", "--find-links", str(folder)]


def create(python: Answer) -> None:
    version = ".".join(str(part) for part in python["version"])
    with Step(f"making an environment in .venv with Python {version}"):
        command = [python["executable"], "-I", "-m", "venv", "--clear", "--without-pip", str(VENV)]
        made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if made.returncode:
            words = made.stdout.decode("utf-8", "replace").strip().splitlines()
            raise SetupError(f"`venv` failed: {words[-1] if words else 'no reason given'}.")


def install(level: str, offline: str | None) -> None:
    lock = lock_of(level)
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    origin = f" from {offline}" if offline else ""
    with Step(f"installing the {count} packages of {relative(lock)}{origin}"):
        pip(
            "install",
            "--require-hashes",
            "--only-binary=:all:",
            "--no-warn-script-location",
            *source(offline),
            "-r",
            str(lock),
        )


def link() -> None:
    """Let the environment import src/ as it stands, and start `twinline`.

    The path is written relative to where it is read: it stays right when the clone is moved, and is plain ASCII.
    """
    asked = [str(venv_python()), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8").strip())
    write(packages / "twinline-src.pth", os.path.relpath(str(ROOT / "src"), str(packages.resolve())) + "\n")
    if WINDOWS:
        write(VENV / "Scripts" / "twinline.cmd", f'@"%~dp0python.exe" -P -c "{START}" %*\r\n')
    else:
        starter = VENV / "bin" / "twinline"
        write(starter, f'#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -c "{START}" "$@"\n')
        starter.chmod(0o755)


def write(path: Path, text: str) -> None:
    if not path.exists() or path.read_bytes() != text.encode("utf-8"):
        path.write_bytes(text.encode("utf-8"))


class Step:
    """One line on the screen: what is being done, and how long it took."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.began = time.monotonic()
        print(f"set-up: {self.what} ...", end="", flush=True)

    def __exit__(self, kind: object, *_: object) -> None:
        print(" failed" if kind else f" {time.monotonic() - self.began:.0f} s", flush=True)


def prepare(level: str, named: str | None, offline: str | None) -> None:
    """Bring .venv to a level; nothing happens where it is there already."""
    stamp = recorded()
    if not stamp or (named and stamp["python"] != os.path.realpath(choose(named)["executable"])):
        python = choose(named)
        create(python)
        stamp = {"python": os.path.realpath(python["executable"]), "installed": {}}
    wanted = fingerprint(level)
    if stamp["installed"].get(level) != wanted:
        write(STAMP, "")  # an install cut short must not look finished
        install(level, offline)
        stamp["installed"].update({each: fingerprint(each) for each in LEVELS[level]})
    link()
    write(STAMP, json.dumps(stamp, indent=1) + "\n")


def fetch(to: str | None) -> None:
    """Download the wheels of both levels for this kind of machine into a folder."""
    if not to:
        raise SetupError("Name the folder to fill: make wheels TO=folder.")
    with Step(f"fetching wheels into {to}"):
        folder = str(Path(to).expanduser().resolve())
        pip("download", "--require-hashes", "--only-binary=:all:", "-d", folder, "-r", str(lock_of("dev")))


def main(arguments: list[str]) -> int:
    level = arguments[0] if len(arguments) == 1 else ""
    if level not in (*LEVELS, "wheels"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        prepare("node" if level == "wheels" else level, os.environ.get("PYTHON"), os.environ.get("OFFLINE"))
        if level == "wheels":
            fetch(os.environ.get("TO"))
    except SetupError as problem:
        print(f"set-up: {problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"set-up: {problem.filename or 'the disk'}: {problem.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
