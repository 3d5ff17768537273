"""What must not be and was found: two histories, a copy of a desk, a clock that can't be right."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house import here
from twinline.desk.seen import Alarm
from twinline.store import evidence, peers, sending
from twinline.store.here import this_ledger
from twinline.store.ledger import Ledger
from twinline.store.peers import AlarmRow
from twinline.store.reading import Reader

#: On the first page an alarm stands so long; on its own page for good.
FRESH_MS = 30 * 86_400_000


def alarms(user: User, lang: str) -> Sequence[Alarm]:
    """Return what was found, the latest first, as far as it is about what this officer may read."""
    ledger = this_ledger()
    reader, line = here.reader_of(user), ledger.line()
    return [_shown(ledger, row, lang) for row in peers.alarms(ledger) if _readable(ledger, reader, line, row)]


def fresh(user: User, lang: str, *, now: int) -> int:
    """Return how many were found lately."""
    return sum(1 for each in alarms(user, lang) if now - each.at_ms < FRESH_MS)


def evidence_of(user: User, number: int) -> tuple[str, str] | None:
    """Return a name and the text of a file that shows others what was found; None for what isn't there to be read."""
    ledger = this_ledger()
    reader, line = here.reader_of(user), ledger.line()
    found = next((row for row in peers.alarms(ledger) if row.number == number), None)
    return evidence.piece(found) if found and _readable(ledger, reader, line, found) else None


def _readable(ledger: Ledger, reader: Reader, line: frozenset[str], row: AlarmRow) -> bool:
    feed = sending.feed(ledger, row.feed) if row.feed else None
    return feed is None or feed.type == "roster" or reader.reads(feed.audience, line)


def _shown(ledger: Ledger, row: AlarmRow, lang: str) -> Alarm:
    paired = next((peer.organisation for peer in peers.all_peers(ledger) if peer.node == row.node), None)
    known, feed = ledger.roster().called(row.node), sending.feed(ledger, row.feed) if row.feed else None
    teller = paired or (known[0].organisation if known else None)
    what, todo = _words(row.check)
    return Alarm(
        number=row.number,
        what=what,
        todo=todo,
        at_ms=row.at,
        by=here.who(teller, lang) if teller else None,
        about=here.who(feed.organisation, lang) if feed else None,
    )


def _words(check: str) -> tuple[str, str]:
    """Return what was found and what to do, in the reader’s language."""
    known = {
        "two-histories": (
            _("Two different accounts under one signature"),
            _(
                "One key has signed two different accounts of the same past: it was copied, or is in wrong "
                "hands. Save the evidence, show it to both sides, and ask the office concerned to renew its "
                "key. Both accounts are kept; nothing is lost."
            ),
        ),
        "ahead": (
            _("Somebody holds more of our words than we do"),
            _(
                "This desk was restored from an older copy, or runs in two places. Say nothing more here "
                "until whoever runs it has brought it back with a fresh key."
            ),
        ),
        "clock": (
            _("A clock that can’t be right"),
            _(
                "Their clock and ours are far apart. Compare both with a clock you trust and set the wrong "
                "one right. What was received keeps its order."
            ),
        ),
    }  # fmt: skip
    return known.get(
        check, (_("Something that must not be"), _("Save the evidence and show it to whoever runs this desk."))
    )
