"""The villagers' sheet: to print, and to type in by the keyboard."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.house.grid import ROW
from twinline.desk.language import tongue
from twinline.times import now_ms


@require_safe
def sheet(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Give the sheet of a stretch as PDF."""
    made = house.walk_sheet(officer(request), str(record_id))
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{str(record_id)[:13]}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show the sheet of a stretch; keep what was typed in as one inspection, or say what doesn't fit."""
    user, lang, told = officer(request), tongue(), request.POST
    said: dict[str, Any] = {name: told[name].strip() for name in told if name.startswith(ROW)}
    said |= {name: told.get(name, "").strip() for name in ("participants", "nothing")}
    said |= {"day": told.get("day", request.GET.get("day", "")).strip(), "findings": told.getlist("findings")}
    faults = None
    if request.method == "POST":
        faults = house.grid_said(user, lang, record_id=str(record_id), said=said, now=now_ms())
        if isinstance(faults, str):
            messages.success(request, _("The sheet is kept on our side. Type in the next one."))
            return redirect("desk:grid", record_id)
    shown = house.grid(user, lang, record_id=str(record_id), said=said, faults=faults or ())
    if shown is None:
        raise Http404
    return render(request, "desk/grid.html", {"grid": shown}, status=422 if faults else 200)
