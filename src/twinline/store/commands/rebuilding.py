"""``twinline rebuild``."""

from __future__ import annotations

import click

from twinline.sentences import Sentence
from twinline.store import verifying
from twinline.store.commands.common import as_json, ledger, print_json, say, with_progress


@click.command()
@as_json
def rebuild(as_json: bool) -> None:
    """Make every table that is only a cache anew from the log."""
    node = ledger()
    records = with_progress(Sentence("rebuilding"), lambda progress: verifying.rebuild(node, progress=progress))
    if as_json:
        print_json({"records": records})
    else:
        say("Records made anew from the log: {records:,}.", records=records)
