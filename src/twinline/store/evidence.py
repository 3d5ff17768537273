"""Evidence of two histories of one feed, so compact that a script can check it without Twinline (docs/format.md).

Each history is shown by a head that the author signed, and by how the tree at a
size that both reach grew into it (RFC 9162, 2.1.4). Two roots there are proof.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from twinline.feeds import checkpoints, genesis, merkle
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import to_base64
from twinline.store import feeds, peers
from twinline.store.feeds import FeedRow
from twinline.store.ledger import Ledger
from twinline.store.peers import AlarmRow

FORMAT = "twinline/1 evidence"


def against(ledger: Ledger, feed_id: str, first: int, leaves: Sequence[bytes], note: str) -> dict[str, str] | None:
    """Return the evidence that a batch and what is kept are two histories; ``None`` if its head isn't the author's.

    Where the histories part before the batch begins, and it goes further than
    what is kept, it shows that something is wrong but not yet where: then only
    their head is in it.
    """
    with ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed_id)
        if row is None:
            return None
        begin = _genesis(cursor, row)
        try:
            head = checkpoints.open(note, genesis.read(begin).node)
        except FeedError:
            return None
        hashes = [*_hashes(cursor, row, first), *(merkle.leaf_hash(leaf) for leaf in leaves)]
        ours = _signed(cursor, row)
        size = min(head.size, ours)
        # Whether theirs began as ours did, before the batch, their own head tells.
        whole = len(hashes) == head.size and merkle.root(hashes) == head.root
        theirs = _history(note, head.size, size, hashes if whole else None)
        if theirs is None and head.size > ours:
            return _told(begin, feed_id, _kept(cursor, row, ours), {"checkpoint": note})
        return _told(begin, feed_id, _kept(cursor, row, size), theirs or {"checkpoint": note})


def by_receipt(ledger: Ledger, feed_id: str, size: int, note: str) -> dict[str, str] | None:
    """Return the evidence that a feed's author receipted another root than is kept at a size that was reached here.

    ``note`` holds that receipt, which the caller verified.
    """
    with ledger.connection.cursor() as cursor:
        row = feeds.find(cursor, feed_id)
        if row is None or size > _signed(cursor, row):
            return None
        return _told(_genesis(cursor, row), feed_id, _kept(cursor, row, size), {"receipts": note})


def write(ledger: Ledger, folder: Path) -> list[Path]:
    """Write each piece of evidence kept here into a file of its own in ``folder``; return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for alarm in reversed(peers.alarms(ledger)):
        name, text = piece(alarm)
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def piece(alarm: AlarmRow) -> tuple[str, str]:
    """Return a name for the file of one piece of evidence, and its text."""
    pieces = {name: _plain(text) for name, text in json.loads(alarm.evidence).items()}
    whole = {
        "format": FORMAT, "check": alarm.check, "feed": alarm.feed, "told_by": alarm.node,
        "sentence": str(alarm.sentence), **pieces,
    }  # fmt: skip
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{alarm.number:04d}-{alarm.check}-{alarm.feed[:16] or alarm.node[:16]}.json", text + "\n"


def _plain(text: str) -> Any:
    """Return a piece of evidence as it is written: what was kept as JSON as such."""
    try:
        return json.loads(text) if text.startswith("{") else text
    except ValueError:
        return text


def _told(begin: bytes, feed: str, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    return {
        "genesis": to_base64(begin),
        "ours": json.dumps(ours, sort_keys=True),
        "theirs": json.dumps(theirs, sort_keys=True),
    }


def _kept(cursor: CursorWrapper, row: FeedRow, size: int) -> dict[str, Any]:
    """Return the history kept here: its signed head, and how the tree at ``size`` grew into it."""
    cursor.execute(
        "SELECT size, note FROM store_checkpoint WHERE feed_id = %s AND size >= %s ORDER BY size LIMIT 1",
        [row.id, size],
    )
    signed, note = cursor.fetchone()
    hashes = _hashes(cursor, row, int(signed))
    told = _history(str(note), int(signed), size, hashes)
    assert told is not None
    return told


def _history(note: str, signed: int, size: int, hashes: Sequence[bytes] | None) -> dict[str, Any] | None:
    if signed == size:  # the head itself says the root
        root, proof = checkpoints.peek(note).root, []
    elif hashes is None:
        return None
    else:
        root, proof = merkle.root(hashes[:size]), merkle.consistency_proof(hashes, size)
    return {"checkpoint": note, "size": size, "root": to_base64(root), "proof": [to_base64(part) for part in proof]}


def _signed(cursor: CursorWrapper, row: FeedRow) -> int:
    cursor.execute("SELECT COALESCE(MAX(size), 0) FROM store_checkpoint WHERE feed_id = %s", [row.id])
    return int(cursor.fetchone()[0])


def _genesis(cursor: CursorWrapper, row: FeedRow) -> bytes:
    cursor.execute("SELECT raw FROM store_entry WHERE feed_id = %s AND position = 0", [row.id])
    return bytes(cursor.fetchone()[0])


def _hashes(cursor: CursorWrapper, row: FeedRow, size: int) -> list[bytes]:
    cursor.execute(
        "SELECT hash FROM store_entry WHERE feed_id = %s AND position < %s ORDER BY position", [row.id, size]
    )
    return [bytes(hashed) for (hashed,) in cursor.fetchall()]
