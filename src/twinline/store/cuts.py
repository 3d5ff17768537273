"""Cuts: how much of each feed an answer rests on, and the facts exactly so far, whatever arrived since.

A cut names feeds with size and root. What counts within it is what its entries say and nothing else: neither clocks
nor receipts, so that it gives the same facts years later, on any node that holds those feeds, after a restore too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db.backends.utils import CursorWrapper

from twinline.feeds.changes import NodeName
from twinline.feeds.roster import Roster
from twinline.ledger import timeline
from twinline.sentences import Sentence
from twinline.store import append, feeds, projection, receipts, rosters, settling
from twinline.store.errors import StoreError
from twinline.store.feeds import FeedRow, all_feeds
from twinline.store.ledger import Ledger
from twinline.store.projection import Rows, Told
from twinline.store.reading import Head, Reader, audience_codes
from twinline.store.rows import FactRow

#: What the facts of a cut are read from, beside ``store_fact``: those that stood otherwise then, and whose they are.
FACTS, RECORDS = "cut_fact", "cut_record"
_IN = 500


class NotThisCut(StoreError):
    """A cut that this node can't read again; the sentence names the feed and what differs."""


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a feed is read: ``size`` leaves, the last of them kept as entry ``last``."""

    feed: FeedRow
    size: int
    last: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut just taken, for some readers: the rosters, and each feed that all of them may read.

    ``moment`` is the instant asked for; else, of what both held, the latest at which they came to hold any of it.
    ``roster`` is what the rosters in it say, ``audiences`` those whose records the readers may read. It is ``plain``
    where the clocks kept beside the facts give the same facts as reading the feeds again so far, and faster.
    """

    heads: tuple[Head, ...]
    roster: Roster
    audiences: tuple[int, ...]
    moment: int | None
    plain: bool


@dataclass(frozen=True, slots=True)
class Within:
    """The facts of a cut read again: feed rows with the last entry read of each, and what the rosters in it say."""

    feeds: tuple[tuple[int, int], ...]
    audiences: tuple[int, ...]
    roster: Roster


def take(ledger: Ledger, codes: Sequence[str], *, known_on: int | None, held: bool) -> Cut:
    """Return what a question rests on, for readers (organisation codes, or ``line`` alone).

    ``held`` is as far as receipts show both sides holding it by then; otherwise as far as it had arrived here.
    """
    with ledger.connection.cursor() as cursor:
        every = all_feeds(cursor)
        rostered = [feed for feed in every if feed.type == feeds.ROSTER]
        heads = list(_heads(cursor, rostered, known_on, held))
        whole = {(feed.feed, feed.size) for feed in rostered} == {(head.feed, head.size) for head in heads}
        roster = ledger.roster() if whole else roster_within(ledger, bounds(ledger, heads))
        readable = _readable(cursor, codes, roster)
        spoken = [feed for feed in every if feed.type != feeds.ROSTER and feed.audience in readable]
        heads += _heads(cursor, spoken, known_on, held)
        moment = known_on if known_on is not None or not held else _last_held(cursor, spoken)
    plain = whole or _one_law(ledger.roster(), roster, {feed.writer for feed in spoken})
    return Cut(tuple(sorted(heads, key=lambda head: head.feed)), roster, tuple(sorted(readable)), moment, plain)


def _heads(cursor: CursorWrapper, some: Iterable[FeedRow], known_on: int | None, held: bool) -> Iterator[Head]:
    for feed in some:
        size = receipts.steps(cursor, feed.id).size_at(known_on) if held else _arrived(cursor, feed, known_on)
        if size:
            yield Head(feed.feed, size, settling.root_at(cursor, feed, size).hex())


def _last_held(cursor: CursorWrapper, some: Iterable[FeedRow]) -> int | None:
    moments = [moment for feed in some for moment in receipts.steps(cursor, feed.id).moments[-1:]]
    return max(moments, default=None)


def _readable(cursor: CursorWrapper, codes: Sequence[str], roster: Roster) -> set[int]:
    """Return the audiences that contain all readers, ``line`` being who a roster says is on it."""
    line = frozenset(roster.organisations)
    reader = Reader.all_of(codes, line)
    return {number for number, told in audience_codes(cursor).items() if told and reader.reads(told, line)}


