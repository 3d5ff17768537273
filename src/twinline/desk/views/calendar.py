"""The calendar: a month of what is due and coming, and the same as a file for a telephone; the Monday sheet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.reports.icalendar import MEDIA_TYPE
from twinline.times import day_of, iso, now_ms


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month; the present one if none is asked for."""
    now = now_ms()
    month = request.GET.get("month", "").strip() or iso(day_of(now))[:7]
    found = house.calendar(officer(request), tongue(), month=month, now=now)
    if found is None:
        raise Http404
    return render(request, "desk/calendar.html", {"calendar": found})


@require_safe
def as_file(request: HttpRequest) -> HttpResponse:
    """Give the calendar from a month ago to a year ahead, as iCalendar."""
    told = house.calendar_file(officer(request), tongue(), now=now_ms())
    return HttpResponse(
        told, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="twinline.ics"'}
    )


@require_safe
def monday(request: HttpRequest) -> HttpResponse:
    """Show the Monday sheet of a week; the present one if none is asked for."""
    found = house.monday(officer(request), tongue(), week=_week(request), now=now_ms())
    if found is None:
        raise Http404
    return render(request, "desk/monday.html", {"monday": found})


@require_safe
def monday_pdf(request: HttpRequest) -> HttpResponse:
    """Give the Monday sheet of a week as a PDF of one page."""
    told = house.monday_pdf(officer(request), tongue(), week=_week(request), now=now_ms())
    if told is None:
        raise Http404
    name = f'attachment; filename="monday-{_week(request)}.pdf"'
    return HttpResponse(told, content_type="application/pdf", headers={"Content-Disposition": name})


def _week(request: HttpRequest) -> str:
    return request.GET.get("week", "").strip() or iso(day_of(now_ms()))
