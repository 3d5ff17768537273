"""Ids of records and entries: UUIDv7 (RFC 9562) with random low bits.

No counter: a counter would betray how many records lie hidden between two.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

#: Bytes of chance that an id is cut from: 74 bits of them are in it.
_CHANCE = 10
#: The digit that holds the variant and two bits of chance, for each digit that chance gave.
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id(ms: int) -> str:
    """Return a fresh UUIDv7 for an instant in milliseconds since the Unix epoch."""
    return new_ids([ms])[0]


def new_ids(moments: Sequence[int]) -> list[str]:
    """Return a fresh UUIDv7 for each of some instants in milliseconds since the Unix epoch."""
    chance = secrets.token_hex(_CHANCE * len(moments))
    found = []
    for at, ms in enumerate(moments):
        if not 0 <= ms < 2**48:
            raise ValueError(f"{ms} ms is outside what a UUIDv7 can hold")
        when, low = f"{ms:012x}", chance[2 * _CHANCE * at : 2 * _CHANCE * (at + 1)]
        found.append(f"{when[:8]}-{when[8:]}-7{low[:3]}-{_VARIANT[low[3]]}{low[4:7]}-{low[7:19]}")
    return found


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
