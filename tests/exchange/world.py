"""A small border in memory: Nghệ An, Xieng Khouang, Bolikhamxay, and how their nodes meet."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any, BinaryIO

import pyrage
import zstandard

from tests.exchange.memory_shelf import MemoryShelf
from twinline.exchange import cards, conversation, exchanging, packing
from twinline.exchange.packing import Spooled
from twinline.exchange.parcel import Packed
from twinline.exchange.shelf import OwnNode, Peer
from twinline.feeds import certificates, entries, genesis, ids, roster
from twinline.feeds.keys import SigningKey

NOON = 1_795_402_800_000
WRITTEN = "2026-11-23T10:00:00+07:00"
SIDES = {"vn-na": "VN", "la-xk": "LA", "la-bk": "LA", "vn-na-nam-can": "VN"}


def key(name: str) -> SigningKey:
    return SigningKey.from_seed(hashlib.sha256(f"exchange test: {name}".encode()).digest())


class Office:
    """One organisation with its root, its node and its shelf."""

    def __init__(self, code: str, name: str = "node") -> None:
        self.code = code
        self.root, self.organisation_key, self.key = key(f"{code} root"), key(f"{code} org"), key(f"{code} {name}")
        identity = pyrage.x25519.Identity.generate()
        self.certificate = certificates.certify_node(
            node=self.key.public,
            organisation=code,
            hosts=[code],
            age=str(identity.to_public()),
            valid_from=WRITTEN,
            key=self.organisation_key,
        )
        own = OwnNode(self.key.public.id, self.key, code, (code,), self.certificate, str(identity))
        self.shelf = MemoryShelf(own, self.root, code)
        self.roster = self._say_roster()
        self.shelf._own = replace(own, roster=self.roster)
        self.count = 0
        self.feeds: dict[tuple[tuple[str, ...], str], str] = {}
        self.now = NOON

    @property
    def id(self) -> str:
        return self.shelf.own.id

    def clock(self) -> int:
        self.now += 1000
        return self.now

    def _say_roster(self) -> str:
        organisation = certificates.certify_organisation(
            organisation=self.code,
            side=SIDES[self.code],
            key=self.organisation_key.public,
            valid_from=WRITTEN,
            root=self.root,
            root_organisation=self.code,
        )
        leaf = genesis.write(
            key=self.root,
            organisation=self.code,
            certificate=None,
            audience=[],
            lane="routine",
            type="roster",
            nonce=bytes(16),
        )
        feed = self.shelf.begin(leaf, self.root)
        bodies = [
            roster.organisation_statement(
                organisation=self.code, side=SIDES[self.code], parent=None, name={"en": self.code}
            ),
            roster.key_statement(organisation),
            roster.node_statement(self.certificate),
        ]
        for number, body in enumerate(bodies):
            entry, record = ids.from_parts(NOON + number, 2 * number), ids.from_parts(NOON + number, 2 * number + 1)
            self.shelf.say(
                feed,
                roster.write(id=entry, record=record, author=self.code, about=self.code, written=WRITTEN, body=body),
            )
        self.shelf.seal(at_ms=NOON)
        return feed

    def card(self, *urls: str) -> bytes:
        self.shelf.seal(at_ms=self.clock())
        batches = list(self.shelf.batches(self.roster, 0))
        return cards.write_card(key=self.key, certificate=self.certificate, urls=urls, batches=batches, at_ms=NOON)

    def feed_to(self, *audience: str, lane: str = "routine", nonce: bytes = bytes(16)) -> str:
        """Return the feed to an audience (own organisation included), begun if it wasn't."""
        codes = tuple(sorted({self.code, *audience})) if audience != ("line",) else ("line",)
        if (codes, lane) not in self.feeds:
            leaf = genesis.write(
                key=self.key,
                organisation=self.code,
                certificate=self.certificate,
                audience=codes,
                lane=lane,
                nonce=nonce,
            )
            self.feeds[codes, lane] = self.shelf.begin(leaf, self.key)
        return self.feeds[codes, lane]

    def say(self, *audience: str, count: int = 1, lane: str = "routine", text: str = "Đồn biên phòng") -> str:
        feed = self.feed_to(*audience, lane=lane)
        self.shelf.say(feed, *(self.entry(text) for _ in range(count)))
        return feed

    def entry(self, text: str, **changes: Any) -> bytes:
        self.count += 1
        identity = ids.from_parts(NOON + self.count, int.from_bytes(self.code.encode()[:4], "big") << 20 | self.count)
        given: dict[str, Any] = {
            "id": identity,
            "record": identity,
            "act": "say",
            "kind": "activity",
            "version": 1,
            "author": self.code,
            "about": self.code,
            "follows": None,
            "written": WRITTEN,
            "body": {"note": {"language": "vi", "text": f"{text} {self.count}"}, "metres": "468.281"},
        }
        return entries.write(**{**given, **changes})

    def sees(self, other: Office) -> Peer:
        peer = self.shelf.peer(other.id)
        assert peer is not None
        return peer

    def meet(self, other: Office, manner: exchanging.Manner | None = None) -> exchanging.Exchanged:
        """Exchange with another office as over HTTP, without the HTTP."""

        def post(request: Spooled) -> BinaryIO:
            arrived = io.BytesIO(b"".join(request.chunks()))
            reply = exchanging.answer(other.shelf, arrived, other.clock, sender=self.id)
            return io.BytesIO(b"".join(reply.chunks()))

        return exchanging.exchange(self.shelf, self.sees(other), post, self.clock, manner=manner)


def pair(*offices: Office) -> None:
    """Let each office compare fingerprints with each other one."""
    for one in offices:
        for other in offices:
            if one is not other:
                one.shelf.pin(cards.read_card(other.card()), at_ms=one.clock())


def held(office: Office, feed: str) -> int:
    """Return how much of a feed an office keeps."""
    kept = office.shelf.feed(feed)
    return kept.size if kept else 0


def raw(packed: Packed) -> bytes:
    """Return a parcel's compressed bytes."""
    return b"".join(packed.chunks())


def plain(compressed: bytes) -> bytes:
    """Return the readable inside of a parcel."""
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(compressed), read_across_frames=True)
    return b"".join(iter(lambda: reader.read(1 << 16), b""))


def parcel_for(office: Office, other: Office, step: conversation.Step = conversation.BUNDLE, **given: Any) -> Packed:
    """Return what an office packs for another."""
    return packing.pack(office.shelf, office.sees(other), step, at_ms=office.clock(), **given)
