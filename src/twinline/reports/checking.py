"""``twinline report check``: whether a report, a declaration or an office's file in somebody's hand is right."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from twinline.figures.errors import BadQuestion, FiguresError
from twinline.reports.as_json import as_json
from twinline.reports.collect import ReportSource
from twinline.reports.declared import declared, read
from twinline.reports.forms import differences, form_of, may_hold, of_file, other_figures
from twinline.reports.issuing import again, as_issued
from twinline.reports.model import Report
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
    issued = _of_digest(source, hashlib.sha256(given).hexdigest())
    found = list(differences(given, made))[:MOST_DIFFERENCES]
    if issued and found:
        _laid_out_otherwise(first, issued, given, made)
    elif issued:
        click.echo(tell("{file}: as this ledger gives the issued report {record}.", file=first, record=issued))
    elif found:
        raise FiguresError(
            "differs",
            Sentence("{file} isn't what this ledger gives. There / here: {found}", file=first, found=found),
        )
    elif given != as_json(made).encode():
        raise FiguresError("bytes", Sentence("{file} says the same in other bytes: it was written anew.", file=first))
    else:
        click.echo(tell("{file}: as this ledger gives it.", file=first))
    for each in more:
        template = source.template(made.name)
        if form_of(each.read_bytes(), made, source.offices()[0], template, texts=partial(_texts, source, made)) is None:
            raise FiguresError("other", Sentence("{file} isn't this report in any form or language.", file=each))
        click.echo(tell("{file}: as this ledger gives it.", file=each))


def _texts(source: ReportSource, made: Report, office: str, lang: str) -> Mapping[str, str]:
    """Return what an office of this node wrote around the figures of a report; nothing of another's is here."""
    period = made.period
    since, until = (period.said_from, period.said_to) if period else (None, None)
    return source.written(office, made.name, since, until, lang)


def _of_digest(source: ReportSource, digest: str) -> str | None:
    """Return the issued report whose JSON has a digest, ``None`` if none has."""
    every = ((record, source.issued(record)) for record in source.issued_records())
    return next((record for record, said in every if said is not None and said[1]["sha256"] == digest), None)


def _laid_out_otherwise(file: Path, record: str, given: bytes, made: Report) -> None:
    """Say that a file is an issued report, byte for byte, that this version of the program would write otherwise.

    Raises where it finds other figures, too.
    """
    if found := list(other_figures(given, made))[:MOST_DIFFERENCES]:
        raise FiguresError(
            "issued-counts-otherwise",
            Sentence(
                "{file} is the issued report {record}, byte for byte; but this version of the program finds other "
                "figures in the same records. There / here: {found}",
                file=file,
                record=record,
                found=found,
            ),
        )
    click.echo(
        tell(
            "{file}: the issued report {record}, byte for byte. Another version of the program wrote it, or its "
            "declaration was another; each of its figures is as this ledger gives it.",
            file=file,
            record=record,
        )
    )


def _issued(source: ReportSource, file: Path) -> None:
    """Say as which issued report this ledger gives a file in any form, byte for byte; raises where as none."""
    given = file.read_bytes()
    alike: list[str] = []

    def looked(_: object) -> str | None:
        return next((record for record in source.issued_records() if _holds(source, record, given, alike)), None)

    record = with_progress(Sentence("comparing"), looked)
    if record is None and alike:
        raise FiguresError(
            "issued-otherwise",
            Sentence(
                "{file} looks like an issued report ({records}), but isn't what this program writes of it: it was "
                "altered, or another version wrote it. The JSON of a report is known again by any version.",
                file=file,
                records=alike[:MOST_DIFFERENCES],
            ),
        )
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


def _holds(source: ReportSource, record: str, given: bytes, alike: list[str]) -> bool:
    """Return whether a file is an issued report; one that may be and isn't is noted among those ``alike``."""
    found = source.issued(record)
    assert found is not None
    author, body = found
    try:
        name = str(body["report"])
        template = source.template(name)
        if not may_hold(given, body, declared(name, source.own_report), template):
            return False
        alike.append(record)
        return form_of(given, again(body, source), author, template, as_issued(body)) is not None
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
