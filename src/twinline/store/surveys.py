"""Which survey of the line joint figures stand on: the one that every province on the line stands behind.

A figure of the line concerns all who share it. So one of three Lao provinces can't move the kilometres of the other
two: a survey counts from when each province that the rosters name has proposed it or confirmed it, by itself or by its
state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from twinline.feeds.roster import Roster
from twinline.figures.answer import Behind
from twinline.figures.catalogue import packaged
from twinline.figures.hiding import Execute
from twinline.figures.listed import records_behind
from twinline.figures.question import JOINT, Question
from twinline.ledger.fold import AGREED, DISPUTED
from twinline.records import gazetteer
from twinline.records.kinds.line_survey import LEVELS
from twinline.sentences import Sentence
from twinline.store import cuts, lines, rounds
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Head

Bodies = Callable[[Iterable[int]], Mapping[int, Mapping[str, Any]]]
KIND, INDICATOR = "line_survey", "line_surveys"
_SIDES = frozenset({"VN", "LA"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on the line without whom no survey counts, and who may speak for it: itself, and those over it."""

    code: str
    side: str
    speakers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey that was proposed: by its digest, the day it last was, the greatest of its records, its number.

    ``behind`` proposed or confirmed it, ``missing`` are the parties that did neither. ``agreed``: it counts.
    """

    version: str
    day: int
    record: str
    number: str
    behind: frozenset[str]
    missing: tuple[str, ...]
    agreed: bool


def parties(roster: Roster) -> tuple[Party, ...]:
    """Return who must stand behind a survey: the provinces along the line that are rostered, else their state."""
    known, on_line = gazetteer.packaged(), lines.base()
    found: list[Party] = []
    for level in ("province", "state"):
        sides = {party.side for party in found}
        for code, told in sorted(roster.organisations.items()):
            place = known.organisation(code)
            if place is None or place.kind != level or told.side in sides:
                continue
            if level == "state" or on_line.parts_of(code):
                found.append(Party(code, told.side, frozenset({code, *roster.ever_above(code)})))
    return tuple(found)


def proposed(question: Question, execute: Execute, bodies: Bodies, needed: Sequence[Party]) -> tuple[Survey, ...]:
    """Return the surveys that a question knows of, the one proposed last first, of one day the greatest id.

    It is asked like any figure: of what the readers may read, as both held it when the question knows, or within its
    cut; so both nodes give the same. What no province or state says isn't heard, nor a proposal that names several: of
    these it isn't told who confirmed.
    """
    asked = replace(
        question, basis=JOINT, period=None, places=None, organisations=None, place=None, organisation=None
    )  # fmt: skip
    rows = [
        row
        for row in records_behind(asked, packaged(), INDICATOR, execute)
        if not row.reason and row.standing != DISPUTED and _may_speak(row.author)
    ]
    said = bodies(row.entry_id for row in rows)
    by_version: dict[str, list[Behind]] = {}
    for row in rows:
        if len(said[row.entry_id].get("counterparts", ())) == 1:
            by_version.setdefault(row.member, []).append(row)
    return tuple(
        sorted(
            (_survey(version, some, said, needed) for version, some in by_version.items()),
            key=lambda each: (each.day, each.record),
            reverse=True,
        )
    )


def agreed(question: Question, execute: Execute, bodies: Bodies, needed: Sequence[Party]) -> str | None:
    """Return the digest of the survey that counts, ``None`` where it is the packaged line: see ``proposed``."""
    found = proposed(question, execute, bodies, needed)
    return next((each.version for each in found if each.agreed), None)


def others(ledger: Ledger) -> tuple[str, ...]:
    """Return the parties of the other side, who are to confirm what we propose; ``StoreError`` where there is none."""
    found = tuple(party.code for party in parties(ledger.roster()) if party.side != ledger.node.side)
    if not found:
        raise StoreError(
            "nobody-to-confirm",
            Sentence("No province of the other side is paired with this node: pair first, or name one."),
        )
    return found


def known(ledger: Ledger) -> tuple[Survey, ...]:
    """Return the surveys proposed to the line, as far as both sides are known to hold them now."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM store_record WHERE kind = %s LIMIT 1", [KIND])
        if cursor.fetchone() is None:
            return ()
    taken = cuts.take(ledger, ("line",), known_on=None, held=True)
    needed = parties(taken.roster)

    def execute(text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return rounds.execute(ledger, text, values)

    def asked(audiences: tuple[int, ...], feeds: tuple[tuple[int, int], ...] | None = None) -> tuple[Survey, ...]:
        question = Question((INDICATOR,), audiences, cut=feeds)
        return proposed(question, execute, lambda ids: rounds.bodies(ledger, ids), needed)

    if taken.plain:
        return asked(taken.audiences)
    heads = [Head(head.feed, head.size, head.root) for head in taken.heads]
    with cuts.within(ledger, heads, ("line",)) as within:
        return asked(within.audiences, within.feeds)


def _survey(
    version: str, rows: Sequence[Behind], said: Mapping[int, Mapping[str, Any]], needed: Sequence[Party]
) -> Survey:
    last = max(rows, key=lambda row: (row.days.last or 0, row.record))
    behind = {row.author for row in rows}
    for row in rows:
        if row.standing == AGREED:
            behind.update(said[row.entry_id]["counterparts"])
    heard = [party for party in needed if party.speakers & behind]
    missing = tuple(party.code for party in needed if party not in heard)
    counts = not missing and {party.side for party in heard} == _SIDES
    number = str(said[last.entry_id].get("survey", ""))
    return Survey(version, last.days.last or 0, last.record, number, frozenset(behind), missing, counts)


def _may_speak(author: str) -> bool:
    place = gazetteer.packaged().organisation(author)
    return place is not None and place.kind in LEVELS
