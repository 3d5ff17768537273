"""A message: what one side sends in one go, as parcels one after the other in one zstd stream.

Each parcel is whole in itself, with its own signed manifest, and can be judged and kept as soon as its last byte is
there: a link that is cut costs no more than the parcel under way. All share one compressor, so that small ones cost
little. A parcel is never longer than an eighth of what went before it in the same message (or ``first``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Protocol, cast

import zstandard

from twinline.exchange import dictionary, frames, parcel
from twinline.exchange import manifest as manifests
from twinline.exchange.errors import Damaged, NotAParcel, TooLarge
from twinline.exchange.manifest import Manifest
from twinline.exchange.parcel import Opened
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence

FIRST = 128 << 10
SMALL_FIRST = 1280
LONGEST = 256 << 10
MAX_CONTENT = 64 << 20
IN_MEMORY = 8 << 20
"""Parcels up to so many bytes are taken apart once; larger ones, which this version doesn't write, go through files."""
MAX_PARTS = 1 << 20
_SHARE = 8
_GUESS = 8
_READ = 1 << 14


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, in compressed bytes, the first parcel and the whole message may be (``at_most`` roughly)."""

    first: int = FIRST
    at_most: int | None = None


class Content:
    """The frames of the parcel under way."""

    def __init__(self) -> None:
        self._raw = io.BytesIO()
        self._hash = hashlib.sha256()
        self.frames = 0
        self.size = 0

    def add(self, kind: str, payload: bytes, fields: dict[str, Any]) -> None:
        raw = frames.encode(kind, payload, **fields)
        self._raw.write(raw)
        self._hash.update(raw)
        self.frames += 1
        self.size += len(raw)

    def signed(self, about: Manifest, key: SigningKey) -> bytes:
        """Return the whole parcel, unpacked."""
        full = replace(about, frames=self.frames, size=self.size, sha256=self._hash.hexdigest())
        return frames.encode("manifest", manifests.sign(full, key).encode()) + self._raw.getvalue()


class Squeezer:
    """Compresses a message parcel by parcel; counts what went in and came out."""

    def __init__(self, limits: Limits, *, known: bool) -> None:
        self._limits = limits
        self._known = known
        self._zstd: zstandard.ZstdCompressionObj | None = None
        self.taken = 0
        self.given = 0

    def longest(self) -> int:
        """Return how many compressed bytes the next parcel should have at most."""
        longest = min(max(self._limits.first, self.given // _SHARE), max(LONGEST, self._limits.first))
        if self._limits.at_most is not None:
            longest = min(longest, max(self._limits.at_most - self.given, 0))
        return longest

    def room(self) -> int:
        """Return how many bytes, before compression, the next parcel should hold."""
        ratio = self.taken / self.given if self.given else _GUESS
        return int(self.longest() * ratio)

    @property
    def spare(self) -> int | None:
        """Return how many compressed bytes the message may still take; ``None`` for as many as there are."""
        return None if self._limits.at_most is None else self._limits.at_most - self.given

    def guessed(self, size: int) -> int:
        """Return about how many compressed bytes so many bytes of entries become."""
        return size * self.given // self.taken if self.taken else size // _GUESS

    @property
    def spent(self) -> bool:
        """Return whether the message is as long as it may be."""
        return self._limits.at_most is not None and self.given >= self._limits.at_most

    def squeeze(self, raw: bytes, *, last: bool) -> bytes:
        """Return the compressed bytes of a parcel, all of them."""
        if self._zstd is None:
            made = dictionary.compressor(known=self._known, whole=len(raw) if last else None)
            self._zstd = made.compressobj()
        out = self._zstd.compress(raw)
        out += self._zstd.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH if last else zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        self.taken += len(raw)
        self.given += len(out)
        return out


class Source(Protocol):
    """Bytes as they come: ``read`` returns what is there, at most so many, and nothing only at the end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, how it finds the sender's key, and where it puts what comes."""

    reader: str
    key_of: Callable[[str], PublicKey | None]
    introduced: Callable[[str, str], PublicKey | None]
    spool: Callable[[], BinaryIO]


def opened(source: Source, by: Reading) -> Iterator[Opened]:
    """Yield the parcels of a message as they arrive, each one whole and exactly what its sender signed.

    Raises a ``ParcelRefused`` at the first that isn't, and where the message ends before its last.
    """
    stream = _unpacked(source)
    before: Manifest | None = None
    for _ in range(MAX_PARTS):
        try:
            found = _one(stream, by, before)
        except (zstandard.ZstdError, EOFError) as error:
            raise Damaged(
                "zstd", Sentence("The parcel doesn't unpack: it was altered on the way ({error}).", error=error)
            ) from error
        with found.source:
            yield found
        if found.manifest.last:
            return
        before = found.manifest
    raise TooLarge("parts", Sentence("The message has more parcels than a node takes."))


def _one(stream: frames.Source, by: Reading, before: Manifest | None) -> Opened:
    note = parcel.first_frame(stream).payload
    about = manifests.judge(note, reader=by.reader, key_of=by.key_of, introduced=by.introduced)
    _check_place(about, before)
    if about.size > MAX_CONTENT:
        raise TooLarge(
            "parcel-size",
            Sentence(
                "The parcel holds {size:,} bytes; this node takes at most {most:,}.",
                size=about.size,
                most=MAX_CONTENT,
            ),
        )
    if about.size <= IN_MEMORY:
        kept = io.BytesIO()
        parcel.check_content(stream, about, kept)
        kept.seek(0)
        return Opened(about, kept, plain=True, items=parcel.check_form(kept, about))
    content = by.spool()
    try:
        parcel.check_content(stream, about, content)
        content.seek(0)
        parcel.check_form(cast(frames.Source, content), about, keep=False)
    except BaseException:
        content.close()
        raise
    return Opened(about, content, plain=True)


def _check_place(about: Manifest, before: Manifest | None) -> None:
    """Refuse a parcel that doesn't follow the one before it in the same message."""
    place = (about.sender, about.nonce, about.in_reply_to, about.step)
    follows = before is None or place == (before.sender, before.nonce, before.in_reply_to, before.step)
    if not follows or about.part != (before.part + 1 if before else 0):
        raise NotAParcel("part", Sentence("This parcel doesn't follow the one before it; send it again."))


class _AsItComes(io.RawIOBase):
    """The unpacked bytes of a source, without waiting for more than is asked for."""

    def __init__(self, source: Source) -> None:
        unpacker = dictionary.decompressor(parcel.WINDOW)
        self._reader = unpacker.stream_reader(
            cast(BinaryIO, source), read_size=_READ, read_across_frames=True, closefd=False
        )

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        return self._reader.readinto1(into)


def _unpacked(source: Source) -> frames.Source:
    return cast(frames.Source, io.BufferedReader(_AsItComes(source), buffer_size=1 << 16))


def chunks(pieces: Iterable[bytes], size: int = parcel.CHUNK) -> Iterator[bytes]:
    """Yield pieces cut to at most so many bytes."""
    for piece in pieces:
        for at in range(0, len(piece), size):
            yield piece[at : at + size]
