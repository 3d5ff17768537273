"""From where a request comes: the caller's own address, also behind a proxy, where an operator has named that."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


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
