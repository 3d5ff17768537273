"""Two statements for any number of indicators: a quick one for what is plain, and one for all that there may be.

In both each indicator stands by itself, so that an index is read for its own facts alone, and each selection of what is
summed, since what they find adds up. The texts run as they are on SQLite, DuckDB, PostgreSQL and Spark; by the indexes
of ``store.settled`` SQLite alone is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeAlias

from twinline.figures.conditions import TABLE, once, readable, sources, voice, when
from twinline.figures.indicator import NATURES, Catalogue, Counted, Indicator, Selection
from twinline.figures.plain import odd, plain
from twinline.figures.question import Basis, Classes, Measures, Question
from twinline.figures.sql import Piece, Statement, among, both, joined

QUICK = ("total", "still_open", "things", "facts", "example")
COLUMNS = (
    "indicator", "unit", "reference_set", "aggregate", "total", "total_max", "still_open", "things", "settled_things",
    "least_vague", "most_vague", "precision", "facts", "example",
)  # fmt: skip
#: In place of ``example``: not all that was found is plain, and the indicator is to be asked by ``statement``.
ODD = 2
# How a number is not exact: 1 rounded, 2 above what is said, 3 below it, 4 about; none if it is exact.
VAGUE = {1: "rounded", 2: "more_than", 3: "nearly", 4: "about"}
VAGUE_SQL = (
    "CASE WHEN f.qualifier = 'exact' THEN NULL WHEN f.qualifier = 'rounded' THEN 1"
    " WHEN f.qualifier = 'nearly' THEN 3 WHEN f.qualifier = 'about' THEN 4 ELSE 2 END"
)
EXACT = "f.value_max IS NULL AND f.precision IS NULL AND f.qualifier = 'exact' AND f.reference_set = ''"
CONTESTED = "CASE WHEN f.standing = 'disputed' THEN f.value END"
_SUMS = (
    "SUM(f.value) AS total, SUM(COALESCE(f.value_max, f.value)) AS total_max,"
    " SUM(CASE WHEN f.standing = 'disputed' THEN f.value ELSE 0 END) AS still_open, 0 AS things, 0 AS settled_things"
)
_WEIGHED = f"MIN({VAGUE_SQL}) AS least_vague, MAX({VAGUE_SQL}) AS most_vague, MAX(f.precision) AS precision"
_SEEN = "COUNT(*) AS facts, MAX(f.example) AS example"
_TAKEN = (
    "f.entry_id, f.member, f.unit, f.reference_set, "
    "f.value, f.value_max, f.qualifier, f.precision, f.standing, f.example, f.side, f.summed, f.summed_own"
)

#: SQLite takes so many arms in one statement at most: 500.
_MOST = 400
#: Of fewer at once it makes much shorter work: to understand a text takes it as long as the square of its arms. That
#: takes the last row of each (``quick``), so that nothing comes between.
_SOME = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A table, or what an index covers of one, with the condition that is the same for all indicators.

    ``edge`` is how far the index covers it. It holds the ``plain`` facts alone, or the others.
    ``held`` are the kinds and measures that lie here, each with its classes, of which none named are any; ``None``
    where anything may.
    """

    table: str
    where: Piece
    edge: int | None = None
    plain: bool = False
    held: Mapping[tuple[str, str], tuple[str, ...]] | None = None

    def holds(self, one: Selection) -> bool:
        """Return whether any fact of a selection may lie here."""
        if self.held is None:
            return True
        here = self.held.get((one.kind, one.measure))
        return here is not None and (not here or not one.classes or not set(here).isdisjoint(one.classes))

    def classes(self, one: Selection) -> tuple[str, ...]:
        """Return the classes of a selection that may lie here; none where all count, whichever there are."""
        here = () if self.held is None else self.held.get((one.kind, one.measure), ())
        return tuple(each for each in here if not one.classes or each in one.classes) or one.classes


#: The sources of the facts of a nature.
Shared: TypeAlias = Sequence[Source]
Split: TypeAlias = Callable[[Counted, Shared], list[tuple[Shared, Sequence[Selection]]]]
Arm: TypeAlias = Callable[[Indicator, Piece, Shared], Piece]


