"""The list of records, one record, and what may be said about it."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.desk import filling, house, seen
from twinline.desk.asking import officer
from twinline.desk.language import CODES, tongue
from twinline.times import now_ms

PAGE = 25
#: What may stand in an address. Words that somebody searched for never do: addresses are kept in histories and logs.
FILTERS = ("kind", "side", "standing", "since", "until", "place", "known_on")
WORDS = "words"
#: So many searches are remembered in a session, each by a name that says nothing.
REMEMBERED = 8
ACTS = ("countersign", "dispute", "withdraw")


@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """List the records that fit the filters in the address, and the words that the session keeps for it."""
    if request.method == "POST":
        return _searched(request)
    user, lang = officer(request), tongue()
    filters = _filters(request.GET)
    name = request.GET.get(WORDS, "")
    text = str(request.session.get(WORDS, {}).get(name, ""))
    address = urlencode({**filters, **({WORDS: name} if text else {})})
    if text:
        filters["text"] = text
    number = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdecimal() else 1
    found = house.records(user, lang, filters=filters, limit=PAGE, offset=(number - 1) * PAGE)
    return render(
        request,
        "desk/records.html",
        {
            "found": found,
            "filters": filters,
            "query": address,
            "number": number,
            "pages": max(1, -(-found.total // PAGE)),
            "kinds": house.kinds(lang),
            "places": house.places(lang),
            "standings": seen.STANDINGS,
        },
    )


def _filters(given: QueryDict) -> dict[str, str]:
    return {name: str(given[name]).strip() for name in FILTERS if str(given.get(name, "")).strip()}


def _searched(request: HttpRequest) -> HttpResponse:
    """Keep the words in the session and lead to an address that doesn't hold them."""
    filters, text = _filters(request.POST), request.POST.get("text", "").strip()
    if text:
        name = secrets.token_hex(4)
        kept = {**request.session.get(WORDS, {}), name: text[:200]}
        request.session[WORDS] = dict(list(kept.items())[-REMEMBERED:])
        filters[WORDS] = name
    return redirect(f"{reverse('desk:records')}?{urlencode(filters)}".rstrip("?"))


@require_safe
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show one record with its voices, versions and proofs."""
    return _show(request, record_id)


@require_POST
def act(request: HttpRequest, record_id: UUID, act: str) -> HttpResponse:
    """Confirm the record, say that it isn't agreed yet, or withdraw one's own."""
    if act not in ACTS:
        raise Http404
    body = filling.answer(request.POST)
    faults = house.act(officer(request), tongue(), record_id=str(record_id), act=act, body=body, now=now_ms())
    if faults:
        return _show(request, record_id, faults=faults, tried=act, status=422)
    messages.success(request, _("Said and kept. It leaves with the next exchange."))
    return redirect("desk:record", record_id)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show what a wider circle will see of a record; send it to them."""
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


def _show(request: HttpRequest, record_id: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    user, lang = officer(request), tongue()
    found = house.record(user, lang, str(record_id))
    if found is None:
        raise Http404
    context = {
        "record": found,
        "reasons": house.reasons(lang),
        "withdraw_reasons": house.withdraw_reasons(lang),
        "circles": house.circles(user, lang),
        "narrower": house.narrower(user, lang, found),
        **more,
    }
    return render(request, "desk/record.html", context, status=status)
