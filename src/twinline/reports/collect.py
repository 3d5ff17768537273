"""Collecting a report: the edge that asks whoever keeps the records. It reads no clock and no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from twinline.figures.answer import Answer, Behind, Figure, Returned, ask_beside, by_indicator
from twinline.figures.calendars import of_the_common_era
from twinline.figures.catalogue import packaged
from twinline.figures.corrected import corrected
from twinline.figures.errors import BadQuestion
from twinline.figures.hiding import owner_of
from twinline.figures.question import Question, Settled, basis
from twinline.figures.rounds import Coverage
from twinline.figures.sql import Value
from twinline.reports.beside import Beside, beside
from twinline.reports.cuts import Cut
from twinline.reports.declaration import Declared, DeclaredSection
from twinline.reports.declared import declared
from twinline.reports.language import Period
from twinline.reports.listing import Said, chart, listing
from twinline.reports.model import CountedLine, Number, Report, ReturnedLine, Row, Section, Source
from twinline.reports.walked import watched
from twinline.reports.words import unreviewed
from twinline.sentences import Sentence
from twinline.store import surveys
from twinline.store.watching import Watched
from twinline.times import DAY_MS, Days, day_of, iso, span

# Both nodes must give one report: each side's own figures count as far as both sides hold them.
_VOICES = {"VN": "held:VN", "LA": "held:LA", "agreed": "agreed", "joint": "joint"}


SILENT_DAYS = 30
Named = Callable[[Iterable[str]], Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the readers of a question see: its cut, their audiences by row id, and the names of organisations by code.

    ``within`` is where the cut ends here, for a question to read it again; ``None`` where the clocks tell the same.
    ``settled`` tells how far an index covers the facts (``store.settled``). ``names`` leaves unknown codes out.
    ``sources`` are whose words the answer could rest on, ``parties`` who must stand behind a survey of the line.
    """

    cut: Cut
    audiences: tuple[int, ...]
    names: Named
    within: tuple[tuple[int, int], ...] | None = None
    settled: Settled | None = None
    sources: tuple[Source, ...] = ()
    parties: tuple[surveys.Party, ...] = ()


