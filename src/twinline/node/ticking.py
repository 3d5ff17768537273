"""``twinline tick``: what ``twinline serve`` does by itself, once, for a scheduler: exchange, and remind by e-mail."""

from __future__ import annotations

import click

from twinline.exchange import schedule, sizes
from twinline.node import reminding
from twinline.node.mail import MailProblem
from twinline.node.reminding import Reminded
from twinline.sentences import Plural, Sentence
from twinline.store import settled
from twinline.store.commands.common import as_json, ledger, print_json, say, say_text
from twinline.times import now_ms, rfc3339


@click.command()
@click.option("--every", default="15m", show_default=True, type=sizes.SPAN, help="The time between two contacts.")
@as_json
def tick(every: int, as_json: bool) -> None:
    """Exchange with every node whose time has come, and remind by e-mail where that is set up.

    To be run by a scheduler, where no 'twinline serve' does it. Mail that fails stops no exchange: 'twinline remind
    --status' says why.
    """
    node = ledger()
    tried = schedule.tick(node, now_ms, every_ms=every)
    settled.settle(node)
    try:
        reminded = reminding.remind(node.folder, now=now_ms())
    except MailProblem as problem:
        reminded = Reminded(trouble=problem.whole)
    _tell(tried, reminded, as_json)


def _tell(tried: list[schedule.Tried], reminded: Reminded, as_json: bool) -> None:
    mailed = reminded != Reminded()
    if as_json:
        told: list[dict[str, object]] = [
            {"peer": one.peer.name, "next_try": rfc3339(one.next_try), "trouble": str(one.trouble)} for one in tried
        ]
        if mailed:
            told.append({"reminded": reminded.sent, "refused": reminded.refused, "trouble": str(reminded.trouble)})
        print_json(told)
        return
    for one in tried:
        say("{name}: {what} Next at {next}.",
            name=one.peer.name, what=one.trouble or Sentence("exchanged."), next=rfc3339(one.next_try))  # fmt: skip
    if not tried:
        say("It is nobody's time yet.")
    if mailed:
        say_text(Plural("{number} reminded; for {nothing} nothing waits, {refused} addresses weren't taken.",
                        "{number} reminded; for {nothing} nothing waits, {refused} addresses weren't taken.",
                        reminded.sent, nothing=reminded.nothing, refused=reminded.refused))  # fmt: skip
    if reminded.trouble:
        say_text(reminded.trouble, err=True)
