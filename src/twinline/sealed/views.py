"""The pages of personal parts: what is kept with a record, opened one at a time and for a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access.models import User
from twinline.access.roles import Right
from twinline.records.vocabulary import Vocabulary
from twinline.sealed import keeping, words
from twinline.sealed.part import Part, Unfit
from twinline.sealed.vault import NoPart
from twinline.sentences import Sentence
from twinline.store.here import this_ledger
from twinline.times import days_of, iso, now_ms
from twinline.tongues import told as said

CLOSED = (keeping.NotAllowed, NoPart)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def of_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """List the personal parts of a record, unread; keep another."""
    user, record = _officer(request), str(record_id)
    faults: dict[str, str] = {}
    try:
        if request.method == "POST":
            try:
                keeping.put(this_ledger(), user, record, _part(request), now=now_ms())
            except Unfit as fault:
                faults[fault.where] = said(fault.told, _language())
            else:
                messages.success(request, _("Kept on this machine only. It crosses no border."))
                return redirect("sealed:of-record", record_id)
        parts = keeping.of(this_ledger(), user, record)
    except CLOSED as problem:
        raise _hidden(problem) from problem
    context = {
        "record": record,
        "parts": [
            {"part": each.part, "ends": iso(each.ends), "held": each.held_to and iso(each.held_to)} for each in parts
        ],
        "faults": faults,
        "told": request.POST if faults else {},
        "classes": _choices(words.CLASSES),
        "bases": _choices(words.BASES),
        "purposes": _choices(words.PURPOSES),
        "reasons": _choices(words.REASONS),
        "texts": _choices(words.FIELDS),
        "may_write": user.may(Right.SEALED_WRITE),
    }
    return render(request, "sealed/of_record.html", context, status=422 if faults else 200)


@never_cache
@require_POST
def open_part(request: HttpRequest, part: str) -> HttpResponse:
    """Show one part to somebody who gave a reason; the reading is traced first."""
    user = _officer(request)
    try:
        opened = keeping.read(this_ledger(), user, part, reason=request.POST.get("reason", ""), now=now_ms())
    except Unfit as fault:
        messages.error(request, said(fault.told, _language()))
        return redirect("sealed:of-record", keeping.record_of(this_ledger(), user, part))
    except CLOSED as problem:
        raise _hidden(problem) from problem
    language = _language()
    shown = [
        (words.FIELDS[name].to(language), getattr(opened.part, name))
        for name in words.FIELDS
        if getattr(opened.part, name)
    ]
    marks = [
        closed[getattr(opened.part, name)].to(language)
        for name, closed in (("person", words.CLASSES), ("basis", words.BASES), ("purpose", words.PURPOSES))
    ]
    context = {"held": opened.held, "ends": iso(opened.held.ends), "shown": shown, "marks": marks,
               "may_write": user.may(Right.SEALED_WRITE)}  # fmt: skip
    return render(request, "sealed/open.html", context)


@require_POST
def erase(request: HttpRequest, part: str) -> HttpResponse:
    """Erase a part for good, before its date."""
    user = _officer(request)
    try:
        record = keeping.record_of(this_ledger(), user, part)
        keeping.erase(this_ledger(), user, part, now=now_ms())
    except CLOSED as problem:
        raise _hidden(problem) from problem
    messages.success(request, _("Erased. Nothing of it can be read any more."))
    return redirect("sealed:of-record", record)


def _part(request: HttpRequest) -> Part:
    told = {name: request.POST.get(name, "").strip() for name in words.FIELDS}
    try:
        ends = days_of(request.POST.get("ends", "").strip())[1]
    except ValueError:
        raise Unfit("ends", "not-a-date", Sentence("Give a date, such as 2027-03-31.")) from None
    return Part(
        person=request.POST.get("person", ""), basis=request.POST.get("basis", ""),
        purpose=request.POST.get("purpose", ""), ends=ends, **told,
    )  # fmt: skip


def _hidden(problem: Exception) -> Exception:
    """Return the page that says nothing about what there is: missing, or closed."""
    return Http404() if isinstance(problem, NoPart) else PermissionDenied()


def _choices(closed: Vocabulary) -> list[tuple[str, Any]]:
    language = _language()
    return [(code, labels.to(language)) for code, labels in closed.items()]


def _language() -> str:
    code = (translation.get_language() or "en")[:2]
    return code if code in ("vi", "lo", "en", "fr") else "en"


def _officer(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
