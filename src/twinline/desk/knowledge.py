"""What *as known on* means, as somebody typed it."""

from __future__ import annotations

from twinline.records.written import day
from twinline.times import known_by, now_ms


def instant(text: str | None) -> int | None:
    """Return the instant that *as known on* means, or None for what can't be read and a day that is yet to come."""
    try:
        return known_by(day(text), now_ms()) if text else None
    except ValueError:
        return None
