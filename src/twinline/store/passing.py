"""Files on their way to another node: nothing is asked of, or given to, one that may not see a record naming them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinline.feeds import audiences
from twinline.store import stripping
from twinline.store.attachments import begun, measured, part, place
from twinline.store.ledger import Ledger
from twinline.store.naming import audience, opened, withdrawn

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a record names and that isn't all here: how much of it is, and its length at most."""

    sha256: str
    size: int
    have: int


def wanted(ledger: Ledger, hosts: Collection[str]) -> list[Wanted]:
    """Return what a node reading for ``hosts`` could give us, the smallest first: its hash betrays nothing to it."""
    found = [
        Wanted(sha256, max(size for size, _ in namings), begun(ledger, sha256))
        for sha256, namings in shared(ledger, hosts).items()
        if not place(ledger, sha256).exists()
    ]
    return sorted(found, key=lambda one: (one.size, one.sha256))


def piece(ledger: Ledger, hosts: Collection[str], sha256: str, offset: int, most: int) -> tuple[int, bytes] | None:
    """Return the length of a file and the bytes from ``offset`` on, if a node reading for ``hosts`` may have it.

    Only where a record that it may see names the file as it is: another length or format it would not take.
    """
    path = place(ledger, sha256)
    if measured(path) not in shared(ledger, hosts, sha256).get(sha256, ()):
        return None
    with path.open("rb") as file:
        file.seek(offset)
        return path.stat().st_size, file.read(most)


def take(ledger: Ledger, hosts: Collection[str], sha256: str, offset: int, data: bytes) -> bool:
    """Keep a piece of a file that is wanted, right after what is here; return whether it got further.

    Where a record says that the file ends, it is brought under its name if it is
    what was said, and a bare picture; else all of it is dropped. It is asked for
    again, but not for ever, and never if its hash is right: then its author
    named something else. Records may name it with several lengths, one of them
    true: each is tried by itself, so that a false one keeps no other back.
    """
    namings = shared(ledger, hosts, sha256).get(sha256, frozenset())
    have, most, end = begun(ledger, sha256), max((size for size, _ in namings), default=0), offset + len(data)
    if place(ledger, sha256).exists() or not offset <= have < end <= most:
        return False
    path = part(ledger, sha256)
    with path.open("ab") as file:
        file.truncate(have)
        file.write(data[have - offset :])
        file.flush()
        os.fsync(file.fileno())
    medias = {media for size, media in namings if size == end}
    return _finish(ledger, path, sha256, medias) if medias else True


def _finish(ledger: Ledger, path: Path, sha256: str, medias: Collection[str]) -> bool:
    """Keep a file that has come to its end if it is sound; return whether it is."""
    raw = path.read_bytes()
    right = hashlib.sha256(raw).hexdigest() == sha256
    if right and any(stripping.is_bare(raw, media) for media in medias):
        target = place(ledger, sha256)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
        return True
    path.unlink()
    with opened(ledger) as index:
        # What isn't a bare picture never will be; a wrong hash may be a fault of the way, but not for ever.
        index.execute(
            "INSERT INTO untrue VALUES (?, ?, ?) "
            "ON CONFLICT (sha256, bytes) DO UPDATE SET times = times + excluded.times",
            [sha256, len(raw), _TRIES if right else 1],
        )
    return False


def keep_lacked(ledger: Ledger, node: str, lacked: Mapping[str, int]) -> None:
    """Keep what a peer says that it lacks: hash and how much of it it has. What it doesn't name it doesn't ask for."""
    with opened(ledger, noting=False) as index:
        index.execute("DELETE FROM lacked WHERE node = ?", [node])
        index.executemany("INSERT INTO lacked VALUES (?, ?, ?)", [(node, *each) for each in lacked.items()])


def lacked(ledger: Ledger, node: str, hosts: Collection[str], receipted: Mapping[str, int]) -> dict[str, int]:
    """Return what a peer lacks, as far as is known: what it last said, and what is named by entries new to it."""
    with opened(ledger) as index:
        told = dict(index.execute("SELECT sha256, have FROM lacked WHERE node = ?", [node]).fetchall())
        rows = index.execute("SELECT sha256, feed, position FROM named").fetchall()
    new = {sha256 for sha256, feed, position in rows if position >= receipted.get(feed, 0)}
    return {sha256: told.get(sha256, 0) for sha256 in sorted({*told, *new} & shared(ledger, hosts).keys())}


def offered(ledger: Ledger, node: str) -> frozenset[str]:
    """Return what a peer was sent unasked: it isn't sent so again."""
    with opened(ledger, noting=False) as index:
        rows = index.execute("SELECT sha256 FROM offered WHERE node = ?", [node]).fetchall()
    return frozenset(sha256 for (sha256,) in rows)


def note_offered(ledger: Ledger, node: str, sha256: str) -> None:
    """Note that a peer is sent a file that it didn't ask for."""
    with opened(ledger, noting=False) as index:
        index.execute("INSERT OR IGNORE INTO offered VALUES (?, ?)", [node, sha256])


def shared(ledger: Ledger, hosts: Collection[str], sha256: str = "") -> dict[str, frozenset[tuple[int, str]]]:
    """Return, for each file that records name which a node reading for ``hosts`` may see, what they say of it.

    That is its length and media type. Withdrawn records give nothing, and lengths that were found untrue don't count.
    """
    line = ledger.line()
    with opened(ledger) as index:
        rows = index.execute(
            "SELECT n.sha256, n.bytes, n.media, n.feed, n.record FROM named n "
            "LEFT JOIN untrue u ON u.sha256 = n.sha256 AND u.bytes = n.bytes "
            "WHERE COALESCE(u.times, 0) < ? AND ? IN ('', n.sha256) ORDER BY n.bytes, n.sha256",
            [_TRIES, sha256],
        ).fetchall()
    gone = withdrawn(ledger, {record for *_, record in rows})
    seen: dict[str, bool] = {}
    found: dict[str, set[tuple[int, str]]] = {}
    for named, size, media, feed, record in rows:
        if feed not in seen:
            codes = audience(ledger, feed)
            seen[feed] = codes is not None and audiences.may_read(codes, hosts, line)
        if seen[feed] and record not in gone:
            found.setdefault(named, set()).add((size, media))
    return {named: frozenset(said) for named, said in found.items()}
