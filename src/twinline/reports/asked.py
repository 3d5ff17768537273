"""What the options of ``figures`` and ``report`` mean: period, readers, the instant known on, a cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twinline.feeds.audiences import LINE
from twinline.figures.calendars import named
from twinline.figures.calendars import period as period_named
from twinline.figures.errors import FiguresError
from twinline.reports import cuts
from twinline.reports.collect import ReportSource
from twinline.sentences import Sentence
from twinline.times import YetToCome, days_of, known_by, now_ms

_LONGEST_NAME = 1024


def days(since: str | None, until: str | None, period: str | None, calendar: str) -> tuple[str | None, str | None]:
    """Return the dates of a period, said as two dates or as one period in a calendar."""
    named(calendar)
    if period is None:
        return since, until
    if since is not None or until is not None:
        raise FiguresError("period-twice", Sentence("Give --period, or --from and --to, not both."))
    return period_named(period, calendar)


def seen_as(source: ReportSource, readers: str | None, known_on: str | None, cut: str | None) -> dict[str, Any]:
    """Return for whom and as known when an answer is asked: by options, or as the text of a cut says both."""
    if cut is None:
        return {"readers": _readers(source, readers or "line"), "known_on": instant(known_on), "cut": None}
    if known_on is not None:
        raise FiguresError("cut-and-known-on", Sentence("--cut says what was known: leave --known-on out."))
    found = cuts.read(cut)
    if readers is not None and _readers(source, readers) != found.readers:
        raise FiguresError(
            "cut-readers", Sentence("The cut was printed for {readers}: leave --for out.", readers=found.readers)
        )
    return {"readers": found.readers, "known_on": None, "cut": found}


def text_of(cut: str) -> str:
    """Return the text of a cut that a command is given: what a file of that name holds, else what was given."""
    path = Path(cut)
    try:
        is_file = len(cut) < _LONGEST_NAME and path.is_file()
    except (OSError, ValueError):  # no system would have a file of such a name
        is_file = False
    try:
        return path.read_text(encoding="utf-8") if is_file else cut
    except (OSError, UnicodeDecodeError):
        raise FiguresError(
            "cut-file", Sentence("{file} can't be read as text: give a file that an answer was written to.", file=cut)
        ) from None


def _readers(source: ReportSource, text: str) -> tuple[str, ...]:
    codes = source.readers(text)
    if not codes:
        raise FiguresError(
            "readers", Sentence("Name whom the figures are for: line, or organisation codes with commas.")
        )
    source.must_know(*(code for code in codes if code != LINE[0]))
    return codes


def instant(text: str | None, option: str = "known_on") -> int | None:
    """Return the instant that an option names, a day meaning its end; ``None`` where it is left out: so far."""
    try:
        return None if text is None else known_by(text, now_ms())
    except YetToCome:
        raise FiguresError(
            "known-on",
            Sentence(
                "{given} is yet to come: what will be known then nobody can say. Give a day up to today.", given=text
            ),
        ) from None
    except ValueError:
        name = f"--{option.replace('_', '-')}"
        raise FiguresError(
            "known-on",
            Sentence("{option} takes a day or an RFC 3339 time with a zone, not {given!r}.", option=name, given=text),
        ) from None


def civil_day(text: str | None) -> int | None:
    """Return the civil day that --published-by names, the last of a partial date."""
    try:
        return None if text is None else days_of(text)[1]
    except ValueError:
        raise FiguresError("date", Sentence("--published-by takes a date, not {given!r}.", given=text)) from None
