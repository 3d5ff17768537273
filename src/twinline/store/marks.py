"""The mark outside a node's folder: it tells the copy that ran last from any other.

A folder can be copied whole, keys and all, and both copies would go on signing.
So each node leaves a mark in the user's state folder: where its folder lies, on
which machine, and how much it had signed. A copy finds no mark, or one that
names another place or more than it holds, and signs nothing until it is
recovered with a fresh key ('twinline node recover').

Nothing here needs POSIX. What no mark can tell (a whole machine copied while it
slept) shows at the first contact: then a peer sends us words of our own, signed
by our key, that we don't hold (``guard``).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import secrets
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from twinline.sentences import Sentence, Text

STATE = "TWINLINE_STATE"
#: The same, kept within the node's folder: where the user's state folder is another one (another account, a fresh
#: home) it tells that the folder still lies where it lay.
PLACE = "place.json"
_MACHINE_FILES = (
    "/etc/machine-id",  # posix: Windows and others are asked below
    "/var/lib/dbus/machine-id",  # posix: as above
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a node ran last, and how many leaves its own feeds had under signed heads."""

    folder: str
    machine: str
    signed: int


def state_folder(node: Path | None = None) -> Path:
    """Return where marks are kept: ``TWINLINE_STATE``, or the user's folder for what programs remember.

    A demo's nodes leave theirs beside their folders: nothing else on the machine is touched.
    """
    if node is not None and (node / "DEMO").exists():
        return node.resolve().parent / "state"
    told = os.environ.get(STATE)
    if told:
        return Path(told)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "twinline"


def machine() -> str:
    """Return what tells this machine from others, hashed: its own id where the system has one, else its name."""
    told = _machine_id() or f"{platform.system()} {platform.node()}"
    return hashlib.sha256(f"twinline {told}".encode()).hexdigest()[:32]


def write(folder: Path, node: str, signed: int) -> None:
    """Leave the mark that this folder on this machine is the one where the node runs."""
    mark = Mark(str(folder.resolve()), machine(), signed)
    _put(_path(folder, node), mark)
    _put(folder / PLACE, mark)


def leave(folder: Path, node: str) -> None:
    """Leave the mark in this user's state folder where it is not there yet."""
    kept = _read(folder / PLACE)
    if read(folder, node) is None and kept is not None:
        _put(_path(folder, node), kept)


def raise_to(folder: Path, node: str, signed: int) -> None:
    """Note that the node has signed so much. A mark that names another place stays as it is."""
    kept = read(folder, node)
    if kept is not None and kept.folder == str(folder.resolve()) and kept.signed < signed:
        _put(_path(folder, node), Mark(kept.folder, kept.machine, signed))


def read(folder: Path, node: str) -> Mark | None:
    """Return a node's mark; ``None`` where there is none that can be read."""
    return _read(_path(folder, node))


def _read(path: Path) -> Mark | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Mark(str(told["folder"]), str(told["machine"]), int(told["signed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def differs(folder: Path, node: str, signed: int) -> Text:
    """Return in what this copy differs from the one that ran last; empty if it is that one."""
    kept = read(folder, node) or _read(folder / PLACE)
    if kept is None:
        return Sentence("no mark of this node is on this machine")
    if kept.machine != machine():
        return Sentence("it ran on another machine")
    if kept.folder != str(folder.resolve()):
        return Sentence("it ran in {folder}", folder=kept.folder)
    if kept.signed > signed:
        return Sentence("it had signed {signed:,} entries and here are {here:,}", signed=kept.signed, here=signed)
    return ""


def _put(path: Path, mark: Mark) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.stem[:16]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("x", encoding="utf-8") as file:
            json.dump(asdict(mark), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _path(folder: Path, node: str) -> Path:
    return state_folder(folder) / "marks" / f"{node}.json"


def _machine_id() -> str:
    for name in _MACHINE_FILES:
        with contextlib.suppress(OSError):
            return Path(name).read_text(encoding="utf-8").strip()
    if sys.platform == "win32":
        import winreg

        with (
            contextlib.suppress(OSError),
            winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key,
        ):
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""
