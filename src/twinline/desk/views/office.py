"""An office's own letters with placeholders: given, looked at, taken again, removed; and its years."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue

_LONGEST_TITLE = 200


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Show the letters of this desk's own; take in another one, or say why it can't be."""
    user, lang = officer(request), tongue()
    title = request.POST.get("title", "").strip()[:_LONGEST_TITLE]
    fault, status = "", 200
    if request.method == "POST":
        if "file" not in request.FILES or not title:
            raise Http404
        data = cast(bytes, request.FILES["file"].read(house.LARGEST_LETTER + 1))
        wrong = house.keep_letter(lang, title=title, data=data)
        if wrong is None:
            messages.success(request, _("The letter is kept. It is filled in with the figures of any period."))
            return redirect("desk:report-letters")
        fault, status = wrong, 422
    shown = {"office": house.letters(user, lang), "fault": fault, "title": title}
    return render(request, "desk/letters.html", shown, status=status)


@require_safe
def letter(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a letter of this desk's own with its placeholders, to go on working at it."""
    officer(request)
    data = house.letter_file(name, form)
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=house.REPORT_FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Remove a letter of this desk's own, with its report. What was issued stands."""
    officer(request)
    if not house.remove_letter(name):
        raise Http404
    messages.success(request, _("The letter is removed."))
    return redirect("desk:report-letters")


@require_POST
def years(request: HttpRequest) -> HttpResponse:
    """Keep in which era this office writes the years of its Lao texts."""
    house.want_years(officer(request), buddhist_years=request.POST.get("years") == "buddhist")
    messages.success(request, _("Kept."))
    return redirect("desk:report-letters")
