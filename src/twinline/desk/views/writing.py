"""Writing around the figures of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.desk.views.report import asked_of
from twinline.text import whole
from twinline.times import now_ms


@require_http_methods(["GET", "POST"])
def writing(request: HttpRequest) -> HttpResponse:
    """Show the texts of a report's period, and keep them. They stand in the letter of that period, and nowhere else."""
    user, lang, (asked, more) = officer(request), tongue(), asked_of(request, "carry")
    which = {name: asked[name] for name in ("first", "last", "name")}
    found = house.writing_page(user, lang, **which, carry=more["carry"])
    if found is None:
        raise Http404
    shown: dict[str, Any] = {"writing": found, "asked": asked, "most": house.LONGEST_TEXT}
    if request.method != "POST":
        return render(request, "desk/writing.html", shown)
    # A browser sends a line's end as two characters.
    typed = {part: request.POST.get(part, "").replace("\r\n", "\n").strip() for part in house.WRITTEN_PARTS}
    if max(map(len, typed.values())) > house.LONGEST_TEXT:
        return render(request, "desk/writing.html", {**_with(shown, typed), "too_long": True}, status=422)
    seen = whole(request.POST.get("seen", ""), digits=15) or 0
    if not house.keep_writing(user, lang, **which, texts=typed, seen_ms=seen, now=now_ms()):
        return render(request, "desk/writing.html", {**_with(shown, typed), "overtaken": True}, status=409)
    pairs = {name: value for name, value in asked.items() if value}
    return redirect(f"{reverse('desk:report')}?{urlencode(pairs)}#written")


def _with(shown: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """Return the page with what was typed, so that nothing of it is lost, and beside it what is kept."""
    writing = shown["writing"]
    parts = tuple(replace(part, text=typed[part.name], theirs=part.text, carried=False) for part in writing.parts)
    return {**shown, "writing": replace(writing, parts=parts, earlier=())}
