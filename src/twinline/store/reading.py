"""Reading what is kept. Every question names a reader: there is no reading without one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twinline.feeds import audiences, entries
from twinline.ledger.fold import LIVE, Standing, fold, roots
from twinline.records.gazetteer import packaged
from twinline.store import projection, searching
from twinline.store.errors import UnknownCode
from twinline.store.ledger import Ledger
from twinline.store.stating import ANSWERS

#: How many of the latest records are looked through for what somebody says most.
LATELY = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: organisations, any one of which may read (``every``: all of which must)."""

    organisations: frozenset[str]
    every: bool = False

    @classmethod
    def of_node(cls, ledger: Ledger) -> Reader:
        """Return the reader that a node's own officers are: whoever the node hosts or hosted."""
        return cls(ledger.has_read_for())

    @classmethod
    def all_of(cls, codes: Sequence[str], line: frozenset[str]) -> Reader:
        """Return the reader that all of an audience are together; *the line* is who a roster says is on it."""
        return cls(line if tuple(codes) == audiences.LINE else frozenset(codes), every=True)

    def reads(self, codes: Sequence[str], line: frozenset[str]) -> bool:
        """Return whether what is said to ``codes`` may be read. Empty or unknown means nobody."""
        if not self.organisations or not codes:
            return False
        ask = all if self.every else any
        return ask(audiences.may_read(codes, (code,), line) for code in self.organisations)


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a list shows it."""

    record: str
    kind: str
    version: int
    author: str
    about: str
    side: str
    audience: tuple[str, ...]
    number: int
    standing: str
    event: str
    place: str
    m_from: int | None
    m_to: int | None
    day_from: int | None
    day_to: int | None
    example: bool
    arrived: int
    held: int | None
    body: Mapping[str, Any] = field(hash=False)
    intended: tuple[str, ...] = ()
    root: bytes = b""
    """The hash of its first saying: what tells two records under one id apart."""

    @property
    def short(self) -> str:
        """Return the short number that can be said on the radio."""
        return f"{self.author}/{self.number}" if self.number else ""


@dataclass(frozen=True, slots=True)
class View:
    """A record in full: how it stands, its versions, and all acts about it that the reader may see."""

    row: Row
    standing: Standing
    acts: tuple[projection.Told, ...]
    waiting: tuple[projection.Told, ...]
    same_event: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """How much of a feed a figure knew: its size and root."""

    feed: str
    size: int
    root: str


def readable_audiences(ledger: Ledger, reader: Reader, *, crossing: bool | None = None) -> list[int]:
    """Return the row ids of all audiences whose records a reader may see; ``crossing``: only such as do, or don't."""
    return [*ledger.once((reader, crossing), lambda: _readable_now(ledger, reader, crossing))]


def _readable_now(ledger: Ledger, reader: Reader, crossing: bool | None) -> list[int]:
    line = ledger.line()
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT id, codes FROM store_audience ORDER BY id")
        told = [(number, tuple(json.loads(codes))) for number, codes in cursor.fetchall()]
    readable = [(number, codes) for number, codes in told if reader.reads(codes, line)]
    return [number for number, codes in readable if crossing is None or ledger.crosses(codes) is crossing]


_ROW = (
    "SELECT r.record, r.kind, r.author, r.about, r.side, a.codes, r.number, r.standing, r.event, r.place, r.m_from, "
    "r.m_to, r.day_from, r.day_to, r.example, r.arrived_from, r.held_from, e.raw, r.root "
    "FROM store_record r JOIN store_entry e ON e.id = r.entry JOIN store_audience a ON a.id = r.audience "
)
_LATEST_FIRST = "ORDER BY COALESCE(r.day_to, r.day_from, 0) DESC, r.record DESC, r.root"


def must_be_known(ledger: Ledger, *codes: str | None) -> None:
    """Raise ``UnknownCode`` for a code that neither the gazetteer nor a roster knows.

    A question about it would be answered with nothing, and nothing found looks like nothing done. Records are not
    asked: what some of them name would be told to readers who may not see these.
    """
    known, roster = packaged(), ledger.roster()
    for code in codes:
        if not (code is None or known.organisation(code) or known.gate(code) or roster.side(code)):
            raise UnknownCode(code)


