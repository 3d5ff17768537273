"""What a password must be: long enough, not the name, not one that everybody tries first."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 12


class LongEnough:
    """At least twelve characters, of any kind: a few words make a good one."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` if the password is too short."""
        if len(password) < SHORTEST:
            raise ValidationError(_("At least 12 characters. A few words together are easy to remember."))

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return str(_("At least 12 characters. A few words together are easy to remember."))


class NotCommon(CommonPasswordValidator):
    """Not among the twenty thousand that everybody tries first."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` if the password is among the common ones."""
        if password.lower().strip() in self.passwords or len(set(password)) < 5:
            raise ValidationError(_("This password is too easy to guess."))

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return str(_("This password is too easy to guess."))
