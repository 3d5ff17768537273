"""Home: the line at a glance, what changed, what awaits an answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.followed import LISTS
from twinline.desk.language import tongue
from twinline.times import now_ms

NEW_BUTTONS = 5


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show all that waits for this officer: the first of each list, or one list whole."""
    whole = request.GET.get("list", "")
    if whole and whole not in LISTS:
        raise Http404
    found = house.inbox(officer(request), tongue(), now=now_ms(), whole=whole)
    return render(request, "desk/inbox.html", {"inbox": found, "whole": whole})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the strip, what changed since the last visit, and what awaits confirmation."""
    user, lang = officer(request), tongue()
    return render(
        request,
        "desk/home.html",
        {
            "strips": house.strip(user, lang),
            "overdue": house.overdue(user, lang),
            "surveys": house.survey_notices(user, lang),
            "since": user.seen_before_ms,
            "happenings": house.happenings(user, lang, since=user.seen_before_ms, limit=8),
            "awaiting": house.awaiting(user, lang, limit=5),
            "kinds": house.kinds_to_fill_in(user, lang)[:NEW_BUTTONS] if user.may_say else (),
            "more_kinds": user.may_say,
            "partners": house.partners(user, lang),
            "sheets_due": house.sheets_due(user, lang, now=now_ms()),
            "alarms": house.fresh(user, lang, now=now_ms()),
            "mail_trouble": house.mail_trouble(user, lang),
        },
    )
