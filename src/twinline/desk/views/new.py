"""Filling in a new record, or a new version of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access import drafts
from twinline.access.asking import officer
from twinline.access.models import User
from twinline.desk import filling, house, seen
from twinline.desk.language import tongue
from twinline.records import registry
from twinline.records.attachments import FIELD
from twinline.records.fields import Place, RecordRef
from twinline.records.fields.parties import RECORD_PATTERN
from twinline.records.kind import Kind
from twinline.times import day_of, iso, now_ms

#: Where the form of a new version says on which it was begun: no field has a name with a hyphen.
VERSION = "begun-on"
#: What a form carries besides its fields.
NO_FIELDS = ("csrfmiddlewaretoken", "circle", "send", "keep")
_IS_RECORD = re.compile(RECORD_PATTERN).fullmatch


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show what can be filled in."""
    return render(request, "desk/new.html", {"kinds": house.kinds_to_fill_in(officer(request), tongue())})


@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form of a kind; keep what was filled in, and send it if asked to."""
    user, lang = officer(request), tongue()
    kinds = {one.name: one for one in house.kinds_to_fill_in(user, lang)}
    if kind not in kinds:
        raise Http404
    declared = registry.of_kind(kind)
    if request.method == "POST":
        body, refused = _with_pictures(request, request.POST, kind, filling.body(declared, request.POST, lang), {})
        if refused:
            return _form(request, kinds[kind], body, refused, status=422)
        circle = request.POST.get("circle") if request.POST.get("send") and _may_send(user, kind) else None
        said = house.say(user, lang, kind=kind, body=body, circle=circle, now=now_ms())
        if isinstance(said, str):
            drafts.drop(user, kind)
            messages.success(
                request, _("Kept. It leaves with the next exchange.") if circle else _("Kept on our side.")
            )
            return redirect("desk:record", said)
        return _form(request, kinds[kind], body, said, status=422)
    if kind == "patrol" and "stretch" in request.GET:
        told = house.from_track(request.GET.dict(), request.GET.getlist("stretch"))
        return _form(request, kinds[kind], {"type": "own", **told})
    links = _links(request, declared)
    draft = None if "same" in request.GET else drafts.read(user, kind)
    if draft is not None and _begun_for(request, links, draft[0]):
        body = filling.body(declared, filling.form(draft[0]), lang)
        return _form(request, kinds[kind], body, drafted=draft[1])
    same = house.last_like(user, kind) if "same" in request.GET else None
    begun = {**(same or {}), **_filled_in_already(declared, user, begun=same is None)}
    return _form(
        request,
        kinds[kind],
        {**begun, **house.linked_body(user, kind, links, task=_number(request.GET.get("task", "")))},
    )


@require_POST
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep what is being typed, or forget it. A draft is its officer's own and no record."""
    user = officer(request)
    if kind not in {one.name for one in house.kinds_to_fill_in(user, tongue())}:
        raise Http404
    return keep_draft(request, kind, reverse("desk:fill-in", args=[kind]))


def keep_draft(request: HttpRequest, of: str, page: str) -> HttpResponse:
    """Keep what a page's form holds as a draft of something, or forget it and begin that page anew."""
    user = officer(request)
    if "forget" in request.POST:
        drafts.drop(user, of)
        return redirect(page)
    said = ((name, values) for name, values in request.POST.lists() if name not in NO_FIELDS)
    return HttpResponse(status=204 if drafts.keep(user, of, said, now=now_ms()) else 413)


def _begun_for(request: HttpRequest, links: Mapping[str, str], draft: Mapping[str, list[str]]) -> bool:
    """Return whether a draft is of what the address asks for: a reply begun to another notice isn't."""
    asked = {**links, **({"task": request.GET["task"]} if links and "task" in request.GET else {})}
    return all(draft.get(name) == [told] for name, told in asked.items())


def _links(request: HttpRequest, kind: type[Kind]) -> dict[str, str]:
    """Return the records that the address says the new one is to name."""
    refs = [name for name, field in kind.fields.items() if isinstance(field, RecordRef)]
    return {name: told for name in refs if _IS_RECORD(told := request.GET.get(name, ""))}


def _number(told: str) -> int:
    """Return a small number of an address, 0 where there is none."""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 0


