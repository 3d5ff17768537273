"""Writing around the figures of a report; what is typed is a draft to the last key, as in every form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access import drafts
from twinline.access.asking import officer
from twinline.desk import filling, house
from twinline.desk.language import tongue
from twinline.desk.reported import Writing
from twinline.desk.views.new import keep_draft
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
    of, draft_at = _draft_of(asked["name"], found), _address("desk:report-writing-draft", asked)
    shown: dict[str, Any] = {"writing": found, "asked": asked, "most": house.LONGEST_TEXT, "draft_at": draft_at}
    if request.method != "POST":
        kept = drafts.read(user, of)
        return render(request, "desk/writing.html", _drafted(shown, *kept) if kept else shown)
    # A browser sends a line's end as two characters.
    typed = {part: request.POST.get(part, "").replace("\r\n", "\n").strip() for part in house.WRITTEN_PARTS}
    if max(map(len, typed.values())) > house.LONGEST_TEXT:
        return render(request, "desk/writing.html", {**_with(shown, typed), "too_long": True}, status=422)
    seen = whole(request.POST.get("seen", ""), digits=15) or 0
    if not house.keep_writing(user, lang, **which, texts=typed, seen_ms=seen, now=now_ms()):
        return render(request, "desk/writing.html", {**_with(shown, typed), "overtaken": True}, status=409)
    drafts.drop(user, of)
    return redirect(f"{_address('desk:report', asked)}#written")


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed around a report, or forget it. A draft is its officer's own until it is kept."""
    asked, _ = asked_of(request)
    which = {name: asked[name] for name in ("first", "last", "name")}
    found = house.writing_page(officer(request), tongue(), **which)
    if found is None:
        raise Http404
    return keep_draft(request, _draft_of(asked["name"], found), _address("desk:report-writing", asked))


def _draft_of(report: str, writing: Writing) -> str:
    """Return under which name the draft of a report's period is kept, in the language of the page."""
    said = json.dumps([report or "joint", writing.period, tongue()])
    return f"writing {hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _address(name: str, asked: dict[str, str]) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{reverse(name)}?{query}" if query else reverse(name)


def _drafted(shown: dict[str, Any], fields: Mapping[str, list[str]], at_ms: int) -> dict[str, Any]:
    """Return the page with an officer's own draft in it; what that leaves empty may be carried over."""
    writing, typed = shown["writing"], filling.form(fields)
    parts = tuple(
        part
        if part.carried and not typed.get(part.name)
        else replace(part, text=typed.get(part.name, ""), carried=False)
        for part in writing.parts
    )
    seen = whole(typed.get("seen", ""), digits=15) or 0
    return {**shown, "writing": replace(writing, parts=parts, seen_ms=seen), "drafted": at_ms}


def _with(shown: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """Return the page with what was typed, so that nothing of it is lost, and beside it what is kept."""
    writing = shown["writing"]
    parts = tuple(replace(part, text=typed[part.name], theirs=part.text, carried=False) for part in writing.parts)
    return {**shown, "writing": replace(writing, parts=parts, earlier=())}
