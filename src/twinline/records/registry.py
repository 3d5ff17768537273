"""All kinds and acts by name, and what is asked of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from twinline.records.acts import ACTS, TELLING_ACTS, check_act
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields.base import Field
from twinline.records.fields.dates import days
from twinline.records.fields.groups import Declared, ListOf, Part
from twinline.records.fields.places import MarkerNumber, Place, Spot
from twinline.records.findings import Finding, Found
from twinline.records.gazetteer import packaged
from twinline.records.kind import NOWHERE, ROUTINE, Kind, Setting
from twinline.records.kinds.activity import Activity
from twinline.records.kinds.agreement import Agreement
from twinline.records.kinds.case import Case
from twinline.records.kinds.commitment import Commitment
from twinline.records.kinds.control_post import ControlPost
from twinline.records.kinds.crossing_count import CrossingCount
from twinline.records.kinds.exhibit import Exhibit
from twinline.records.kinds.gate import Gate
from twinline.records.kinds.gate_status import GateStatus
from twinline.records.kinds.handover import Handover
from twinline.records.kinds.incident import Incident
from twinline.records.kinds.inspection import Inspection
from twinline.records.kinds.issued_report import IssuedReport
from twinline.records.kinds.joint_plan import JointPlan
from twinline.records.kinds.liaison import LiaisonBulletin, LiaisonOffice, LiaisonShift
from twinline.records.kinds.line_survey import LineSurvey
from twinline.records.kinds.marker import Marker
from twinline.records.kinds.nothing_to_report import NothingToReport
from twinline.records.kinds.notice import Notice
from twinline.records.kinds.organisation import Organisation
from twinline.records.kinds.patrol import Patrol
from twinline.records.kinds.place import PlaceKind
from twinline.records.kinds.pledge_round import PledgeRound
from twinline.records.kinds.programme_status import ProgrammeStatus
from twinline.records.kinds.reporting_round import ReportingRound
from twinline.records.kinds.return_ import Return
from twinline.records.kinds.seizure import Seizure
from twinline.records.kinds.stretch import Stretch
from twinline.records.kinds.support import Support
from twinline.records.kinds.task_done import TaskDone
from twinline.records.kinds.trail import Trail
from twinline.records.kinds.twinning import Twinning
from twinline.records.lookup import Lookup
from twinline.text import normal
from twinline.times import NO_PERIOD, Days

# In the order in which they are offered.
_ALL: tuple[type[Kind], ...] = (
    *(Notice, GateStatus, Activity, Patrol, Inspection, Incident, CrossingCount),
    *(Agreement, Commitment, JointPlan, TaskDone, Twinning, Support, PledgeRound),
    *(LiaisonOffice, LiaisonShift, LiaisonBulletin),
    *(Case, Seizure, Exhibit, Handover, ProgrammeStatus),
    *(Marker, Stretch, ControlPost, Trail, ReportingRound, Return, NothingToReport, IssuedReport, LineSurvey),
    *(Gate, PlaceKind, Organisation),
)
KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in _ALL}
#: Those that tell of what has been: their days can't lie ahead.
OF_THE_PAST = tuple(kind.name for kind in _ALL if not kind.may_lie_ahead)


class UnknownKind(KeyError):
    """A kind that this version doesn't know: such a record is kept and passed on, not read."""


def validate(kind: str, body: Any, lookup: Lookup | None = None) -> list[Finding]:
    """Return what is wrong with a record; nothing is when the list is empty.

    ``lookup`` answers for organisations and gates; without one the packaged gazetteer does.
    """
    found = Found()
    declared = KINDS.get(kind)
    if declared is None:
        found.add("", "unknown_kind", kind, kinds=", ".join(KINDS))
    else:
        _judge(declared, body, found, lookup)
    return found.findings


def validate_act(act: str, kind: str, body: Any, lookup: Lookup | None = None, *, record: str = "") -> list[Finding]:
    """Return what is wrong with the body of any entry.

    ``say`` and ``amend`` carry a whole body of the kind; the other acts have bodies of
    their own. ``record`` is the id of the record the act is on, where known.
    """
    if act in TELLING_ACTS:
        return validate(kind, body, lookup)
    found = Found()
    if act not in ACTS:
        found.add("", "unknown_act", act, acts=", ".join((*TELLING_ACTS, *ACTS)))
    elif not isinstance(body, dict):
        found.add("", "not_an_object", body)
    else:
        check_act(act, body, record, found, packaged() if lookup is None else lookup)
    return found.findings


def _judge(declared: type[Declared], body: Any, found: Found, lookup: Lookup | None) -> None:
    if isinstance(body, dict):
        known = packaged() if lookup is None else lookup
        if not declared.fits(body, known):
            declared.check(body, "", found, known)
    else:
        found.add("", "not_an_object", body)