def _with_pictures(
    request: HttpRequest, told: QueryDict, kind: str, body: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any], Sequence[seen.Fault]]:
    """Return a body with the pictures that were given or are to stay, and why one can't be taken."""
    given = [cast(bytes, file.read()) for file in request.FILES.getlist(f"{FIELD}.file")]
    named, refused = house.attach(
        tongue(), kind=kind, files=given, shows=told.get(f"{FIELD}.shows", ""),
        kept=told.getlist(f"{FIELD}.kept"), before=before,
    )  # fmt: skip
    return {**body, **({FIELD: named} if named else {})}, refused


def _filled_in_already(kind: type[Kind], user: User, *, begun: bool) -> dict[str, object]:
    """Return what need not be typed for something that happened: today, and the officer's own place."""
    if "when" not in kind.fields:
        return {}
    placed = begun and isinstance(kind.fields.get("place"), Place)
    return {"when": iso(day_of(now_ms())), **({"place": user.organisation} if placed else {})}


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Say a new version of one's own record, unless somebody else said one since this one was begun."""
    user, lang, record = officer(request), tongue(), _own(request, record_id)
    kind = seen.Kind(name=record.row.kind, label=record.row.kind_label)
    draft = drafts.read(user, _change_of(record_id)) if request.method == "GET" else None
    if request.method == "GET" and draft is None:
        return _form(request, kind, record.body, record=record)
    told = filling.form(draft[0]) if draft else request.POST
    said = filling.amended(registry.of_kind(kind.name), record.body, told, lang)
    body, faults = _with_pictures(request, told, kind.name, said, record.body)
    if told.get(VERSION, now := str(len(record.versions))) != now:
        faults = [_changed_since(), *faults]
    if draft is None and not faults:
        faults = house.act(user, lang, record_id=str(record_id), act="amend", body=body, now=now_ms())
        if not faults:
            drafts.drop(user, _change_of(record_id))
            messages.success(request, _("Kept as a new version. The earlier one stays readable."))
            return redirect("desk:record", record_id)
    status, drafted = (200, draft[1]) if draft else (422, None)
    return _form(request, kind, body, faults, record=record, status=status, drafted=drafted)


@require_POST
def amend_draft(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Keep what is being typed of a new version, or forget it."""
    _own(request, record_id)
    return keep_draft(request, _change_of(record_id), reverse("desk:amend", args=[record_id]))


def _own(request: HttpRequest, record_id: UUID) -> seen.Record:
    """Return a record that this officer may amend; any other has no page here."""
    record = house.record(officer(request), tongue(), str(record_id))
    if record is None or "amend" not in record.may:
        raise Http404
    return record


def _changed_since() -> seen.Fault:
    """Return that a newer version stands than the one that a form was begun on."""
    sentence = _(
        "This record was changed after you began. What you typed stands here; compare it with the record before "
        "you save."
    )
    return seen.Fault(field="", rule="changed", given="", sentence=sentence)


def _change_of(record_id: UUID) -> str:
    """Return under which name the draft of a new version is kept."""
    return f"change {record_id}"


def _form(
    request: HttpRequest,
    kind: seen.Kind,
    body: Mapping[str, object],
    faults: Sequence[seen.Fault] = (),
    record: seen.Record | None = None,
    status: int = 200,
    drafted: int | None = None,
) -> HttpResponse:
    user, lang = officer(request), tongue()
    fields = house.pen(lang, user).draw(registry.of_kind(kind.name), body, faults)
    names = {field.name for field in fields}
    context = {
        "kind": kind,
        "shown": [field for field in fields if not field.folded],
        "folded": [field for field in fields if field.folded],
        "unfold": any(_faulty(field) for field in fields if field.folded),
        "loose": [fault for fault in faults if fault.field.split(".")[0].split("[")[0] not in names],
        "faulty": len(faults),
        "record": record,
        "drafted": drafted,
        "draft_at": _draft_at(kind.name, record),
        "circles": house.circles(user, lang) if _may_send(user, kind.name) else (),
    }
    return render(request, "desk/fill_in.html", context, status=status)


def _draft_at(kind: str, record: seen.Record | None) -> str:
    """Return the address to which what is being typed goes."""
    if record is None:
        return reverse("desk:draft", args=[kind])
    return reverse("desk:amend-draft", args=[record.row.id])


def _may_send(user: User, kind: str) -> bool:
    return user.may_release or registry.of_kind(kind).may_skip_release


def _faulty(field: seen.Field) -> bool:
    return bool(field.faults) or any(map(_faulty, field.parts))
