"""What the pages of reports show: plain values in the reader's language, ready for a template (see ``seen``)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from twinline.desk.seen import Row, Who


@dataclass(frozen=True, kw_only=True)
class VoiceValue:
    """A figure as one voice counts it."""

    basis: str
    label: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A figure counted from records, in one unit: joint, and beside it as each voice counts it."""

    number: str
    unit: str
    unit_code: str = ""
    voices: tuple[VoiceValue, ...] = ()
    not_agreed: str = ""
    example: bool = False
    beside: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    #: the figure as a sentence: language and text, the page's own language first
    sentences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A figure that somebody reported, as said, with its source."""

    number: str
    unit: str
    period: str
    place: str = ""
    whose: str = ""
    source: str = ""
    standing: str = ""
    remarks: tuple[str, ...] = ()
    record: str = ""
    example: bool = False
    sentences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of a report: the indicator, what was reported, what was counted."""

    indicator: str
    label: str
    definition: str = ""
    counted: tuple[Counted, ...] = ()
    returned: tuple[Returned, ...] = ()
    #: that it was put right after the day it is told as known on, if it was
    corrected: str = ""
    #: that it counts what stands on a day and none was asked, if so
    without_day: str = ""
    #: where nothing is counted on the word asked, a sentence that says so, on its own page: language and text
    nothing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The records behind a figure, one line each, and how many more there are, in words."""

    title: str
    records: tuple[tuple[str, str], ...]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class OnTheLine:
    """What a report tells of the line: names and values, gaps with when each was last walked, what wasn't inspected.

    ``strips``: the line drawn straight, lying and upright.
    """

    told: tuple[tuple[str, str], ...]
    strips: tuple[SafeString, SafeString] | None = None
    gaps: tuple[tuple[str, str], ...] = ()
    unseen: str = ""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A part of a report with its figures; ``charts`` are whole figures of HTML, each with its table."""

    title: str
    figures: tuple[Figure, ...]
    intro: str = ""
    line: OnTheLine | None = None
    line_note: str = ""
    lists: tuple[Listed, ...] = ()
    charts: tuple[SafeString, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WrittenPart:
    """One text of a report: its place, its heading, what is written; ``carried`` if it is of an earlier period.

    ``theirs`` is what somebody else wrote meanwhile.
    """

    name: str
    label: str
    text: str
    carried: bool = False
    theirs: str = ""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The texts of a report for a period, other periods to carry over from, and who wrote last, when."""

    title: str
    period: str
    parts: tuple[WrittenPart, ...]
    earlier: tuple[tuple[str, str], ...] = ()
    seen_ms: int = 0
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeLetter:
    """A letter of this desk's own with placeholders, or a sheet; ``faults`` where it doesn't fit its report."""

    name: str
    title: str
    faults: str = ""
    form: str = "docx"


@dataclass(frozen=True, kw_only=True)
class OfficeLetters:
    """The letters of this desk's own, and whether the office writes Lao years in the Buddhist era."""

    letters: tuple[OfficeLetter, ...]
    buddhist: bool


@dataclass(frozen=True, kw_only=True)
class ReportChoice:
    """A report that can be asked for; ``faults`` where its declaration doesn't hold."""

    name: str
    title: str
    faults: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as a page shows it, and which others there are."""

    title: str
    chapters: tuple[Chapter, ...]
    intro: str = ""
    heading: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    silences: tuple[str, ...] = ()
    example: bool = False
    choices: tuple[ReportChoice, ...] = ()
    written: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Behind:
    """A record behind a figure: what it adds, or why it was left out."""

    row: Row
    value: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What one record brings to the difference of a figure between two days, and why."""

    record: str
    who: Who
    why: str
    difference: str
    row: Row | None = None
    returned: bool = False


@dataclass(frozen=True, kw_only=True)
class TwoDays:
    """A figure as known on two days, the earlier first, each with its numbers, and what changed between."""

    days: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Territory:
    """The place that a figure is of: its name, the places of another time counted with it, and what isn't.

    ``pairs`` are those that ended and what each became, under ``heading``; ``alone`` says since or until when the place
    was, where a period goes beyond that and only the place itself is counted.
    """

    name: str
    heading: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    alone: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenFigure:
    """A figure opened: its definition, the records counted, those reported, those left out."""

    figure: Figure
    heading: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    silences: tuple[str, ...] = ()
    voice: str = "joint"
    voices: tuple[tuple[str, str], ...] = ()
    counted: tuple[Behind, ...] = ()
    left_out: tuple[Behind, ...] = ()
    #: why some of the numbers are not shown, if any is not
    hidden: str = ""
    two_days: TwoDays | None = None
    territory: Territory | None = None


@dataclass(frozen=True, kw_only=True)
class Lowered:
    """A record that would count fewer suspects, and who would have to hear it; ``chosen``: the one asked about."""

    row: Row
    before: int
    after: int
    chosen: bool
    waiting: tuple[Who, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recount:
    """What taking ``fewer`` persons out of the suspects changes, and what somebody else has to put right."""

    fewer: int
    lowered: tuple[Lowered, ...]
    others: tuple[Row, ...] = ()
    theirs: tuple[Row, ...] = ()
    reported: tuple[Row, ...] = ()
