"""The reports as a page shows them, as files, and with what is written around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import knowledge, periods
from twinline.desk.house import here, office, said, writing
from twinline.desk.house.reports import FORMS, beside_figures, choices, filed
from twinline.desk.reported import Chapter, Counted, Figure, Report, Returned, VoiceValue, Writing
from twinline.desk.seen import Fault
from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import Indicator
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports import again, cuts, issuing, language, more_phrases, phrases, sentence
from twinline.reports.collect import heard
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.model import CountedLine, ReturnedLine, Source
from twinline.reports.model import Report as Model
from twinline.reports.model import Row as ModelRow
from twinline.reports.words import word
from twinline.store import reading
from twinline.store.here import this_ledger
from twinline.times import day_of, iso, now_ms
from twinline.tongues import told as in_words

VOICES = {"joint": "joint", "agreed": "agreed", "VN": "held:VN", "LA": "held:LA"}


def report(
    user: User,
    lang: str,
    *,
    first: str,
    last: str,
    known_on: str,
    circle: str,
    name: str = "",
    voice: str = "joint",
    tongues: Sequence[str] = (),
) -> Report | None:
    """Return a report of a period, for a circle of readers that the officer is one of; ``None`` if there is none such.

    Without a name it is the joint cooperation report. Each figure comes as a sentence too: on the word of ``voice``, in
    ``tongues`` or the page's language alone.
    """
    found = collected(user, first=first, last=last, known_on=known_on, circle=circle, name=name)
    return None if found is None else shown(user, lang, found, voice=voice, tongues=tongues, first=first, last=last)


def shown(user: User, lang: str, found: Model, *, voice: str, tongues: Sequence[str], first: str, last: str) -> Report:
    """Return a collected report as its page shows it to an officer, see ``report``."""
    now = now_ms()
    with language.buddhist_years(office.buddhist(user)):
        return _told(user, lang, found, voice=voice, tongues=tongues, first=first, last=last, now=now)


def _told(
    user: User, lang: str, found: Model, *, voice: str, tongues: Sequence[str], first: str, last: str, now: int
) -> Report:
    """Return a collected report as its page shows it."""
    copied = _Copied(_asked(found, now), voice, tuple(tongues) or (lang,))
    chapters = (
        Chapter(
            title=section.title[lang],
            intro=section.intro[lang],
            figures=tuple(figure for one in section.rows if (figure := _figure(one, found, lang, copied))),
            **beside_figures(section, found, lang),
        )
        for section in found.sections
    )
    return Report(
        title=found.title[lang],
        intro=found.intro[lang],
        heading=tuple(phrases.asked(found, lang)),
        chapters=tuple(one for one in chapters if one.figures or one.lists or one.charts or one.line or one.line_note),
        notes=tuple(phrases.notes(found, lang)),
        basis=tuple(cuts.lines(found.cut)),
        sources=tuple(phrases.sources(found.sources, found.name_of, lang, here=True)),
        silences=tuple(phrases.silences(_as_of(found, now), found.name_of, lang)),
        versions=tuple(phrases.versions(found, lang)),
        example=found.example,
        choices=choices(lang),
        written=tuple(
            (word(f"written_{part}", lang), text)
            for part, text in _written(user, lang, found, first=first, last=last).items()
        ),
    )


def _asked(found: Model, now: int) -> sentence.Asked:
    """Return what a report's sentences say was asked."""
    corrected = frozenset(found.corrected)
    return sentence.Asked(
        found.cut.known_on or now, found.period, found.place, found.organisation, corrected, found.as_of, found.alone
    )


