"""Which figures known on a past day were put right since: their authors amended or took back what was counted then.

That a figure was corrected is all that is told, beside it and never in it: not by whom, not which record, not on which
ground. How it reads now is asked as of now, and what lies between is ``changes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from twinline.figures.answer import Answer
from twinline.figures.conditions import TABLE, known, once, readable, sources, voice, when
from twinline.figures.hiding import HIDDEN, Execute, hiding
from twinline.figures.indicator import NATURES, Catalogue, Indicator, Selection
from twinline.figures.question import Question
from twinline.figures.returned import RETURN
from twinline.figures.small import Tree, protected
from twinline.figures.sql import Piece, Value, among, both

_IN = 400
#: What a fact says: where any of it is otherwise now, it was corrected. How it stands and whether it counts is not it.
_SAID = "measure, cls, unit, value, value_max, qualifier, place, about, day_from, day_to"
_Fact = tuple[Value, ...]


def corrected(answer: Answer, catalogue: Catalogue, execute: Execute, tree: Tree | None = None) -> tuple[str, ...]:
    """Return the indicators, in the order asked, whose figures as known on that day were corrected since.

    None of a question about all that is known so far; of a cut, what was corrected beyond it. A number that isn't
    told, then or now, is not told to be corrected either: of two places that are silent together, that would name one.
    """
    question = answer.question
    if question.known_on is None and question.cut is None:
        return ()
    asked = catalogue.chosen(question.indicators)
    then = _counted_then(question, asked, execute)
    for one in asked:
        records = [row.record for row in answer.returned_of(one.name)]
        for record, *said in _returned_then(question, one.name, records, execute):
            then[one.name].setdefault(str(record), []).append(tuple(said))
    later = _later({record for facts in then.values() for record in facts}, execute)
    now = _now(question, set(later.values()), execute)
    found = [
        one.name for one in asked
        if any(_otherwise(one, facts, now.get(later[record], [])) for record, facts in then[one.name].items())
    ]  # fmt: skip
    return tuple(name for name in found if not _silent(answer, catalogue[name], catalogue, execute, tree))


def _otherwise(indicator: Indicator, then: Sequence[_Fact], now: Sequence[_Fact]) -> bool:
    """Return whether what a record said for an indicator isn't what it says now."""
    selections = (*(indicator.counted.selections if indicator.counted else ()), _as_returned(indicator))
    meant = [fact for fact in now if any(_selects(one, fact) for one in selections)]
    return Counter(then) != Counter(meant)


def _as_returned(indicator: Indicator) -> Selection:
    return Selection(RETURN, indicator.name, (), "")


def _selects(one: Selection, fact: _Fact) -> bool:
    measure, cls = fact[:2]
    return measure == one.measure and (not one.classes or cls in one.classes)


def _counted_then(
    question: Question, asked: Sequence[Indicator], execute: Execute
) -> dict[str, dict[str, list[_Fact]]]:
    """Return by indicator the facts that counted then and may not stand as they did: what each record said.

    All that ended since are read at once, whatever they tell of: an index finds them, and they are few.
    """
    found: dict[str, dict[str, list[_Fact]]] = {one.name: {} for one in asked}
    for nature in NATURES:
        counted = [(one.name, each) for one in asked if one.nature == nature and one.counted for each in
                   one.counted.selections]  # fmt: skip
        if not counted:
            continue
        shared = [when(question, nature), once(question.basis), *voice(question.basis), *readable(question)]
        for table, where in _ended(question):
            for kind, side, record, *said in _read(table, both([where, *shared]), execute, "f.kind, f.side, "):
                for name, one in counted:
                    if one.kind == kind and one.side in ("", side) and _selects(one, tuple(said)):
                        found[name].setdefault(str(record), []).append(tuple(said))
    return found


def _returned_then(
    question: Question, name: str, records: Sequence[str], execute: Execute
) -> Iterator[Sequence[Value]]:
    own = [Piece("f.kind = ?", (RETURN,)), Piece("f.measure = ?", (name,))]
    for some in _parts(records):
        for table, where in _ended(question):
            yield from _read(table, both([*own, among("f.record", some), *readable(question), where]), execute)


def _ended(question: Question) -> Iterator[tuple[str, Piece]]:
    """Yield where facts of then lie that something came after; of a cut, where these are folded anew."""
    clock = "held" if question.basis.held else "arrived"
    for table, where in sources(question):
        if table != TABLE:
            yield table, where
        elif question.cut is None:
            # What still stands was not corrected. An index finds the others, if this is asked by itself.
            yield table, both([where, Piece(f"f.{clock}_to > ?", (question.known_on,))])


def _later(records: Collection[str], execute: Execute) -> dict[str, str]:
    """Return by each record's id the one under which it was last said to more readers, or its own."""
    found, waiting = {record: record for record in records}, set(records)
    while waiting:
        told: dict[str, str] = {}
        for some in _parts(sorted(waiting)):
            where = both([Piece("l.verb = 'released_as'"), among("l.record", some)])
            text = f"SELECT l.record, l.other FROM store_link l WHERE {where.text} ORDER BY l.entry"  # noqa: S608
            told.update((str(record), str(other)) for record, other in execute(text, where.values))
        changed = {name: told[last] for name, last in found.items() if last in told and told[last] != name}
        found |= changed
        waiting = set(changed.values()) - set(records) - set(told)
    return found


def _now(question: Question, records: Collection[str], execute: Execute) -> dict[str, list[_Fact]]:
    """Return what records say as far as it is known now, on the clock of the question."""
    found: dict[str, list[_Fact]] = {}
    stands = known("held" if question.basis.held else "arrived", None)
    for some in _parts(sorted(records)):
        for record, *said in _read(TABLE, both([among("f.record", some), stands]), execute):
            found.setdefault(str(record), []).append(tuple(said))
    return found


def _silent(answer: Answer, indicator: Indicator, catalogue: Catalogue, execute: Execute, tree: Tree | None) -> bool:
    if HIDDEN in {
        *(figure.qualifier for figure in answer.of(indicator.name)),
        *(row.qualifier for row in answer.returned_of(indicator.name)),
    }:
        return True
    if not protected(indicator):
        return False
    now = replace(answer.question, indicators=(indicator.name,), known_on=None, cut=None)
    rows = answer.returned_of(indicator.name)
    hidden = hiding(now, catalogue, execute, returned={indicator.name} if rows else (), tree=tree)
    return hidden.counted(indicator) or any(
        row.published is None and hidden.returned(indicator, row.place, row.about, row.author) for row in rows
    )


def _read(table: str, where: Piece, execute: Execute, more: str = "") -> Iterator[Sequence[Value]]:
    columns = ", ".join(f"f.{column}" for column in _SAID.split(", "))
    yield from execute(f"SELECT {more}f.record, {columns} FROM {table} f WHERE {where.text}", where.values)  # noqa: S608


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(codes), _IN):
        yield codes[start : start + _IN]
