"""The line: the strip of a stretch and a period, who was where, tracks in, lists out."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.desk.views.records import FILTERS
from twinline.line.shapes import BYTES
from twinline.times import now_ms


@require_safe
def line(request: HttpRequest) -> HttpResponse:
    """Show the line of a stretch and a period."""
    user, lang = officer(request), tongue()
    want = house.line_asked(request.GET.dict(), request.GET.getlist("layer"))
    told = {"page": house.line_page(user, lang, want), "surveys": house.survey_notices(user, lang)}
    return render(request, "desk/line.html", told)


@require_safe
def map_data(request: HttpRequest) -> HttpResponse:
    """Give what the map of a stretch and a period shows, as GeoJSON."""
    want = house.line_asked(request.GET.dict(), request.GET.getlist("layer"))
    told = house.line_map(officer(request), tongue(), want, narrow="narrow" in request.GET)
    return JsonResponse(told, content_type="application/geo+json")


@require_POST
def track(request: HttpRequest) -> HttpResponse:
    """Read a receiver's track: show what was walked, and what was dropped and why. The track itself isn't kept."""
    file = request.FILES.get("track")
    if file is None or file.size is None or file.size > BYTES:
        messages.error(request, _("Choose a track: a GPX or GeoJSON file of up to 32 MB."))
        return redirect("desk:line")
    read = house.track(
        tongue(),
        cast(bytes, file.read()),
        file.name or "",
        request.POST.get("day", ""),
        ridden="ridden" in request.POST,
    )
    if isinstance(read, str):
        messages.error(request, read)
        return redirect("desk:line")
    return render(request, "desk/track.html", {"track": read})


@require_safe
def out(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list that the filters of the address find as GeoPackage, KML or GPX, under the reader's own rights."""
    filters = {name: request.GET[name].strip() for name in FILTERS if request.GET.get(name, "").strip()}
    made = house.line_out(officer(request), tongue(), form=form, filters=filters, now=now_ms())
    if made is None:
        raise Http404
    response = HttpResponse(made.content, content_type=made.type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
