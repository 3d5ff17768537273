"""A new password on a person's own page: by the present one, and with an end to what the old one had opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from twinline.access import factor, signed, tracing
from twinline.access.asking import officer
from twinline.access.forms import REQUIRED, RenewForm
from twinline.access.proving import NotProved, prove
from twinline.access.speech import tongue
from twinline.times import now_ms
from twinline.tongues import told


class ChangeForm(RenewForm):
    """The present password, a code where one is asked for, and the new password twice."""

    present = forms.CharField(
        label=gettext_lazy("Your present password"), max_length=256, strip=False, error_messages=REQUIRED
    )
    code = forms.CharField(label=gettext_lazy("Code"), max_length=20, required=False)
    field_order = ("present", "code", "password", "again")

    def __init__(self, *args: Any, second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("The new password")
        if not second:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """Return the data if the new password is another than the present one."""
        data = super().clean()
        if data.get("password") and data.get("password") == data.get("present"):
            self.add_error("password", ValidationError(_("This is your present password. Choose another one.")))
        return data


@never_cache
@sensitive_post_parameters("present", "code", "password", "again")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the present password and a new one; then end all other sessions, and trace it."""
    user = officer(request)
    form = ChangeForm(request.POST or None, second=factor.has(user), of=user)
    if request.method == "POST" and form.is_valid():
        asked, now = form.cleaned_data, now_ms()
        try:
            prove(user.username, asked["present"], asked.get("code", ""), now=now)
        except NotProved as error:
            form.add_error("present", told(error, tongue()))
        else:
            ended = signed.end_others(request, user)
            user.set_password(asked["password"])
            user.save(update_fields=["password"])
            # This session goes on, under a new key; whatever else was opened by the old password is closed by it.
            auth.update_session_auth_hash(request, user)
            signed.note(request, user, now=now)
            tracing.note(
                now=now, officer=user.username, organisation=user.organisation, act="account", reason="password"
            )
            messages.success(request, _said(ended))
            return redirect("access:account")
    return render(request, "access/password.html", {"form": form}, status=422 if form.errors else 200)


def _said(ended: int) -> str:
    said = _("Your new password counts from now on.")
    if not ended:
        return said
    more = ngettext(
        "You were signed in at %(n)s other place, and no longer are.",
        "You were signed in at %(n)s other places, and no longer are.",
        ended,
    )
    return f"{said} {more % {'n': ended}}"