def normalise(kind: str, body: Any) -> Any:
    """Return a body as its author is to say it: text trimmed, in NFC, Lao vowels in order. Nothing else changes."""
    if isinstance(body, str):
        return normal(body)
    if isinstance(body, dict):
        return {name: normalise(kind, value) for name, value in body.items()}
    if isinstance(body, list):
        return [normalise(kind, value) for value in body]
    return body


def completed(kind: str, body: dict[str, Any], lookup: Lookup | None = None) -> dict[str, Any]:
    """Return a right body with what its author's look-up adds to it before it is said; the same if nothing."""
    return of_kind(kind).completed(body, packaged() if lookup is None else lookup)


def facts(kind: str, body: dict[str, Any], *, author: str = "", about: str = "") -> list[Fact]:
    """Return the facts of a right body (one that ``validate`` found nothing wrong with)."""
    return facts_in(kind, body, about or author, event_days(kind, body), place(kind, body))


def facts_in(kind: str, body: dict[str, Any], about: str, days: Days, spot: Spot | None) -> list[Fact]:
    """Return the facts of a right body of which ``event_days`` and ``place`` are known already."""
    declared = of_kind(kind)
    setting = Setting(about, days, spot or NOWHERE, ";".join(declared.counterpart_codes(body)))
    return list(declared.state(body, setting))


def counterparts(kind: str, body: dict[str, Any]) -> tuple[str, ...]:
    """Return the codes of those who may confirm or contest the record, sorted; its author may be among them."""
    return of_kind(kind).counterpart_codes(body)


def waits(kind: str, body: dict[str, Any]) -> str:
    """Return what a right body leaves to be said (``kind.ANSWER`` and the like); empty where it leaves nothing."""
    return of_kind(kind).waits(body)


