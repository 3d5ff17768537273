"""A report as a plain value: codes, exact numbers and texts in all languages; no clock and no node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import Catalogue, Indicator
from twinline.figures.rounds import Coverage
from twinline.line.places import Places
from twinline.records.gazetteer import packaged
from twinline.reports.cuts import Cut
from twinline.reports.language import Period
from twinline.times import day_of

Labels = Mapping[str, str]
VOICES = ("VN", "LA", "agreed", "joint")


class Namer(Protocol):
    """Whoever knows organisations and places by name."""

    def name_of(self, code: str, lang: str) -> str:
        """Return an organisation's name in a language, or its code."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of organisations and places, by code and language."""

    names: Mapping[str, Labels]

    def name_of(self, code: str, lang: str) -> str:
        """Return an organisation's name in a language, else in English, else in any, else its code."""
        names = self.names.get(code, {})
        return names.get(lang) or names.get("en") or next(iter(names.values()), code)


@dataclass(frozen=True, slots=True)
class Source:
    """An organisation whose words an answer could rest on, and up to when they are known, by its own account (ms).

    ``expected``: it has a node in service, and so could have spoken; ``silent``: and long it has not. ``received``
    is when its last word arrived at this node: it stands on pages, never in a report, whose bytes are alike on both
    nodes.
    """

    organisation: str
    known_up_to: int | None
    expected: bool
    silent: bool
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number in thousandths, with how exact it is."""

    value: int
    value_max: int | None = None
    qualifier: str = "exact"
    precision: int | None = None


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One indicator counted in one unit and reference set, by each voice that counts any fact.

    ``last_year`` is the joint figure of the same period a year earlier, as known now; ``promised`` what the indicator
    that says so counts in the same unit, of the set ``promised_of``. Where only these are, there is no voice.
    """

    unit: str
    reference_set: str
    voices: Mapping[str, Number]
    not_yet_agreed: int
    example: bool
    warnings: tuple[str, ...] = ()
    last_year: Number | None = None
    promised: Number | None = None
    promised_of: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One figure somebody reported, as said; ``basis`` is ``press`` or ``own``."""

    number: Number
    unit: str
    place: str
    place_said: str
    about: str
    author: str
    counterparts: tuple[str, ...]
    period: Period
    reference_set: str
    standing: str
    basis: str
    published: str | None
    url: str | None
    reference: str | None
    record: str
    unclear: bool
    inferred: bool
    example: bool
    difference: int | None = None
    warnings: tuple[str, ...] = ()


def place_of(line: ReturnedLine, names: Namer, lang: str) -> str:
    """Return where a figure is of: the organisation's name, and what was said where that is something else."""
    name = names.name_of(line.place, lang) if line.place else ""
    said = line.place_said
    if not said or (line.place and packaged().resolve(said) == line.place):
        return name
    return f"{name} ({said})" if name else said


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of a report with all that is counted and returned for it.

    ``coverage`` says of each round that asks about it how many of the units asked have answered.
    """

    indicator: Indicator
    counted: tuple[CountedLine, ...]
    returned: tuple[ReturnedLine, ...]
    promise: Indicator | None = None
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A record that a figure counts, in one line."""

    record: str
    title: Labels
    author: str
    standing: str
    example: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The records behind one figure, in the order of their days; ``more`` are counted and not listed."""

    indicator: Indicator
    records: tuple[ListedRecord, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its name, the tone it is drawn in, and a number in thousandths or nothing for each category."""

    name: Labels
    tone: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers beside each other: as bars where one looks, as a table where one reads.

    ``of`` names what the categories are: ``month``, ``about`` (organisations) or ``indicator``. ``shows`` are the
    indicators whose numbers they are.
    """

    title: Labels
    of: str
    unit: str
    categories: tuple[Labels, ...]
    series: tuple[Series, ...]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in metres, and the last day on which either side walked it."""

    from_m: int
    to_m: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who was where on the line that both sides agreed on, in a period; metres.

    ``walked``: stretches from north to south, with how often each side walked them. ``unseen``: numbers of markers.
    ``places``: that line, to draw it with the units of ``day``, the last of the period.
    """

    length_m: int
    covered_m: int
    vn_m: int
    la_m: int
    both_m: int
    together_m: int
    gaps: tuple[Gap, ...]
    markers: int
    unseen: tuple[str, ...]
    unattended_m: int
    nowhere: int
    places: Places = field(repr=False)
    day: int
    walked: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A system of the cooperation, and its rows in the declared order; then what is listed, drawn and watched.

    ``watched``: the line is told of where the period has a first and a last day.
    """

    name: str
    title: Labels
    intro: Labels
    rows: tuple[Row, ...]
    listings: tuple[Listing, ...] = ()
    charts: tuple[Chart, ...] = ()
    watch: Watch | None = None
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. Two nodes that hold the same make the same one.

    ``cut`` is what it rests on, with its readers and its instant. ``declaration`` is the digest of the report's own
    declaration, ``definitions`` that of the indicators, ``line_version`` that of the border line. ``names`` gives the
    names of every organisation and place in it, by code and language. ``corrected`` are the indicators whose figures
    were put right after the day known on: that is told beside a report and in none of its files, which stay as they
    were. ``place`` is the code of the one place that is told of, empty for everywhere, and
    ``organisation`` that of whose work is, empty for everybody's; ``recut``: with the places of another time on its
    land, ``alone``: without those below it.
    """

    name: str
    title: Labels
    intro: Labels
    footers: tuple[Labels, ...]
    period: Period | None
    cut: Cut
    declaration: str
    definitions: str
    line_version: str
    names: Mapping[str, Labels]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    unreviewed: tuple[str, ...]
    catalogue: Catalogue
    corrected: tuple[str, ...] = ()
    place: str = ""
    organisation: str = ""
    recut: bool = False
    alone: bool = False

    @property
    def as_of(self) -> int | None:
        """Return the civil day that what stands on a day is counted for, if any was asked (``Question.as_of``)."""
        if self.period is not None and self.period.last is not None:
            return self.period.last
        return None if self.cut.asked is None else day_of(self.cut.asked)

    def name_of(self, code: str, lang: str) -> str:
        """Return an organisation's name in a language, else in English, else in any, else its code."""
        return Names(self.names).name_of(code, lang)

    def place_of(self, line: ReturnedLine, lang: str) -> str:
        """Return where a figure is of, in words."""
        return place_of(line, self, lang)

    @property
    def hidden(self) -> bool:
        """Return whether any number in the report is hidden, so that none points at somebody."""
        numbers = [n for line in self.lines() for n in _numbers(line)]
        return any(number.qualifier == HIDDEN for number in numbers)

    @property
    def compared(self) -> bool:
        """Return whether any figure stands beside that of a year earlier."""
        return any(
            line.last_year is not None for section in self.sections for row in section.rows for line in row.counted
        )

    @property
    def example(self) -> bool:
        """Return whether any record in the report is marked EXAMPLE."""
        return any(line.example for line in self.lines())

    def lines(self) -> Iterator[CountedLine | ReturnedLine]:
        """Yield every counted and returned line of every section."""
        for section in self.sections:
            for row in section.rows:
                yield from row.counted
                yield from row.returned


def _numbers(line: CountedLine | ReturnedLine) -> Iterable[Number]:
    return line.voices.values() if isinstance(line, CountedLine) else (line.number,)
