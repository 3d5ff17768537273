"""``twinline doctor``."""

from __future__ import annotations

import sys

import click
from django.db.utils import OperationalError

from twinline.node.doctor.looking import Seen, State, look, without_ledger
from twinline.sentences import Sentence
from twinline.store.commands.common import as_json, folder, lang_option, ledger, print_json, say, say_text
from twinline.store.identity import Exposed
from twinline.times import now_ms
from twinline.tongues import told

_WORDS = {State.FINE: Sentence("fine"), State.LOOK: Sentence("look"), State.WRONG: Sentence("WRONG")}


@click.command()
@lang_option
@as_json
def doctor(lang: str, as_json: bool) -> None:
    """Look whether this node is well kept: keys, clock, disk, tables, trace, fields, alarms, backups, peers, accounts.

    One line each: fine, to be looked at, or wrong, and what to do. It only
    reads. Exit code 1: something is wrong.
    """
    del lang
    try:
        found = look(ledger(), now=now_ms())
    except Exposed as problem:  # such a node doesn't start, not even for this
        found = [Seen("keys", State.WRONG, Sentence("{what}", what=problem.whole))]
    except OperationalError as problem:
        found = without_ledger(folder(), problem)
    wrong = sum(each.state is State.WRONG for each in found)
    if as_json:
        for each in found:
            print_json(
                {"check": each.check, "state": each.state, "sentence": str(each.sentence), "todo": str(each.todo)}
            )
        print_json({"node": str(folder()), "wrong": wrong})
    else:
        width = max(len(told(word)) for word in _WORDS.values())
        for each in found:
            todo = f" {told(each.todo)}" if each.todo else ""
            click.echo(f"{told(_WORDS[each.state]):<{width}}  {told(each.sentence)}{todo}")
        if wrong:
            say("Wrong: {number:,}. Mend these first.", number=wrong)
        else:
            say_text(Sentence("Nothing is wrong."))
    sys.exit(1 if wrong else 0)
