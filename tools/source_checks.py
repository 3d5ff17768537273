"""Checks of Python source that no linter knows: what runs on POSIX alone, and what a pure room may not do.

Both read the syntax tree, never run the code. A line that must be POSIX-only, because Windows takes another way there,
says so: `# posix: reason`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

# The module that runs the server: it alone may use what POSIX alone has.
SERVER = ("src/twinline/node/server.py",)
# Where no import may lead from a pure room. import-linter follows imports through other rooms; this one also sees the
# `__init__` of a room.
OUTSIDE = ("django", "socket", "http", "urllib", "sqlite3", "subprocess", "gettext")
PURE_ROOMS = ("line", "feeds", "records", "figures", "ledger")

_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty"}
_OF_OS = """
    O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_SYNC WNOHANG chown chroot fchmod fchown fork forkpty getegid geteuid getgid
    getgroups getloadavg getpgid getpgrp getpriority getsid getuid killpg lchown mkfifo mknod nice openpty
    posix_fadvise posix_fallocate posix_spawn pread pwrite register_at_fork rename sched_getaffinity
    sched_setaffinity sendfile setegid seteuid setgid setgroups setpgid setpriority setsid setuid statvfs symlink
    sync sysconf tcgetpgrp ttyname uname wait wait3 wait4
"""
_OF_SIGNAL = """
    SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH alarm
    pause pthread_kill pthread_sigmask setitimer siginterrupt sigtimedwait sigwait
"""
_NAMES = {
    "os": set(_OF_OS.split()),
    "signal": set(_OF_SIGNAL.split()),
    "shutil": {"chown"},
    "socket": {"AF_UNIX", "SO_REUSEPORT", "socketpair"},
    "time": {"clock_gettime", "tzset"},
}
_INSTEAD = {"rename": "os.rename refuses an existing target on Windows: use os.replace"}
_FOLDER = re.compile(r"/(?:bin|dev|etc|proc|sys|tmp|usr|var)(?:/|\Z)")
_TEXT_MODE = re.compile(r"[rwax]t?\+?\Z|[rwax]\+t\Z")
_WAIVED = re.compile(r"#\s*posix:\s*\S")
_CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may not be there, and where it is."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


def portability(path: str, source: str) -> list[Finding]:
    """Return what in this module runs on POSIX alone; nothing for the server module."""
    if path in SERVER:
        return []
    lines = source.splitlines()
    found = []
    for node, sentence in _walk(source, (_posix_import, _posix_name, _posix_folder, _no_encoding, _posix_format)):
        span = lines[node.lineno - 1 : node.end_lineno]
        if not any(_WAIVED.search(line) for line in span):
            found.append(Finding(path, node.lineno, sentence))
    return found


def purity(path: str, source: str) -> list[Finding]:
    """Return where a module of a pure room opens a file or asks the clock; nothing for other rooms.

    The module that imports importlib.resources reads the data of the package, and may.
    """
    parts = PurePosixPath(path).parts
    if parts[:2] != ("src", "twinline") or len(parts) < 4 or parts[2] not in PURE_ROOMS:
        return []
    rules: tuple[_Rule, ...] = (_reaches_out, _asks_the_clock, _opens_a_file)
    if not re.search(
        r"^(?:from importlib import .*\bresources\b|(?:from|import) importlib\.resources\b)", source, re.M
    ):
        rules += (_reads_a_file,)
    return [Finding(path, node.lineno, sentence) for node, sentence in _walk(source, rules)]


_Rule = Callable[[ast.AST], str | None]
_Located = ast.expr | ast.stmt


def _walk(source: str, rules: tuple[_Rule, ...]) -> Iterator[tuple[_Located, str]]:
    nodes = list(ast.walk(ast.parse(source)))
    bare = (node.value for node in nodes if isinstance(node, ast.Expr))
    docstrings = {id(value) for value in bare if isinstance(value, ast.Constant)}
    for node in nodes:
        if not isinstance(node, _Located) or id(node) in docstrings:
            continue
        for rule in rules:
            sentence = rule(node)
            if sentence:
                yield node, sentence


def _imported(node: ast.AST) -> list[str]:
    """Return the packages a statement imports from, by their first names."""
    match node:
        case ast.Import(names=names):
            return [alias.name.split(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.split(".")[0]]
    return []


def _reaches_out(node: ast.AST) -> str | None:
    banned = [name for name in _imported(node) if name in OUTSIDE]
    return f"imports {banned[0]}: a pure room opens no file, socket or database" if banned else None


def _posix_import(node: ast.AST) -> str | None:
    banned = [name for name in _imported(node) if name in _MODULES]
    if banned:
        return f"{banned[0]} is a module of POSIX alone"
    if isinstance(node, ast.ImportFrom):
        owned = _NAMES.get(node.module or "", set())
        for alias in node.names:
            if alias.name in owned:
                return _not_everywhere(node.module or "", alias.name)
    return None


def _posix_name(node: ast.AST) -> str | None:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in _NAMES.get(module, set()):
            return _not_everywhere(module, name)
        case ast.Attribute(attr="symlink_to"):
            return "making a symbolic link needs a right on Windows"
    return None


def _not_everywhere(module: str, name: str) -> str:
    return _INSTEAD.get(name, f"{module}.{name} is not there on Windows")


def _posix_folder(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _FOLDER.match(node.value):
        return f"{node.value!r} is a folder of POSIX alone: use tempfile, or a folder that was given"
    return None


def _no_encoding(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call) or any(word.arg in ("encoding", None) for word in node.keywords):
        return None
    modes = [word.value for word in node.keywords if word.arg == "mode"]
    match node.func:
        case ast.Name(id="open"):
            text = _is_text([*modes, *node.args[1:2]], unsaid=True)
        case ast.Attribute(attr="open"):
            text = _is_text([*modes, *node.args[:1]], unsaid=False)
        case ast.Attribute(attr="read_text"):
            text = not node.args
        case ast.Attribute(attr="write_text"):
            text = len(node.args) == 1
        case _:
            text = False
    return 'text without encoding="utf-8" is read in the machine\'s own code page on Windows' if text else None


def _is_text(modes: list[ast.expr], *, unsaid: bool) -> bool:
    """Tell whether a file is opened as text; `unsaid` is the answer where no mode is given."""
    if not modes:
        return unsaid
    return isinstance(modes[0], ast.Constant) and bool(_TEXT_MODE.match(str(modes[0].value)))


def _posix_format(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr="strftime"), args=[ast.Constant(value=str(form)), *_]) if "%-" in form:
            return "%- in strftime is of POSIX alone"
    return None


def _asks_the_clock(node: ast.AST) -> str | None:
    sentence = "asks the clock: in a pure room the time is an argument"
    match node:
        case ast.Call(func=ast.Name(id="now_ms")) | ast.Call(func=ast.Attribute(attr="now_ms")):
            return sentence
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)) if (owner, name) in _CLOCKS:
            return sentence
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=owner), attr=name)) if (owner, name) in _CLOCKS:
            return sentence
    return None


def _opens_a_file(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Name(id="open")):
            return "opens a file: a pure room is given what it works on"
    return None


def _reads_a_file(node: ast.AST) -> str | None:
    match node:
        case ast.Call(func=ast.Attribute(attr="read_text" | "read_bytes" | "write_text" | "write_bytes")):
            return "reads or writes a file: a pure room reads its own data alone, with importlib.resources"
    return None
