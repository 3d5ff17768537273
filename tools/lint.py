"""Run every lint, one line each; what one has to say is shown only when it has something to say.

    .venv/bin/python tools/lint.py

Style (ruff), types (mypy, strict in the pure rooms), the order of the house (import-linter), and what may not be in it
(tools/checks.py). All run even when one fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "twinline"
STRICT = ("times.py", "text.py", "data", "line", "feeds", "records", "figures", "ledger")


def strict_rooms() -> list[str]:
    """Return what is typed strictly: the pure rooms that are there, and the tools."""
    there = [HOUSE / name for name in STRICT if (HOUSE / name).exists()]
    return [str(path.relative_to(ROOT)) for path in [*there, ROOT / "tools"]]


def lints() -> dict[str, list[str]]:
    """Return what is run, under the words it is announced with."""
    python = [sys.executable, "-m"]
    order = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return {
        "style": [*python, "ruff", "check", "--quiet", "."],
        "layout": [*python, "ruff", "format", "--check", "."],
        "types": [*python, "mypy", "--strict", "--no-error-summary", *strict_rooms()],
        "order of the house": [sys.executable, "-c", order],
        "what may not be in it": [*python, "tools.checks"],
    }


def main() -> int:
    failed = 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for name, command in lints().items():
        began = time.monotonic()
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        failed += ran.returncode != 0
        verdict = "NOT FINE" if ran.returncode else "fine"
        print(f"lint: {name}: {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
        if ran.returncode:
            print((ran.stdout + ran.stderr).strip(), flush=True)
    if failed:
        print(f"lint: {failed} of {len(lints())} are not fine. `make format` mends layout.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