def quick(
    question: Question, catalogue: Catalogue, words: Sequence[Basis] = (), *, at_once: bool = False
) -> list[Statement]:
    """Return the SQL texts and values that count every indicator of a question where all it finds is plain.

    Plain is an exact number in the indicator's first unit and of no reference set; of what is not summed, one that the
    other side doesn't contest. Rows have the indicator's name, then ``QUICK`` for each of the ``words`` that the facts
    are counted on, all known by one clock; without any for the question's own. There is one row for each arm whether it
    finds anything or not; numbers are in thousandths, and ``example`` is ``ODD`` where anything isn't plain. Nothing is
    grouped, since grouping sorts. There are no texts if all are only returned.

    Where indexes cover the facts up to an edge, what lay beyond is left to ``late.added``, but for what is
    ``distinct``: of that each indicator is asked for all there is by a text of its own, and its row comes last and
    holds for all. So every text stays the same while records arrive, and needn't be understood anew. Then, and of more
    than one text, a last row of each, of no indicator, ends in the greatest id there was: where these differ, something
    came meanwhile. ``at_once`` are as few texts as can be, for who can't wait until nothing comes.
    """
    edge, several = question.settled, tuple(words)
    if at_once:
        return list(_arms(question, catalogue, several, _MOST))
    if edge is None or edge.beyond is None or question.cut is not None:
        told = list(_arms(question, catalogue, several, _SOME))
        if len(told) < 2:
            return told
    else:
        same = replace(question, settled=replace(edge, last=0, beyond=frozenset()))
        told = list(_arms(same, catalogue, several, _SOME))
        # Where anything may lie beyond, so that these stay the same too.
        anything = replace(question, settled=replace(edge, last=0, beyond=None))
        for one in catalogue.chosen(question.indicators):
            if _whole_of(one, edge.beyond):
                told += _arms(replace(anything, indicators=(one.name,)), catalogue, several, _SOME)
    last = newest(before=1, words=len(QUICK) * max(len(words), 1))
    return [(f"{text}\nUNION ALL\n{last}", values) for text, values in told]


def newest(*, before: int, words: int) -> str:
    """Return a row of no indicator that ends in the greatest id of a fact.

    ``before`` are the empty columns that it begins with, ``words`` those of numbers.
    """
    columns = ", ".join(["''"] * before + ["0"] * (words - 1))
    return f"SELECT {columns}, COALESCE(MAX(id), 0) FROM {TABLE}"  # noqa: S608


@lru_cache(maxsize=128)
def _arms(question: Question, catalogue: Catalogue, words: tuple[Basis, ...], most: int) -> tuple[Statement, ...]:
    """Return the texts of ``quick`` without their last rows. A page asks the same again after each thing written."""
    return tuple(_together(question, catalogue, _arm(words), _apart, words, most))


def _arm(words: Sequence[Basis]) -> Arm:
    return partial(_quick, words=[spoken(word) for word in words])


def _whole_of(indicator: Indicator, measures: Measures) -> bool:
    """Return whether something of an indicator lies beyond the edge that can't be added to the rest."""
    counted = indicator.counted
    if counted is None or counted.aggregate != "distinct":
        return False
    return any((one.kind, one.measure) in measures for one in counted.selections)


def statement(question: Question, catalogue: Catalogue) -> list[Statement]:
    """Return the SQL texts and values that count every indicator of a question; none if all are only returned.

    Rows have ``COLUMNS``: one for each arm, unit and reference set with a fact; numbers in thousandths. Each indicator
    is in one text.
    """
    return _together(question, catalogue, _whole, _by_selection, ())


def _together(
    question: Question, catalogue: Catalogue, arm: Arm, split: Split, words: Sequence[Basis], most: int = _MOST
) -> list[Statement]:
    """Return the arms of all indicators one after the other; what they share is put together once."""
    shared = {nature: list(_shared(question, nature, words)) for nature in NATURES}
    told: list[list[Piece]] = []
    for each in catalogue.chosen(question.indicators):
        if each.counted is None:
            continue
        arms = [arm(each, _facts(*part), part[0]) for part in split(each.counted, shared[each.nature])]
        if not arms:  # the indexes hold nothing of it, and nothing lies beyond them
            arms = [arm(each, Piece(f"{TABLE} f WHERE 1 = 0"), [])]
        if not told or len(told[-1]) + len(arms) > most:
            told.append([])
        told[-1] += arms
    return [
        ("\nUNION ALL\n".join(arm.text for arm in arms), tuple(value for arm in arms for value in arm.values))
        for arms in told
    ]


