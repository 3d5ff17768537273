"""``twinline persons``: how many personal parts there are, and erasing what is past its date. No command opens one.

Whoever may run commands looks after the machine; reading is done at the desk, by those whose role it is, for a reason.
"""

from __future__ import annotations

import sys

import click

from twinline.access import tracing
from twinline.sealed import keeping
from twinline.sealed.vault import Vault
from twinline.store.commands.common import as_json, ledger, print_json, say
from twinline.times import day_of, now_ms, rfc3339


@click.group()
def persons() -> None:
    """Personal parts of this machine: how many, and what is past its date. None is shown here."""


@persons.command("status")
@as_json
def status(as_json: bool) -> None:
    """Say how many personal parts are kept, how many are past their date, and when that was last looked at."""
    vault, today = Vault(ledger().folder), day_of(now_ms())
    kept = vault.all()
    due = [each for each in kept if max(each.ends, each.held_to or each.ends) < today]
    last = vault.last_run()
    if as_json:
        print_json({"kept": len(kept), "due": len(due), "held": sum(each.held_to is not None for each in kept),
                    "last_run": rfc3339(last) if last is not None else None})  # fmt: skip
        return
    say("Personal parts kept: {kept:,}; past their date: {due:,}.", kept=len(kept), due=len(due))


@persons.command("retain")
@click.option("--clock-is-right", "by", metavar="NAME", default="", help="Who says that this machine's clock is right.")
@as_json
def retain(by: str, as_json: bool) -> None:
    """Erase what is past its date. Nothing is erased while the clock is in doubt, unless somebody vouches for it."""
    decision = keeping.retain(ledger(), now=now_ms(), confirmed_by=by)
    if as_json:
        doubt = decision.doubt.value if decision.doubt else None
        print_json({"erased": len(decision.erase), "due": len(decision.due), "doubt": doubt})
    elif decision.doubt is None:
        say("Personal parts erased: {number:,}.", number=len(decision.erase))
    else:
        say(
            "This machine's clock is in doubt, so nothing was erased; past their date: {due:,}. Look at the clock; if "
            "it is right, say who vouches for it with --clock-is-right.",
            due=len(decision.due),
        )
    sys.exit(1 if decision.doubt and decision.due else 0)


@click.group()
def trace() -> None:
    """The trace of who did what with personal parts: it is added to and never changed."""


@trace.command("check")
@as_json
def check(as_json: bool) -> None:
    """Check the whole chain; print the hash by which it is known."""
    ledger()
    broken, head = tracing.broken(), tracing.head()
    if as_json:
        print_json({"sound": broken is None, "broken_at": broken.row if broken else None, "head": head})
    elif broken is None:
        say("The trace is whole. It is known by {head}.", head=head)
    else:
        say("The trace was altered: row {row:,} does not go with the one before it.", row=broken.row)
    sys.exit(0 if broken is None else 1)


@trace.command("export")
def export() -> None:
    """Print the trace as JSON Lines, the oldest first: who, when, which record, why. No personal value stands in it."""
    ledger()
    for row in tracing.rows():
        print_json(row)
