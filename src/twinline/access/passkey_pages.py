"""The pages of passkeys: making one on one's own page, signing in with one, taking one away."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access import entering, factor, journal, lockout, owing, passkeys, signed, tracing, whence
from twinline.access.again import knows
from twinline.access.asking import officer
from twinline.access.forms import REQUIRED
from twinline.access.models import User
from twinline.access.passkeys import Desk
from twinline.access.proving import NotProved, prove
from twinline.access.speech import tongue
from twinline.times import now_ms
from twinline.tongues import told

#: Where in the session a challenge waits for its answer, and under which name failures to show a passkey count.
_MAKING, _SHOWING, _ANYBODY = "access_passkey", "access_passkey_in", "\npasskey"


class PasskeyForm(forms.Form):
    """What the passkey is called, and who makes it."""

    name = forms.CharField(
        label=gettext_lazy("Where it is kept: this telephone, a key of the office"), max_length=passkeys.LONGEST_NAME,
        error_messages=REQUIRED,
    )  # fmt: skip
    password = forms.CharField(label=gettext_lazy("Password"), max_length=256, strip=False, error_messages=REQUIRED)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, required=False)

    def __init__(self, *args: Any, second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not second:
            del self.fields["code"]


def here(request: HttpRequest) -> Desk | None:
    """Return the desk as this browser calls it, or None where it can offer no passkey."""
    return passkeys.desk(request.get_host(), secure=settings.SESSION_COOKIE_SECURE or request.is_secure())


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Ask who makes a passkey and what it is called; then let the browser make it."""
    user, desk = officer(request), here(request)
    if desk is None:
        raise Http404
    form = PasskeyForm(request.POST or None, second=factor.has(user))
    if request.method == "POST" and form.is_valid():
        try:
            prove(user.username, form.cleaned_data["password"], form.cleaned_data.get("code", ""), now=now_ms())
        except NotProved as error:
            form.add_error("password", told(error, tongue()))
        else:
            asked = passkeys.invitation(user, desk)
            request.session[_MAKING] = [asked, form.cleaned_data["name"], now_ms()]
            return render(request, "access/passkey.html", {"asked": json.dumps(asked)})
    return render(request, "access/make_passkey.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    user, desk = officer(request), here(request)
    asked, name, since = request.session.pop(_MAKING, None) or ({}, "", 0)
    fresh = desk is not None and 0 <= now_ms() - since <= passkeys.MOMENT_MS
    if desk is None or not fresh or not passkeys.keep(user, asked, _answer(request), name, desk, now=now_ms()):
        messages.error(request, _("No passkey was made. Try again, or sign in with your password as before."))
        return redirect("access:account")
    signed.end_others(request, user)
    owing.shown(request)
    _traced(user, "passkey")
    messages.success(request, _("Kept. From now on you can sign in with it."))
    return redirect("access:account")


@sensitive_post_parameters("password")
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one of one's own passkeys away, by the password; the last second proof stays where a role asks for one."""
    user, number = officer(request), request.POST.get("passkey", "")
    if owing.asked_of(user) and not factor.has(user) and passkeys.of(user).count() == 1:
        messages.error(request, _("Your role asks for a second proof. Make another passkey first, or add a code."))
    elif not knows(request, user):
        pass
    elif number.isascii() and number.isdecimal() and passkeys.remove(user, int(number[:18])):
        _traced(user, "no-passkey")
        messages.success(request, _("Taken away: it opens nothing here any more."))
    return redirect("access:account")


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Give a browser the question that a passkey answers."""
    desk = here(request)
    if desk is None:
        raise Http404
    asked = passkeys.question(desk)
    request.session[_SHOWING] = [asked, now_ms()]
    return JsonResponse(asked)


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Let somebody in whose passkey answers; it is a second proof by itself, since its holder was asked for one."""
    desk, now, address = here(request), now_ms(), whence.address(request)
    asked, since = request.session.pop(_SHOWING, None) or ({}, 0)
    if desk is None:
        raise Http404
    user, answer = None, _answer(request)
    if lockout.locked_until(_ANYBODY, address, now=now) is None and 0 <= now - since <= passkeys.MOMENT_MS:
        user = passkeys.shown(asked, answer, _read(answer), desk, now=now)
        if user is None:
            lockout.note_failure_from(_ANYBODY, address, now=now)
    if user is None:
        journal.tell(journal.Event.WRONG_PASSKEY)
        messages.error(request, _("This passkey opens nothing here. Sign in with your password."))
        return redirect("access:sign-in")
    return entering.enter(request, user, request.POST.get("next", ""), alone=False)


def _answer(request: HttpRequest) -> str:
    return str(request.POST.get("answer", ""))


def _read(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer) if len(answer) <= passkeys.LARGEST else None
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and isinstance(said.get("response"), dict) else {}


def _traced(user: User, reason: str) -> None:
    tracing.note(now=now_ms(), officer=user.username, organisation=user.organisation, act="account", reason=reason)
