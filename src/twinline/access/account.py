"""A person's own page: a second proof, and where they are signed in; and the trace, for those who check."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinline.access import factor, keys, owing, passkey_pages, passkeys, reasons, signed, tracing
from twinline.access.again import knows
from twinline.access.asking import officer
from twinline.access.forms import ReminderForm, SetUpForm
from twinline.access.models import MailTrouble, RecoveryCode, Reminder, Trace, User
from twinline.access.proving import NotProved, prove
from twinline.access.reasons import ACTS
from twinline.access.roles import LABELS
from twinline.access.speech import tongue
from twinline.records.registry import KINDS
from twinline.times import now_ms
from twinline.tongues import told

PAGE = 200
_EDGE = 2
#: Where in the session a secret waits for its first code.
_WAITING = "access_factor"


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person who they are here, how they prove it, and where they are signed in."""
    user = officer(request)
    return render(
        request,
        "access/account.html",
        {
            "roles": [LABELS[name].to(tongue()) for name in user.roles.split(",") if name in LABELS],
            "kinds": [kind.label.to(tongue()) for name, kind in KINDS.items() if user.kinds and user.is_for(name)],
            "second": factor.has(user),
            "owes": owing.owes(request, user),
            "asked_of": owing.asked_of(user),
            "opens_much": owing.opens_much(user),
            "codes_left": RecoveryCode.objects.filter(user=user, used_ms=None).count(),
            "places": signed.places(request, user),
            "mail": settings.MAIL_FILE.exists(),
            "reminder": Reminder.objects.filter(user=user).first(),
            "failing": MailTrouble.objects.exists(),
            "programs": keys.listed(user, now=now_ms()),
            "passkeys": passkeys.of(user),
            "may_make_passkey": passkey_pages.here(request) is not None,
        },
    )


@never_cache
@sensitive_post_parameters("code", "password", "present")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the secret to a telephone, take its first code and the proofs there are, and give ten printed ones."""
    user = officer(request)
    form = SetUpForm(request.POST or None, second=factor.has(user))
    # A new secret waits in the session: what was asked for before stays until its first code is right.
    secret = request.session.get(_WAITING) if request.method == "POST" else None
    secret = secret or request.session.setdefault(_WAITING, factor.fresh_secret())
    if request.method == "POST" and form.is_valid():
        told_of, now = form.cleaned_data, now_ms()
        if not factor.fits(secret, told_of["code"], now=now):
            form.add_error("code", _("This code is not right. Look whether the telephone’s clock is."))
        elif _proved(form, user, now):
            fresh = factor.confirm(user, secret, told_of["code"], now=now)
            del request.session[_WAITING]
            signed.end_others(request, user)
            owing.shown(request)
            _traced(user, "second")
            return render(request, "access/recovery.html", {"codes": fresh})
    picture = segno.make(factor.address(secret, name=user.username, node=user.organisation), error="m")
    context = {"form": form, "side": picture.symbol_size(border=_EDGE)[0], "squares": _squares(picture),
               "spelled": factor.spelled(secret)}  # fmt: skip
    return render(request, "access/set_up_code.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("code")
@require_POST
def drop_code(request: HttpRequest) -> HttpResponse:
    """Ask for no second proof any more; it takes one last code."""
    user = officer(request)
    if owing.asked_of(user) and not passkeys.of(user).exists():
        messages.error(request, _("Your role asks for a second proof. Set up another telephone instead."))
        return redirect("access:account")
    if not factor.proves(user, request.POST.get("code", ""), now=now_ms()):
        messages.error(request, _("This code is not right, or was used before. Wait for the next."))
        return redirect("access:account")
    factor.drop(user)
    _traced(user, "no-second")
    messages.success(request, _("You sign in with your password alone now."))
    return redirect("access:account")


@sensitive_post_parameters("password")
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End some of the places where one is signed in; it takes the password, since a browser may be left open."""
    user = officer(request)
    if knows(request, user) and sum(signed.end(user, one) for one in request.POST.getlist("session")):
        messages.success(request, _("Ended there."))
    return redirect("access:account")


@never_cache
@require_POST
def reminders(request: HttpRequest) -> HttpResponse:
    """Let a person ask for reminders by e-mail, or ask for none any more: then their address is gone."""
    user, form = officer(request), ReminderForm(request.POST)
    if not settings.MAIL_FILE.exists():
        raise Http404
    if "stop" in request.POST:
        Reminder.objects.filter(user=user).delete()
        messages.success(request, _("No reminders any more. Your address is no longer kept here."))
    elif form.is_valid():
        Reminder.objects.update_or_create(
            user=user, defaults={"address": form.cleaned_data["email"], "refused_ms": None}
        )
        messages.success(request, _("You will be told by e-mail when something waits for you, once a day at most."))
    else:
        messages.error(request, _("This is no e-mail address."))
    return redirect("access:account")


@never_cache
@require_safe
def trace(request: HttpRequest) -> HttpResponse:
    """Show the latest of the trace, and whether the whole of it holds."""
    latest = Trace.objects.order_by("-id")[:PAGE]
    rows = [
        (row, ACTS[row.act].to(tongue()) if row.act in ACTS else row.act, reasons.why(row.reason, tongue()))
        for row in latest
    ]
    broken = tracing.broken()
    context = {"rows": rows, "broken": broken and told(broken.told, tongue()), "head": tracing.head()}
    return render(request, "access/trace.html", context)


def _proved(form: SetUpForm, user: User, now: int) -> bool:
    asked = form.cleaned_data
    try:
        prove(user.username, asked["password"], asked.get("present", ""), now=now)
    except NotProved as error:
        form.add_error("password", told(error, tongue()))
        return False
    return True


def _squares(picture: segno.QRCode) -> str:
    """Return the dark squares of a picture to be read by a machine, as the path of an SVG."""
    rows = enumerate(picture.matrix_iter(border=_EDGE))
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)


def _traced(user: User, reason: str) -> None:
    tracing.note(now=now_ms(), officer=user.username, organisation=user.organisation, act="account", reason=reason)
