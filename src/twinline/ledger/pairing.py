"""Same event, once: which accounts of the two sides may tell one event, and why it seems so.

Nothing here links anything. A proposal is shown with its reasons; a person says that it is one event, or doesn't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twinline.times import Days

#: Two accounts of one event may lie this far apart, in days and in metres on the line.
DAYS_APART = 1
METRES_APART = 2_000
#: What is told of more than a month is one event only where both tell the same period.
LONGEST = 31
#: What is told of a stretch longer than this says a district or a province, not a spot.
WIDEST = 60_000
#: Besides the time and, where both say one, the class, so many of place, counts, names and things must agree.
ENOUGH = 2

Count = tuple[int, str]
"""A number in thousandths, and how exact it is."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one side's record tells of an event.

    ``family`` and ``classes`` say what sort of event it is, ``marks`` what else is said of it (joint, a special case);
    ``counts`` its numbers by measure and unit; ``things`` what it names as one thing (a marker, a pair of twins);
    ``named`` the counterparts it names; ``speakers`` whoever stands behind it: the author, whose work it is, and those
    above them.
    """

    record: str
    side: str
    family: str
    days: Days
    place: str = ""
    m_from: int | None = None
    m_to: int | None = None
    classes: frozenset[str] = frozenset()
    counts: Mapping[tuple[str, str], Count] = field(default_factory=dict, hash=False)
    marks: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two accounts seem to tell one event: a code, and what it is about (an organisation, measures, metres).

    ``same_days``, ``days_apart``, ``within``; ``same_place``, ``near``; ``same_class``; ``same_counts``;
    ``names_the_other``; ``same_thing``; ``said_by_the_other_side``.
    """

    code: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records of different sides that may tell one event; ``first`` is the one asked about, else the lesser id."""

    first: str
    second: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """In what two accounts differ: ``days``, ``place``, ``class``, ``marks`` or a measure, with each side's number."""

    what: str
    unit: str = ""
    first: Count | None = None
    second: Count | None = None


def propose(accounts: Iterable[Account]) -> list[Proposal]:
    """Return the pairs of accounts of both sides that may tell one event, those with the most reasons first.

    An account may stand in several pairs. Two that are one event already are no pair.
    """
    found: list[Proposal] = []
    for family in _families(accounts).values():
        ordered = sorted((one for one in family if one.days.first is not None), key=lambda one: one.days.first or 0)
        for number, one in enumerate(ordered):
            for other in _near_in_time(one, ordered, number):
                reasons = compared(one, other)
                if reasons:
                    first, second = sorted((one.record, other.record))
                    found.append(Proposal(first, second, reasons))
    return sorted(found, key=lambda each: (-len(each.reasons), each.first, each.second))


def compared(one: Account, other: Account) -> tuple[Reason, ...]:
    """Return why two accounts seem to tell one event; nothing where they don't."""
    if one.side == other.side or one.family != other.family or (one.event and one.event == other.event):
        return ()
    time = _time(one.days, other.days)
    sort = _class(one, other)
    place = _place(one, other)
    if time is None or sort is False or place is False:
        return ()
    more = [*_counts(one, other), *_names(one, other), *_things(one, other)]
    if isinstance(place, Reason):
        more.insert(0, place)
    if len({reason.code for reason in more}) < ENOUGH:
        return ()
    return (time, *([sort] if isinstance(sort, Reason) else []), *more)


def differences(one: Account, other: Account) -> list[Difference]:
    """Return in what two accounts of one event differ; what one says and the other doesn't is a difference, too."""
    found = []
    if (one.days.first, one.days.last) != (other.days.first, other.days.last):
        found.append(Difference("days"))
    if not isinstance(_place(one, other), Reason) and (_placed(one) or _placed(other)):
        found.append(Difference("place"))
    if one.classes != other.classes:
        found.append(Difference("class"))
    if one.marks != other.marks:
        found.append(Difference("marks"))
    for measure, unit in sorted({*one.counts, *other.counts}):
        first, second = one.counts.get((measure, unit)), other.counts.get((measure, unit))
        if first != second:
            found.append(Difference(measure, unit, first, second))
    return found


def matched(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals in which each record stands once at most: the best founded first."""
    taken: set[str] = set()
    found = []
    for each in proposals:
        if taken.isdisjoint((each.first, each.second)):
            taken |= {each.first, each.second}
            found.append(each)
    return found


def _families(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    found: dict[str, list[Account]] = {}
    for one in accounts:
        found.setdefault(one.family, []).append(one)
    return found


def _near_in_time(one: Account, ordered: Sequence[Account], number: int) -> Iterator[Account]:
    end = one.days.last if one.days.last is not None else one.days.first or 0
    for other in ordered[number + 1 :]:
        if (other.days.first or 0) > end + DAYS_APART:
            return
        if other.side != one.side:
            yield other


def _time(one: Days, other: Days) -> Reason | None:
    if one.first is None or other.first is None or (one.last is None) != (other.last is None):
        return None
    if (one.first, one.last) == (other.first, other.last):
        return Reason("same_days")
    apart = abs(one.first - other.first)
    if one.last is None or other.last is None:
        return Reason("days_apart", (str(apart),)) if apart <= DAYS_APART else None
    apart = max(apart, abs(one.last - other.last))
    long = max(one.last - one.first, other.last - other.first)
    if long < LONGEST and apart <= DAYS_APART:
        return Reason("days_apart", (str(apart),))
    inside = (one.first - other.first) * (one.last - other.last) <= 0
    return Reason("within") if long < LONGEST and inside else None


def _class(one: Account, other: Account) -> Reason | bool:
    """Return that the classes agree, False if they don't, True if one says none."""
    if not one.classes or not other.classes:
        return True
    both = one.classes & other.classes
    return Reason("same_class", tuple(sorted(both))) if both else False


def _placed(one: Account) -> bool:
    return bool(one.place) or one.m_from is not None


def _spot(one: Account) -> tuple[int, int] | None:
    if one.m_from is None:
        return None
    last = one.m_to if one.m_to is not None else one.m_from
    return (one.m_from, last) if last - one.m_from <= WIDEST else None


def _place(one: Account, other: Account) -> Reason | bool:
    """Return that the places agree or lie near, False if they are apart, True if it can't be told."""
    here, there = _spot(one), _spot(other)
    if here and there:
        apart = max(here[0], there[0]) - min(here[1], there[1])
        if apart <= 0:
            return Reason("same_place")
        return Reason("near", (str(apart),)) if apart <= METRES_APART else False
    if one.place and one.place == other.place:
        return Reason("same_place")
    return True


def _counts(one: Account, other: Account) -> list[Reason]:
    """Return that numbers agree; that both tell one thing says little, so ones don't count."""
    same = [
        measure for (measure, unit), said in one.counts.items()
        if said[0] > 1000 and other.counts.get((measure, unit)) == said
    ]  # fmt: skip
    return [Reason("same_counts", tuple(sorted(set(same))))] if same else []


def _names(one: Account, other: Account) -> list[Reason]:
    named = sorted((one.named & other.speakers) | (other.named & one.speakers))
    return [Reason("names_the_other", tuple(named))] if named else []


def _things(one: Account, other: Account) -> list[Reason]:
    both = sorted(one.things & other.things)
    return [Reason("same_thing", tuple(both))] if both else []
