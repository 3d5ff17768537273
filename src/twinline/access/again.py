"""The password once more, for what a browser that was left open may not do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from twinline.access.forms import PasswordForm
from twinline.access.models import User
from twinline.access.proving import NotProved, prove
from twinline.times import now_ms


def knows(request: HttpRequest, user: User) -> bool:
    """Return whether the password was typed that an act on the page of the account takes; say so where it wasn't."""
    form = PasswordForm(request.POST)
    try:
        prove(user.username, form.cleaned_data["password"] if form.is_valid() else "", "", now=now_ms(), second=False)
    except NotProved:
        messages.error(request, _("This is not your password, or there were too many attempts. Nothing was changed."))
        return False
    return True