class ReportSource(Protocol):
    """What a report is collected from: one node's records, seen by a reader."""

    def execute(self, text: str, values: tuple[Value, ...]) -> Iterable[Sequence[Any]]:
        """Return the rows of a statement with ``?`` marks over the fact table."""

    def each(self, text: str, values: tuple[Value, ...]) -> Iterable[Sequence[Any]]:
        """Return the same rows one after the other, all of one moment; no list of them is made."""

    @property
    def spool(self) -> Path:
        """Return the folder in which a file lies while it is worked on."""

    def seen(
        self, readers: Sequence[str], *, known_on: int | None = None, held: bool = True, cut: Cut | None = None
    ) -> AbstractContextManager[Seen]:
        """Open what readers (organisation codes, or ``line`` alone) see; statements are run while inside.

        ``held``: as both sides held it, else as it arrived here; at an instant in ms, or so far. With a ``cut`` that
        is read again, whatever came since; ``BadQuestion`` where it isn't held here, or not for these readers.
        """

    def readers(self, told: str) -> tuple[str, ...]:
        """Return the organisations that an audience as written means, or ``line`` alone."""

    def must_know(self, *codes: str | None) -> None:
        """Raise where a code names nothing that is known here: a figure of it would be a false zero."""

    def under(self, code: str) -> tuple[str, ...]:
        """Return an organisation's code and the codes of all below it, on any day."""

    def recut(self, code: str) -> tuple[str, ...]:
        """Return what ``under`` does, with all that went into any of these when places were merged."""

    def merged(self, code: str) -> Sequence[tuple[str, str]]:
        """Return what went into an organisation and all below it: each place that ended, and what it became."""

    def begun(self, code: str) -> int | None:
        """Return the first civil day of an organisation, None of one whose first day nobody says."""

    def ended(self, code: str) -> int | None:
        """Return the last civil day of an organisation that has ended; None of one that goes on."""

    def bodies(self, entries: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
        """Return the bodies of the record versions that entries made, by entry id."""

    def covered(
        self, question: Question, units_on: int | None, begun_by: int | None
    ) -> Mapping[str, tuple[Coverage, ...]]:
        """Return by indicator how many of the units that rounds ask have answered; see ``figures.rounds``.

        ``units_on`` is up to when their answers count where what both sides hold is asked (``Cut.units_on``); what
        begins after the civil day ``begun_by`` is yet to come.
        """

    def line_version(self) -> str:
        """Return the digest of the packaged line, on which both count until they agree on a survey."""

    def said(self, entries: Iterable[int]) -> Mapping[int, Said]:
        """Return what the record versions that entries made say, by entry id; what can't be read here is left out."""

    def watched(self, rows: Iterable[Behind], survey: str | None) -> Watched:
        """Return what records tell of the line: on a survey, by its digest, or on the packaged one.

        Raises ``BadQuestion`` where the survey isn't held here.
        """

    def offices(self) -> tuple[str, ...]:
        """Return the organisations that the node speaks for, its own first."""

    def issued(self, record: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return who issued a report and what its record says, as it stands; ``None`` if none of that id is here."""

    def issued_records(self) -> Sequence[str]:
        """Return the records of all reports that were issued and are held here, the latest first."""

    def issue(self, body: Mapping[str, Any], *, author: str, to: str, released: bool, now: int) -> str:
        """Say that a report was issued and return the record's id; at home, unless it is ``released`` at once."""

    def own_report(self, name: str) -> str | None:
        """Return the declaration of a report of the node's own, as TOML; ``None`` if there is none of that name."""

    def own_reports(self) -> tuple[str, ...]:
        """Return the names of the node's own reports."""

    def begin_report(self, name: str) -> Path:
        """Write a declaration to begin a report of the node's own with, and return its file."""

    def begin_from(self, name: str, data: bytes, *, title: str, lang: str) -> Path:
        """Begin a report of the node's own from an office's file, and return its declaration's file."""

    def template(self, name: str) -> bytes | None:
        """Return the office's own file of a report, ``None`` if it has none; ``BadQuestion`` if it doesn't fit."""

    def written(self, office: str, report: str, since: str | None, until: str | None, lang: str) -> Mapping[str, str]:
        """Return what an office wrote around the figures of a report and period in a language, by ``WRITTEN``."""

    def buddhist(self, office: str) -> bool:
        """Return whether an office wants the years of its Lao texts in the Buddhist era."""


def joint_report(
    source: ReportSource,
    *,
    readers: Sequence[str] = ("line",),
    since: str | None = None,
    until: str | None = None,
    known_on: int | None = None,
    cut: Cut | None = None,
    name: str = "joint",
) -> Report:
    """Return a report over what both sides hold.

    ``readers`` are those it is for: only what all of them may read counts. ``since``
    and ``until`` are full or partial dates; without both, every period answers.
    ``known_on`` is an instant in ms; with a ``cut`` that is read again instead, for its readers.
    ``name`` is one of ``declared.NAMES`` or of the node's own. Every report rests on what both sides hold, like the
    joint one. Raises ``BadQuestion`` for a report, date or period that does not exist.
    """
    report = declared(name, source.own_report)
    return collected(report, source, readers=readers, since=since, until=until, known_on=known_on, cut=cut)


def collected(
    report: Declared, source: ReportSource, *, readers: Sequence[str], since: str | None, until: str | None,
    known_on: int | None, cut: Cut | None = None, place: str | None = None, places: tuple[str, ...] | None = None,
    recut: bool = False, organisation: str | None = None, organisations: tuple[str, ...] | None = None,
    alone: bool = False,
) -> Report:  # fmt: skip
    """Return what a declaration tells, see ``joint_report``; of a place, from all that is told of ``places`` only.

    ``recut`` says that these are those of another time, too. The same of an organisation; ``alone``: without those
    below it.
    """
    asked = period_of(since, until)
    with source.seen(cut.readers if cut else readers, known_on=known_on, cut=cut) as seen:
        question = Question(
            report.indicators, seen.audiences, period=asked, known_on=seen.cut.asked, cut=seen.within,
            owner=owner_of(seen.cut.readers), settled=seen.settled, place=place, places=places,
            organisation=organisation, organisations=organisations, alone=alone,
        )  # fmt: skip
        words = {voice: basis(said) for voice, said in _VOICES.items() if voice != "joint"}
        joint, others = ask_beside(question, tuple(words.values()), packaged(), source.execute)
        voices = {word: by_indicator(figures) for word, figures in zip(words, others, strict=True)}
        past = known_on is not None or cut is not None
        put_right = corrected(joint, packaged(), source.execute) if past else ()
        survey = surveys.agreed(question, source.execute, source.bodies, seen.parties)
        covered = source.covered(question, seen.cut.units_on, seen.cut.begun_by)
        stands_beside = beside(report, question, since, until, source.execute)
        sections = tuple(
            _section(
                each,
                report,
                joint,
                voices | {"joint": by_indicator(joint.figures)},
                stands_beside,
                source,
                question,
                seen.cut,
                survey,
                covered,
            )
            for each in report.sections
        )
    return Report(
        name=report.name,
        title=report.title,
        intro=report.intro,
        footers=report.footers,
        period=Period(since, until, asked.first, asked.last) if asked else None,
        cut=seen.cut,
        declaration=report.digest,
        definitions=joint.digest,
        line_version=survey or source.line_version(),
        names=seen.names(
            sorted(
                (_codes(sections) | set(seen.cut.readers) | {one.organisation for one in seen.sources})
                | ({place or "", organisation or ""} - {""})
            )
        ),
        sections=sections,
        corrected=put_right,
        place=place or "",
        organisation=organisation or "",
        recut=recut,
        alone=alone,
        sources=seen.sources,
        unreviewed=tuple(sorted(set(report.unreviewed) | set(unreviewed()) | set(packaged().unreviewed_units))),
        catalogue=packaged(),
    )


def heard(
    organisation: str, known_up_to: int | None, *, expected: bool, at: int | None, received: int | None = None
) -> Source:
    """Return a source as of an instant: silent where it could have spoken and for ``SILENT_DAYS`` days did not.

    What its author dates after that instant is known up to that instant. Without one nothing is silent.
    """
    if known_up_to is not None and at is not None:
        known_up_to = min(known_up_to, at)
    quiet = at is not None and (known_up_to is None or at - known_up_to >= SILENT_DAYS * DAY_MS)
    return Source(organisation, known_up_to, expected, expected and quiet, received)


def period_of(since: str | None, until: str | None) -> Days | None:
    """Return the days of two full or partial dates, ``None`` if neither is given; ``BadQuestion`` if one is no date."""
    if since is None and until is None:
        return None
    for text in (since, until):
        of_the_common_era(text or "")
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


def _section(
    section: DeclaredSection, report: Declared, joint: Answer, voices: Mapping[str, Mapping[str, Sequence[Figure]]],
    beside: Beside, source: ReportSource, question: Question, cut: Cut, survey: str | None,
    covered: Mapping[str, tuple[Coverage, ...]],
) -> Section:  # fmt: skip
    chosen = set(section.indicators)
    bodies = source.bodies(sorted({row.entry_id for row in joint.returned if row.indicator in chosen}))
    rows = []
    for name in section.indicators:
        told = tuple(returned_line(row, bodies.get(row.entry_id, {})) for row in joint.returned_of(name))
        promise = report.promised.get(name)
        counted = _counted(name, voices, beside, promise)
        rows.append(
            Row(
                packaged()[name], counted, told, None if promise is None else packaged()[promise], covered.get(name, ())
            )
        )
    end = _end(question, cut)
    charts = (chart(each, question, end, beside, report.promised, source.execute) for each in section.charts)
    return Section(
        section.name, section.title, section.intro, tuple(rows),
        listings=tuple(listing(source, question, name) for name in section.lists),
        charts=tuple(each for each in charts if each is not None),
        watch=watched(source, question, survey) if section.watch else None,
        watched=section.watch,
    )  # fmt: skip


def _end(question: Question, cut: Cut) -> int | None:
    """Return the last day that a chart over months shows: the period's end, else the day of the cut."""
    if question.period is not None and question.period.last is not None:
        return question.period.last
    return None if cut.known_on is None else day_of(cut.known_on)


def _counted(
    name: str, voices: Mapping[str, Mapping[str, Sequence[Figure]]], beside: Beside, promise: str | None
) -> tuple[CountedLine, ...]:
    mine = {
        (figure.unit, figure.reference_set, voice): figure
        for voice, figures in voices.items()
        for figure in figures.get(name, ())
    }
    lines = []
    earlier = {(each.unit, each.reference_set) for each in beside.last_year if each.indicator == name}
    for unit, chosen in sorted({key[:2] for key in mine} | earlier):
        before, planned = beside.before(name, unit, chosen), beside.promise(promise, unit, chosen)
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
                last_year=None if before is None else _number(before),
                promised=None if planned is None else _number(planned),
                promised_of=planned.reference_set if planned else "",
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


def _codes(sections: Sequence[Section]) -> set[str]:
    lines = [line for section in sections for row in section.rows for line in row.returned]
    found = {code for line in lines for code in (line.place, line.about, line.author, *line.counterparts)}
    listed = {one.author for section in sections for each in section.listings for one in each.records}
    return (found | listed) - {""}
