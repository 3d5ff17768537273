"""How many of the units that were asked have answered: what stands beside a total, so that a missing one is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.figures.conditions import sources, voice
from twinline.figures.hiding import Execute
from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.question import Question
from twinline.figures.returned import RETURN
from twinline.figures.sql import Piece, Statement, among, both
from twinline.records.rounds import Term, asked, terms
from twinline.times import Days

ROUND, NOTHING = "reporting_round", "nothing_to_report"
_COLUMNS = (
    "f.record, f.entry_id, f.author, f.about, f.member, f.kind, f.measure, f.cls, f.day_from, f.day_to, "
    "f.arrived_from, f.arrived_to"
)
Bodies = Callable[[Iterable[int]], Mapping[int, Mapping[str, Any]]]
#: The ids by which records may name a record, its own among them: it was said anew to others under another.
Names = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A round as it stands: what its author asks, in ``body``, and the ids under which answers may name it."""

    record: str
    author: str
    body: Mapping[str, Any]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a unit to one indicator of a round: a return, or (``nothing``) that there is nothing to report.

    It stood here ``since`` an instant, and ``until`` one where another took its place or it was taken back.
    """

    record: str
    entry_id: int
    author: str
    unit: str
    round: str
    indicator: str
    nothing: bool
    first: int | None
    last: int | None
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the units that a round asked about an indicator in a period: all, and those that have answered all of it.

    ``to_come`` are its terms that hadn't begun: of these nobody is missing.
    """

    round: str
    author: str
    asked: tuple[str, ...]
    reported: tuple[str, ...]
    to_come: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Return those who haven't answered, in the order asked."""
        return tuple(unit for unit in self.asked if unit not in self.reported)

    @property
    def complete(self) -> bool:
        """Return whether everybody asked has answered."""
        return len(self.reported) == len(self.asked)


def opened(question: Question, execute: Execute, bodies: Bodies, names: Names) -> list[Opened]:
    """Return the rounds that the readers of a question know of at its time, whatever they ask about."""
    found = {
        str(row[0]): (int(row[1]), str(row[2]))
        for row in execute(*_statement(question, [Piece("f.kind = ?", (ROUND,))], "f.record, f.entry_id, f.author"))
    }
    told = bodies(sorted(entry for entry, _ in found.values()))
    return [
        Opened(record, author, told[entry], frozenset(names(record)))
        for record, (entry, author) in sorted(found.items())
        if entry in told
    ]


def answers(question: Question, rounds: Sequence[Opened], execute: Execute, *, ever: bool = False) -> list[Answered]:
    """Return all answers to rounds, as far as the readers of a question know them at its time.

    ``ever``: those that stood before, too.
    """
    named = sorted({name for one in rounds for name in one.names})
    if not named:
        return []
    which = [among("f.kind", (RETURN, NOTHING)), among("f.member", named)]
    return [_answered(row) for row in execute(*_statement(question, which, _COLUMNS, ever=ever))]


def first_words(given: Iterable[Answered], ever: Iterable[Answered]) -> list[tuple[Answered, Answered]]:
    """Return each answer with the one that it corrects: the first since which its author's word never was away.

    That is itself where it corrects none. ``ever`` are all that ever stood.
    """
    words: dict[tuple[str, str, str], list[Answered]] = {}
    for one in sorted(ever, key=lambda one: one.since, reverse=True):
        words.setdefault((one.author, one.unit, one.indicator), []).append(one)
    return [(one, _first(one, words.get((one.author, one.unit, one.indicator), ()))) for one in given]


def _first(one: Answered, latest_first: Iterable[Answered]) -> Answered:
    first = one
    for each in latest_first:
        if each.since < first.since and each.until is not None and each.until >= first.since:
            first = each
    return first


def in_term(round: Opened, term: Term, given: Iterable[Answered]) -> Iterator[Answered]:
    """Yield the answers to one term of a round: only the unit, or whoever asked it, answers for it."""
    for one in given:
        if (
            one.round in round.names
            and one.last == term.last
            and one.first in (None, term.first)
            and one.author in (one.unit, round.author)
        ):
            yield one


