"""Who asks for the head of an answer alone (RFC 9110, 9.3.2) is answered by the rules of the whole, without a body."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class HeadAlone:
    """Middleware: a HEAD is a GET whose body stays here, so that no page and no rule knows two ways of looking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        alone = request.method == "HEAD"
        if alone:
            request.method = "GET"
        response = self.get_response(request)
        allowed = response.headers.get("Allow", "").split(", ")
        if "GET" in allowed:
            response.headers["Allow"] = ", ".join(sorted({*allowed, "HEAD"}))
        if not alone:
            return response
        if response.streaming:
            response.streaming_content = ()  # type: ignore[attr-defined]
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))  # type: ignore[attr-defined]
            response.content = b""  # type: ignore[attr-defined]
        return response