def links(kind: str, body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the ties that a right body states: verb (``part_of``, ``fulfils``, ``answers``) and a record's id."""
    declared = KINDS.get(kind)
    return declared.links(body) if declared else ()


def link_fields(kind: str) -> tuple[str, ...]:
    """Return the names of the fields whose values are links to other records."""
    return tuple(name for _, name in of_kind(kind).link_fields())


def relinked(kind: str, body: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a body whose links point to records by other ids."""
    return of_kind(kind).relinked(body, names)


def lane(kind: str, body: dict[str, Any]) -> str:
    """Return the lane in which a record goes: ``urgent`` for an alert, else ``routine``."""
    declared = KINDS.get(kind)
    return declared.lane(body) if declared else ROUTINE


def skips_release(kind: str, body: dict[str, Any]) -> bool:
    """Return whether a record may cross without the right to release: an alert about danger to life may."""
    declared = KINDS.get(kind)
    return declared.skips_release(body) if declared else False


def abroad(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a body as it is said across the border."""
    return of_kind(kind).abroad(body)


def crossing(kind: str, body: dict[str, Any], lookup: Lookup | None = None) -> list[Finding]:
    """Return what keeps a right body from crossing the border."""
    found = Found()
    declared = KINDS.get(kind)
    if declared is not None:
        declared.crossing(body, found, packaged() if lookup is None else lookup)
    return found.findings


def essentials(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return what an amendment may not touch if the record is to stay agreed: time, place, parties, facts."""
    fields = of_kind(kind).fields
    return {name: value for name, value in body.items() if name in fields and fields[name].essential}


def event_days(kind: str, body: dict[str, Any]) -> Days:
    """Return the civil days of what the record tells; no period where it says none or the kind is unknown."""
    declared = KINDS.get(kind)
    return declared.event_days(body) if declared else NO_PERIOD


def ahead_of(kind: str, body: dict[str, Any], day: int) -> bool:
    """Return whether a record tells of what begins after a civil day as of what has been."""
    declared = KINDS.get(kind)
    return declared is not None and declared.ahead_of(body, day)


def place(kind: str, body: dict[str, Any]) -> Spot | None:
    """Return the place as it was said, or None."""
    declared = KINDS.get(kind)
    return declared.spot(body) if declared else None


def markers_said(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Field, Any]]:
    """Yield each marker that a body names, in a place or by itself, right or not: path, field, what was said."""
    for name, field in _marked(kind):
        if name in body:
            yield from _markers(name, field, body[name])


@lru_cache(maxsize=64)
def _marked(kind: str) -> tuple[tuple[str, Field], ...]:
    """Return the fields of a kind in which a marker may be named, at whatever depth."""
    return tuple((name, field) for name, field in of_kind(kind).fields.items() if _has_markers(field))


def _has_markers(field: Field) -> bool:
    if isinstance(field, Part):
        return any(map(_has_markers, field.of.fields.values()))
    return _has_markers(field.item) if isinstance(field, ListOf) else isinstance(field, MarkerNumber | Place)


def places_said(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Field, Mapping[str, Any]]]:
    """Yield each place of a body that says more than an organisation, right or not: path, field, what was said."""
    for name, field in _marked(kind):
        if name in body:
            yield from _places(name, field, body[name])


def _places(at: str, field: Field, said: Any) -> Iterator[tuple[str, Field, Mapping[str, Any]]]:
    if isinstance(field, Place) and isinstance(said, dict):
        yield at, field, said
    elif isinstance(field, Part) and isinstance(said, dict):
        for name, inner in field.of.fields.items():
            if name in said:
                yield from _places(f"{at}.{name}", inner, said[name])
    elif isinstance(field, ListOf) and isinstance(said, list):
        for number, one in enumerate(said):
            yield from _places(f"{at}[{number}]", field.item, one)


def _markers(at: str, field: Field, said: Any) -> Iterator[tuple[str, Field, Any]]:
    if isinstance(field, MarkerNumber):
        yield at, field, said
    elif isinstance(field, Place) and isinstance(said, dict):
        yield from ((f"{at}.{name}", field, said[name]) for name in ("marker", "to_marker") if name in said)
    elif isinstance(field, Part) and isinstance(said, dict):
        for name, inner in field.of.fields.items():
            if name in said:
                yield from _markers(f"{at}.{name}", inner, said[name])
    elif isinstance(field, ListOf) and isinstance(said, list):
        for number, one in enumerate(said):
            yield from _markers(f"{at}[{number}]", field.item, one)


def dates(kind: str, body: dict[str, Any]) -> list[Dated]:
    """Return what a calendar shows of a right body: days that are due, end, are planned or come round again."""
    return list(of_kind(kind).dates(body))


def stretches(kind: str, body: dict[str, Any]) -> list[tuple[Days, Spot]]:
    """Return where it was and on which days, stretch by stretch; nothing where none is said or the kind is unknown."""
    declared = KINDS.get(kind)
    return declared.stretches(body) if declared else []


def published(body: Mapping[str, Any]) -> int | None:
    """Return the last civil day of the date on which its source is said to have appeared: an author's claim."""
    source = body.get("source")
    said = source.get("published") if isinstance(source, Mapping) else None
    return days(said).last if said else None


def is_example(body: Mapping[str, Any]) -> bool:
    """Return whether a record is marked EXAMPLE."""
    return body.get("example") is True


def of_kind(kind: str) -> type[Kind]:
    """Return the declaration of a kind; ``UnknownKind`` if this version has none."""
    try:
        return KINDS[kind]
    except KeyError:
        raise UnknownKind(kind) from None


@lru_cache(maxsize=64)
def _schema(kind: str) -> dict[str, Any]:
    declared = of_kind(kind)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:twinline:1:kind:{kind}",
        "title": declared.label.to("en"),
        "description": _summary(declared),
        "x-help": dict(declared.help),
        "x-labels": dict(declared.label),
        "x-unreviewed": list(declared.label.unreviewed),
    } | declared.form()


def act_schema(act: str) -> dict[str, Any]:
    """Return the JSON Schema of the body of an act other than ``say`` and ``amend``; ``UnknownKind`` if none."""
    if act not in ACTS:
        raise UnknownKind(act)
    declared = ACTS[act]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:twinline:1:act:{act}",
        "title": declared.label.to("en"),
        "description": _summary(declared),
        "x-labels": dict(declared.label),
        "x-unreviewed": list(declared.label.unreviewed),
    } | declared.form()


def describe_act(act: str, body: dict[str, Any], lang: str, lookup: Lookup | None = None) -> list[tuple[str, str]]:
    """Return label and value of what an act's body says; nothing for an act this version doesn't know."""
    declared = ACTS.get(act)
    known = packaged() if lookup is None else lookup
    fields = declared.fields if declared else {}
    return [
        (field.label.to(lang), field.show(body[name], lang, known)) for name, field in fields.items() if name in body
    ]


def _summary(declared: type) -> str:
    return " ".join((declared.__doc__ or "").split())


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind's body, its words in ``title`` and ``x-labels``."""
    return copy.deepcopy(_schema(kind))


def title(kind: str, body: dict[str, Any], lang: str, lookup: Lookup | None = None) -> str:
    """Return one line that names a record: ``joint patrol · markers 395 – 396 · 30 December 2024``."""
    declared = KINDS.get(kind)
    if declared is None:
        return kind
    known = packaged() if lookup is None else lookup
    return declared.title(body, lang, known)


def describe(
    kind: str, body: dict[str, Any], lang: str, lookup: Lookup | None = None, *, theirs: bool = False
) -> list[tuple[str, str]]:
    """Return label and value of each field that a record fills, in the order of its declaration.

    ``theirs``: who reads it is of the other side than who said it, and what it calls the other side is their own.
    """
    declared = of_kind(kind)
    known = packaged() if lookup is None else lookup
    return [
        (
            (declared.our_side if theirs and name == "counterparts" else field.label).to(lang),
            declared.shown(name, body, lang, known),
        )
        for name, field in declared.fields.items()
        if name in body
    ]
