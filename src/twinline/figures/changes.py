"""Two days' knowledge of one figure side by side: what changed from the one to the other, record by record, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from twinline.figures.answer import Answer, Behind, Figure, Returned, ask
from twinline.figures.conditions import TABLE, knowledge
from twinline.figures.hiding import HIDDEN, Execute
from twinline.figures.indicator import Catalogue, Indicator, Selection
from twinline.figures.listed import records_behind
from twinline.figures.numbers import SCALE
from twinline.figures.question import Question
from twinline.figures.returned import RETURN
from twinline.figures.sql import Value, among, both

WHYS = (
    "new_record",  # it wasn't known then
    "confirmed",  # the other side confirmed it
    "contested",  # the other side says: not yet agreed
    "no_longer_contested",  # it did, and took that back
    "confirmation_lapsed",  # it was amended after the other side had confirmed it
    "withdrawn",  # its author took it back
    "released",  # it was said again to more readers, and counts as that record
    "amended",  # its author changed what it says
    "reclassified",  # its author gave it another class
    "moved",  # its author corrected its place, or whose work it is
    "redated",  # its author corrected its days
    "same_event",  # both sides said that another record is the same event, and that one counts
    "same_event_undone",  # one of them took that back
    "later_answers",  # of a stock, a later day is reported now
    "other_readers",  # it is not for all whom the figure is for any more
)
_RECORDS = "store_record"
_IN = 400
_FACTS = "kind measure cls side place about day_from day_to"


@dataclass(frozen=True, slots=True)
class Then:
    """One figure as known at one instant: the answer, and the records behind it, counted and left out."""

    answer: Answer
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one record brings to the difference, in thousandths of ``unit``; ``None`` is not counted, no zero.

    ``returned`` tells a figure that somebody reported from one that is counted. Where the number on either day is
    ``hidden`` both are zero or ``None``: only that it came, went or stands otherwise is told.
    """

    record: str
    why: str
    unit: str
    before: int | None
    after: int | None
    author: str
    place: str
    returned: bool = False
    hidden: bool = False

    @property
    def difference(self) -> int:
        """Return how much more it counts now."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure on two days, and all that lies between: what is counted adds up to the difference, unit by unit."""

    before: Then
    after: Then
    changes: tuple[Change, ...]

    def figures(self, then: Then) -> tuple[Figure, ...]:
        """Return the counted figures of one of the two days."""
        return then.answer.figures


@dataclass(slots=True)
class _Thing:
    """What counts once: its value, and how each record that states it stands."""

    value: int = 0
    hidden: bool = False
    standings: dict[str, str] = field(default_factory=dict)


class _Fact(NamedTuple):
    """What a record stated at an instant, as far as a question asks for it."""

    kind: str
    measure: str
    cls: str
    side: str
    place: str
    about: str
    first: int | None
    last: int | None


def known_then(question: Question, catalogue: Catalogue, execute: Execute) -> Then:
    """Return what a question about one indicator finds, to be laid beside another day's."""
    (name,) = question.indicators
    behind = records_behind(question, catalogue, name, execute) if catalogue[name].counted else ()
    return Then(ask(question, catalogue, execute), behind)


def explain(before: Then, after: Then, catalogue: Catalogue, execute: Execute) -> Explained:
    """Return what changed from one day's knowledge to a later one's, for the same question otherwise.

    ``execute`` reads the records too, on the clocks: a cut isn't read again for the reasons.
    """
    (name,) = before.answer.question.indicators
    indicator = catalogue[name]
    told: dict[str, Behind | Returned] = {}
    for then in (before, after):
        told |= {each.record: each for each in then.behind}
        told |= {row.record: row for row in then.answer.returned}
    past = _Known(before, sorted(told), execute)
    now = _Known(after, sorted(told), execute)
    changes = [*_counted(past, now, indicator, told), *_returned(past, now, indicator)]
    return Explained(before, after, tuple(sorted(changes, key=lambda c: (c.returned, -abs(c.difference), c.record))))