def coverage(
    question: Question, catalogue: Catalogue, execute: Execute, bodies: Bodies, names: Names, today: int | None = None
) -> dict[str, tuple[Coverage, ...]]:
    """Return, by indicator, how many units answered the rounds that ask about it in the period of a question.

    Of a term that begins after the civil day ``today`` nobody is asked yet but who has answered it already.
    A flow takes all terms that share a day with the period, a stock that of its day. Without an end it goes as far as
    what is known then, else as the last term that anybody answered.
    """
    rounds = [one for one in opened(question, execute, bodies, names) if _heard(question, one)]
    given = answers(question, rounds, execute)
    found: dict[str, tuple[Coverage, ...]] = {}
    for indicator in catalogue.chosen(question.indicators):
        asking = [one for one in rounds if indicator.name in one.body["indicators"]]
        each = [_covered(question, one, indicator, given, today) for one in asking]
        if told := tuple(one for one in each if one is not None):
            found[indicator.name] = told
    return found


def _covered(
    question: Question, round: Opened, indicator: Indicator, given: Sequence[Answered], today: int | None
) -> Coverage | None:
    wanted, done, units, to_come = dict[str, int](), dict[str, int](), _within(question), 0
    for term in _terms(question, round, indicator.nature, given):
        told = {one.unit for one in in_term(round, term, given) if one.indicator == indicator.name}
        mine = [unit for unit in asked(round.body, term) if units is None or unit in units]
        begun = today is None or term.first <= today
        to_come += bool(mine) and not begun
        for unit in mine:
            if begun or unit in told:
                wanted[unit] = wanted.get(unit, 0) + 1
                done[unit] = done.get(unit, 0) + (unit in told)
    if not wanted and not to_come:
        return None
    reported = tuple(unit for unit, terms in wanted.items() if done[unit] == terms)
    return Coverage(round.record, round.author, tuple(wanted), reported, to_come)


def _terms(question: Question, round: Opened, nature: str, given: Sequence[Answered]) -> Iterator[Term]:
    period = question.period or Days(None, None, "none")
    first, last = period.first, period.last
    if last is None:
        ends = [one.last for one in given if one.last is not None and one.round in round.names]
        last = question.as_of if question.as_of is not None else max(ends, default=_begun(round))
    return terms(round.body, last if nature == "stock" else first, last)


def _begun(round: Opened) -> int:
    return next(terms(round.body, None, 10_000_000)).last


def _heard(question: Question, round: Opened) -> bool:
    """Return whether the answers are told to the reader, and any unit asked is among those the question is about.

    Whoever asked is told every answer; anybody else would take for missing what they may not read.
    """
    if question.owner != round.author:
        return False
    units = _within(question)
    return units is None or any(one["unit"] in units for one in round.body["units"])


def _within(question: Question) -> frozenset[str] | None:
    """Return the organisations a question is about, ``None`` for all: by their work, and by where they are."""
    limits = [frozenset(codes) for codes in (question.organisations, question.places) if codes is not None]
    return frozenset.intersection(*limits) if limits else None


def _statement(question: Question, which: list[Piece], columns: str, *, ever: bool = False) -> Statement:
    rest = [*which, Piece("f.summed_own = 1"), among("f.audience_id", question.audiences)]
    if question.basis.voice == "stated":
        rest += voice(question.basis)
    parts = [(table, both([*rest, _ever(question) if ever else known])) for table, known in sources(question)]
    text = "\nUNION ALL\n".join(f"SELECT {columns} FROM {table} f WHERE {where.text}" for table, where in parts)  # noqa: S608
    return text, tuple(value for _, where in parts for value in where.values)


def _ever(question: Question) -> Piece:
    """Return that a row was known here at some instant until the one asked about."""
    if question.known_on is None:
        return Piece("f.arrived_from IS NOT NULL")
    return Piece("f.arrived_from <= ?", (question.known_on,))


def _answered(row: Sequence[Any]) -> Answered:
    record, entry, author, about, member, kind, measure, cls, *days_and_stood = row
    nothing = kind == NOTHING
    return Answered(record, int(entry), author, about, member, cls if nothing else measure, nothing, *days_and_stood)
