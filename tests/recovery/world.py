"""Two offices whose node is lost, copied and brought back; what travels goes by wire or by stick."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.border import Border, Clock, Side, incident
from twinline.exchange import exchanging, files
from twinline.exchange.applying import Applied
from twinline.exchange.exchanging import Exchanged
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.feeds import checkpoints
from twinline.store import marks, restoring
from twinline.store.beginning import Founding
from twinline.store.feeds import all_feeds
from twinline.store.ledger import Ledger, open_ledger
from twinline.store.restoring import Restored


class Office:
    """A side that exchanges as an office does."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger, self.clock = ledger, clock
        self.shelf = LedgerShelf(ledger)
        self.side = Side.__new__(Side)
        self.side.ledger, self.side.clock, self.side.code = ledger, clock, ledger.node.organisation

    @classmethod
    def of(cls, side: Side) -> Office:
        return cls(side.ledger, side.clock)

    @property
    def id(self) -> str:
        return self.ledger.node.id

    @property
    def folder(self) -> Path:
        return self.ledger.folder

    def say(self, count: int = 1, **more: object) -> list[str]:
        return [self.side.say("incident", incident(cases=n + 1), **more).record for n in range(count)]

    def peer(self):
        return self.shelf.peers()[0]

    def keep_keys(self, folder: Path) -> Path:
        """Keep the root's and the organisation's key apart, as an office should; the node's key is not among them."""
        folder.mkdir()
        for name in ("root.key", "organisation.key"):
            shutil.copy2(self.folder / "keys" / name, folder / name)
        return folder

    def records(self) -> set[str]:
        with self.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT record FROM store_record WHERE arrived_to IS NULL")
            return {record for (record,) in cursor.fetchall()}

    def known_since(self) -> dict[str, int]:
        with self.ledger.connection.cursor() as cursor:
            cursor.execute("SELECT record, MIN(arrived_from) FROM store_record GROUP BY record")
            return dict(cursor.fetchall())

    def heads(self) -> dict[tuple[str, int], bytes]:
        """Return every signed head kept here."""
        found = {}
        with self.ledger.connection.cursor() as cursor:
            for feed in all_feeds(cursor):
                cursor.execute("SELECT note FROM store_checkpoint WHERE feed_id = %s", [feed.id])
                for (note,) in cursor.fetchall():
                    head = checkpoints.peek(note)
                    found[head.feed, head.size] = head.root
        return found


def forks(*offices: Office, signed: tuple[dict[tuple[str, int], bytes], ...] = ()) -> list[tuple[str, int]]:
    """Return where two heads of one feed and size differ, over all that was ever signed."""
    seen: dict[tuple[str, int], bytes] = {}
    found = []
    for heads in (*signed, *(office.heads() for office in offices)):
        for place, root in heads.items():
            if seen.setdefault(place, root) != root:
                found.append(place)
    return found


def wire(asker: Office, other: Office) -> Exchanged:
    """Exchange over a network, as far as the conversation goes."""

    def post(packed):
        if other.shelf.peer(asker.id) is None:
            other.shelf.introduced(asker.id, asker.ledger.node.certificate)
        answer = exchanging.answer(other.shelf, io.BytesIO(b"".join(packed.chunks())), other.clock, sender=asker.id)
        told = io.BytesIO(b"".join(answer.chunks()))
        answer.close()
        return told

    return exchanging.exchange(asker.shelf, asker.shelf.peer(other.id) or asker.peer(), post, asker.clock)


def write_stick(giver: Office, taker_id: str, path: Path) -> Path:
    peer = giver.shelf.peer(taker_id)
    assert peer is not None
    files.write_bundle(giver.shelf, peer, path, at_ms=giver.clock())
    return path


def read_stick(taker: Office, path: Path) -> Applied:
    return files.read_bundle(taker.shelf, path, at_ms=taker.clock())


def by_stick(one: Office, other: Office, folder: Path, times: int = 1) -> None:
    """Carry sticks to and fro."""
    for n in range(times):
        for m, (giver, taker) in enumerate(((one, other), (other, one))):
            path = folder / f"{one.id[:6]}-{other.id[:6]}-{n}{m}-{giver.clock()}.age"
            read_stick(taker, write_stick(giver, taker.id, path))


def back(backup: Path, folder: Path, keys: Path, clock: Clock) -> tuple[Office, Restored]:
    restored = restoring.restore(backup, folder, keys, now=clock())
    return Office(restored.ledger, clock), restored


@contextmanager
def another_machine(folder: Path) -> Iterator[None]:
    """What is done within is done by another user or on another machine: no mark is there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(marks.STATE, str(folder))
        yield


def copy_of(office: Office, folder: Path) -> Office:
    """Copy a node's whole folder, keys and all, as somebody does who doesn't know better."""
    office.ledger.close()
    shutil.copytree(office.folder, folder)
    return Office(open_ledger(folder), office.clock)


def founding(code: str) -> Founding:
    return Founding(code, "VN" if code.startswith("vn") else "LA", None, {"en": code})


def offices(border: Border) -> tuple[Office, Office]:
    return Office.of(border.vn), Office.of(border.la)