class _Known:
    """One day's knowledge of the records concerned."""

    def __init__(self, then: Then, records: Sequence[str], execute: Execute) -> None:
        self.then, self.question = then, then.answer.question
        #: how each record stood, as far as the readers may see it, and the entry that said so
        self.states: dict[str, str] = {}
        entries: dict[int, str] = {}
        for record, entry, standing in self._read(_RECORDS, "record entry standing", "f.record", records, execute):
            self.states[record], entries[entry] = standing, record
        self.facts: dict[str, list[_Fact]] = {}
        for entry, *cells in self._read(TABLE, "entry_id " + _FACTS, "f.entry_id", sorted(entries), execute):
            self.facts.setdefault(entries[entry], []).append(_Fact(*cells))
        self.counted = {each.record: each for each in then.behind if not each.reason}
        self.left = {each.record: each.reason for each in reversed(then.behind) if each.reason}

    def _read(
        self, table: str, columns: str, key: str, keys: Sequence[Value], execute: Execute
    ) -> Iterator[Sequence[Any]]:
        names = ", ".join(f"f.{column}" for column in columns.split())
        audience = "f.audience" if table == _RECORDS else "f.audience_id"
        readable = [among(audience, self.question.audiences), knowledge(self.question)]
        for start in range(0, len(keys), _IN):
            where = both([among(key, keys[start : start + _IN]), *readable])
            yield from execute(f"SELECT {names} FROM {table} f WHERE {where.text}", where.values)  # noqa: S608

    def things(self, indicator: Indicator) -> dict[tuple[str, str], _Thing]:
        """Return all that counts, by thing and unit: a record, or a member that any record states."""
        found: dict[tuple[str, str], _Thing] = {}
        how = indicator.counted.aggregate if indicator.counted else "sum"
        for each in self.then.behind:
            if not each.reason:
                key = (
                    each.member if how == "distinct" else each.record,
                    each.unit if how == "sum" else indicator.units[0],
                )
                thing = found.setdefault(key, _Thing())
                thing.value = thing.value + each.value if how == "sum" else SCALE
                thing.hidden = thing.hidden or each.qualifier == HIDDEN
                thing.standings[each.record] = each.standing
        return found


def _counted(
    past: _Known, now: _Known, indicator: Indicator, told: Mapping[str, Behind | Returned]
) -> Iterator[Change]:
    selections = indicator.counted.selections if indicator.counted else ()
    before, after = past.things(indicator), now.things(indicator)
    for key in sorted(before.keys() | after.keys()):
        was, is_ = before.get(key), after.get(key)
        if was is None and is_ is not None:
            record = min(is_.standings)
            why = _appeared(record, past, now, selections, indicator.nature)
        elif is_ is None and was is not None:
            record = min(was.standings)
            why = _gone(record, past, now, selections, indicator.nature)
        else:
            assert was is not None
            assert is_ is not None
            found = _restood(was, is_)
            if was.value != is_.value and not (was.hidden or is_.hidden):
                found = (min(is_.standings), "amended")
            if found is None:
                continue
            record, why = found
        of = told[record]
        hidden = any(each.hidden for each in (was, is_) if each)
        first, then = (each if each is None else 0 if hidden else each.value for each in (was, is_))
        yield Change(record, why, key[1], first, then, of.author, of.place, hidden=hidden)


def _restood(was: _Thing, is_: _Thing) -> tuple[str, str] | None:
    """Return the record of a thing that stands otherwise now, and how; ``None`` if none does."""
    for record in sorted(was.standings.keys() & is_.standings.keys()):
        first, then = was.standings[record], is_.standings[record]
        if first != then:
            return record, _standing(first, then)
    return None


def _standing(first: str, then: str) -> str:
    if then in ("agreed", "disputed"):
        return "confirmed" if then == "agreed" else "contested"
    return "confirmation_lapsed" if first == "agreed" else "no_longer_contested"


