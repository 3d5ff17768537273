"""``twinline list`` and ``twinline show``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from twinline.records import registry
from twinline.records.gazetteer import packaged
from twinline.sentences import Sentence
from twinline.store import acting, meaning, plain, reach, reading, traces
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text, word
from twinline.store.ledger import Ledger
from twinline.store.marking import marked, untimely
from twinline.store.reach import Addressee, Unheard
from twinline.store.reading import Reader, Row, View
from twinline.store.saying import expand
from twinline.store.traces import Traced
from twinline.times import YetToCome, days_of, known_by, now_ms, rfc3339
from twinline.tongues import tell, told


def _day(end: int) -> Any:
    def parse(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        try:
            return days_of(value)[end]
        except ValueError as error:
            raise click.BadParameter(
                tell("{value!r} is not a date such as 2022, 2022-06 or 2022-06-03.", value=value)
            ) from error

    return parse


def instant(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """Return what ``--known-on`` means: an instant, or the end of a day at UTC+07:00."""
    if value is None:
        return None
    try:
        return known_by(value, now_ms())
    except YetToCome as error:
        raise click.BadParameter(
            tell("{given} is yet to come: what will be known then nobody can say. Give a day up to today.", given=value)
        ) from error
    except ValueError as error:
        raise click.BadParameter(
            tell(
                "{value!r} is neither a day such as 2022-06-03 nor an instant such as 2022-06-03T12:00:00+07:00.",
                value=value,
            )
        ) from error


@click.command("list")
@click.argument("kind", required=False)
@click.option("--side", type=click.Choice(["VN", "LA"]), help="Only what this side said.")
@click.option("--author", metavar="ORG", help="Only what this organisation said.")
@click.option("--about", metavar="ORG", help="Only the work of this organisation.")
@click.option("--place", metavar="ORG", help="At a place or at one within it.")
@click.option("--from", "since", metavar="DATE", callback=_day(0),
              help="First date, full or partial: 2022, 2022-06, 2022-06-01.")  # fmt: skip
@click.option("--until", "--to", "until", metavar="DATE", callback=_day(1), help="Last date, full or partial.")
@click.option("--words", metavar="TEXT", help="Words it holds, with or without diacritics.")
@click.option("--standing", type=click.Choice(["stated", "on_paper", "agreed", "disputed", "withdrawn", "released"]),
              help="Only what stands so.")  # fmt: skip
@click.option("--withdrawn-waiting", is_flag=True,
              help="Ours that were withdrawn, with who has not yet received that.")  # fmt: skip
@click.option("--corrected-waiting", is_flag=True,
              help="Ours that count fewer suspects now, with who has not yet received that.")  # fmt: skip
@click.option("--known-on", metavar="TIME", callback=instant, help="As this node knew it at an instant or on a day.")
@click.option("--for", "audience", metavar="AUDIENCE", help="Only what all of these may read.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="How many at most.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0), help="How many to leave out first.")
@lang_option
@as_json
def list_records(
    kind: str | None, side: str | None, author: str | None, about: str | None, place: str | None, since: int | None,
    until: int | None, words: str | None, standing: str | None, withdrawn_waiting: bool, corrected_waiting: bool,
    known_on: int | None, audience: str | None, limit: int, offset: int, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """List records as they stand, of one KIND or of all, the latest first."""
    node = ledger()
    if withdrawn_waiting:
        _waiting("withdrawn", reach.taken_back(node, reader_for(node, audience)), kind, lang, as_json)
        return
    if corrected_waiting:
        _waiting("corrected", reach.corrected(node, reader_for(node, audience)), kind, lang, as_json)
        return
    reading.must_be_known(node, author, about, place)
    places = sorted(packaged().descendants(place) or {place}) if place else None
    rows = reading.records(
        node, reader_for(node, audience), kind=kind, side=side, author=author, about=about, places=places, since=since,
        until=until, words=words, standing=standing, known_on=known_on, limit=limit, offset=offset,
    )  # fmt: skip
    for row in rows:
        if as_json:
            print_json(plain.row(row))
        else:
            click.echo(_line(row, lang))
    if not rows and not as_json:
        say("Nothing was found.", err=True)


def _waiting(what: str, told: Sequence[Unheard], kind: str | None, lang: str, as_json: bool) -> None:
    """Print our records that were ``withdrawn`` or ``corrected``, with who has not yet received that."""
    found = [one for one in told if kind in (None, one.row.kind)]
    for one in found:
        if as_json:
            waiting = [{**plain.addressee(who), "has_the_record_since": plain.instant(had)} for who, had in one.waiting]
            print_json({**plain.row(one.row), what: rfc3339(one.since), "waiting": waiting})
            continue
        click.echo(_line(one.row, lang))
        for who, had in one.waiting:
            holds = Sentence("not known to have the record")
            if had is not None:
                holds = Sentence("has had the record since {since}", since=rfc3339(had))
            blanks = {"at": rfc3339(one.since), "who": who.organisation, "side": who.side, "holds": holds}
            if what == "withdrawn":
                say("  withdrawn {at}, not yet received by {who} ({side}): {holds}", **blanks)
            else:
                say("  corrected {at}, not yet received by {who} ({side}): {holds}", **blanks)
    if not found and not as_json and what == "withdrawn":
        say("Nothing waits: every withdrawal was received by all who were to hear it.", err=True)
    elif not found and not as_json:
        say("Nothing waits: every correction was received by all who were to hear it.", err=True)


def reader_for(node: Ledger, audience: str | None) -> Reader:
    """Return who asks: this node's officers, or all of an audience."""
    if audience is None:
        return Reader.of_node(node)
    return Reader.all_of(expand(node, audience, author=node.node.organisation), node.line())


