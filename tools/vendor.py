"""Take the files of others that the desk carries out of their published packages, or check that they are unchanged.

    python3 tools/vendor.py            fetch each package with npm, check its sha512, write the files
    python3 tools/vendor.py --check    the same, but only say what differs

What is taken stands in the `vendor.toml` of a folder; no host is named: npm knows where packages come from. A package
that was fetched before may lie in the folder PACKAGES= as `name-version.tgz`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "src/twinline/desk/static/desk/map",)
LARGEST = 64 << 20


def packed(package: dict[str, Any], folder: Path) -> bytes:
    """Return a package file, checked against its sha512; ends the program where it is another."""
    name = f"{package['name'].removeprefix('@').replace('/', '-')}-{package['version']}.tgz"
    given = os.environ.get("PACKAGES")
    path = Path(given) / name if given else folder / name
    if not path.exists():
        wanted = f"{package['name']}@{package['version']}"
        command = ["npm", "pack", "--silent", "--ignore-scripts", wanted]
        subprocess.run(command, cwd=path.parent, check=True, timeout=600, stdout=subprocess.DEVNULL)
    content = path.read_bytes()
    if hashlib.sha512(content).hexdigest() != package["sha512"]:
        raise SystemExit(f"vendor: {name} is not the file that vendor.toml names by its sha512; nothing was written.")
    return content


def taken(package: dict[str, Any], content: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what is carried of a package: each file by its own name, and the licence."""
    names = {f"package/{name}": Path(name).name for name in package["files"]}
    names[f"package/{package['licence_from']}"] = package["licence_file"]
    with tarfile.open(content, "r:gz") as archive:
        for inside, name in names.items():
            member = archive.getmember(inside)
            source = archive.extractfile(member) if member.isfile() and member.size <= LARGEST else None
            if source is None:
                raise SystemExit(f"vendor: {inside} is not a file in the package.")
            yield name, source.read()


def main(arguments: list[str]) -> int:
    check, differs = "--check" in arguments, 0
    for target in FOLDERS:
        declared = tomllib.loads((target / "vendor.toml").read_text(encoding="utf-8"))["package"]
        for package in declared:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "package.tgz"
                path.write_bytes(packed(package, Path(folder)))
                for name, content in taken(package, path):
                    there = target / name
                    if there.exists() and there.read_bytes() == content:
                        continue
                    differs += 1
                    print(f"vendor: {there.relative_to(ROOT)} {'differs' if check else 'written'}")
                    if not check:
                        there.write_bytes(content)
    if check and differs:
        print(f"vendor: {differs} files are not as published.", file=sys.stderr)
    return 1 if check and differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
