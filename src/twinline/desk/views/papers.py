"""Papers: what goes out to be signed, and what comes back."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

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


def given(request: HttpRequest, name: str) -> list[bytes]:
    """Return the files that a form brought."""
    return [cast(bytes, file.read()) for file in request.FILES.getlist(name)]
