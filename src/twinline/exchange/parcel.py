"""Parcels: a signed manifest and the frames it vouches for, zstd-compressed.

The compressed form is two zstd frames one after the other: the manifest alone, then everything else. So it can be
written in one pass (the manifest, known last, goes first), and a reader can refuse before it unpacks the rest.
Memory stays flat: content goes through files given by the caller, one frame (at most 1 MiB) at a time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

import zstandard

from twinline.exchange import frames, grammar, have, manifest
from twinline.exchange.errors import Damaged, NotAParcel, TooLarge
from twinline.exchange.frames import Frame
from twinline.exchange.manifest import Manifest
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence

MAX_CONTENT = 1 << 30
MAX_MANIFEST = 1 << 17
WINDOW = 1 << 23
CHUNK = 1 << 16
LEVEL = 9
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class Packer:
    """Writes the frames of one parcel into a spool, compressing and hashing as they come."""

    def __init__(self, spool: BinaryIO, *, level: int = LEVEL) -> None:
        self._spool = spool
        self._level = level
        self._zstd = zstandard.ZstdCompressor(level=level).compressobj()
        self._hash = hashlib.sha256()
        self.frames = 0
        self.size = 0
        self.carried = 0
        self.entries = 0

    def add(self, kind: str, payload: bytes, **fields: Any) -> None:
        """Write one frame."""
        raw = frames.encode(kind, payload, **fields)
        self._hash.update(raw)
        self._spool.write(self._zstd.compress(raw))
        self.frames += 1
        self.size += len(raw)
        self.carried += kind != "have"
        self.entries += fields.get("count", 0)

    def finish(self, about: Manifest, key: SigningKey) -> Packed:
        """Return the whole parcel; ``about`` is completed with the counts and the hash of what was written."""
        self._spool.write(self._zstd.flush())
        full = replace(about, frames=self.frames, size=self.size, sha256=self._hash.hexdigest())
        note = frames.encode("manifest", manifest.sign(full, key).encode())
        head = zstandard.ZstdCompressor(level=self._level).compress(note)
        return Packed(full, head, self._spool, self._spool.tell(), self.carried, self.entries)


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished parcel: its manifest, and its compressed bytes in two parts.

    ``carried`` counts the frames that bring something beside what the sender has, ``entries`` the entries in them.
    """

    manifest: Manifest
    head: bytes
    spool: BinaryIO
    body_size: int
    carried: int
    entries: int

    @property
    def size(self) -> int:
        """Return the length of the compressed parcel in bytes."""
        return len(self.head) + self.body_size

    def chunks(self) -> Iterator[bytes]:
        """Yield the compressed parcel from its beginning; may be asked again."""
        yield self.head
        self.spool.seek(0)
        while chunk := self.spool.read(CHUNK):
            yield chunk

    def sha256(self) -> bytes:
        """Return SHA-256 of the compressed parcel (for Content-Digest)."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.digest()

    def close(self) -> None:
        """Give the spool back."""
        self.spool.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel that is exactly what its sender signed for this reader. Its contents are still to be judged.

    ``source`` is the compressed parcel; with ``plain`` the frames after its manifest, unpacked. ``items`` is what they
    say, where that was kept.
    """

    manifest: Manifest
    source: BinaryIO
    plain: bool = False
    items: list[grammar.Item] | None = None

    def contents(self) -> Iterator[grammar.Item]:
        """Yield what is in it, in order; may be asked again."""
        if self.items is not None:
            return iter(self.items)
        if self.plain:
            self.source.seek(0)
            return grammar.items(frames.read_all(cast(frames.Source, self.source)))
        stream = _stream(self.source)
        frames.read(stream)
        return grammar.items(frames.read_all(stream))


