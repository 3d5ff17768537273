"""The reports, and a figure opened into the records behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue

ASKED = ("first", "last", "known_on", "circle", "name")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show a report of a period, as known on a day."""
    user, lang, asked = officer(request), tongue(), asked_of(request)
    found = house.report(user, lang, **asked)
    if found is None:
        raise Http404
    circles = house.circles(user, lang)
    shown = {"report": found, "asked": asked, "circles": circles, "forms": house.REPORT_FORMS}
    return render(request, "desk/report.html", shown)


@require_safe
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """Give the report that the address asks for as a file: the same as on the page, for the same readers."""
    asked = asked_of(request)
    data = house.report_file(officer(request), tongue(), form=form, **asked)
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=house.REPORT_FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="twinline-{asked["name"] or "joint"}-{tongue()}.{form}"'
    return answer


@require_safe
def figure(request: HttpRequest) -> HttpResponse:
    """Show one figure, the records it counts and those it leaves out."""
    asked = asked_of(request)
    voice, key = request.GET.get("voice", "joint"), request.GET.get("key", "")
    found = house.figure(officer(request), tongue(), key=key, voice=voice, **asked)
    if found is None:
        raise Http404
    return render(request, "desk/figure.html", {"opened": found, "figure": found.figure, "asked": asked})


def asked_of(request: HttpRequest) -> dict[str, str]:
    """Return which report an address asks for: its period, knowledge, readers and name."""
    return {name: request.GET.get(name, "").strip() for name in ASKED}
