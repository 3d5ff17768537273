"""Rounds as they stand: who has answered, in time or late, and who is missing. Nothing of it is typed in.

An answer is in time if whoever asked had it by the end of the day it was due: by this node's own clock where the
asker is hosted here, else by the receipt of a node of theirs. The first word about an indicator counts; a correction
later is no delay, be it of a number or from "nothing to report" to one. Another indicator later is a first word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.feeds import entries
from twinline.figures import rounds
from twinline.figures.question import Basis, Question
from twinline.figures.rounds import Answered, Opened
from twinline.figures.sql import Value
from twinline.records.rounds import Term, asked, terms
from twinline.sentences import Sentence
from twinline.store import reading
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.linking import earlier_names
from twinline.store.reading import Reader
from twinline.times import Days, day_of, end_of_day, iso

_IN = 500
# How a unit stands: all is answered in time, late, or said but not yet with whoever asked; not all is, and it is due or
# not yet.
DONE, LATE, ON_ITS_WAY, WAITING, MISSING = "done", "late", "on_its_way", "waiting", "missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's answer to one indicator: what its record says (``body``), who said it, when the asker had it (ms).

    ``at`` is ``None`` while they haven't; ``corrected``: it isn't the first word any more.
    """

    record: str
    author: str
    nothing: bool
    body: Mapping[str, Any]
    at: int | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """How a unit stands in a term, with its answers by indicator."""

    unit: str
    state: str
    cells: Mapping[str, Cell]
    at: int | None

    @property
    def answered(self) -> bool:
        """Return whether it has answered everything."""
        return self.state in (DONE, LATE, ON_ITS_WAY)


@dataclass(frozen=True, slots=True)
class Standing:
    """One term of a round, as known at an instant."""

    round: Opened
    term: Term
    indicators: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def reported(self) -> int:
        """Return how many units have answered everything."""
        return sum(one.answered for one in self.units)

    def having(self, indicator: str) -> int:
        """Return how many units have answered one indicator."""
        return sum(indicator in one.cells for one in self.units)

    def of(self, unit: str) -> Unit | None:
        """Return how one unit stands, ``None`` where it isn't asked."""
        return next((one for one in self.units if one.unit == unit), None)