def records(
    ledger: Ledger,
    reader: Reader,
    *,
    kind: str | None = None,
    kinds: Iterable[str] | None = None,
    side: str | None = None,
    author: str | None = None,
    about: str | None = None,
    places: Iterable[str] | None = None,
    since: int | None = None,
    until: int | None = None,
    begins: int | None = None,
    words: str | None = None,
    standing: str | None = None,
    known_on: int | None = None,
    example: bool | None = None,
    ids: Iterable[str] | None = None,
    within: tuple[int, int] | None = None,
    at_home: bool = False,
    limit: int | None = 100,
    offset: int = 0,
    **waiting: Any,
) -> list[Row]:
    """Return records as they stand, the latest first, by what is asked for; without a ``limit`` all of them.

    ``since`` and ``until`` are civil days that the record's time overlaps, ``begins`` the first on which it may begin,
    ``known_on`` an instant of this node's own knowledge, ``within`` metres of the line in use, ``at_home``
    what was said to nobody across the border. Withdrawn and released ones are shown only where ``standing`` asks for
    them. ``waiting`` is what ``awaited`` asks of them.
    """
    where, params = _where(
        ledger, reader, kind=kind, kinds=kinds, side=side, author=author, about=about, places=places, since=since,
        until=until, begins=begins, words=words, standing=standing, known_on=known_on, example=example, ids=ids,
        within=within, at_home=at_home, **waiting,
    )  # fmt: skip
    # Which ones first, and only then what they say: of all that is put in order few are shown. Where all are asked for
    # the database is not to take the index that has their order, but the one that finds them.
    few = f" {_LATEST_FIRST} LIMIT {limit:d} OFFSET {offset:d}" if limit is not None else ""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            f"{_ROW} WHERE r.id IN (SELECT r.id FROM store_record r WHERE {where}{few}) {_LATEST_FIRST}",  # noqa: S608
            params,
        )
        return [_row(row) for row in cursor.fetchall()]


def asked_of(ledger: Ledger, reader: Reader, **asked: Any) -> list[tuple[str, ...]]:
    """Return who is asked to speak of some records (as for ``records``): each group of organisations once."""
    where, params = _where(ledger, reader, **asked)
    with ledger.connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT r.asked FROM store_record r WHERE {where} AND r.asked IS NOT NULL", params)  # noqa: S608
        return sorted(tuple(str(codes).split()) for (codes,) in cursor.fetchall())


def lately_said(ledger: Ledger, reader: Reader, author: str) -> list[str]:
    """Return the kinds that an organisation said something of lately, as the reader may see it, the latest first."""
    readable = readable_audiences(ledger, reader)
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT kind, author, audience FROM store_record ORDER BY id DESC LIMIT %s", [LATELY])
        found = [str(kind) for kind, by, audience in cursor.fetchall() if by == author and audience in readable]
    return list(dict.fromkeys(found))


def filled_in(ledger: Ledger, reader: Reader, kind: str, author: str, *, limit: int) -> list[Row]:
    """Return what an organisation filled in of a kind and didn't withdraw, the last first said first.

    What was released stands here as the record it was at home: its later name was not filled in. Ids tell the order,
    since they begin with the time (UUIDv7); from when a state is known changes with every answer to it.
    """
    readable = readable_audiences(ledger, reader)
    if not readable:
        return []
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            f"{_ROW} WHERE r.audience IN ({', '.join(map(str, readable))}) AND r.kind = %s AND r.author = %s "  # noqa: S608
            "AND r.arrived_from IS NOT NULL AND r.arrived_to IS NULL AND r.standing <> 'withdrawn' AND NOT EXISTS "
            "(SELECT 1 FROM store_link l WHERE l.verb = 'released_as' AND l.other = r.record) "
            "ORDER BY r.record DESC LIMIT %s",
            [kind, author, limit],
        )
        return [_row(row) for row in cursor.fetchall()]


def count(ledger: Ledger, reader: Reader, **asked: Any) -> int:
    """Return how many records there are by what is asked for (as for ``records``)."""
    where, params = _where(ledger, reader, **asked)
    with ledger.connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM store_record r WHERE {where}", params)  # noqa: S608
        return int(cursor.fetchone()[0])


