"""Canonical JSON: RFC 8785, restricted so that there is nothing left to choose.

Allowed are objects with ASCII keys, arrays, strings, ``true``, ``false``,
``null`` and integers below 2^53 in size. There are no other numbers: quantities
are decimal strings. At most 64 KiB, at most eight levels deep.

msgspec writes exactly the escapes of RFC 8785 (section 3.2.2.2) and, asked to,
sorts keys; for ASCII keys the order by bytes is the order by UTF-16 units that
the RFC asks for. Reading means: decode, encode again, compare.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any

import msgspec

from twinline.feeds.errors import Malformed
from twinline.sentences import Sentence

MAX_BYTES = 65_536
MAX_DEPTH = 8
MAX_INT = 2**53 - 1


def _value(levels: int) -> Any:
    """Return the type of a value with at most so many levels of objects and arrays."""
    plain: list[Any] = [str, Annotated[int, msgspec.Meta(ge=-MAX_INT, le=MAX_INT)], bool, None]
    value = reduce(or_, plain)
    for _ in range(levels):
        value = reduce(or_, [*plain, GenericAlias(list, (value,)), GenericAlias(dict, (str, value))])
    return value


_decode_object = msgspec.json.Decoder(GenericAlias(dict, (str, _value(MAX_DEPTH - 1)))).decode
_decode_body = msgspec.json.Decoder(GenericAlias(dict, (str, _value(MAX_DEPTH - 2)))).decode
_decode_value = msgspec.json.Decoder(_value(MAX_DEPTH)).decode
_decode_loosely = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder(order="deterministic").encode


def encode(value: Any) -> bytes:
    """Return the one canonical spelling of a value.

    Raises ``Malformed`` for whatever ``decode`` would refuse, and for Python
    types that JSON hasn't (floats, tuples, dates, bytes, keys that aren't text).
    """
    try:
        raw = _encode(value)
    except (TypeError, ValueError, RecursionError, OverflowError, msgspec.MsgspecError) as error:
        raise Malformed("json-value", Sentence("This value can't be written as JSON: {error}.", error=error)) from error
    if _read(raw, _decode_value) != value:
        raise Malformed(
            "json-value",
            Sentence("This value holds a type that JSON hasn't; use text, integers, booleans, lists and dicts."),
        )
    return raw


def bounded(raw: bytes) -> bytes:
    """Return bytes that were put together of canonical parts; ``Malformed`` where they are too many."""
    if len(raw) > MAX_BYTES:
        raise _too_large(raw)
    return raw


def decode(raw: bytes) -> dict[str, Any]:
    """Return the object that canonical bytes spell; ``Malformed`` if they are anything else."""
    value: dict[str, Any] = _read(raw, _decode_object)
    return value


def body(raw: bytes) -> dict[str, Any]:
    """Return the object that JSON in any spelling spells, if it can be the body of an entry; else ``Malformed``."""
    try:
        value: dict[str, Any] = _decode_body(raw)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise _diagnosis(raw, depth=2) from error
    return value


def written(body: dict[str, Any]) -> bytes:
    """Return the canonical spelling of what ``body`` gave, its texts altered perhaps; ``Malformed`` as ``encode``."""
    raw = _encode(body)
    if len(raw) > MAX_BYTES:
        raise _too_large(raw)
    if not raw.isascii():
        _refuse_other_keys(body)
    return raw


def _read(raw: bytes, decoder: Any) -> Any:
    if len(raw) > MAX_BYTES:
        raise _too_large(raw)
    try:
        value = decoder(raw)
        same = _encode(value) == raw
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise _diagnosis(raw) from error
    if not same:
        raise Malformed(
            "not-canonical",
            Sentence(
                "The JSON isn't in its canonical spelling (RFC 8785): look for spaces, key order, a key given twice, "
                "escapes or the spelling of numbers."
            ),
        )
    if not raw.isascii():
        _refuse_other_keys(value)
    return value


def _too_large(raw: bytes) -> Malformed:
    return Malformed(
        "too-large",
        Sentence("{size:,} bytes are more than the {most:,} that are allowed.", size=len(raw), most=MAX_BYTES),
    )


def _refuse_other_keys(value: Any) -> None:
    """Raise ``Malformed`` if any object within has a key outside ASCII."""
    inner = value
    if type(value) is dict:
        if not "".join(value).isascii():
            odd = next(key for key in value if not key.isascii())
            raise Malformed("key-not-ascii", Sentence("The key {odd!r} isn't ASCII.", odd=odd))
        inner = value.values()
    for item in inner:
        if type(item) is dict or type(item) is list:
            _refuse_other_keys(item)


def _diagnosis(raw: bytes, depth: int = 1) -> Malformed:
    """Return why bytes can't be read, in words; ``depth`` is their own. Only called when they can't."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return Malformed("not-utf8", Sentence("Byte {start} isn't UTF-8.", start=error.start))
    try:
        value = _decode_loosely(raw)
    except RecursionError:
        return Malformed("too-deep", Sentence("More than {most} levels of objects and arrays.", most=MAX_DEPTH))
    except (ValueError, msgspec.MsgspecError) as error:
        return Malformed("not-json", Sentence("This isn't JSON: {error}.", error=error))
    if type(value) is not dict:
        return Malformed("not-an-object", Sentence("The JSON isn't an object."))
    return _unfit(value, depth) or Malformed("json-value", Sentence("The JSON holds a value that isn't allowed."))


def _unfit(value: Any, depth: int) -> Malformed | None:
    if type(value) is float:
        return Malformed(
            "float", Sentence("{value!r} isn't an integer; quantities are written as decimal text.", value=value)
        )
    if type(value) is int and abs(value) > MAX_INT:
        return Malformed("integer-too-large", Sentence("The integer {value} is beyond 2^53 - 1.", value=value))
    if type(value) is not dict and type(value) is not list:
        return None
    if depth > MAX_DEPTH:
        return Malformed("too-deep", Sentence("More than {most} levels of objects and arrays.", most=MAX_DEPTH))
    inner = value.values() if type(value) is dict else value
    return next((found for item in inner if (found := _unfit(item, depth + 1))), None)
