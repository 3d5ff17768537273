"""What may not be in this repository, and no other lint finds.

    .venv/bin/python -m tools.checks

- source that runs on POSIX alone, or isn't pure in a pure room (tools/source_checks.py);
- a path of somebody's machine, or the host of a package registry or content network, in any file;
- a relative link of the documentation that leads nowhere;
- a README of more than 150 lines.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tools.source_checks import Finding, portability, purity

ROOT = Path(__file__).resolve().parent.parent
README_LINES = 150

# Written in parts, so that this file doesn't name them.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonho" + "sted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
        ("proxy", "golang", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("cdnjs", "cloudflare", "com"),
        ("fonts", "googleapis", "com"),
        ("fonts", "gstatic", "com"),
    )
)
_HOST = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(host) for host in HOSTS)})(?![\w-])", re.IGNORECASE)
_HOME = re.compile(r"(?<![\w./-])/(?:home|Users)/[a-z][\w-]*/|(?<![\w./-])/root/[\w.]|\b[A-Za-z]:\\+Users\\+\w")
_ABSOLUTE = re.compile(r"(?<![\w./:\\-])(/[A-Za-z][\w.-]*/[A-Za-z][\w.-]*)")
# Folders that every machine of the kind has: naming them names nobody's machine.
_SHARED = "bin boot dev etc lib lib64 media mnt opt proc run sbin srv sys tmp usr var"
_COMMON = frozenset(_SHARED.split())

_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)

Check = Callable[[str, str], list[Finding]]


def repository_files(root: Path = ROOT) -> list[Path]:
    """Return the files of the repository, those not yet added among them, without what git ignores."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode("utf-8")
    return [root / name for name in sorted(set(listed.split("\0"))) if name and (root / name).is_file()]


def names_a_machine(path: str, text: str) -> list[Finding]:
    """Return where a file names a home folder, or a path that is there on this machine and not on every other."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        home = _HOME.search(line)
        local = next((given for given in _ABSOLUTE.findall(line) if _is_local(given)), None)
        if home or local:
            named = home.group() if home else local
            found.append(Finding(path, number, f"names a path of somebody's machine: {named}"))
    return found


@cache
def _is_local(path: str) -> bool:
    return path.split("/")[1] not in _COMMON and Path(path).exists()


def names_a_registry(path: str, text: str) -> list[Finding]:
    """Return where a file names the host of a package registry or of a content network."""
    lowered = text.lower()
    if not any(host in lowered for host in HOSTS):  # nearly all files: the pattern is slow
        return []
    return [
        Finding(path, number, f"names the host {named.group()}: packages come from where the user says")
        for number, line in enumerate(text.splitlines(), 1)
        if (named := _HOST.search(line))
    ]


def slugs(markdown: str) -> set[str]:
    """Return the anchors that the headings of a page make."""
    made: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", markdown)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        count = 0
        while (name := f"{slug}-{count}" if count else slug) in made:
            count += 1
        made.add(name)
    return made


def dead_links(path: str, text: str, root: Path = ROOT) -> list[Finding]:
    """Return the relative links of a page that lead nowhere: no such file in the repository, no such heading."""
    if not path.endswith(".md"):
        return []
    # What is code is blanked, keeping the lines where they are.
    plain = _INLINE.sub("", _FENCE.sub(lambda fence: "\n" * fence.group().count("\n"), text))
    found = []
    for link in _LINK.finditer(plain):
        target = link.group(1) or link.group(2)
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
            continue
        reason = _why_dead(root / path, text, target, root)
        if reason:
            found.append(Finding(path, plain.count("\n", 0, link.start()) + 1, f"links to {target}: {reason}"))
    return found


def _why_dead(page: Path, text: str, target: str, root: Path) -> str:
    name, _, anchor = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.is_relative_to(root.resolve()) and name:
        return "that is outside the repository"
    if not file.exists():
        return "there is no such file"
    if anchor and file.suffix == ".md":
        headings = slugs(file.read_text(encoding="utf-8") if name else text)
        return "" if anchor in headings else "that page has no such heading"
    return ""


def too_long(path: str, text: str) -> list[Finding]:
    """Return one finding for a README that a newcomer would not read to its end."""
    lines = len(text.splitlines())
    if path != "README.md" or lines <= README_LINES:
        return []
    return [Finding(path, lines, f"has {lines} lines, {README_LINES} at most")]


def source(path: str, text: str) -> list[Finding]:
    """Return what the checks of source say of a module of the package."""
    if not (path.startswith("src/") and path.endswith(".py")):
        return []
    return portability(path, text) + purity(path, text)


CHECKS: tuple[Check, ...] = (source, names_a_machine, names_a_registry, dead_links, too_long)


def findings(root: Path = ROOT) -> Iterator[Finding]:
    """Yield what may not be there, file by file; files that aren't text are passed over."""
    for file in repository_files(root):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for check in CHECKS:
            yield from check(file.relative_to(root).as_posix(), text)


def main() -> int:
    found = list(findings())
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
