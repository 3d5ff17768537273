"""Answering a program: the method, the answer with its mark, and errors as every command gives them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from twinline.access.asking import officer
from twinline.access.programs import language, refusal
from twinline.api.asked import status_of
from twinline.desk.views.errors import keeps_nothing
from twinline.sentences import Problem, Sentence
from twinline.store.saying import Unfit

#: Given an officer, a request and what stands in the path, returns the answer: JSON bytes, or plain values.
Asked = Callable[..., Any]
View = Callable[..., HttpResponse]

#: The header that names the indicators of an answer whose figures were put right after the day known on.
CORRECTED = "Twinline-Corrected-Since"

log = logging.getLogger(__name__)


def answering(**methods: Asked) -> View:
    """Return the view of a path, by method (``get``, ``post``): a GET answers 200, a POST 201."""
    allowed = ", ".join(sorted(name.upper() for name in methods))

    def view(request: HttpRequest, **path: str) -> HttpResponse:
        method = str(request.method).lower()
        if method not in methods:
            wrong = Problem(
                "method",
                Sentence("This is asked by {allowed}, not by {method!r}.", allowed=allowed, method=request.method),
            )
            answer = refusal(request, HTTPStatus.METHOD_NOT_ALLOWED, wrong)
            answer["Allow"] = allowed
            return answer
        try:
            told = methods[method](officer(request), request, **path)
        except Exception as error:
            return _refused(request, error)
        return _told(request, told) if method == "get" else _written(told)

    # A browser's session opens nothing here, so that there is nothing to forge.
    return csrf_exempt(view)


@dataclass(frozen=True, slots=True)
class Figures:
    """An answer as the command prints it, and which of its figures were corrected after the day known on."""

    raw: bytes
    corrected: Sequence[str]


def _told(request: HttpRequest, told: Any) -> HttpResponse:
    """Return an answer with the mark of its bytes, or that they are those the program has.

    What was corrected since stands beside them, in a header: what was known on a day is the same bytes for ever.
    """
    if isinstance(told, Figures):
        answer = _told(request, told.raw)
        if told.corrected:
            answer[CORRECTED] = ", ".join(told.corrected)
        return answer
    raw = told if isinstance(told, bytes) else msgspec.json.encode(told)
    answer = HttpResponse(raw, content_type="application/json")
    mark = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    answer["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=answer) or answer


def _written(told: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(msgspec.json.encode(told), content_type="application/json", status=HTTPStatus.CREATED)
    answer["Location"] = f"/api/1/records/{told['record']}"
    return answer


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return what went wrong: a sentence where it can be mended, that it can't where it is our fault."""
    if isinstance(error, Unfit):
        lang = language(request)
        findings = [{"field": one.field, "rule": one.rule, "sentence": one.sentence(lang)} for one in error.findings]
        return refusal(request, status_of(error), error, findings=findings)
    if isinstance(error, Problem):
        return refusal(request, status_of(error), error)
    if isinstance(error, RequestDataTooBig):
        large = Problem("too-large", Sentence("It is too large: send one record of a few kilobytes."))
        return refusal(request, status_of(large), large)
    if isinstance(error, UnreadablePostError | RecursionError):
        torn = Problem("not-json", Sentence("This can't be read to its end: nothing was written."))
        return refusal(request, status_of(torn), torn)
    log.exception("a program's request could not be answered")
    full = keeps_nothing(error)
    broken = Problem(
        "disk" if full else "fault",
        Sentence("The disk keeps nothing more: nothing was written.") if full
        else Sentence("Something went wrong here. Nothing you had kept is lost."),
        remedy=Sentence("Tell whoever runs this desk."),
    )  # fmt: skip
    return refusal(request, HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.INTERNAL_SERVER_ERROR, broken)
