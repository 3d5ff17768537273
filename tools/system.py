"""The parts of the tests that no Python package brings: Chromium, age, zstd, PostgreSQL, fonts, a library.

    python3 tools/system.py      install what is missing where that is allowed, else say what will be skipped

They are installed with apt where this user is root or has sudo without a password. Elsewhere the tests that need a
missing part are skipped, each saying so; in CI (CI=true) nothing is skipped and a missing part is a failure.
SYSTEM=no leaves the machine as it is. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """Something of the system a test may need: how it is found, which Debian package brings it, what goes with it."""

    name: str
    package: str
    programs: tuple[str, ...] = ()
    file: str = ""
    soname: str = ""
    serves: str = ""
    beside: tuple[str, ...] = ()

    def find(self) -> str | None:
        """Return the path of the part on this machine, or None."""
        for program in self.programs:
            found = shutil.which(program)
            if found:
                return found
        if self.soname:
            return self.soname if sys.platform != "linux" or loads(self.soname) else None
        fonts = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
        folders = (*fonts, Path("/usr/lib/postgresql"))
        files = (path for folder in folders if self.file and folder.is_dir() for path in folder.rglob(self.file))
        return next((str(path) for path in files), None)


def loads(soname: str) -> bool:
    """Tell whether programs of this machine find a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


PARTS = {
    part.name: part
    for part in (
        Part(
            "chromium",
            "chromium",
            ("chromium", "chromium-browser", "google-chrome"),
            serves="pages in a browser",
            beside=("atomic",),
        ),
        Part("atomic", "libatomic1", soname="libatomic.so.1", serves="the driver of a browser"),
        Part("age", "age", ("age",), serves="opening a bundle with the age tool"),
        Part("zstd", "zstd", ("zstd",), serves="unpacking a bundle with the zstd tool"),
        Part("gdal", "gdal-bin", ("ogrinfo",), serves="opening a GeoPackage with GDAL"),
        Part("pdftotext", "poppler-utils", ("pdftotext",), serves="reading the text of a PDF"),
        Part("postgres", "postgresql", file="initdb", serves="figures asked on PostgreSQL"),
        Part("fonts", "fonts-noto-core", file="NotoSansLao*-Regular.*", serves="Lao on the screen"),
    )
}


def in_ci() -> bool:
    """Tell whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false", "no")


def why_missing(name: str) -> str | None:
    """Return the plain reason why a part can't be used here, or None where it can."""
    for part in (PARTS[name], *(PARTS[other] for other in PARTS[name].beside)):
        if part.find() is None:
            return f"{part.package} is not installed ({part.serves}); `apt-get install {part.package}` brings it"
    return None


def privilege() -> list[str] | None:
    """Return what to put before apt-get to be allowed to install, or None where it isn't allowed."""
    if os.environ.get("SYSTEM", "").lower() in ("no", "0", "false"):
        return None
    if shutil.which("apt-get") is None:
        return None
    if getattr(os, "geteuid", lambda: 1)() == 0:
        return []
    if shutil.which("sudo") and run(["sudo", "-n", "true"], 10) == 0:
        return ["sudo", "-n"]
    return None


def run(command: list[str], seconds: int) -> int:
    """Run silently and return the exit code; whatever takes too long has failed."""
    try:
        null = subprocess.DEVNULL
        return subprocess.run(command, stdin=null, stdout=null, stderr=null, timeout=seconds, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return 1


def install(packages: list[str], prefix: list[str]) -> bool:
    """Install with apt; the package lists are fetched once, and only when it doesn't work without."""
    quick = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1", "-o", "DPkg::Lock::Timeout=60"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", *quick]
    wanted = [*apt, "--no-install-recommends", "install", *packages]
    if run(wanted, 300) == 0:
        return True
    return run([*apt, "update"], 120) == 0 and run(wanted, 300) == 0


def main() -> int:
    missing = [part for part in PARTS.values() if part.find() is None]
    prefix = privilege() if missing else None
    if missing and prefix is not None:
        names = ", ".join(part.package for part in missing)
        print(f"system: installing {names} ...", end="", flush=True)
        done = install([part.package for part in missing], prefix)
        print(" done" if done else " apt could not", flush=True)
        missing = [part for part in missing if part.find() is None]
    for part in missing:
        then = "a failure in CI" if in_ci() else "its tests are skipped"
        print(f"system: {why_missing(part.name)}: {then}.", file=sys.stderr if in_ci() else sys.stdout)
    return 1 if missing and in_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
