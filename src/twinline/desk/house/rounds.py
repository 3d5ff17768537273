"""Rounds at a desk: the list, one period of one, a unit's sheet, opening one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.desk import knowledge, telling
from twinline.desk.house import here
from twinline.desk.house.said import faults as as_faults
from twinline.desk.rounded import (
    Answer,
    DueSheet,
    IndicatorLine,
    Opening,
    RoundLine,
    RoundPage,
    SheetLine,
    SheetPage,
    TermLine,
    UnitLine,
)
from twinline.desk.seen import Choice, Fault
from twinline.figures.answer import Figure, count
from twinline.figures.calendars import period as period_named
from twinline.figures.catalogue import packaged as catalogue
from twinline.figures.errors import BadQuestion
from twinline.figures.hiding import HIDDEN
from twinline.figures.indicator import unit_code
from twinline.figures.numbers import decimal_text
from twinline.figures.question import Basis
from twinline.figures.rounds import ROUND, Opened
from twinline.records import registry
from twinline.records.cooperation import HOW_OFTEN
from twinline.records.facts import thousandths
from twinline.records.fields.dates import shown_date, shown_when
from twinline.records.gazetteer import packaged
from twinline.records.rounds import Term
from twinline.records.vocabularies import QUALIFIERS
from twinline.records.written import decimal, whole
from twinline.reports import language
from twinline.reports.declared import declared
from twinline.store import rounds, signing
from twinline.store.errors import StoreError
from twinline.store.here import this_ledger
from twinline.store.rounds import Cell, Standing, Unit
from twinline.store.saying import Unfit
from twinline.store.signing import Entered, Line, Sheet
from twinline.times import day_of, days_of, iso
from twinline.tongues import told

SHOWN_TERMS = 6
SIGNS = {
    rounds.DONE: "done", rounds.LATE: "done", rounds.ON_ITS_WAY: "out", rounds.WAITING: "todo", rounds.MISSING: "notice"
}  # fmt: skip


def state_word(state: str) -> str:
    """Return how a unit stands, in a word or two."""
    return str({
        rounds.DONE: _("done"),
        rounds.LATE: _("done, late"),
        rounds.ON_ITS_WAY: _("on its way"),
        rounds.WAITING: _("not yet due"),
        rounds.MISSING: _("missing"),
    }[state])  # fmt: skip


def due_words(term: Term, lang: str) -> str:
    """Return by when answers to a term are due."""
    return str(_("due on %(day)s") % {"day": telling.day(term.due, lang)})


def sheet_address(record: str, unit: str, term: Term) -> str:
    """Return where a unit's sheet is."""
    return f"{reverse('desk:round-sheet', args=[record, unit])}?{urlencode({'period': iso(term.first)})}"


def period_words(term: Term, lang: str) -> str:
    """Return the period of a term: a month by its name, else its exact days."""
    month = iso(term.first)[:7]
    return shown_date(month, lang) if days_of(month) == (term.first, term.last) else shown_when(term.period, lang)


def sheets_due(user: User, lang: str, *, now: int) -> list[DueSheet]:
    """Return the sheets that this officer's unit still has to sign, the most pressing first."""
    if not user.may(Right.SAY, signing.RETURN):
        return []
    found = rounds.due_sheets(this_ledger(), here.reader_of(user), user.organisation, now=now)
    return [
        DueSheet(
            address=sheet_address(one.round.record, mine.unit, one.term), title=_title(one.round, lang),
            period=period_words(one.term, lang), due=due_words(one.term, lang), missing=mine.state == rounds.MISSING,
        )
        for one, mine in found
    ]  # fmt: skip


def rounds_page(user: User, lang: str, *, now: int) -> list[RoundLine]:
    """Return the rounds this officer knows of, with their last periods, the latest first."""
    ledger, reader = this_ledger(), here.reader_of(user)
    found = []
    for one in reversed(rounds.every(ledger, reader)):
        wanted = rounds.begun(one, day_of(now))[-SHOWN_TERMS:]
        told_terms = rounds.standings(ledger, reader, one, wanted, now=now)
        terms = tuple(_term(standing, lang) for standing in reversed(told_terms))
        author = here.who(one.author, lang)
        found.append(
            RoundLine(record_id=one.record, title=_title(one, lang), author=author, terms=terms, example=_example(one))
        )
    return found


