"""The records behind one figure: those it counts, and those it leaves out with the reason."""

from __future__ import annotations

from twinline.figures.conditions import TABLE, knowledge, known, once, readable, sources, touches, voice, when
from twinline.figures.errors import BadQuestion
from twinline.figures.indicator import Catalogue, Counted
from twinline.figures.question import Question
from twinline.figures.sql import Piece, Statement, among, both, joined
from twinline.sentences import Sentence

COLUMNS = (
    "record", "entry_id", "unit", "value", "value_max", "qualifier", "standing", "side", "author", "about", "place",
    "day_from", "day_to", "shape", "event", "member", "example", "reason",
)  # fmt: skip
REASONS = (
    "not_yet_held",  # kept here, not yet held by both sides at the instant asked
    "not_agreed",  # stated by one side, and only what is agreed was asked for
    "same_event",  # another record of the same event is the one that counts
    "no_period",  # it gives no period, and one was asked for
    "straddles",  # part of its days lie outside the period asked for
)


def behind(question: Question, catalogue: Catalogue, indicator: str, *, counted: bool = False) -> Statement:
    """Return the SQL text and values that list the records behind one counted figure.

    Its rows have ``COLUMNS``; ``reason`` is empty for a record that counts, else one of ``REASONS``. Listed are
    records that the reader may read, of the places and organisations asked, whose days touch the period asked; if only
    ``counted`` those that count, which an index finds by their days.
    Raises ``BadQuestion`` for an indicator that is only ever returned.
    """
    asked = catalogue[indicator]
    if asked.counted is None:
        raise BadQuestion(
            "only-returned",
            Sentence(
                "{indicator} is only returned: no records are counted for it; list what was returned.",
                indicator=indicator,
            ),
        )
    right_time = when(question, asked.nature)
    matching = [_matching(asked.counted), *readable(question)]
    if counted:
        reason, near, listed_in = Piece("''"), right_time, sources(question)
        matching += [once(question.basis), *voice(question.basis)]
    else:
        reason, listed_in = _reason(question, right_time), _listed(question)
        near = touches(question.period) if asked.nature == "flow" else Piece("1 = 1")
        matching += _side(question)
    columns = ", ".join(f"f.{column}" for column in COLUMNS[:-1])
    parts = []
    for table, known_here in listed_in:
        listed = both([*matching, known_here, near])
        text = f"SELECT {columns}, {reason.text} AS reason FROM {table} f WHERE {listed.text}"  # noqa: S608
        parts.append(Piece(text, reason.values + listed.values))
    text = "\nUNION ALL\n".join(part.text for part in parts)
    order = "reason, record, unit, member, value, entry_id"
    return f"SELECT * FROM (\n{text}\n) a ORDER BY {order}", tuple(v for part in parts for v in part.values)  # noqa: S608


def _matching(counted: Counted) -> Piece:
    pieces = []
    for one in counted.selections:
        match = [Piece("f.kind = ?", (one.kind,)), Piece("f.measure = ?", (one.measure,))]
        if one.classes:
            match.append(among("f.cls", one.classes))
        if one.side:
            match.append(Piece("f.side = ?", (one.side,)))
        pieces.append(both(match))
    return joined(" OR ", pieces) or Piece("1 = 0")


def _side(question: Question) -> list[Piece]:
    return voice(question.basis) if question.basis.voice == "stated" else []


def _listed(question: Question) -> list[tuple[str, Piece]]:
    """Return the tables to list from: of a cut what is in it, else what was known where the basis looks, or here."""
    return sources(question) if question.cut is not None else [(TABLE, _known_somehow(question))]


def _known_somehow(question: Question) -> Piece:
    there, here = knowledge(question), known("arrived", question.known_on)
    return Piece(f"({there.text}) OR ({here.text})", there.values + here.values)


def _reason(question: Question, right_time: Piece) -> Piece:
    # What is listed of a cut lies in it.
    held = [(knowledge(question), "not_yet_held")] if question.cut is None else []
    tests = [
        *held,
        *((piece, "not_agreed") for piece in voice(question.basis) if question.basis.voice == "agreed"),
        (once(question.basis), "same_event"),
    ]
    # A condition on a day that is not given is neither true nor false, so each is asked for being true.
    arms = [f"WHEN CASE WHEN {piece.text} THEN 1 ELSE 0 END = 0 THEN '{reason}'" for piece, reason in tests]
    arms.append(f"WHEN {right_time.text} THEN ''")
    arms.append("WHEN f.day_from IS NULL AND f.day_to IS NULL THEN 'no_period' ELSE 'straddles'")
    values = tuple(value for piece, _ in tests for value in piece.values)
    return Piece("CASE " + " ".join(arms) + " END", values + right_time.values)
