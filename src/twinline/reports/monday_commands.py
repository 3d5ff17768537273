"""``twinline monday``."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.reports.monday import monday_sheet
from twinline.reports.monday_told import FORMS, formed
from twinline.store.commands.common import lang_option, ledger, whole_file
from twinline.store.reading import Reader
from twinline.times import day_of, days_of, now_ms
from twinline.tongues import tell


@click.command("monday")
@click.option("--week", metavar="DATE", help="Any day of the week; this week if left out.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="As text, as a page, for programs, or to be printed on one A4.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@lang_option
@click.option("--json", "as_program", is_flag=True, help="Print JSON, for programs.")
def monday(week: str | None, form: str, out: Path | None, lang: str, as_program: bool) -> None:
    """Tell a week on one page: the line, what the other side awaits, what is coming, what was done a year before."""
    node, now = ledger(), now_ms()
    sheet = monday_sheet(
        node, Reader.of_node(node), node.node.organisation, day=_day(week) if week else day_of(now), now=now
    )
    written = formed(sheet, "json" if as_program else form, lang)
    if out is None:
        click.echo(written, nl=False)
    else:
        with whole_file(out) as sink:
            sink.write(written)


def _day(text: str) -> int:
    """Return a civil day; a usage error where the text is none."""
    try:
        first, last = days_of(text)
    except ValueError:
        first, last = 0, -1
    if first != last:
        raise click.UsageError(tell("--week takes a day, such as 2026-11-26; {given!r} was given.", given=text))
    return first
