"""What came after the indexes were built: a few facts, read at once for all indicators and added up here.

As arms of ``statement.quick`` they would make another text with each measure that comes, and SQLite would take longer
to understand it than to answer it. These texts are always the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twinline.figures.conditions import readable, sources, when
from twinline.figures.hiding import Execute
from twinline.figures.indicator import NATURES, Catalogue, Indicator, Selection
from twinline.figures.question import Basis, Question, Settled
from twinline.figures.sql import Piece, Statement, both, joined
from twinline.figures.statement import CONTESTED, EXACT, ODD, newest, only, spoken

_FACT = "f.kind, f.measure, f.cls, f.side, f.unit, f.entry_id"
#: What is counted, not added up, is plain in any unit, unless the other side contests it.
_UNDISPUTED = "f.reference_set = '' AND f.standing <> 'disputed'"


@dataclass(slots=True)
class _Heard:
    """What was found of one indicator on one word."""

    total: int = 0
    still_open: int = 0
    entries: set[int] = field(default_factory=set)
    facts: int = 0
    example: int | None = None


def added(question: Question, catalogue: Catalogue, words: Sequence[Basis], execute: Execute) -> Iterator[list[Any]]:
    """Yield what lies beyond the edge, in rows as ``statement.quick`` has them; of what may be added to the rest.

    That is what is summed, and records, none of which lies on both sides of the edge; what is ``distinct`` isn't.
    """
    edge = question.settled
    if edge is None or not edge.beyond or question.cut is not None:
        return
    for nature in NATURES:
        meant = _meant(question, catalogue, nature, edge)
        if meant:
            text, values = _text(question, nature, words, edge)
            yield from _by_indicator(execute(text, values), meant, len(words))


_Meant = Mapping[tuple[str, str], Sequence[tuple[Indicator, Selection]]]


def _meant(question: Question, catalogue: Catalogue, nature: str, edge: Settled) -> _Meant:
    """Return by kind and measure who of the indicators of a nature counts them."""
    found: dict[tuple[str, str], list[tuple[Indicator, Selection]]] = {}
    for each in catalogue.chosen(question.indicators):
        if each.counted and each.nature == nature and each.counted.aggregate != "distinct":
            for one in each.counted.selections:
                if (one.kind, one.measure) in (edge.beyond or ()):
                    found.setdefault((one.kind, one.measure), []).append((each, one))
    return found


def _text(question: Question, nature: str, words: Sequence[Basis], edge: Settled) -> Statement:
    """Return what lists the facts beyond the edge, those of one entry and unit together."""
    ((table, stood),) = sources(question)
    where = both([Piece("f.id > ?", (edge.edge,)), stood, when(question, nature), *readable(question)])
    columns = [Piece(_FACT)]
    for word in map(spoken, words):
        columns += [only("SUM(", "f.value", word), only("SUM(", CONTESTED, word), only("COUNT(", "1", word)]
        columns += [
            only("MAX(", f"CASE WHEN {plain} THEN f.example ELSE {ODD} END", word) for plain in (EXACT, _UNDISPUTED)
        ]
    told = joined(", ", columns)
    assert told is not None
    last = newest(before=6, words=5 * len(words))
    # By their ids: else an index is walked from end to end, since it has the order of the groups.
    text = f"SELECT {told.text}\nFROM {table} f NOT INDEXED WHERE {where.text}\nGROUP BY {_FACT}\nUNION ALL\n{last}"
    return text, (*told.values, *where.values)


def _by_indicator(rows: Any, meant: _Meant, words: int) -> Iterator[list[Any]]:
    found: dict[str, list[_Heard]] = {}
    for kind, measure, cls, side, unit, entry, *cells in rows:
        if not kind:
            yield ["", *cells]
        for indicator, one in meant.get((kind, measure), ()):
            if (one.classes and cls not in one.classes) or one.side not in ("", side):
                continue
            heard = found.setdefault(indicator.name, [_Heard() for _ in range(words)])
            assert indicator.counted is not None
            summed = indicator.counted.aggregate == "sum"
            for at, mine in enumerate(heard):
                total, still_open, facts, exact, undisputed = cells[at * 5 : at * 5 + 5]
                if not facts:
                    continue
                seen = exact if summed else undisputed
                if summed:
                    mine.total += total
                    mine.still_open += still_open or 0
                    seen = seen if unit == indicator.units[0] else ODD
                else:
                    mine.entries.add(entry)
                mine.facts += facts
                mine.example = max(mine.example or 0, seen)
    for name, heard in found.items():
        told: list[Any] = [name]
        for mine in heard:
            told += [mine.total, mine.still_open, len(mine.entries), mine.facts, mine.example]
        yield told
