"""Correcting a word on the pages of this desk; what was corrected, as a file to send back or take in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from twinline.desk import own_words
from twinline.desk.language import CODES, tongue

_LONGEST_SEARCH = 80


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Show the words that hold what is searched for; keep what is said instead, or what a file says."""
    told = request.GET if request.method == "GET" else request.POST
    lang = told.get("in", tongue())
    text = told.get("text", "").strip()[:_LONGEST_SEARCH]
    if lang not in CODES:
        raise Http404
    fault, said = "", dict[str, str]()
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is not None:
            taken = own_words.taken(lang, cast(bytes, file.read(own_words.LARGEST + 1))[: own_words.LARGEST])
            if isinstance(taken, int):
                done = ngettext("%(n)s word taken in.", "%(n)s words taken in.", taken) % {"n": taken}
                messages.success(request, done)
                return redirect(f"{reverse('desk:words')}?in={lang}")
            fault = taken
        else:
            said = dict(own_words.each(request.POST))
            fault = own_words.correct(lang, said)
            if not fault:
                messages.success(request, _("Kept. Every page of this desk says it so from now on."))
                return redirect(f"{reverse('desk:words')}?in={lang}")
    found = [(word, said.get(word.id, now)) for word, now in own_words.search(lang, text)]
    context = {"found": found, "chosen": lang, "text": text, "fault": fault, "number": len(own_words.corrected(lang)),
               "longest": own_words.LONGEST}  # fmt: skip
    return render(request, "desk/words.html", context, status=422 if fault else 200)


@require_safe
def as_file(request: HttpRequest, language: str) -> HttpResponse:
    """Give what was corrected as a PO file, to send back."""
    if language not in CODES:
        raise Http404
    answer = HttpResponse(own_words.as_po(language), content_type="text/x-gettext-translation; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="twinline-{language}.po"'
    return answer
