"""Taking persons out of the number of suspects: what changes is shown first, record by record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.text import whole
from twinline.times import now_ms


@require_http_methods(["GET", "POST"])
def recount(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show what would be said anew where so many suspects are none; say it."""
    user, lang, record = officer(request), tongue(), str(record_id)
    told = request.POST if request.method == "POST" else request.GET
    given = whole(told.get("fewer", ""))
    fewer = 1 if given is None else given
    refused = ""
    if request.method == "POST":
        chosen = request.POST.getlist("record")
        refused = house.take_out(user, lang, record_id=record, fewer=fewer, chosen=chosen, now=now_ms())
        if not refused:
            messages.success(request, _("Said and kept. It leaves with the next exchange."))
            return redirect("desk:record", record_id)
    found = house.recount(user, lang, record_id=record, fewer=fewer)
    planned = None if isinstance(found, str) else found
    context = {
        "record": record, "fewer": fewer, "planned": planned,
        "refused": refused or (found if isinstance(found, str) else ""),
    }  # fmt: skip
    return render(request, "desk/recount.html", context, status=422 if refused else 200)
