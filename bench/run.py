"""Running a child process and measuring it: nothing without a time limit, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class BenchError(Exception):
    """A benchmark could not be made; the message says which step and why."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a command took: the whole process, and its work once the ledger was open.

    ``peak`` in bytes; ``ended`` is the moment at which it had done (monotonic, the same in all processes of a machine).
    """

    wall_s: float
    work_s: float
    cpu_s: float
    work_cpu_s: float
    peak: int | None
    answer: Any
    ended: float


def limit(records: int) -> float:
    """Return the seconds after which a step over so many records is given up."""
    return 120 + records / 100


def twinline(node: Path, *arguments: str, records: int = 0) -> Used:
    """Run ``twinline`` on a node and return what it used; ``answer`` is the last line it said, if that is JSON."""
    handle, told = tempfile.mkstemp(suffix=".json", dir=node.parent)
    os.close(handle)
    try:
        began = time.monotonic()
        said = child("bench.inside", told, *arguments, records=records, environment={"TWINLINE_NODE": str(node)})
        wall = time.monotonic() - began
        used = json.loads(Path(told).read_text(encoding="utf-8"))
    finally:
        Path(told).unlink(missing_ok=True)
    return Used(wall_s=wall, answer=_last(said), **used)


def child(module: str, *arguments: str, records: int = 0, environment: Mapping[str, str] | None = None) -> str:
    """Run a module in a process of its own and return what it printed; raises ``BenchError``."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        ran = subprocess.run(
            command, cwd=ROOT, env=with_sources(environment), capture_output=True, text=True, encoding="utf-8",
            timeout=limit(records), check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise BenchError(f"{_named(module, arguments)} had not ended after {late.timeout:.0f} s") from None
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        if os.environ.get("TRACE"):
            sys.stderr.write(ran.stderr)
        raise BenchError(f"{_named(module, arguments)} ended with {ran.returncode}: {last[:300]}")
    return ran.stdout


def _named(module: str, arguments: tuple[str, ...]) -> str:
    """Return what a child is called in a sentence: its module and its words, without folders."""
    return " ".join([module, *(each for each in arguments if os.sep not in each)][:5])


def with_sources(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a child, in which the sources of this folder are found."""
    path = [str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), **(more or {})}


def _last(said: str) -> Any:
    lines = said.strip().splitlines()
    try:
        return json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
