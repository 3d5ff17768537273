"""``twinline figures`` and ``twinline report``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import click

from twinline.figures.answer import ask, records_behind
from twinline.figures.catalogue import packaged
from twinline.figures.errors import FiguresError
from twinline.figures.question import Question, basis
from twinline.reports import answers
from twinline.reports.as_html import Links, as_html
from twinline.reports.as_json import as_json
from twinline.reports.as_text import as_text
from twinline.reports.collect import ReportSource, joint_report, period_of
from twinline.reports.model import Report
from twinline.reports.source import source_for
from twinline.sentences import Sentence
from twinline.store.commands.common import lang_option
from twinline.times import days_of, parse_knowledge
from twinline.tongues import told

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
            "--for", "readers", default="line", metavar="AUDIENCE", help="line, self, superiors, twin:CODE, CODE,CODE."
        ),
        click.option("--known-on", metavar="TIME", help="Only what was known then: a day (its end) or an instant."),
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
@click.option("--list", "listing", is_flag=True, help="Name all indicators and end.")
def figures(
    *, indicators: tuple[str, ...], node: Path, lang: str, as_program: bool, records: bool, listing: bool, **asked: Any
) -> None:
    """Count INDICATORS (all, if none is named) from the records, and show what was returned beside."""
    if listing:
        _say("".join(f"{name}  {each.label[lang]}\n" for name, each in sorted(packaged().indicators.items())))
        return
    try:
        _say(_figures(source_for(node), indicators, lang, as_program, records, **asked))
    except FiguresError as error:
        raise Refused(error) from None


@click.command("report")
@click.argument("name")
@_shared
@click.option("--format", "form", type=click.Choice(("text", "html", "json")), default="text", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
def report(*, name: str, node: Path, readers: str, known_on: str | None, lang: str, as_program: bool, form: str,
           out: Path | None, since: str | None, until: str | None) -> None:  # fmt: skip
    """Tell the report NAME (joint) over what both sides hold."""
    source = source_for(node)
    try:
        made = joint_report(
            source,
            readers=_readers(source, readers),
            since=since,
            until=until,
            known_on=_known_on(known_on),
            name=name,
        )
    except FiguresError as error:
        raise Refused(error) from None
    text = _formed(made, "json" if as_program else form, lang)
    if out is None:
        _say(text)
    else:
        out.write_bytes(text.encode())


def _figures(
    source: ReportSource, indicators: tuple[str, ...], lang: str, as_program: bool, records: bool, **asked: Any
) -> str:
    place, organisation = asked["place"], asked["organisation"]
    question = Question(
        indicators=indicators or tuple(sorted(packaged().indicators)),
        audiences=source.readable(_readers(source, asked["readers"])),
        basis=basis(asked["said"]),
        period=period_of(asked["since"], asked["until"]),
        places=(source.recut(place) if asked["recut"] else source.under(place)) if place else None,
        organisations=source.under(organisation) if organisation else None,
        place=place,
        organisation=organisation,
        known_on=_known_on(asked["known_on"]),
        published_by=_day(asked["published_by"]),
    )
    if records:
        if len(indicators) != 1:
            raise FiguresError("no-indicator", Sentence("Name one indicator to list the records behind it."))
        behind = records_behind(question, packaged(), indicators[0], source.execute)
        return _json(answers.plain_behind(behind)) if as_program else _lines(answers.behind_lines(behind, lang))
    answer = ask(question, packaged(), source.execute)
    return _json(answers.plain(answer)) if as_program else _lines(answers.lines(answer, lang))


def _formed(made: Report, form: str, lang: str) -> str:
    if form == "json":
        return as_json(made)
    if form == "html":
        return as_html(made, lang, Links(figure=_figure_link, record=lambda record: "?" + urlencode({"trace": record})))
    return as_text(made, lang)


def _figure_link(indicator: str, unit: str, said: str) -> str:
    return "?" + urlencode({"figure": indicator, "unit": unit, "as": said})


def _readers(source: ReportSource, text: str) -> tuple[str, ...]:
    codes = source.readers(text)
    if not codes:
        raise FiguresError(
            "readers", Sentence("Name whom the figures are for: line, or organisation codes with commas.")
        )
    return codes


def _known_on(text: str | None) -> int | None:
    try:
        return None if text is None else parse_knowledge(text)
    except ValueError:
        raise FiguresError(
            "known-on", Sentence("--known-on takes a day or an RFC 3339 time with a zone, not {given!r}.", given=text)
        ) from None


def _day(text: str | None) -> int | None:
    try:
        return None if text is None else days_of(text)[1]
    except ValueError:
        raise FiguresError("date", Sentence("--published-by takes a date, not {given!r}.", given=text)) from None


def _lines(lines: Any) -> str:
    return "".join(f"{line}\n" for line in lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _say(text: str) -> None:
    # As bytes, so that a report is the same file on every system.
    click.echo(text.encode(), nl=False)
