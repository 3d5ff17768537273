"""From where a request comes: the caller's own address, also behind a proxy, where an operator has named that."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class OurNameOnly:
    """Middleware: whoever calls this machine by a name that isn't ours is told nothing, no file of the pages either.

    A page of somebody's could otherwise have its name lead here and see that a node runs (DNS rebinding).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost, which is answered by 400
        return self.get_response(request)


def address(request: HttpRequest) -> str:
    """Return the address that failures are counted by.

    What ``X-Forwarded-For`` says is read only where a proxy of ours (``TWINLINE_PROXIES``) brought the request, from
    its end on, where our proxies wrote: what stands before that, anybody may have made up.
    """
    near = str(request.META.get("REMOTE_ADDR", ""))
    said = request.headers.get("X-Forwarded-For", "").split(",")
    while near in settings.PROXIES and said:
        try:
            near = str(ip_address(said.pop().strip()))
        except ValueError:
            break
    return near
