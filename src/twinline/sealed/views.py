"""The pages of personal parts: what is kept with a record, opened one at a time and for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access.asking import officer
from twinline.access.models import User
from twinline.access.roles import Right
from twinline.access.speech import tongue
from twinline.records.fields.dates import shown_date
from twinline.records.vocabulary import Vocabulary
from twinline.sealed import closing, keeping, words
from twinline.sealed.part import Part, Unfit
from twinline.sealed.retention import is_past
from twinline.sentences import Sentence
from twinline.store.here import this_ledger
from twinline.times import day_of, days_of, iso, now_ms
from twinline.tongues import told as said


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@closing.told
def of_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """List the personal parts of a record, unread; keep another."""
    user, record = officer(request), str(record_id)
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            keeping.put(this_ledger(), user, record, part_of(request), now=now_ms())
        except Unfit as fault:
            faults[fault.where] = said(fault.told, tongue())
        else:
            messages.success(request, _("Kept on this machine only. It crosses no border."))
            return redirect("sealed:of-record", record_id)
    parts = keeping.of(this_ledger(), user, record)
    context = {
        "record": record,
        "parts": [
            {
                "part": each.part,
                "ends": shown_date(iso(each.ends), tongue()),
                "held": each.held_to and shown_date(iso(each.held_to), tongue()),
                "past": is_past(each.ends, each.held_to, day_of(now_ms())),
            }
            for each in parts
        ],
        "faults": faults,
        **lists(user, request.POST if faults else {}),
    }
    return render(request, "sealed/of_record.html", context, status=422 if faults else 200)


@never_cache
@require_POST
@closing.told
def open_part(request: HttpRequest, part: str) -> HttpResponse:
    """Show one part to somebody who gave a reason; the reading is traced first."""
    user = officer(request)
    try:
        opened = keeping.read(this_ledger(), user, part, reason=request.POST.get("reason", ""), now=now_ms())
    except Unfit as fault:
        return _back(request, user, part, fault)
    kept = opened.part
    told = msgspec.to_builtins(kept) | {"ends": iso(kept.ends)}
    shown = [(label, told[name]) for name, label in choices(words.FIELDS) if told[name]]
    marks = [words.CLASSES[kept.person], words.BASES[kept.basis], words.PURPOSES[kept.purpose]]
    context = {
        "held": opened.held,
        "ends": shown_date(iso(max(kept.ends, opened.held.held_to or kept.ends)), tongue()),
        "shown": shown,
        "marks": [each.to(tongue()) for each in marks],
        **lists(user, told),
    }
    return render(request, "sealed/open.html", context)


@sensitive_post_parameters()
@require_POST
@closing.told
def change(request: HttpRequest, part: str) -> HttpResponse:
    """Put a part right, or in another class."""
    user = officer(request)
    try:
        reason = request.POST.get("reason", "")
        no_suspect = keeping.change(this_ledger(), user, part, part_of(request), reason=reason, now=now_ms())
    except Unfit as fault:
        context = {
            "held": keeping.about(this_ledger(), user, part),
            "faults": {fault.where: said(fault.told, tongue())}, **lists(user, request.POST),
        }  # fmt: skip
        return render(request, "sealed/open.html", context, status=422)
    record = keeping.about(this_ledger(), user, part).record
    messages.success(request, _("Kept on this machine only. It crosses no border."))
    counting = keeping.still_counted(this_ledger(), user, record) if no_suspect else None
    if counting is None:
        return redirect("sealed:of-record", record)
    if counting.may_amend:
        messages.error(request, _("This person is counted as a suspect still: put the number right here."))
        return redirect("desk:recount", counting.record)
    messages.error(
        request, _("This person is counted as a suspect still: ask somebody with the right to send to put it right.")
    )
    return redirect("desk:record", counting.record)


@require_POST
@closing.told
def hold(request: HttpRequest, part: str) -> HttpResponse:
    """Put off the end of a part, in one's own name and for a reason."""
    user = officer(request)
    try:
        keeping.hold(
            this_ledger(), user, part, until=_day(request, "until"), why=request.POST.get("reason", ""),
            now=now_ms(),
        )  # fmt: skip
    except Unfit as fault:
        return _back(request, user, part, fault)
    return redirect("sealed:of-record", keeping.about(this_ledger(), user, part).record)


@require_POST
@closing.told
def erase(request: HttpRequest, part: str) -> HttpResponse:
    """Erase a part for good, before its date and for a reason."""
    user = officer(request)
    record = keeping.about(this_ledger(), user, part).record
    try:
        keeping.erase(this_ledger(), user, part, reason=request.POST.get("reason", ""), now=now_ms())
    except Unfit as fault:
        return _back(request, user, part, fault)
    messages.success(request, _("Erased. Nothing of it can be read any more."))
    return redirect("sealed:of-record", record)


def _back(request: HttpRequest, user: User, part: str, fault: Unfit) -> HttpResponse:
    messages.error(request, said(fault.told, tongue()))
    return redirect("sealed:of-record", keeping.about(this_ledger(), user, part).record)


def lists(user: User, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form offers to this person, and what stands in it already."""
    return {
        "classes": choices(words.CLASSES),
        "bases": choices(words.BASES),
        "purposes": choices(words.PURPOSES),
        "reasons": choices(words.REASONS),
        "told": told,
        "texts": [(name, label, told.get(name, "")) for name, label in choices(words.FIELDS)],
        "may_write": user.may(Right.SEALED_WRITE),
    }


def part_of(request: HttpRequest) -> Part:
    told = {name: request.POST.get(name, "").strip() for name in words.FIELDS}
    return Part(
        person=request.POST.get("person", ""), basis=request.POST.get("basis", ""),
        purpose=request.POST.get("purpose", ""), ends=_day(request, "ends"), **told,
    )  # fmt: skip


def _day(request: HttpRequest, name: str) -> int:
    try:
        return days_of(request.POST.get(name, "").strip())[1]
    except ValueError:
        raise Unfit(name, "not-a-date", Sentence("Give a date, such as 2027-03-31.")) from None


def choices(closed: Vocabulary) -> list[tuple[str, Any]]:
    language = tongue()
    return [(code, labels.to(language)) for code, labels in closed.items()]
