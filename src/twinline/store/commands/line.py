"""``twinline line``: where points lie, who was where, tracks in, lists out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from twinline.line import tracks, watch
from twinline.line.coordinates import place_from
from twinline.line.errors import OffTheLine
from twinline.line.places import Interval, Places
from twinline.records import registry
from twinline.sentences import Plural, Sentence, records
from twinline.store import gis, line_told, lines, meaning, reading, watching
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text, whole_file
from twinline.store.commands.line_versions import give, import_, propose, shapes_of, use, versions
from twinline.store.commands.reading import instant, reader_for
from twinline.store.ledger import Ledger
from twinline.times import day_of, days_of, first_of_quarter, iso, now_ms
from twinline.tongues import tell
from twinline.tongues import told as told_of

period_options = (
    click.option("--from", "since", metavar="DATE", help="First day; without, of this quarter."),
    click.option("--until", "--to", "until", metavar="DATE", help="Last day; without, today."),
    click.option("--place", metavar="ORG", help="Only on the stretch of this organisation."),
    click.option(
        "--known-on", metavar="TIME", callback=instant, help="As this node knew it at an instant or on a day."
    ),
    click.option("--for", "audience", metavar="AUDIENCE", help="Only what all of these may read."),
)


def asked(command: Any) -> Any:
    """Give a command the options of a question: period, place, as known on, for whom, JSON."""
    for option in reversed(period_options):
        command = option(command)
    return as_json(command)


@click.group()
def line() -> None:
    """The line: its versions, who was where on it, tracks in, lists out."""


for each in (versions, import_, use, give, propose):
    line.add_command(each)


@line.command("locate")
@click.argument("place", nargs=-1, required=True)
@as_json
def locate(place: Sequence[str], as_json: bool) -> None:
    """Say where PLACE lies by the line: degrees, degrees minutes seconds, MGRS, 'marker 412 + 350 m', or 'km 171.2'.

    Of a stretch, such as 'markers 405 - 412', each end is said.
    """
    on = lines.in_use(ledger())
    for found in _found(on, place_from(" ".join(place))):
        if as_json:
            print_json(
                {**found, "lon": round(found["lon"], 7), "lat": round(found["lat"], 7), "line": on.line.version,
                 "version": on.version}
            )  # fmt: skip
            continue
        where = {"VN": Sentence("in Vietnam"), "LA": Sentence("in Laos")}.get(found["side"], Sentence("on the line"))
        if found["beyond"]:
            where = Sentence("{where}, past the end of the line", where=where)
        say("km {km}, {metres:,} m off the line, {where}",
            km=f"{found['chainage'] / 1000:.3f}", metres=round(found["offset"]), where=where)  # fmt: skip


def _found(on: Places, said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield where each end of a typed place lies; raises ``OffTheLine`` for a marker or kilometre that isn't on it."""
    if "lon" in said:
        lon, lat = said["lon"] / 1e7, said["lat"] / 1e7
        yield {**on.line.locate(lon, lat)._asdict(), "lon": lon, "lat": lat}
        return
    ends = [said[name] for name in ("chainage", "to_chainage") if name in said]
    for name in ("marker", "to_marker"):
        if name in said:
            at = on.markers.chainage(said[name], int(said.get("metres", 0)))
            if at is None or not 0 <= at <= on.line.length_m:
                raise OffTheLine(
                    "no-marker",
                    Sentence("Marker {number} is not on this line, or these metres lead off it.", number=said[name]),
                )
            ends.append(at)
    for at in ends:
        lon, lat = on.line.point_at(at)
        yield {"chainage": at, "offset": 0.0, "side": "", "beyond": False, "lon": lon, "lat": lat}


@line.command("coverage")
@asked
def coverage(**given: Any) -> None:
    """Which kilometres were patrolled in a period, how often, by whom; planned and done."""
    ask = Question(ledger(), **given)
    found = watch.patrolled(ask.watched.walks, ask.within, ask.period)
    plans = watch.planned_and_done(ask.watched.plans, ask.watched.walks, ask.period, ask.within)
    nowhere = ask.watched.without_a_stretch(ask.period)
    if ask.json:
        print_json(line_told.coverage(ask.asking))
        return
    say("{first} to {last}, {where}", first=iso(ask.period[0]), last=iso(ask.period[1]), where=ask.where())
    say("  patrolled {km} of {length} km; Vietnam {vn}, Laos {la}, both {both}, of which together {together}",
        length=km(found.length_m), km=km(found.covered_m), vn=km(found.vn_m), la=km(found.la_m), both=km(found.both_m),
        together=km(found.together_m))  # fmt: skip
    for part in found.parts:
        if part.times:
            say("  {where}: {times:,} × (Vietnam {vn:,}, Laos {la:,}, together {together:,})",
                where=_km(part), times=part.times, vn=part.vn, la=part.la, together=part.together)  # fmt: skip
    for plan in plans:
        say("  planned {first} to {last}, {where}: {done} of {length} km walked", first=iso(plan.first_day),
            last=iso(plan.last_day), where=_km(plan), done=km(plan.done_m),
            length=km(plan.to_m - plan.from_m))  # fmt: skip
    if nowhere:
        say_text(
            Plural(
                "{number:,} patrol tells no stretch of the line and doesn't count here.",
                "{number:,} patrols tell no stretch of the line and don't count here.",
                nowhere,
            ),
            indent="  ",
        )