def _by_selection(counted: Counted, shared: Shared) -> list[tuple[Shared, Sequence[Selection]]]:
    """Return what an indicator counts in as many parts as may be added: what is summed, selection by selection."""
    some = [[one] for one in counted.selections] if counted.aggregate == "sum" else [counted.selections]
    return [(shared, each) for each in some]


def _apart(counted: Counted, shared: Shared) -> list[tuple[Shared, Sequence[Selection]]]:
    """Return the same in parts that each read one table as it lies: records add up too, no entry being in two."""
    if counted.aggregate == "distinct":
        return [(shared, counted.selections)]
    parts = [([each], chosen) for each in shared for _, chosen in _by_selection(counted, [each])]
    return [part for part in parts if any(part[0][0].holds(one) for one in part[1])]


def _parts(question: Question, table: str, known: Piece) -> Iterator[Source]:
    """Yield a source in the parts that indexes cover: up to the edge, in their own words, and beyond it."""
    edge = question.settled
    if edge is None or question.cut is not None:
        yield Source(table, known)
        return
    upto, beyond = Piece(f"f.id <= {edge.edge:d}"), Piece(f"f.id > {edge.edge:d}")
    yield Source(table, both([upto, Piece(plain("f.")), known]), edge.edge, plain=True, held=_by_measure(edge.plain))
    yield Source(table, both([upto, Piece(odd("f.")), known]), edge.edge, held=_by_measure(edge.odd))
    late = None if edge.beyond is None else dict.fromkeys(edge.beyond, ())
    yield Source(table, both([beyond, known]), held=late)


@lru_cache(maxsize=16)
def _by_measure(held: Classes | None) -> Mapping[tuple[str, str], tuple[str, ...]] | None:
    """Return the classes that an index holds by kind and measure."""
    if held is None:
        return None
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, measure, cls in sorted(held):
        found[kind, measure] = (*found.get((kind, measure), ()), cls)
    return found


def _quick(indicator: Indicator, facts: Piece, shared: Shared, *, words: Sequence[Piece]) -> Piece:
    assert indicator.counted is not None
    aggregate, unit = indicator.counted.aggregate, f"f.unit = '{_named(indicator.units[0])}'"
    of_plain = any(one.plain for one in shared)
    if aggregate != "sum":
        exact = "f.reference_set = '' AND f.standing <> 'disputed'"
    else:
        exact = unit if of_plain else f"{EXACT} AND {unit}"
    seen = f"CASE WHEN {exact} THEN f.example ELSE {ODD} END"
    if aggregate == "count" and any(one.edge is not None and not one.plain for one in shared):
        # An entry may have said something plain, too, and would count twice.
        seen = f"{ODD}"
    columns: list[Piece] = []
    each: Sequence[Piece | None] = words or [None]
    for word in each:
        if aggregate == "sum":
            columns.append(only("SUM(", "f.value", word))
            columns += [Piece("0") if of_plain else only("SUM(", CONTESTED, word), Piece("0")]
        else:
            columns += [Piece("0"), Piece("0"), only("COUNT(DISTINCT ", _thing(aggregate), word)]
        columns += [only("COUNT(", "1", word), only("MAX(", seen, word)]
    told = joined(", ", [Piece(f"'{_named(indicator.name)}'"), *columns])
    assert told is not None
    return Piece(f"SELECT {told.text}\nFROM {facts.text}", told.values + facts.values)


def only(aggregate: str, what: str, word: Piece | None) -> Piece:
    """Return an aggregate over the rows that count on a word, or over all."""
    if word is None:
        return Piece(f"{aggregate}{what})")
    return Piece(f"{aggregate}CASE WHEN {word.text} THEN {what} END)", word.values)


