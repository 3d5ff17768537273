"""Following up at the desk: threads, twinnings, commitments, and what belongs to what."""

from __future__ import annotations

from collections import Counter
from typing import Any

from twinline.access.models import User
from twinline.desk import telling
from twinline.desk.followed import Carried, Due, Followed, Life, Message, Onward, Owed, Promise, Thread
from twinline.desk.house import here
from twinline.desk.house.planned import plan
from twinline.desk.house.rows import row
from twinline.figures.numbers import decimal_text
from twinline.ledger.threads import Amount, Fulfilment
from twinline.records import liveliness, registry
from twinline.records.cooperation import HOW_OFTEN, LEVELS, OWED_UNITS, SUBJECTS, months_between, term_of
from twinline.records.fields.dates import shown_date
from twinline.records.kinds.exhibit import STEPS
from twinline.records.kinds.notice import SUBJECTS as NOTICE_SUBJECTS
from twinline.records.kinds.notice import TYPES
from twinline.records.kinds.twinning import Twinning
from twinline.records.liveliness import STAGES, Done
from twinline.records.onward import said
from twinline.records.vocabularies import ORGANISATION_TYPES, UNITS
from twinline.store import following, meaning, onward, reading
from twinline.store.here import this_ledger
from twinline.store.onward import found_told
from twinline.times import Days, day_of, iso

SHOWN = 12
ANSWERED = ("notice", "gate_status")
#: What a pledge of support may name.
PLEDGED = ("goods", "value", "building", "buildings", "scholarships")


def followed(user: User, lang: str, record_id: str, *, now: int) -> Followed:
    """Return what is followed up of a record, as this officer may see it."""
    ledger, reader = this_ledger(), here.reader_of(user)
    found = reading.records(ledger, reader, ids=[record_id])
    if not found or not meaning.readable(found[0].kind, found[0].version):
        return Followed()
    kept = found[0]
    if kept.kind in ANSWERED:
        return Followed(thread=_thread(user, lang, kept, now))
    if kept.kind == "commitment" or following.is_pledge(kept):
        return Followed(owed=_owed(user, lang, kept, now))
    if kept.kind == "joint_plan":
        return Followed(plan=plan(user, lang, kept, now=now))
    belonging = following.pointing_to(ledger, reader, kept.record, following.PART_OF)
    if kept.kind == "twinning":
        return Followed(life=_life(lang, kept, belonging, now))
    named = onward.naming(ledger, reader, kept)
    parts = {one.record: one for one in (*belonging, *named)}
    return Followed(
        onward=tuple(_onward(one, lang) for one in onward.steps(ledger, reader, kept, day_of(now))),
        parts=tuple(row(one, lang) for one in list(parts.values())[:SHOWN]),
    )


def _onward(one: onward.Step, lang: str) -> Onward:
    return Onward(text=onward_said(one, lang), row=row(one.row, lang) if one.row else None, late=one.late)


def onward_said(one: onward.Step, lang: str) -> str:
    """Return how a record goes on, in words."""
    return said(
        one.what, lang, day=shown_date(iso(one.day), lang) if one.day is not None else "",
        who=here.who(one.who, lang).name if one.who else "", n=telling.number(str(one.number), lang),
        what=STEPS[one.code].to(lang) if one.code else found_told(one, lang),
    )  # fmt: skip


def _thread(user: User, lang: str, kept: reading.Row, now: int) -> Thread:
    ledger, reader = this_ledger(), here.reader_of(user)
    told = following.thread(ledger, reader, kept.record, now=now)
    messages = tuple(_message(one, lang, told, kept.record) for one in told.rows)
    last = next((one for one in reversed(told.rows) if one.side != ledger.node.side), None)
    may = last is not None and here.answers_for(user, meaning.counterparts_of(last.kind, last.version, last.body))
    return Thread(messages=messages, missing=len(told.missing), reply=last.record if last and may else "")


