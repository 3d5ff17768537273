"""Signing in and out, and taking up a one-time link."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access import entering, factor, journal, links, lockout, passkey_pages, signed, whence
from twinline.access.asking import officer
from twinline.access.forms import CodeForm, RenewForm, SignInForm, WelcomeForm
from twinline.access.journal import Event
from twinline.access.models import Passkey, User
from twinline.access.speech import tongue
from twinline.times import now_ms, rfc3339

_PENDING = "access_pending"
#: How long a right password waits for its second proof.
_MOMENT_MS = 5 * 60_000


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; after five failures, for a pause."""
    place = request.POST.get("next") or request.GET.get("next") or ""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _try(request, form)
        if user is not None:
            return _second_or_enter(request, user, place, now=now_ms())
    status = 200 if request.method == "GET" else 422
    offered = passkey_pages.here(request) is not None and Passkey.objects.exists()
    context = {"form": form, "place": place, "passkeys": offered}
    return render(request, "access/sign_in.html", context, status=status)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second proof of somebody whose password was right a moment ago."""
    pending, place, since = request.session.get(_PENDING) or (None, "", 0)
    user = User.objects.filter(pk=pending, is_active=True).first()
    if user is None or not 0 <= now_ms() - since <= _MOMENT_MS:
        request.session.pop(_PENDING, None)
        return redirect("access:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _proved(request, form, user):
        del request.session[_PENDING]
        return entering.enter(request, user, place, alone=False)
    return render(request, "access/second.html", {"form": form}, status=200 if request.method == "GET" else 422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    journal.tell(Event.WENT, account=officer(request).username)
    signed.forget(request)
    auth.logout(request)
    answer = redirect("access:sign-in")
    answer.delete_cookie(settings.USED_COOKIE_NAME)
    # What a browser put by for this desk goes as well; the language and light somebody likes are in cookies, and stay.
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, word: str) -> HttpResponse:
    """Let the holder of a one-time link choose a name and a password."""
    now = now_ms()
    try:
        found = links.look(word, now=now)
        told = request.POST or None
        form: WelcomeForm = RenewForm(told, of=found.renews) if found.renews else WelcomeForm(told)
        if request.method == "POST" and form.is_valid():
            user = links.redeem(
                word,
                username=form.cleaned_data.get("username", ""),
                display_name=form.cleaned_data.get("display_name", ""),
                password=form.cleaned_data["password"],
                language=tongue(),
                now=now,
            )
            # Guesses at the password before this one: whoever is told to wait is told to ask for such a link.
            lockout.forgive(user.username, whence.address(request))
            return _second_or_enter(request, user, "", now=now)
    except links.LinkSpent as spent:
        journal.tell(Event.SPENT_LINK, why=spent.why.value)
        return render(request, "access/link_spent.html", {"why": spent.why.value}, status=410)
    except links.NameTaken:
        form.add_error("username", _("Somebody at this desk already uses this name."))
    status = 200 if request.method == "GET" else 422
    return render(request, "access/link.html", {"form": form, "link": found}, status=status)


def _try(request: HttpRequest, form: SignInForm) -> User | None:
    now, name, address = now_ms(), form.cleaned_data["username"], whence.address(request)
    until = lockout.locked_until(name, address, now=now)
    if until is not None:
        journal.tell(Event.PAUSED, account=_account(name))
        form.add_error(None, _pause(until))
        return None
    user = auth.authenticate(request, username=name, password=form.cleaned_data["password"])
    if isinstance(user, User):
        lockout.forgive(name, address)
        return user
    journal.tell(Event.WRONG, account=_account(name))
    lockout.note_failure(name, address, now=now)
    until = lockout.locked_until(name, address, now=now)
    form.add_error(None, _pause(until) if until else _("Name and password do not belong together. Please try again."))
    return None


def _proved(request: HttpRequest, form: CodeForm, user: User) -> bool:
    """Return whether the code is right; wrong ones count towards the same pause as wrong passwords."""
    now, asked, address = now_ms(), f"{user.username}\nsecond", whence.address(request)
    until = lockout.locked_until(asked, address, now=now)
    if until is None and factor.proves(user, form.cleaned_data["code"], now=now):
        lockout.forgive(asked, address)
        return True
    journal.tell(Event.WRONG_CODE, account=user.username)
    if until is None:
        lockout.note_failure(asked, address, now=now)
        until = lockout.locked_until(asked, address, now=now)
    form.add_error(
        "code", _pause(until) if until else _("This code is not right, or was used before. Wait for the next.")
    )
    return False


def _account(name: str) -> str:
    """Return the name of an account that there is; of any other nothing is told, it may be a password."""
    return name if User.objects.filter(username=name).exists() else journal.NOBODY


def _pause(until: int) -> str:
    words = _("Too many attempts. Try again after %(time)s, or ask whoever runs this desk for a new one-time link.")
    return str(words % {"time": rfc3339(until)[11:16]})


def _second_or_enter(request: HttpRequest, user: User, place: str, *, now: int) -> HttpResponse:
    """Let somebody in whose password is right, or new by a link: who has a second proof shows it first."""
    if factor.has(user):
        request.session[_PENDING] = [user.pk, place, now]
        return redirect("access:second")
    return entering.enter(request, user, place, alone=True)
