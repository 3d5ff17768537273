"""The other side: who they are, what waits each way, and how it travels."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house, seen
from twinline.desk.language import tongue
from twinline.times import now_ms


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Show every partner: last contact, what waits each way, fingerprint."""
    user, lang = officer(request), tongue()
    told = {"partners": house.partners(user, lang), "taken_back": house.taken_back(user, lang)}
    told["corrected"] = house.corrected(user, lang)
    told["alarms"] = house.fresh(user, lang, now=now_ms())
    return render(request, "desk/exchange.html", told)


@require_POST
def now(request: HttpRequest, partner: str) -> HttpResponse:
    """Exchange over the link, now."""
    _tell(request, house.exchange_now(officer(request), tongue(), partner=partner, now=now_ms()))
    return redirect("desk:exchange")


@require_POST
def write_file(request: HttpRequest, partner: str) -> HttpResponse:
    """Give a sealed file for the stick."""
    written = house.write_file(officer(request), tongue(), partner=partner, now=now_ms())
    if written is None:
        raise Http404
    name, data = written
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def read_file(request: HttpRequest) -> HttpResponse:
    """Read a sealed file from the stick."""
    given = request.FILES.get("file")
    if given is None:
        messages.error(request, _("Choose the file on the stick first."))
    else:
        _tell(request, house.read_file(officer(request), tongue(), source=cast(BinaryIO, given.file), now=now_ms()))
    return redirect("desk:exchange")


def _tell(request: HttpRequest, done: seen.Exchanged) -> None:
    if done.refused:
        messages.error(request, done.refused)
        return
    if done.warning:
        messages.error(request, done.warning)
    came = ngettext("%(n)d record or answer came in.", "%(n)d records and answers came in.", done.received)
    went = ngettext("%(n)d went out.", "%(n)d went out.", done.sent)
    told = [came % {"n": done.received}, *([went % {"n": done.sent}] if done.sent else [])]
    messages.success(request, " ".join(told))
