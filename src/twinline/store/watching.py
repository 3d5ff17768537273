"""Walks, stretches looked after, markers inspected and patrols planned, as a reader may know them: for line.watch.

A kind takes part by what it declares: its stretches, day by day, come from ``registry.stretches``; here stands only
which side walked. What was read is kept until something is kept or placed anew, so that the next question is quick.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from twinline.line.places import Places
from twinline.line.tracks import Cleaned
from twinline.line.watch import Walks
from twinline.records import registry
from twinline.store import lines, meaning, reading
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader, Row
from twinline.times import iso

_KINDS = ("patrol", "activity", "stretch", "inspection", "marker")
_ALL = 10_000_000
_ENDLESS = 1 << 40
_KEPT = 8
_kept: OrderedDict[tuple[Any, ...], Watched] = OrderedDict()
_LOCK = Lock()
#: A stretch longer than this says in which district or province it was, not what was walked.
LONGEST_M = 60_000


@dataclass
class Watched:
    """All that questions about the line need, as one reader knew it at one moment."""

    places: Places
    walks: Walks
    plans: Walks
    stretches: Walks
    seen: Mapping[str, list[int]] = field(default_factory=dict)
    #: records behind the rows of each, by event: ids that open
    events: tuple[str, ...] = ()
    #: the days (first, last) of each patrol that tells no stretch of the line, nor more than one spot on it
    nowhere: tuple[tuple[int, int], ...] = ()

    def without_a_stretch(self, period: tuple[int, int]) -> int:
        """Return how many patrols of a period tell no stretch of the line: they cover nothing."""
        return sum(first <= period[1] and last >= period[0] for first, last in self.nowhere)


def watched(ledger: Ledger, reader: Reader, *, known_on: int | None = None) -> Watched:
    """Return what a reader may know about who was where; ``known_on`` is an instant of this node's knowledge."""
    readable = tuple(reading.readable_audiences(ledger, reader))
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0), COUNT(*) FROM store_record")
        newest = tuple(cursor.fetchone())
    places = lines.in_use(ledger)
    key = (str(ledger.folder), readable, newest, known_on, places.version)
    with _LOCK:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = gathered(
        (row for kind in _KINDS for row in reading.records(ledger, reader, kind=kind, known_on=known_on, limit=_ALL)),
        places,
    )
    with _LOCK:
        _kept[key] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def gathered(rows: Iterable[Row], places: Places) -> Watched:
    """Return what records tell, on a line."""
    events: dict[str, int] = {}
    walks: list[tuple[int, int, int, int, bool, bool, int]] = []
    plans, stretches = list(walks), list(walks)
    seen: dict[str, list[int]] = {}
    at_most_a_spot: dict[int, tuple[int, int]] = {}
    for row in rows:
        if not meaning.readable(row.kind, row.version):
            continue
        body = dict(row.body)
        for number, day in _inspected(row.kind, body):
            seen.setdefault(number, []).append(day)
        into = {"stretch": stretches}.get(row.kind, plans if _is_planned(body) else walks)
        if row.kind not in ("patrol", "activity", "stretch") or _is_called_off(body):
            continue
        if row.kind == "activity" and body.get("type") not in ("patrol", "joint_patrol"):
            continue
        event = events.setdefault(row.event or row.record, len(events))
        vn, la = _sides(row, body)
        told = list(_stretches(row, body, places, planned=into is plans))
        into += [(a, b, first, last, vn, la, event) for a, b, first, last in told]
        if into is walks and not any(b - a > 1 for a, b, _, _ in told):
            at_most_a_spot[event] = _days(row.kind, body)
    walked = Walks.of(walks)
    along = set(walked.along.event.tolist())
    nowhere = [days for event, days in at_most_a_spot.items() if event not in along]
    return Watched(places, walked, Walks.of(plans), Walks.of(stretches), seen, tuple(events), tuple(nowhere))


def patrol_body(found: Cleaned, version: str) -> dict[str, Any]:
    """Return the body of a patrol that tells what a track walked, each stretch on its day, on a version of the line."""
    walked = [
        {"day": iso(walk.day), "place": {"chainage": a, "to_chainage": b, "line": version}}
        for walk in found.walks
        for a, b in walk.stretches
    ]
    days = sorted({each["day"] for each in walked})
    first = min(a for walk in found.walks for a, _ in walk.stretches)
    last = max(b for walk in found.walks for _, b in walk.stretches)
    when: Any = days[0] if len(days) == 1 else {"from": days[0], "to": days[-1]}
    metres = sum(walk.length_m for walk in found.walks)
    return {
        "type": "own", "when": when, "place": {"chainage": first, "to_chainage": last, "line": version},
        "walked": walked, "distance": {"amount": f"{metres / 1000:.3f}".rstrip("0").rstrip("."), "unit": "km"},
    }  # fmt: skip


def _is_planned(body: Mapping[str, Any]) -> bool:
    return body.get("stage") == "planned"


def _is_called_off(body: Mapping[str, Any]) -> bool:
    return body.get("stage") == "called_off"


def _sides(row: Row, body: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return which sides walked: both if they say together, else the side of who says it."""
    both = body.get("type") in ("joint", "joint_patrol")
    return both or row.side == "VN", both or row.side == "LA"


def _stretches(row: Row, body: dict[str, Any], places: Places, *, planned: bool) -> Iterator[tuple[int, int, int, int]]:
    told = registry.stretches(row.kind, body)
    if planned:
        spot = registry.place(row.kind, body)
        told = [(registry.event_days(row.kind, body), spot)] if spot else []
    on = None if places is lines.base() else places
    for days, spot in told:
        first, last = meaning.interval(spot, on)
        if first is None or last is None or last - first > LONGEST_M:
            continue
        begins, ends = days.first, days.last
        if begins is None and ends is None:
            continue
        if row.kind == "stretch":
            yield first, last, -_ENDLESS if begins is None else begins, _ENDLESS if ends is None else ends
        else:
            begins, ends = begins if begins is not None else ends, ends if ends is not None else begins
            if not planned and _day_is_unsaid(body):
                ends = begins
            assert begins is not None and ends is not None  # noqa: PT018
            yield first, last, begins, ends


def _days(kind: str, body: dict[str, Any]) -> tuple[int, int]:
    """Return the first and last day of what a record tells; all days where it tells none."""
    days = registry.event_days(kind, body)
    return -_ENDLESS if days.first is None else days.first, _ENDLESS if days.last is None else days.last


def _day_is_unsaid(body: Mapping[str, Any]) -> bool:
    """Return whether only a month or a year is said: it was on one day of it, on which isn't known.

    Such a one counts on the first day it can have been. On each day, or on the last, it would hide for as long that
    nobody was there.
    """
    said = body.get("when")
    return isinstance(said, str) and len(said) < len("2026-06-03") and not body.get("walked")


def _inspected(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield (number, day) of each marker that a record says was looked at: *not reached* isn't."""
    if kind not in ("inspection", "patrol"):
        return
    days = registry.event_days(kind, dict(body))
    when = days.first if _day_is_unsaid(body) else days.last
    for one in body.get("markers", ()):
        if when is not None and one.get("condition") != "not_reached":
            yield one["number"], when
