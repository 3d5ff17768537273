"""What came of an exchange, in words for people and in JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from twinline.exchange.applying import Applied
from twinline.sentences import Plural, Sentence, Text

_OUTCOMES = {
    "waiting": Sentence("waiting"),
    "quarantined": Sentence("set aside"),
    "refused": Sentence("refused"),
}
#: Why a feed isn't taken where nothing is wrong with it: its side isn't one that this node knows, or no more.
UNTAKEN = frozenset(("certificate", "unpinned-root", "retired-root"))
_LANES = {"urgent": Sentence("urgent"), "routine": Sentence("routine")}


def arrived(applied: Sequence[Applied]) -> dict[str, Any]:
    """Return what parcels brought, added up: entries by outcome, receipts, feeds, what was refused or is alarming.

    ``untaken`` are feeds that this node has no reason to take (``UNTAKEN``): all else was taken. ``unjudged`` are
    organisations that said something to this node which wasn't sent: it knows no roster of their side.
    """
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
            if error.check not in UNTAKEN
        ],
        "untaken": [
            {"feed": feed, "check": error.check, "sentence": error.sentence}
            for each in applied
            for feed, error in each.refused.items()
            if error.check in UNTAKEN
        ],
        "unjudged": sorted({code for each in applied for code in each.unjudged}),
        "alarms": [
            {"check": alarm.check, "feed": alarm.feed, "sentence": str(alarm.sentence)}
            for each in applied
            for alarm in each.alarms
        ],
    }


def sentence(told: dict[str, Any]) -> Sentence:
    """Return what arrived in one sentence."""
    entries: dict[str, int] = told["entries"]
    new = sum(count for outcome, count in entries.items() if outcome != "known")
    parts: list[Sentence] = [
        Plural("{number:,} new entry", "{number:,} new entries", new),
        Plural("{number:,} receipt", "{number:,} receipts", told["receipts"]),
    ]
    if told["attachment_bytes"]:
        parts.append(Sentence("{size:,} bytes of attachments", size=told["attachment_bytes"]))
    for outcome, said in _OUTCOMES.items():
        if entries.get(outcome):
            parts.append(Sentence("{said}: {number:,}", said=said, number=entries[outcome]))
    if told["refused"]:
        parts.append(Plural("{number:,} feed refused", "{number:,} feeds refused", len(told["refused"])))
    return Sentence("arrived: {parts}", parts=parts)


def lanes(left: Mapping[str, tuple[int, int]]) -> dict[str, dict[str, int]]:
    """Return what is left by lane, as a program reads it."""
    return {lane: {"entries": entries, "bytes": size} for lane, (entries, size) in sorted(left.items())}


def left(told: Mapping[str, Mapping[str, int]]) -> list[Sentence]:
    """Return what is left in words, urgent first; empty for nothing."""
    found = [(lane, told[lane]) for lane in ("urgent", "routine") if lane in told and told[lane]["entries"]]
    return [
        Sentence("{entries:,} {lane} ({size:,} bytes)", entries=one["entries"], lane=_LANES[lane], size=one["bytes"])
        for lane, one in found
    ]


def warnings(applied: Sequence[Applied]) -> list[Text]:
    """Return a sentence for each feed refused and each alarm, and one for all that come of sides not known here.

    What a root says whose place another took is left aside without a word: it was said when that was done.
    """
    refused = {feed: error for each in applied for feed, error in each.refused.items()}
    told: list[Text] = [error.told for error in refused.values() if error.check not in UNTAKEN]
    if strange := sum(error.check in UNTAKEN - {"retired-root"} for error in refused.values()):
        told.append(
            Plural(
                "{number:,} feed was not taken: its side is not one that this node paired with. Pair with it "
                "('twinline peer add'), and it comes with the next exchange; all else was taken.",
                "{number:,} feeds were not taken: their side is not one that this node paired with. Pair with it "
                "('twinline peer add'), and they come with the next exchange; all else was taken.",
                strange,
            )
        )
    if unjudged := sorted({code for each in applied for code in each.unjudged}):
        told.append(
            Sentence(
                "{codes} said something to this node that it can't judge yet: pair with their side ('twinline peer "
                "add'), and it comes with the next exchange.",
                codes=unjudged,
            )
        )
    return [*told, *(alarm.sentence for each in applied for alarm in each.alarms)]
