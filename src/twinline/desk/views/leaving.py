"""Sending several records at once: chosen from a list, looked at as others will see them, then all sent or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import CODES, tongue
from twinline.times import now_ms

#: How many are looked at and sent together at most: more than that nobody reads through.
MOST = 50


@require_http_methods(["GET", "POST"])
def release_list(request: HttpRequest) -> HttpResponse:
    """Show what waits to be sent, then what others will see of those chosen; send these."""
    user, lang = officer(request), tongue()
    told = request.GET if request.method == "GET" else request.POST
    records, circle = list(dict.fromkeys(told.getlist("record"))), told.get("circle", "")
    if len(records) > MOST:
        messages.error(request, _("At most %(n)s are sent at once: choose fewer.") % {"n": MOST})
        return redirect("desk:release-list")
    if request.method == "POST":
        sent = house.release_all(user, lang, records=records, circle=circle, now=now_ms())
        if sent is None:
            messages.error(request, _("This can’t be done with the records as they stand now. Nothing was sent."))
            return redirect("desk:release-list")
        said = ngettext("%(n)s record is ready to leave.", "%(n)s records are ready to leave.", sent) % {"n": sent}
        messages.success(request, f"{said} {_('It leaves with the next exchange.')}")
        return redirect("desk:inbox")
    if not records or not circle:
        waiting = house.to_send(user, lang)
        context = {
            "rows": waiting[:MOST], "more": len(waiting[MOST:]), "circles": house.circles(user, lang),
            "all": "all" in told, "chosen": records,
        }  # fmt: skip
        return render(request, "desk/release_list.html", context)
    asked = told.get("in", lang)
    found = house.what_all_will_see(
        user, lang, records=records, circle=circle, language=asked if asked in CODES else lang, now=now_ms()
    )
    if found is None:
        messages.error(request, _("This can’t be done with the records as they stand now. Nothing was sent."))
        return redirect("desk:release-list")
    return render(request, "desk/release_preview.html", {"leaving": found, "chosen": records})
