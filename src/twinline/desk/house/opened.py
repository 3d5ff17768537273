"""A figure opened: the records it counts, those it leaves out and why, and two days' knowledge side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from twinline.access.models import User
from twinline.desk import knowledge, names
from twinline.desk import reported as seen_reported
from twinline.desk.house import here
from twinline.desk.house.office import buddhist
from twinline.desk.house.rows import row
from twinline.desk.house.told import VOICES, collected, of_nothing, period, readers, shown, voice_word
from twinline.desk.language import CODES
from twinline.desk.reported import Behind, Changed, Figure, OpenFigure, Returned, TwoDays
from twinline.desk.seen import Row
from twinline.figures import answer, beside, changes, listed
from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import Indicator
from twinline.figures.question import Question, basis
from twinline.reports import answers, changed, collect, language, phrases
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.declared import alone
from twinline.reports.language import date_at
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.model import Report as Model
from twinline.reports.sentence import known
from twinline.reports.territory import Territory
from twinline.reports.words import qualifier, why, word
from twinline.reports.work import Work
from twinline.store import reading
from twinline.store.errors import UnknownCode
from twinline.store.here import this_ledger
from twinline.times import day_of, iso, now_ms, span


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a figure's page asks: one indicator, on whose word, for when, for whom."""

    user: User
    lang: str
    key: str
    voice: str
    first: str
    last: str
    circle: str
    territory: Territory
    work: Work

    @contextmanager
    def question(self, source: LedgerSource, known_on: int | None) -> Iterator[Question]:
        """Open the question as known at an instant, or so far."""
        since, until = period(self.first, self.last)
        with source.seen(readers(self.user, self.circle), known_on=known_on) as seen:
            yield Question(
                (self.key,),
                seen.audiences,
                basis(VOICES[self.voice]),
                span(since, until) if since or until else None,
                known_on=seen.cut.asked,
                cut=seen.within,
                settled=seen.settled,
                place=self.territory.code or None,
                places=self.territory.places,
                organisation=self.work.code or None,
                organisations=self.work.organisations,
                alone=self.work.alone,
            )

    def collected(self, indicator: Indicator, known_on: str) -> Model:
        """Return the report that the figure is in: the joint one, or of a place or whose work that of this alone."""
        if self.territory.code or self.work.code:
            return self.by_itself(indicator, known_on)
        found = collected(self.user, first=self.first, last=self.last, known_on=known_on, circle=self.circle)
        assert found is not None  # there always is a joint report
        return found

    def by_itself(self, indicator: Indicator, known_on: str) -> Model:
        """Return a report of the figure alone."""
        since, until = period(self.first, self.last)
        return collect.collected(
            alone(indicator), self.territory.source, readers=readers(self.user, self.circle), since=since, until=until,
            known_on=knowledge.instant(known_on), place=self.territory.code or None, places=self.territory.places,
            recut=self.territory.recut, organisation=self.work.code or None, organisations=self.work.organisations,
            alone=self.work.alone,
        )  # fmt: skip

    def nothing(self, indicator: Indicator, known_on: str) -> Figure:
        """Return a figure of which nothing is told."""
        days = collect.period_of(*period(self.first, self.last))
        known = knowledge.instant(known_on)
        last = days.last if days else None
        as_of = last if last is not None or known is None else day_of(known)
        return Figure(
            indicator=self.key,
            label=indicator.label[self.lang],
            definition=indicator.definition[self.lang],
            without_day=word("without_day", self.lang) if phrases.without_day(indicator, as_of) else "",
        )

    def where(self) -> seen_reported.Territory | None:
        """Return the place that the figure is of as the page tells it; ``None`` for everywhere."""
        asked, lang = self.territory, self.lang
        if not asked.code:
            return None
        days = collect.period_of(*period(self.first, self.last))
        told = (("place_began_on", asked.begins_in(days)), ("place_ended_on", asked.ends_in(days)))
        return seen_reported.Territory(
            name=here.who(asked.code, lang).name,
            heading=word(asked.heading, lang),
            pairs=tuple((names.with_end(old, lang), names.with_end(now, lang)) for old, now in asked.pairs),
            alone=" ".join(
                word(name, lang, day=date_at(iso(day), lang))
                for name, day in told
                if day is not None and not asked.recut
            ),
        )

    def rows(self, records: Sequence[str]) -> dict[str, Row]:
        """Return the records that the officer may read, as a list shows them."""
        reader = here.reader_of(self.user)
        found = reading.records(this_ledger(), reader, ids=sorted(set(records)), limit=len(records) + 1)
        return {one.record: row(one, self.lang) for one in found}


