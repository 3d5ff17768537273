"""Keys for programs on a person's own page: made with a proof of who one is, shown once, listed and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from twinline.access import factor, tokens
from twinline.access.asking import officer
from twinline.access.models import User
from twinline.access.proving import NotProved, prove
from twinline.access.roles import rights
from twinline.access.scopes import LABELS, Scope, known, offered
from twinline.access.speech import tongue
from twinline.records.fields.dates import shown_date
from twinline.sentences import Problem
from twinline.times import iso, now_ms
from twinline.tongues import told

#: After how many days a key may end, as a page offers it.
LIVES = (30, 90, 365)
_REQUIRED = {"required": gettext_lazy("Please fill this in.")}


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is listed: for which program, for what, until when, and the day of its last use, if any."""

    number: int
    name: str
    scopes: Sequence[str]
    ends_ms: int
    ended: bool
    used: str


class KeyForm(forms.Form):
    """Which program it is for, what it may do, how long, and who makes it."""

    name = forms.CharField(
        label=gettext_lazy("Which program it is for"), max_length=tokens.LONGEST_NAME, error_messages=_REQUIRED
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), error_messages=_REQUIRED)
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how many days"), coerce=int, choices=[(str(days), days) for days in LIVES]
    )
    password = forms.CharField(label=gettext_lazy("Password"), max_length=256, strip=False, error_messages=_REQUIRED)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, required=False)

    def __init__(self, scopes: Sequence[Scope], *args: Any, second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope.value, LABELS[scope].to(tongue())) for scope in scopes]
        if not second:
            del self.fields["code"]


def listed(user: User, *, now: int) -> list[Key]:
    """Return a person's keys for programs, the latest first."""
    return [
        Key(
            each.pk, each.name, tuple(LABELS[scope].to(tongue()) for scope in _scopes(each.scopes)), each.ends_ms,
            each.ends_ms <= now, shown_date(iso(each.used_day), tongue()) if each.used_day >= 0 else "",
        )
        for each in tokens.of(user)
    ]  # fmt: skip


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Ask what a program may do and who lets it in; then show its key, this once."""
    user = officer(request)
    given = offered(rights(user.roles.split(",")))
    form = KeyForm(given, request.POST or None, second=factor.has(user), initial={"days": LIVES[1]})
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, now_ms()
        try:
            prove(user.username, asked["password"], asked.get("code", ""), now=now)
            made, word = tokens.make(user, asked["name"], known(asked["scopes"]), days=asked["days"], now=now)
            return render(request, "access/key.html", {"key": made, "word": word})
        except NotProved as error:
            form.add_error("password", told(error, tongue()))
        except Problem as error:
            form.add_error(None, told(error, tongue()))
    chosen = request.POST.getlist("scopes") if form.is_bound else [Scope.RECORDS.value]
    context = {"form": form, "chosen": chosen, "lives": LIVES}
    return render(request, "access/make_key.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's own keys."""
    number = request.POST.get("key", "")
    if number.isascii() and number.isdecimal() and tokens.end(officer(request), int(number[:18]), now=now_ms()):
        messages.success(request, _("Ended: this key opens nothing any more."))
    return redirect("access:account")


def _scopes(text: str) -> tuple[Scope, ...]:
    return known(each for each in text.split(",") if each in set(Scope))
