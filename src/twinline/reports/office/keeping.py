"""Offices' own files and how they write years: files beside the node's own reports, one for each report.

Whoever copies a file into the folder by hand has it judged when it is used, as one that came through a page was.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from pathlib import Path

from twinline.figures.errors import BadQuestion
from twinline.reports import own
from twinline.reports.declared import NAMES, declared
from twinline.reports.office import sheets
from twinline.reports.office.begun import declaration
from twinline.reports.office.judged import asked
from twinline.reports.office.marked import MARK
from twinline.reports.office.opened import FAULTS, LARGEST, LARGEST_XML, MOST_PARTS, opened
from twinline.reports.office.sheets import is_book
from twinline.reports.packed import packed
from twinline.sentences import Sentence
from twinline.store.commands.common import whole_file

SETTINGS = "office.toml"
#: How an office's file ends: a letter, a workbook.
FORMS = (".docx", ".xlsx")
_ERAS = {True: "buddhist", False: "common"}


def file_of(folder: Path, name: str, data: bytes) -> Path:
    """Return where the office's file of a report is kept: a letter or a workbook."""
    return own.file_of(folder, name).with_suffix(".xlsx" if is_book(data) else ".docx")


def found(folder: Path, name: str) -> Path | None:
    """Return the office's file of a report, ``None`` if it has none."""
    files = (own.file_of(folder, name).with_suffix(suffix) for suffix in FORMS)
    return next((file for file in files if file.is_file()), None) if own.NAME.match(name) else None


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of the node's own reports that have a file of their office."""
    return tuple(name for name in own.names(folder) if found(folder, name) is not None)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office's file, opened as what it is; ``BadQuestion`` for what isn't taken."""
    return sheets.opened(data) if is_book(data) else opened(data)


def asks(data: bytes) -> bool:
    """Return whether brackets of a placeholder stand in any part of a file, however it is made: whether to judge it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return any(MARK.search(_plain(book, each)) for each in book.namelist()[:MOST_PARTS])
    except FAULTS:
        return False


def _plain(book: zipfile.ZipFile, name: str) -> str:
    with book.open(name) as part:
        return re.sub("<[^>]*>", "", part.read(LARGEST_XML).decode("utf-8", "replace"))


def template(folder: Path, name: str) -> bytes | None:
    """Return the office's file of a report, ``None`` if it has none; ``BadQuestion`` if it doesn't fit the report."""
    if name in NAMES:
        return None
    data = kept(folder, name)
    if data is not None:
        asked(parts_of(data), declared(name, lambda one: own.text(folder, one)))
    return data


def kept(folder: Path, name: str) -> bytes | None:
    """Return the office's file of a report as it is kept, ``None`` if it has none."""
    file = found(folder, name)
    if file is None:
        return None
    try:
        with file.open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError:
        raise BadQuestion(
            "unreadable", Sentence("{file} can't be read: look at the disk, or take it away.", file=file)
        ) from None


def begin(folder: Path, name: str, data: bytes, *, title: str, lang: str) -> Path:
    """Keep an office's file, cleaned, with the declaration that it asks for; return the declaration's file.

    ``BadQuestion`` tells each fault of the file, or that the name can't be used; nothing is kept then.
    """
    parts = parts_of(data)
    told = declaration(asked(parts), title or name, lang)
    own.judge_name(name)
    file = own.file_of(folder, name)
    if file.exists() or found(folder, name) is not None:
        raise own.there(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file_of(folder, name, data)) as sink:
        sink.write(packed(parts))
    return own.write(file, told)


def remove(folder: Path, name: str) -> bool:
    """Remove an office's file and the report made for it; False if there is none of that name."""
    file = found(folder, name)
    if name not in names(folder) or file is None:
        return False
    # The declaration first: without it there is no report, and the name is free.
    own.file_of(folder, name).unlink()
    file.unlink()
    return True


def buddhist(folder: Path, office: str) -> bool:
    """Return whether an office wants the years of its Lao texts in the Buddhist era; ``BadQuestion`` if unreadable."""
    return _eras(folder / SETTINGS).get(office) == _ERAS[True]


def want(folder: Path, office: str, *, buddhist_years: bool) -> None:
    """Keep in which era an office wants the years of its Lao texts; ``BadQuestion`` if what was kept is unreadable."""
    file = folder / SETTINGS
    told = {**_eras(file), office: _ERAS[buddhist_years]}
    lines = ["# In which era an office writes the years of its Lao texts: common or buddhist.", "[years]"]
    lines += [f'{code} = "{era}"' for code, era in sorted(told.items())]
    with whole_file(file) as sink:
        sink.write("".join(f"{line}\n" for line in lines).encode())


def _eras(file: Path) -> dict[str, str]:
    """Return the era that each office named in a file wants."""
    if not file.is_file():
        return {}
    try:
        years = tomllib.loads(file.read_text(encoding="utf-8")).get("years", {})
        return {office: era for office, era in years.items() if era in _ERAS.values()}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        raise BadQuestion(
            "unreadable",
            Sentence(
                "{file} can't be read: it holds [years] and in it lines such as {line}.",
                file=file,
                line='la-xk = "buddhist"',
            ),
        ) from None
