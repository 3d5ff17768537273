"""``twinline report check``: whether a report, a declaration or an office's file in somebody's hand is right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from twinline.figures.errors import BadQuestion, FiguresError
from twinline.reports.as_json import as_json
from twinline.reports.collect import ReportSource
from twinline.reports.declared import read
from twinline.reports.forms import differences, form_of, may_hold, of_file
from twinline.reports.issuing import again, as_issued
from twinline.reports.office import keeping
from twinline.reports.office.judged import asked
from twinline.reports.office.opened import LARGEST
from twinline.sentences import Sentence
from twinline.store.commands.common import with_progress
from twinline.tongues import tell

MOST_DIFFERENCES = 3


def bytes_of(file: Path) -> bytes:
    """Return the bytes of an office's file, as far as one may be long; ``FiguresError`` where there is none."""
    try:
        with file.open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError:
        raise FiguresError("no-file", Sentence("There is no file {file}: name one that is there.", file=file)) from None


def check(source: ReportSource, words: tuple[str, ...], lang: str, as_program: bool) -> None:
    """Say of each file that it is what this ledger gives; raises where the first isn't."""
    if not words:
        raise FiguresError("no-file", Sentence("Name the file to check: a report as it was issued, or its JSON."))
    files = [Path(word) for word in words]
    for each in files:
        if not each.is_file():
            raise FiguresError("no-file", Sentence("There is no file {file}: name one that is there.", file=each))
    first = files[0]
    if first.suffix == ".toml":
        for each in files:
            _declaration(each)
    elif first.suffix in keeping.FORMS and keeping.asks(bytes_of(first)):
        for each in files:
            asked(keeping.parts_of(bytes_of(each)))
            click.echo(tell("{file}: a report can be made of it.", file=each))
    elif first.read_bytes().lstrip().startswith(b"{"):
        _beside_its_json(source, files)
    else:
        for each in files:
            _issued(source, each)


def _beside_its_json(source: ReportSource, files: Sequence[Path]) -> None:
    """Say of the JSON of a report, and of others that should be the same one, that they are what this ledger gives."""
    first, *more = files
    given = first.read_bytes()
    made = of_file(given, source)
    if found := list(differences(given, made))[:MOST_DIFFERENCES]:
        raise FiguresError(
            "differs",
            Sentence("{file} isn't what this ledger gives. There / here: {found}", file=first, found=found),
        )
    if given != as_json(made).encode():
        raise FiguresError("bytes", Sentence("{file} says the same in other bytes: it was written anew.", file=first))
    click.echo(tell("{file}: as this ledger gives it.", file=first))
    for each in more:
        if form_of(each.read_bytes(), made, source.offices()[0], source.template(made.name)) is None:
            raise FiguresError("other", Sentence("{file} isn't this report in any form or language.", file=each))
        click.echo(tell("{file}: as this ledger gives it.", file=each))


def _issued(source: ReportSource, file: Path) -> None:
    """Say as which issued report this ledger gives a file in any form, byte for byte; raises where as none."""
    given = file.read_bytes()

    def looked(_: object) -> str | None:
        return next((record for record in source.issued_records() if _holds(source, record, given)), None)

    record = with_progress(Sentence("comparing"), looked)
    if record is None:
        raise FiguresError(
            "no-issued",
            Sentence(
                "{file} is none of the reports issued and held here, as they were issued: if it was never issued, name "
                "its JSON first.",
                file=file,
            ),
        )
    click.echo(tell("{file}: as this ledger gives the issued report {record}.", file=file, record=record))


def _holds(source: ReportSource, record: str, given: bytes) -> bool:
    found = source.issued(record)
    assert found is not None
    if not may_hold(given, found[1], source.template(str(found[1]["report"]))):
        return False
    try:
        made = again(found[1], source)
        return form_of(given, made, found[0], source.template(made.name), as_issued(found[1])) is not None
    except BadQuestion:  # the program or its declaration has changed since
        return False


def _declaration(file: Path) -> None:
    """Say that a declaration holds; raises with each fault in it."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FiguresError(
            "unreadable", Sentence("{file} can't be read as text: save it as UTF-8, or take it away.", file=file)
        ) from None
    read(file.stem, text)
    click.echo(tell("{file}: a report can be made of it.", file=file))
