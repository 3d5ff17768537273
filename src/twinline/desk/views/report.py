"""The joint report, and a figure opened into the records behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue

ASKED = ("first", "last", "known_on", "circle")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show the joint report of a period, as known on a day."""
    user, lang, asked = officer(request), tongue(), _asked(request)
    found = house.report(user, lang, **asked)
    return render(request, "desk/report.html", {"report": found, "asked": asked, "circles": house.circles(user, lang)})


@require_safe
def figure(request: HttpRequest) -> HttpResponse:
    """Show one figure, the records it counts and those it leaves out, and what changed since another day."""
    asked = _asked(request)
    voice, key = request.GET.get("voice", "joint"), request.GET.get("key", "")
    against = request.GET.get("against", "").strip()
    found = house.figure(officer(request), tongue(), key=key, voice=voice, against=against, **asked)
    if found is None:
        raise Http404
    told = {
        "opened": found,
        "figure": found.figure,
        "asked": asked,
        "against": against,
        "kept": ("first", "last", "circle"),
    }
    return render(request, "desk/figure.html", told)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ASKED}
