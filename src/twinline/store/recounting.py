"""Taking persons out of the number of suspects, in every record of ours that counts them, who turn out to be none.

Why they are taken out stands nowhere in what is said: an amended number, as after a miscount. What was known on a past
day stays as it was; whoever asks for it is told beside it that it was corrected since (``figures.corrected``). Who has
not yet received the new number is known by receipts (``store.reach``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction

from twinline.figures.catalogue import packaged
from twinline.figures.returned import RETURN
from twinline.sentences import Sentence
from twinline.store import acting, reading
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.linking import later_name
from twinline.store.reading import Reader, Row, View

#: The kinds that count suspects, and the field in which they do.
KINDS, FIELD = ("incident", "case"), "persons"
#: So many reported figures at most are named to be looked at.
MOST = 50


@dataclass(frozen=True, slots=True)
class Lowered:
    """A record of ours, and how many suspects it counts before and after."""

    row: Row
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Recount:
    """What is said anew, and what only somebody else, or somebody who looks, can put right.

    ``theirs`` are others' records of the same event, which count on; ``reported`` are figures our offices reported
    for a time in which it lies: whether these persons are in them, nobody but who reported knows.
    """

    lowered: tuple[Lowered, ...]
    theirs: tuple[Row, ...]
    reported: tuple[Row, ...]


def plan(ledger: Ledger, view: View, fewer: int, leave_out: Collection[str] = ()) -> Recount:
    """Return what ``recount`` would do. Raises ``StoreError`` where the record isn't ours or counts fewer suspects."""
    view = _latest(ledger, view)
    row = view.row
    hosts = ledger.hosts()
    if row.author not in hosts:
        raise StoreError("not-ours", Sentence(
            "{record} is said by {author}: only its author puts its number right.", record=row.record, author=row.author
        ))  # fmt: skip
    acting.open_to(ledger, view, "amend")
    counts = row.body.get(FIELD, 0) if row.kind in KINDS else 0
    if not 0 < fewer <= counts:
        raise StoreError("too-few", Sentence(
            "{record} counts {counted} suspects: from 1 to as many can be taken out.", record=row.record, counted=counts
        ))  # fmt: skip
    family = [row, *(each for each in _tied(ledger, view) if each.record not in leave_out)]
    lowered = tuple(
        Lowered(each, each.body[FIELD], each.body[FIELD] - fewer)
        for each in family
        if each.author in hosts and each.body.get(FIELD, 0) >= fewer
    )
    theirs = tuple(each for each in family if each.author not in hosts and each.body.get(FIELD))
    return Recount(lowered, theirs, tuple(_reported(ledger, row)))


def recount(ledger: Ledger, view: View, fewer: int, leave_out: Collection[str] = (), *, now: int) -> Recount:
    """Take ``fewer`` persons out of the suspects of a record of ours, and of those tied to it: all amended, or none.

    Tied are our records of the same event, and the case that it belongs to; ``leave_out`` names those that don't count
    these persons. Raises ``StoreError``, or ``saying.Unfit`` where what is left makes no sense.
    """
    with transaction.atomic(using=ledger.alias):
        done = plan(ledger, view, fewer, leave_out)
        for each in done.lowered:
            acting.amend(
                ledger, acting.find(ledger, each.row.record), {**each.row.body, FIELD: each.after}, now=now
            )  # fmt: skip
        return done


def _latest(ledger: Ledger, view: View) -> View:
    """Return the record under which one was last released, which is the one that counts, or itself."""
    later = later_name(ledger, view.row.record)
    return view if later == view.row.record else acting.find(ledger, later)


def _tied(ledger: Ledger, view: View) -> list[Row]:
    """Return the records that count the same suspects as one does: of the same event, and the case it belongs to."""
    ids = set(view.same_event)
    if "case" in view.row.body:
        ids.add(later_name(ledger, str(view.row.body["case"])))
    found = reading.records(ledger, Reader.of_node(ledger), ids=ids, limit=len(ids)) if ids else []
    return [one for one in found if one.kind in KINDS and one.standing not in ("withdrawn", "released")]


def _reported(ledger: Ledger, row: Row) -> Iterator[Row]:
    """Yield the figures of suspects that our organisations reported for a time that holds the record's."""
    told = {
        indicator.name for indicator in packaged().indicators.values() if indicator.counted
        for one in indicator.counted.selections if one.kind in KINDS and one.measure.endswith(FIELD)
    }  # fmt: skip
    if row.day_from is None or row.day_to is None:
        return
    reader, hosts = Reader.of_node(ledger), ledger.hosts()
    for one in reading.records(ledger, reader, kind=RETURN, since=row.day_from, until=row.day_to, limit=MOST):
        if one.author in hosts and one.body.get("indicator") in told:
            yield one
