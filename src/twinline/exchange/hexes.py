"""Random hex digits as the bytes they stand for, as entries travel in a message.

Identifiers, references and digests are most of what an entry has that nobody could guess, and compression spends five
bits on each of their four-bit digits. So the digits are taken out of the lines and sent as bytes after them, each kind
together; one control character, which no entry holds, marks where they stood.
"""

from __future__ import annotations

import re
from binascii import hexlify, unhexlify
from collections.abc import Iterable, Iterator

from twinline.exchange.frames import MAX_PAYLOAD, malformed
from twinline.sentences import Sentence

TAIL, AGAIN, SHORT, LONG = b"\x01", b"\x02", b"\x03", b"\x04"
"""The last 20 digits of a UUIDv7; the same ones as last time; a text of 32 digits; one of 64."""
_TAIL_BYTES, _SHORT_BYTES, _LONG_BYTES = 10, 16, 32
_TAIL = re.compile(rb"-(7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
_TEXT = re.compile(rb'":"([0-9a-f]{32}(?:[0-9a-f]{32})?)"')


def taken_out(lines: bytes) -> tuple[bytes, bytes] | None:
    """Return lines with marks instead of digits, and the digits' bytes; ``None`` for lines that hold such marks."""
    if any(mark in lines for mark in (TAIL, AGAIN, SHORT, LONG)):
        return None
    tails: list[bytes] = []
    texts: dict[int, list[bytes]] = {_SHORT_BYTES: [], _LONG_BYTES: []}
    last = b""
    met: set[bytes] = set()

    def tail(found: re.Match[bytes]) -> bytes:
        nonlocal last
        if found[1] == last:
            return b"-" + AGAIN
        last = found[1]
        tails.append(unhexlify(last.replace(b"-", b"")))
        return b"-" + TAIL

    def text(found: re.Match[bytes]) -> bytes:
        digits = found[1]
        if len(digits) == 2 * _SHORT_BYTES:
            texts[_SHORT_BYTES].append(unhexlify(digits))
            return b'":"' + SHORT + b'"'
        # A digest that comes again and again is the compressor's business.
        if digits in met:
            return found[0]
        met.add(digits)
        texts[_LONG_BYTES].append(unhexlify(digits))
        return b'":"' + LONG + b'"'

    marked = _TEXT.sub(text, _TAIL.sub(tail, lines))
    return marked, b"".join((*tails, *texts[_SHORT_BYTES], *texts[_LONG_BYTES]))


def put_back(marked: bytes, digits: bytes) -> bytes:
    """Return the lines as they were. Raises ``Damaged`` unless there are as many bytes as marks ask for."""
    tails, shorts, longs = (marked.count(mark) for mark in (TAIL, SHORT, LONG))
    first, second = tails * _TAIL_BYTES, tails * _TAIL_BYTES + shorts * _SHORT_BYTES
    if len(digits) != second + longs * _LONG_BYTES:
        raise malformed("entries", Sentence("the digits don't fit the marks"))
    again = marked.count(AGAIN)
    if len(marked) + 21 * (tails + again) + 31 * shorts + 63 * longs > MAX_PAYLOAD:
        raise malformed("entries", Sentence("the digits don't fit the marks"))
    before, *after = marked.split(TAIL)
    spelled = [before.replace(AGAIN, b"")]
    for piece, text in zip(_pieces(digits[:first], _TAIL_BYTES), after, strict=True):
        tail = piece[:4] + b"-" + piece[4:8] + b"-" + piece[8:]
        spelled += (tail, text.replace(AGAIN, tail))
    whole = _filled(b"".join(spelled), SHORT, _pieces(digits[first:second], _SHORT_BYTES))
    return _filled(whole, LONG, _pieces(digits[second:], _LONG_BYTES))


def _filled(text: bytes, mark: bytes, pieces: Iterable[bytes]) -> bytes:
    """Return a text with pieces in place of a mark, one for each."""
    parts = text.split(mark)
    filled = [mark] * (2 * len(parts) - 1)
    filled[::2], filled[1::2] = parts, list(pieces)
    return b"".join(filled)


def _pieces(raw: bytes, length: int) -> Iterator[bytes]:
    """Yield pieces of so many bytes as hex digits."""
    spelled = hexlify(raw)
    return (spelled[at : at + 2 * length] for at in range(0, len(spelled), 2 * length))
