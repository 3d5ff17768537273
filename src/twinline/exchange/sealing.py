"""A parcel as a file for a stick: padded, then encrypted with age to the reader's node.

``age -d -i IDENTITY FILE | zstd -d`` shows the parcel as text. age proves no sender: that is the manifest's part.
The padding is a skippable zstd frame (RFC 8878, 3.1.2) after the parcel, so that a file's length says little.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]

from twinline.exchange.errors import Damaged, ExchangeError, NotAParcel, NotForUs, TooLarge
from twinline.exchange.parcel import Packed
from twinline.sentences import Sentence

AGE_MAGIC = b"age-encryption.org/v1\n"
MAX_FILE = 1 << 30
SMALLEST = 4096
_SKIPPABLE = 0x184D2A50
_BLOCK = bytes(1 << 16)


def new_identity(created: str) -> tuple[str, str]:
    """Return the text of a fresh identity file, as ``age-keygen`` writes it, and its recipient (``age1…``)."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    return f"# created: {created}\n# public key: {recipient}\n{identity}\n", recipient


def read_identity(text: str) -> pyrage.x25519.Identity:
    """Return the identity in the text of an identity file. ``ValueError`` if there is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise ValueError("an identity file holds one line AGE-SECRET-KEY-1…")
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except pyrage.IdentityError as error:
        raise ValueError("this isn't an age identity") from error


def padded(size: int) -> int:
    """Return the length to which ``size`` bytes are padded: the PADME rule, at least 4 KiB.

    It hides all but O(log log size) bits and costs at most 12 %. Source: Nikitin et al., PoPETs 2019(4), section 4.
    """
    size = max(size, SMALLEST)
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def padding(size: int) -> Iterator[bytes]:
    """Yield the skippable frame that brings ``size`` bytes to a padded length, if it isn't one already."""
    target = padded(size)
    if target == size:
        return
    if target - size < 8:
        target = padded(size + 8)
    fill = target - size - 8
    yield struct.pack("<II", _SKIPPABLE, fill)
    while fill:
        yield _BLOCK[:fill]
        fill -= min(fill, len(_BLOCK))


def seal(parcel: Packed, recipient: str, sink: BinaryIO) -> None:
    """Write a parcel, padded and encrypted to an age recipient, into a file."""

    def plain() -> Iterator[bytes]:
        yield from parcel.chunks()
        yield from padding(parcel.size)

    pyrage.encrypt_io(_Chunks(plain()), sink, [pyrage.x25519.Recipient.from_str(recipient)])


def unseal(source: BinaryIO, identity: str, sink: BinaryIO, *, max_size: int = MAX_FILE) -> None:
    """Write the compressed parcel in an encrypted file into a temporary one; nothing in it is judged yet.

    What was written before an error is worthless: the caller throws ``sink`` away. Raises ``NotAParcel``,
    ``NotForUs``, ``Damaged`` or ``TooLarge``.
    """
    if source.read(len(AGE_MAGIC)) != AGE_MAGIC:
        raise NotAParcel(
            "age", Sentence("This isn't a file of Twinline: it isn't encrypted to a node. Check which file it is.")
        )
    source.seek(0)
    try:
        pyrage.decrypt_io(source, _Limited(sink, max_size), [read_identity(identity)])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForUs(
                "recipient",
                Sentence(
                    "This file isn't encrypted to this node: it is for another one, or its beginning was altered."
                ),
            ) from error
        raise _damaged() from error
    except ExchangeError:
        raise
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged() from error


def _damaged() -> Damaged:
    return Damaged(
        "age",
        Sentence(
            "The file is damaged: it was cut short or altered. Copy or write it again; nothing was taken from it."
        ),
    )


class _Chunks(io.RawIOBase):
    """Chunks as a readable file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        if size < 0:
            size = len(self._rest)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


class _Limited(io.RawIOBase):
    """A writable file that takes so many bytes and no more."""

    def __init__(self, sink: BinaryIO, limit: int) -> None:
        self._sink = sink
        self._left = limit

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge("file-size", Sentence("The file is larger than a node takes; nothing was taken from it."))
        return self._sink.write(data)
