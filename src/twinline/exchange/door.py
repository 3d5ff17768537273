"""The exchange's own door: a peer's message goes past what is there for people's browsers.

Sessions, languages and the headers that browsers heed would cost each answer half a kilobyte and mean nothing to a
node: who asks is told by the signature alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from twinline.exchange.views import ExchangeViews

PATH = "/exchange/1"
#: A refusal is words that a browser may be led to: it runs, frames and guesses nothing. A message costs no byte more.
HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Answer:
    """The pieces of an answer; closing it gives the database's connection back."""

    def __init__(self, response: HttpResponseBase) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)  # type: ignore[call-overload,no-any-return]

    def close(self) -> None:
        self._response.close()


def exchange_first(pages: Application, views: ExchangeViews) -> Application:
    """Return an application that answers nodes itself and hands all else on."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return pages(environ, start_response)
        request_started.send(sender=ExchangeViews, environ=environ)
        response = answered(views, environ)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return _Answer(response)

    return application


def answered(views: ExchangeViews, environ: dict[str, Any]) -> HttpResponseBase:
    """Return what a node is answered with all its headers."""
    try:
        response = views.exchange(WSGIRequest(environ))
    except Exception:
        logging.getLogger(__name__).exception("A message could not be answered")
        response = HttpResponse("This node is in trouble; try again later.\n", status=500, content_type="text/plain")
    if response.status_code != HTTPStatus.OK:
        for name, value in HARMLESS.items():
            response.headers.setdefault(name, value)
    return response
