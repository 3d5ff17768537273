"""Keeping a filter of the list of records, and forgetting it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.views.records import SEARCHED, listed, told_filters


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the list that was open, under a name of the officer's own; then show its list.

    Where a name was refused, a change of the language asks for this address as a page: that is the list.
    """
    if request.method != "POST":
        return redirect("desk:records")
    asks, name = QueryDict(request.POST.get("asks", "")), request.POST.get("name", "")
    told = told_filters(asks)
    refused = house.keep_filter(officer(request), name, told)
    if refused:
        return listed(request, told, searched=SEARCHED in asks, status=422, refused=refused, named=name)
    messages.success(request, _("The filter is kept, for you alone."))
    return redirect(f"{reverse('desk:records')}?{urlencode(told)}")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one of the officer's own filters; no record changes."""
    if not house.remove_filter(officer(request), number):
        raise Http404
    messages.success(request, _("The filter is removed. No record has changed."))
    return redirect("desk:records")
