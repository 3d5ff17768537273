"""Rounds: the list, one period, a unit's sheet to fill in and sign, and the form that opens one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.desk.views import asking
from twinline.times import now_ms


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that the officer knows of, and the sheets that their unit still has to sign."""
    user, lang, now = officer(request), tongue(), now_ms()
    context = {
        "rounds": house.rounds_page(user, lang, now=now),
        "due": house.sheets_due(user, lang, now=now),
        "may_open": house.may_open_rounds(user),
    }
    return render(request, "desk/rounds.html", context)


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Show the form of a new round; open it to the units chosen, or say what doesn't fit."""
    user, lang, told, now = officer(request), tongue(), request.POST, now_ms()
    said = {name: told.get(name, "").strip() for name in ("name", "period", "calendar", "repeats", "due_days")}
    chosen, asked = told.getlist("indicators"), told.getlist("units")
    faults = None
    if request.method == "POST" and "look" not in told:
        opened = house.open_round(user, lang, said=said, chosen=chosen, asked=asked, now=now)
        if isinstance(opened, str):
            messages.success(request, _("The round is open: each unit asked finds its sheet filled in."))
            return redirect("desk:round", opened)
        faults = opened
    shown = house.round_opening(user, lang, said=said, chosen=chosen, asked=asked, now=now, faults=faults or ())
    return render(request, "desk/round_open.html", {"opening": shown}, status=422 if faults else 200)


@require_safe
def round(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show who of the units asked is done, late or missing in one period."""
    asked = {name: request.GET.get(name, "") for name in ("period", "known_on")}
    asking.must_be_a_past_day("known_on", asked["known_on"])
    if asked["period"] and not house.is_day(asked["period"]):
        raise asking.Unknown("period", asked["period"])
    shown = house.round_page(
        officer(request), tongue(), record_id=str(record_id), day=asked["period"], known_on=asked["known_on"],
        now=now_ms(),
    )  # fmt: skip
    if shown is None:
        raise Http404
    return render(request, "desk/round.html", {"round": shown, "asked": asked})


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, record_id: UUID, unit: str) -> HttpResponse:
    """Show a unit's sheet filled in from its records; sign what was corrected, or say what doesn't fit."""
    user, lang, now = officer(request), tongue(), now_ms()
    day = request.GET.get("period", "")
    faults, said = None, None
    if request.method == "POST":
        said = {name: request.POST[name] for name in request.POST}
        faults = house.sign_sheet(user, lang, record_id=str(record_id), unit=unit, day=day, said=said, now=now)
        if faults is not None and not faults:
            messages.success(request, _("Signed. A correction later is a new version; the first keeps its day."))
            return redirect(f"{request.path}?period={day}" if day else request.path)
    shown = house.unit_sheet(
        user, lang, record_id=str(record_id), unit=unit, day=day, now=now, said=said, faults=faults or ()
    )
    if shown is None:
        raise Http404
    return render(request, "desk/round_sheet.html", {"sheet": shown, "period": day}, status=422 if faults else 200)
