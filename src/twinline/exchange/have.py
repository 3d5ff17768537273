"""What a node has: per feed its size, and per feed and node the largest size receipted.

Each node's receipts on a feed grow in size, and are passed on in that order, so one number says which are held.
Only feeds that both sides may see are ever listed. Between two that spoke before, what changed since is enough: a
list is named by a hash (``digest``), and ``changes`` from one the other is known to hold lead to it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from twinline.exchange import frames
from twinline.sentences import Sentence

MAX_FEEDS = 100_000
MAX_ASIDE = 1024
_LINE = re.compile(
    rb"([0-9a-f]{64}) (0|[1-9][0-9]{0,14})((?:\+[1-9][0-9]{0,3})?)((?: [0-9a-f]{64}:[1-9][0-9]{0,14}){0,512})\Z"
)


@dataclass(frozen=True, slots=True)
class FeedHave:
    """The size held of one feed, the largest receipt held of each node, and how many leaves beyond ``size`` lie
    aside until their checkpoint comes."""

    size: int
    receipts: Mapping[str, int] = field(default_factory=dict)
    aside: int = 0


Have = Mapping[str, FeedHave]
NOTHING = FeedHave(0)


def encode(have: Have) -> Iterator[bytes]:
    """Yield payloads of ``have`` frames (each at most 1 MiB), feeds sorted by id; one empty payload for nothing."""
    lines: list[bytes] = []
    length = 0
    for feed_id in sorted(have):
        line = _line(feed_id, have[feed_id])
        if length + len(line) > frames.MAX_PAYLOAD:
            yield b"".join(lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line)
    yield b"".join(lines)


def decode(payloads: Iterable[bytes]) -> dict[str, FeedHave]:
    """Return what the payloads of ``have`` frames say; raises ``Damaged``."""
    have: dict[str, FeedHave] = {}
    last = ""
    for payload in payloads:
        lines = payload.split(b"\n")
        if lines.pop():
            raise frames.malformed("have", Sentence("its last line has no end"))
        for line in lines:
            feed_id, told = _parse(line)
            if feed_id <= last or len(have) >= MAX_FEEDS:
                raise frames.malformed("have", Sentence("a feed is listed twice or out of order, or too many are"))
            have[feed_id] = told
            last = feed_id
    return have


def digest(have: Have) -> str:
    """Return the name of a list: the first 32 hex digits of SHA-256 over its lines."""
    whole = hashlib.sha256()
    for feed_id in sorted(have):
        whole.update(_line(feed_id, have[feed_id]))
    return whole.hexdigest()[:32]


def changes(before: Have, now: Have) -> dict[str, FeedHave]:
    """Return what leads from one list to another; a feed no longer listed has the size 0."""
    found = {feed_id: told for feed_id, told in now.items() if before.get(feed_id) != told}
    return found | {feed_id: NOTHING for feed_id in before if feed_id not in now}


def changed(before: Have, found: Have) -> dict[str, FeedHave]:
    """Return the list to which changes lead."""
    return {feed_id: told for feed_id, told in {**before, **found}.items() if told != NOTHING}


def _line(feed_id: str, told: FeedHave) -> bytes:
    receipts = "".join(f" {node}:{size}" for node, size in sorted(told.receipts.items()))
    aside = f"+{told.aside}" if told.aside else ""
    return f"{feed_id} {told.size}{aside}{receipts}\n".encode()


def _parse(line: bytes) -> tuple[str, FeedHave]:
    match = _LINE.match(line)
    if match is None:
        raise frames.malformed("have", Sentence("a line isn't a feed with its size"))
    receipts: dict[str, int] = {}
    last = ""
    for part in match[4].decode().split():
        node, _, size = part.partition(":")
        if node <= last:
            raise frames.malformed("have", Sentence("a node is listed twice or out of order"))
        receipts[node] = int(size)
        last = node
    aside = int(match[3] or 0)
    if aside > MAX_ASIDE:
        raise frames.malformed("have", Sentence("more leaves lie aside than may"))
    return match[1].decode(), FeedHave(int(match[2]), receipts, aside)
