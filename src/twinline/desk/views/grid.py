"""The sheets of a stretch and of a planned patrol: to print, and to type in by the keyboard."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access import drafts
from twinline.access.asking import officer
from twinline.desk import filling, house
from twinline.desk.house.grid import ROW
from twinline.desk.house.walk import BLANKS
from twinline.desk.language import tongue
from twinline.desk.views.new import keep_draft
from twinline.times import now_ms

#: What the address of a stretch's sheet says where a patrol's is meant.
PATROL = "patrol"


@require_safe
def sheet(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Give the sheet of a stretch or a planned patrol as PDF."""
    made = house.walk_sheet(officer(request), str(record_id), patrol=PATROL in request.GET)
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{str(record_id)[:13]}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show a sheet; keep what was typed in as one inspection or patrol, or say what doesn't fit."""
    user, lang, patrol = officer(request), tongue(), PATROL in request.GET
    kept = drafts.read(user, _draft_of(record_id, patrol)) if request.method == "GET" else None
    told = filling.form(kept[0]) if kept else request.POST
    said: dict[str, Any] = {name: told[name].strip() for name in told if name.startswith(ROW) or name in BLANKS}
    said |= {"day": said.get("day", request.GET.get("day", "")).strip(), "nothing": told.get("nothing", "").strip()}
    said["findings"] = told.getlist("findings")
    faults = None
    if request.method == "POST":
        faults = house.grid_said(user, lang, record_id=str(record_id), patrol=patrol, said=said, now=now_ms())
        if isinstance(faults, str):
            drafts.drop(user, _draft_of(record_id, patrol))
            return _kept(request, str(record_id), faults, patrol)
    shown = house.grid(user, lang, record_id=str(record_id), patrol=patrol, said=said, faults=faults or ())
    if shown is None:
        raise Http404
    draft_at = _address("desk:grid-draft", str(record_id), patrol)
    context = {"grid": shown, "drafted": kept and kept[1], "draft_at": draft_at}
    return render(request, "desk/grid.html", context, status=422 if faults else 200)


@require_POST
def draft(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Keep what is being typed of a sheet, or forget it. A draft is its officer's own and no record."""
    patrol = PATROL in request.GET
    nothing = {"nothing": "", "findings": ()}
    if house.grid(officer(request), tongue(), record_id=str(record_id), patrol=patrol, said=nothing) is None:
        raise Http404
    return keep_draft(request, _draft_of(record_id, patrol), _address("desk:grid", str(record_id), patrol))


def _draft_of(record_id: UUID, patrol: bool) -> str:
    """Return under which name the draft of a sheet is kept."""
    return f"{'patrol' if patrol else 'sheet'} {record_id}"


def _kept(request: HttpRequest, sheet_of: str, record_id: str, patrol: bool) -> HttpResponse:
    """Go on: to the next sheet of a stretch, or to the patrol that was planned and is walked now."""
    of = house.record(officer(request), tongue(), sheet_of)
    if of is None or "patrol_sheet" not in of.may:
        messages.success(request, _("The patrol is kept as it was walked. What was planned stays readable."))
        return redirect("desk:record", record_id)
    messages.success(request, _("The sheet is kept on our side. Type in the next one."))
    return redirect(_address("desk:grid", sheet_of, patrol))


def _address(page: str, sheet_of: str, patrol: bool) -> str:
    return f"{reverse(page, args=[sheet_of])}{f'?{PATROL}=' if patrol else ''}"
