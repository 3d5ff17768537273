"""``sheet``: a template to fill in, reading it back with a preview, writing any list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from twinline.records.registry import KINDS
from twinline.sentences import Plural
from twinline.sheets import answering, importing, tables, writing
from twinline.store import awaited, meaning, reading, reconciling
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say_text, whole_file
from twinline.store.commands.saying import audience_for, author_option
from twinline.store.reading import Reader, Row
from twinline.times import days_of, now_ms
from twinline.tongues import tell

kind_argument = click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")
form_of = {".xlsx": "xlsx", ".csv": "csv"}
#: More records than this make no sheet that anybody reads.
MOST = 100_000


@click.group()
def sheet() -> None:
    """Spreadsheets: a template for each kind, reading with a preview, writing any list."""


@sheet.command()
@kind_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@lang_option
@as_json
def template(kind: str, file: Path, lang: str, as_json: bool) -> None:
    """Write an empty sheet of KIND to FILE (.xlsx or .csv), its headers in the reader's language."""
    with whole_file(file) as sink:
        sink.write(writing.template(kind, lang, _form(file)))
    if as_json:
        print_json({"file": str(file), "kind": kind})


@sheet.command()
@kind_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", "only_look", is_flag=True, help="Only say what is wrong and what would be added.")
@click.option("--good-rows", is_flag=True, help="Take the right rows even if others are wrong.")
@click.option("--to", default="self", show_default=True, metavar="AUDIENCE",
              help="self, superiors, twin:CODE, line, or CODE,CODE.")  # fmt: skip
@click.option("--release", "released", is_flag=True, help="Release at once: say it to that audience now.")
@author_option
@lang_option
@as_json
def read(
    kind: str, file: Path, only_look: bool, good_rows: bool, to: str, released: bool, author: str | None, lang: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Say the rows of FILE as records of KIND: all of them, or none. What was said before is not said again.

    Each problem is named by sheet, column and row. Exit code 1: nothing was
    taken in because of them.
    """
    node = ledger()
    speaker = author or node.node.organisation
    audience, intended = audience_for(node, to, speaker, released)
    found = tables.read(file.read_bytes(), file.name)
    seen = importing.preview(node, kind, found, lang=lang, author=speaker)
    for flaw in seen.flaws:
        click.echo(flaw.line(lang), err=not as_json) if not as_json else print_json(_flaw(flaw, lang))
    for flaw in seen.stays_home(lang):
        click.echo(flaw.line(lang), err=True) if not as_json else print_json({**_flaw(flaw, lang), "stays_home": True})
    said: list[Any] = []
    if not only_look and (good_rows or not seen.flaws):
        said = importing.say(node, seen, author=speaker, audience=audience, intended=intended, now=now_ms())
    if as_json:
        print_json({"right": len(seen.new), "known": len(seen.known), "broken": seen.broken, "said": len(said)})
    else:
        say_text(
            Plural(
                "{number:,} row to add, {known:,} said before, {broken:,} with something wrong; {said:,} said.",
                "{number:,} rows to add, {known:,} said before, {broken:,} with something wrong; {said:,} said.",
                len(seen.new), known=len(seen.known), broken=seen.broken, said=len(said),
            )
        )  # fmt: skip
    if seen.flaws and not said and not only_look:
        raise SystemExit(1)


@sheet.command()
@kind_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "since", metavar="DATE", help="Only what happened on or after this day, month or year.")
@click.option("--to", "until", metavar="DATE", help="Only what happened on or before it.")
@click.option("--side", type=click.Choice(["VN", "LA"]), help="Only what one side says.")
@click.option("--author", metavar="ORG", help="Only what one organisation says.")
@lang_option
@as_json
def write(
    kind: str, file: Path, since: str | None, until: str | None, side: str | None, author: str | None, lang: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Write the records of KIND that this node may read to FILE (.xlsx or .csv): one row a record, as it stands."""
    node = ledger()
    rows = reading.records(
        node, Reader.of_node(node), kind=kind, side=side, author=author, limit=MOST,
        since=days_of(since)[0] if since else None, until=days_of(until)[1] if until else None,
    )  # fmt: skip
    with whole_file(file) as sink:
        sink.write(writing.export(kind, rows, lang, _form(file)))
    if as_json:
        print_json({"file": str(file), "kind": kind, "records": len(rows)})
    else:
        say_text(Plural("{number:,} record written.", "{number:,} records written.", len(rows)))


@sheet.command()
@click.argument("month")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@lang_option
@as_json
def month(month: str, file: Path, lang: str, as_json: bool) -> None:
    """Write what both sides told of MONTH (2026-06) to FILE (.xlsx or .csv), with room for our answer to theirs."""
    node = ledger()
    reader = Reader.of_node(node)
    told = reconciling.sheet(node, reader, month)
    with whole_file(file) as sink:
        sink.write(answering.write(node, reader, told, lang, _form(file)))
    if as_json:
        print_json({"file": str(file), "month": month, "lines": len(told.lines)})


@sheet.command()
@click.argument("month")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", "only_look", is_flag=True, help="Only say what is wrong and what would be answered.")
@click.option("--good-rows", is_flag=True, help="Take the right rows even if others are wrong.")
@author_option
@lang_option
@as_json
def answers(
    month: str, file: Path, only_look: bool, good_rows: bool, author: str | None, lang: str, as_json: bool
) -> None:
    """Say the answers that FILE gives to the other side's records of MONTH: all of them, or none.

    FILE is what "sheet month" wrote, with its columns of answers filled in. Exit
    code 1: nothing was said because of what is wrong.
    """
    node = ledger()
    reader, speaker = Reader.of_node(node), author or node.node.organisation
    told = reconciling.sheet(node, reader, month)

    def may(row: Row) -> bool:
        named = meaning.counterparts_of(row.kind, row.version, row.body)
        return not meaning.is_press(row.kind, row.body) and awaited.answers_for(node, (speaker,), named)

    found = tables.read(file.read_bytes(), file.name)
    seen = answering.preview(node, reader, told, found, lang=lang, author=speaker, may=may)
    for flaw in seen.flaws:
        click.echo(flaw.line(lang), err=not as_json) if not as_json else print_json(_flaw(flaw, lang))
    take = not only_look and (good_rows or not seen.flaws)
    said = len(seen.new) if take else 0
    if take:
        answering.say(node, reader, seen, author=speaker, now=now_ms())
    if as_json:
        print_json({"right": len(seen.new), "known": len(seen.known), "broken": seen.broken, "said": said})
    else:
        say_text(
            Plural(
                "{number:,} answer to give, {known:,} given before, {broken:,} with something wrong; {said:,} given.",
                "{number:,} answers to give, {known:,} given before, {broken:,} with something wrong; {said:,} given.",
                len(seen.new), known=len(seen.known), broken=seen.broken, said=said,
            )
        )  # fmt: skip
    if seen.flaws and not take and not only_look:
        raise SystemExit(1)


def _form(file: Path) -> str:
    form = form_of.get(file.suffix.lower())
    if form is None:
        raise click.UsageError(tell("{name} should end in .xlsx or .csv.", name=file.name))
    return form


def _flaw(flaw: importing.Flaw, lang: str) -> dict[str, Any]:
    return {
        "sheet": flaw.sheet, "row": flaw.row, "column": flaw.column, "header": flaw.header, "rule": flaw.rule,
        "sentence": flaw.line(lang),
    }  # fmt: skip
