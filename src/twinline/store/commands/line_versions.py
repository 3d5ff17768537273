"""``twinline line``: versions of the line, a survey brought in, handed over and proposed to the other side."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from twinline.line import survey
from twinline.line.places import Places
from twinline.line.shapes import BYTES, Shapes, Unreadable, read_shapes
from twinline.sentences import Sentence, records
from twinline.store import lines, saying, surveys
from twinline.store.commands.common import as_json, ledger, print_json, say, whole_file
from twinline.store.commands.saying import audience_for
from twinline.times import day_of, iso, now_ms, rfc3339
from twinline.tongues import told


@click.command("versions")
@as_json
def versions(as_json: bool) -> None:
    """List the versions of the line, the one in use marked, with what can't hold at once on it."""
    node = ledger()
    for each in lines.versions(node):
        if as_json:
            print_json(
                {"version": each.version, "line": each.line, "source": each.source, "current": each.current,
                 "added": rfc3339(each.added) if each.added else None}
            )  # fmt: skip
        else:
            mark = "*" if each.current else " "
            click.echo(
                f"{mark} {each.version[:16]}  {each.source}  {rfc3339(each.added) if each.added else ''}".rstrip()
            )
            if not each.added:
                say("    in reports: {version}", version=each.line[:16])
    if as_json:
        return
    for each in surveys.known(node):
        called = f"{each.number} ({each.version[:16]})" if each.number else each.version[:16]
        who = ", ".join(sorted(each.behind))
        if each.agreed:
            say("  {survey} is agreed: proposed or confirmed by {who}.", survey=called, who=who)
        else:
            say("  {survey} is proposed or confirmed by {who}; it counts once these agree too: {missing}.",
                survey=called, who=who, missing=", ".join(each.missing))  # fmt: skip
    for note in lines.in_use(node).line.notes:
        click.echo(f"  {told(note)}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be, and change nothing.")
@as_json
def import_(file: Path, dry_run: bool, as_json: bool) -> None:
    """Take a better survey (GeoJSON, GeoPackage or GPX) into use, and place all records on it anew.

    So is a survey that another node wrote by 'twinline line give': it comes out as the same version.
    """
    node = ledger()
    places = _brought(file)
    if dry_run:
        for note in places.line.notes:
            click.echo(told(note))
        say("This would be version {version}; nothing was changed.", version=places.version[:16])
        return
    _say(lines.adopt(node, places, file.name, now=now_ms()), as_json)
    if not as_json:
        for note in places.line.notes:
            click.echo(told(note))


@click.command("use")
@click.argument("version")
@as_json
def use(version: str, as_json: bool) -> None:
    """Go back to VERSION (its digest or the beginning of it, or 'packaged'), and place all records on it anew."""
    _say(lines.use(ledger(), version), as_json)


def _brought(file: Path) -> Places:
    if file.stat().st_size <= BYTES:
        with contextlib.suppress(UnicodeDecodeError):
            given = survey.handed_over(file.read_bytes().decode("utf-8"), lines.base())
            if given is not None:
                return given
    return survey.surveyed(shapes_of(file), lines.base(), source=file.name)


@click.command("give")
@click.argument("version")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_json
def give(version: str, file: Path, as_json: bool) -> None:
    """Write VERSION of the line to FILE, for the other side to bring in by 'twinline line import'."""
    node = ledger()
    chosen = lines.named(node, version)
    with whole_file(file) as sink:
        sink.write(survey.written(lines.held(node, chosen.version)).encode())
    if as_json:
        print_json({"file": str(file), "version": chosen.version})
        return
    say("{file}: version {version} of the line.", file=str(file), version=chosen.version[:16])


@click.command("propose")
@click.argument("version")
@click.option("--to-confirm", "counterparts", multiple=True, metavar="ORG",
              help="A province of the other side that is to confirm it; may be repeated. Without, all that are on the "
                   "line.")  # fmt: skip
@click.option("--number", metavar="TEXT", help="The survey's own number.")
@click.option("--on", "day", metavar="DATE", help="The day it is proposed; without, today.")
@click.option("--to", default="line", show_default=True, metavar="AUDIENCE", help="Whose figures it is for.")
@click.option("--release", "released", is_flag=True, help="Release at once: say it to that audience now.")
@click.option("--example", is_flag=True, help="Mark it as an example.")
@as_json
def propose(
    version: str, counterparts: Sequence[str], number: str | None, day: str | None, to: str, released: bool,
    example: bool, as_json: bool,
) -> None:  # fmt: skip
    """Propose that both sides count by VERSION of the line: a record for each who is to confirm it.

    Joint figures stand on it from when every province on the line has proposed or confirmed it.
    """
    node = ledger()
    author, now = node.node.organisation, now_ms()
    body: dict[str, Any] = {"version": lines.named(node, version).version, "proposed": day or iso(day_of(now))}
    body |= {"survey": number} if number else {}
    body |= {"example": True} if example else {}
    asked = tuple(sorted(set(counterparts))) or surveys.others(node)
    audience, intended = audience_for(node, to, author, released)
    proposals = [
        saying.Saying(surveys.KIND, {**body, "counterparts": [code]}, author, author, audience, intended=intended)
        for code in asked
    ]
    for code, said in zip(asked, saying.say_all(node, proposals, now=now), strict=True):
        if as_json:
            print_json({"record": said.record, "version": body["version"], "to_confirm": code})
        else:
            click.echo(said.record)


def _say(done: lines.Adopted, as_json: bool) -> None:
    if as_json:
        print_json(
            {"version": done.version, "placed": done.placed, "moved": done.moved, "furthest_m": done.furthest_m,
             "lost": done.lost}
        )  # fmt: skip
        return
    say(
        "Version {version} is in use. With a place on it: {placed}; moved, by up to {most:,} m: {moved:,}; without "
        "one now: {lost:,}. What they say is as it was, and joint figures stay on the line both agreed on.",
        version=done.version[:16], placed=records(done.placed), moved=done.moved, most=done.furthest_m, lost=done.lost,
    )  # fmt: skip


def shapes_of(file: Path) -> Shapes:
    """Return what a file of a survey or a receiver holds, whichever of the formats it is."""
    from twinline.store import geopackage

    if geopackage.is_geopackage(file):
        return geopackage.read_geopackage(file)
    if file.stat().st_size > BYTES:
        raise Unreadable(
            "too-long",
            Sentence(
                "{name} is {size:,} bytes long; up to {most:,} are read.",
                name=file.name, size=file.stat().st_size, most=BYTES,
            ),
        )  # fmt: skip
    return read_shapes(file.read_bytes(), file.name)