def round_page(user: User, lang: str, *, record_id: str, day: str, known_on: str, now: int) -> RoundPage | None:
    """Return one period of a round as known now or on a day; ``None`` where the officer knows of no such round."""
    ledger, reader, at = this_ledger(), here.reader_of(user), knowledge.instant(known_on)
    try:
        found = rounds.find(ledger, reader, record_id, known_on=at)
        term = rounds.term_of(found, _day(day), today=day_of(at or now))
    except StoreError:
        return None
    begun = rounds.begun(found, day_of(now))[-SHOWN_TERMS:]
    wanted = [*begun, *([] if term in begun else [term])]
    all_terms = rounds.standings(ledger, reader, found, wanted, now=now, known_on=at)
    standing = next(one for one in all_terms if one.term == term)
    counted = _counted(user, standing, at)
    return RoundPage(
        record_id=found.record, title=_title(found, lang), author=here.who(found.author, lang),
        term=_term(standing, lang),
        terms=tuple(_term(one, lang, here_is=one.term == term) for one in all_terms),
        units=tuple(_unit(found, term, one, standing.indicators, lang) for one in standing.units),
        indicators=tuple(
            IndicatorLine(name=name, label=catalogue()[name].label[lang], reported=standing.having(name),
                          counted=_amount(counted.get(name), lang))
            for name in standing.indicators
        ),
        whole=found.author in reader.organisations,
        known=known_on if at is not None else "",
        example=_example(found),
    )  # fmt: skip


def unit_sheet(
    user: User, lang: str, *, record_id: str, unit: str, day: str, now: int,
    said: Mapping[str, str] | None = None, faults: Sequence[Fault] = (),
) -> SheetPage | None:  # fmt: skip
    """Return a unit's sheet, filled in; ``said`` is what was typed. ``None`` where the officer has no such sheet."""
    sheet = _sheet(user, record_id, unit, day, now)
    if sheet is None:
        return None
    return SheetPage(
        record_id=sheet.round.record, title=_title(sheet.round, lang), unit=here.who(unit, lang),
        term=TermLine(
            address="", period=period_words(sheet.term, lang), due=due_words(sheet.term, lang), reported=0, asked=0,
            missing=0,
        ),
        state_word=state_word(sheet.standing.state), sign=SIGNS[sheet.standing.state],
        lines=tuple(_sheet_line(line, lang, said, faults) for line in sheet.lines),
        qualifiers=tuple(Choice(value=code, label=label.to(lang)) for code, label in QUALIFIERS.items()),
        may_sign=user.may(Right.SAY, signing.RETURN) and user.organisation in (unit, sheet.round.author),
        filled=any(line.said is None and line.counted is not None for line in sheet.lines),
        faults=tuple(one for one in faults if "." not in one.field),
        example=_example(sheet.round),
    )  # fmt: skip


def sign_sheet(
    user: User, lang: str, *, record_id: str, unit: str, day: str, said: Mapping[str, str], now: int
) -> Sequence[Fault] | None:
    """Sign what was typed into a sheet. Return what doesn't fit, empty when signed; ``None`` where there is none."""
    sheet = _sheet(user, record_id, unit, day, now)
    if sheet is None:
        return None
    if user.organisation not in (unit, sheet.round.author) or not user.may(Right.SAY, signing.RETURN):
        raise PermissionDenied
    entered = dict[str, Entered]()
    for line in sheet.lines:
        name = line.indicator.name
        if said.get(f"nothing.{name}") or said.get("all_nothing"):
            entered[name] = Entered(nothing=True)
        elif text := said.get(f"value.{name}", "").strip():
            entered[name] = Entered(decimal(text, lang), said.get(f"qualifier.{name}") or "exact")
    if not entered:
        sentence = _("Nothing is filled in: give a number, or tick “nothing to report”.")
        return [Fault(field="", rule="empty", given="", sentence=sentence)]
    try:
        signing.sign(
            this_ledger(), here.reader_of(user), sheet, entered, author=user.organisation, now=now,
            example=here.is_example(),
        )  # fmt: skip
    except Unfit as unfit:
        return as_faults(unfit.findings, lang)
    except StoreError as error:
        return [Fault(field="", rule=error.check, given="", sentence=told(error, lang))]
    return []


def round_opening(
    user: User, lang: str, *, said: Mapping[str, str], chosen: Sequence[str], asked: Sequence[str], now: int,
    faults: Sequence[Fault] = (),
) -> Opening:  # fmt: skip
    """Return the form that opens a round: every indicator that is counted, and the units under the officer's own.

    Only units that are there in the first period are offered, or today while none is given.
    """
    sections = [
        (section.title[lang], tuple(Choice(value=name, label=catalogue()[name].label[lang]) for name in each))
        for section in declared("joint").sections
        if (each := [name for name in section.indicators if catalogue()[name].counted is not None])
    ]
    roster = this_ledger().roster()
    first, last = _asked_days(said) or (day_of(now), day_of(now))
    under = sorted(
        code
        for code in roster.organisations
        if user.organisation in roster.superiors(code) and _shares(_days_of(code), first, last)
    )
    return Opening(
        sections=tuple(sections),
        units=tuple(Choice(value=code, label=here.who(code, lang).name) for code in under),
        rhythms=tuple(Choice(value=code, label=label.to(lang)) for code, label in HOW_OFTEN.items()),
        said=dict(said), chosen=tuple(chosen), asked=tuple(asked), faults=tuple(faults),
    )  # fmt: skip


