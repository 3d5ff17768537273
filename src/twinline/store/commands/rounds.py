"""``round``: open a round, see who has answered, print a unit's sheet, sign it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any

import click

from twinline.figures.catalogue import packaged as catalogue
from twinline.figures.hiding import number_text
from twinline.figures.numbers import decimal_text
from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.records.rounds import Term
from twinline.sentences import Sentence
from twinline.store import acting, rounds, signing
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say
from twinline.store.commands.reading import instant
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.rounds import Cell, Standing, Unit
from twinline.store.signing import Entered, Line, Sheet
from twinline.times import day_of, days_of, iso, now_ms, rfc3339
from twinline.tongues import tell, told

#: In a sheet's column *returned*, in any language: there is nothing to report.
NOTHING = "nothing"
COLUMNS = ("indicator", "label", "unit", "counted", "returned", "qualifier")
#: How a unit stands, as people read it.
STATES = {
    rounds.DONE: Sentence("done"),
    rounds.LATE: Sentence("done, late"),
    rounds.ON_ITS_WAY: Sentence("on its way"),
    rounds.WAITING: Sentence("not yet due"),
    rounds.MISSING: Sentence("missing"),
}
period_option = click.option("--period", metavar="DATE", help="A day of the period; the last that ended if left out.")
known_option = click.option(
    "--known-on", metavar="TIME", callback=instant, help="Only what was known then: a day (its end) or instant."
)
unit_option = click.option("--unit", required=True, metavar="ORG", help="Whose sheet.")


@click.group("round")
def round() -> None:
    """What units are asked to report for a period, and who has: done, late, missing."""


@round.command("open")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--author", metavar="ORG", help="Who asks; the node's organisation if not given.")
@click.option("--to", "to", default="", metavar="AUDIENCE", help="Instead of the units asked: line, or CODE,CODE.")
@as_json
def open_round(file: IO[bytes], author: str | None, to: str, as_json: bool) -> None:
    """Open a round: one JSON body in (FILE, or -), as 'twinline kinds reporting_round --json' describes it.

    It goes to the units that it asks, and to nobody else unless --to says so.
    """
    node, body = ledger(), _asked(file.read())
    record = signing.open_round(node, body, author=author or node.node.organisation, now=now_ms(), wider=to)
    if as_json:
        print_json({"record": record})
    else:
        click.echo(record)


def _asked(raw: bytes) -> dict[str, Any]:
    """Return the body of a round as it was given; ``StoreError`` where it is none."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise StoreError(
            "not-json", Sentence("This is not JSON ({error}): nothing was written.", error=error)
        ) from None
    if not isinstance(body, dict):
        raise StoreError("not-json", Sentence("A round is one JSON object: nothing was written."))
    return body


@round.command("list")
@lang_option
@as_json
def list_rounds(lang: str, as_json: bool) -> None:
    """List every round with its last two periods, and how many units have reported."""
    node, now = ledger(), now_ms()
    reader, found = Reader.of_node(node), []
    for one in rounds.every(node, reader):
        told = rounds.begun(one, day_of(now))[-2:]
        for standing in rounds.standings(node, reader, one, told, now=now):
            found.append(_plain(standing, units=False))
            if not as_json:
                title = registry.title("reporting_round", dict(one.body), lang)
                click.echo(f"{one.record}  {title}  {_days(standing.term)}  {_reported(standing)}")
    if as_json:
        print_json(found)


@round.command("show")
@click.argument("record")
@period_option
@known_option
@lang_option
@as_json
def show(record: str, period: str | None, known_on: int | None, lang: str, as_json: bool) -> None:
    """Show who of the units asked in RECORD is done, late or missing in a period."""
    node, now = ledger(), now_ms()
    reader = Reader.of_node(node)
    found = rounds.find(node, reader, _record(node, record), known_on=known_on)
    term = _term(found, period, known_on or now)
    (standing,) = rounds.standings(node, reader, found, [term], now=now, known_on=known_on)
    if as_json:
        print_json(_plain(standing))
        return
    say("{period}, due {due}: {reported}", period=_days(term), due=iso(term.due), reported=_reported(standing))
    for unit in standing.units:
        missing = [catalogue()[name].label[lang] for name in standing.indicators if name not in unit.cells]
        rest = "  " + tell("not answered: {names}", names=missing) if missing and unit.cells else ""
        at_text = f"  {rfc3339(unit.at)}" if unit.at is not None else ""
        click.echo(f"  {packaged().name(unit.unit, lang)} ({unit.unit})  {told(STATES[unit.state])}{at_text}{rest}")


