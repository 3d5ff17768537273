"""``twinline figures`` and ``twinline report``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from twinline.figures.calendars import CIVIL
from twinline.figures.catalogue import packaged
from twinline.figures.errors import FiguresError
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports import asked
from twinline.reports.checking import bytes_of, check
from twinline.reports.collect import ReportSource, joint_report
from twinline.reports.cubed import ENGINES
from twinline.reports.declared import every
from twinline.reports.figured import Figured
from twinline.reports.forms import FORMS, LAYOUTS, formed
from twinline.reports.issuing import again, as_issued, body_of
from twinline.reports.letters import Letter
from twinline.reports.model import Report
from twinline.reports.office import keeping
from twinline.reports.source import source_for
from twinline.reports.words import word
from twinline.sentences import Sentence
from twinline.store.commands.common import lang_option, whole_file, with_progress
from twinline.times import day_of, iso, now_ms
from twinline.tongues import tell, told

Command = TypeVar("Command", bound=Callable[..., Any])


class Refused(click.ClickException):
    """A question that cannot be answered as asked; one sentence on stderr, exit code 2."""

    exit_code = 2

    def __init__(self, problem: FiguresError) -> None:
        super().__init__(str(problem))
        self.problem = problem

    def format_message(self) -> str:
        return told(self.problem)


def _cut(_: click.Context, __: click.Parameter, told: str | None) -> str | None:
    """Return the text of a cut."""
    try:
        return None if told is None else asked.text_of(told)
    except FiguresError as error:
        raise Refused(error) from None


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
        click.option(
            "--cut", metavar="FILE|TEXT", callback=_cut, help="Read again exactly what an earlier answer rests on."
        ),
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
@click.option(
    "--recut",
    is_flag=True,
    help="With --place: and with all that went into it when places were merged, or what an ended one became.",
)
@click.option("--org", "organisation", metavar="CODE", help="The work of this organisation and all below it.")
@click.option("--alone", is_flag=True, help="With --org: its own work, without that of those below it.")
@click.option("--as", "said", default="joint", show_default=True, help="stated:VN, stated:LA, agreed or joint.")
@click.option("--published-by", metavar="DATE", help="Only what its author claims to have published by then.")
@click.option("--records", is_flag=True, help="List the records behind one indicator, and those left out.")
@click.option("--against", metavar="TIME", help="Beside --known-on, another day: what changed, and why.")
@click.option("--sentence", is_flag=True, help="Each figure as one sentence, to be copied into a letter.")
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the figures as a workbook (.xlsx): by each side's word, agreed and joint.")  # fmt: skip
@click.option("--cube", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write what is added up of every kind, by unit, month and place, as .csv or .parquet.")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True,
              help="With --cube: by which it is added up.")  # fmt: skip
@click.option("--list", "listing", is_flag=True, help="Name all indicators and end.")
def figures(
    *, indicators: tuple[str, ...], node: Path, lang: str, as_program: bool, listing: bool, sheet: Path | None,
    cube: Path | None, engine: str, **said: Any,
) -> None:  # fmt: skip
    """Count INDICATORS (all, if none is named) from the records, and show what was returned beside."""
    if listing:
        _say("".join(f"{name}  {each.label[lang]}\n" for name, each in sorted(packaged().indicators.items())))
        return
    try:
        figured = Figured(source_for(node), indicators, lang, as_program=as_program, now=now_ms(), **said)
        if sheet is not None:
            workbook = with_progress(Sentence("counting"), lambda _: figured.sheet())
            with whole_file(sheet) as sink:
                sink.write(workbook)
            return
        if cube is not None:
            written, answer = with_progress(Sentence("counting"), lambda _: figured.cubed(cube, engine))
            with whole_file(cube) as sink:
                sink.write(written)
            _say(answer)
            return
        _say(with_progress(Sentence("counting"), lambda _: figured.told()))
        if as_program:
            _put_right(figured.corrected, lang)
    except FiguresError as error:
        raise Refused(error) from None


#: Whom an issued report is meant for unless it is said.
_TO_ALL = "line"
_GIVEN_WITH = {
    "issue": Sentence("--number, --audience and --release go with 'twinline report issue': leave them out here."),
    "new": Sentence("--from-file and --title go with 'twinline report new': leave them out here."),
}


def _meant_here(name: str, given: Mapping[str, Iterable[object]]) -> None:
    """Raise where an option is given that means something for another act alone: nothing is left out in silence."""
    for act, options in given.items():
        if name != act and any(options):
            raise FiguresError("option", _GIVEN_WITH[act])


@click.command("report")
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[NAME|FILE]...")
@_shared
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="As text, as a page, for programs, as a sheet, or to be printed.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
@click.option("--by", metavar="ORG", help="Whose letter (docx) or issued report: of this node, if not its own.")
@click.option("--number", default="", metavar="TEXT", help="With issue: its number and symbol, 12/BC-VP.")
@click.option("--from-file", "begun_from", type=click.Path(path_type=Path), metavar="FILE",
              help="With new: from this office's own DOCX or XLSX with placeholders.")  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="With new --from-file: the report's title.")
@click.option("--years", type=click.Choice(("common", "buddhist")),
              help="In Lao texts: years of which era; as the office has it, if left out.")  # fmt: skip
@click.option("--without-texts", is_flag=True,
              help="In a letter: without what the office wrote around the figures at its desk.")  # fmt: skip
@click.option("--audience", default=_TO_ALL, show_default=True, metavar="AUDIENCE",
              help="With issue: whom it is meant for.")  # fmt: skip
@click.option("--release", "released", is_flag=True, help="With issue: let it cross at once.")
def report(*, name: str, words: tuple[str, ...], node: Path, by: str | None, number: str, audience: str, released: bool,
           readers: str | None, known_on: str | None, cut: str | None, lang: str, as_program: bool, form: str,
           out: Path | None, since: str | None, until: str | None, period: str | None,
           calendar: str, begun_from: Path | None, title: str, years: str | None,
           without_texts: bool) -> None:  # fmt: skip
    """Tell the report NAME over what both sides hold.

    'report list' names the reports, 'report new NAME' writes a declaration to begin one of this node's own with (with
    --from-file from an office's own letter or workbook), and 'report check FILE...' says whether a report in somebody's
    hand, a declaration (.toml) or a file with placeholders (.docx, .xlsx) is right.
    'report issue NAME' makes a record of it that the other side can confirm; 'report again RECORD' tells an issued one.
    """
    source = source_for(node)
    try:
        _meant_here(name, {"issue": (number, released, audience != _TO_ALL), "new": (begun_from, title)})
        if name == "new" and begun_from is not None:
            _begun(source, words, begun_from, title, lang, as_program)
            return
        if name in _ACTS:
            _ACTS[name](source, words, lang, as_program)
            return
        office = _office(source, by)
        issued: dict[str, str] = {}
        written: Mapping[str, str] = {}
        if name == "again":
            office, made, issued = _again(source, _one(words))
        else:
            chosen = _one(words) if name == "issue" else _alone(name, words)
            since, until = asked.days(since, until, period, calendar)
            seen_as = asked.seen_as(source, readers, known_on, cut)
            if not without_texts:
                written = source.written(office, chosen, since, until, lang)
            made = with_progress(
                Sentence("counting"),
                lambda _: joint_report(source, since=since, until=until, name=chosen, **seen_as),
            )
        if name == "issue":
            _issue(source, made, office, as_program, number=number, to=audience, released=released)
            return
        layout = source.template(made.name) if form in LAYOUTS else None
        buddhist = source.buddhist(office) if years is None else years == "buddhist"
        letter = Letter(office, written, layout, buddhist=buddhist, **issued)
        data = formed(made, "json" if as_program else form, lang, letter)
    except FiguresError as error:
        raise Refused(error) from None
    _put_right(made.corrected, lang)
    if out is None:
        click.echo(data, nl=False)
    else:
        with whole_file(out) as sink:
            sink.write(data)


def _put_right(corrected: tuple[str, ...], lang: str) -> None:
    """Say beside an answer, and not in it, which of its figures were corrected after the day known on."""
    if corrected:
        what = "; ".join(packaged()[one].label[lang] for one in corrected)
        click.echo(f"! {word('corrected_how', lang, what=what)}", err=True)


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


def _again(source: ReportSource, record: str) -> tuple[str, Report, dict[str, str]]:
    """Return who issued a report, the report again, and its number and day as its letter tells them."""
    found = source.issued(record)
    if found is None:
        raise FiguresError(
            "no-issued",
            Sentence(
                "{record!r} is no report issued and held here: 'twinline list issued_report' names them.",
                record=record,
            ),
        )
    return found[0], again(found[1], source), as_issued(found[1])


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


def _begun(source: ReportSource, words: tuple[str, ...], file: Path, title: str, lang: str, as_program: bool) -> None:
    """Begin a report of the node's own from an office's file."""
    if len(words) != 1:
        raise FiguresError("report-name", Sentence("Name the report to begin: twinline report new patrols."))
    made = source.begin_from(words[0], bytes_of(file), title=title, lang=lang)
    if as_program:
        _say(_json({"file": str(made), "name": words[0]}))
    else:
        form = keeping.found(made.parent.parent, words[0])
        _say(tell("{file} is written from the placeholders: 'twinline report {name} --format {form}' fills them in.",
                  file=made, name=words[0], form=form.suffix[1:] if form else "docx") + "\n")  # fmt: skip


_ACTS = {"check": check, "list": _list, "new": _new}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _say(text: str) -> None:
    # As bytes, so that a report is the same file on every system.
    click.echo(text.encode(), nl=False)
