"""Answers about the line as plain values: the same for a command's ``--json`` and for programs.

Metres are from the northern end of the line that the answer names; days are text (``2026-06-03``), both ends included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from twinline.line import watch
from twinline.line.places import Interval, Places
from twinline.line.watch import Period
from twinline.store.watching import Watched
from twinline.times import iso, rfc3339

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question about the line: what a reader may know, on which stretch (metres), which days, as known when (ms)."""

    watched: Watched
    within: Interval
    period: Period
    known_on: int | None = None

    def named(self) -> Told:
        """Return what every answer names: period, stretch, line version, moment of knowledge."""
        places = self.watched.places
        return {
            "from": iso(self.period[0]), "until": iso(self.period[1]), "within": list(self.within),
            "line": places.line.version, "version": places.version,
            "known_on": rfc3339(self.known_on) if self.known_on is not None else None,
        }  # fmt: skip


def stretch_of(places: Places, code: str | None) -> Interval | None:
    """Return the metres of an organisation, from its first to its last; all without one; None if it has none."""
    if code is None:
        return 0, places.line.length_m
    parts = places.parts_of(code)
    return (min(part.from_m for part in parts), max(part.to_m for part in parts)) if parts else None


def coverage(ask: Asking) -> Told:
    """Return which metres were walked, how often and by which side, and how much of each plan was done."""
    found = watch.patrolled(ask.watched.walks, ask.within, ask.period)
    plans = watch.planned_and_done(ask.watched.plans, ask.watched.walks, ask.period, ask.within)
    return {
        **ask.named(), "covered_m": found.covered_m, "vn_m": found.vn_m, "la_m": found.la_m, "both_m": found.both_m,
        "together_m": found.together_m, "patrols_without_a_stretch": ask.watched.without_a_stretch(ask.period),
        "parts": [part._asdict() for part in found.parts],
        "planned": [
            {**plan._asdict(), "first_day": iso(plan.first_day), "last_day": iso(plan.last_day)} for plan in plans
        ],
    }  # fmt: skip


def gaps(ask: Asking, days: int) -> Told:
    """Return the stretches that neither side walked in the ``days`` days up to the last one asked for."""
    found = watch.not_walked_for(ask.watched.walks, ask.within, days=days, on=ask.period[1])
    told = [{"from_m": each.from_m, "to_m": each.to_m, "last": _day(each.day)} for each in found]
    return {**ask.named(), "days": days, "total_m": sum(each.to_m - each.from_m for each in found), "stretches": told}


def unattended(ask: Asking) -> Told:
    """Return the stretches that nobody looks after on the last day asked for."""
    found = watch.nobody_looks_after(ask.watched.stretches, ask.within, on=ask.period[1])
    told = [{"from_m": a, "to_m": b} for a, b in found]
    return {**ask.named(), "on": iso(ask.period[1]), "total_m": sum(b - a for a, b in found), "stretches": told}


def markers(ask: Asking) -> Told:
    """Return the markers that were not inspected in the period, and when each last was."""
    found = watch.not_inspected(ask.watched.places.markers, ask.watched.seen, ask.within, ask.period)
    told = [{"number": each.marker.number, "chainage": each.marker.chainage, "last": _day(each.last)} for each in found]
    return {**ask.named(), "markers": told}


def _day(day: int | None) -> str | None:
    return iso(day) if day is not None else None
