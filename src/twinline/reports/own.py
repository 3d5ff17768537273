"""Reports of the node's own: declarations in TOML in a folder beside its ledger, one file each."""

from __future__ import annotations

from pathlib import Path

from twinline.figures.errors import BadQuestion
from twinline.reports.declared import NAME, NAMES, RESERVED
from twinline.reports.judging import LONGEST
from twinline.reports.words import packaged_text
from twinline.sentences import Sentence

FOLDER = "reports"


def file_of(folder: Path, name: str) -> Path:
    """Return where a node keeps the declaration of a report of that name."""
    return folder / FOLDER / f"{name}.toml"


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of the node's own reports, in the order of the alphabet."""
    found = (folder / FOLDER).glob("*.toml") if (folder / FOLDER).is_dir() else ()
    return tuple(sorted(file.stem for file in found if NAME.match(file.stem) and file.stem not in NAMES))


def text(folder: Path, name: str) -> str | None:
    """Return the text of a report's declaration, ``None`` if there is none; ``BadQuestion`` if it can't be read."""
    file = file_of(folder, name)
    if not file.is_file():
        return None
    try:
        with file.open(encoding="utf-8") as source:
            return source.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError):
        raise BadQuestion(
            "unreadable", Sentence("{file} can't be read as text: save it as UTF-8, or take it away.", file=file)
        ) from None


def begin(folder: Path, name: str) -> Path:
    """Write a commented declaration to begin with and return its file; ``BadQuestion`` where the name can't be used."""
    judge_name(name)
    file = file_of(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    return write(file, packaged_text("new.toml"))


def judge_name(name: str) -> None:
    """Raise ``BadQuestion`` where a name can't be that of a report of the node's own."""
    if not NAME.match(name) or name in NAMES or name in RESERVED:
        raise BadQuestion(
            "report-name",
            Sentence(
                "{name!r} can't name a report: take a word of a to z, digits and hyphens that is none of {taken}.",
                name=name, taken=(*NAMES, *RESERVED),
            ),
        )  # fmt: skip


def write(file: Path, told: str) -> Path:
    """Write a declaration into a file that isn't there yet, and return it; ``BadQuestion`` if it is."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as sink:
            sink.write(told)
    except FileExistsError:
        raise there(file) from None
    return file


def there(file: Path) -> BadQuestion:
    """Return that a report of that name is there already."""
    return BadQuestion(
        "report-exists", Sentence("{file} is there already: change it, or take another name.", file=file)
    )
