"""The zstd dictionary that both ends of a link know: how entries, manifests and receipts are spelled.

It is part of the wire format and shipped with it; ``tools/train_dictionary.py`` made it. It is named by the first
eight hex digits of its SHA-256, in the media type; who doesn't know it is answered without.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import zstandard

FILE = "parcel-1.zdict"
SMALL = 1 << 19
WHOLE, FLOWING = 19, 8


@cache
def raw() -> bytes:
    """Return the dictionary's bytes."""
    return (files("twinline.exchange.data") / FILE).read_bytes()


@cache
def name() -> str:
    """Return the dictionary's name: eight hex digits."""
    return hashlib.sha256(raw()).hexdigest()[:8]


def media_type(base: str, *, known: bool) -> str:
    """Return a media type that names the dictionary, or doesn't."""
    return f"{base};dictionary={name()}" if known else base


def named_in(accepts: str) -> bool:
    """Return whether a media type, or what somebody accepts, names this dictionary."""
    return f"dictionary={name()}" in accepts.replace(" ", "").replace('"', "")


@cache
def _made() -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(raw(), dict_type=zstandard.DICT_TYPE_FULLDICT)


@cache
def _parameters(small: bool) -> zstandard.ZstdCompressionParameters:
    level, size = (WHOLE, SMALL) if small else (FLOWING, 1 << 30)
    return zstandard.ZstdCompressionParameters.from_level(level, source_size=size, write_content_size=False)


@cache
def _looked_up() -> zstandard.ZstdCompressionDict:
    """Return the dictionary with its tables for what is small: making them takes longer than a small message itself."""
    made = zstandard.ZstdCompressionDict(raw(), dict_type=zstandard.DICT_TYPE_FULLDICT)
    made.precompute_compress(compression_params=_parameters(True))
    return made


def compressor(*, known: bool, whole: int | None) -> zstandard.ZstdCompressor:
    """Return a compressor for a stream; ``known``: the reader knows the dictionary.

    ``whole`` is the length of all that will come, ``None`` if that isn't known yet. What is small is squeezed hard;
    the rest at a level that keeps up with the disk. (The size that zstd is told isn't the stream's own: for a short
    one it would choose a window that leaves the dictionary out, for an unknown one a search that is worth little.)
    """
    small = whole is not None and whole <= SMALL
    made = (_looked_up() if small else _made()) if known else None
    return zstandard.ZstdCompressor(compression_params=_parameters(small), dict_data=made)


def decompressor(window: int) -> zstandard.ZstdDecompressor:
    """Return a decompressor that reads streams written with the dictionary or without."""
    return zstandard.ZstdDecompressor(dict_data=_made(), max_window_size=window)