@line.command("gaps")
@click.option(
    "--days", default=30, show_default=True, type=click.IntRange(1, 36_500), help="Not patrolled for so many days."
)
@asked
def gaps(days: int, **given: Any) -> None:
    """Which kilometres neither side has patrolled for some days, up to the last day asked for."""
    ask = Question(ledger(), **given)
    found = watch.not_walked_for(ask.watched.walks, ask.within, days=days, on=ask.period[1])
    total = sum(each.to_m - each.from_m for each in found)
    if ask.json:
        print_json(line_told.gaps(ask.asking, days))
        return
    say_text(
        Plural(
            "{km} km not patrolled by either side on {day}",
            "{km} km not patrolled by either side in the {number:,} days up to {day}",
            days, km=km(total), day=iso(ask.period[1]),
        )
    )  # fmt: skip
    for each in found:
        click.echo(f"  {_km(each)}  {_last(each.day)}")


@line.command("unattended")
@asked
def unattended(**given: Any) -> None:
    """What nobody looks after, on the last day asked for: stretches that no group has taken on."""
    ask = Question(ledger(), **given)
    found = watch.nobody_looks_after(ask.watched.stretches, ask.within, on=ask.period[1])
    total = sum(b - a for a, b in found)
    if ask.json:
        print_json(line_told.unattended(ask.asking))
        return
    say("{km} km looked after by nobody on {day}, as far as is known", km=km(total), day=iso(ask.period[1]))
    for a, b in found:
        click.echo(f"  km {a / 1000:.3f} – {b / 1000:.3f}")


@line.command("markers")
@asked
def markers(**given: Any) -> None:
    """Which markers were not inspected in a period, and when they last were."""
    ask = Question(ledger(), **given)
    found = watch.not_inspected(ask.watched.places.markers, ask.watched.seen, ask.within, ask.period)
    if ask.json:
        print_json(line_told.markers(ask.asking))
        return
    say_text(
        Plural(
            "{number:,} marker not inspected from {first} to {last}",
            "{number:,} markers not inspected from {first} to {last}",
            len(found), first=iso(ask.period[0]), last=iso(ask.period[1]),
        )
    )  # fmt: skip
    for each in found:
        click.echo(f"  {each.marker.number:>6}  km {each.marker.chainage / 1000:.1f}  {_last(each.last)}")


@line.command("track")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--day", metavar="DATE", help="The day it was walked, if the track has no times.")
@click.option("--ridden", is_flag=True, help="The patrol went by boat or motorcycle, up to 36 km/h; else 12 km/h.")
@as_json
def track(file: Path, day: str | None, ridden: bool, as_json: bool) -> None:
    """Read a receiver's track (GPX, GeoJSON): what was walked on which day, what was dropped and why.

    The track is not kept. With --json the last part is the body of a patrol, ready for 'twinline add patrol'.
    """
    on = lines.base().line  # what may cross is said on the line that both sides agreed on
    try:
        said = days_of(day)[0] if day else None
    except ValueError as error:
        raise click.BadParameter(_no_date(day or "")) from error
    found = tracks.walked(shapes_of(file), on, day=said, today=day_of(now_ms()), ridden=ridden)
    if as_json:
        print_json(
            {"fixes": found.fixes, "kept": found.kept, "dropped": found.dropped, "gaps": found.gaps,
             "untimed": found.untimed, "patrol": watching.patrol_body(found, on.version)}
        )  # fmt: skip
        return
    say("{kept:,} of {all:,} points are of a walk along the line; gaps not bridged: {gaps:,}.",
        kept=found.kept, all=found.fixes, gaps=found.gaps)  # fmt: skip
    for reason, number in found.dropped.items():
        if number:
            say("  left out, {reason}: {number:,}", reason=tracks.SAID[reason], number=number)
    if found.untimed:
        click.echo(f"  {told_of(tracks.UNJUDGED)}")
    for walk in found.walks:
        told = "; ".join(f"km {a / 1000:.3f} – {b / 1000:.3f}" for a, b in walk.stretches)
        click.echo(f"{iso(walk.day)}  {walk.length_m / 1000:.3f} km  {told}")


