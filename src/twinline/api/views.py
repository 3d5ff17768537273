"""What programs may ask, each answered by the function that a command or a page calls."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any

import msgspec
from django.http import HttpRequest

from twinline.access.models import User
from twinline.access.programs import language
from twinline.api import openapi, saying
from twinline.api.asked import body, day, instant, parameters
from twinline.api.declared import SEARCHED, route
from twinline.api.door import Figures, answering
from twinline.api.officer import OfficerSource
from twinline.desk import house
from twinline.desk.house import here
from twinline.figures.catalogue import packaged
from twinline.records import registry
from twinline.records.gazetteer import packaged as gazetteer
from twinline.reports import asked as options
from twinline.reports.as_json import as_json
from twinline.reports.collect import joint_report
from twinline.reports.declared import every
from twinline.reports.figured import Figured
from twinline.sentences import Problem, Sentence
from twinline.store import plain, reading
from twinline.store.here import this_ledger
from twinline.times import now_ms
from twinline.tongues import FALLBACK, told


@cache
def _document() -> bytes:
    return msgspec.json.encode(openapi.document())


def _openapi(_: User, request: HttpRequest) -> bytes:
    parameters(request, route("openapi", "GET"))
    return _document()


def _kinds(_: User, request: HttpRequest) -> dict[str, Any]:
    parameters(request, route("kinds", "GET"))
    return {"kinds": list(registry.KINDS), "acts": list(registry.ACTS)}


def _kind(_: User, request: HttpRequest, kind: str) -> dict[str, Any]:
    parameters(request, route("kind", "GET"))
    if kind in registry.KINDS:
        return registry.json_schema(kind)
    if kind in registry.ACTS:
        return registry.act_schema(kind)
    known = [*registry.KINDS, *registry.ACTS]
    raise Problem("no-kind", Sentence("There is no kind {kind!r}; there are {kinds}.", kind=kind, kinds=known))


def _records(user: User, request: HttpRequest) -> dict[str, Any]:
    asked = parameters(request, route("records", "GET"))
    ledger, reader, place = this_ledger(), here.reader_of(user), asked["place"]
    wanted = {name: asked[name] for name in ("kind", "side", "author", "about", "standing")} | {
        "words": asked[SEARCHED],
        "places": sorted(gazetteer().descendants(place) or {place}) if place else None,
        "since": day(asked, "from", 0),
        "until": day(asked, "until", 1),
        "known_on": instant(asked, "known_on"),
    }
    limit, offset = asked["limit"], asked["offset"]
    found = reading.records(ledger, reader, limit=limit, offset=offset, **wanted)
    total = reading.count(ledger, reader, **wanted)
    after = offset + limit
    return {"records": [plain.row(one) for one in found], "total": total, "next": after if after < total else None}


def _record(user: User, request: HttpRequest, record: str) -> dict[str, Any]:
    asked = parameters(request, route("record", "GET"))
    view = saying.find(user, record)
    return plain.shown(this_ledger(), here.reader_of(user), view, traced=asked["trace"])


def _say(user: User, request: HttpRequest) -> dict[str, Any]:
    parameters(request, route("records", "POST"))
    return saying.say(user, body(request), request.headers.get(saying.KEY), now=now_ms())


def _act(user: User, request: HttpRequest, record: str, *, act: str) -> dict[str, Any]:
    parameters(request, route(act, "POST"))
    return saying.act(user, record, act, body(request), request.headers.get(saying.KEY), now=now_ms())


def _waiting(user: User, request: HttpRequest) -> dict[str, Any]:
    whole = parameters(request, route("waiting", "GET"))["list"] or ""
    lists = house.inbox(user, language(request), now=now_ms(), whole=whole).lists
    return {
        "lists": [
            {
                "name": one.name,
                "title": one.title,
                "total": one.total,
                "records": [
                    {"record": item.row.id, "kind": item.row.kind, "title": item.row.title,
                     "standing": item.row.standing, "state": item.state, "remark": item.remark} for item in one.items
                ],
            }
            for one in lists
        ]
    }  # fmt: skip


def _indicators(_: User, request: HttpRequest) -> dict[str, Any]:
    parameters(request, route("indicators", "GET"))
    return {
        "indicators": [
            {"name": name, "label": dict(each.label)} for name, each in sorted(packaged().indicators.items())
        ]
    }


def _figures(user: User, request: HttpRequest) -> Figures:
    asked = parameters(request, route("figures", "GET"))
    said = _periods(asked) | {
        name: asked[name] for name in ("place", "recut", "alone", "published_by", "records", "against", "sentence")
    }
    # In English whoever asks, as a command's JSON is: an answer is the same bytes for all.
    figured = Figured(
        OfficerSource(user), asked["indicator"], FALLBACK, as_program=True, now=now_ms(), **said,
        organisation=asked["org"], said=asked["as"],
    )  # fmt: skip
    raw = figured.told().encode()
    return Figures(raw, figured.corrected)


def _reports(user: User, request: HttpRequest) -> bytes:
    parameters(request, route("reports", "GET"))
    offered = [
        {"name": one.name, "title": dict(one.title), "own": one.own, "faults": told(one.faults, FALLBACK)}
        for one in every(OfficerSource(user))
    ]
    return (json.dumps(offered, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _report(user: User, request: HttpRequest, report: str) -> Figures:
    asked = _periods(parameters(request, route("report", "GET")))
    source = OfficerSource(user)
    since, until = options.days(asked["since"], asked["until"], asked["period"], asked["calendar"])
    seen_as = options.seen_as(source, asked["readers"], asked["known_on"], asked["cut"])
    made = joint_report(source, since=since, until=until, name=report, **seen_as)
    return Figures(as_json(made).encode(), made.corrected)


def _periods(asked: dict[str, Any]) -> dict[str, Any]:
    """Return by the names of the commands' options what figures and reports are asked alike."""
    same = {name: asked[name] for name in ("period", "calendar", "known_on", "cut")}
    return same | {"since": asked["from"], "until": asked["to"], "readers": asked["for"]}


def _missing(_: User, request: HttpRequest) -> dict[str, Any]:
    raise Problem("no-route", Sentence("There is nothing at {path!r}: see /api/1/openapi.json.", path=request.path))


document = answering(get=_openapi)
kinds = answering(get=_kinds)
kind = answering(get=_kind)
records = answering(get=_records, post=_say)
record = answering(get=_record)
acts = {act: answering(post=partial(_act, act=act)) for act in saying.ACTS}
waiting = answering(get=_waiting)
indicators = answering(get=_indicators)
figures = answering(get=_figures)
reports = answering(get=_reports)
report = answering(get=_report)
missing = answering(get=_missing, post=_missing)
