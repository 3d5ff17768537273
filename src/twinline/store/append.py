"""The one door: our own entries and a peer's are judged, kept and folded in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries, judge
from twinline.feeds.judge import Quarantined
from twinline.feeds.merkle import leaf_hash
from twinline.ledger.acts import WITHDRAW
from twinline.line.places import Places
from twinline.store import indexing, meaning, projection, stating
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger
from twinline.store.stating import Stated

KEPT = "kept"
KNOWN = "known"
WAITING = "waiting"
QUARANTINED = "quarantined"
REFUSED = "refused"

#: Why an entry of a revoked node stands aside.
REVOKED = "after revocation: its node's key was in wrong hands"
#: Why one stands aside that a former host said in an author's name.
FORMER = "author: it has said that this node's word in its name isn't good from here on"

_INSERT_ENTRY = (
    "INSERT INTO store_entry (id, feed_id, position, hash, raw, record, arrived, quarantine) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
INSERT_LINK = "INSERT INTO store_link (entry, verb, record, other) VALUES (%s, %s, %s, %s)"
_IN = 500

#: Acts whose body names another record. The folds of both hang together, or once did.
LINKS = {"same_event": "other", "released_as": "record"}
_LINK_ACTS = ", ".join(f"'{verb}'" for verb in LINKS)


class Leaf(msgspec.Struct, frozen=True):
    """A leaf to be kept: its bytes and hash, and what it says or why it cannot be read.

    What a leaf that plainly says a record states may have been worked out ahead: then there is no ``entry`` but
    ``stated``.
    """

    raw: bytes
    hash: bytes
    entry: entries.Entry | None
    fault: str = ""
    stated: Stated | None = None

    @property
    def record(self) -> str | None:
        """Return the record that the leaf is about, if it can be read."""
        if self.entry is not None:
            return self.entry.record
        return self.stated.record if self.stated is not None else None

    @property
    def act(self) -> str:
        """Return the act that the leaf does; empty if it can't be read."""
        if self.entry is not None:
            return self.entry.act
        return "say" if self.stated is not None else ""

    @property
    def author(self) -> str:
        """Return whose words the leaf is; empty if it can't be read."""
        if self.entry is not None:
            return self.entry.author
        return self.stated.author if self.stated is not None else ""

    def numbered(self) -> tuple[str, int]:
        """Return the author and the short number of a leaf that says a record."""
        if self.stated is not None:
            return self.stated.author, self.stated.number
        assert self.entry is not None
        return self.entry.author, stating.short_number(self.entry)

    def links(self, number: int) -> list[tuple[int, str, str, str]]:
        """Return the rows of the links that the leaf states; ``number`` is its own."""
        if self.stated is not None:
            return [(number, verb, self.stated.record, other) for verb, other in self.stated.links]
        return [] if self.entry is None else links_of(number, self.entry)

    def states(self, line: Places | None = None) -> Stated:
        """Return what a leaf that says a record states, placed on a version of the line (without: the agreed one)."""
        if self.stated is not None and line is None:
            return self.stated
        return stating.of(self.entry or entries.read(self.raw, self.hash), line)


class Bounds(NamedTuple):
    """From which positions on a feed's entries aren't good: all of them, and those in the name of each author."""

    all: int | None = None
    authors: Mapping[str, int] = {}

    def fault(self, author: str, position: int) -> str:
        """Return why the entry at a position stands aside; empty if it doesn't."""
        if self.all is not None and position >= self.all:
            return REVOKED
        return FORMER if position >= self.authors.get(author, position + 1) else ""


def leaf_of(raw: bytes, hosts: frozenset[str] | None) -> Leaf:
    """Return a received leaf as judged: soundly signed does not mean valid.

    ``hosts`` are the organisations whose words the feed's node may carry, ``None`` for a roster.
    """
    return judged(judge.read(raw, leaf_hash(raw), roster=hosts is None), hosts)


def judged(leaf: entries.Entry | Quarantined, hosts: frozenset[str] | None) -> Leaf:
    """Return a leaf that its feed's author signed, with what keeps it from being folded, if anything does."""
    if isinstance(leaf, Quarantined):
        return Leaf(leaf.raw, leaf.hash, None, str(leaf.reason)[:200])
    return Leaf(leaf.raw, leaf.hash, leaf, _fault(leaf, hosts))


def foreseen(raw: bytes, hashed: bytes, stated: Stated, hosts: frozenset[str] | None) -> Leaf:
    """Return a leaf of which it was worked out ahead what it states; it is judged by whose words it is alone."""
    return Leaf(raw, hashed, None, _stranger(stated.author, hosts), stated)


def marked(leaf: Leaf, position: int, bounds: Bounds) -> Leaf:
    """Return a leaf as judged, set aside where it stands beyond what is good of its feed."""
    fault = "" if leaf.fault else bounds.fault(leaf.author, position)
    return msgspec.structs.replace(leaf, fault=fault) if fault else leaf


def _fault(entry: entries.Entry, hosts: frozenset[str] | None) -> str:
    """Return why a well-formed entry is kept but not folded; empty if it is folded."""
    if hosts is None:
        return ""
    if stranger := _stranger(entry.author, hosts):
        return stranger
    findings = meaning.judge(entry.act, entry.kind, entry.version, entry.body, entry.record)
    return "; ".join(map(str, findings))[:200]


