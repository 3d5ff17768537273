"""Papers: what goes out to be signed, and what comes back."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.desk.views.records import show
from twinline.times import now_ms


@require_POST
def on_paper(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Say that the other side signed a record on paper, with the scan; or take that back."""
    said = {name: request.POST.get(name, "").strip() for name in ("signed", "number")}
    faults = house.on_paper(
        officer(request), tongue(), record_id=str(record_id), scans=given(request, "scan"),
        undo="undo" in request.POST, now=now_ms(), **said,
    )  # fmt: skip
    if faults:
        return show(request, record_id, faults=faults, tried="on_paper", said=said, status=422)
    messages.success(request, _("Said and kept. It leaves with the next exchange."))
    return redirect("desk:record", record_id)


@require_safe
def minutes(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Give the minutes of a record as PDF."""
    made = house.minutes(officer(request), str(record_id))
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{str(record_id)[:13]}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Take a signed paper back in, to the record that its code names."""
    user, lang = officer(request), tongue()
    if request.method == "GET":
        return render(request, "desk/papers.html")
    said = {name: request.POST.get(name, "").strip() for name in ("signed", "number", "told")}
    found = house.paper_back(
        user, lang, scans=given(request, "scan"), waiting=request.POST.get("waiting", ""), now=now_ms(), **said
    )
    if found.is_typed:
        messages.info(
            request, _("This is a sheet of this record; it is no signed paper, and nothing is left to type in.")
        )
        return redirect("desk:record", found.record_id)
    if found.is_sheet:
        messages.info(request, _("This is a sheet to be typed in: type it in here."))
        return redirect(f"{reverse('desk:grid', args=[found.record_id])}?{urlencode({'day': said['signed']})}")
    if found.not_ours:
        messages.info(
            request, _("The paper belongs to this record. Its author, with the right to send, says that it was signed.")
        )
    elif found.faults:
        return render(request, "desk/papers.html", {"back": found, "said": said}, status=422)
    else:
        messages.success(request, _("The paper was found to belong to this record. It leaves with the next exchange."))
    return redirect("desk:record", found.record_id)


def given(request: HttpRequest, name: str) -> list[bytes]:
    """Return the files that a form brought."""
    return [cast(bytes, file.read()) for file in request.FILES.getlist(name)]
