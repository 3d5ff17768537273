"""The pages on which two people answer somebody who asks what is kept of them. No name stands in an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access import reasons
from twinline.access.asking import officer
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.access.speech import tongue
from twinline.records import registry
from twinline.records.fields.dates import shown_date
from twinline.records.gazetteer import packaged
from twinline.sealed import closing, views, words
from twinline.sealed import requests as asking
from twinline.sealed.part import Unfit
from twinline.sealed.requests import Answer, Found
from twinline.store.here import this_ledger
from twinline.times import day_of, iso, now_ms
from twinline.tongues import told as said

#: So many requests stand on the page; the trace has them all.
SHOWN = 50
_BEFORE = "before"


@never_cache
@require_http_methods(["GET", "POST"])
@closing.told
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests of one's organisation, for both who answer them; open another."""
    user, now = officer(request), now_ms()
    if request.method == "POST":
        try:
            opened = asking.begin(user, request.POST.get("why", ""), now=now)
        except Unfit as fault:
            messages.error(request, said(fault.told, tongue()))
            return redirect("sealed:requests")
        return redirect("sealed:request", opened.name)
    rows = [
        {
            "name": one.name, "why": words.WISHES[one.why].to(tongue()), "at_ms": one.opened_ms, "by": one.opened_by,
            "second": one.confirmed_by, "stands": asking.stands(one, now=now), "mine": one.opened_by == user.username,
        }
        for one in asking.of_organisation(user)[:SHOWN]
    ]  # fmt: skip
    context = {"rows": rows, "wishes": views.choices(words.WISHES), "may_open": user.may(Right.ANSWER_PERSON)}
    return render(request, "sealed/requests.html", context)


@require_POST
@closing.told
def confirm(request: HttpRequest, request_name: str) -> HttpResponse:
    """Stand for somebody else's request, as the second of two."""
    asking.confirm(officer(request), request_name, now=now_ms())
    messages.success(request, _("Confirmed. It is open for four hours, and all that is done is on the trace."))
    return redirect("sealed:requests")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@closing.told
def request(request: HttpRequest, request_name: str) -> HttpResponse:
    """Ask what to look for, once two people stand for it; show what was found, each opening traced first."""
    user, now = officer(request), now_ms()
    one = asking.of_organisation(user).filter(name=request_name, opened_by=user.username).first()
    if one is None:
        raise asking.NotOpen
    context: dict[str, Any] = {"one": one, "stands": asking.stands(one, now=now), "found_before": len(one.parts)}
    status = 200
    if request.method == "POST":
        try:
            if _BEFORE in request.POST:
                answer = asking.show(this_ledger(), user, request_name, now=now)
            else:
                asked, born = (request.POST.get(name, "").strip() for name in ("asked", "born"))
                answer = asking.find(this_ledger(), user, request_name, asked, born, now=now)
            context |= _shown(user, answer)
        except Unfit as fault:
            context["fault"], status = said(fault.told, tongue()), 422
    return render(request, "sealed/request.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_POST
@closing.told
def answer(request: HttpRequest, request_name: str) -> HttpResponse:
    """Show the chosen parts as the person gets them, to be printed; that they were given out is traced first."""
    user, now = officer(request), now_ms()
    chosen = request.POST.getlist("part")
    if not chosen:
        messages.error(request, _("Choose the parts that are about this person."))
        return redirect("sealed:request", request_name)
    given = asking.show(this_ledger(), user, request_name, now=now, act="disclose", only=chosen)
    return render(request, "sealed/answer.html", {"at_ms": now, "name": request_name[:8], **_shown(user, given)})


@require_POST
@closing.told
def end(request: HttpRequest, request_name: str) -> HttpResponse:
    """End one's request."""
    asking.end(officer(request), request_name, now=now_ms())
    return redirect("sealed:requests")


@sensitive_post_parameters()
@require_POST
@closing.told
def act(request: HttpRequest, request_name: str, part: str, done: str) -> HttpResponse:
    """Correct, restrict, erase a part, or let it be used again; say which organisations hold its record's numbers."""
    user, now, ledger = officer(request), now_ms(), this_ledger()
    try:
        if done == "correct":
            held = asking.correct(ledger, user, request_name, part, views.part_of(request), now=now)
        else:
            held = _ACTS[done](ledger, user, request_name, part, now=now)
    except Unfit as fault:
        messages.error(request, said(fault.told, tongue()))
        return redirect("sealed:request", request_name)
    messages.success(request, _("Done, and on the trace."))
    told = _names(asking.told_of(ledger, user, held.record))
    if told:
        whom = _("Tell these, who hold numbers of its record: %(who)s. If a number changes, change the record.")
        messages.success(request, whom % {"who": ", ".join(told)})
    return redirect("sealed:request", request_name)


_ACTS = {"restrict": asking.restrict, "lift": asking.lift, "erase": asking.erase}


def _shown(user: User, answer: Answer) -> dict[str, Any]:
    lists = views.lists(user, {})
    return {"answer": [{**lists, **_part(each)} for each in answer.found], "unread": answer.unread, "looked": True}


def _part(one: Found) -> dict[str, Any]:
    language, told = tongue(), msgspec.to_builtins(one.part) | {"ends": iso(one.part.ends)}
    marks = (words.CLASSES[one.part.person], words.BASES[one.part.basis], words.PURPOSES[one.part.purpose])
    return {
        "held": one.held,
        "kind": registry.of_kind(one.kind).label.to(language),
        "marks": [each.to(language) for each in marks],
        "shown": [(label, told[name]) for name, label in views.choices(words.FIELDS) if told[name]],
        "since": shown_date(iso(day_of(one.held.written)), language),
        "ends": shown_date(iso(max(one.part.ends, one.held.held_to or one.part.ends)), language),
        "told": told,
        "texts": [(name, label, told.get(name, "")) for name, label in views.choices(words.FIELDS)],
        "peers": _names(one.told),
        "readings": list(dict.fromkeys(
            (row["at_ms"] // 60_000 * 60_000, reasons.why(row["reason"], language))
            for row in asking.readings(one.held.part)
        )),
    }  # fmt: skip


def _names(codes: Sequence[str]) -> list[str]:
    return [packaged().name(code, tongue()) for code in codes]
