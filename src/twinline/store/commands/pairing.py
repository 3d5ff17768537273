"""What is proposed as one event, and ``reconcile``: a month of both sides, side by side."""

from __future__ import annotations

from typing import Any

import click

from twinline.ledger.pairing import Difference, Reason
from twinline.records import registry
from twinline.sentences import Plural
from twinline.store import pairing, reconciling
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text
from twinline.store.ledger import Ledger
from twinline.store.pairwords import difference, reason, state
from twinline.store.reading import Reader, Row
from twinline.times import iso, now_ms
from twinline.tongues import told


def propose(node: Ledger, record: str, lang: str, as_json: bool) -> None:
    """Print the pairs of records of both sides that may be one event, each with the reasons; nothing is linked."""
    found = pairing.proposals(node, Reader.of_node(node), record=record)
    if as_json:
        for each in found.proposals:
            print_json({"record": each.first, "other": each.second, "reasons": [_reason(one) for one in each.reasons]})
        return
    if not found.proposals:
        say("Nothing is proposed: no two records of both sides seem to tell one event.")
    for each in found.proposals:
        for one in (each.first, each.second):
            click.echo(_line(found.rows[one], lang))
        for why in each.reasons:
            click.echo(f"    {told(reason(why, found.rows[each.first].kind, lang), lang)}")
        say("    to say so: twinline same-event {first} {second}", first=each.first, second=each.second)


def _reason(one: Reason) -> dict[str, Any]:
    return {"why": one.code, **({"about": list(one.about)} if one.about else {})}


def _line(row: Row, lang: str) -> str:
    return f"{row.side}  {registry.title(row.kind, dict(row.body), lang)}  {row.record}"


@click.command()
@click.argument("month")
@click.option("--confirm", "confirming", is_flag=True, help="Confirm all that is equal: all of it, or none.")
@click.option("--author", metavar="ORG", help="Who says it; the node's organisation if not given.")
@lang_option
@as_json
def reconcile(month: str, confirming: bool, author: str | None, lang: str, as_json: bool) -> None:
    """Lay both sides' records of MONTH (2026-06) side by side; only differences need a word.

    With --confirm each record of theirs that equals ours is confirmed, and both
    are said to be one event.
    """
    node = ledger()
    reader = Reader.of_node(node)
    if confirming:
        said = reconciling.confirm(node, reader, month, author=author, now=now_ms())
        if not as_json:
            say_text(Plural("Said {number:,} act.", "Said {number:,} acts.", len(said)))
    sheet = reconciling.sheet(node, reader, month)
    if as_json:
        for line in sheet.lines:
            print_json(_json(line))
        return
    if not sheet.lines:
        say("Neither side has told anything of {month} that both can read.", month=month)
    for name in reconciling.STATES:
        lines = sheet.of(name)
        if lines:
            click.echo(f"{told(state(name), lang)}: {len(lines)}")
        for line in lines:
            _print(line, lang)


def _print(line: reconciling.Line, lang: str) -> None:
    for row in (line.ours, line.theirs):
        if row is not None:
            click.echo(f"  {_line(row, lang)}")
    for each in line.differences:
        kind = line.theirs.kind if line.theirs else ""
        click.echo(f"      {told(difference(each, kind, lang), lang)}")


def _json(line: reconciling.Line) -> dict[str, Any]:
    return {
        "state": line.state,
        "ours": line.ours.record if line.ours else None,
        "theirs": line.theirs.record if line.theirs else None,
        "day": iso(day) if (day := (line.theirs or line.ours).day_to) is not None else None,  # type: ignore[union-attr]
        "one_event": line.tied,
        "reasons": [_reason(one) for one in line.reasons],
        "differences": [_difference(one) for one in line.differences],
    }


def _difference(one: Difference) -> dict[str, Any]:
    def said(count: tuple[int, str] | None) -> dict[str, Any] | None:
        return None if count is None else {"thousandths": count[0], "qualifier": count[1]}

    return {"what": one.what, "unit": one.unit, "ours": said(one.first), "theirs": said(one.second)}
