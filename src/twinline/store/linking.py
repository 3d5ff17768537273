"""The links that a record's body states: what they mean after a release, and who may learn of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from twinline.feeds.audiences import LINE
from twinline.records import registry
from twinline.sentences import Sentence
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger


def earlier_names(ledger: Ledger, record: str) -> set[str]:
    """Return the ids that a record had at home before it was released, and its own: what names one means it."""
    names, queue = {record}, [record]
    with ledger.connection.cursor() as cursor:
        while queue:
            cursor.execute("SELECT record FROM store_link WHERE verb = 'released_as' AND other = %s", [queue.pop()])
            more = {str(name) for (name,) in cursor.fetchall()} - names
            names |= more
            queue += sorted(more)
    return names


def later_name(ledger: Ledger, record: str) -> str:
    """Return the id under which a record was last released, or its own."""
    seen = {record}
    with ledger.connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT other FROM store_link WHERE verb = 'released_as' AND record = %s ORDER BY entry DESC LIMIT 1",
                [record],
            )
            row = cursor.fetchone()
            if row is None or str(row[0]) in seen:
                return record
            record = str(row[0])
            seen.add(record)


def fitting(ledger: Ledger, kind: str, body: dict[str, Any], audience: Sequence[str]) -> dict[str, Any]:
    """Return a body whose links point to what was released, and to nothing that its audience may not know of.

    Raises ``StoreError`` where a record that is here is named to somebody who can't see it.
    """
    links = registry.links(kind, body)
    if not links:
        return body
    across = ledger.crosses(audience)
    renamed = {}
    for _, other in links:
        renamed[other] = later_name(ledger, other)
        if across and not _seen_by(ledger, renamed[other], audience):
            raise StoreError(
                "link-unseen",
                Sentence(
                    "It names the record {record}, which not all of those it is addressed to can see.", record=other
                ),
                remedy=Sentence("Release that one to them first, or leave it out."),
            )
    return registry.relinked(kind, body, renamed)


def _seen_by(ledger: Ledger, record: str, audience: Sequence[str]) -> bool:
    """Return whether all of an audience can see a record; one that isn't here is taken to be theirs."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT a.codes FROM store_record r JOIN store_audience a ON a.id = r.audience "
            "WHERE r.record = %s AND r.arrived_to IS NULL",
            [record],
        )
        found = [tuple(json.loads(codes)) for (codes,) in cursor.fetchall()]
    told = tuple(audience)
    return not found or any(codes == LINE or (told != LINE and set(told) <= set(codes)) for codes in found)
