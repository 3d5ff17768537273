"""A month of both sides side by side, and *the same event*."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house, seen
from twinline.desk.language import tongue
from twinline.desk.views.sheets import as_file
from twinline.times import now_ms


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Show both sides' records of a month; confirm all that is ticked in one act."""
    month = request.POST.get("month") or request.GET.get("month", "").strip() or house.last_month(now_ms())
    if request.method == "POST":
        _confirm(request, month)
        return redirect(f"{reverse('desk:side-by-side')}?month={month}")
    return _page(request, month)


@require_safe
def as_sheet(request: HttpRequest, month: str, form: str) -> HttpResponse:
    """Give a month as a spreadsheet, with room for our answers."""
    return as_file(house.month_sheet(officer(request), tongue(), month=month, form=form), f"twinline-{month}", form)


@require_POST
def answers(request: HttpRequest, month: str) -> HttpResponse:
    """Show what a filled sheet of a month answers; say it if asked to."""
    file = request.FILES.get("file")
    if file is None:
        raise Http404
    read = house.answers_in(
        officer(request), tongue(), month=month, data=cast(bytes, file.read(house.LARGEST_SHEET + 1)),
        name=str(file.name), take="take" in request.POST, good_rows="good_rows" in request.POST, now=now_ms(),
    )  # fmt: skip
    return _page(request, month, read)


def _page(request: HttpRequest, month: str, read: seen.SheetRead | None = None) -> HttpResponse:
    found = house.side_by_side(officer(request), tongue(), month=month)
    if found is None:
        raise Http404
    wrong = read is not None and (read.refused or (read.tried and read.broken and not read.said))
    return render(request, "desk/side_by_side.html", {"sheet": found, "read": read}, status=422 if wrong else 200)


def _confirm(request: HttpRequest, month: str) -> None:
    number = house.confirm_equal(officer(request), month=month, records=request.POST.getlist("record"), now=now_ms())
    if number is None:
        messages.error(request, _("One of them no longer equals what we said. Look again; nothing was confirmed."))
    else:
        said = ngettext("%(n)s record confirmed.", "%(n)s records confirmed.", number) % {"n": number}
        messages.success(request, said)


@require_http_methods(["GET", "POST"])
def same_event(request: HttpRequest, record_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two records as one event with what would change; say that they are one and which is counted, or two."""
    user, pair = officer(request), {"record_id": str(record_id), "other_id": str(other_id)}
    if request.method == "GET":
        found = house.one_event(user, tongue(), **pair)
        if found is None:
            raise Http404
        return render(request, "desk/same_event.html", {"one": found, "record": record_id, "other": other_id})
    counted = request.POST.get("counted", "")
    if house.same_event(user, **pair, same="not" not in request.POST, counted=counted, now=now_ms()):
        messages.success(request, _("Said and kept. It leaves with the next exchange."))
    else:
        messages.error(request, _("This can’t be done with the record as it stands now. Look at it again."))
    return redirect("desk:record", record_id)
