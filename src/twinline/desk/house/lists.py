"""The lists one chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.drawing import LINKED, Pen
from twinline.desk.house import here
from twinline.desk.house.planned import begun
from twinline.desk.house.rows import row
from twinline.desk.seen import Choice, Kind
from twinline.desk.words import word
from twinline.records import registry
from twinline.records.acts import DISPUTE_REASONS, WITHDRAW_REASONS
from twinline.records.gazetteer import packaged
from twinline.records.vocabulary import Vocabulary
from twinline.store import meaning, peers, reading
from twinline.store.here import this_ledger
from twinline.times import day_of, now_ms

# Offered first, by what kind of office somebody works in; then the others in the order they are declared.
AT_A_POST = ("patrol", "inspection", "incident", "notice", "gate_status")
IN_AN_OFFICE = ("activity", "notice", "commitment", "agreement", "twinning")
BY_ROLE = {
    "blo": ("notice", "liaison_shift", "gate_status", "incident", "liaison_bulletin"),
    "police": ("incident", "notice", "pledge_round", "activity", "joint_plan"),
    "village": ("inspection", "pledge_round", "activity", "twinning", "support"),
    "commune": ("activity", "pledge_round", "twinning", "support", "inspection"),
    "gate_authority": ("gate_status", "crossing_count", "notice", "incident", "activity"),
    "customs": ("incident", "notice", "gate_status", "activity", "crossing_count"),
    **dict.fromkeys(("border_post", "control_station", "border_company", "border_police_post"), AT_A_POST),
}
# Told by whoever runs the node, not from day to day at a desk; a report and a round are said on their own pages,
# and a survey is proposed where it was brought in.
NOT_AT_THE_DESK = ("place", "organisation", "issued_report", "line_survey", "reporting_round", "nothing_to_report")
FILLED_IN = tuple(name for name in registry.KINDS if name not in NOT_AT_THE_DESK)


def kinds(lang: str) -> Sequence[Kind]:
    """Return every kind that can be listed."""
    return [Kind(name=kind.name, label=kind.plural.to(lang)) for kind in registry.KINDS.values()]


def kinds_to_fill_in(user: User, lang: str) -> Sequence[Kind]:
    """Return the kinds this officer fills in: what their office said last first, then what fits its role, then all.

    Only those that their roles are bound to, if they are bound to any.
    """
    known = packaged().organisation(user.organisation)
    role = BY_ROLE.get(known.kind if known else "", IN_AN_OFFICE)
    order = [*reading.lately_said(this_ledger(), here.reader_of(user), user.organisation), *role, *FILLED_IN]
    kinds = [registry.of_kind(name) for name in dict.fromkeys(order) if name in FILLED_IN and user.is_for(name)]
    return [Kind(name=kind.name, label=kind.label.to(lang), hint=kind.help.to(lang)) for kind in kinds]


def pen(lang: str, user: User) -> Pen:
    """Return the pen that draws this desk's forms; an officer links to what they may see."""
    drawn = names.pen(lang, this_ledger().node.side, day_of(now_ms()))
    return replace(drawn, records=lambda kinds, record: _linkable(user, lang, kinds, record))


def _linkable(user: User, lang: str, kinds: Sequence[str], record: str) -> Sequence[Choice]:
    """Return the latest records of some kinds to link to, and the one that is linked to already."""
    ledger, reader = this_ledger(), here.reader_of(user)
    found = [one for kind in kinds for one in reading.records(ledger, reader, kind=kind, limit=LINKED)]
    if record and all(one.record != record for one in found):
        found += reading.records(ledger, reader, ids=[record])
    chosen = [
        Choice(value=one.record, label=shown.title, group=shown.kind_label)
        for one in found
        if (shown := row(one, lang))
    ]
    known = {choice.value for choice in chosen}
    return [*chosen, *([Choice(value=record, label=record)] if record and record not in known else [])]


def linked_body(user: User, kind: str, links: Mapping[str, str], *, task: int = 0) -> dict[str, object]:
    """Return what need not be typed of a record that names others: whom it concerns, and what a reply is about."""
    ledger, reader = this_ledger(), here.reader_of(user)
    found = reading.records(ledger, reader, ids=links.values()) if links else []
    side = ledger.roster().side
    named = {
        code
        for one in found
        for code in (one.author, *meaning.counterparts_of(one.kind, one.version, one.body))
        if (side(code) or here.who(code, "en").side) not in ("", ledger.node.side)
    }
    body: dict[str, object] = {**links, **({"counterparts": sorted(named)} if named else {})}
    if kind == "notice" and "answers" in links:
        body["type"] = "reply"
        # What an answer is about, and where, is what was asked: no place, where none was named.
        body |= next(({name: one.body.get(name) for name in ("subject", "place")} for one in found), {})
    if kind == "task_done":
        body |= next((begun(one, task) for one in found), {})
    return body


def places(lang: str) -> Sequence[Choice]:
    """Return the organisations that can be a place, grouped by side and province."""
    return names.places(lang)


def organisations(lang: str) -> Sequence[Choice]:
    """Return all organisations, grouped by side and province."""
    return names.organisations(lang)


def circles(user: User, lang: str) -> Sequence[Choice]:
    """Return with whom a record may be shared: a desk of the other side, one of its organisations, or everyone.

    Whose side isn't known yet, before the first exchange with a desk just paired, is not offered.
    """
    ledger = this_ledger()
    roster, known = ledger.roster(), ledger.line()
    found = []
    for peer in peers.all_peers(ledger):
        group = here.who(peer.organisation, lang).name
        codes = (peer.organisation, *sorted(roster.hosts(peer.node) - {peer.organisation}))
        found += [
            Choice(value=f"twin:{code}", label=here.who(code, lang).name, group=group)
            for code in codes
            if code in known and roster.side(code) != ledger.node.side
        ]
    return [*found, Choice(value="line", label=word("everyone_on_line", lang), group=word("everyone_on_line", lang))]


def report_circles(user: User, lang: str) -> Sequence[Choice]:
    """Return for whom a report is told: everyone, the officer's own organisation, or it and one of the other side."""
    own = here.who(user.organisation, lang).name
    every, others = circles(user, lang)[-1], circles(user, lang)[:-1]
    with_one = [Choice(value=one.value, label=f"{own}, {one.label}", group=one.group) for one in others]
    return [every, Choice(value="self", label=own, group=own), *with_one]


def reasons(lang: str) -> Sequence[Choice]:
    """Return the coded reasons for *not yet agreed*."""
    return _choices(DISPUTE_REASONS, lang)


def withdraw_reasons(lang: str) -> Sequence[Choice]:
    """Return the coded reasons for withdrawing."""
    return _choices(WITHDRAW_REASONS, lang)


def _choices(vocabulary: Vocabulary, lang: str) -> Sequence[Choice]:
    return [Choice(value=code, label=label.to(lang)) for code, label in vocabulary.items()]
