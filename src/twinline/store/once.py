"""What a program may ask for again: the id that it made becomes the entry's, and under it things are said once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.feeds import entries
from twinline.sentences import Sentence
from twinline.store import saying
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.saying import Said, Saying
from twinline.times import DAY_MS

#: How long after an id was made it may be asked for again.
OPEN_MS = DAY_MS
_COLUMNS = (
    "SELECT e.raw, e.position, e.arrived, f.feed, f.own, a.codes, e.id FROM store_entry e "
    "JOIN store_feed f ON f.id = e.feed_id JOIN store_audience a ON a.id = f.audience_id "
)
_CHUNK = 500


def once(ledger: Ledger, asked: Saying, do: Callable[[], Said], *, now: int) -> Said:
    """Return what was said under the id of ``asked``; if nothing was, say it by ``do`` and return that.

    Raises ``StoreError`` where something else was said under that id, and whatever ``do`` raises.
    """
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        row = _under(cursor, str(asked.id), now)
        if row is None:
            return do()
        raw, position, _, feed, own, codes, _ = row
        entry = entries.read(bytes(raw))
        before = (
            bool(own), entry.act, entry.record, entry.kind, entry.author, entry.body, tuple(json.loads(codes)),
            entry.intended or (),
        )  # fmt: skip
        body = saying.fitting(ledger, asked, across=ledger.crosses(asked.audience))
        if before != (
            True, asked.act, asked.record or asked.id, asked.kind, asked.author, body, tuple(asked.audience),
            tuple(asked.intended),
        ):  # fmt: skip
            raise StoreError("other-under-key", Sentence(
                "Something else was said under {key}: make a fresh UUIDv7 for each thing you say.", key=asked.id
            ))  # fmt: skip
        return Said(entry.id, entry.record, entry.hash.hex(), feed, position)


def _under(cursor: CursorWrapper, name: str, now: int) -> tuple[Any, ...] | None:
    """Return the row of the entry with an id: a record's first, or one that was kept since the id may have been made.

    An entry's own id has no index, since nobody else looks for one by it: the latest are read backwards.
    """
    cursor.execute(f"{_COLUMNS} WHERE e.record = %s ORDER BY e.id LIMIT 1", [name])
    row = cursor.fetchone()
    if row is not None:
        return tuple(row)
    last, marked = 1 << 62, f'"id":"{name}"'.encode()
    while True:
        cursor.execute(f"{_COLUMNS} WHERE e.id < %s ORDER BY e.id DESC LIMIT {_CHUNK}", [last])
        rows = cursor.fetchall()
        for row in rows:
            if marked in bytes(row[0]):
                return tuple(row)
        if len(rows) < _CHUNK or rows[-1][2] < now - 2 * OPEN_MS:
            return None
        last = rows[-1][6]
