"""The conditions of a question on a row ``f`` of the fact table."""

from __future__ import annotations

from twinline.figures.question import Basis, Question
from twinline.figures.sql import Piece, among, both, joined
from twinline.times import Days

TABLE = "store_fact"
CUT_FACTS, CUT_RECORDS = "cut_fact", "cut_record"


def readable(question: Question) -> list[Piece]:
    """Return who may read, where, whose work, and by when its author claims to have published it."""
    conditions = [among("f.audience_id", question.audiences)]
    if question.places is not None:
        conditions.append(among("f.place", question.places))
    if question.organisations is not None:
        conditions.append(among("f.about", question.organisations))
    if question.published_by is not None:
        conditions.append(Piece("f.published <= ?", (question.published_by,)))
    return conditions


def known(column: str, known_on: int | None) -> Piece:
    """Return that a row stood at an instant; ``column`` is ``arrived`` (here) or ``held`` (by both sides)."""
    if known_on is None:
        return Piece(f"f.{column}_from IS NOT NULL AND f.{column}_to IS NULL")
    return Piece(f"f.{column}_from <= ? AND (f.{column}_to IS NULL OR f.{column}_to > ?)", (known_on, known_on))


def knowledge(question: Question) -> Piece:
    """Return that a row was known where the basis looks."""
    return known("held" if question.basis.held else "arrived", question.known_on)


def sources(question: Question) -> list[tuple[str, Piece]]:
    """Return the tables that hold the facts asked for, each with the condition that a row ``f`` is one of them.

    Of a cut these are the facts that nothing beyond it touches, and those that were folded again (``store.cuts``).
    No entry has facts in two of them.
    """
    if question.cut is None:
        return [(TABLE, knowledge(question))]
    read = [Piece("f.feed = ? AND f.entry_id <= ?", bound) for bound in question.cut]
    inside = joined(" OR ", read) or Piece("1 = 0")
    stands = "f.arrived_from IS NOT NULL AND f.arrived_to IS NULL"
    untouched = f"NOT EXISTS (SELECT 1 FROM {CUT_RECORDS} c WHERE c.record = f.record)"  # noqa: S608
    return [(TABLE, both([inside, Piece(stands), Piece(untouched)])), (CUT_FACTS, Piece("1 = 1"))]


def voice(basis: Basis) -> list[Piece]:
    """Return whose word counts; the side that states, or what both agreed."""
    if basis.voice == "stated":
        return [Piece("f.side = ?", (basis.side,))]
    return [Piece("f.standing = ?", ("agreed",))] if basis.voice == "agreed" else []


def once(basis: Basis) -> Piece:
    """Return that a row is the one by which its event counts."""
    return Piece("f.summed_own = 1" if basis.voice == "stated" else "f.summed = 1")


def inside(period: Days | None) -> Piece:
    """Return that a row's days lie wholly inside a period.

    Days without a start lie inside a period without a start only, and so with ends.
    The second condition on ``day_to`` follows from the others; it lets an index end the search.
    """
    if period is None:
        return Piece("1 = 1")
    conditions = []
    if period.last is not None:
        conditions.append(Piece("f.day_to <= ?", (period.last,)))
    if period.first is not None:
        conditions.append(Piece("f.day_from >= ?", (period.first,)))
        if period.last is not None:
            conditions.append(Piece("f.day_to >= ?", (period.first,)))
    return both(conditions)


def standing_on(day: int | None) -> Piece:
    """Return that what a row states stood on a civil day; with no day asked, that it has no end."""
    if day is None:
        return Piece("f.day_to IS NULL")
    started = "(f.day_from <= ? OR (f.day_from IS NULL AND f.shape = 'open_start'))"
    return Piece(f"{started} AND (f.day_to IS NULL OR f.day_to >= ?)", (day, day))


def when(question: Question, nature: str) -> Piece:
    """Return that a row answers the period asked: a flow inside it, a stock on its last day."""
    return inside(question.period) if nature == "flow" else standing_on(question.as_of)


def touches(period: Days | None) -> Piece:
    """Return that a row's days and a period share a day, or that the row gives none."""
    conditions = []
    if period is not None and period.last is not None:
        conditions.append(Piece("f.day_from IS NULL OR f.day_from <= ?", (period.last,)))
    if period is not None and period.first is not None:
        conditions.append(Piece("f.day_to IS NULL OR f.day_to >= ?", (period.first,)))
    return both(conditions)
