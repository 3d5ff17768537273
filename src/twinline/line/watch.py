"""Questions about who was where on the line, and when: over arrays of walks and stretches, whatever records gave them.

Days are civil days since 1970. A period is two days, both included.

A gap shorter than ``SLIVER_M`` isn't told: where one walk ends and the next begins, receivers and rounded markers are
further off than that. A walk at one spot covers nothing, though it carries out a plan for that spot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twinline.line import intervals
from twinline.line.intervals import Interval
from twinline.line.markers import Marker

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Period = tuple[int, int]
#: A receiver in a forest is off by so many metres, and a marker between two surveyed ones by more.
SLIVER_M = 20


@dataclass(frozen=True)
class Walks:
    """Stretches walked, one row each: metres, days (both included), which side walked (both: together), and the event.

    Rows of one event are one walk, however many records tell of it.
    """

    stretch: Numbers
    first_day: Numbers
    last_day: Numbers
    vn: Flags
    la: Flags
    event: Numbers

    @staticmethod
    def of(rows: Iterable[tuple[int, int, int, int, bool, bool, int]]) -> Walks:
        """Return walks of rows (from_m, to_m, first_day, last_day, vn, la, event), event by event."""
        table = np.array(list(rows), np.int64).reshape(-1, 7)
        table = table[np.lexsort((table[:, 0], table[:, 6]))]
        return Walks(table[:, :2], table[:, 2], table[:, 3], table[:, 4] > 0, table[:, 5] > 0, table[:, 6])

    def __len__(self) -> int:
        return len(self.stretch)

    def where(self, which: Flags | Numbers | slice) -> Walks:
        """Return some of them, or all in another order."""
        if isinstance(which, np.ndarray):
            if which.dtype == np.bool_ and which.all():
                return self
            rows = np.flatnonzero(which) if which.dtype == np.bool_ else which
            # Several times as quick as an index of flags
            return Walks(*(getattr(self, name).take(rows, axis=0) for name in self.__dataclass_fields__))
        return Walks(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def within(self, period: Period) -> Walks:
        """Return those of which a day lies in a period."""
        return self.where((self.last_day >= period[0]) & (self.first_day <= period[1]))

    @property
    def along(self) -> Walks:
        """Those that went along the line: all but those that tell one spot, which is a metre."""
        return self.where(self.stretch[:, 1] - self.stretch[:, 0] > 1)

    @property
    def in_order(self) -> Walks:
        """The same event by event, each from north to south, as ``of`` puts them."""
        again = self.event[1:] == self.event[:-1]
        if ((self.event[1:] > self.event[:-1]) | (again & (self.stretch[1:, 0] >= self.stretch[:-1, 0]))).all():
            return self
        return self.where(np.lexsort((self.stretch[:, 0], self.event)))


def _pieces(stretch: Numbers, event: Numbers) -> tuple[Numbers, Numbers]:
    """Return what rows in order cover, each metre of an event once, and the row that each stretch of it begins with."""
    same = event[1:] == event[:-1]
    if not same.any():
        return stretch, np.arange(len(stretch))
    # How far the rows of an event reach so far: each event is lifted clear of the one before it
    lifted = np.concatenate([[0], np.cumsum(~same)]) * int(np.ptp(stretch) + 1)
    start, reach = stretch[:, 0], np.maximum.accumulate(lifted + stretch[:, 1]) - lifted
    first = np.flatnonzero(np.concatenate([[True], ~same | (start[1:] > reach[:-1])]))
    return np.stack([start.take(first), reach.take(np.append(first[1:], len(event)) - 1)]).T, first


class Patrolled(NamedTuple):
    """A stretch and how often it was walked in a period: by either side, by each, and by both together."""

    from_m: int
    to_m: int
    times: int
    vn: int
    la: int
    together: int


@dataclass(frozen=True, eq=False)
class Coverage:
    """``parts`` share out what was asked for, from north to south; sums in metres.

    ``rows`` are the parts as an array, a column for each of their fields; the tuples are made when asked for.
    """

    within: Interval
    rows: Numbers

    @cached_property
    def parts(self) -> tuple[Patrolled, ...]:
        return tuple(Patrolled(*row) for row in self.rows.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coverage) and (self.within, self.parts) == (other.within, other.parts)

    def __hash__(self) -> int:
        return hash((self.within, self.parts))

    def _sum(self, walked: Flags) -> int:
        return int((self.rows[:, 1] - self.rows[:, 0])[walked].sum())

    def _by(self, field: str) -> Flags:
        return np.asarray(self.rows[:, Patrolled._fields.index(field)] > 0)

    @property
    def length_m(self) -> int:
        return self.within[1] - self.within[0]

    @property
    def covered_m(self) -> int:
        return self._sum(self._by("times"))

    @property
    def vn_m(self) -> int:
        return self._sum(self._by("vn"))

    @property
    def la_m(self) -> int:
        return self._sum(self._by("la"))

    @property
    def both_m(self) -> int:
        """Metres that both sides walked, together or each by itself."""
        return self._sum(self._by("vn") & self._by("la"))

    @property
    def together_m(self) -> int:
        return self._sum(self._by("together"))

    @property
    def gaps(self) -> tuple[Interval, ...]:
        return intervals.union(self.rows[~self._by("times"), :2])


def patrolled(walks: Walks, within: Interval, period: Period) -> Coverage:
    """Return which stretches were walked in a period, how often, and by whom.

    Edges are counted into metres, the columns' sums included: it costs n, and never more than the line is long.
    """
    first, last = within
    if last <= first:
        return Coverage(within, np.zeros((0, len(Patrolled._fields)), np.int64))
    seen = walks.within(period).in_order
    change = _changes(seen.where(seen.vn | seen.la), within)
    turns = np.logical_or.reduce(change[:, :-1] != 0)
    turns[0] = True
    at = np.flatnonzero(turns)
    times = (np.cumsum(each).take(at) for each in change)
    rows = np.stack([at + first, np.append(at[1:], last - first) + first, *times]).T
    return Coverage(within, _closed(rows, rows[:, 2] == 0))


def _changes(walks: Walks, within: Interval) -> Numbers:
    """Return by how much more each metre was walked than the one before it: times, by vn, by la, together; a row each.

    Where overlapping rows of an event name different sides, each side counts what its own rows cover.
    """
    start, end = walks.stretch.T
    # A walk at one spot covers nothing
    stretch = np.stack([start, np.where(end - start > 1, end, start)]).T
    pieces, begins = _pieces(stretch, walks.event)
    sides = walks.vn + 2 * walks.la.astype(np.int8)
    of_piece = sides.take(begins)
    turns = sides[1:] != sides[:-1]
    turns[begins[1:] - 1] = False
    mixed = np.zeros(len(pieces), bool)
    if turns.any():
        mixed[np.searchsorted(begins, np.flatnonzero(turns), side="right") - 1] = True
        of_piece[mixed] = 0
    neither, vn, la, both = (_edges(pieces, of_piece == which, within) for which in range(4))
    change = np.stack([neither + vn + la + both, vn + both, la + both, both])
    if mixed.any():
        rows = np.flatnonzero(np.repeat(mixed, np.diff(begins, append=len(walks))))
        for column, which in enumerate((1, 2, 3), start=1):
            own = rows[sides.take(rows) & which == which]
            change[column] += intervals.edges(_pieces(_rows(stretch, own), walks.event.take(own))[0], within)
    return change


def _edges(pieces: Numbers, which: Flags, within: Interval) -> Numbers:
    return intervals.edges(pieces if which.all() else _rows(pieces, np.flatnonzero(which)), within)


def _rows(table: Numbers, which: Numbers) -> Numbers:
    # Column by column, as they lie: several times as quick as row by row
    return np.stack([column.take(which) for column in table.T]).T


def _closed(rows: Numbers, gap: Flags) -> Numbers:
    """Return rows (from_m, to_m, value, ...) in which a gap too short to tell is as its neighbour of the lesser value.

    The rows share a stretch out from north to south, neighbours differing; those that become equal are one. At an end
    there is but one neighbour; where there is none nothing is closed.
    """
    short = np.flatnonzero(gap & (rows[:, 1] - rows[:, 0] < SLIVER_M))
    if len(rows) < 2 or not len(short):
        return rows
    values = rows[:, 2:].copy()
    before = rows[np.where(short, short - 1, 1), 2:]
    after = rows[np.where(short < len(rows) - 1, short + 1, len(rows) - 2), 2:]
    lesser = np.where(before[:, :1] <= after[:, :1], before, after)
    closed = values[short, 0] < lesser[:, 0]
    values[short[closed]] = lesser[closed]
    differs = np.ones(len(values), bool)
    beside = np.concatenate([short, short + 1])
    beside = beside[(beside > 0) & (beside < len(values))]
    differs[beside] = (values[beside] != values[beside - 1]).any(axis=1)
    begins = np.flatnonzero(differs)
    edges = np.append(rows[begins, 0], rows[-1, 1])
    return np.column_stack([edges[:-1], edges[1:], values[begins]])


class Since(NamedTuple):
    """A stretch and the last day on which either side walked it; None: never, as far as is known."""

    from_m: int
    to_m: int
    day: int | None


def not_walked_for(walks: Walks, within: Interval, *, days: int, on: int) -> tuple[Since, ...]:
    """Return the stretches that neither side has walked in the ``days`` days up to and including ``on``."""
    before = walks.where(walks.first_day <= on).along
    last = np.minimum(before.last_day, on)
    told = intervals.latest(before.stretch, last, within)
    rows = np.array([(a, b, intervals.NEVER if day is None else day) for a, b, day in told], np.int64).reshape(-1, 3)
    closed = _closed(rows, rows[:, 2] <= on - days)
    return tuple(
        Since(a, b, None if day == intervals.NEVER else day) for a, b, day in closed.tolist() if day <= on - days
    )


def nobody_looks_after(stretches: Walks, within: Interval, *, on: int) -> tuple[Interval, ...]:
    """Return the metres that no stretch in force on a day takes in."""
    gaps = intervals.gaps(stretches.within((on, on)).along.stretch, within)
    return tuple((a, b) for a, b in gaps if b - a >= SLIVER_M or (a, b) == within)


class Unseen(NamedTuple):
    """A marker that was not inspected, where it stands, and when it last was (None: never, as far as is known)."""

    marker: Marker
    last: int | None


def not_inspected(
    markers: Iterable[Marker], seen: Mapping[str, Sequence[int]], within: Interval, period: Period
) -> tuple[Unseen, ...]:
    """Return the markers within a stretch that nobody inspected in a period. ``seen``: the days, by number."""
    found = []
    for marker in markers:
        if not within[0] <= marker.chainage <= within[1]:
            continue
        days = [day for day in seen.get(marker.number, ()) if day <= period[1]]
        if not any(day >= period[0] for day in days):
            found.append(Unseen(marker, max(days, default=None)))
    return tuple(found)


class Planned(NamedTuple):
    """A planned patrol: its stretch and days, which of its metres were walked in these days, by its side or by both."""

    from_m: int
    to_m: int
    first_day: int
    last_day: int
    done_m: int


def planned_and_done(plans: Walks, walks: Walks, period: Period, within: Interval | None = None) -> tuple[Planned, ...]:
    """Return the plans of a period, by day, with how much of each was walked on its days by a side that planned it.

    ``within``: only those that touch this stretch, each as a whole.
    """
    due = plans.within(period)
    if within is not None:
        due = due.where((due.stretch[:, 1] > within[0]) & (due.stretch[:, 0] < within[1]))
    found = []
    # By day: of a year's walks a plan looks at those alone that may have been on its days
    by_day = walks.where(np.argsort(walks.first_day, kind="stable")) if len(due) else walks
    longest = int((walks.last_day - walks.first_day).max(initial=0))
    for i in range(len(due)):
        a, b = int(due.stretch[i, 0]), int(due.stretch[i, 1])
        first, last = int(due.first_day[i]), int(due.last_day[i])
        begun, ended = np.searchsorted(by_day.first_day, (first - longest, last + 1)).tolist()
        then = by_day.where(slice(begun, ended))
        own = ((then.vn & due.vn[i]) | (then.la & due.la[i])) & (then.last_day >= first)
        done = intervals.coverage(then.stretch[own], (a, b)).covered_m
        found.append(Planned(a, b, first, last, done))
    return tuple(sorted(found, key=lambda plan: (plan.first_day, plan.from_m)))
