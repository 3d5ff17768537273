"""What the measurements were made on, and what a process has used. Where a system doesn't tell, it is left out."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
from importlib import metadata
from pathlib import Path

_PROC = Path("/proc")
_PACKAGES = ("django", "granian", "waitress", "cryptography", "msgspec", "zstandard", "pyrage")


def described(folder: Path) -> list[tuple[str, str]]:
    """Return the machine, the disk under a folder and the versions, as pairs of name and value."""
    told = [
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("cores", str(_cores())),
        ("memory", _memory()),
        ("file system", _disk(folder)),
        ("other work at the start", _load()),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("SQLite", sqlite3.sqlite_version),
        ("packages", ", ".join(_versions())),
        ("Twinline", _commit()),
    ]
    return [(name, value) for name, value in told if value]


def own_peak() -> int | None:
    """Return the most memory this process ever had, in bytes, or ``None`` where nobody tells."""
    found = peak_of(os.getpid())
    if found is not None:
        return found
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def helped() -> float:
    """Return the CPU seconds of processes that this one has ended."""
    told = os.times()
    return told.children_user + told.children_system


def peak_of(process: int) -> int | None:
    """Return the most memory a process ever had (its resident set), in bytes."""
    for line in _read(_PROC / str(process) / "status").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None


def family(process: int) -> list[int]:
    """Return a process and all that descend from it; the process alone where the system doesn't tell."""
    parents = {}
    for each in _PROC.glob("[0-9]*/stat"):
        fields = _after_name(_read(each))
        if fields:
            parents[int(each.parent.name)] = int(fields[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def used_by(process: int) -> tuple[float, int] | None:
    """Return the CPU seconds and peak bytes of a process and its descendants, or ``None`` where nobody tells."""
    if not (_PROC / str(process) / "stat").exists():
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    seconds, peak = 0.0, 0
    for each in family(process):
        fields = _after_name(_read(_PROC / str(each) / "stat"))
        if fields:
            seconds += (int(fields[11]) + int(fields[12])) / ticks
            peak += peak_of(each) or 0
    return seconds, peak


def _after_name(stat: str) -> list[str]:
    """Return the fields of a /proc stat line after the name, which may hold blanks: state, parent, ..."""
    return stat.rpartition(")")[2].split()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _memory() -> str:
    for line in _read(_PROC / "meminfo").splitlines():
        if line.startswith("MemTotal:"):
            return f"{int(line.split()[1]) / 2**20:.0f} GiB"
    return ""


def _disk(folder: Path) -> str:
    """Return the kind of file system that holds a folder; memory where it is no disk."""
    found = ("", "")
    for line in _read(_PROC / "self" / "mounts").splitlines():
        _, where, kind, *_ = line.split()
        if folder.resolve().is_relative_to(where) and len(where) >= len(found[0]):
            found = (where, kind)
    return f"{found[1]}: memory, so that syncing costs nothing" if found[1] in ("tmpfs", "ramfs") else found[1]


def _load() -> str:
    tell = getattr(os, "getloadavg", None)
    return f"load average {tell()[0]:.1f}" if tell else ""


def _versions() -> list[str]:
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return found


def _commit() -> str:
    import twinline

    version = getattr(twinline, "__version__", "")
    root = Path(__file__).resolve().parent.parent
    try:
        asked = ["git", "-C", str(root), "describe", "--always", "--dirty", "--exclude=*"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        told = ""
    return " ".join(each for each in (version, told and f"at {told}") if each)
