"""Two sides, their rosters and one feed that crosses, as a feed file holds them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.feeds import cast
from twinline.feeds import certificates, checkpoints, entries, genesis, ids, receipts, roster
from twinline.feeds.judge import begin, entries_of, extend
from twinline.feeds.keys import SigningKey


@dataclass(frozen=True)
class Feed:
    leaves: list[bytes]
    checkpoint: str

    def read(self) -> tuple[genesis.Genesis, list[entries.Entry]]:
        state, judged = extend(begin(self.leaves[0]), self.leaves[1:], self.checkpoint)
        return state.genesis, entries_of(judged)


def roster_feed(root: SigningKey, organisation: str, bodies: Iterable[dict[str, Any]], **changes: Any) -> Feed:
    given: dict[str, Any] = {
        "key": root,
        "organisation": organisation,
        "certificate": None,
        "audience": [],
        "lane": "routine",
        "type": "roster",
        "nonce": bytes(16),
    }
    leaves = [genesis.write(**{**given, **changes})]
    for number, body in enumerate(bodies):
        leaves.append(
            roster.write(
                id=ids.from_parts(1_795_402_800_000, 2 * number),
                record=ids.from_parts(1_795_402_800_000, 2 * number + 1),
                author=organisation,
                about=organisation,
                written=cast.WRITTEN,
                body=body,
            )
        )
    return Feed(leaves, cast.signed(leaves, root))


def stated(code: str, side: str, parent: str | None = None) -> dict[str, Any]:
    return roster.organisation_statement(organisation=code, side=side, parent=parent, name={"en": code})


def key_of(code: str, side: str, key: SigningKey, root: SigningKey, root_code: str) -> dict[str, Any]:
    return roster.key_statement(
        certificates.certify_organisation(
            organisation=code,
            side=side,
            key=key.public,
            valid_from=cast.WRITTEN,
            root=root,
            root_organisation=root_code,
        )
    )


def lao_certificate(**changes: Any) -> str:
    given = {"node": cast.LAO_NODE.public, "organisation": "la-xk", "hosts": ["la-xk"], "key": cast.LAO_ORGANISATION}
    return cast.node_certificate(**{**given, **changes})


def vietnamese_bodies() -> list[dict[str, Any]]:
    return [
        stated("vn-na", "VN"),
        stated("vn-na-nam-can", "VN", "vn-na"),
        key_of("vn-na", "VN", cast.ORGANISATION, cast.ROOT, "vn-na"),
        roster.node_statement(cast.node_certificate()),
    ]


def lao_bodies() -> list[dict[str, Any]]:
    return [
        stated("la-xk", "LA"),
        key_of("la-xk", "LA", cast.LAO_ORGANISATION, cast.LAO_ROOT, "la-xk"),
        roster.node_statement(lao_certificate()),
    ]


def lao_world() -> Feed:
    return roster_feed(cast.LAO_ROOT, "la-xk", lao_bodies())


def rosters() -> tuple[Feed, Feed]:
    return roster_feed(cast.ROOT, "vn-na", vietnamese_bodies()), lao_world()


def folded(*feeds: Feed, pins: dict[str, str] | None = None) -> roster.Roster:
    known = {cast.ROOT.public.id: "vn-na", cast.LAO_ROOT.public.id: "la-xk"}
    return roster.fold(known if pins is None else pins, [feed.read() for feed in feeds or rosters()])


def feed_file(count: int = 4) -> dict[str, Any]:
    """Return a feed file: both rosters, and a feed of Nghệ An with a receipt by each node."""
    leaves = cast.feed(count)
    note = cast.signed(leaves)
    checkpoint = checkpoints.peek(note)
    lines = [receipts.cosign(checkpoint, key, 1_795_402_800) for key in (cast.NODE, cast.LAO_NODE)]
    feeds = [dumped(feed.leaves, feed.checkpoint) for feed in rosters()]
    return {"format": "twinline/1 feed file", "feeds": [*feeds, {**dumped(leaves, note), "receipts": lines}]}


def dumped(leaves: list[bytes], note: str) -> dict[str, Any]:
    return {"leaves": [base64.b64encode(leaf).decode() for leaf in leaves], "checkpoint": note, "receipts": []}
