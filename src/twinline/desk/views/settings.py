"""The language and the light of the page, kept in cookies; both lead back to where one was."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from twinline.access.models import User
from twinline.desk.context import THEMES, theme_cookie
from twinline.desk.language import CODES
from twinline.line.strip import stylesheet

_YEAR = 365 * 86_400


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in CODES:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, code)
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=code)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light and dark, or back to what the machine says."""
    response = _back(request)
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        _keep(response, theme_cookie(), wanted)
    else:
        response.delete_cookie(theme_cookie())
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def strip_css(request: HttpRequest) -> HttpResponse:
    """Give the look of the strip, which the line's own room keeps."""
    return HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _back(request: HttpRequest) -> HttpResponseRedirect:
    place = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(place if safe else reverse("desk:home"))