def may_open_rounds(user: User) -> bool:
    """Return whether this officer opens rounds."""
    return user.may(Right.RELEASE, ROUND)


def open_round(
    user: User, lang: str, *, said: Mapping[str, str], chosen: Sequence[str], asked: Sequence[str], now: int
) -> str | Sequence[Fault]:
    """Open a round to the units asked. Return its id, or what doesn't fit."""
    if not may_open_rounds(user):
        raise PermissionDenied
    try:
        first, last = period_named(_month(said.get("period", "")), said.get("calendar") or "civil")
    except BadQuestion as error:
        return [Fault(field="period", rule=error.check, given=said.get("period", ""), sentence=told(error, lang))]
    days = {"from": first, "to": last}
    span = _asked_days(said)
    gone = [code for code in asked if span is not None and not _shares(_days_of(code), *span)]
    if gone:
        names = ", ".join(here.who(code, lang).name for code in gone)
        sentence = _("Not there in this period: %(units)s. Choose among the units that are.") % {"units": names}
        return [Fault(field="units", rule="ended", given=" ".join(gone), sentence=sentence)]
    body: dict[str, Any] = {
        "names": {lang: said["name"]} if said.get("name") else None,
        "indicators": list(chosen),
        "period": {name: day for name, day in days.items() if day is not None},
        "repeats": said.get("repeats") if said.get("repeats") not in ("", "once", None) else None,
        "due_days": whole(said.get("due_days", "")),
        "units": [{"unit": code, **_within(_days_of(code), span)} for code in asked],
        "example": True if here.is_example() else None,
    }
    try:
        return signing.open_round(
            this_ledger(), {name: value for name, value in body.items() if value is not None},
            author=user.organisation, now=now,
        )  # fmt: skip
    except Unfit as unfit:
        return as_faults(unfit.findings, lang)
    except (StoreError, BadQuestion) as error:
        return [Fault(field="", rule=error.check, given="", sentence=told(error, lang))]


