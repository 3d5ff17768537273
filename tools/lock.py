"""Write requirements/*.txt anew from pyproject.toml: every version with its hashes, no address of any registry.

One lock holds for every machine and for Python 3.11 and newer. `dev` is `node` and what tests and lints need, so the
second is resolved with the first as its bounds. Needs `uv`. With --upgrade, to the newest versions.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"node": [], "dev": ["--extra", "dev", "--constraint", "requirements/node.txt"]}
COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
SILENT = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]


def main(arguments: list[str]) -> int:
    uv = shutil.which("uv")
    if uv is None:
        print("lock: `uv` is needed to write the locks; install it with pip.", file=sys.stderr)
        return 1
    for name, extra in LOCKS.items():
        target = f"requirements/{name}.txt"
        command = [uv, "pip", "compile", "pyproject.toml", *extra, *COMMON, *SILENT, *arguments, "-o", target]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            return 1
        text = (ROOT / target).read_text(encoding="utf-8")
        if "://" in text or "--index" in text:
            print(f"lock: {target} names an address; it may not.", file=sys.stderr)
            return 1
        print(f"lock: {target}: {sum('==' in line for line in text.splitlines())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
