"""Two statements for any number of indicators: a quick one for what is plain, and one for all that there may be.

In both each indicator stands by itself, so that an index is read for its own facts alone, and each selection of what is
summed, since what they find adds up. The texts run as they are on SQLite, DuckDB, PostgreSQL and Spark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from twinline.figures.conditions import TABLE, once, readable, sources, voice, when
from twinline.figures.indicator import NATURES, Catalogue, Counted, Indicator, Selection
from twinline.figures.question import Question
from twinline.figures.sql import Piece, Statement, among, both

QUICK = ("indicator", "total", "still_open", "things", "facts", "example")
COLUMNS = (
    "indicator", "unit", "reference_set", "aggregate", "total", "total_max", "still_open", "things", "settled_things",
    "least_vague", "most_vague", "precision", "facts", "example",
)  # fmt: skip
#: In place of ``example``: not all that was found is plain, and the indicator is to be asked by ``statement``.
ODD = 2
# How a number is not exact: 1 rounded, 2 above what is said, 3 below it, 4 about; none if it is exact.
VAGUE = {1: "rounded", 2: "more_than", 3: "nearly", 4: "about"}
_VAGUE = (
    "CASE WHEN f.qualifier = 'exact' THEN NULL WHEN f.qualifier = 'rounded' THEN 1"
    " WHEN f.qualifier = 'nearly' THEN 3 WHEN f.qualifier = 'about' THEN 4 ELSE 2 END"
)
_SUMS = (
    "SUM(f.value) AS total, SUM(COALESCE(f.value_max, f.value)) AS total_max,"
    " SUM(CASE WHEN f.standing = 'disputed' THEN f.value ELSE 0 END) AS still_open, 0 AS things, 0 AS settled_things"
)
_WEIGHED = f"MIN({_VAGUE}) AS least_vague, MAX({_VAGUE}) AS most_vague, MAX(f.precision) AS precision"
_SEEN = "COUNT(*) AS facts, MAX(f.example) AS example"
_TAKEN = (
    "f.entry_id, f.member, f.unit, f.reference_set, "
    "f.value, f.value_max, f.qualifier, f.precision, f.standing, f.example"
)

#: The tables that hold the facts of a nature, each with the condition that is the same for all indicators.
Shared: TypeAlias = Sequence[tuple[str, Piece]]
Split: TypeAlias = Callable[[Counted, Shared], list[Piece]]


def quick(question: Question, catalogue: Catalogue) -> Statement | None:
    """Return the SQL text and values that count every indicator of a question where all it finds is plain.

    Plain is an exact number in the indicator's first unit and of no reference set; of what is not summed, one that the
    other side doesn't contest. Rows have ``QUICK``, one for each arm whether it finds anything or not; numbers are in
    thousandths, and ``example`` is ``ODD`` where anything isn't plain. Nothing is grouped, since grouping sorts.
    ``None`` if all are only returned. Where an index covers the facts up to an edge beyond which none lay, no fact is
    looked for there: a last row, of no indicator, then has ``ODD`` if meanwhile one does.
    """
    told = _together(question, catalogue, _quick, _apart)
    edge = question.settled
    if told is None or edge is None or edge.beyond or question.cut is not None:
        return told
    late = f"SELECT '', 0, 0, 0, 0, CASE WHEN MAX(id) > {edge.edge:d} THEN {ODD} ELSE 0 END FROM {TABLE}"  # noqa: S608
    return f"{told[0]}\nUNION ALL\n{late}", told[1]


def statement(question: Question, catalogue: Catalogue) -> Statement | None:
    """Return the SQL text and values that count every indicator of a question, or ``None`` if all are only returned.

    Its rows have ``COLUMNS``: one for each arm, unit and reference set with a fact; numbers in thousandths.
    """
    return _together(question, catalogue, _whole, _by_selection)


def _together(
    question: Question, catalogue: Catalogue, arm: Callable[[Indicator, Piece], Piece], split: Split
) -> Statement | None:
    """Return the arms of all indicators one after the other; what they share is put together once."""
    shared = {nature: list(_shared(question, nature)) for nature in NATURES}
    arms = []
    for each in catalogue.chosen(question.indicators):
        if each.counted is not None:
            arms += [arm(each, facts) for facts in split(each.counted, shared[each.nature])]
    if not arms:
        return None
    return "\nUNION ALL\n".join(arm.text for arm in arms), tuple(value for arm in arms for value in arm.values)


def _by_selection(counted: Counted, shared: Shared) -> list[Piece]:
    """Return what an indicator counts in as many parts as may be added: what is summed, selection by selection."""
    some = [[one] for one in counted.selections] if counted.aggregate == "sum" else [counted.selections]
    return [_facts(shared, each) for each in some]


def _apart(counted: Counted, shared: Shared) -> list[Piece]:
    """Return the same in parts that each read one table as it lies: records add up too, no entry being in two."""
    if counted.aggregate == "distinct":
        return [_facts(shared, counted.selections)]
    return [piece for each in shared for piece in _by_selection(counted, [each])]


def _parts(question: Question, table: str, known: Piece) -> Iterator[tuple[str, Piece]]:
    """Yield a source in the parts that indexes cover: up to the edge, written out so that it is seen, and beyond it."""
    edge = question.settled
    if edge is None or question.cut is not None:
        yield table, known
        return
    yield table, both([Piece(f"f.id <= {edge.edge:d}"), known])
    if edge.beyond:
        yield table, both([Piece(f"f.id > {edge.edge:d}"), known])


def _quick(indicator: Indicator, facts: Piece) -> Piece:
    assert indicator.counted is not None
    aggregate = indicator.counted.aggregate
    if aggregate == "sum":
        what = (
            "SUM(f.value) AS total, SUM(CASE WHEN f.standing = 'disputed' THEN f.value END) AS still_open, 0 AS things"
        )
        plain = (
            "f.value_max IS NULL AND f.precision IS NULL AND f.qualifier = 'exact' AND f.reference_set = '' "
            f"AND f.unit = '{_plain(indicator.units[0])}'"
        )
    else:
        what = f"0 AS total, 0 AS still_open, COUNT(DISTINCT {_thing(aggregate)}) AS things"
        plain = "f.reference_set = '' AND f.standing <> 'disputed'"
    odd = f"MAX(CASE WHEN {plain} THEN f.example ELSE {ODD} END) AS example"
    text = f"SELECT '{_plain(indicator.name)}' AS indicator, {what}, COUNT(*) AS facts, {odd}\nFROM {facts.text}"
    return Piece(text, facts.values)


def _whole(indicator: Indicator, facts: Piece) -> Piece:
    assert indicator.counted is not None
    aggregate = indicator.counted.aggregate
    if aggregate == "sum":
        unit, what, by = "f.unit", _SUMS, "f.unit, f.reference_set"
        weighed = _WEIGHED
    else:
        # What is counted, not added up, is in the indicator's own unit, and exact.
        thing = _thing(aggregate)
        settled = f"CASE WHEN f.standing <> 'disputed' THEN {thing} END"
        unit, by = f"'{_plain(indicator.units[0])}'", "f.reference_set"
        what = (
            "0 AS total, 0 AS total_max, 0 AS still_open, "
            f"COUNT(DISTINCT {thing}) AS things, COUNT(DISTINCT {settled}) AS settled_things"
        )
        none = "CAST(NULL AS INTEGER)"
        weighed = f"{none} AS least_vague, {none} AS most_vague, CAST(NULL AS BIGINT) AS precision"
    text = (
        f"SELECT '{_plain(indicator.name)}' AS indicator, {unit} AS unit, f.reference_set, "
        f"'{aggregate}' AS aggregate, {what}, {weighed}, {_SEEN}\nFROM {facts.text}\nGROUP BY {by}"
    )
    return Piece(text, facts.values)


def _thing(aggregate: str) -> str:
    """Return what is counted once: a record, by the entry that it stands by at the time; or a member."""
    return "f.entry_id" if aggregate == "count" else "f.member"


def _shared(question: Question, nature: str) -> Iterator[tuple[str, Piece]]:
    """Yield whence facts of a nature are read, and the condition that is the same for all."""
    common = [when(question, nature), once(question.basis), *voice(question.basis), *readable(question)]
    for source in sources(question):
        for table, known in _parts(question, *source):
            yield table, both([known, *common])


def _facts(shared: Shared, selections: Sequence[Selection]) -> Piece:
    """Return whence an indicator's facts are read and on which condition; each row that is selected twice is so."""
    parts = []
    for one in selections:
        own = both(_selected(one))
        for table, rest in shared:
            parts.append((table, Piece(f"{own.text} AND {rest.text}", own.values + rest.values)))
    if len(parts) == 1:
        ((table, condition),) = parts
        return Piece(f"{table} f WHERE {condition.text}", condition.values)
    texts = [f"SELECT {_TAKEN} FROM {table} f WHERE {condition.text}" for table, condition in parts]  # noqa: S608
    values = tuple(value for _, condition in parts for value in condition.values)
    return Piece("(" + "\nUNION ALL\n".join(texts) + ") f", values)


def _selected(one: Selection) -> list[Piece]:
    found = [Piece("f.kind = ?", (one.kind,)), Piece("f.measure = ?", (one.measure,))]
    if one.classes:
        found.append(among("f.cls", one.classes))
    if one.side:
        found.append(Piece("f.side = ?", (one.side,)))
    return found


def _plain(code: str) -> str:
    """Return a name of ours as it may stand in the text."""
    if not code.replace("_", "").isalnum() or not code.isascii():
        raise ValueError(f"not a plain name: {code!r}")
    return code
