"""Collecting a report: the edge that asks whoever keeps the records. It reads no clock and no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from twinline.figures.answer import Answer, Figure, Returned, ask, count
from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.figures.question import Question, basis
from twinline.figures.sql import Value
from twinline.reports.declared import Declared, DeclaredSection, declared
from twinline.reports.language import Period
from twinline.reports.model import CountedLine, Head, Number, Report, ReturnedLine, Row, Section
from twinline.reports.words import unreviewed
from twinline.sentences import Sentence
from twinline.times import Days, iso, span

# Both nodes must give one report: each side's own figures count as far as both sides hold them.
_VOICES = {"VN": "held:VN", "LA": "held:LA", "agreed": "agreed", "joint": "joint"}


@dataclass(frozen=True, slots=True)
class Cut:
    """How far the records were read: the instant in ms, and the head of each feed that the readers may read."""

    known_on: int | None
    heads: tuple[Head, ...]


class ReportSource(Protocol):
    """What a report is collected from: one node's records, seen by a reader."""

    def execute(self, text: str, values: tuple[Value, ...]) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement with ``?`` marks over the fact table."""

    def readable(self, readers: Sequence[str]) -> tuple[int, ...]:
        """Return the ids of the audiences that contain all readers (organisation codes, or ``line`` alone)."""

    def readers(self, told: str) -> tuple[str, ...]:
        """Return the organisations that an audience as written means, or ``line`` alone."""

    def under(self, code: str) -> tuple[str, ...]:
        """Return an organisation's code and the codes of all below it, on any day."""

    def recut(self, code: str) -> tuple[str, ...]:
        """Return what ``under`` does, with all that went into any of these when places were merged."""

    def names(self, codes: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the names of organisations by code and language; unknown codes are left out."""

    def bodies(self, entries: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
        """Return the bodies of the record versions that entries made, by entry id."""

    def cut(self, readers: Sequence[str], known_on: int | None) -> Cut:
        """Return how far both sides held the feeds that the readers may read."""

    def line_version(self) -> str:
        """Return the digest of the line version that both sides agreed."""


def joint_report(
    source: ReportSource,
    *,
    readers: Sequence[str] = ("line",),
    since: str | None = None,
    until: str | None = None,
    known_on: int | None = None,
    name: str = "joint",
) -> Report:
    """Return a report over what both sides hold.

    ``readers`` are those it is for: only what all of them may read counts. ``since``
    and ``until`` are full or partial dates; without both, every period answers.
    ``known_on`` is an instant in ms. Raises ``BadQuestion`` for a report, date or
    period that does not exist.
    """
    report = declared(name)
    asked = period_of(since, until)
    question = Question(report.indicators, source.readable(readers), period=asked, known_on=known_on)
    joint = ask(question, packaged(), source.execute)
    voices = {voice: _count(source, question, said) for voice, said in _VOICES.items() if voice != "joint"}
    sections = _sections(report, joint, voices | {"joint": joint.figures}, source)
    cut = source.cut(readers, known_on)
    return Report(
        name=name,
        title=report.title,
        intro=report.intro,
        footers=report.footers,
        readers=tuple(sorted(readers)),
        period=Period(since, until, asked.first, asked.last) if asked else None,
        known_on=cut.known_on,
        cut=tuple(sorted(cut.heads, key=lambda head: head.feed)),
        definitions=joint.digest,
        line_version=source.line_version(),
        names=source.names(sorted(_codes(sections) | set(readers))),
        sections=sections,
        unreviewed=tuple(sorted(set(report.unreviewed) | set(unreviewed()) | set(packaged().unreviewed_units))),
        catalogue=packaged(),
    )


def period_of(since: str | None, until: str | None) -> Days | None:
    """Return the days of two full or partial dates, ``None`` if neither is given; ``BadQuestion`` if one is no date."""
    if since is None and until is None:
        return None
    try:
        return span(since, until)
    except ValueError:
        raise BadQuestion(
            "date",
            Sentence(
                "A period needs dates such as 2022, 2022-06 or 2022-06-30; not {given}.",
                given=[text for text in (since, until) if text],
            ),
        ) from None


def _count(source: ReportSource, question: Question, said: str) -> tuple[Figure, ...]:
    own = Question(question.indicators, question.audiences, basis(said), question.period, known_on=question.known_on)
    return count(own, packaged(), source.execute)


def _sections(
    report: Declared, joint: Answer, voices: Mapping[str, Sequence[Figure]], source: ReportSource
) -> tuple[Section, ...]:
    bodies = source.bodies(sorted({row.entry_id for row in joint.returned}))
    return tuple(_section(section, joint, voices, bodies) for section in report.sections)


def _section(
    section: DeclaredSection,
    joint: Answer,
    voices: Mapping[str, Sequence[Figure]],
    bodies: Mapping[int, Mapping[str, Any]],
) -> Section:
    rows = []
    for name in section.indicators:
        told = tuple(returned_line(row, bodies.get(row.entry_id, {})) for row in joint.returned_of(name))
        rows.append(Row(packaged()[name], _counted(name, voices), told))
    return Section(section.name, section.title, section.intro, tuple(rows))


def _counted(name: str, voices: Mapping[str, Sequence[Figure]]) -> tuple[CountedLine, ...]:
    mine = {
        (figure.unit, figure.reference_set, voice): figure
        for voice, figures in voices.items()
        for figure in figures
        if figure.indicator == name
    }
    lines = []
    for unit, chosen in sorted({key[:2] for key in mine}):
        by_voice = {voice: mine[unit, chosen, voice] for voice in voices if (unit, chosen, voice) in mine}
        joint = by_voice.get("joint")
        lines.append(
            CountedLine(
                unit=unit,
                reference_set=chosen,
                voices={voice: _number(figure) for voice, figure in by_voice.items()},
                not_yet_agreed=joint.not_yet_agreed if joint else 0,
                example=any(figure.example for figure in by_voice.values()),
                warnings=joint.warnings if joint else (),
            )
        )
    return tuple(lines)


def returned_line(row: Returned, body: Mapping[str, Any]) -> ReturnedLine:
    """Return one reported figure with what its record says of period and source.

    The period stands as said in the body; where the body gives none, as the days the facts hold.
    """
    source = body.get("source") or {}
    return ReturnedLine(
        number=_number(row),
        unit=row.unit,
        place=row.place,
        place_said=_name_said(body.get("place")),
        about=row.about,
        author=row.author,
        counterparts=row.counterparts,
        period=_period(row, body.get("period")),
        reference_set=row.reference_set,
        standing=row.standing,
        basis=body.get("basis", "own"),
        published=source.get("published") or (None if row.published is None else iso(row.published)),
        url=source.get("url"),
        reference=source.get("ref"),
        record=row.record,
        unclear=bool(body.get("unclear")),
        inferred=bool(source.get("inferred")),
        example=row.example,
        difference=row.difference,
        warnings=row.warnings,
    )


def _name_said(place: Any) -> str:
    return str(place.get("name") or "") if isinstance(place, Mapping) else ""


def _number(said: Figure | Returned) -> Number:
    return Number(said.value, said.value_max, said.qualifier, said.precision)


def _period(row: Returned, said: Any) -> Period:
    first, last = row.days.first, row.days.last
    if isinstance(said, str):
        return Period(said, said, first, last)
    if isinstance(said, Mapping):
        return Period(said.get("from"), said.get("to"), first, last)
    return Period(None if first is None else iso(first), None if last is None else iso(last), first, last)


def _codes(sections: Iterable[Section]) -> set[str]:
    lines = [line for section in sections for row in section.rows for line in row.returned]
    found = {code for line in lines for code in (line.place, line.about, line.author, *line.counterparts)}
    return found - {""}
