"""``twinline backup``, ``twinline restore`` and ``twinline node``."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.sentences import Sentence, entries, feeds
from twinline.store import backing, restoring
from twinline.store.commands.common import as_json, ledger, print_json, say, with_progress
from twinline.store.commands.roster import say_fresh
from twinline.times import now_ms


@click.command()
@click.argument("target", metavar="FILE|DIR", type=click.Path(path_type=Path))
@as_json
def backup(target: Path, as_json: bool) -> None:
    """Write a backup of this node, verified when made, while it works. No key is in it."""
    node = ledger()
    made = with_progress(Sentence("backing up"), lambda _: backing.back_up(node, target, now=now_ms()))
    if as_json:
        print_json(
            {"file": str(made.path), "bytes": made.size, "feeds": made.feeds, "entries": made.entries,
             "digest": made.digest, "made": made.made}
        )  # fmt: skip
        return
    say("{path}: {entries} of {feeds}, {size:,} bytes; read back, sound.",
        path=made.path, entries=entries(made.entries), feeds=feeds(made.feeds), size=made.size)  # fmt: skip
    say("No key is in it: keep keys/root.key and keys/organisation.key apart, or it can't be brought back.")


@click.command()
@click.argument("file", metavar="BACKUP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="The folder where root.key and organisation.key were kept.")  # fmt: skip
@as_json
def restore(file: Path, directory: Path, keys: Path, as_json: bool) -> None:
    """Make a node in DIR from BACKUP: with a fresh key, and fresh feeds that name the old heads."""
    told = with_progress(Sentence("restoring"), lambda _: restoring.restore(file, directory, keys, now=now_ms()))
    say_fresh(told, as_json)
    if not as_json:
        if told.made:
            say("The backup was made at {made}.", made=told.made)
        say(
            "What was said since comes back from the other side: 'twinline exchange --node {folder}'.", folder=directory
        )


@click.group()
def node() -> None:
    """This copy of the node."""


@node.command("recover")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--keys", type=click.Path(path_type=Path, file_okay=False),
              help="Where root.key and organisation.key are, if not in DIR.")  # fmt: skip
@as_json
def recover(directory: Path, keys: Path | None, as_json: bool) -> None:
    """Let the node in DIR, which was copied or moved, go on here: with a fresh key and fresh feeds."""
    told = with_progress(Sentence("recovering"), lambda _: restoring.recover(directory, keys, now=now_ms()))
    say_fresh(told, as_json)
