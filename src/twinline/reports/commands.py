"""``twinline figures`` and ``twinline report``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from twinline.figures.calendars import CIVIL
from twinline.figures.catalogue import packaged
from twinline.figures.errors import FiguresError
from twinline.reports import asked
from twinline.reports.as_json import as_json
from twinline.reports.collect import ReportSource, joint_report
from twinline.reports.figured import Figured
from twinline.reports.forms import FORMS, differences, form_of, formed, of_file
from twinline.reports.source import source_for
from twinline.sentences import Sentence
from twinline.store.commands.common import lang_option, whole_file, with_progress
from twinline.times import now_ms
from twinline.tongues import tell, told

MOST_DIFFERENCES = 3
Command = TypeVar("Command", bound=Callable[..., Any])


class Refused(click.ClickException):
    """A question that cannot be answered as asked; one sentence on stderr, exit code 2."""

    exit_code = 2

    def __init__(self, problem: FiguresError) -> None:
        super().__init__(str(problem))
        self.problem = problem

    def format_message(self) -> str:
        return told(self.problem)


def _shared(command: Command) -> Command:
    """Add the options that both commands have."""
    options = (
        click.option("--from", "since", metavar="DATE", help="First date, full or partial: 2022, 2022-06, 2022-06-01."),
        click.option("--to", "until", metavar="DATE", help="Last date, full or partial."),
        click.option(
            "--period", metavar="PERIOD", help="Instead: 2022-06, 2022-Q1, 2022-H1, 2021..2022-Q1, 2012.. or so."
        ),
        click.option("--calendar", default=CIVIL, show_default=True, help="Whose months: civil, vn-report, la-budget."),
        click.option(
            "--for", "readers", metavar="AUDIENCE", help="line (if left out), self, superiors, twin:CODE, CODE,CODE."
        ),
        click.option("--known-on", metavar="TIME", help="Only what was known then: a day (its end) or an instant."),
        click.option("--cut", metavar="FILE|TEXT", help="Read again exactly what an earlier answer rests on."),
        lang_option,
        click.option("--json", "as_program", is_flag=True, help="Print JSON, for programs."),
        click.option(
            "--node", type=click.Path(path_type=Path), default=".", envvar="TWINLINE_NODE", help="The node's folder."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("figures")
@click.argument("indicators", nargs=-1)
@_shared
@click.option("--place", metavar="CODE", help="This place and all below it.")
@click.option("--recut", is_flag=True, help="With --place: and with all that went into it when places were merged.")
@click.option("--org", "organisation", metavar="CODE", help="The work of this organisation and all below it.")
@click.option("--as", "said", default="joint", show_default=True, help="stated:VN, stated:LA, agreed or joint.")
@click.option("--published-by", metavar="DATE", help="Only what its author claims to have published by then.")
@click.option("--records", is_flag=True, help="List the records behind one indicator, and those left out.")
@click.option("--against", metavar="TIME", help="Beside --known-on, another day: what changed, and why.")
@click.option("--sentence", is_flag=True, help="Each figure as one sentence, to be copied into a letter.")
@click.option("--list", "listing", is_flag=True, help="Name all indicators and end.")
def figures(
    *, indicators: tuple[str, ...], node: Path, lang: str, as_program: bool, listing: bool, **said: Any
) -> None:
    """Count INDICATORS (all, if none is named) from the records, and show what was returned beside."""
    if listing:
        _say("".join(f"{name}  {each.label[lang]}\n" for name, each in sorted(packaged().indicators.items())))
        return
    try:
        figured = Figured(source_for(node), indicators, lang, as_program=as_program, now=now_ms(), **said)
        _say(with_progress(Sentence("counting"), lambda _: figured.told()))
    except FiguresError as error:
        raise Refused(error) from None


@click.command("report")
@click.argument("name")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_shared
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="As text, as a page, for programs, or to be printed.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
def report(*, name: str, files: tuple[Path, ...], node: Path, readers: str | None, known_on: str | None,
           cut: str | None, lang: str, as_program: bool, form: str, out: Path | None, since: str | None,
           until: str | None, period: str | None, calendar: str) -> None:  # fmt: skip
    """Tell the report NAME (joint) over what both sides hold; or 'report check FILE...': is this one of this ledger?"""
    source = source_for(node)
    try:
        if name == "check":
            _check(source, files)
            return
        if files:
            raise FiguresError("files", Sentence("Only 'report check' takes files: {files}.", files=list(files)))
        since, until = asked.days(since, until, period, calendar)
        seen_as = asked.seen_as(source, readers, known_on, cut)
        made = with_progress(
            Sentence("counting"),
            lambda _: joint_report(source, since=since, until=until, name=name, **seen_as),
        )
    except FiguresError as error:
        raise Refused(error) from None
    written = formed(made, "json" if as_program else form, lang)
    if out is None:
        click.echo(written, nl=False)
    else:
        with whole_file(out) as sink:
            sink.write(written)


def _check(source: ReportSource, files: tuple[Path, ...]) -> None:
    """Say of each file that it is what this ledger gives; raises where the first isn't."""
    if not files:
        raise FiguresError("no-file", Sentence("Name the file to check: the JSON of a report."))
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
        if form_of(each.read_bytes(), made) is None:
            raise FiguresError("other", Sentence("{file} isn't this report in any form or language.", file=each))
        click.echo(tell("{file}: as this ledger gives it.", file=each))


def _say(text: str) -> None:
    # As bytes, so that a report is the same file on every system.
    click.echo(text.encode(), nl=False)