def _appeared(record: str, past: _Known, now: _Known, selections: Sequence[Selection], nature: str) -> str:
    if record in past.counted:
        return "amended"  # in another unit, or of another member
    reason = past.left.get(record)
    if reason in _UNDONE:
        return _UNDONE[reason]
    if record not in past.states:
        return "new_record"
    return _elsewhere(past, record, selections, nature)


def _gone(record: str, past: _Known, now: _Known, selections: Sequence[Selection], nature: str) -> str:
    if record in now.counted:
        return "amended"
    standing = now.states.get(record)
    if standing in (None, "withdrawn", "released"):
        return standing or "other_readers"
    reason = now.left.get(record)
    if reason == "not_agreed":
        return "contested" if standing == "disputed" else "confirmation_lapsed"
    if reason == "same_event":
        return reason
    return "redated" if reason in ("no_period", "straddles") else _elsewhere(now, record, selections, nature)


_UNDONE = {
    "not_yet_held": "new_record",
    "not_agreed": "confirmed",
    "same_event": "same_event_undone",
    "no_period": "redated",
    "straddles": "redated",
}


def _elsewhere(known: _Known, record: str, selections: Sequence[Selection], nature: str) -> str:
    """Return why what a record states at an instant doesn't count: in what it differs from what counts."""
    question = known.question
    facts = known.facts.get(record, [])
    stated = [
        (fact, one) for fact in facts for one in selections if (fact.kind, fact.measure) == (one.kind, one.measure)
    ]
    if not stated:
        return "amended"
    named = [f for f, one in stated if (not one.classes or f.cls in one.classes) and one.side in ("", f.side)]
    if not named:
        return "reclassified"
    there = [
        f
        for f in named
        if (question.places is None or f.place in question.places)
        and (question.organisations is None or f.about in question.organisations)
    ]
    if not there:
        return "moved"
    period = question.period
    if period is None or any(_touches(f, period.first, period.last) for f in there):
        return "amended"
    return "redated"


def _touches(fact: _Fact, first: int | None, last: int | None) -> bool:
    began = last is None or fact.first is None or fact.first <= last
    return began and (first is None or fact.last is None or fact.last >= first)


def _returned(past: _Known, now: _Known, indicator: Indicator) -> Iterator[Change]:
    selection = (Selection(RETURN, indicator.name, (), ""),)
    before = {row.record: row for row in past.then.answer.returned}
    after = {row.record: row for row in now.then.answer.returned}
    for record in sorted(before.keys() | after.keys()):
        was, is_ = before.get(record), after.get(record)
        if was is None:
            why = "new_record" if record not in past.states else _unreturned(past, record, selection, indicator)
        elif is_ is None:
            standing = now.states.get(record) or "other_readers"
            live = standing in ("stated", "agreed", "disputed")
            why = _unreturned(now, record, selection, indicator) if live else standing
        elif HIDDEN not in (was.qualifier, is_.qualifier) and _number(was) != _number(is_):
            why = "amended"
        elif was.standing != is_.standing:
            why = _standing(was.standing, is_.standing)
        else:
            continue
        row = is_ or was
        assert row is not None
        hidden = any(each.qualifier == HIDDEN for each in (was, is_) if each)
        first, then = (each if each is None else 0 if hidden else each.value for each in (was, is_))
        yield Change(record, why, row.unit, first, then, row.author, row.place, returned=True, hidden=hidden)


def _unreturned(known: _Known, record: str, selections: Sequence[Selection], indicator: Indicator) -> str:
    why = _elsewhere(known, record, selections, indicator.nature)
    if why == "amended" and known.facts.get(record) and indicator.nature == "stock":
        return "later_answers"
    return why


def _number(row: Returned) -> tuple[object, ...]:
    return row.value, row.value_max, row.qualifier, row.precision, row.unit, row.days
