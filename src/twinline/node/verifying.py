"""``twinline verify``: the log and its tables, and the trace beside them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from twinline.access import tracing
from twinline.sentences import Sentence
from twinline.store import evidence, verifying
from twinline.store.commands.common import as_json, ledger, print_json, say, say_text, with_progress


@click.command()
@click.option("--evidence", "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
              help="Write what shows two histories of a feed into DIR, to be checked by others.")  # fmt: skip
@as_json
def verify(as_json: bool, folder: Path | None) -> None:
    """Prove that all that is kept is what was signed, every table what the log gives, and the trace whole."""
    node = ledger()
    verdict = with_progress(Sentence("verifying"), lambda progress: verifying.verify(node, progress=progress))
    broken = tracing.broken(using=node.alias)
    if broken is not None:
        verdict.faults.append(broken.told)
    if as_json:
        print_json(
            {"sound": verdict.sound, "digest": verdict.digest, "feeds": verdict.feeds, "entries": verdict.entries,
             "records": verdict.records, "receipts": verdict.receipts, "quarantined": verdict.quarantined,
             "faults": [*map(str, verdict.faults)], "alarms": [*map(str, verdict.alarms)]}
        )  # fmt: skip
    else:
        _print(verdict)
    if folder is not None:
        written = evidence.write(node, folder)
        say("Pieces of evidence in {folder}: {number:,}.", folder=folder, number=len(written), err=True)
    sys.exit(0 if verdict.sound else 1)


def _print(verdict: verifying.Verdict) -> None:
    if verdict.sound:
        say(
            "What holds: entries {entries:,}, feeds {feeds:,}, receipts {receipts:,}; "
            "records kept as the log gives them: {records:,}.",
            entries=verdict.entries, feeds=verdict.feeds, receipts=verdict.receipts, records=verdict.records,
        )  # fmt: skip
        if verdict.quarantined:
            say("Entries that stand aside: {number:,}.", number=verdict.quarantined)
    else:
        say("Faults found: {number:,}.", number=len(verdict.faults))
    for fault in verdict.faults[:50]:
        say_text(fault, indent="  ")
    for alarm in verdict.alarms:
        say_text(alarm, indent="  ")
    say("ledger digest {digest}", digest=verdict.digest)
