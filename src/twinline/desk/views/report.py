"""The reports, and a figure opened into the records behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house, periods
from twinline.desk.language import tongue
from twinline.desk.seen import Fault
from twinline.desk.views import asking
from twinline.figures.calendars import CIVIL, calendars
from twinline.times import now_ms

ASKED = ("first", "last", "known_on", "circle", "name")
#: What a figure is narrowed to: a place, with those of other times on its land; whose work, without those below.
NARROWED = ("place", "recut", "org", "alone")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show a report of a period, as known on a day."""
    return _page(request, asked_of(request)[0])


@require_safe
def as_file(request: HttpRequest, form: str) -> HttpResponse:
    """Give the report that the address asks for as a file: the same as on the page, for the same readers."""
    asked, _ = asked_of(request)
    data = house.report_file(officer(request), tongue(), form=form, **asked)
    if data is None:
        raise Http404
    if isinstance(data, str):
        return _page(request, asked, letter_fault=data, status=409)
    return _file(data, asked["name"] or "joint", form)


@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Make a record of the report that the address asks for; where that can't be, say why on its page."""
    user, lang, (asked, _) = officer(request), tongue(), asked_of(request)
    made = house.issue(user, lang, number=request.POST.get("number", "").strip(), now=now_ms(), **asked)
    if made is None:
        raise Http404
    if isinstance(made, str):
        return redirect("desk:record", made)
    return _page(request, asked, faults=made, status=422)


@require_safe
def issued(request: HttpRequest, record_id: UUID, form: str) -> HttpResponse:
    """Give an issued report again as a file: the bytes that it had."""
    data = house.issued_file(officer(request), tongue(), record_id=str(record_id), form=form)
    if data is None:
        raise Http404
    if isinstance(data, str):
        return HttpResponse(data, content_type="text/plain; charset=utf-8", status=409)
    return _file(data, "issued", form)


@require_safe
def figure(request: HttpRequest) -> HttpResponse:
    """Show one figure, the records it counts and those it leaves out, and what changed since another day."""
    asked, more = asked_of(request, "key", "voice", "against", *NARROWED)
    narrowed, against = _narrowed(more), more["against"]
    found = house.figure(
        officer(request),
        tongue(),
        key=more["key"],
        voice=_one_of("voice", more["voice"] or "joint", house.REPORT_VOICES),
        against=against,
        place=narrowed["place"],
        recut=bool(narrowed["recut"]),
        org=narrowed["org"],
        own=bool(narrowed["alone"]),
        **asked,
    )
    if found is None:
        raise asking.Unknown("key", more["key"])
    told = {
        "opened": found,
        "figure": found.figure,
        "asked": asked | narrowed,
        "of_report": asked,
        "against": against,
        "kept": ("first", "last", "circle", *NARROWED),
        "places": house.places(tongue()),
        "organisations": house.organisations(tongue()),
    }
    return render(request, "desk/figure.html", told)


@require_safe
def figure_sheet(request: HttpRequest) -> HttpResponse:
    """Give the figure that the address asks for as a workbook: the same as on its page, for the same readers."""
    asked, more = asked_of(request, "key", *NARROWED)
    del asked["name"]
    key, narrowed = more["key"], _narrowed(more)
    data = house.figure_sheet(
        officer(request),
        tongue(),
        key=key,
        place=narrowed["place"],
        recut=bool(narrowed["recut"]),
        org=narrowed["org"],
        own=bool(narrowed["alone"]),
        **asked,
    )
    if data is None:
        raise asking.Unknown("key", key)
    return _file(data, key, "xlsx")


def _narrowed(more: dict[str, str]) -> dict[str, str]:
    """Return what a figure is narrowed to; raises ``Unknown`` for a code that names nothing, or no tick."""
    for name in ("place", "org"):
        if more[name] and not house.is_known(more[name]):
            raise asking.Unknown(name, more[name])
    for name in ("recut", "alone"):
        _one_of(name, more[name], ("", "1"))
    return {name: more[name] for name in NARROWED}


def asked_of(request: HttpRequest, *more: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return which report an address asks for: its period, knowledge, readers and name; and what it says ``more``.

    Of a period named in a reporting calendar these are its exact days. Raises ``Unknown`` or ``Misasked`` where it asks
    for anything that isn't there.
    """
    said = asking.read(request, *ASKED, "calendar", *more)
    asked = {name: said[name] for name in ASKED}
    user, lang = officer(request), tongue()
    if asked["name"]:
        _one_of("name", asked["name"], house.report_names(lang))
    if asked["circle"]:
        _one_of("circle", asked["circle"], [one.value for one in house.report_circles(user, lang)])
    calendar = _one_of("calendar", said["calendar"] or CIVIL, list(calendars()))
    for name in ("known_on", "against"):
        asking.must_be_a_past_day(name, said.get(name, ""))
    told = {name: said[name] for name in more}
    try:
        since, until = periods.read(asked["first"], asked["last"], calendar)
    except periods.Unread as error:
        raise asking.Misasked(error.which, error.told) from None
    if calendar == CIVIL:
        return asked, told
    return asked | {"first": since or asked["first"], "last": until or asked["last"]}, told


def _one_of(key: str, given: str, known: Collection[str]) -> str:
    if given not in known:
        raise asking.Unknown(key, given, [one for one in known if one])
    return given


def _page(
    request: HttpRequest,
    asked: dict[str, str],
    *,
    faults: Sequence[Fault] = (),
    letter_fault: str = "",
    status: int = 200,
) -> HttpResponse:
    user, lang = officer(request), tongue()
    found = house.report(user, lang, **asked)
    if found is None:
        raise Http404
    circles = house.report_circles(user, lang)
    shown = {"report": found, "asked": asked, "circles": circles, "forms": house.REPORT_FORMS, "faults": faults}
    shown |= {"letter_fault": letter_fault, "may_issue": house.may_issue(user)}
    return render(request, "desk/report.html", shown, status=status)


def _file(data: bytes, name: str, form: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=house.REPORT_FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="twinline-{name}-{tongue()}.{form}"'
    return answer
