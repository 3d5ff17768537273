"""Who we are paired with: pinned roots, their nodes' addresses, and what came of the last contact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from twinline.feeds.keys import PublicKey
from twinline.sentences import Sentence, Text, unpacked
from twinline.store import settling, succession
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.times import DAY_MS

_COLUMNS = "root, root_key, organisation, node, name, active, urls, added, last_contact, last_result, certificate"


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A peer as kept. Times in milliseconds."""

    root: str
    root_key: PublicKey
    organisation: str
    node: str
    name: str
    active: bool
    urls: tuple[str, ...]
    added: int
    last_contact: int | None
    last_result: str
    certificate: str = ""


def all_peers(ledger: Ledger, *, removed: bool = False) -> list[PeerRow]:
    """Return the peers by name; with ``removed`` also those no longer exchanged with."""
    with ledger.connection.cursor() as cursor:
        where = "" if removed else "WHERE active"
        cursor.execute(f"SELECT {_COLUMNS} FROM store_peer {where} ORDER BY name, node")  # noqa: S608
        return [_row(row) for row in cursor.fetchall()]


def pin(
    ledger: Ledger, *, root: PublicKey, organisation: str, node: str, name: str, urls: Sequence[str], now: int,
    certificate: str = "", in_place: bool = False,
) -> None:  # fmt: skip
    """Trust a root whose fingerprint somebody compared, and exchange with its node from now on.

    Raises ``StoreError`` for our own root, for one that was retired, and for an
    organisation pinned with another root, unless this one takes its place (``in_place``).
    """
    if root.id == ledger.node.root_public().id:
        raise StoreError("own-root", Sentence("This is our own root: a node is not paired with itself."))
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        before = ledger.roster()
        if root.id in succession.heirs(cursor):
            raise StoreError(
                "retired-root",
                Sentence(
                    "Another root took the place of this one of {organisation}: ask them for their new card.",
                    organisation=organisation,
                ),
            )
        cursor.execute(
            "SELECT root, root_key FROM store_peer WHERE organisation = %s AND root <> %s", [organisation, root.id]
        )
        other = cursor.fetchone()
        if other and not in_place:
            raise StoreError(
                "other-root",
                Sentence(
                    "{organisation} is pinned with another root already. If theirs was lost or stolen, let them tell "
                    "you so in person, compare the new fingerprint, and add the card with --new-root.",
                    organisation=organisation,
                ),
            )
        if in_place and not other:
            raise StoreError(
                "no-other-root",
                Sentence(
                    "No other root of {organisation} is pinned: add the card without --new-root.",
                    organisation=organisation,
                ),
            )
        if other:
            cursor.execute(
                "UPDATE store_peer SET root = %s, root_key = %s WHERE root = %s", [root.id, root.raw, other[0]]
            )
            succession.retire(cursor, PublicKey(bytes(other[1])), organisation, root.id, now=now)
        cursor.execute("SELECT id FROM store_peer WHERE root = %s", [root.id])
        if cursor.fetchone():
            cursor.execute(
                "UPDATE store_peer SET node = %s, name = %s, urls = %s, active = %s, certificate = %s WHERE root = %s",
                [node, name, json.dumps(list(urls)), True, certificate, root.id],
            )
            return
        cursor.execute(
            "INSERT INTO store_peer (root, root_key, organisation, node, name, active, urls, added, last_result, told, "
            "certificate) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', '', %s)",
            [root.id, root.raw, organisation, node, name, True, json.dumps(list(urls)), now, certificate],
        )
        # No other root speaks for this organisation from now on.
        settling.settle(ledger, cursor, before, ledger.roster())


def remove(ledger: Ledger, node: str) -> bool:
    """Stop exchanging with a node; what was kept stays and stays verifiable. Return whether it was there."""
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_peer SET active = %s WHERE node = %s AND active", [False, node])
        return cursor.rowcount > 0


def follow(ledger: Ledger) -> None:
    """Go over to the node that took over where the one we are paired with is out of service by its roster."""
    roster = ledger.roster()
    for row in all_peers(ledger):
        known = roster.by_root(row.node, row.root)
        if known is None or known.in_service:
            continue
        heirs = [
            node.id for node in roster.nodes.values()
            if node.root == row.root and node.organisation == known.organisation and node.in_service
        ]  # fmt: skip
        if heirs:
            with ledger.connection.cursor() as cursor:
                # What the old node had told of itself isn't true of the new one.
                cursor.execute(
                    "UPDATE store_peer SET node = %s, told = '', told_created = NULL WHERE node = %s",
                    [heirs[-1], row.node],
                )


def set_urls(ledger: Ledger, node: str, urls: Sequence[str]) -> None:
    """Set the addresses of a peer."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_peer SET urls = %s WHERE node = %s", [json.dumps(list(urls)), node])


def note_contact(ledger: Ledger, node: str, result: str, *, now: int) -> None:
    """Note that we spoke with a peer, and what came of it."""
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE store_peer SET last_contact = %s, last_result = %s WHERE node = %s", [now, result[:300], node]
        )


def told(ledger: Ledger, node: str) -> str:
    """Return what a peer last said that it has, as the exchange spelled it; empty if nothing."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT told FROM store_peer WHERE node = %s", [node])
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def keep_told(ledger: Ledger, node: str, text: str, *, created: int, now: int) -> None:
    """Keep what a peer said that it has, unless a later word of it is kept.

    A word dated more than a day after ``now`` is of a clock that is wrong: what comes once it is set right replaces it.
    """
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE store_peer SET told = %s, told_created = %s "
            "WHERE node = %s AND (told_created IS NULL OR told_created <= %s OR told_created > %s)",
            [text, created, node, created, now + DAY_MS],
        )


def keep_alarm(
    ledger: Ledger, *, check: str, feed: str, node: str, sentence: str, evidence: dict[str, str], now: int
) -> None:
    """Keep evidence of something that must not be; the same twice is kept once.

    So are two histories of one feed as one node brought them: one piece of evidence of each form shows all.
    """
    told = json.dumps(evidence, sort_keys=True)
    with transaction.atomic(using=ledger.alias), ledger.connection.cursor() as cursor:
        cursor.execute(
            "SELECT evidence FROM store_alarm WHERE check_name = %s AND feed = %s AND node = %s", [check, feed, node]
        )
        kept = [str(row[0]) for row in cursor.fetchall()]
        same = check == "two-histories" and any(json.loads(one).keys() == evidence.keys() for one in kept)
        if told not in kept and not same:
            cursor.execute(
                "INSERT INTO store_alarm (check_name, feed, node, sentence, evidence, at) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                [check, feed, node, sentence, told, now],
            )


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Something that must not be."""

    check: str
    feed: str
    node: str
    sentence: Text
    at: int
    evidence: str = ""
    number: int = 0


def alarms(ledger: Ledger) -> list[AlarmRow]:
    """Return what must not be and was found, the latest first."""
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT check_name, feed, node, sentence, at, evidence, id FROM store_alarm ORDER BY id DESC")
        return [
            AlarmRow(check, feed, node, unpacked(sentence), at, evidence, number)
            for check, feed, node, sentence, at, evidence, number in cursor.fetchall()
        ]


def _row(row: tuple[object, ...]) -> PeerRow:
    root, key, organisation, node, name, active, urls, added, contact, result, certificate = row
    return PeerRow(
        str(root), PublicKey(bytes(key)), str(organisation), str(node), str(name), bool(active),  # type: ignore[call-overload]
        tuple(json.loads(str(urls))), int(str(added)), int(str(contact)) if contact is not None else None, str(result),
        str(certificate),
    )  # fmt: skip
