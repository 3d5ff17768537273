"""What a sheet typed in says: an inspection of a stretch, a patrol along one, or a planned patrol as it was walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk.house.said import act
from twinline.desk.house.said import say as keep
from twinline.desk.papered import Blank
from twinline.desk.seen import Fault
from twinline.records.kinds.patrol import Patrol
from twinline.records.written import day, decimal, whole
from twinline.reports.walk_sheet import participants, several_days
from twinline.store import stretches
from twinline.store.here import this_ledger
from twinline.store.reading import View
from twinline.store.stretches import INSPECTION, PATROL

#: What each kind's sheet has blanks for, besides its ticks. How many went of each side stands between.
DAY, LAST_DAY, WENT, DISTANCE = "day", "last_day", "participants", "distance"
BLANKS = frozenset({DAY, LAST_DAY, WENT, DISTANCE, "participants_vn", "participants_la"})
NOT_REACHED = "not_reached"
Markers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet of a record, and the kind of record that it becomes."""

    view: View
    kind: str

    def blanks(self, said: Mapping[str, Any], lang: str) -> Iterator[tuple[str, Blank]]:
        """Yield the blanks before the markers by name, as they are filled in."""
        yield DAY, Blank(_("Day"), said.get(DAY, ""))
        if self.kind == INSPECTION:
            yield WENT, Blank(_("How many went"), said.get(WENT, ""))
            return
        if several_days(self.view):
            yield LAST_DAY, Blank(_("Last day"), said.get(LAST_DAY, ""))
        for name in participants(self.view):
            yield name, Blank(Patrol.fields[name].label.to(lang), said.get(name, ""))
        yield DISTANCE, Blank(Patrol.fields[DISTANCE].label.to(lang), said.get(DISTANCE, ""), unit="km")

    def say(self, user: User, lang: str, markers: Markers, said: Mapping[str, Any], now: int) -> str | Sequence[Fault]:
        """Say what the sheet tells. Return the record's id, or what doesn't fit."""
        told = self._inspection(markers, said) if self.kind == INSPECTION else self._patrol(markers, said, lang)
        body = {name: value for name, value in told.items() if value is not None}
        if not self._ours():
            return keep(user, lang, kind=self.kind, body=body, circle=None, now=now)
        record = self.view.row.record
        return act(user, lang, record_id=record, act="amend", body=body, now=now) or record

    def _ours(self) -> bool:
        """Return whether the sheet is of a patrol that our side planned: then it becomes that record's next version."""
        return stretches.is_planned(self.view) and self.view.row.side == this_ledger().node.side

    def _inspection(self, markers: Markers, said: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "when": day(said.get(DAY, "")) or None,
            "place": self.view.row.body["place"],
            WENT: whole(said[WENT]) if said.get(WENT) else None,
            "stretch": self.view.row.record,
            **_seen(markers, said),
        }

    def _patrol(self, markers: Markers, said: Mapping[str, Any], lang: str) -> dict[str, Any]:
        """Return a patrol that was walked: what our side planned stays, the sheet says the rest.

        Of a patrol that the other side planned we say a record of our own, with them.
        """
        before: dict[str, Any] = {"type": "own"}
        if self._ours():
            before = dict(self.view.row.body)
        elif stretches.is_planned(self.view):
            before = {"type": "joint", "counterparts": [self.view.row.author]}
        first, last = day(said.get(DAY, "")), day(said.get(LAST_DAY, ""))
        return {
            **before,
            "stage": None,
            "when": {"from": first, "to": last} if first and last else first or None,
            "place": _walked(self.view.row.body["place"], markers),
            **{name: whole(said[name]) for name in participants(self.view) if said.get(name)},
            DISTANCE: {"amount": decimal(said[DISTANCE], lang), "unit": "km"} if said.get(DISTANCE) else None,
            **_seen(markers, said),
        }


def filled(view: View, *, patrol: bool) -> Filled:
    """Return the sheet of a record; ``patrol`` asks for a patrol's of a stretch."""
    return Filled(view, PATROL if patrol or stretches.is_planned(view) else INSPECTION)


def _seen(markers: Markers, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "nothing_to_report": True if said.get("nothing") else None,
        "markers": [{"number": number, "condition": code} for number, code in markers] or None,
        "findings": list(said["findings"]) or None,
    }


def _walked(place: Any, markers: Markers) -> Any:
    """Return where a patrol was: shorter than its way where markers at an end of it were not reached.

    Else a report would call patrolled what nobody walked.
    """
    reached = [number for number, code in markers if code != NOT_REACHED]
    if not reached or NOT_REACHED not in (markers[0][1], markers[-1][1]):
        return place
    where = {"organisation": place["organisation"]} if isinstance(place, dict) and "organisation" in place else {}
    ends = {"marker": reached[0], "to_marker": reached[-1]} if len(reached) > 1 else {"marker": reached[0]}
    return where | ends
