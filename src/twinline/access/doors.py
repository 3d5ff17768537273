"""Which pages stand open without signing in. All others are closed, new ones too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

OPEN_ROUTES = frozenset(
    {
        "access:sign-in",
        "access:link",
        "desk:language",
        "desk:theme",
        "desk:strip-css",
        "healthz",
    }
)
# The exchange between desks knows its callers by their signatures, not by an account.
OPEN_NAMESPACES = frozenset({"exchange"})


class SignInFirst:
    """Middleware: every page asks for an account unless its route is named above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return a redirect to the sign-in page for a stranger at a closed door."""
        if request.user.is_authenticated or is_open(request):
            return None
        place = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse('access:sign-in')}?{place}".rstrip("?"))


def is_open(request: HttpRequest) -> bool:
    """Return whether the asked-for route stands open."""
    match = request.resolver_match
    if match is None:
        return False
    return match.view_name in OPEN_ROUTES or bool(OPEN_NAMESPACES & set(match.namespaces))