def execute(ledger: Ledger, text: str, values: tuple[Value, ...]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement with ``?`` marks over the fact table."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(text.replace("%", "%%").replace("?", "%s"), list(values))
        return list(cursor.fetchall())


def each(ledger: Ledger, text: str, values: tuple[Value, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the same rows one after the other, all of one moment, however many: no list of them is made."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(text.replace("%", "%%").replace("?", "%s"), list(values))
        while some := cursor.fetchmany(10_000):
            yield from some


def entries_of(ledger: Ledger, ids: Iterable[int]) -> dict[int, entries.Entry]:
    """Return entries by row id."""
    wanted = sorted(set(ids))
    found: dict[int, entries.Entry] = {}
    with ledger.connection.cursor() as cursor:
        for start in range(0, len(wanted), _IN):
            part = wanted[start : start + _IN]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT id, raw FROM store_entry WHERE id IN ({marks})", part)  # noqa: S608
            found.update({int(number): entries.read(bytes(raw)) for number, raw in cursor.fetchall()})
    return found


def bodies(ledger: Ledger, ids: Iterable[int]) -> dict[int, Mapping[str, Any]]:
    """Return the bodies of entries by row id."""
    return {number: entry.body for number, entry in entries_of(ledger, ids).items()}


def question(ledger: Ledger, reader: Reader, *, known_on: int | None = None, **more: Any) -> Question:
    """Return a question by this node's own clock; ``more`` says which indicators, period and work (if any)."""
    readable = tuple(reading.readable_audiences(ledger, reader))
    asks = {"indicators": ("joint_patrols",), "basis": Basis("joint", held=False), **more}
    return Question(audiences=readable, known_on=known_on, **asks)


def every(ledger: Ledger, reader: Reader, *, known_on: int | None = None) -> list[Opened]:
    """Return the rounds that a reader knows of."""
    asks = question(ledger, reader, known_on=known_on)
    return rounds.opened(
        asks,
        lambda text, values: execute(ledger, text, values),
        lambda ids: bodies(ledger, ids),
        lambda record: earlier_names(ledger, record),
    )


def last_arrival(ledger: Ledger, audiences: Sequence[int]) -> int | None:
    """Return when the last of what some audiences read arrived here; ``None`` where no round is among it."""
    among = ", ".join(["%s"] * len(audiences))
    with ledger.connection.cursor() as cursor:
        asked = f"SELECT 1 FROM store_fact WHERE kind = %s AND audience_id IN ({among}) LIMIT 1"  # noqa: S608
        cursor.execute(asked, [rounds.ROUND, *audiences])
        if cursor.fetchone() is None:
            return None
        # Times never fall along a feed: the last entry of each came last.
        cursor.execute(
            "SELECT MAX(e.arrived) FROM store_feed f "  # noqa: S608
            "JOIN store_entry e ON e.feed_id = f.id AND e.position = f.size - 1 "
            f"WHERE f.audience_id IN ({among})",
            list(audiences),
        )
        return int(cursor.fetchone()[0])


def find(ledger: Ledger, reader: Reader, record: str, *, known_on: int | None = None) -> Opened:
    """Return one round by its id, or one it had before it was released; raises ``StoreError`` where there is none."""
    for one in every(ledger, reader, known_on=known_on):
        if record in one.names:
            return one
    raise StoreError(
        "no-round",
        Sentence("{record!r} is no round that is known here: 'twinline round list' names them.", record=record),
    )


def begun(round: Opened, today: int) -> list[Term]:
    """Return the terms of a round that have begun by a civil day, the earliest first; its first one in any case."""
    found = list(terms(round.body, None, today))
    return found or [next(terms(round.body, None, 10_000_000))]


def term_of(round: Opened, day: int | None, *, today: int) -> Term:
    """Return the term that a civil day lies in; without one the last that has ended, else the first.

    Raises ``StoreError`` where the round asks nothing of that day.
    """
    if day is None:
        told = begun(round, today)
        return next((one for one in reversed(told) if one.last < today), told[0])
    for one in terms(round.body, day, day):
        return one
    raise StoreError(
        "no-term", Sentence("The round asks nothing about {day}: give a day of one of its periods.", day=iso(day))
    )


def standings(
    ledger: Ledger, reader: Reader, round: Opened, wanted: Sequence[Term], *, now: int, known_on: int | None = None
) -> list[Standing]:
    """Return how terms of a round stand now, or as known on an instant of this node's.

    Whoever asked sees every unit; a unit sees itself alone, since it may not read what others answered.
    """
    sees = None if round.author in reader.organisations else reader.organisations
    asks = question(ledger, reader, known_on=known_on)
    ever = rounds.answers(asks, [round], lambda text, values: execute(ledger, text, values), ever=True)
    given = rounds.answers(asks, [round], lambda text, values: execute(ledger, text, values))
    told = entries_of(ledger, {one.entry_id for one in given})
    had = _had(ledger, {one.entry_id for one in ever}, round.author)
    moment = now if known_on is None else min(now, known_on)
    found = []
    for term in wanted:
        cells: dict[str, dict[str, Cell]] = {}
        answered = rounds.first_words(rounds.in_term(round, term, given), rounds.in_term(round, term, ever))
        for one, first in sorted(answered, key=_weight):
            at = had[first.entry_id]
            at = None if at is not None and at > moment else at
            corrected = first.entry_id != one.entry_id
            cell = Cell(one.record, one.author, one.nothing, told[one.entry_id].body, at, corrected)
            cells.setdefault(one.unit, {})[one.indicator] = cell
        indicators = tuple(round.body["indicators"])
        wanted_units = [code for code in asked(round.body, term) if sees is None or code in sees]
        units = tuple(_unit(code, cells.get(code, {}), indicators, term, moment) for code in wanted_units)
        found.append(Standing(round, term, indicators, units))
    return found


def due_sheets(ledger: Ledger, reader: Reader, unit: str, *, now: int) -> list[tuple[Standing, Unit]]:
    """Return the sheets that a unit hasn't answered of terms that have ended, the most pressing first."""
    today = day_of(now)
    found = []
    for round in every(ledger, reader):
        ended = [term for term in begun(round, today) if term.last < today and unit in asked(round.body, term)]
        for standing in standings(ledger, reader, round, ended, now=now) if ended else ():
            mine = standing.of(unit)
            if mine is not None and not mine.answered:
                found.append((standing, mine))
    return sorted(found, key=lambda one: (one[0].term.due, one[0].round.record))


def _weight(answered: tuple[Answered, Answered]) -> tuple[bool, int]:
    """Return what puts the answer that holds last: the unit's own word over its superior's, then the later one."""
    one, first = answered
    return one.author == one.unit, first.entry_id


def _unit(code: str, cells: Mapping[str, Cell], indicators: Sequence[str], term: Term, moment: int) -> Unit:
    mine = {name: cells[name] for name in indicators if name in cells}
    due = end_of_day(term.due)
    if len(mine) < len(indicators):
        return Unit(code, MISSING if moment > due else WAITING, mine, None)
    times = [cell.at for cell in mine.values()]
    known = [at for at in times if at is not None]
    if len(known) < len(times):
        return Unit(code, ON_ITS_WAY, mine, None)
    return Unit(code, LATE if max(known) > due else DONE, mine, max(known))


def _had(ledger: Ledger, ids: Iterable[int], asker: str) -> dict[int, int | None]:
    """Return of each entry, by row id, when the asker had it; ``None`` where they don't yet."""
    wanted = sorted(set(ids))
    said: dict[int, tuple[int, int, int]] = {}
    with ledger.connection.cursor() as cursor:
        for start in range(0, len(wanted), _IN):
            part = wanted[start : start + _IN]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"SELECT id, feed_id, position, arrived FROM store_entry WHERE id IN ({marks})",  # noqa: S608
                part,
            )
            said.update({int(entry): (int(f), int(p), int(arrived)) for entry, f, p, arrived in cursor.fetchall()})
        if asker in ledger.node.hosts:
            return {entry: arrived for entry, (_, _, arrived) in said.items()}
        hosted, signed = ledger.roster().hosted, dict[int, list[tuple[int, int]]]()
        for feed in {feed for feed, _, _ in said.values()}:
            cursor.execute("SELECT node, size, at FROM store_receipt WHERE feed_id = %s AND side <> ''", [feed])
            signed[feed] = [
                (int(size), int(at) * 1000) for node, size, at in cursor.fetchall() if asker in hosted(node)
            ]
    return {
        entry: min((at for size, at in signed[feed] if size > position), default=None)
        for entry, (feed, position, _) in said.items()
    }


def span(term: Term) -> Days:
    """Return the days of a term."""
    return Days(term.first, term.last, "day" if term.first == term.last else "interval")
