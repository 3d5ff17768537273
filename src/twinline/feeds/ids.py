"""Ids of records and entries: UUIDv7 (RFC 9562) with random low bits.

No counter: a counter would betray how many records lie hidden between two.
"""

from __future__ import annotations

import re
import secrets

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id(ms: int) -> str:
    """Return a fresh UUIDv7 for an instant in milliseconds since the Unix epoch."""
    if not 0 <= ms < 2**48:
        raise ValueError(f"{ms} ms is outside what a UUIDv7 can hold")
    return from_parts(ms, secrets.randbits(74))


def from_parts(ms: int, low: int) -> str:
    """Return the UUIDv7 of an instant and 74 given bits; for fixed examples and tests."""
    high, rest = low >> 62, low & (2**62 - 1)
    text = f"{ms << 80 | 7 << 76 | high << 64 | 2 << 62 | rest:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def time_of(text: str) -> int | None:
    """Return the instant of a UUIDv7 in milliseconds; ``None`` for any other text."""
    if not is_id(text) or text[14] != "7" or text[19] not in "89ab":
        return None
    return int(text[:8] + text[9:13], 16)


def is_id(text: object) -> bool:
    """Return whether this is a UUID in lower-case canonical form."""
    return isinstance(text, str) and _UUID.fullmatch(text) is not None
