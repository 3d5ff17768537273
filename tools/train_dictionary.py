"""Train the zstd dictionary with which parcels are compressed on a link.

    PYTHONPATH=src python tools/train_dictionary.py [FILE]

It knows how entries of all kinds, manifests, checkpoints and receipts are spelled, and nothing that anybody said: the
records are made up by a fixed seed, or are the public facts of the packaged tables. The same seed and the same zstd
give the same file. A new file is a new dictionary: give it a new name (``exchange/dictionary.py``), and keep the old
one beside it as long as nodes may use it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import zstandard

from twinline.exchange import frames, hexes
from twinline.exchange import manifest as manifests
from twinline.exchange.manifest import Manifest
from twinline.feeds import certificates, checkpoints, entries, genesis, ids, receipts
from twinline.feeds.keys import SigningKey, to_base64
from twinline.line.places import packaged_places
from twinline.records import examples, registry
from twinline.times import rfc3339

SEED = 20261123
SIZE = 64 << 10
EACH = 1200
START = 1_790_000_000_000
SIDES = (("vn-na", "la-xk"), ("la-xk", "vn-na"), ("la-hp", "vn-na"), ("vn-na-bg", "la-xk"), ("la-bk", "vn-na"))
NOTES = {
    "vi": (
        "tổ tuần tra", "tổ công tác", "phát hiện", "trên đường mòn", "gần mốc", "bên bờ suối",
        "trong khu vực biên giới",
        "đã lập biên bản", "đã bàn giao cho đồn biên phòng", "hai bên đã trao đổi", "đang xác minh thêm", "buổi sáng",
        "buổi chiều", "ban đêm", "trời mưa", "không có gì mới", "cán bộ và nhân dân hai bản", "theo kế hoạch", "đội số",
    ),
    "lo": (
        "ໜ່ວຍລາດຕະເວນ", "ພົບເຫັນ", "ຢູ່ເຂດຊາຍແດນ", "ໃກ້ຫຼັກໝາຍ", "ຕອນເຊົ້າ", "ຕອນແລງ", "ສອງຝ່າຍໄດ້ແລກປ່ຽນ",
        "ບໍ່ມີຫຍັງໃໝ່",
    ),
    "en": ("patrol found", "near the marker", "handed over to the post", "both sides talked", "nothing to report"),
    "fr": ("la patrouille a trouvé", "près de la borne", "rien à signaler", "les deux parties ont échangé"),
}  # fmt: skip


class Maker:
    """Makes up entries and what travels with them."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)  # noqa: S311  (examples, not secrets)
        self.places = packaged_places()
        self.now = START
        self.schemas = {kind: registry.json_schema(kind)["properties"] for kind in registry.KINDS}

    def options(self, kind: str, field: str) -> list[str]:
        found = self.schemas[kind][field]
        found = found.get("items", found)
        return [one["const"] for one in found.get("oneOf", ()) if "const" in one]

    def day(self) -> str:
        return (date(2014, 1, 1) + timedelta(days=self.chance.randrange(5000))).isoformat()

    def place(self) -> Any:
        spot: dict[str, Any] = {"organisation": self.chance.choice(self.places.communes)}
        how = self.chance.randrange(4)
        if how == 0:
            return spot["organisation"]
        if how == 1:
            length = self.places.line.length_m
            spot |= {"chainage": self.chance.randrange(length), "line": self.places.line.version}
        if how == 2:
            spot |= {"marker": str(self.chance.randint(self.places.markers.first, self.places.markers.last))}
            spot |= {"metres": self.chance.randrange(-2000, 2000)}
        return spot

    def note(self) -> dict[str, str]:
        language = self.chance.choice(("vi", "vi", "vi", "lo", "en", "fr"))
        parts = self.chance.sample(NOTES[language], 3)
        return {"language": language, "text": f"{parts[0].capitalize()} {parts[1]}, {parts[2]}."}

    def incident(self) -> dict[str, Any]:
        unit = self.chance.choice(("kg", "g", "pills", "packets", "litres", "m3", "heads", "pieces"))
        what = ("heroin", "opium", "synthetic_drugs", "crystal_meth", "cannabis", "cigarettes", "fuel", "timber",
                "wild_animals", "consumer_goods")  # fmt: skip
        body: dict[str, Any] = {
            "when": self.day(), "place": self.place(),
            "offence": self.chance.choice(self.options("incident", "offence")),
            "cases": self.chance.randint(1, 4), "persons": self.chance.randint(1, 9), "example": True,
        }  # fmt: skip
        if self.chance.random() < 0.7:
            amount = f"{self.chance.randint(1, 999)}.{self.chance.randint(0, 9)}"
            body["quantities"] = [{"what": self.chance.choice(what), "amount": amount, "unit": unit}]
        return body

    def activity(self) -> dict[str, Any]:
        return {
            "when": self.day(), "place": self.place(), "type": self.chance.choice(self.options("activity", "type")),
            "participants_vn": self.chance.randint(2, 40), "participants_la": self.chance.randint(2, 40),
        }  # fmt: skip

    def body(self, kind: str, other: str) -> dict[str, Any]:
        body = self.incident() if kind == "incident" else self.activity()
        body["counterparts"] = [other]
        if self.chance.random() < 0.8:
            body["note"] = self.note()
        if self.chance.random() < 0.6:
            body["source"] = {"ref": self.chance.randbytes(16).hex()}
        return body

    def entry(self, author: str, act: str, kind: str, body: dict[str, Any], **more: Any) -> bytes:
        self.now += self.chance.randrange(200_000)
        name = ids.from_parts(self.now, self.chance.getrandbits(70))
        says = act == "say"
        extra = {"number": self.chance.randint(1, 4000)} if says else {}
        given = {
            "id": name, "record": name if says else ids.from_parts(self.now - 999, self.chance.getrandbits(70)),
            "act": act, "kind": kind, "version": 1, "author": author, "about": author,
            "follows": None if says else self.chance.randbytes(32).hex(), "written": rfc3339(self.now // 1000 * 1000),
            "body": body, "extra": extra, **more,
        }  # fmt: skip
        return entries.make(**given).raw

    def told(self) -> Iterator[bytes]:
        """Yield entries as they stand in a batch."""
        for _ in range(EACH):
            author, other = self.chance.choice(SIDES)
            kind = self.chance.choice(("incident", "incident", "incident", "activity", "activity"))
            yield self.entry(author, "say", kind, self.body(kind, other)) + b"\n"
        for make in (examples.published_returns, examples.twinnings, examples.gates, examples.events):
            for one in make():
                yield self.entry("vn-na", "say", one.kind, {**one.body, "example": True}, about=one.about) + b"\n"
        for _ in range(EACH // 8):
            author, other = self.chance.choice(SIDES)
            kind = self.chance.choice(("incident", "activity", "twinning", "agreement"))
            yield self.entry(author, "countersign", kind, {}, about=other) + b"\n"
            yield self.entry(author, "dispute", kind, {"reason": "count_differs"}, about=other) + b"\n"
            yield self.entry(author, "amend", "incident", self.body("incident", other)) + b"\n"
            yield self.entry(author, "withdraw", kind, {"reason": "mistake"}) + b"\n"

    def wire(self) -> Iterator[bytes]:
        """Yield what travels beside entries."""
        for number in range(EACH // 8):
            author, _ = self.chance.choice(SIDES)
            key, other, organisation = (SigningKey.from_seed(self.chance.randbytes(32)) for _ in range(3))
            certificate = certificates.certify_node(
                node=key.public, organisation=author, hosts=[author], age="age1" + self.chance.randbytes(29).hex(),
                valid_from=rfc3339(START), key=organisation,
            )  # fmt: skip
            audience = ["line"] if number % 2 else sorted(self.chance.choice(SIDES))
            lane = self.chance.choice(("routine", "urgent"))
            leaf = genesis.write(
                key=key, organisation=author, certificate=certificate, audience=audience, lane=lane,
                nonce=self.chance.randbytes(16),
            )  # fmt: skip
            feed, size, root = genesis.feed_id(leaf), self.chance.randint(2, 5000), self.chance.randbytes(32)
            checkpoint = checkpoints.Checkpoint(feed, size, root)
            lines = [receipts.cosign(checkpoint, each, START // 1000 + number) for each in (key, other)]
            head = checkpoints.sign(feed, size, root, key).encode()
            yield self.manifest(key, other)
            yield frames.encode("genesis", leaf, feed=feed)
            for count in (1, 1, 24):
                yield frames.encode("entries", b"", feed=feed, first=size - count, count=count, lines=count * 600)
            yield frames.encode("checkpoint", head, feed=feed, size=size)
            note = f"{checkpoint.text}\n" + "".join(f"{line}\n" for line in lines)
            yield frames.encode("receipts", note.encode(), feed=feed, size=size)
            have = f"{feed} {size} {key.public.id}:{size} {other.public.id}:{size}\n".encode()
            of, since, heard = (self.chance.randbytes(16).hex() for _ in range(3))
            yield frames.encode("have", have, of=of, since=since, heard=heard)
            yield self.manifest(key, other) + frames.encode("have", b"", of=of, since=of, heard=heard)
            yield frames.encode("part", b"", feed=feed, first=size - 24, count=24, lines=24 * 600)

    def manifest(self, key: SigningKey, other: SigningKey) -> bytes:
        told = Manifest(
            sender=key.public.id, reader=other.public.id, created=self.now, nonce=to_base64(self.chance.randbytes(16)),
            step=self.chance.choice(manifests.STEPS), frames=self.chance.randint(1, 9),
            size=self.chance.randint(300, 90_000), sha256=self.chance.randbytes(32).hex(),
            in_reply_to=self.chance.choice((None, to_base64(self.chance.randbytes(16)))),
        )  # fmt: skip
        return frames.encode("manifest", manifests.sign(told, key).encode())


def as_sent(line: bytes) -> bytes:
    """Return an entry as it travels, without the digits that nobody could guess."""
    parts = hexes.taken_out(line)
    return line if parts is None else parts[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("src/twinline/exchange/data/parcel-1.zdict"))
    path = parser.parse_args().file
    maker = Maker()
    samples: list[bytes | bytearray | memoryview[int]] = [*map(as_sent, maker.told()), *maker.wire()]
    made = zstandard.train_dictionary(SIZE, samples, k=400, d=6, level=19)
    path.write_bytes(made.as_bytes())
    print(f"{path}: {len(made.as_bytes()):,} bytes from {len(samples):,} samples, "
          f"SHA-256 {hashlib.sha256(made.as_bytes()).hexdigest()}")  # fmt: skip


if __name__ == "__main__":
    main()
