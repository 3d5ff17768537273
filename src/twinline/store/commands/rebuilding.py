"""``twinline rebuild``."""

from __future__ import annotations

import click

from twinline.sentences import Sentence
from twinline.store import settled, verifying
from twinline.store.commands.common import as_json, ledger, print_json, say, with_progress


@click.command()
@click.option("--indexes", is_flag=True, help="Only the indexes of the figures. Ctrl-C leaves those there were.")
@as_json
def rebuild(indexes: bool, as_json: bool) -> None:
    """Make every table that is only a cache anew from the log."""
    node = ledger()
    if indexes:
        # SQLite says nothing of how far it is: shown are the seconds.
        built = with_progress(
            Sentence("building the indexes of the figures"), lambda _: settled.settle(node, most=None)
        )
        if as_json:
            print_json({"built": built})
        elif built:
            say("The indexes of the figures are built.")
        else:
            say("The indexes of the figures need no building.")
        return
    records = with_progress(Sentence("rebuilding"), lambda progress: verifying.rebuild(node, progress=progress))
    if as_json:
        print_json({"records": records})
    else:
        say("Records made anew from the log: {records:,}.", records=records)
