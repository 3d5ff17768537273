"""``twinline verify`` and ``twinline rebuild``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from twinline.store import evidence, verifying
from twinline.store.commands.common import as_json, ledger, print_json, with_progress


@click.command()
@click.option("--evidence", "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Write what shows two histories of a feed into DIR, to be checked by others.")  # fmt: skip
@as_json
def verify(as_json: bool, folder: Path | None) -> None:
    """Prove that all that is kept is what was signed, and that every table is what the log gives."""
    node = ledger()
    verdict = with_progress("verifying", lambda progress: verifying.verify(node, progress=progress))
    if as_json:
        print_json(
            {"sound": verdict.sound, "digest": verdict.digest, "feeds": verdict.feeds, "entries": verdict.entries,
             "records": verdict.records, "receipts": verdict.receipts, "quarantined": verdict.quarantined,
             "faults": verdict.faults, "alarms": verdict.alarms}
        )  # fmt: skip
    else:
        click.echo(
            f"What holds: entries {verdict.entries:,}, feeds {verdict.feeds:,}, receipts {verdict.receipts:,}; "
            f"records kept as the log gives them: {verdict.records:,}"
            + (f"; entries that stand aside: {verdict.quarantined:,}" if verdict.quarantined else "")
            + "."
            if verdict.sound
            else f"{len(verdict.faults):,} faults were found:"
        )
        for fault in verdict.faults[:50]:
            click.echo(f"  {fault}")
        for alarm in verdict.alarms:
            click.echo(f"  {alarm}")
        click.echo(f"ledger digest {verdict.digest}")
    if folder is not None:
        written = evidence.write(node, folder)
        click.echo(f"{len(written)} pieces of evidence are in {folder}.", err=True)
    sys.exit(0 if verdict.sound else 1)


@click.command()
@as_json
def rebuild(as_json: bool) -> None:
    """Make every table that is only a cache anew from the log."""
    node = ledger()
    records = with_progress("rebuilding", lambda progress: verifying.rebuild(node, progress=progress))
    if as_json:
        print_json({"records": records})
    else:
        click.echo(f"{records:,} records were made anew from the log.")
