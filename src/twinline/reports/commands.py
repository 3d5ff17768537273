"""``twinline figures`` and ``twinline report``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from twinline.figures.answer import ask, records_behind
from twinline.figures.calendars import CIVIL
from twinline.figures.calendars import period as period_named
from twinline.figures.catalogue import packaged
from twinline.figures.errors import FiguresError
from twinline.figures.question import Question, basis
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports import answers, cuts
from twinline.reports.as_docx import Letter
from twinline.reports.as_json import as_json, plain_sources
from twinline.reports.collect import ReportSource, joint_report, period_of
from twinline.reports.declared import every, read
from twinline.reports.forms import FORMS, differences, form_of, formed, of_file
from twinline.reports.issuing import again, body_of
from twinline.reports.model import Report
from twinline.reports.source import source_for
from twinline.sentences import Sentence
from twinline.store.commands.common import lang_option, whole_file, with_progress
from twinline.times import day_of, days_of, iso, now_ms, parse_knowledge
from twinline.tongues import tell, told

_LONGEST_NAME = 1024
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
@click.option("--list", "listing", is_flag=True, help="Name all indicators and end.")
def figures(
    *, indicators: tuple[str, ...], node: Path, lang: str, as_program: bool, records: bool, listing: bool, **asked: Any
) -> None:
    """Count INDICATORS (all, if none is named) from the records, and show what was returned beside."""
    if listing:
        _say("".join(f"{name}  {each.label[lang]}\n" for name, each in sorted(packaged().indicators.items())))
        return
    try:
        source = source_for(node)
        _say(
            with_progress(
                Sentence("counting"), lambda _: _figures(source, indicators, lang, as_program, records, **asked)
            )
        )
    except FiguresError as error:
        raise Refused(error) from None


@click.command("report")
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[NAME|FILE]...")
@_shared
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="As text, as a page, for programs, as a sheet, or to be printed.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@click.option("--by", metavar="ORG", help="Whose letter (docx) or issued report: of this node, if not its own.")
@click.option("--number", default="", metavar="TEXT", help="With issue: its number and symbol, 12/BC-VP.")
@click.option("--audience", default="line", show_default=True, metavar="AUDIENCE",
              help="With issue: whom it is meant for.")  # fmt: skip
@click.option("--release", "released", is_flag=True, help="With issue: let it cross at once.")
def report(*, name: str, words: tuple[str, ...], node: Path, by: str | None, number: str, audience: str, released: bool,
           readers: str | None, known_on: str | None, cut: str | None, lang: str, as_program: bool, form: str,
           out: Path | None, since: str | None, until: str | None, period: str | None,
           calendar: str) -> None:  # fmt: skip
    """Tell the report NAME over what both sides hold.

    'report list' names the reports, 'report new NAME' writes a declaration to begin one of this node's own with, and
    'report check FILE...' says whether a report in somebody's hand, or a declaration (.toml), is right.
    'report issue NAME' makes a record of it that the other side can confirm; 'report again RECORD' tells an issued one.
    """
    source = source_for(node)
    try:
        if name in _ACTS:
            _ACTS[name](source, words, lang, as_program)
            return
        office = _office(source, by)
        if name == "again":
            office, made = _again(source, _one(words))
        else:
            chosen = _one(words) if name == "issue" else _alone(name, words)
            since, until = _days(since, until, period, calendar)
            asked = _seen_as(source, readers, known_on, cut)
            made = with_progress(
                Sentence("counting"),
                lambda _: joint_report(source, since=since, until=until, name=chosen, **asked),
            )
        if name == "issue":
            _issue(source, made, office, as_program, number=number, to=audience, released=released)
            return
    except FiguresError as error:
        raise Refused(error) from None
    written = formed(made, "json" if as_program else form, lang, Letter(office, {}))
    if out is None:
        click.echo(written, nl=False)
    else:
        with whole_file(out) as sink:
            sink.write(written)


def _one(words: tuple[str, ...]) -> str:
    if len(words) != 1:
        raise FiguresError("one", Sentence("Name one: the report to issue, or the record of an issued one."))
    return words[0]


def _alone(name: str, words: tuple[str, ...]) -> str:
    if words:
        raise FiguresError("files", Sentence("Only 'report check' takes files: {files}.", files=list(words)))
    return name


def _office(source: ReportSource, by: str | None) -> str:
    """Return the organisation whose letter a report is."""
    offices = source.offices()
    if by is not None and by not in offices:
        raise FiguresError("office", Sentence("{by!r} is none of this node: {offices}.", by=by, offices=offices))
    return by or offices[0]


def _again(source: ReportSource, record: str) -> tuple[str, Report]:
    """Return an issued report again, and who issued it."""
    found = source.issued(record)
    if found is None:
        raise FiguresError(
            "no-issued",
            Sentence(
                "{record!r} is no report issued and held here: 'twinline list --kind issued_report' names them.",
                record=record,
            ),
        )
    return found[0], again(found[1], source)


def _issue(
    source: ReportSource, made: Report, office: str, as_program: bool, *, number: str, to: str, released: bool
) -> None:
    """Make a record of a report."""
    now = now_ms()
    known = gazetteer().organisation(office)
    body = body_of(made, side=known.side if known else "", issued=iso(day_of(now)), number=number)
    record = source.issue(body, author=office, to=to, released=released, now=now)
    if as_program:
        _say(_json({"record": record, "sha256": body["sha256"]}))
    else:
        _say(f"{record}\n")


def _list(source: ReportSource, words: tuple[str, ...], lang: str, as_program: bool) -> None:
    """Name every report there is; of one that can't be read, say why."""
    _alone("list", words)
    offered = every(source)
    if as_program:
        _say(_json([{"name": one.name, "title": dict(one.title), "own": one.own, "faults": str(one.faults)}
                    for one in offered]))  # fmt: skip
        return
    for one in offered:
        _say(f"{one.name}  {told(one.faults) if one.faults else one.title[lang]}\n")