def bounds(ledger: Ledger, heads: Sequence[Head]) -> list[Bound]:
    """Return where the feeds of a cut end here; raises ``NotThisCut`` where one isn't held so far, or is another."""
    found = []
    with ledger.connection.cursor() as cursor:
        for head in heads:
            feed = feeds.find(cursor, head.feed)
            if feed is None:
                raise NotThisCut(
                    "cut-feed", Sentence("The cut names feed {feed}, which this node doesn't hold.", feed=head.feed)
                )
            if not 0 < head.size <= feed.size:
                raise NotThisCut(
                    "cut-size",
                    Sentence(
                        "The cut reads {wanted:,} entries of feed {feed}, of which this node holds {held:,}.",
                        wanted=head.size, feed=head.feed, held=feed.size,
                    ),
                )  # fmt: skip
            if settling.root_at(cursor, feed, head.size).hex() != head.root:
                raise NotThisCut(
                    "cut-root",
                    Sentence(
                        "The first {wanted:,} entries of feed {feed} have another root here than the cut names.",
                        wanted=head.size, feed=head.feed,
                    ),
                )  # fmt: skip
            where = "feed_id = %s AND position = %s"
            cursor.execute(f"SELECT id FROM store_entry WHERE {where}", [feed.id, head.size - 1])  # noqa: S608
            found.append(Bound(feed, head.size, int(cursor.fetchone()[0])))
    return found


def roster_within(ledger: Ledger, ends: Iterable[Bound]) -> Roster:
    """Return what the rosters say as far as a cut reads them."""
    return rosters.read(ledger, {end.feed.id: end.size for end in ends if end.feed.type == feeds.ROSTER})


@contextmanager
def within(ledger: Ledger, heads: Sequence[Head], codes: Sequence[str]) -> Iterator[Within]:
    """Make the facts of a cut readable for readers (organisation codes, or ``line`` alone) while inside.

    They lie in ``store_fact`` where nothing beyond the cut touches them, else in the temporary table ``cut_fact``.
    Raises ``NotThisCut`` where the cut isn't held here, or names a feed that the readers may not read.
    """
    ends = bounds(ledger, heads)
    roster = roster_within(ledger, ends)
    spoken = [end for end in ends if end.feed.type != feeds.ROSTER]
    with ledger.connection.cursor() as cursor:
        readable = _readable(cursor, codes, roster)
        for end in spoken:
            if end.feed.audience not in readable:
                raise NotThisCut(
                    "cut-readers",
                    Sentence(
                        "The cut names feed {feed}, which isn't for {readers}: name its readers.",
                        feed=end.feed.feed, readers=codes,
                    ),
                )  # fmt: skip
        _drop(cursor)
        try:
            _fill(ledger, cursor, spoken, roster)
            audiences = tuple(sorted({end.feed.audience for end in spoken}))
            yield Within(tuple((end.feed.id, end.last) for end in spoken), audiences, roster)
        finally:
            _drop(cursor)


def _arrived(cursor: CursorWrapper, feed: FeedRow, known_on: int | None) -> int:
    """Return how many leaves of a feed had arrived here; times never fall along a feed."""
    if known_on is None:
        return feed.size
    low, high = 0, feed.size
    while low < high:
        middle = (low + high) // 2
        cursor.execute("SELECT arrived FROM store_entry WHERE feed_id = %s AND position = %s", [feed.id, middle])
        if int(cursor.fetchone()[0]) <= known_on:
            low = middle + 1
        else:
            high = middle
    return low


def _one_law(now: Roster, then: Roster, writers: set[NodeName]) -> bool:
    """Return whether two rosters make the same of what these nodes said: the same superiors, as much that is good."""
    named = {code for codes in then.above.values() for code in codes}
    same = all(now.above.get(code) == above for code, above in then.above.items())
    # Who was rostered since is above nobody of that time, unless somebody had named it already.
    return same and not named & (set(now.above) - set(then.above)) and not writers & settling.changed(then, now)


def _drop(cursor: CursorWrapper) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {FACTS}")
    cursor.execute(f"DROP TABLE IF EXISTS {RECORDS}")