def _message(one: reading.Row, lang: str, told: following.Thread, shown: str) -> Message:
    body: dict[str, Any] = dict(one.body)
    note = body.get("note") or {}
    due = told.deadlines.get(one.record)
    aside = ("note", "example", "type", "subject", "when", "answers", "answer_within", "counterparts", "attachments")
    fields = registry.describe(one.kind, {name: said for name, said in body.items() if name not in aside}, lang)
    kind = registry.of_kind(one.kind)
    return Message(
        row=row(one, lang),
        type=TYPES[body["type"]].to(lang) if one.kind == "notice" else kind.label.to(lang),
        subject=NOTICE_SUBJECTS[body["subject"]].to(lang) if one.kind == "notice" else "",
        text=str(note.get("text", "")),
        text_language=str(note.get("language", "")),
        due=Due(state=due.state, hours=due.hours, received_ms=due.received, due_ms=due.due, answered_ms=due.answered)
        if due
        else None,
        here=one.record == shown,
        fields=tuple(fields),
    )


def _life(lang: str, kept: reading.Row, belonging: list[reading.Row], now: int) -> Life:
    body: dict[str, Any] = dict(kept.body)
    done = [Done(one.kind, str(one.body.get("type", "")), one.day_to) for one in belonging]
    today = day_of(now)
    stage = liveliness.stage(body, done, today)

    def names(codes: list[str]) -> tuple[Any, ...]:
        return tuple(here.who(code, lang) for code in codes)

    what = Twinning.types_of(body)

    def types(codes: list[str]) -> tuple[tuple[str, int], ...]:
        found = Counter(what[code] for code in codes)
        return tuple((ORGANISATION_TYPES[one].to(lang), number) for one, number in found.items())

    return Life(
        stage=stage,
        stage_label=STAGES[stage].to(lang),
        units_a=names(body["units_a"]),
        units_b=names(body["units_b"]),
        types_a=types(body["units_a"]),
        types_b=types(body["units_b"]),
        pairs=tuple((here.who(a, lang), here.who(b, lang)) for a, b in Twinning.pairs_of(body)),
        promises=tuple(
            Promise(label=SUBJECTS[one.what].to(lang), promised=one.promised, done=one.done, counted=one.counted)
            for one in liveliness.kept(body.get("promises", ()), done, today)
        ),
        activities=tuple(row(one, lang) for one in belonging[:SHOWN]),
        total=len(belonging),
        signed=shown_date(body["signed"], lang) if "signed" in body else "",
        until=shown_date(body["until"], lang) if "until" in body else "",
        renewed=tuple(shown_date(one, lang) for one in body.get("renewed", ())),
        add=kept.record,
    )


def _owed(user: User, lang: str, kept: reading.Row, now: int) -> Owed:
    ledger, reader = this_ledger(), here.reader_of(user)
    today, months = day_of(now), months_between(kept.body)
    told = following.fulfilment(ledger, reader, kept, day=today)
    missed = [
        due for due in following.due_days(kept, today)
        if due < today and not following.fulfilment(ledger, reader, kept, day=due).done
    ]  # fmt: skip
    rows = following.pointing_to(ledger, reader, kept.record, following.FULFILS)
    until = kept.body.get("until")
    return Owed(
        pledged=_pledged(kept, told, lang),
        level=LEVELS[told.level].to(lang) if told.level in LEVELS else "",
        delivered=tuple(_carried(one, lang) for one in told.delivered),
        left=_amount(told.open, told.unit, lang) if told.open is not None else "",
        done=told.done,
        overdue=bool(missed),
        until=shown_date(until, lang) if until else "",
        rows=tuple(row(one, lang) for one in rows[:SHOWN]),
        add=kept.record,
        often=HOW_OFTEN[str(kept.body["repeats"])].to(lang) if months else "",
        term=telling.days(Days(*term_of(today, months), "interval"), lang) if months else "",
    )


def _pledged(kept: reading.Row, told: Fulfilment, lang: str) -> str:
    """Return what was pledged: an amount, or of support all that it names, in its own words."""
    if told.pledged is not None:
        return _amount(told.pledged, told.unit, lang)
    named = {name: kept.body[name] for name in PLEDGED if name in kept.body} if kept.kind == "support" else {}
    return " · ".join(text for _label, text in registry.describe(kept.kind, named, lang))


def _carried(one: Amount, lang: str) -> Carried:
    level = LEVELS[one.level].to(lang) if one.level in LEVELS else ""
    return Carried(amount=_amount(one.value, one.unit, lang), level=level, times=one.deliveries)


def _amount(value: int, unit: str, lang: str) -> str:
    units = OWED_UNITS if unit in OWED_UNITS else UNITS
    name = units[unit].to(lang) if unit in units else unit
    return f"{telling.number(decimal_text(value), lang)} {name}"