def figure(
    user: User,
    lang: str,
    *,
    key: str,
    voice: str,
    first: str,
    last: str,
    known_on: str,
    circle: str,
    against: str = "",
    name: str = "",
    place: str = "",
    recut: bool = False,
    org: str = "",
    own: bool = False,
) -> OpenFigure | None:
    """Return one figure with the records behind it: counted, reported, left out and why.

    ``name`` is the report it was opened from; every figure stands in the joint one, which is asked. With a day in
    ``against`` comes what changed between that and the day known on. With a ``place`` it is of that and all below it,
    ``recut``: and of the places of another time that share its land; with ``org`` of the work of that and all below it,
    ``own``: of its own alone. ``None`` for what is no indicator, place or organisation.
    """
    known = _known(key, place, recut, org, own)
    if known is None:
        return None
    indicator, territory, work = known
    tongues = sorted(CODES, key=lambda code: code != lang)
    del name
    asked = _Asked(user, lang, key, voice, first, last, circle, territory, work)
    model = asked.collected(indicator, known_on)
    told = shown(user, lang, model, voice=voice, tongues=tongues, first=first, last=last)
    mine = next((one for chapter in told.chapters for one in chapter.figures if one.indicator == key), None)
    mine = mine or asked.nothing(indicator, known_on)
    if not any(one.sentences for one in mine.counted) and (indicator.counted or not mine.returned):
        mine = replace(mine, nothing=of_nothing(user, indicator, model, voice=voice, tongues=tongues))
    source = territory.source
    with asked.question(source, knowledge.instant(known_on)) as question:
        # Whoever reads here reads their own office's small numbers, though the figure is for more.
        mine_too = replace(question, owner=user.organisation)
        found = listed.records_behind(mine_too, packaged(), key, source.execute) if indicator.counted else ()
        compared = dict(_compared(question, source, lang))
    behind = list(_behind(found, asked))
    other = knowledge.instant(against)
    secret = any(one.qualifier == HIDDEN for one in found)
    return OpenFigure(
        hidden=word("hidden", lang) if secret else "",
        figure=replace(mine, returned=tuple(_with(one, compared.get(one.record)) for one in mine.returned)),
        heading=told.heading,
        sources=told.sources,
        silences=told.silences,
        voice=voice,
        voices=tuple((name, voice_word(name, lang)) for name in VOICES),
        counted=tuple(one for one in behind if not one.why),
        left_out=tuple(one for one in behind if one.why),
        territory=asked.where(),
        two_days=None if other is None else _two_days(asked, source, knowledge.instant(known_on), other),
    )


def is_known(code: str) -> bool:
    """Return whether a code names an organisation, place or gate that is known here."""
    try:
        LedgerSource(this_ledger()).must_know(code)
    except UnknownCode:
        return False
    return True


def _known(key: str, place: str, recut: bool, org: str, own: bool) -> tuple[Indicator, Territory, Work] | None:
    """Return what a figure is asked of; ``None`` for what is no indicator, place or organisation."""
    source = LedgerSource(this_ledger())
    try:
        source.must_know(place or None, org or None)
        return packaged()[key], Territory(source, place, recut), Work(source, org, own and bool(org))
    except (BadQuestion, UnknownCode):
        return None


def figure_sheet(
    user: User, lang: str, *, key: str, first: str, last: str, known_on: str, circle: str, place: str, recut: bool,
    org: str, own: bool,
) -> bytes | None:  # fmt: skip
    """Return one figure as a workbook: on each word, what was reported, and what it rests on; see ``figure``."""
    known = _known(key, place, recut, org, own)
    if known is None:
        return None
    indicator, territory, work = known
    asked = _Asked(user, lang, key, "joint", first, last, circle, territory, work)
    with language.buddhist_years(buddhist(user)):
        return as_xlsx(asked.by_itself(indicator, known_on), lang)


def _with(one: Returned, beside_it: str | None) -> Returned:
    return one if beside_it is None else replace(one, remarks=(*one.remarks, beside_it))


def _compared(question: Question, source: LedgerSource, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each reported figure's record, and what is counted for the same period, place and work."""
    for told in answer.ask(question, packaged(), source.execute).returned:
        found = beside.beside(told, question, packaged(), source.execute, source.under)
        if found is not None:
            yield told.record, answers.counted_beside(found, lang)


def _behind(found: Sequence[answer.Behind], asked: _Asked) -> Iterator[Behind]:
    rows, lang = asked.rows([one.record for one in found]), asked.lang
    for one in found:
        if one.record in rows:
            number = language.number(one.value, lang)
            value = f"{number}–{language.number(one.value_max, lang)}" if one.value_max else number
            yield Behind(
                row=rows[one.record],
                value=qualifier(one.qualifier, lang, n=value),
                why=why(one.reason, lang) if one.reason else "",
            )


def _two_days(asked: _Asked, source: LedgerSource, first: int | None, second: int) -> TwoDays:
    """Return the figure as known on two days, the earlier first; ``None`` is so far."""
    lang, now = asked.lang, now_ms()
    moments = sorted((first, second), key=lambda at: (at is None, at or 0))
    thens = []
    for moment in moments:
        with asked.question(source, moment) as question:
            mine = replace(question, owner=asked.user.organisation)
            thens.append(changes.known_then(mine, packaged(), source.execute))
    before, after = thens
    found = changes.explain(before, after, packaged(), source.execute)
    rows = asked.rows([each.record for each in found.changes])
    days = (
        (known(now if moment is None else moment, lang), tuple(changed.numbers(then, lang)))
        for moment, then in zip(moments, thens, strict=True)
    )
    return TwoDays(
        days=tuple(days),
        changes=tuple(
            Changed(
                record=each.record,
                row=rows.get(each.record),
                who=here.who(each.author, lang),
                why=why(each.why, lang),
                difference=changed.signed(each, lang),
                returned=each.returned,
            )
            for each in found.changes
        ),
    )