#: Whether an entry names a case. The index ``entry_of_case`` has these very words: changed ones need another.
NAMES_A_CASE = "instr(raw, X'2263617365223A') > 0"
_ASKED = {
    "since": "(r.day_to IS NULL OR r.day_to >= %s) AND (r.day_from IS NOT NULL OR r.day_to IS NOT NULL)",
    "until": "(r.day_from IS NULL OR r.day_from <= %s) AND (r.day_from IS NOT NULL OR r.day_to IS NOT NULL)",
    # What begins so late ends no sooner: the index has the last day.
    "begins": "r.day_from >= %s AND COALESCE(r.day_to, r.day_from, 0) >= %s",
    "within": "r.m_to >= %s AND r.m_from <= %s",
    "example": "r.example = %s",
    "arrived_since": "r.arrived_from >= %s",
    "arrived_before": "r.arrived_from < %s",
    "waits_not": "(r.waits IS NULL OR r.waits <> %s)",
}
#: What is asked for as one of several.
_AMONG = {
    "kinds": "kind",
    "places": "place",
    "ids": "record",
    "standings": "standing",
    "asked": "asked",
    "waits": "waits",
}


def _where(ledger: Ledger, reader: Reader, **asked: Any) -> tuple[str, list[Any]]:
    readable = readable_audiences(ledger, reader, crossing=False if asked.get("at_home") else asked.get("crossing"))
    if not readable:
        return "1 = 0", []
    parts = [f"r.audience IN ({', '.join(map(str, readable))})"]
    params: list[Any] = []
    known_on = asked.get("known_on")
    if known_on is None:
        parts.append("r.arrived_from IS NOT NULL AND r.arrived_to IS NULL")
    else:
        parts.append("r.arrived_from <= %s AND (r.arrived_to IS NULL OR r.arrived_to > %s)")
        params += [known_on, known_on]
    for column in ("kind", "side", "author", "about", "standing", "event"):
        if asked.get(column):
            parts.append(f"r.{column} = %s")
            params.append(asked[column])
    if not asked.get("standing") and asked.get("ids") is None:
        parts.append("r.standing NOT IN ('withdrawn', 'released')")
    if asked.get("of_cases"):
        # From the few entries to their records: the other way about each record of the kind would be looked at.
        parts.append(
            "r.id IN (SELECT q.id FROM store_entry CROSS JOIN store_record q ON q.entry = store_entry.id "  # noqa: S608
            f"WHERE {NAMES_A_CASE})"
        )
    if asked.get("unanswered"):
        parts.append(f"NOT {_answered(readable)}")
    for part, values in (*_among(asked), *searching.conditions(asked.get("words") or "")):
        parts.append(part)
        params += values
    return " AND ".join(parts), params


