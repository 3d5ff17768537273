"""``twinline minutes``."""

from __future__ import annotations

from pathlib import Path

import click

from twinline.reports.minutes import minutes as made
from twinline.store import acting
from twinline.store.commands.common import as_json, ledger, print_json, whole_file


@click.command()
@click.argument("record")
@click.option("--output", "output", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="The PDF to write.")  # fmt: skip
@as_json
def minutes(record: str, output: Path, as_json: bool) -> None:
    """Write the minutes of RECORD as PDF: Vietnamese and Lao side by side on one A4, to be signed by both sides.

    Of a joint patrol that was walked, talks, reviews, conferences, handovers. The code on it names the record: once
    signed, 'twinline on-paper' finds where the scan belongs.
    """
    node = ledger()
    view = acting.find(node, record)
    written = made(view)
    with whole_file(output) as sink:
        sink.write(written)
    if as_json:
        print_json({"file": str(output), "record": view.row.record, "bytes": len(written)})
