"""``twinline init``: begin a node."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.records.gazetteer import Gazetteer, packaged
from twinline.store import beginning
from twinline.store.beginning import Founding
from twinline.store.commands.common import as_json, print_json
from twinline.times import iso, now_ms


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--org", required=True, metavar="ORG", help="The organisation that the node is run for, such as vn-na.")
@click.option("--host", "hosts", multiple=True, metavar="ORG", help="Also read and speak for ORG and those under it.")
@click.option("--side", type=click.Choice(["VN", "LA"]), help="The side of an organisation the gazetteer doesn't know.")
@click.option("--name", metavar="TEXT", help="The name of an organisation the gazetteer doesn't know.")
@as_json
def init(directory: Path, org: str, hosts: tuple[str, ...], side: str | None, name: str | None, as_json: bool) -> None:
    """Begin a node in DIRECTORY: its keys, its tables, its roster."""
    gazetteer = packaged()
    own = _founding(gazetteer, org, None, side, name)
    codes = [code for asked in (org, *hosts) for code in sorted(gazetteer.descendants(asked) or {asked})]
    stated = list(dict.fromkeys(code for code in codes if code != org))
    for code in stated:
        if gazetteer.organisation(code) is None:
            raise click.UsageError(f"--host: {code!r} is not an organisation of the gazetteer.")
    under = [_founding(gazetteer, code, _parent(gazetteer, code, {org, *stated}, org)) for code in stated]
    node = beginning.begin(directory, own, under, hosts=(org, *stated), now=now_ms()).node
    told = {
        "node": node.id, "organisation": org, "side": node.side, "hosts": list(node.hosts),
        "folder": str(directory.resolve()), "fingerprint": node.root_public().fingerprint,
    }  # fmt: skip
    if as_json:
        print_json(told)
        return
    called = own.names.get("en") or org
    click.echo(f"A node for {org} ({called}) is in {told['folder']}; it speaks for {len(node.hosts)} in all.")
    click.echo(f"Its fingerprint, to be compared in person: {told['fingerprint']}")
    click.echo("Keep a copy of its folder's keys/root.key and keys/organisation.key in a safe place.")


def _founding(
    gazetteer: Gazetteer, code: str, parent: str | None, side: str | None = None, name: str | None = None
) -> Founding:
    known = gazetteer.organisation(code)
    if known is None:
        if side is None:
            raise click.UsageError(
                f"--org: {code!r} is not in the gazetteer; give --side (VN or LA) and --name to begin a node for it."
            )
        return Founding(code, side, None, {"en": name or code})
    return Founding(
        code, known.side, parent, {lang: text for lang, text in known.names.items() if text},
        iso(known.valid_from) if known.valid_from is not None else None,
        iso(known.valid_to) if known.valid_to is not None else None,
    )  # fmt: skip


def _parent(gazetteer: Gazetteer, code: str, stated: set[str], own: str) -> str:
    """Return the nearest organisation above that the roster states; else the one the node is run for."""
    return next((above for above in gazetteer.superiors(code) if above in stated), own)
