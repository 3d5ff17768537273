"""How long a session lasts: twelve hours at most, and one hour in which nobody uses it (ASVS 5.0, 7.3.1 and 7.3.2).

When it began stands in the session; when it was last used stands in a cookie that the desk signs for it alone.
So a page that is only looked at writes nothing, and opens on a full disk too. Without that cookie a session counts as
last used when it began: taking the cookie away makes it end sooner, never later.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from twinline.times import now_ms

LONGEST_MS = settings.SESSION_COOKIE_AGE * 1000
IDLE_MS = 60 * 60_000
#: The cookie is written anew once it is so old.
_FRESH_MS = 60_000
_BEGAN = "access_began"


@receiver(user_logged_in)
def _began(request: HttpRequest, **_: Any) -> None:
    request.session[_BEGAN] = now_ms()


def ran_out(request: HttpRequest, *, now: int) -> bool:
    """Return whether a session lasted too long, was left alone too long, or began in a time that is yet to come."""
    began = request.session.get(_BEGAN)
    if began is None:
        return True
    return not (-IDLE_MS <= now - began <= LONGEST_MS and now - _used(request, began) <= IDLE_MS)


def used(request: HttpRequest, answer: HttpResponse, *, now: int) -> None:
    """Let the browser keep that its session was used now."""
    began = request.session.get(_BEGAN)
    if began is not None and abs(now - _used(request, began)) >= _FRESH_MS:
        answer.set_cookie(
            settings.USED_COOKIE_NAME, _signer(request).sign(str(now)), secure=settings.SESSION_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip


def _used(request: HttpRequest, began: int) -> int:
    try:
        return int(_signer(request).unsign(request.COOKIES.get(settings.USED_COOKIE_NAME, "")))
    except (BadSignature, ValueError):
        return began


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"used {request.session.session_key}")
