"""What must not be and was found, and the evidence of it as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue


@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """List what was found, the latest first."""
    return render(request, "desk/alarms.html", {"alarms": house.alarms(officer(request), tongue())})


@require_safe
def evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Give the evidence of one alarm as a file that others can check without this program."""
    found = house.evidence_of(officer(request), number)
    if found is None:
        raise Http404
    name, text = found
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
