"""Sizes and spans of time as they are given on the command line."""

from __future__ import annotations

import re
from typing import Any

import click

from twinline.tongues import tell

_BYTES = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_SPANS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_SHORTEST_MS, _LONGEST_MS = 10_000, 30 * 86_400_000


class _Size(click.ParamType):
    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([0-9]{1,12}) ?([kKmMgG]?i?[bB]?)", str(value).strip())
        factor = _BYTES.get(match[2].lower()) if match else None
        if match is None or factor is None or not int(match[1]):
            self.fail(tell("{value!r} isn't a size like 200kB or 2MB.", value=str(value)), param, ctx)
        return int(match[1]) * factor


class _Span(click.ParamType):
    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"([0-9]{1,6})([smhd])", str(value).strip())
        span = int(match[1]) * _SPANS[match[2]] if match else 0
        if not _SHORTEST_MS <= span <= _LONGEST_MS:
            self.fail(
                tell("{value!r} isn't a time like 90s, 15m, 6h or 1d (10s to 30d).", value=str(value)), param, ctx
            )
        return span


SIZE = _Size()
"""Bytes: ``200kB``."""
SPAN = _Span()
"""Milliseconds: ``15m``."""
