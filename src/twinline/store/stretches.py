"""What has a sheet to take along: a stretch that somebody looks after, a patrol that is planned; and its markers."""

from __future__ import annotations

from twinline.records import registry
from twinline.sentences import Sentence
from twinline.store import lines, meaning, reading
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, View

KIND, INSPECTION, PATROL = "stretch", "inspection", "patrol"
#: An inspection or a patrol tells of so many markers at most.
MOST = 60
_ALL = 100_000


class NoStretch(StoreError):
    """A record is neither a stretch that somebody looks after nor a planned patrol."""

    def __init__(self, record: str) -> None:
        super().__init__(
            "no-stretch",
            Sentence(
                "{record} is no stretch that a group looks after and no planned patrol: name one ('twinline list "
                "stretch', 'twinline list patrol').",
                record=record,
            ),
        )


def is_stretch(view: View) -> bool:
    """Return whether a record is a stretch that can be read here."""
    return view.row.kind == KIND and meaning.readable(view.row.kind, view.row.version)


def is_planned(view: View) -> bool:
    """Return whether a record is a patrol that is planned and can be read here."""
    planned = view.row.kind == PATROL and view.row.body.get("stage") == "planned"
    return planned and meaning.readable(view.row.kind, view.row.version)


def has_sheet(view: View) -> bool:
    """Return whether a sheet can be printed for a record."""
    return is_stretch(view) or is_planned(view)


def plan_of(ledger: Ledger, reader: Reader, view: View) -> View | None:
    """Return the plan that a patrol names, where its reader may read it."""
    plan = view.row.body.get("plan")
    found = reading.record(ledger, reader, str(plan)) if plan else None
    return found if found is not None and meaning.readable(found.row.kind, found.row.version) else None


def markers_on(ledger: Ledger, reader: Reader, view: View) -> list[str]:
    """Return the numbers of the markers on a stretch or a planned patrol's way, north to south, with recorded stakes.

    Raises ``NoStretch`` where the record is neither, and ``StoreError`` where no marker stands on it, or too many.
    """
    if not has_sheet(view):
        raise NoStretch(view.row.record)
    places = lines.in_use(ledger)
    spot = registry.place(view.row.kind, dict(view.row.body))
    first, last = meaning.interval(spot, places) if spot is not None else (None, None)
    found: dict[str, int] = {}
    if first is not None and last is not None:
        found = {one.number: one.chainage for one in places.markers if first <= one.chainage <= last}
        for row in reading.records(ledger, reader, kind="marker", limit=_ALL):
            at = places.markers.chainage(str(row.body.get("number", "")))
            if at is not None and first <= at <= last:
                found[str(row.body["number"])] = at
    if not 0 < len(found) <= MOST:
        raise StoreError(
            "markers",
            Sentence(
                "There are {number} markers on the stretch {record}; a sheet has 1 to {most}: say from which marker to "
                "which it goes.",
                number=len(found), record=view.row.record, most=MOST,
            ),
        )  # fmt: skip
    return sorted(found, key=lambda number: (found[number], number))