def of_nothing(
    user: User, indicator: Indicator, found: Model, *, voice: str, tongues: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return the sentence that no record of an indicator is there to be counted: language and text."""
    rows = (row for section in found.sections for row in section.rows if row.indicator.name == indicator.name)
    covered = next((row.coverage for row in rows), ())
    count = sentence.Count(None, indicator.units[0], voice, coverage=covered)
    asked = _asked(found, now_ms())
    with language.buddhist_years(office.buddhist(user)):
        return tuple(
            (tongue, sentence.of_count(count, indicator, asked, found, packaged(), tongue)) for tongue in tongues
        )


def _written(user: User, lang: str, report: Model, *, first: str, last: str) -> dict[str, str]:
    """Return what the officer's organisation wrote around a report's figures, in the order of the letter."""
    since, until = period(first, last)
    texts = writing.written(user, lang, report=report.name, since=since, until=until)
    return {part: texts[part] for part in writing.PARTS if part in texts}


def writing_page(user: User, lang: str, *, first: str, last: str, name: str = "", carry: str = "") -> Writing | None:
    """Return the texts of a report's period; ``None`` if there is no such report."""
    since, until = period(first, last)
    title = next((one.title for one in choices(lang) if one.name == (name or "joint") and not one.faults), None)
    if title is None:
        return None
    return writing.page(user, lang, report=name, title=title, since=since, until=until, carry=carry)


def keep_writing(
    user: User, lang: str, *, first: str, last: str, name: str, texts: Mapping[str, str], seen_ms: int, now: int
) -> bool:
    """Keep the texts of a report's period; False if somebody else wrote meanwhile."""
    since, until = period(first, last)
    return writing.keep(
        user, lang, report=name, since=since, until=until, texts=texts, seen_ms=seen_ms, now=now
    )  # fmt: skip


def collected(user: User, *, first: str, last: str, known_on: str, circle: str, name: str = "") -> Model | None:
    """Return what ``report`` shows, before it is written in a language; ``None`` if there is no such report."""
    since, until = period(first, last)
    try:
        return again.report(
            LedgerSource(this_ledger()), readers=readers(user, circle), since=since, until=until,
            known_on=knowledge.instant(known_on), name=name or "joint",
        )  # fmt: skip
    except BadQuestion as error:
        if error.check in ("no-report", "declaration"):
            return None
        raise


def report_file(user: User, lang: str, *, form: str, name: str = "", **asked: str) -> bytes | str | None:
    """Return a report as a file that can be kept, printed or sent; ``None`` if there is no such report or form.

    Where the office's own letter doesn't fit its report, what is wrong with it.
    """
    found = collected(user, name=name, **asked) if form in FORMS else None
    if found is None:
        return None
    written = _written(user, lang, found, first=asked["first"], last=asked["last"])
    try:
        return filed(user.organisation, found, lang, form, written)
    except BadQuestion as error:
        return in_words(error, lang)


def may_issue(user: User) -> bool:
    """Return whether this officer issues reports."""
    return user.may(Right.SAY, issuing.KIND)


def issue(
    user: User, lang: str, *, number: str, now: int, name: str = "", **asked: str
) -> str | Sequence[Fault] | None:
    """Make a record of a report, kept at home; return its id, or what doesn't fit, or ``None`` if there is none."""
    if not may_issue(user):
        raise PermissionDenied
    found = collected(user, name=name, **asked)
    if found is None:
        return None
    known = gazetteer().organisation(user.organisation)
    try:
        body = issuing.body_of(found, side=known.side if known else "", issued=iso(day_of(now)), number=number)
    except BadQuestion as error:
        return [Fault(field="", rule=error.check, given="", sentence=in_words(error, lang))]
    return said.say(user, lang, kind=issuing.KIND, body=body, circle=None, now=now)


def issued_file(user: User, lang: str, *, record_id: str, form: str) -> bytes | str | None:
    """Return an issued report again as a file, or why it can't be; ``None`` if there is no such record or form."""
    view = reading.record(this_ledger(), here.reader_of(user), record_id)
    if view is None or view.row.kind != issuing.KIND or form not in FORMS:
        return None
    try:
        made = issuing.again(view.row.body, LedgerSource(this_ledger()))
        return filed(view.row.author, made, lang, form, {}, issuing.as_issued(view.row.body))
    except BadQuestion as error:
        return in_words(error, lang)


def _as_of(report: Model, now: int) -> tuple[Source, ...]:
    """Return a report's sources as a page shows them: what was asked so far is so as of now."""
    if not report.cut.so_far:
        return report.sources
    return tuple(
        heard(one.organisation, one.known_up_to, expected=one.expected, at=now, received=one.received)
        for one in report.sources
    )


def readers(user: User, circle: str) -> tuple[str, ...]:
    """Return who a report is for: everyone on the line, the officer's organisation, or it and one of the other side."""
    if circle == "self":
        return (user.organisation,)
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
    if not counted and not returned and not one.coverage:
        return None
    return Figure(
        indicator=one.indicator.name,
        label=phrases.label(one, report, lang),
        definition=one.indicator.definition[lang],
        counted=counted,
        returned=returned,
        corrected=word("corrected_since", lang) if one.indicator.name in report.corrected else "",
        without_day=word("without_day", lang) if phrases.without_day(one.indicator, report.as_of) else "",
    )


def _counted(line: CountedLine, one: ModelRow, report: Model, lang: str, copied: _Copied) -> Counted:
    joint, said = line.voices.get("joint"), line.voices.get(copied.voice)
    count = sentence.counted(line, copied.voice, said, one.coverage) if said else None
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
        beside=(*more_phrases.last_year(line, report, lang), *more_phrases.beside(line, one, report, lang)),
        warnings=tuple(phrases.warnings(line, report, lang)),
        sentences=tuple(
            (tongue, sentence.of_count(count, one.indicator, copied.asked, report, report.catalogue, tongue))
            for tongue in copied.tongues
            if count is not None
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
    """Return a period's two dates as records write them; what can't be read is left out."""
    return periods.read(first, last)