def _asked_days(said: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the first and last day of the first period that a form says, ``None`` while it says none."""
    try:
        first, last = period_named(_month(said.get("period", "")), said.get("calendar") or "civil")
        return None if first is None or last is None else (days_of(first)[0], days_of(last)[1])
    except (BadQuestion, ValueError):
        return None


def _days_of(code: str) -> tuple[int | None, int | None]:
    """Return from and to when there is a unit, as its side's roster says, else the packaged tables."""
    stated, known = this_ledger().roster().organisations.get(code), packaged().organisation(code)
    begins = known.valid_from if known is not None else None
    ends = known.valid_to if known is not None else None
    if stated is not None:
        begins = days_of(stated.valid_from)[0] if stated.valid_from else begins
        ends = days_of(stated.valid_to)[1] if stated.valid_to else ends
    return begins, ends


def _shares(unit: tuple[int | None, int | None], first: int, last: int) -> bool:
    begins, ends = unit
    return (begins is None or begins <= last) and (ends is None or ends >= first)


def _within(unit: tuple[int | None, int | None], span: tuple[int, int] | None) -> dict[str, str]:
    """Return the days of a unit's own that a round must know: where it begins or ends in it, or after its beginning."""
    begins, ends = unit
    found = {} if begins is None or span is None or begins <= span[0] else {"from": iso(begins)}
    return found if ends is None else {**found, "to": iso(ends)}


def _month(text: str) -> str:
    """Return a period as offices write it, 07/2026, as the calendar names it."""
    month, between, year = text.strip().partition("/")
    return f"{year}-{month.zfill(2)}" if between and year.isdigit() and month.isdigit() else text.strip()


def _sheet(user: User, record_id: str, unit: str, day: str, now: int) -> Sheet | None:
    ledger, reader = this_ledger(), here.reader_of(user)
    try:
        found = rounds.find(ledger, reader, record_id)
        term = rounds.term_of(found, _day(day), today=day_of(now))
        return signing.sheet(ledger, reader, found, term, unit, now=now)
    except StoreError:
        return None


def is_day(text: str) -> bool:
    """Return whether a day by which a period is named can be read."""
    return _day(text) is not None


def _day(text: str) -> int | None:
    try:
        return days_of(text)[0] if text else None
    except ValueError:
        return None


def _title(round: Opened, lang: str) -> str:
    names = round.body.get("names")
    title = registry.title(ROUND, {"names": names} if names else dict(round.body), lang)
    return title[:1].upper() + title[1:]


def _example(round: Opened) -> bool:
    return bool(round.body.get("example"))


def _term(standing: Standing, lang: str, *, here_is: bool = False) -> TermLine:
    address = reverse("desk:round", args=[standing.round.record])
    return TermLine(
        address=f"{address}?{urlencode({'period': iso(standing.term.first)})}",
        period=period_words(standing.term, lang),
        due=due_words(standing.term, lang),
        reported=standing.reported,
        asked=len(standing.units),
        missing=sum(one.state == rounds.MISSING for one in standing.units),
        here=here_is,
    )


def _unit(round: Opened, term: Term, one: Unit, indicators: Sequence[str], lang: str) -> UnitLine:
    others = {cell.author for cell in one.cells.values()} - {one.unit}
    return UnitLine(
        unit=here.who(one.unit, lang), state=one.state, state_word=state_word(one.state), sign=SIGNS[one.state],
        at_ms=one.at, address=sheet_address(round.record, one.unit, term),
        answers=tuple(_answer(catalogue()[name].label[lang], one.cells.get(name), lang) for name in indicators),
        by_other=here.who(others.pop(), lang) if others else None,
    )  # fmt: skip


def _answer(label: str, cell: Cell | None, lang: str) -> Answer:
    if cell is None:
        return Answer(label=label)
    if cell.nothing:
        return Answer(label=label, kind="nothing", record_id=cell.record, corrected=cell.corrected)
    body = cell.body
    shown = language.amount(
        thousandths(body["value"]), lang, qualified=body.get("qualifier", "exact"), unit=unit_code(body["unit"]),
        upper=thousandths(body["value_max"]) if "value_max" in body else None, catalogue=catalogue(),
    )  # fmt: skip
    return Answer(label=label, kind="number", text=shown, record_id=cell.record, corrected=cell.corrected)


def _counted(user: User, standing: Standing, known_on: int | None) -> dict[str, Figure]:
    """Return what is counted for all units asked together, as far as the officer may read their records."""
    ledger = this_ledger()
    codes = {code for one in standing.units for code in packaged().descendants(one.unit) or {one.unit}}
    asks = rounds.question(
        ledger, here.reader_of(user), known_on=known_on, indicators=standing.indicators,
        basis=Basis("stated", ledger.node.side, held=False), period=rounds.span(standing.term),
        organisations=tuple(sorted(codes)), owner=user.organisation,
    )  # fmt: skip
    found: dict[str, Figure] = {}
    for figure in count(asks, catalogue(), lambda text, values: rounds.execute(ledger, text, values)):
        found.setdefault(figure.indicator, figure)
    return found


def _amount(figure: Figure | None, lang: str) -> str:
    if figure is None:
        return ""
    return language.amount(
        figure.value, lang, upper=figure.value_max, qualified=figure.qualifier, precision=figure.precision,
        unit=figure.unit, catalogue=catalogue(),
    )  # fmt: skip


def _sheet_line(line: Line, lang: str, typed: Mapping[str, str] | None, faults: Sequence[Fault]) -> SheetLine:
    name, counted, said = line.indicator.name, line.counted, line.said
    value, qualifier, nothing = "", "exact", False
    if typed is not None:
        value, qualifier = typed.get(f"value.{name}", ""), typed.get(f"qualifier.{name}") or "exact"
        nothing = bool(typed.get(f"nothing.{name}"))
    elif said is not None:
        nothing = said.nothing
        value = "" if nothing else telling.number(str(said.body["value"]), lang)
        qualifier = "exact" if nothing else str(said.body.get("qualifier", "exact"))
    elif counted is not None and counted.qualifier != HIDDEN and counted.unit == line.unit:
        value, qualifier = telling.number(decimal_text(counted.value), lang), counted.qualifier
    difference = line.difference
    return SheetLine(
        name=name, label=line.indicator.label[lang], definition=line.indicator.definition[lang],
        unit=language.unit_name(line.unit, lang, catalogue(), None), counted=_amount(counted, lang), value=value,
        qualifier=qualifier, nothing=nothing, said=said is not None,
        difference=language.number(difference, lang) if difference else "",
        faults=tuple(one for one in faults if one.field.startswith(f"{name}.")),
    )  # fmt: skip
