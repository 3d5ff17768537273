"""iCalendar (RFC 5545): events as the text of a file that calendars on telephones and desks read.

No method and no time of making stand in it: the same events give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from twinline.times import clock, iso

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST = 75
_PRODUCT = "-//Twinline//Calendar 1//EN"
_SIGNS = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event: whole civil days from ``first`` to ``last``, or the instant ``at`` (milliseconds).

    ``uid`` stays the same when its day moves. ``stamp`` is when what it says was last changed (milliseconds).
    """

    uid: str
    summary: str
    first: int
    last: int
    stamp: int
    at: int | None = None
    description: str = ""
    category: str = ""


def as_icalendar(events: Iterable[Event], *, name: str, lang: str) -> bytes:
    """Return events as an iCalendar file: lines of at most 75 octets that end with CRLF, text escaped."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME;LANGUAGE={lang}:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event(event, lang)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(event: Event, lang: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{_instant(event.stamp)}"
    if event.at is None:
        yield f"DTSTART;VALUE=DATE:{_date(event.first)}"
        # The end isn't part of it any more.
        yield f"DTEND;VALUE=DATE:{_date(event.last + 1)}"
    else:
        yield f"DTSTART:{_instant(event.at)}"
    yield f"SUMMARY;LANGUAGE={lang}:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={lang}:{_escaped(event.description)}"
    if event.category:
        yield f"CATEGORIES;LANGUAGE={lang}:{_escaped(event.category)}"
    # Nobody is taken to be busy by it.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(ms: int) -> str:
    return clock(ms, UTC).strftime("%Y%m%dT%H%M%SZ")


def _date(day: int) -> str:
    return iso(day).replace("-", "")


def _escaped(text: str) -> str:
    """Return a text as a TEXT value; line ends become one sign, other control characters go."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in plain if sign == "\n" or (sign >= " " and sign != "\x7f"))
    return "".join(_SIGNS.get(sign, sign) for sign in kept)


def _folded(line: str) -> Iterator[str]:
    """Yield the parts of a line, no character cut in two; each part after the first begins with a space."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            yield part
            part, size = " ", 1
        part += sign
        size += width
    yield part
