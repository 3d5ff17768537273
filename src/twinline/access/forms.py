"""The two forms in front of the door: signing in, and taking up a one-time link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from twinline.access.models import User

REQUIRED = {"required": _("Please fill this in.")}


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(label=_("Name for signing in"), max_length=64, error_messages=REQUIRED)
    password = forms.CharField(label=_("Password"), max_length=256, strip=False, error_messages=REQUIRED)


class CodeForm(forms.Form):
    """A code of six digits, or a printed one."""

    code = forms.CharField(label=_("Code"), max_length=20, error_messages=REQUIRED)


class PasswordForm(forms.Form):
    """The password once more, for what a browser left open may not do."""

    password = forms.CharField(label=_("Password"), max_length=256, strip=False, error_messages=REQUIRED)


class SetUpForm(CodeForm, PasswordForm):
    """The first code of a telephone, the password, and a code of the telephone before it, where there is one."""

    present = forms.CharField(
        label=_("A code of your present telephone, or a printed one"), max_length=20, error_messages=REQUIRED
    )
    field_order = ("code", "password", "present")

    def __init__(self, *args: Any, second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not second:
            del self.fields["present"]


class ReminderForm(forms.Form):
    """Where somebody wants to be reminded: a plain address, which may stand in a mail's head."""

    email = forms.EmailField(max_length=254)

    def clean_email(self) -> str:
        """Return the address if it is of ASCII alone and its name no longer than RFC 5321 (4.5.3.1.1) allows.

        Not every mail server takes others.
        """
        address: str = self.cleaned_data["email"]
        if not address.isascii() or len(address.rpartition("@")[0]) > 64:
            raise forms.ValidationError("ascii")
        return address


class WelcomeForm(forms.Form):
    """Who the person is, and a password of their own, twice."""

    display_name = forms.CharField(label=_("Your name, as others will see it"), max_length=120, error_messages=REQUIRED)
    username = forms.CharField(
        label=_("Name for signing in"),
        max_length=64,
        error_messages=REQUIRED,
        validators=[RegexValidator(r"\A[\w.-]{2,64}\Z", _("Letters, digits, dots and dashes only."))],
    )
    password = forms.CharField(label=_("Password"), max_length=256, strip=False, error_messages=REQUIRED)
    again = forms.CharField(label=_("The same password again"), max_length=256, strip=False, error_messages=REQUIRED)

    def clean_password(self) -> str:
        """Return the password if it is good enough for whom it is."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person())
        return password

    def person(self) -> User:
        """Return whom the password is for, as far as they have said it."""
        told = self.cleaned_data
        return User(username=told.get("username", ""), display_name=told.get("display_name", ""))

    def clean(self) -> dict[str, Any]:
        """Return the data if both passwords are the same."""
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class RenewForm(WelcomeForm):
    """A new password for an account that exists: ``of``."""

    def __init__(self, *args: Any, of: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of = of
        del self.fields["display_name"], self.fields["username"]

    def person(self) -> User:
        """Return whose account it is."""
        return self._of
