"""The joint report as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinline.access.models import User
from twinline.desk import filling, telling
from twinline.desk.house import kept
from twinline.desk.seen import Chapter, Counted, Figure, Report, Returned, VoiceValue
from twinline.figures.hiding import HIDDEN
from twinline.reports import cuts, language, phrases, sentence
from twinline.reports.collect import heard, joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.model import CountedLine, ReturnedLine, Source
from twinline.reports.model import Report as Model
from twinline.reports.model import Row as ModelRow
from twinline.reports.words import word
from twinline.store.here import this_ledger
from twinline.times import now_ms

VOICES = {"joint": "joint", "agreed": "agreed", "VN": "held:VN", "LA": "held:LA"}


def report(
    user: User,
    lang: str,
    *,
    first: str,
    last: str,
    known_on: str,
    circle: str,
    voice: str = "joint",
    tongues: Sequence[str] = (),
) -> Report:
    """Return the joint cooperation report of a period, for a circle of readers that the officer is one of.

    Each figure comes as a sentence too: on the word of ``voice``, in ``tongues`` or the page's language alone.
    """
    now = now_ms()
    source = LedgerSource(this_ledger())
    since, until = period(first, last)
    found = joint_report(
        source, readers=readers(user, circle), since=since, until=until, known_on=kept.instant(known_on)
    )
    copied = _Copied(sentence.Asked(found.cut.known_on or now, found.period), voice, tuple(tongues) or (lang,))
    heads = dict(enumerate(phrases.heading(found, lang)))
    chapters = (
        Chapter(
            title=section.title[lang],
            intro=section.intro[lang],
            figures=tuple(figure for one in section.rows if (figure := _figure(one, found, lang, copied))),
        )
        for section in found.sections
    )
    return Report(
        title=found.title[lang],
        intro=found.intro[lang],
        heading=tuple(heads[number] for number in sorted(heads) if number < 3),
        chapters=tuple(chapter for chapter in chapters if chapter.figures),
        notes=tuple(phrases.notes(found, lang)),
        basis=tuple(cuts.lines(found.cut)),
        sources=tuple(phrases.sources(found.sources, found.name_of, lang, here=True)),
        silences=tuple(phrases.silences(_as_of(found, now), found.name_of, lang)),
        versions=tuple(heads[number] for number in sorted(heads) if number >= 3),
        example=found.example,
    )


def _as_of(report: Model, now: int) -> tuple[Source, ...]:
    """Return a report's sources as a page shows them: what was asked so far is so as of now."""
    if not report.cut.so_far:
        return report.sources
    return tuple(
        heard(one.organisation, one.known_up_to, expected=one.expected, at=now, received=one.received)
        for one in report.sources
    )


def readers(user: User, circle: str) -> tuple[str, ...]:
    """Return who a report is for: everyone on the line, or the officer's own organisation and one of the other side."""
    code = circle.removeprefix("twin:")
    if circle.startswith("twin:") and code in this_ledger().roster().organisations:
        return tuple(sorted({user.organisation, code}))
    return ("line",)


@dataclass(frozen=True, slots=True)
class _Copied:
    """How figures are told as sentences: what was asked, on whose word, in which languages."""

    asked: sentence.Asked
    voice: str
    tongues: tuple[str, ...]


def _figure(one: ModelRow, report: Model, lang: str, copied: _Copied) -> Figure | None:
    counted = tuple(_counted(line, one, report, lang, copied) for line in one.counted)
    returned = tuple(_returned(line, one, report, lang, copied) for line in one.returned)
    if not counted and not returned:
        return None
    return Figure(
        indicator=one.indicator.name,
        label=phrases.label(one, report, lang),
        definition=one.indicator.definition[lang],
        counted=counted,
        returned=returned,
    )


def _counted(line: CountedLine, one: ModelRow, report: Model, lang: str, copied: _Copied) -> Counted:
    joint = line.voices.get("joint")
    # The voice that the page shows, or the first that says anything.
    counts = [
        sentence.counted(line, voice, said)
        for voice in dict.fromkeys((copied.voice, *VOICES))
        if (said := line.voices.get(voice))
    ]
    return Counted(
        number=phrases.bare(joint, lang),
        unit=language.unit_name(line.unit, lang, report.catalogue, joint.value if joint else None),
        unit_code=line.unit,
        voices=tuple(
            VoiceValue(basis=voice, label=voice_word(voice, lang), number=phrases.bare(line.voices.get(voice), lang))
            for voice in ("VN", "LA", "agreed")
        ),
        not_agreed=language.number(line.not_yet_agreed, lang) if line.not_yet_agreed else "",
        example=line.example,
        warnings=tuple(phrases.warnings(line, report, lang)),
        sentences=tuple(
            (tongue, sentence.of_count(count, one.indicator, copied.asked, report, report.catalogue, tongue))
            for tongue in copied.tongues
            for count in counts[:1]
        ),
    )


def _returned(line: ReturnedLine, one: ModelRow, report: Model, lang: str, copied: _Copied) -> Returned:
    hidden = line.number.qualifier == HIDDEN
    return Returned(
        number=phrases.bare(line.number, lang),
        unit="" if hidden else language.unit_name(line.unit, lang, report.catalogue, line.number.value),
        period=phrases.period(line, one, lang),
        place=report.place_of(line, lang),
        whose=phrases.whose(line, report, lang),
        source=phrases.told_by(line, lang),
        standing=phrases.standing(line, lang),
        remarks=tuple(text for text in phrases.remarks(line, report, lang) if text != word("example", lang)),
        record=line.record,
        example=line.example,
        sentences=tuple(
            (tongue, sentence.of_return(line, one.indicator, copied.asked, report, report.catalogue, tongue))
            for tongue in copied.tongues
        ),
    )


def voice_word(voice: str, lang: str) -> str:
    return word({"VN": "stated_VN", "LA": "stated_LA"}.get(voice, voice), lang)


def period(first: str, last: str) -> tuple[str | None, str | None]:
    """Return a period's two dates as records write them; what can't be read as a date is left out."""
    said = [filling.day(text) if text and telling.is_date(filling.day(text)) else None for text in (first, last)]
    return said[0], said[1]