@round.command("sheet")
@click.argument("record")
@unit_option
@period_option
@known_option
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, to be filled in and given to 'round sign'.")
@lang_option
@as_json
def sheet(
    record: str, unit: str, period: str | None, known_on: int | None, as_csv: bool, lang: str, as_json: bool
) -> None:
    """Print a unit's sheet in the round RECORD: what its records count, and what it returned."""
    node = ledger()
    found = _sheet(node, record, unit, period, known_on)
    if as_json:
        print_json(_plain_sheet(found))
    elif as_csv:
        click.echo(filled_by_hand(found, lang).encode(), nl=False)
    else:
        for line in found.lines:
            said = _said(line.said) or tell("no answer")
            click.echo(f"{line.indicator.name}  {line.indicator.label[lang]}")
            say("  counted: {counted}; returned: {said}", counted=_counted(line) or tell("no record"), said=said)


@round.command("sign")
@click.argument("record")
@click.argument("file", type=click.File("rb"), required=False)
@unit_option
@period_option
@click.option(
    "--set", "numbers", multiple=True, metavar="INDICATOR=NUMBER", help="The number returned; can be repeated."
)
@click.option("--as-counted", is_flag=True, help="Return what the unit's records count, where they count something.")
@click.option("--nothing", is_flag=True, help="Nothing to report of any indicator that isn't named otherwise.")
@click.option("--author", metavar="ORG", help="Who signs: the unit if this node speaks for it, else who asked.")
@as_json
def sign(
    record: str, file: IO[bytes] | None, unit: str, period: str | None, numbers: tuple[str, ...], as_counted: bool,
    nothing: bool, author: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Sign a unit's sheet in the round RECORD: by a FILE that 'round sheet --csv' gave, or by options. All, or nothing.

    In the file's column "returned" stands a number, or "nothing"; a row left empty isn't answered.
    """
    node = ledger()
    found = _sheet(node, record, unit, period, None)
    entered: dict[str, Entered] = {}
    if as_counted:
        entered |= {line.indicator.name: told for line in found.lines if (told := _as_counted(line)) is not None}
    if file is not None:
        entered |= dict(_read(file))
    entered |= dict(map(_set, numbers))
    if nothing:
        entered = {line.indicator.name: Entered(nothing=True) for line in found.lines} | entered
    if not entered:
        raise StoreError(
            "nothing-entered", Sentence("Nothing was entered: give a file, --set, --as-counted or --nothing.")
        )
    signer = author or (unit if unit in node.hosts() else found.round.author)
    done = signing.sign(node, Reader.of_node(node), found, entered, author=signer, now=now_ms())
    after = _sheet(node, record, unit, iso(found.term.first), None)
    if as_json:
        print_json({"acts": done, "state": after.standing.state, "answered": sorted(after.standing.cells)})
    else:
        say("Signed: {done} written; {unit} is {state}.", done=done, unit=unit, state=STATES[after.standing.state])


def _record(node: Ledger, told: str) -> str:
    return acting.find(node, told).row.record


def _sheet(node: Ledger, record: str, unit: str, period: str | None, known_on: int | None) -> Sheet:
    reader, now = Reader.of_node(node), now_ms()
    found = rounds.find(node, reader, _record(node, record), known_on=known_on)
    return signing.sheet(node, reader, found, _term(found, period, known_on or now), unit, now=now, known_on=known_on)


def _term(found: rounds.Opened, period: str | None, now: int) -> Term:
    try:
        day = None if period is None else days_of(period)[0]
    except ValueError:
        raise StoreError("date", Sentence("--period takes a date, not {given!r}.", given=period)) from None
    return rounds.term_of(found, day, today=day_of(now))


def _days(term: Term) -> str:
    return f"{iso(term.first)} – {iso(term.last)}"


def _reported(standing: Standing) -> str:
    return tell("{n} of {all} units reported", n=standing.reported, all=len(standing.units))


def _said(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.nothing:
        return tell("nothing to report")
    return str(cell.body["value"])


def _counted(line: Line) -> str:
    return "" if line.counted is None else str(number_text(line.counted) or tell("hidden"))


def _as_counted(line: Line) -> Entered | None:
    if line.counted is None or (text := number_text(line.counted)) is None or line.counted.unit != line.unit:
        return None
    return Entered(text, line.counted.qualifier)


def filled_by_hand(found: Sheet, lang: str) -> str:
    """Return a unit's sheet as CSV, to be filled in and read again: its answers, or what is counted here."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for line in found.lines:
        cell, counted = line.said, _as_counted(line)
        told, qualifier = (counted.value, counted.qualifier) if counted else ("", "")
        if cell is not None:
            told = NOTHING if cell.nothing else str(cell.body["value"])
            qualifier = "" if cell.nothing else str(cell.body.get("qualifier", "exact"))
        sheet.writerow([line.indicator.name, line.indicator.label[lang], line.unit, _counted(line), told, qualifier])
    return out.getvalue()


def _read(file: IO[bytes]) -> Iterator[tuple[str, Entered]]:
    try:
        rows = list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise StoreError("not-text", Sentence("The sheet can't be read as text: save it as CSV in UTF-8.")) from None
    if not rows or not {"indicator", "returned"} <= set(rows[0]):
        raise StoreError("no-columns", Sentence('The sheet has no columns "indicator" and "returned": print it anew.'))
    for row in rows:
        told = (row["returned"] or "").strip()
        if told == NOTHING:
            yield row["indicator"], Entered(nothing=True)
        elif told:
            yield row["indicator"], Entered(told, (row.get("qualifier") or "exact").strip())


def _set(text: str) -> tuple[str, Entered]:
    name, between, number = text.partition("=")
    if not between:
        raise click.UsageError(tell("--set takes INDICATOR=NUMBER, not {given!r}.", given=text))
    return name, Entered(number)


def _plain(standing: Standing, *, units: bool = True) -> dict[str, Any]:
    term = standing.term
    told: dict[str, Any] = {
        "round": standing.round.record,
        "author": standing.round.author,
        "period": term.period,
        "due": iso(term.due),
        "indicators": list(standing.indicators),
        "asked": len(standing.units),
        "reported": standing.reported,
    }
    return told | ({"units": [_plain_unit(one) for one in standing.units]} if units else {})


def _plain_unit(unit: Unit) -> dict[str, Any]:
    answers = {name: _plain_cell(cell) for name, cell in unit.cells.items()}
    at = None if unit.at is None else rfc3339(unit.at)
    return {"unit": unit.unit, "state": unit.state, "at": at, "answers": answers}


def _plain_cell(cell: Cell) -> dict[str, Any]:
    return {
        "record": cell.record,
        "author": cell.author,
        "nothing": cell.nothing,
        "value": None if cell.nothing else cell.body["value"],
        "unit": None if cell.nothing else cell.body["unit"],
        "qualifier": None if cell.nothing else cell.body.get("qualifier", "exact"),
        "received": None if cell.at is None else rfc3339(cell.at),
        "corrected": cell.corrected,
    }


def _plain_sheet(found: Sheet) -> dict[str, Any]:
    lines = [
        {
            "indicator": line.indicator.name,
            "unit": line.unit,
            "counted": None if line.counted is None else number_text(line.counted),
            "returned": None if line.said is None else _plain_cell(line.said),
            "difference": None if line.difference is None else decimal_text(line.difference),
        }
        for line in found.lines
    ]
    told = {"round": found.round.record, "period": found.term.period, "due": iso(found.term.due)}
    return told | {"unit": found.standing.unit, "state": found.standing.state, "lines": lines}