def _new(source: ReportSource, words: tuple[str, ...], lang: str, as_program: bool) -> None:
    """Begin a report of the node's own."""
    if len(words) != 1:
        raise FiguresError("report-name", Sentence("Name the report to begin: twinline report new patrols."))
    file = source.begin_report(words[0])
    if as_program:
        _say(_json({"file": str(file), "name": words[0]}))
    else:
        _say(tell("{file} is written: change it, and look with 'twinline report {name}'.", file=file, name=words[0]))
        _say("\n")


def _check(source: ReportSource, words: tuple[str, ...], lang: str, as_program: bool) -> None:
    """Say of each file that it is what this ledger gives; raises where the first isn't."""
    if not words:
        raise FiguresError("no-file", Sentence("Name the file to check: the JSON of a report."))
    first, *more = files = [Path(word) for word in words]
    for each in files:
        if not each.is_file():
            raise FiguresError("no-file", Sentence("There is no file {file}: name one that is there.", file=each))
    if first.suffix == ".toml":
        for each in files:
            _declaration(each)
        return
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
        if form_of(each.read_bytes(), made, source.offices()[0]) is None:
            raise FiguresError("other", Sentence("{file} isn't this report in any form or language.", file=each))
        click.echo(tell("{file}: as this ledger gives it.", file=each))


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


_ACTS = {"check": _check, "list": _list, "new": _new}


def _figures(
    source: ReportSource, indicators: tuple[str, ...], lang: str, as_program: bool, records: bool, **asked: Any
) -> str:
    place, organisation = asked["place"], asked["organisation"]
    on_word_of = basis(asked["said"])
    days = _days(asked["since"], asked["until"], asked["period"], asked["calendar"])
    with source.seen(
        **_seen_as(source, asked["readers"], asked["known_on"], asked["cut"]), held=on_word_of.held
    ) as seen:
        question = Question(
            indicators=indicators or tuple(sorted(packaged().indicators)),
            audiences=seen.audiences,
            basis=on_word_of,
            period=period_of(*days),
            places=(source.recut(place) if asked["recut"] else source.under(place)) if place else None,
            organisations=source.under(organisation) if organisation else None,
            place=place,
            organisation=organisation,
            known_on=seen.cut.asked,
            cut=seen.within,
            published_by=_day(asked["published_by"]),
        )
        if records:
            if len(indicators) != 1:
                raise FiguresError("no-indicator", Sentence("Name one indicator to list the records behind it."))
            behind = records_behind(question, packaged(), indicators[0], source.execute)
            return _json(answers.plain_behind(behind)) if as_program else _lines(answers.behind_lines(behind, lang))
        answer = ask(question, packaged(), source.execute)
    if as_program:
        told = answers.plain(answer) | cuts.plain(seen.cut) | {"sources": plain_sources(seen.sources)}
        return _json(told | {"period": {"from": days[0], "to": days[1]}})
    return _lines([*answers.lines(answer, lang), *answers.foot(seen, days, lang)])


def _days(since: str | None, until: str | None, period: str | None, calendar: str) -> tuple[str | None, str | None]:
    """Return the dates of a period, said as two dates or as one period in a calendar."""
    if period is None:
        return since, until
    if since is not None or until is not None:
        raise FiguresError("period-twice", Sentence("Give --period, or --from and --to, not both."))
    return period_named(period, calendar)


def _seen_as(source: ReportSource, readers: str | None, known_on: str | None, cut: str | None) -> dict[str, Any]:
    """Return for whom and as known when an answer is asked: by options, or as a cut says both."""
    if cut is None:
        return {"readers": _readers(source, readers or "line"), "known_on": _known_on(known_on), "cut": None}
    if known_on is not None:
        raise FiguresError("cut-and-known-on", Sentence("--cut says what was known: leave --known-on out."))
    found = cuts.read(_text_of(cut))
    if readers is not None and _readers(source, readers) != found.readers:
        raise FiguresError(
            "cut-readers", Sentence("The cut was printed for {readers}: leave --for out.", readers=found.readers)
        )
    return {"readers": found.readers, "known_on": None, "cut": found}


def _text_of(cut: str) -> str:
    """Return the text of a cut: what a file of that name holds, else what was given."""
    path = Path(cut)
    try:
        is_file = len(cut) < _LONGEST_NAME and path.is_file()
    except (OSError, ValueError):  # no system would have a file of such a name
        is_file = False
    try:
        return path.read_text(encoding="utf-8") if is_file else cut
    except (OSError, UnicodeDecodeError):
        raise FiguresError(
            "cut-file", Sentence("{file} can't be read as text: give a file that an answer was written to.", file=cut)
        ) from None


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
