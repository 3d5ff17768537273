"""The accounts of one desk."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "twinline.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # It hears from Django when somebody signs in: it must listen before the first one does, whoever asks first.
        from twinline.access import staying  # noqa: F401
