"""A cut as it is printed and read back: how much of each feed an answer rests on, for whom, as known when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twinline.figures.errors import BadQuestion
from twinline.sentences import Sentence
from twinline.times import days_of, from_rfc3339, iso, rfc3339

_HEAD = re.compile(r"\b([0-9a-f]{64})[\s;]+([0-9]{1,15})[\s;]+([0-9a-f]{64})\b")
_FEED = re.compile(r"\b[0-9a-f]{64}[\s;]+[0-9]{1,15}(?=[\s;]|$)")
_UNITS = re.compile(r"(?:^|;)[ \t]*units-on[ \t]+([^\s;]+)", re.MULTILINE)
_BEGUN = re.compile(r"(?:^|;)[ \t]*begun-by[ \t]+([^\s;]+)", re.MULTILINE)
_TIME = re.compile(r"(?:^|;)[ \t]*(known-on|so-far)[ \t]+([^\s;]+)", re.MULTILINE)
_READERS = re.compile(r"(?:^|;)[ \t]*for[ \t]+([a-z0-9-]+(?:,[a-z0-9-]+)*)[ \t]*(?:$|;)", re.MULTILINE)
NEVER = "-"


@dataclass(frozen=True, slots=True)
class Head:
    """How far one feed was read: its id, size and root, both in hex."""

    feed: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Cut:
    """What an answer rests on: the readers it is for, an instant in ms, and the heads of the feeds read.

    ``so_far`` tells that no instant was asked for: ``known_on`` is then the latest at which both sides came to hold
    any of it, ``None`` where they hold nothing or where one node's own knowledge was asked. ``units_on``: for the
    one organisation that asks units for their figures, up to when their answers had arrived at its node; they are no
    part of what both sides hold. ``begun_by``: the civil day by which terms that they were asked for had begun; in a
    cut of an earlier version there is none, and all that wasn't answered was told as missing.
    """

    readers: tuple[str, ...]
    known_on: int | None
    so_far: bool
    heads: tuple[Head, ...]
    units_on: int | None = None
    begun_by: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", tuple(sorted(self.heads, key=lambda head: head.feed)))

    @property
    def asked(self) -> int | None:
        """Return the instant that was asked for, if one was."""
        return None if self.so_far else self.known_on


def lines(cut: Cut) -> Iterator[str]:
    """Yield a cut as lines of text that ``read`` takes."""
    yield f"for {','.join(cut.readers)}"
    moment = NEVER if cut.known_on is None else rfc3339(cut.known_on)
    yield f"{'so-far' if cut.so_far else 'known-on'} {moment}"
    if cut.units_on is not None:
        yield f"units-on {rfc3339(cut.units_on)}"
    if cut.begun_by is not None:
        yield f"begun-by {iso(cut.begun_by)}"
    for head in cut.heads:
        yield f"{head.feed} {head.size}"
        yield f"  {head.root}"


def plain(cut: Cut) -> dict[str, Any]:
    """Return a cut as plain values for JSON."""
    told: dict[str, Any] = {
        "for": list(cut.readers),
        "known_on": None if cut.known_on is None else rfc3339(cut.known_on),
        "so_far": cut.so_far,
        "cut": [{"feed": head.feed, "size": head.size, "root": head.root} for head in cut.heads],
    }
    if cut.units_on is not None:
        told["units_on"] = rfc3339(cut.units_on)
    if cut.begun_by is not None:
        told["begun_by"] = iso(cut.begun_by)
    return told


def read(text: str) -> Cut:
    """Return the cut that a text holds: JSON of an answer or a report, or any text with the lines of a cut in it.

    On one line its parts are set apart by ``;``. Raises ``BadQuestion`` where there is none, or where it is broken.
    """
    if text.lstrip().startswith("{"):
        return _of_json(text)
    heads = [Head(feed, int(size), root) for feed, size, root in _HEAD.findall(text)]
    time, readers = _TIME.search(text), _READERS.search(text)
    if not heads or len(heads) != len(_FEED.findall(text)) or time is None or readers is None:
        raise BadQuestion(
            "cut-text",
            Sentence("--cut takes what an answer printed, whole: for whom, known when, each feed with size and root."),
        )
    moment = None if time[2] == NEVER else _instant(time[2])
    units = _UNITS.search(text)
    units_on = None if units is None else _instant(units[1])
    begun = _BEGUN.search(text)
    begun_by = None if begun is None else _day(begun[1])
    return _made(tuple(readers[1].split(",")), moment, time[1] == "so-far", heads, units_on, begun_by)


def _of_json(text: str) -> Cut:
    try:
        told = json.loads(text)
        heads = [Head(_hex(each["feed"]), int(each["size"]), _hex(each["root"])) for each in told["cut"]]
        moment = None if told["known_on"] is None else _instant(str(told["known_on"]))
        readers = tuple(str(code) for code in told["for"])
        so_far = bool(told["so_far"])
        units_on = None if told.get("units_on") is None else _instant(str(told["units_on"]))
        begun_by = None if told.get("begun_by") is None else _day(str(told["begun_by"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadQuestion(
            "cut-json",
            Sentence("--cut takes the JSON of an answer or a report: this isn't one, or the cut in it is broken."),
        ) from None
    return _made(readers, moment, so_far, heads, units_on, begun_by)


def _made(
    readers: tuple[str, ...], moment: int | None, so_far: bool, heads: list[Head], units_on: int | None,
    begun_by: int | None,
) -> Cut:  # fmt: skip
    if len({head.feed for head in heads}) < len(heads):
        raise BadQuestion("cut-twice", Sentence("The cut names a feed twice: give the lines of one answer only."))
    if moment is None and not so_far:
        raise _no_time()
    return Cut(readers, moment, so_far, tuple(heads), units_on, begun_by)


def _instant(text: str) -> int:
    try:
        return from_rfc3339(text)
    except ValueError:
        raise _no_time() from None


def _day(text: str) -> int:
    try:
        first, last = days_of(text)
    except ValueError:
        raise _no_time() from None
    if first != last:
        raise _no_time()
    return first


def _no_time() -> BadQuestion:
    return BadQuestion("cut-time", Sentence("The cut has no time it can be read by: give it as it was printed."))


def _hex(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError(value)
    return value
