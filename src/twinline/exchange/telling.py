"""What came of an exchange, in words for people and in JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from twinline.exchange.applying import Applied


def arrived(applied: Sequence[Applied]) -> dict[str, Any]:
    """Return what parcels brought, added up: entries by outcome, receipts, feeds, what was refused or is alarming."""
    counts: Counter[str] = Counter()
    for each in applied:
        counts.update(each.counts)
    return {
        "entries": dict(sorted(counts.items())),
        "receipts": sum(each.receipts for each in applied),
        "attachment_bytes": sum(each.attached for each in applied),
        "feeds": len({feed for each in applied for feed in each.feeds}),
        "refused": [
            {"feed": feed, "check": error.check, "sentence": error.sentence}
            for each in applied
            for feed, error in each.refused.items()
        ],
        "alarms": [
            {"check": alarm.check, "feed": alarm.feed, "sentence": alarm.sentence}
            for each in applied
            for alarm in each.alarms
        ],
    }


def sentence(told: dict[str, Any]) -> str:
    """Return what arrived in one sentence."""
    entries: dict[str, int] = told["entries"]
    new = sum(count for outcome, count in entries.items() if outcome != "known")
    parts = [_counted(new, "new entry", "new entries"), _counted(told["receipts"], "receipt", "receipts")]
    if told["attachment_bytes"]:
        parts.append(f"{told['attachment_bytes']:,} bytes of attachments")
    for outcome in ("waiting", "quarantined", "refused"):
        if entries.get(outcome):
            parts.append(f"{entries[outcome]:,} {outcome}")
    if told["refused"]:
        parts.append(_counted(len(told["refused"]), "feed refused", "feeds refused"))
    return f"arrived: {', '.join(parts)}"


def lanes(left: Mapping[str, tuple[int, int]]) -> dict[str, dict[str, int]]:
    """Return what is left by lane, as a program reads it."""
    return {lane: {"entries": entries, "bytes": size} for lane, (entries, size) in sorted(left.items())}


def left(told: Mapping[str, Mapping[str, int]]) -> str:
    """Return what is left in words, urgent first; empty for nothing."""
    found = [(lane, told[lane]) for lane in ("urgent", "routine") if lane in told and told[lane]["entries"]]
    return ", ".join(f"{one['entries']:,} {lane} ({one['bytes']:,} bytes)" for lane, one in found)


def warnings(told: dict[str, Any]) -> list[str]:
    """Return a sentence for each feed refused and each alarm."""
    return [str(each["sentence"]) for each in (*told["refused"], *told["alarms"])]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