def title(row: Row, lang: str) -> str:
    """Return one line that names a record, or says that it cannot be read here."""
    if not meaning.readable(row.kind, row.version):
        return tell("{kind} (not readable here)", kind=row.kind)
    name = registry.title(row.kind, dict(row.body), lang)
    return f"{tell('EXAMPLE')} {name}" if row.example else name


def _line(row: Row, lang: str) -> str:
    return f"{row.record}  {told(word(row.standing)):<9}  {row.short:<14}  {row.kind:<12}  {title(row, lang)}"


@click.command()
@click.argument("record")
@click.option("--trace", "traced", is_flag=True, help="Down to entry, checkpoint and receipts.")
@lang_option
@as_json
def show(record: str, traced: bool, lang: str, as_json: bool) -> None:
    """Show RECORD: what it says, how it stands, who said what about it."""
    node = ledger()
    view = acting.find(node, record)
    reader = Reader.of_node(node)
    if as_json:
        print_json(plain.shown(node, reader, view, traced=traced))
        return
    trace = traces.trace(node, reader, view.row.record) if traced else []
    heard = reach.reached(node, reader, view.row.record) if view.row.author in node.hosts() else []
    instead = reach.replaced_by(node, reader, view.row.record)
    _print_view(view, lang, theirs=view.row.side != node.node.side)
    for finding in [*untimely(view), *marked(node, view)]:
        say_text(finding.sentence(lang), indent="  ")
    for row in instead:
        say("  replaced by {record}", record=row.record)
    late = [one.organisation for one in heard if one.received is None]
    if late and view.row.standing == "withdrawn":
        say("  its withdrawal is not yet known to be received by: {late}", late=late)
    elif late:
        say("  this is not yet known to be received by: {late}", late=late)
    for each in trace:
        _print_traced(each, reach.addressees(node, each))


def _print_view(view: View, lang: str, *, theirs: bool) -> None:
    row, names = view.row, packaged()
    click.echo(title(row, lang))
    click.echo(f"  {row.record}  {row.short}  {told(word(row.standing))}")
    say("  said by {author} about {about}, to {audience}",
        author=names.name(row.author, lang), about=names.name(row.about, lang), audience=row.audience)  # fmt: skip
    if meaning.is_press(row.kind, row.body):
        say("  reported in the press; neither confirmed nor contested")
    if meaning.readable(row.kind, row.version):
        for label, text in registry.describe(row.kind, dict(row.body), lang, theirs=theirs):
            click.echo(f"  {label}: {text}")
    for voice in view.standing.voices:
        click.echo(
            f"  {names.name(voice.author, lang)} ({voice.side}): {_voice(voice.verb, voice.counts, voice.act.body)}"
        )
    if view.standing.paper is not None:
        signed = dict(view.standing.paper.body)
        say("  agreed on paper, says {side}: signed on {day}, scan {scans}", side=row.side, day=signed["signed"],
            scans=[one["sha256"] for one in signed["attachments"]])  # fmt: skip
    for other in view.same_event:
        say("  the same event as {other}", other=other)
    if view.waiting:
        say("  acts that wait for what they follow: {number:,}", number=len(view.waiting))


def _voice(verb: str, counts: bool, body: Mapping[str, Any]) -> str:
    said = Sentence("confirmed")
    if verb != "countersign":
        said = Sentence("not yet agreed ({reason})", reason=str(body.get("reason", "")))
    return told(said if counts else Sentence("seen ({said})", said=said))


def _print_traced(each: Traced, heard: list[Addressee]) -> None:
    say("  {act} {id} by {author}, written {written}",
        act=each.act, id=each.id, author=each.author, written=each.written)  # fmt: skip
    if each.ahead:
        say("    so its clock says: that is after it arrived")
    say("    entry {position} of feed {feed} ({lane}; to {audience})",
        position=each.position, feed=each.feed, lane=word(each.lane), audience=each.audience)  # fmt: skip
    say("    leaf hash {hash}", hash=each.hash)
    held = rfc3339(each.held) if each.held is not None else Sentence("not yet, as far as receipts show")
    say("    here since {arrived}; held by both sides since: {held}", arrived=rfc3339(each.arrived), held=held)
    if each.checkpoint:
        say("    under the signed head at {size}:", size=each.checkpoint_size)
        for line in each.checkpoint.rstrip("\n").split("\n"):
            click.echo(f"      {line}")
    for receipt in each.receipts:
        say("    received by {who} ({side}) at {at}: {line}",
            who=receipt.organisation, side=receipt.side, at=rfc3339(receipt.at), line=receipt.line)  # fmt: skip
    for one in heard:
        if one.received is None:
            say("    not yet received by {who} ({side})", who=one.organisation, side=one.side)
            if not one.has_node:
                say("    no node is known that reads for {who}", who=one.organisation)