@line.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("kind", required=False)
@click.option("--from", "since", metavar="DATE", help="First date, full or partial: 2022, 2022-06, 2022-06-01.")
@click.option("--until", "--to", "until", metavar="DATE", help="Last date, full or partial.")
@click.option("--known-on", metavar="TIME", callback=instant, help="As this node knew it at an instant or on a day.")
@click.option("--for", "audience", metavar="AUDIENCE", help="Only what all of these may read.")
@lang_option
@as_json
def export(
    file: Path, kind: str | None, since: str | None, until: str | None, known_on: int | None, audience: str | None,
    lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Write the records (of one KIND or of all) to FILE: .gpkg, .kml or .gpx."""
    form = file.suffix.lower().removeprefix(".")
    if form not in gis.FORMS:
        raise click.BadParameter(tell("{name} must end with .gpkg, .kml or .gpx.", name=file.name))
    node = ledger()
    try:
        first, last = (days_of(since)[0] if since else None), (days_of(until)[1] if until else None)
    except ValueError as error:
        raise click.BadParameter(_no_date(since or until or "")) from error
    rows = reading.records(
        node, reader_for(node, audience), kind=kind, since=first, until=last, known_on=known_on, limit=10_000_000
    )
    places = lines.in_use(node)

    def titled(row: reading.Row) -> tuple[str, str]:
        known = meaning.readable(row.kind, row.version)
        label = registry.of_kind(row.kind).label.to(lang) if known else row.kind
        return label, registry.title(row.kind, dict(row.body), lang) if known else row.kind

    found = gis.features(rows, places, titled)
    with whole_file(file) as sink:
        # The file tells the instant that was asked for, or else since when the list stands so: never when it was made.
        past = known_on is not None and known_on <= now_ms()
        made = gis.utc(known_on) if past and known_on is not None else gis.stood_since(rows)
        sink.write(gis.written(form, found, places, made=made, lang=lang))
    placed = sum(1 for each in found if each.course)
    if as_json:
        print_json({"file": str(file), "records": len(found), "placed": placed})
        return
    say("{file}: {records}, {placed:,} with a place on the ground.",
        file=str(file), records=records(len(found)), placed=placed)  # fmt: skip


class Question:
    """What was asked, and all that is known about it."""

    def __init__(
        self, node: Ledger, *, since: str | None, until: str | None, place: str | None, known_on: int | None,
        audience: str | None, as_json: bool,
    ) -> None:  # fmt: skip
        self.json, self.known_on = as_json, known_on
        self.period = period_of(since, until)
        self.watched = watching.watched(node, reader_for(node, audience), known_on=known_on)
        self.within = within(self.watched.places, place)

    @property
    def asking(self) -> line_told.Asking:
        return line_told.Asking(self.watched, self.within, self.period, self.known_on)

    def where(self) -> str:
        first, last = self.within
        return f"km {first / 1000:.3f} – {last / 1000:.3f}"


def period_of(since: str | None, until: str | None) -> tuple[int, int]:
    """Return the days of a period; without a beginning it is the quarter of its end, without an end it ends today."""
    try:
        last = days_of(until)[1] if until else day_of(now_ms())
        assert last is not None
        first = days_of(since)[0] if since else first_of_quarter(last)
    except ValueError as error:
        raise click.BadParameter(_no_date(since or until or "")) from error
    if first > last:
        raise click.BadParameter(tell("{first} comes after {last}.", first=since, last=until or iso(last)))
    return first, last


def within(places: Places, code: str | None) -> Interval:
    """Return the stretch that a question is about."""
    found = line_told.stretch_of(places, code)
    if found is None:
        raise click.BadParameter(tell("{code} is not known to have a stretch of this line.", code=code))
    return found


def _km(part: Any) -> str:
    return f"km {part.from_m / 1000:.3f} – {part.to_m / 1000:.3f}"


def km(metres: int) -> str:
    """Return metres as kilometres."""
    return f"{metres / 1000:.3f}"


def _last(day: int | None) -> str:
    return tell("last on {day}", day=iso(day)) if day is not None else tell("never, as far as is known")


def _no_date(value: str) -> str:
    return tell("{value!r} is not a date such as 2022, 2022-06 or 2022-06-03.", value=value)
