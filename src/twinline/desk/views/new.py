"""Filling in a new record, or a new version of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinline.access.models import User
from twinline.desk import filling, house, seen
from twinline.desk.asking import officer
from twinline.desk.language import tongue
from twinline.records import registry
from twinline.records.attachments import FIELD
from twinline.records.kind import Kind
from twinline.times import day_of, iso, now_ms


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
        body, refused = _with_pictures(request, kind, filling.body(declared, request.POST, lang), {})
        if refused:
            return _form(request, kinds[kind], body, refused, status=422)
        circle = request.POST.get("circle") if request.POST.get("send") and user.may_release else None
        said = house.say(user, lang, kind=kind, body=body, circle=circle, now=now_ms())
        if isinstance(said, str):
            messages.success(
                request, _("Kept. It leaves with the next exchange.") if circle else _("Kept on our side.")
            )
            return redirect("desk:record", said)
        return _form(request, kinds[kind], body, said, status=422)
    if kind == "patrol" and "stretch" in request.GET:
        told = house.from_track(request.GET.dict(), request.GET.getlist("stretch"))
        return _form(request, kinds[kind], {"type": "own", **told})
    same = house.last_like(user, kind) if "same" in request.GET else None
    return _form(request, kinds[kind], {**(same or {}), **_filled_in_already(declared, user, begun=same is None)})


def _with_pictures(
    request: HttpRequest, kind: str, body: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any], Sequence[seen.Fault]]:
    """Return a body with the pictures that were given or are to stay, and why one can't be taken."""
    given = [cast(bytes, file.read()) for file in request.FILES.getlist(f"{FIELD}.file")]
    named, refused = house.attach(
        tongue(), kind=kind, files=given, shows=request.POST.get(f"{FIELD}.shows", ""),
        kept=request.POST.getlist(f"{FIELD}.kept"), before=before,
    )  # fmt: skip
    return {**body, **({FIELD: named} if named else {})}, refused


def _filled_in_already(kind: type[Kind], user: User, *, begun: bool) -> dict[str, object]:
    """Return what need not be typed for something that happened: today, and the officer's own place."""
    if "when" not in kind.fields:
        return {}
    return {"when": iso(day_of(now_ms())), **({"place": user.organisation} if begun else {})}


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Say a new version of one's own record."""
    user, lang = officer(request), tongue()
    record = house.record(user, lang, str(record_id))
    if record is None or "amend" not in record.may:
        raise Http404
    kind = seen.Kind(name=record.row.kind, label=record.row.kind_label)
    if request.method == "POST":
        said = filling.amended(registry.of_kind(kind.name), record.body, request.POST, lang)
        body, refused = _with_pictures(request, kind.name, said, record.body)
        faults = refused or house.act(user, lang, record_id=str(record_id), act="amend", body=body, now=now_ms())
        if not faults:
            messages.success(request, _("Kept as a new version. The earlier one stays readable."))
            return redirect("desk:record", record_id)
        return _form(request, kind, body, faults, record=record, status=422)
    return _form(request, kind, record.body, record=record)


def _form(
    request: HttpRequest,
    kind: seen.Kind,
    body: Mapping[str, object],
    faults: Sequence[seen.Fault] = (),
    record: seen.Record | None = None,
    status: int = 200,
) -> HttpResponse:
    user, lang = officer(request), tongue()
    fields = house.pen(lang).draw(registry.of_kind(kind.name), body, faults)
    names = {field.name for field in fields}
    context = {
        "kind": kind,
        "shown": [field for field in fields if not field.folded],
        "folded": [field for field in fields if field.folded],
        "unfold": any(_faulty(field) for field in fields if field.folded),
        "loose": [fault for fault in faults if fault.field.split(".")[0].split("[")[0] not in names],
        "faulty": len(faults),
        "record": record,
        "circles": house.circles(user, lang) if user.may_release else (),
    }
    return render(request, "desk/fill_in.html", context, status=status)


def _faulty(field: seen.Field) -> bool:
    return bool(field.faults) or any(map(_faulty, field.parts))