def _fill(ledger: Ledger, cursor: CursorWrapper, ends: Sequence[Bound], roster: Roster) -> None:
    """Fold again, within the cut, the records that anything beyond it touches."""
    columns = ", ".join(FactRow._fields)
    cursor.execute(f"CREATE TEMPORARY TABLE {FACTS} AS SELECT {columns} FROM store_fact WHERE 1 = 0")  # noqa: S608
    cursor.execute(f"CREATE TEMPORARY TABLE {RECORDS} (record VARCHAR(36) PRIMARY KEY)")
    by_row = {end.feed.id: end for end in ends}
    touched = _touched(ledger, cursor, ends, roster)
    again: set[str] = set()
    rows = Rows()
    for record in sorted(touched):
        if record not in again:
            group = projection.same_events(cursor, record)
            again |= group
            _fold(ledger, cursor, group, by_row, roster, rows)
    cursor.executemany(f"INSERT INTO {RECORDS} (record) VALUES (%s)", [(record,) for record in sorted(again)])  # noqa: S608
    marks = ", ".join(["%s"] * len(FactRow._fields))
    cursor.executemany(f"INSERT INTO {FACTS} ({columns}) VALUES ({marks})", rows.facts)  # noqa: S608


def _touched(ledger: Ledger, cursor: CursorWrapper, ends: Sequence[Bound], roster: Roster) -> set[str]:
    """Return the records of which something is said in the cut and something beyond it, or under another roster."""
    last = {end.feed.id: end.size for end in ends}
    cursor.execute(
        "SELECT e.record, e.feed_id, e.position FROM store_entry e "
        "WHERE e.record IN (SELECT r.record FROM store_record r WHERE NOT r.solo)"
    )
    inside: set[str] = set()
    beyond: set[str] = set()
    for record, feed, position in cursor.fetchall():
        (inside if position < last.get(feed, 0) else beyond).add(str(record))
    cursor.execute("SELECT record, other FROM store_link")
    links = cursor.fetchall()
    # What is tied to a record that is touched is folded with it, and so is touched.
    beyond |= {str(name) for pair in links for name in pair if beyond.intersection(pair)}
    now = ledger.roster()
    writers = {end.feed.writer for end in ends}
    if not _one_law(now, roster, writers):
        beyond |= inside
        changed = settling.changed(roster, now)
        for end in ends:
            if end.feed.writer in changed:
                cursor.execute(
                    "SELECT DISTINCT record FROM store_entry WHERE feed_id = %s AND record IS NOT NULL", [end.feed.id]
                )
                found = {str(record) for (record,) in cursor.fetchall()}
                beyond |= found
                inside |= found
    return beyond & inside


def _fold(
    ledger: Ledger,
    cursor: CursorWrapper,
    group: set[str],
    ends: Mapping[int, Bound],
    roster: Roster,
    rows: Rows,
) -> None:
    told = {each.act.hash: each for each in projection.once(_told_within(cursor, group, ends, roster))}
    # Within a cut all is known at once: one state a record, which holds.
    acts = [replace(each.act, arrived=0, held=0) for each in told.values()]
    for span in timeline.spans(acts, projection.law(ledger, roster)):
        version = told[span.state.version.hash]
        projection.add(rows, version, span, solo=False, number=told[span.state.root].number)


def _told_within(cursor: CursorWrapper, group: set[str], ends: Mapping[int, Bound], roster: Roster) -> Iterator[Told]:
    codes = sorted(group)
    for start in range(0, len(codes), _IN):
        part = codes[start : start + _IN]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(
            "SELECT id, feed_id, position, raw FROM store_entry "  # noqa: S608
            f"WHERE record IN ({marks}) ORDER BY id",
            part,
        )
        for number, feed_id, position, raw in cursor.fetchall():
            end = ends.get(feed_id)
            if end is None or position >= end.size:
                continue
            feed = end.feed
            hosts = roster.spoke_for(*feed.writer)
            leaf = append.marked(append.leaf_of(bytes(raw), hosts), position, settling.bounds(cursor, roster, feed))
            if leaf.entry is not None and not leaf.fault:
                yield projection.told(leaf.entry, number, feed.id, feed.feed, feed.audience, feed.side, 0, 0)
