"""Frames: the readable inside of a parcel or of a pairing card.

A frame is one line of canonical JSON, ``{"bytes":N,"frame":"KIND",...}``, ended by a newline, and then N bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from twinline.exchange.errors import Damaged, NotAParcel, TooLarge
from twinline.feeds import canonical
from twinline.feeds.errors import FeedError
from twinline.sentences import Sentence

MAX_HEADER = 4096
MAX_PAYLOAD = 1 << 20


class Source(Protocol):
    """A stream of bytes to read frames from; ``io.BufferedReader`` and ``io.BytesIO`` are such."""

    def readline(self, limit: int, /) -> bytes: ...

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its kind, its header as decoded, its payload, and its header line as it stood."""

    kind: str
    header: Mapping[str, Any]
    payload: bytes
    line: bytes

    @property
    def length(self) -> int:
        """Return how many bytes the whole frame takes."""
        return len(self.line) + len(self.payload)

    def text(self, field: str) -> str:
        """Return a header field that must be text; raises ``Damaged``."""
        value = self.header.get(field)
        if not isinstance(value, str):
            raise malformed(self.kind, Sentence("{field!r} is missing or isn't text", field=field))
        return value

    def number(self, field: str) -> int:
        """Return a header field that must be a count; raises ``Damaged``."""
        value = self.header.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise malformed(self.kind, Sentence("{field!r} is missing or isn't a count", field=field))
        return value


def encode(kind: str, payload: bytes, **fields: Any) -> bytes:
    """Return the bytes of one frame. ``ValueError`` if it is larger than a reader takes."""
    line = canonical.encode({**fields, "bytes": len(payload), "frame": kind}) + b"\n"
    if len(line) > MAX_HEADER or len(payload) > MAX_PAYLOAD:
        raise ValueError(f"a {kind} frame of {len(payload)} bytes is over the limit")
    return line + payload


def read(source: Source) -> Frame | None:
    """Return the next frame, or ``None`` at the end. Raises ``NotAParcel``, ``Damaged`` or ``TooLarge``."""
    line = source.readline(MAX_HEADER + 1)
    if not line:
        return None
    if len(line) > MAX_HEADER:
        raise NotAParcel("frame", Sentence("This isn't a parcel: a frame's first line is far too long."))
    if not line.endswith(b"\n"):
        raise truncated()
    kind, length, header = _header(line)
    payload = source.read(length) if length else b""
    if len(payload) != length:
        raise truncated()
    return Frame(kind, header, payload, line)


def read_all(source: Source) -> Iterator[Frame]:
    """Yield frames up to the end; raises as ``read``."""
    while (frame := read(source)) is not None:
        yield frame


def _header(line: bytes) -> tuple[str, int, Mapping[str, Any]]:
    try:
        header = canonical.decode(line[:-1])
    except FeedError as error:
        raise NotAParcel(
            "frame", Sentence("This isn't a parcel: a frame's header doesn't read ({error}).", error=error)
        ) from error
    kind, length = header.get("frame"), header.get("bytes")
    if not isinstance(kind, str) or not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise NotAParcel("frame", Sentence("This isn't a parcel: a frame doesn't say its kind and length."))
    if length > MAX_PAYLOAD:
        raise TooLarge(
            "frame-size",
            Sentence(
                "A {kind} frame of {length:,} bytes is over the limit of {most:,}.",
                kind=kind,
                length=length,
                most=MAX_PAYLOAD,
            ),
        )
    return kind, length, header


def malformed(where: str, what: Sentence) -> Damaged:
    """Return the error for a parcel that its sender wrote against the format."""
    sentence = Sentence(
        "The parcel isn't as the format says ({where}: {what}); nothing was taken from it.", where=where, what=what
    )
    return Damaged("format", sentence, where=where)


def truncated() -> Damaged:
    """Return the error for a parcel that ends too early."""
    return Damaged(
        "truncated",
        Sentence("The parcel ends too early: it was cut off on the way. Copy or send it again; nothing was kept."),
    )
