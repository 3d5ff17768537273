"""The pages of one desk."""

from __future__ import annotations

from django.apps import AppConfig

from twinline.desk.language import know_lao


class DeskConfig(AppConfig):
    name = "twinline.desk"
    label = "desk"

    def ready(self) -> None:
        """Make Django know Lao, which it doesn't by itself."""
        know_lao()
