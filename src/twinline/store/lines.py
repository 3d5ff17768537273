"""Versions of the line at this node: which one records are placed on, and bringing in a better survey.

Two places follow from what a record says. Its row is placed on the line in use here, so pages, strip and questions
about the line follow the survey that this office trusts. Its facts stay on the packaged line, which every node has;
what a joint figure tells of the line is placed when it is asked, on the survey that both sides agreed on by then
(``line_survey``). None of these changes what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries
from twinline.line import survey
from twinline.line.places import Places, packaged_places
from twinline.records import registry
from twinline.sentences import Sentence
from twinline.store import meaning
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger

_CHUNK = 2_000
_Stretch = tuple[int | None, int | None]
_Placed = tuple[int, _Stretch, _Stretch]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the line: digest of line and places, where it came from, since when (milliseconds; 0: packaged)."""

    version: str
    line: str
    source: str
    added: int
    current: bool


@dataclass(frozen=True, slots=True)
class Adopted:
    """What bringing in a line did: how many records have a place on it, how many of these moved, and by how much."""

    version: str
    placed: int
    moved: int
    furthest_m: int
    lost: int


def base() -> Places:
    """Return the line that every node has: the packaged one."""
    return packaged_places()


def held(ledger: Ledger, version: str) -> Places:
    """Return a version of the line by its digest; raises ``StoreError`` where it was never brought in here."""
    if version == packaged_places().version:
        return packaged_places()
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM store_line_version WHERE version = %s", [version])
        if cursor.fetchone() is None:
            raise StoreError(
                "no-agreed-survey",
                Sentence(
                    "Both sides agreed to count by the survey {version} of the line, which this node lacks: bring it "
                    "in with 'twinline line import' from the file that the other side has.",
                    version=version[:16],
                ),
            )
    return _read(ledger.alias, version)


def kilometres(ledger: Ledger | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return kilometres that somebody read off a node's pages as a record says them: on the line every node has.

    ``said``: ``chainage`` and perhaps ``to_chainage`` in metres of the line in use. What is off it stays as it was, so
    that judging names it.
    """
    on, everyones = (in_use(ledger) if ledger else base()).line, base().line
    ends = [int(said[name]) for name in ("chainage", "to_chainage") if name in said]
    if on is not everyones and all(0 <= end <= on.length_m for end in ends):
        ends = sorted(everyones.locate(*on.point_at(end)).chainage for end in ends)
    return {**dict(zip(("chainage", "to_chainage"), ends, strict=False)), "line": everyones.version}


def named(ledger: Ledger, told: str) -> Version:
    """Return the version that a digest, the beginning of one, or ``packaged`` names; else raises ``StoreError``."""
    found = [each for each in versions(ledger) if told and told in (each.source, each.version[: len(told)])]
    if len(found) != 1:
        raise StoreError(
            "no-version",
            Sentence(
                "{told!r} names {number} versions of the line; 'twinline line versions' lists them.",
                told=told,
                number=len(found),
            ),
        )
    return found[0]


def in_use(ledger: Ledger) -> Places:
    """Return the line that this node places records on."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT version FROM store_line_version WHERE current")
        row = cursor.fetchone()
        return _read(ledger.alias, row[0]) if row else packaged_places()


@lru_cache(maxsize=8)
def _read(alias: str, version: str) -> Places:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT body FROM store_line_version WHERE version = %s", [version])
        return survey.read(cursor.fetchone()[0])


def versions(ledger: Ledger) -> list[Version]:
    """Return all versions, the packaged one first."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT version, source, added, current FROM store_line_version ORDER BY id")
        rows = cursor.fetchall()
    kept = [
        Version(version, _read(ledger.alias, version).line.version, source, added, bool(current))
        for version, source, added, current in rows
    ]
    first = packaged_places()
    packaged = Version(first.version, first.line.version, "packaged", 0, not any(each.current for each in kept))
    return [packaged, *kept]


def adopt(ledger: Ledger, places: Places, source: str, *, now: int) -> Adopted:
    """Keep a version of the line and place all records on it anew, in one transaction; what they say stays."""
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM store_line_version WHERE version = %s", [places.version])
        if cursor.fetchone() is None:
            cursor.execute(
                "INSERT INTO store_line_version (version, source, body, added, current) VALUES (%s, %s, %s, %s, %s)",
                [places.version, source[:200], survey.written(places), now, False],
            )
        return _use(ledger, places.version, places)


def use(ledger: Ledger, version: str) -> Adopted:
    """Go back to a version that was in use before, named by its digest or the beginning of it, or ``packaged``."""
    chosen = named(ledger, version)
    places = held(ledger, chosen.version)
    with transaction.atomic(using=ledger.alias):
        return _use(ledger, chosen.version if chosen.added else None, places)


def astray(ledger: Ledger) -> int:
    """Return how many records have a kilometre other than their coordinates have on the line in use.

    So it is where an earlier version of the program reckoned it, until ``rebuild``. What is said in another way than
    by coordinates isn't looked at.
    """
    places = in_use(ledger)
    with ledger.connection.cursor() as cursor:
        return sum(kept != found for rows in _placed(cursor, places, word='"lon"') for _, kept, found in rows)


def _use(ledger: Ledger, version: str | None, places: Places) -> Adopted:
    placed = moved = furthest = lost = 0
    with ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_line_version SET current = (version = %s)", [version or ""])
        for rows in _placed(cursor, places):
            changed = []
            for number, (m_from, m_to), (first, end) in rows:
                placed += first is not None
                if (first, end) == (m_from, m_to):
                    continue
                changed.append((first, end, number))
                lost += first is None
                if first is not None and m_from is not None:
                    moved += 1
                    furthest = max(furthest, abs(first - m_from), abs((end or first) - (m_to or m_from)))
            cursor.executemany("UPDATE store_record SET m_from = %s, m_to = %s WHERE id = %s", changed)
    return Adopted(places.version, placed, moved, furthest, lost)


def _placed(cursor: CursorWrapper, places: Places, *, word: str = "") -> Iterator[list[_Placed]]:
    """Give records' rows, some at a time, each with the stretch it has and the one that it has on a line.

    ``word``: only of entries in which it stands.
    """
    last = 0
    while True:
        cursor.execute(
            "SELECT r.id, r.kind, r.m_from, r.m_to, e.raw FROM store_record r JOIN store_entry e ON e.id = r.entry "
            "WHERE r.id > %s AND instr(e.raw, CAST(%s AS BLOB)) > 0 ORDER BY r.id LIMIT %s",
            [last, word, _CHUNK],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        found = []
        for number, kind, m_from, m_to, raw in rows:
            entry = entries.read(bytes(raw))
            spot = registry.place(kind, entry.body) if meaning.readable(kind, entry.version) else None
            anew = meaning.interval(spot, places) if spot is not None else (None, None)
            found.append((number, (m_from, m_to), anew))
        yield found