def _stranger(author: str, hosts: frozenset[str] | None) -> str:
    if hosts is None or author in hosts:
        return ""
    return stranger(author)


def stranger(author: str) -> str:
    """Return why an entry stands aside whose author its feed's node doesn't speak for."""
    return f"author: {author} is not among the organisations that this node speaks for"


def keep(
    ledger: Ledger,
    cursor: CursorWrapper,
    feed: FeedRow,
    leaves: Sequence[Leaf],
    *,
    first: int,
    now: int,
    held: Iterable[int | None],
    unheard_of: bool = False,
) -> list[str]:
    """Keep leaves from position ``first`` of a feed on and refresh the records they are about.

    Must be called inside a transaction. ``held`` gives for each leaf from when
    both sides held it, as far as receipts show; ``unheard_of`` tells that each is about a record of its own of
    which nobody can have spoken. Returns the outcome of each.
    """
    base = _next_id(cursor)
    indexing.arrived(ledger, cursor, len(leaves), base)
    # Along a feed times never fall: what was known at a moment is its beginning, and no clock set back undoes that.
    now = max(now, _last_arrived(cursor, feed, first))
    names = [leaf.record for leaf in leaves]
    stored = [
        (number, feed.id, first + number - base, leaf.hash, leaf.raw, record, now, leaf.fault)
        for number, (leaf, record) in enumerate(zip(leaves, names, strict=True), start=base)
    ]
    busy = set[str]() if unheard_of else _already_spoken_of(cursor, [name for name in names if name is not None])
    cursor.executemany(_INSERT_ENTRY, stored)
    solos, line = projection.Solos(feed, now), projection.own_line(ledger)
    links: list[tuple[Any, ...]] = []
    again: set[str] = set()
    outcomes: list[str] = []
    for number, (leaf, record, since) in enumerate(zip(leaves, names, held, strict=True), start=base):
        outcomes.append(QUARANTINED if leaf.fault else KEPT)
        if record is None or leaf.fault or (act := leaf.act) == "roster":
            continue
        links += leaf.links(number)
        if act == "say" and record not in busy:
            solos.add(leaf.states(line), number, leaf.hash, since)
            continue
        again.add(record)
    solos.write(cursor)
    if links:
        cursor.executemany(INSERT_LINK, links)
    if again:
        projection.refresh(ledger, cursor, again)
    if any(leaf.act == WITHDRAW for leaf in leaves):
        # The words are kept whatever becomes of the files: a disk that fails here makes nobody say them again.
        transaction.on_commit(lambda: _clear(ledger), using=ledger.alias, robust=True)
    return outcomes


def _clear(ledger: Ledger) -> None:
    """Let the files go that only withdrawn records name, once it is sure that they are."""
    from twinline.store import attachments

    attachments.clear(ledger)


def hosts_of(ledger: Ledger, feed: FeedRow) -> frozenset[str] | None:
    """Return the organisations whose words a feed may carry; ``None`` for a roster, which the roster's fold judges."""
    return None if feed.type == "roster" else ledger.roster().spoke_for(*feed.writer)


def links_of(number: int, entry: entries.Entry) -> list[tuple[int, str, str, str]]:
    """Return the rows of the links that an entry states: by its act, or in the body of what it tells.

    A link in a body takes no part in the fold. It is read together with the version that states it, so it
    stands as long as that version does, and waits where the record that it points to isn't here.
    """
    if entry.act in LINKS:
        return [(number, entry.act, entry.record, str(entry.body.get(LINKS[entry.act])))]
    if entry.act not in ("say", "amend"):
        return []
    stated = meaning.links(entry.kind, entry.version, entry.body)
    return [(number, verb, entry.record, other) for verb, other in stated]


def _last_arrived(cursor: CursorWrapper, feed: FeedRow, first: int) -> int:
    """Return when the leaf before position ``first`` of a feed arrived here."""
    cursor.execute("SELECT arrived FROM store_entry WHERE feed_id = %s AND position = %s", [feed.id, first - 1])
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _next_id(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM store_entry")
    return int(cursor.fetchone()[0])


def _already_spoken_of(cursor: CursorWrapper, names: Sequence[str]) -> set[str]:
    """Return those of the records that new leaves are about of which more than one entry is known, or a link."""
    busy = {name for name, times in Counter(names).items() if times > 1}
    return busy | _spoken_of(cursor, sorted(set(names)), more_than=0)


def spoken_of_twice(cursor: CursorWrapper, names: Sequence[str]) -> set[str]:
    """Return those of some kept records about which more than one entry is kept, or a link."""
    return _spoken_of(cursor, sorted(set(names)), more_than=1)


def _spoken_of(cursor: CursorWrapper, names: Sequence[str], *, more_than: int) -> set[str]:
    busy: set[str] = set()
    for start in range(0, len(names), _IN):
        part = names[start : start + _IN]
        marks = ", ".join(["%s"] * len(part))
        cursor.execute(
            f"SELECT record FROM store_entry WHERE record IN ({marks}) GROUP BY record HAVING COUNT(*) > %s",  # noqa: S608
            [*part, more_than],
        )
        busy.update(record for (record,) in cursor.fetchall())
        cursor.execute(
            f"SELECT DISTINCT other FROM store_link WHERE other IN ({marks}) AND verb IN ({_LINK_ACTS})",  # noqa: S608
            part,
        )
        busy.update(record for (record,) in cursor.fetchall())
    return busy
