"""Offices' own files and how they write years: files beside the node's own reports, one for each report.

Whoever copies a file into the folder by hand has it judged when it is used, as one that came through a page was.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from twinline.figures.errors import BadQuestion
from twinline.reports import own
from twinline.reports.declared import NAMES, declared
from twinline.reports.office.begun import declaration
from twinline.reports.office.judged import asked
from twinline.reports.office.opened import LARGEST, opened
from twinline.reports.packed import packed
from twinline.sentences import Sentence
from twinline.store.commands.common import whole_file

SETTINGS = "office.toml"
_ERAS = {True: "buddhist", False: "common"}


def file_of(folder: Path, name: str) -> Path:
    """Return where the office's file of a report is kept."""
    return own.file_of(folder, name).with_suffix(".docx")


def names(folder: Path) -> tuple[str, ...]:
    """Return the names of the node's own reports that have a file of their office."""
    return tuple(name for name in own.names(folder) if file_of(folder, name).is_file())


def template(folder: Path, name: str) -> bytes | None:
    """Return the office's file of a report, ``None`` if it has none; ``BadQuestion`` if it doesn't fit the report."""
    if name in NAMES:
        return None
    data = kept(folder, name)
    if data is not None:
        asked(opened(data), declared(name, lambda one: own.text(folder, one)))
    return data


def kept(folder: Path, name: str) -> bytes | None:
    """Return the office's file of a report as it is kept, ``None`` if it has none."""
    file = file_of(folder, name)
    if not own.NAME.match(name) or not file.is_file():
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
    parts = opened(data)
    told = declaration(asked(parts), title or name, lang)
    own.judge_name(name)
    file = own.file_of(folder, name)
    if file.exists():
        raise own.there(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file_of(folder, name)) as sink:
        sink.write(packed(parts))
    return own.write(file, told)


def remove(folder: Path, name: str) -> bool:
    """Remove an office's file and the report made for it; False if there is none of that name."""
    if name not in names(folder):
        return False
    # The declaration first: without it there is no report, and the name is free.
    own.file_of(folder, name).unlink()
    file_of(folder, name).unlink()
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
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError, RecursionError):
        raise BadQuestion(
            "unreadable",
            Sentence(
                "{file} can't be read: it holds [years] and in it lines such as {line}.",
                file=file,
                line='la-xk = "buddhist"',
            ),
        ) from None
