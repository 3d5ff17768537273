"""Taking examples away: every record marked EXAMPLE that this node said is withdrawn, all of them or none.

What was said and signed stays in the log, as with any withdrawal; nothing shows or counts it any more, here and
wherever the withdrawal arrives. What others said as examples is theirs to withdraw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twinline.ledger.fold import RELEASED
from twinline.store import reading, saying
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.store.saying import Saying

REASON = "example"
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class TakenAway:
    """How many examples were withdrawn, and how many that others said are still here."""

    withdrawn: int
    of_others: int


def examples(ledger: Ledger) -> tuple[list[Row], list[Row]]:
    """Return the records marked EXAMPLE that stand here: our own, those released as others too, and those of others."""
    reader = Reader.of_node(ledger)
    found = reading.records(ledger, reader, example=True, limit=_ALL)
    found += reading.records(ledger, reader, example=True, standing=RELEASED, limit=_ALL)
    hosts = ledger.hosts()
    return [row for row in found if row.author in hosts], [row for row in found if row.author not in hosts]


def take_away(ledger: Ledger, *, now: int) -> TakenAway:
    """Withdraw all examples that this node said."""
    ours, theirs = examples(ledger)
    done = saying.say_all(ledger, _withdrawals(ledger, ours), now=now)
    return TakenAway(len(done), len(theirs))


def _withdrawals(ledger: Ledger, rows: list[Row]) -> Iterator[Saying]:
    reader = Reader.of_node(ledger)
    for row in rows:
        view = reading.record(ledger, reader, row.record)
        assert view is not None
        tip = view.standing.tip
        yield Saying(
            tip.kind, {"reason": REASON}, view.standing.root.author, tip.about, view.row.audience, act="withdraw",
            record=row.record, follows=tip.hash.hex(),
        )  # fmt: skip