def unpack(
    source: BinaryIO,
    *,
    reader: str,
    key_of: Callable[[str], PublicKey | None],
    introduced: Callable[[str, str], PublicKey | None] | None = None,
    max_content: int = MAX_CONTENT,
) -> Opened:
    """Return the parcel in a seekable file, its manifest, length, hash and form all checked.

    Nothing of it has been used yet. ``reader`` is this node's id and ``key_of`` gives a paired node's key or ``None``.
    Raises a ``ParcelRefused``: ``NotAParcel``, ``NotForUs``, ``UnknownSender``, ``Damaged`` or ``TooLarge``.
    """
    source.seek(0)
    if source.read(4) != _ZSTD_MAGIC:
        raise NotAParcel(
            "magic", Sentence("This isn't a parcel of Twinline: it doesn't begin as one. Check which file it is.")
        )
    try:
        about = _check_whole(source, reader, key_of, introduced, max_content)
    except (zstandard.ZstdError, OSError, EOFError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Damaged(
            "zstd", Sentence("The parcel doesn't unpack: it was altered on the way ({error}).", error=error)
        ) from error
    return Opened(about, source)


def _check_whole(
    source: BinaryIO,
    reader: str,
    key_of: Callable[[str], PublicKey | None],
    introduced: Callable[[str, str], PublicKey | None] | None,
    max_content: int,
) -> Manifest:
    stream = _stream(source)
    about = manifest.judge(first_frame(stream).payload, reader=reader, key_of=key_of, introduced=introduced)
    if about.part or not about.last:
        raise NotAParcel(
            "part", Sentence("This is a piece of a longer message between two nodes, not a parcel of its own.")
        )
    if about.size > max_content:
        raise TooLarge(
            "parcel-size",
            Sentence(
                "The parcel holds {size:,} bytes; this node takes at most {most:,}.",
                size=about.size,
                most=max_content,
            ),
        )
    check_content(stream, about)
    if stream.read(1):
        raise _altered()
    again = _stream(source)
    first_frame(again)
    check_form(again, about, keep=False)
    return about


def check_content(stream: frames.Source, about: Manifest, sink: BinaryIO | None = None) -> None:
    """Raise ``Damaged`` unless what follows is, to the byte, what the sender signed; copy it into ``sink``."""
    digest, left = hashlib.sha256(), about.size
    while left and (chunk := stream.read(min(CHUNK, left))):
        digest.update(chunk)
        if sink is not None:
            sink.write(chunk)
        left -= len(chunk)
    if left:
        raise frames.truncated()
    if digest.hexdigest() != about.sha256:
        raise _altered()


def _altered() -> Damaged:
    return Damaged(
        "digest",
        Sentence("The parcel isn't what its sender signed: it was altered on the way. Nothing was taken from it."),
    )


def check_form(stream: frames.Source, about: Manifest, *, keep: bool = True) -> list[grammar.Item]:
    """Return what is in a parcel, or nothing unless it is to be kept; raises a ``ParcelRefused``.

    That is where the sender signed something against the format.
    """
    count = 0

    def counted() -> Iterator[Frame]:
        nonlocal count
        for frame in frames.read_all(stream):
            count += 1
            yield frame

    found: list[grammar.Item] = []
    told: list[bytes] = []
    for item in grammar.items(counted()):
        if keep:
            found.append(item)
        if isinstance(item, grammar.HaveLines):
            told.append(item.payload)
    have.decode(told)
    if count != about.frames:
        raise frames.malformed(
            "manifest",
            Sentence("{announced} frames were announced and {came} came", announced=about.frames, came=count),
        )
    return found


def first_frame(stream: frames.Source) -> Frame:
    """Return the manifest's frame. Raises a ``ParcelRefused`` if none comes."""
    frame = frames.read(stream)
    if frame is None:
        raise frames.truncated()
    if frame.kind != "manifest" or len(frame.payload) > MAX_MANIFEST:
        raise NotAParcel("manifest", Sentence("This isn't a parcel of Twinline: it doesn't begin with a manifest."))
    return frame


def _stream(source: BinaryIO) -> frames.Source:
    """Return the unpacked bytes of a file, read little by little, whatever it claims to unpack to."""
    source.seek(0)
    unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    reader = unpacker.stream_reader(source, read_across_frames=True, closefd=False)
    return cast(frames.Source, io.BufferedReader(cast(Any, reader), buffer_size=1 << 18))