def _among(asked: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield what is asked for as one of several, and what has one form each, with its values."""
    for name, column in _AMONG.items():
        if asked.get(name) is not None:
            codes = list(asked[name])
            yield (f"r.{column} IN ({', '.join(['%s'] * len(codes))})" if codes else "1 = 0"), codes
    if asked.get("holding") is not None:
        held = [str(text).encode() for text in asked["holding"]]
        some = " OR ".join(["instr(h.raw, %s) > 0"] * len(held)) or "1 = 0"
        yield f"EXISTS (SELECT 1 FROM store_entry h WHERE h.id = r.entry AND ({some}))", held  # noqa: S608
    for name, part in _ASKED.items():
        if asked.get(name) is not None:
            value = asked[name]
            yield part, [*value] if name == "within" else [value] * part.count("%s")


def _answered(readable: Sequence[int]) -> str:
    """Return what says that something which stands and may be read answers a record's row ``r``."""
    return (
        "EXISTS (SELECT 1 FROM store_link l JOIN store_record b ON b.entry = l.entry AND b.record = l.record "  # noqa: S608
        f"WHERE l.other = r.record AND l.verb = '{ANSWERS}' AND b.arrived_from IS NOT NULL AND b.arrived_to IS NULL "
        f"AND b.standing IN ({', '.join(repr(each) for each in sorted(LIVE))}) "
        f"AND b.audience IN ({', '.join(map(str, readable))}))"
    )


def _row(row: tuple[Any, ...]) -> Row:
    raw = bytes(row[17])
    entry = entries.read(raw)
    return Row(
        record=row[0], kind=row[1], version=entry.version, author=row[2], about=row[3], side=row[4],
        audience=tuple(json.loads(row[5])), number=row[6], standing=row[7], event=row[8], place=row[9],
        m_from=row[10], m_to=row[11], day_from=row[12], day_to=row[13], example=bool(row[14]), arrived=row[15],
        held=row[16], body=entry.body, intended=entry.intended or (), root=bytes(row[18]),
    )  # fmt: skip


def record(ledger: Ledger, reader: Reader, record_id: str) -> View | None:
    """Return one record in full, or ``None`` where there is none that the reader may see."""
    found = records(ledger, reader, ids=[record_id])
    if not found:
        return None
    readable = set(readable_audiences(ledger, reader))
    with ledger.connection.cursor() as cursor:
        told = [each for each in projection.told_of(ledger, cursor, {record_id}) if each.act.audience in readable]
        cursor.execute(
            "SELECT record FROM store_record WHERE event = %s AND arrived_to IS NULL AND arrived_from IS NOT NULL "
            "AND record <> %s ORDER BY record",
            [found[0].event, record_id],
        )
        others = tuple(str(other) for (other,) in cursor.fetchall())
    acts = [each.act for each in told]
    # Where an id was used again, what we ourselves said under it is meant, else our side's; of one author's words those
    # of the smaller hash, whichever came first: everybody who holds both shows the same.
    hosts, side = ledger.hosts(), ledger.node.side
    root = min(roots(acts), key=lambda act: (act.author not in hosts, act.side != side, act.hash))
    found.sort(key=lambda row: row.root != root.hash)
    standing = fold(root, acts, projection.law(ledger))
    reached = {act.hash for act in standing.ignored} | _reached(root.hash, acts)
    return View(
        found[0],
        standing,
        tuple(told),
        tuple(each for each in told if each.act.hash not in reached),
        tuple(row.record for row in records(ledger, reader, ids=others)) if others else (),
    )


def _reached(root: bytes, acts: Iterable[Any]) -> set[bytes]:
    reached, grown = {root}, True
    while grown:
        more = {act.hash for act in acts if act.follows in reached} - reached
        grown = bool(more)
        reached |= more
    return reached


def resolve(ledger: Ledger, reader: Reader, told: str) -> str | None:
    """Return the id of the record that an id, the beginning of one, or a short number names."""
    readable = readable_audiences(ledger, reader)
    if not readable or searching.spoken(told):
        return numbered(ledger, reader, told)
    inside = f"audience IN ({', '.join(map(str, readable))})"
    with ledger.connection.cursor() as cursor:
        query = f"SELECT DISTINCT record FROM store_record WHERE record >= %s AND record < %s AND {inside} LIMIT 2"  # noqa: S608
        cursor.execute(query, [told, told + "~"])
        found = [str(each) for (each,) in cursor.fetchall()]
    return found[0] if len(found) == 1 else None


def numbered(ledger: Ledger, reader: Reader, told: str) -> str | None:
    """Return the id of the one record that a short number names (``vn-na/12``, *Nghệ An · No. 12*).

    Short numbers count per author and audience: where one was released, the number means what can be acted on now.
    """
    readable, said = readable_audiences(ledger, reader), searching.spoken(told)
    if not readable or said is None:
        return None
    authors, number = said
    alive = "arrived_to IS NULL AND arrived_from IS NOT NULL AND standing NOT IN ('withdrawn', 'released')"
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT record, {alive} FROM store_record WHERE author IN ({', '.join(['%s'] * len(authors))}) "  # noqa: S608
            f"AND number = %s AND audience IN ({', '.join(map(str, readable))})",
            [*authors, number],
        )
        rows = cursor.fetchall()
    named = {str(record) for record, now in rows if now} or {str(record) for record, _ in rows}
    return named.pop() if len(named) == 1 else None


def audience_codes(cursor: Any) -> dict[int, tuple[str, ...]]:
    """Return the organisations of each audience, by row id."""
    cursor.execute("SELECT id, codes FROM store_audience")
    return {number: tuple(json.loads(codes)) for number, codes in cursor.fetchall()}