def _whole(indicator: Indicator, facts: Piece, _: Shared) -> Piece:
    assert indicator.counted is not None
    aggregate = indicator.counted.aggregate
    if aggregate == "sum":
        unit, what, by = "f.unit", _SUMS, "f.unit, f.reference_set"
        weighed = _WEIGHED
    else:
        # What is counted, not added up, is in the indicator's own unit, and exact.
        thing = _thing(aggregate)
        settled = f"CASE WHEN f.standing <> 'disputed' THEN {thing} END"
        unit, by = f"'{_named(indicator.units[0])}'", "f.reference_set"
        what = (
            "0 AS total, 0 AS total_max, 0 AS still_open, "
            f"COUNT(DISTINCT {thing}) AS things, COUNT(DISTINCT {settled}) AS settled_things"
        )
        none = "CAST(NULL AS INTEGER)"
        weighed = f"{none} AS least_vague, {none} AS most_vague, CAST(NULL AS BIGINT) AS precision"
    text = (
        f"SELECT '{_named(indicator.name)}' AS indicator, {unit} AS unit, f.reference_set, "
        f"'{aggregate}' AS aggregate, {what}, {weighed}, {_SEEN}\nFROM {facts.text}\nGROUP BY {by}"
    )
    return Piece(text, facts.values)


def _thing(aggregate: str) -> str:
    """Return what is counted once: a record, by the entry that it stands by at the time; or a member."""
    return "f.entry_id" if aggregate == "count" else "f.member"


def spoken(word: Basis) -> Piece:
    """Return that a row counts on somebody's word."""
    return both([once(word), *voice(word)])


def _shared(question: Question, nature: str, words: Sequence[Basis]) -> Iterator[Source]:
    """Yield whence facts of a nature are read, with the condition that is the same for all."""
    word = [] if words else [spoken(question.basis)]
    common = [when(question, nature), *word, *readable(question)]
    for source in sources(question):
        for part in _parts(question, *source):
            yield replace(part, where=both([part.where, *common]))


def _facts(shared: Shared, selections: Sequence[Selection]) -> Piece:
    """Return whence an indicator's facts are read and on which condition; each row that is selected twice is so."""
    parts = []
    for one in selections:
        for source in shared:
            if source.holds(one) or source is shared[0]:
                own = both(_selected(one, source))
                condition = Piece(f"{own.text} AND {source.where.text}", own.values + source.where.values)
                parts.append((source.table, condition))
    if len(parts) == 1:
        ((table, condition),) = parts
        return Piece(f"{table} f WHERE {condition.text}", condition.values)
    texts = [f"SELECT {_TAKEN} FROM {table} f WHERE {condition.text}" for table, condition in parts]  # noqa: S608
    values = tuple(value for _, condition in parts for value in condition.values)
    return Piece("(" + "\nUNION ALL\n".join(texts) + ") f", values)


def _selected(one: Selection, source: Source) -> list[Piece]:
    found = [Piece("f.kind = ?", (one.kind,)), Piece("f.measure = ?", (one.measure,))]
    if classes := source.classes(one):
        found.append(among("f.cls", classes))
    elif source.edge is not None:
        found.append(_any_class(one, source))
    if one.side:
        found.append(Piece("f.side = ?", (one.side,)))
    return found


def _any_class(one: Selection, source: Source) -> Piece:
    """Return that a row's class is one of those there are: so the index is read for the days asked, class by class."""
    covered = f"s.id <= {source.edge:d} AND {plain('s.') if source.plain else odd('s.')}"
    where = f"FROM {source.table} s WHERE s.kind = ? AND s.measure = ? AND {covered}"
    text = (
        f"f.cls IN (WITH RECURSIVE c(cls) AS (SELECT MIN(s.cls) {where} UNION ALL "  # noqa: S608
        f"SELECT (SELECT MIN(s.cls) {where} AND s.cls > c.cls) FROM c WHERE c.cls IS NOT NULL) "
        "SELECT cls FROM c WHERE cls IS NOT NULL)"
    )
    return Piece(text, (one.kind, one.measure) * 2)


def _named(code: str) -> str:
    """Return a name of ours as it may stand in the text."""
    if not code.replace("_", "").isalnum() or not code.isascii():
        raise ValueError(f"not a plain name: {code!r}")
    return code
