"""How it goes with each peer: reached when, to be tried again when, told what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from twinline.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Contact:
    """How it goes with a peer. Times in milliseconds; ``failures`` counts those since the last success.

    ``tried_for`` is which urgent words waited for it when it was last tried; all that was here at ``last_sent`` was
    given to it, over a link or in a file for a stick.
    """

    last_success: int | None = None
    next_try: int | None = None
    failures: int = 0
    tried_for: str = ""
    last_sent: int | None = None


def contact(ledger: Ledger, node: str) -> Contact:
    """Return how it goes with a peer; nothing yet is a contact without times."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_success, next_try, failures, tried_for, last_sent FROM store_contact WHERE node = %s", [node]
        )
        row = cursor.fetchone()
    return Contact(*row) if row else Contact()


def told_at(ledger: Ledger, node: str) -> int | None:
    """Return when a peer, by its own clock, last said what it has; ``None`` if it never did."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT told_created FROM store_peer WHERE node = %s", [node])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] is not None else None


def reached(ledger: Ledger, node: str, *, now: int) -> None:
    """Note that a peer was reached, and all was said: nothing stands in the way any more."""
    _set(ledger, node, "last_success = %s, failures = 0", [now])


def heard(ledger: Ledger, node: str, *, now: int) -> None:
    """Note that a peer called us and was understood; whether we can reach it is another matter."""
    _set(ledger, node, "last_success = %s", [now])


def sent(ledger: Ledger, node: str, *, now: int) -> None:
    """Note that all that was here ``now`` was given to a peer, over a link or in a file for a stick."""
    _set(ledger, node, "last_sent = %s", [now])


def failed(ledger: Ledger, node: str) -> int:
    """Note that a peer was not reached, or not to the end; return how many times in a row."""
    _set(ledger, node, "failures = failures + 1", [])
    return contact(ledger, node).failures


def plan(ledger: Ledger, node: str, at: int) -> None:
    """Keep when a peer is to be tried next."""
    _set(ledger, node, "next_try = %s", [at])


def trying(ledger: Ledger, node: str, at: int, alerts: str) -> None:
    """Keep that a peer is being tried, with these urgent words waiting, and when it is next if this one has no end."""
    _set(ledger, node, "next_try = %s, tried_for = %s", [at, alerts])


def said(ledger: Ledger, node: str) -> tuple[str, ...]:
    """Return what a peer was last told that we have, as the exchange spelled it: the latest first, at most two."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT said, said_before FROM store_contact WHERE node = %s", [node])
        row = cursor.fetchone()
    return tuple(text for text in row if text) if row else ()


def keep_said(ledger: Ledger, node: str, text: str) -> None:
    """Keep what a peer was just told that we have, and what it was told before."""
    if said(ledger, node)[:1] != (text,):
        _set(ledger, node, "said_before = said, said = %s", [text])


def forget_said(cursor: CursorWrapper) -> None:
    """Forget what peers were told: by the key that speaks from now on nobody was told anything."""
    cursor.execute("UPDATE store_contact SET said = '', said_before = ''")


def _set(ledger: Ledger, node: str, what: str, values: list[object]) -> None:
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        _ensure(cursor, node)
        cursor.execute(f"UPDATE store_contact SET {what} WHERE node = %s", [*values, node])  # noqa: S608


def _ensure(cursor: CursorWrapper, node: str) -> None:
    cursor.execute("SELECT 1 FROM store_contact WHERE node = %s", [node])
    if cursor.fetchone() is None:
        cursor.execute(
            "INSERT INTO store_contact (node, failures, said, said_before, tried_for) VALUES (%s, 0, '', '', '')",
            [node],
        )
