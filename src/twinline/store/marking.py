"""Marks on what is kept: text that names what is never recorded of people, whoever said it."""

from __future__ import annotations

from twinline.records import free_text
from twinline.records.findings import Finding
from twinline.store.ledger import Ledger
from twinline.store.reading import View


def marked(ledger: Ledger, view: View) -> list[Finding]:
    """Return where the words of a record, or of an answer to it, name what never crosses.

    Of our own words: what to take out before they are sent. Of another side's: not to pass them on. Such an entry can't
    be refused, for the feed around it would stand still; it is kept as it was signed, and marked wherever it is shown.
    """
    found: list[Finding] = []
    standing = (view.standing.tip, *(voice.act for voice in view.standing.voices))
    for act in standing:
        rule = free_text.RULE if act.side == ledger.node.side else free_text.THERE
        found += free_text.stays_home(act.act, act.kind, act.body, rule)
    return found
