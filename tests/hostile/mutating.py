"""Altering a right file at random: bits, pieces, words that parsers stumble over, and what is packed inside."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

#: What has broken readers of files before: numbers at an edge, characters no eye sees, nesting, formulas, entities.
WORDS = (
    b"", b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"-1", b"0", b"1e999", b"NaN",
    b"9" * 40, b"18446744073709551616", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xae", b"\r\n", b"\n\n", b'"', b"'",
    b"[" * 200, b"[" * 20_000, b"{" * 200, b"<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", b"../../x", b"=1+1", b"%s%n",
    b"null", b"true", b"\xef\xbb\xbf", b"2026-02-30", b"0000-00-00", b"sep=\"\n", b"<" * 50, b"\xcc\x81" * 60,
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1.5, "", "\ud800", "\x00", "x" * 5000, [], {}, [[[[]]]], "2026-02-30", [None], {"": {}},
)  # fmt: skip
LARGEST = 1 << 20


def altered(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Return one of the seeds, altered in one to eight places; now and then it is left as it is."""
    raw = chance.choice(seeds)
    inside = chance.random()
    if raw.startswith(b"PK\x03\x04") and inside < 0.7:
        return _packed(raw, seeds, chance)
    if raw.startswith(b"%PDF") and inside < 0.3:
        return _unpacked_streams(raw, chance)
    if raw[:1] in (b"{", b"[") and inside < 0.5:
        return _said_otherwise(raw, chance)
    for _ in range(chance.randint(0, 8)):
        raw = _once(raw, seeds, chance)
    return raw[:LARGEST]


def _once(raw: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    to = min(len(raw), at + chance.choice((1, 2, 4, 16, 64, 512)))
    match chance.randint(0, 7):
        case 0:
            return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        case 1:
            return raw[:at] + raw[to:]
        case 2:
            return raw[:to] + raw[at:to] * chance.choice((1, 2, 50)) + raw[to:]
        case 3:
            return raw[:at] + chance.choice(WORDS) + raw[at:]
        case 4:
            return raw[:at] + chance.choice(WORDS) + raw[to:]
        case 5:
            other = chance.choice(seeds)
            begins = chance.randint(0, len(other))
            return raw[:at] + other[begins : begins + chance.choice((4, 64, 1024))] + raw[to:]
        case 6:
            return raw[:at]
        case _:
            return raw[:at] + chance.randbytes(to - at) + raw[to:]


def _packed(raw: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a ZIP with one or two of its files altered, its sums right again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(chance.sample(names, min(len(names), chance.randint(1, 2))))
        insides = [old.read(name) for name in names]
        for name, inside in zip(names, insides, strict=True):
            told = inside
            if name in chosen:
                if chance.random() < 0.05:
                    continue
                for _ in range(chance.randint(1, 4)):
                    told = _once(told, insides, chance)
            new.writestr(name, told)
    return out.getvalue()


def _unpacked_streams(raw: bytes, chance: random.Random) -> bytes:
    """Return a PDF with one of its packed streams altered inside."""
    begins = [at for at in range(len(raw)) if raw.startswith(b"stream\n", at)]
    if not begins:
        return _once(raw, [raw], chance)
    at = chance.choice(begins) + len(b"stream\n")
    ends = raw.find(b"endstream", at)
    try:
        inside = zlib.decompress(raw[at:ends])
    except zlib.error:
        inside = raw[at:ends]
    told = _once(inside, [raw], chance)
    return raw[:at] + (zlib.compress(told) if told is not inside else told) + raw[ends:]


def _said_otherwise(raw: bytes, chance: random.Random) -> bytes:
    """Return JSON in which one or two values are others: of another type, odd, or a whole branch again."""
    lines = raw.split(b"\n")
    at = chance.randrange(len(lines))
    try:
        told = json.loads(lines[at])
    except (ValueError, RecursionError):
        return _once(raw, [raw], chance)
    for _ in range(chance.randint(1, 2)):
        spots = list(_spots(told))
        if not spots:
            break
        holder, key = chance.choice(spots)
        was = copy.deepcopy(holder[key])
        holder[key] = copy.deepcopy(chance.choice((*_ODD, was, [was], {"a": was})))
    lines[at] = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _spots(told: Any) -> Any:
    if isinstance(told, dict):
        for key in list(told):
            yield told, key
            yield from _spots(told[key])
    elif isinstance(told, list):
        for key in range(len(told)):
            yield told, key
            yield from _spots(told[key])
