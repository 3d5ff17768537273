"""Letting somebody in who has proved who they are."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from twinline.access import journal, owing, signed
from twinline.access.models import User
from twinline.times import now_ms

HOME = "desk:home"


def enter(request: HttpRequest, user: User, place: str, *, alone: bool) -> HttpResponse:
    """Begin a session and lead to the page that was asked for, if it is one of this desk.

    ``alone`` is whether a password alone was shown.
    """
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    owing.begin(request, alone=alone)
    signed.note(request, user, now=now_ms())
    User.objects.filter(pk=user.pk).update(seen_before_ms=user.seen_ms, seen_ms=now_ms())
    journal.tell(journal.Event.CAME_IN, account=user.username)
    safe = url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(place) if place and safe else redirect(HOME)
