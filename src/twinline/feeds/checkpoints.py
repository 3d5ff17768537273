"""Checkpoints: C2SP ``tlog-checkpoint``, the signed size and root of one feed.

Three lines: the origin ``twinline/1/<feed id>``, the size, the root in Base64.
The key is the feed's own node key, and its name is the origin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twinline.feeds import notes
from twinline.feeds.errors import Malformed
from twinline.feeds.keys import PublicKey, SigningKey, from_base64, to_base64
from twinline.sentences import Sentence

ORIGIN = "twinline/1/"
MAX_SIZE = 2**53 - 1

_FEED = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long a feed is and what it hashes to."""

    feed: str
    size: int
    root: bytes

    @property
    def origin(self) -> str:
        """Return the name of the feed as a log, and of the key that signs for it."""
        return f"{ORIGIN}{self.feed}"

    @property
    def text(self) -> str:
        """Return the text that is signed and cosigned."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def origin(feed: str) -> str:
    """Return the checkpoint origin of a feed id."""
    return f"{ORIGIN}{feed}"


def sign(feed: str, size: int, root: bytes, key: SigningKey) -> str:
    """Return the signed checkpoint of a feed at a size."""
    checkpoint = Checkpoint(feed, size, root)
    read(checkpoint.text)
    return notes.sign(checkpoint.text, checkpoint.origin, key)


def read(text: str) -> Checkpoint:
    """Return what a checkpoint's text says, unverified.

    Exactly three lines: without extension lines a receipt can be checked from
    feed, size and root alone.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed(
            "checkpoint",
            Sentence("A checkpoint has exactly three lines: origin, size, root."),
            where="checkpoint",
        )
    feed = lines[0].removeprefix(ORIGIN)
    if feed == lines[0] or not _FEED.fullmatch(feed):
        raise Malformed(
            "checkpoint",
            Sentence("The origin is {origin} and 64 hex digits.", origin=ORIGIN),
            where="checkpoint line 1",
        )
    if not _SIZE.fullmatch(lines[1]) or int(lines[1]) > MAX_SIZE:
        raise Malformed(
            "checkpoint",
            Sentence("The size is a decimal number from 1, without leading zeros."),
            where="checkpoint line 2",
        )
    return Checkpoint(feed, int(lines[1]), from_base64(lines[2], where="checkpoint line 3", length=32))


def peek(note: str | bytes) -> Checkpoint:
    """Return what a signed checkpoint claims, unverified: to look up the feed, nothing more."""
    return read(notes.parse(note).text)


def open(note: str | bytes, public: PublicKey) -> Checkpoint:
    """Return a checkpoint that the feed's node signed; ``BadSignature`` if it didn't."""
    parsed = notes.parse(note)
    checkpoint = read(parsed.text)
    notes.verify(parsed, checkpoint.origin, public)
    return checkpoint
