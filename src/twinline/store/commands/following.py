"""``follow``: the thread of a notice, what of a commitment was delivered, what belongs to a record."""

from __future__ import annotations

from typing import Any

import click

from twinline.figures.numbers import decimal_text
from twinline.ledger import deadlines
from twinline.records import registry
from twinline.records.cooperation import LEVELS, OWED_UNITS
from twinline.records.dated import OCCASIONS
from twinline.records.fields.dates import shown_date
from twinline.records.gazetteer import packaged
from twinline.records.kinds.exhibit import STEPS
from twinline.records.kinds.joint_plan import Task
from twinline.records.onward import said
from twinline.records.plans import STATES
from twinline.records.words import named
from twinline.sentences import Sentence
from twinline.store import acting, following, onward, plans
from twinline.store.commands.common import as_json, lang_option, ledger, print_json
from twinline.store.following import Thread
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row, View
from twinline.times import day_of, iso, now_ms, rfc3339
from twinline.tongues import tell
from twinline.tongues import told as told_in

#: How an answer stands, as people read it.
DUE = {
    deadlines.ON_ITS_WAY: Sentence("on its way"),
    deadlines.WAITING: Sentence("awaiting an answer"),
    deadlines.REMIND: Sentence("answer due soon"),
    deadlines.OVERDUE: Sentence("answer overdue"),
    deadlines.ESCALATED: Sentence("long overdue: tell your superiors"),
    deadlines.ANSWERED: Sentence("answered in time"),
    deadlines.ANSWERED_LATE: Sentence("answered late"),
}


@click.command()
@click.argument("record")
@lang_option
@as_json
def follow(record: str, lang: str, as_json: bool) -> None:
    """Follow RECORD up: its thread, when an answer is due, what was delivered, how a plan goes, what belongs to it."""
    node = ledger()
    view = acting.find(node, record)
    reader = Reader.of_node(node)
    told = following.thread(node, reader, view.row.record, now=now_ms())
    steps = onward.steps(node, reader, view.row, day_of(now_ms()))
    belonging = following.pointing_to(node, reader, view.row.record, "part_of")
    found = {
        "record": view.row.record,
        "thread": _thread(told),
        "fulfilment": _fulfilment(node, reader, view),
        "plan": _plan(node, reader, view),
        "goes_on": [
            {
                "what": one.what,
                "late": one.late,
                "day": iso(one.day) if one.day is not None else None,
                "record": one.row.record if one.row else None,
            }
            for one in steps
        ],
        "belongs_to_it": list(
            dict.fromkeys(one.record for one in (*belonging, *onward.naming(node, reader, view.row)))
        ),
    }
    if as_json:
        print_json(found)
        return
    for row in told.rows:
        click.echo(_line(row, lang, told))
    for each in found["fulfilment"]:
        click.echo("  " + _carried(each, lang))
    for each in found["plan"]:
        click.echo("  " + _planned(each, view, lang))
    for one in steps:
        click.echo("  " + _goes_on(one, lang))
    for name in found["belongs_to_it"]:
        click.echo(_line(acting.find(node, name).row, lang, None, indent="  "))


def _amount(amount: str, unit: str, level: str, lang: str) -> str:
    """Return an amount with its unit and the level that it was pledged or delivered at."""
    said = f"{amount} {OWED_UNITS[unit].to(lang) if unit in OWED_UNITS else unit}"
    return f"{said} ({LEVELS[level].to(lang)})" if level in LEVELS else said


def _carried(each: dict[str, Any], lang: str) -> str:
    """Return one line on a commitment: what was pledged, and what of it is left, or what was delivered."""

    def said(name: str) -> str:
        return _amount(each[name], each["unit"], each["level"], lang)

    if "delivered" in each:
        return tell("delivered: {amount}", amount=said("delivered"))
    if each["pledged"] is None:
        return tell("pledged without an amount")
    if each["left"] is None:
        return tell("pledged: {amount}", amount=said("pledged"))
    return tell("pledged: {amount}; left: {left}", amount=said("pledged"), left=said("left"))


def _plan(node: Ledger, reader: Reader, view: View) -> list[dict[str, Any]]:
    """Return how each task and review of a joint plan stands, or nothing for other kinds."""
    if view.row.kind != "joint_plan":
        return []
    told = plans.progress(node, reader, view.row, today=day_of(now_ms()))
    return [
        {
            what: one.number, "state": one.state, "due": iso(one.due) if one.due is not None else None,
            "on": iso(one.day) if one.day is not None else None, "records": list(one.records),
        }
        for what, standings in (("task", told.tasks), ("review", told.reviews)) for one in standings
    ]  # fmt: skip


def _planned(each: dict[str, Any], view: View, lang: str) -> str:
    """Return one line on a task or review: what it is, by when, and how it stands."""
    number = each["task"] if "task" in each else each["review"]
    task = dict(view.row.body["tasks"][number - 1]) if "task" in each else {}
    said = (
        Task.show(task, lang, packaged())
        if task
        else f"{OCCASIONS['review'].to(lang)}, {shown_date(view.row.body['reviews'][number - 1], lang)}"
    )
    state = STATES[each["state"]].to(lang)
    return named(f"{number}. {said}", f"{state} ({shown_date(each['on'], lang)})" if each["on"] else state, lang)


def _goes_on(one: onward.Step, lang: str) -> str:
    """Return one line on how a record goes on."""
    text = said(
        one.what, lang, day=shown_date(iso(one.day), lang) if one.day is not None else "",
        who=packaged().name(one.who, lang), n=str(one.number),
        what=STEPS[one.code].to(lang) if one.code else onward.found_told(one, lang),
    )  # fmt: skip
    return named(text, registry.title(one.row.kind, dict(one.row.body), lang), lang) if one.row else text


def _line(row: Row, lang: str, told: Thread | None, indent: str = "") -> str:
    due = told.deadlines.get(row.record) if told else None
    said = [row.record, registry.title(row.kind, dict(row.body), lang)]
    if due is not None:
        state = told_in(DUE[due.state], lang)
        said.append(tell("{state}, due {due}", state=state, due=rfc3339(due.due)) if due.due is not None else state)
    return indent + "  ".join(said)


def _thread(told: Thread) -> list[dict[str, Any]]:
    return [
        {
            "record": row.record,
            "answers": told.answers.get(row.record),
            "due": _due(told, row.record),
        }
        for row in told.rows
    ]


def _due(told: Thread, record: str) -> dict[str, Any] | None:
    due = told.deadlines.get(record)
    if due is None:
        return None
    moments = {"received": due.received, "due": due.due, "answered": due.answered}
    return {
        "state": due.state,
        "hours": due.hours,
        **{name: rfc3339(at) if at is not None else None for name, at in moments.items()},
    }


def _fulfilment(node: Ledger, reader: Reader, view: View) -> list[dict[str, Any]]:
    """Return what was pledged and delivered, an amount for each level and unit, or nothing for other kinds."""
    if view.row.kind != "commitment":
        return []
    told = following.fulfilment(node, reader, view.row, day=day_of(now_ms()))
    pledged = decimal_text(told.pledged) if told.pledged is not None else None
    left = decimal_text(told.open) if told.open is not None else None
    delivered = [{"delivered": decimal_text(one.value), "unit": one.unit, "level": one.level} for one in told.delivered]
    return [{"pledged": pledged, "unit": told.unit, "level": told.level, "left": left}, *delivered]
