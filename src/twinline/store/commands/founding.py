"""``twinline init``: begin a node."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.store import beginning, identity
from twinline.store.commands.common import as_json, print_json, say
from twinline.times import now_ms


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--org", required=True, metavar="ORG", help="The organisation that the node is run for, such as vn-na.")
@click.option("--host", "hosts", multiple=True, metavar="ORG", help="Also read and speak for ORG and those under it.")
@click.option("--side", type=click.Choice(["VN", "LA"]), help="The side of an organisation the gazetteer doesn't know.")
@click.option("--name", metavar="TEXT", help="The name of an organisation the gazetteer doesn't know.")
@click.option("--keys", type=click.Path(path_type=Path, file_okay=False),
              help="root.key and organisation.key of a node of which nothing else is left.")  # fmt: skip
@as_json
def init(
    directory: Path, org: str, hosts: tuple[str, ...], side: str | None, name: str | None, keys: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Begin a node in DIRECTORY: its keys, its tables, its roster."""
    given = identity.kept_keys(keys) if keys else None
    node = beginning.begin_listed(directory, org, hosts, now=now_ms(), side=side, name=name, keys=given).node
    told = {
        "node": node.id, "organisation": org, "side": node.side, "hosts": list(node.hosts),
        "folder": str(directory.resolve()), "fingerprint": node.root_public().fingerprint,
    }  # fmt: skip
    if as_json:
        print_json(told)
        return
    say("A node for {org} is in {folder}; it speaks for {hosts:,} in all.",
        org=org, folder=told["folder"], hosts=len(node.hosts))  # fmt: skip
    say("Its fingerprint, to be compared in person: {fingerprint}", fingerprint=told["fingerprint"])
    say("Keep a copy of its folder's keys/root.key and keys/organisation.key in a safe place.")
    say("The first account at its desk: 'twinline user link --operator --release --node {folder}'.", folder=directory)
