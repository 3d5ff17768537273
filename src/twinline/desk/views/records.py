"""The list of records, one record, and what may be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import filling, house, seen
from twinline.desk.language import CODES, tongue
from twinline.text import whole
from twinline.times import now_ms

PAGE = 25
LONGEST_SEARCH = 200
FILTERS = ("kind", "side", "standing", "since", "until", "place", "known_on")
ACTS = ("countersign", "dispute", "withdraw", "translate")


#: Stands in the address where words were searched for; the words themselves stay in the officer's session.
SEARCHED = "searched"


@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """List the records that fit the filters in the address and the words searched for, which are never in it."""
    kept = told_filters(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        words = request.POST.get("text", "").strip()[:LONGEST_SEARCH]
        request.session[SEARCHED] = words
        return redirect(f"{reverse('desk:records')}?{urlencode({**kept, **({SEARCHED: '1'} if words else {})})}")
    return listed(request, kept, searched=SEARCHED in request.GET)


def told_filters(told: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that an address or a form names."""
    return {name: told[name].strip() for name in FILTERS if told.get(name, "").strip()}


def listed(
    request: HttpRequest, kept: Mapping[str, str], *, searched: bool, status: int = 200, **more: object
) -> HttpResponse:
    """Return the page of the list; ``more`` is what a filter that can't be kept adds to it."""
    user, lang = officer(request), tongue()
    words = request.session.get(SEARCHED, "") if searched else ""
    filters = {**kept, **({"text": words} if words else {})}
    number = max(1, whole(request.GET.get("page", "")) or 1)
    found = house.records(user, lang, filters=filters, limit=PAGE, offset=(number - 1) * PAGE)
    own = house.kept_filters(user, kept if not words else {})
    context = {
        "found": found,
        "filters": filters,
        "kept": kept,
        "own": own,
        "open": next((one for one in own if one.is_open), None),
        "query": urlencode({**kept, **({SEARCHED: "1"} if words else {})}),
        "number": number,
        "pages": max(1, -(-found.total // PAGE)),
        "kinds": house.kinds(lang),
        "places": house.places(lang),
        "standings": seen.STANDINGS,
        **more,
    }
    return render(request, "desk/records.html", context, status=status)


@require_safe
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show one record with its voices, versions and proofs."""
    return show(request, record_id)


@require_POST
def act(request: HttpRequest, record_id: UUID, act: str) -> HttpResponse:
    """Confirm the record, say that it isn't agreed yet, withdraw one's own, or translate its note."""
    if act not in ACTS:
        raise Http404
    body = filling.translation(request.POST) if act == "translate" else filling.answer(request.POST)
    faults = house.act(officer(request), tongue(), record_id=str(record_id), act=act, body=body, now=now_ms())
    if faults:
        return show(request, record_id, faults=faults, tried=act, status=422)
    messages.success(request, _("Said and kept. It leaves with the next exchange."))
    return redirect("desk:record", record_id)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show what a wider circle will see of a record; send it to them."""
    circle = (request.GET if request.method == "GET" else request.POST).get("circle", "")
    refused = house.stays_home(officer(request), tongue(), record_id=str(record_id), circle=circle)
    if refused:
        messages.error(request, refused)
        return redirect("desk:record", record_id)
    if request.method == "GET":
        return _preview(request, record_id)
    new = house.release(officer(request), record_id=str(record_id), circle=request.POST.get("circle", ""), now=now_ms())
    if new is None:
        messages.error(request, _("This can’t be done with the record as it stands now. Look at it again."))
        return redirect("desk:record", record_id)
    messages.success(request, _("Ready to leave. It leaves with the next exchange."))
    return redirect("desk:record", new)


@require_POST
def narrow(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take a record back and send it to a smaller circle."""
    new = house.narrow(officer(request), record_id=str(record_id), circle=request.POST.get("circle", ""), now=now_ms())
    if new is None:
        messages.error(request, _("This can’t be done with the record as it stands now. Look at it again."))
        return redirect("desk:record", record_id)
    messages.success(request, _("Said and kept. It leaves with the next exchange."))
    return redirect("desk:record", new)


def _preview(request: HttpRequest, record_id: UUID) -> HttpResponse:
    user, lang = officer(request), tongue()
    asked = request.GET.get("in", lang)
    shown = house.what_they_will_see(
        user, lang, record_id=str(record_id), circle=request.GET.get("circle", ""),
        language=asked if asked in CODES else lang, now=now_ms(),
    )  # fmt: skip
    if shown is None:
        messages.error(request, _("This can’t be done with the record as it stands now. Look at it again."))
        return redirect("desk:record", record_id)
    return render(request, "desk/preview.html", {"preview": shown})


def show(request: HttpRequest, record_id: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    """Return the page of a record; ``more`` is what an answer that did not fit adds to it."""
    user, lang = officer(request), tongue()
    found = house.record(user, lang, str(record_id))
    if found is None:
        raise Http404
    context = {
        "record": found,
        "followed": house.followed(user, lang, str(record_id), now=now_ms()),
        "perhaps": house.perhaps(user, lang, str(record_id)),
        "reasons": house.reasons(lang),
        "withdraw_reasons": house.withdraw_reasons(lang),
        "circles": house.circles(user, lang),
        "narrower": house.narrower(user, lang, found),
        "forms": house.REPORT_FORMS,
        **more,
    }
    return render(request, "desk/record.html", context, status=status)
